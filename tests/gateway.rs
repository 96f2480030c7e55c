//! The gateway: the order of the checks, each refusal, what is reserved, forwarded and responded.
#![cfg(not(target_arch = "wasm32"))]

#[path = "support/gateway.rs"]
mod support;

use contact_card::gateway::{Authorized, Config, Host};
use contact_card::validation::{Issues, Style};
use contact_card::wire::{Encoder, Value, Wire};
use serde_json::{Value as Json, json};
use support::{
    Course, Given, KEY, Linq, ORIGIN, PATH, UPSTREAM, check, config, encode, options, parsed,
    set_up, take,
};

const NUMBER: &str = "+15551234567";
const OTHER: &str = "+15550000000";

fn card(number: &str) -> Json {
    json!({ "phone_number": number, "first_name": "Ada", "is_active": true })
}

/// A response's head.
fn head(status: u32) -> Json {
    head_with(status, json!({}))
}

fn head_with(status: u32, more: Json) -> Json {
    let mut head = json!({ "status": status, "type": "basic" });
    for (name, value) in more.as_object().unwrap() {
        head[name] = value.clone();
    }
    head
}

fn granted(used: &[(u32, u32)]) -> Json {
    let places: Vec<_> = used
        .iter()
        .map(|(used, reset)| json!({ "used": used, "reset": reset }))
        .collect();
    json!({ "granted": true, "places": places })
}

fn full(used: &[(u32, u32)]) -> Json {
    let mut answer = granted(used);
    answer["granted"] = json!(false);
    answer
}

/// A read of one number that is as it should be.
fn read() -> Given {
    let mut given = Given {
        method: "GET".to_owned(),
        target: format!("{PATH}?phone_number=%2B15551234567"),
        headers: Vec::new(),
        session: Vec::new(),
        body: ("whole", Vec::new()),
        reserved: Vec::new(),
        response: Linq::Missing("late"),
    };
    given.set_session(&json!({ "user": "alice", "numbers": [NUMBER] }));
    given.set_reserved(&granted(&[(1, 60_000)]));
    let cards = json!({ "contact_cards": [card(NUMBER)] });
    given.set_response(&head(200), cards.to_string());
    given
}

/// An update that is as it should be.
fn update() -> Given {
    let mut given = read();
    given.method = "PATCH".to_owned();
    given.set_header("content-type", "application/json");
    given.set_header("origin", ORIGIN);
    given.set_body(r#"{"first_name":"Ada"}"#);
    given.set_reserved(&granted(&[(1, 600_000), (1, 600_000)]));
    given.set_response(&head(200), card(NUMBER).to_string());
    given
}

/// A creation that is as it should be.
fn create() -> Given {
    let mut given = update();
    given.method = "POST".to_owned();
    given.target = PATH.to_owned();
    given.set_body(json!({ "phone_number": NUMBER, "first_name": "Ada" }).to_string());
    given.set_response(&head(201), card(NUMBER).to_string());
    given
}

fn run(given: &Given) -> Course {
    run_with(&json!({}), given)
}

fn run_with(more: &Json, given: &Given) -> Course {
    let course = take(&config(more), given);
    check(given, &course);
    course
}

fn with(mut given: Given, change: impl FnOnce(&mut Given)) -> Given {
    change(&mut given);
    given
}

#[test]
fn what_is_right_is_forwarded_and_answered() {
    for (given, status, url, body) in [
        (read(), 200, "?phone_number=%2B15551234567", None),
        (
            update(),
            200,
            "?phone_number=%2B15551234567",
            Some(r#"{"first_name":"Ada"}"#),
        ),
        (
            create(),
            201,
            "",
            Some(r#"{"phone_number":"+15551234567","first_name":"Ada"}"#),
        ),
    ] {
        let course = run(&given);
        let forward = course.forward.as_ref().unwrap();
        assert_eq!(forward.url, format!("{UPSTREAM}/v3/contact_card{url}"));
        assert_eq!(forward.body.as_deref(), body);
        assert_eq!(course.response.status, status);
        assert_eq!(course.read_body, given.method != "GET");
        let answered = parsed(&course.response.body);
        let answered = answered["contact_cards"].get(0).unwrap_or(&answered);
        assert_eq!(*answered, card(NUMBER));
    }
}

#[test]
fn the_body_is_written_anew() {
    let given = with(update(), |given| {
        given.set_body(
            "\t{ \"last_name\" :\"\\u00e9\\ud83d\\ude00\\/\", \"first_name\":\"A\\u0000\" }\r\n",
        );
    });
    let body = run(&given).forward.unwrap().body.unwrap();
    assert_eq!(body, "{\"first_name\":\"A\\u0000\",\"last_name\":\"é😀/\"}");
}

/// One way to break each check of an update, in the order of the checks: what it is called, how it is broken, and the
/// status and code that this leads to.
type Break = (&'static str, fn(&mut Given), u32, u64);
#[rustfmt::skip]
const BREAKS: &[Break] = &[
    ("path", |given| given.target = given.target.replace("/v3/", "/V3/"), 404, 2001),
    ("method", |given| given.method = "DELETE".to_owned(), 405, 1005),
    ("query", |given| given.target.push_str("&limit=1"), 400, 1005),
    ("number", |given| given.target = given.target.replace("%2B", ""), 400, 1002),
    ("content type", |given| given.set_header("content-type", "text/plain"), 415, 1003),
    ("length", |given| given.set_header("content-length", "4097"), 413, 1003),
    ("origin", |given| given.set_header("origin", "https://evil.example"), 403, 2005),
    ("site", |given| given.set_header("sec-fetch-site", "cross-site"), 403, 2005),
    ("session", |given| given.set_session(&Json::Null), 401, 2004),
    ("permission", |given| given.set_session(&json!({ "user": "bob", "numbers": [OTHER] })), 403, 2006),
    ("body's end", |given| given.body = ("late", Vec::new()), 408, 1003),
    ("JSON", |given| given.set_body("{"), 400, 1003),
    ("schema", |given| given.set_body(r#"{"first_name":null,"image_url":"https://10.0.0.1/a"}"#), 400, 1005),
    ("image", |given| given.set_body(r#"{"image_url":"https://10.0.0.1/a"}"#), 400, 1005),
    ("store", |given| given.set_reserved(&json!(false)), 503, 4004),
    ("places", |given| given.set_reserved(&full(&[(3, 1_000), (0, 0)])), 429, 1007),
    ("Linq", |given| given.response = Linq::Missing("unreachable"), 502, 3006),
];

#[test]
fn of_two_broken_checks_the_first_one_speaks() {
    for (first, (name, break_first, status, code)) in BREAKS.iter().enumerate() {
        let alone = run(&with(update(), break_first)).refusal();
        assert_eq!((alone.0, alone.1), (*status, *code), "{name}: {}", alone.2);
        for (other, break_other, ..) in &BREAKS[first + 1..] {
            let given = with(with(update(), break_other), break_first);
            assert_eq!(run(&given).refusal(), alone, "{name} before {other}");
        }
    }
}

#[test]
fn nothing_happens_before_what_stands_before_it_is_checked() {
    let reaches = |course: &Course| {
        [
            course.asked_for_session,
            course.read_body,
            course.slots.is_some(),
            course.forward.is_some(),
        ]
    };
    for (index, (name, break_it, ..)) in BREAKS.iter().enumerate() {
        let course = run(&with(update(), break_it));
        let expected = [index >= 8, index >= 10, index >= 14, index >= 16];
        assert_eq!(reaches(&course), expected, "{name}");
    }
}

#[test]
fn every_part_of_the_head_counts() {
    let target = |target: &str| {
        let target = target.to_owned();
        with(update(), |given| given.target = target)
    };
    let headers = |given: Given, headers: &[(&str, &str)]| {
        with(given, |given| {
            for (name, _) in headers {
                given.remove_header(name);
            }
            for (name, value) in headers {
                given
                    .headers
                    .push(((*name).to_owned(), (*value).to_owned()));
            }
        })
    };
    let without = |name: &str| with(update(), |given| given.remove_header(name));
    let query = "?phone_number=%2B15551234567";
    #[rustfmt::skip]
    let rows = [
        ("no target", target(""), 404, 2001),
        ("absolute form", target(&format!("http://a.example{PATH}{query}")), 404, 2001),
        ("two slashes", target(&format!("/{PATH}{query}")), 404, 2001),
        ("dots", target(&format!("/api/linq/x/../v3/contact_card{query}")), 404, 2001),
        ("encoded dots", target(&format!("/api/linq/%2e/v3/contact_card{query}")), 404, 2001),
        ("encoded letter", target(&format!("/api/linq/v3/contact_c%61rd{query}")), 404, 2001),
        ("slash at the end", target(&format!("{PATH}/{query}")), 404, 2001),
        ("parameter of the path", target(&format!("{PATH};a=b{query}")), 404, 2001),
        ("fragment", target(&format!("{PATH}#{query}")), 404, 2001),
        ("backslash", target(&format!("\\api\\linq\\v3\\contact_card{query}")), 404, 2001),
        ("no query", target(PATH), 400, 1001),
        ("empty query", target(&format!("{PATH}?")), 400, 1001),
        ("ampersand alone", target(&format!("{PATH}{query}&")), 400, 1005),
        ("number twice", target(&format!("{PATH}{query}&phone_number=%2B15551234567")), 400, 1005),
        ("name encoded", target(&format!("{PATH}?phone%5Fnumber=%2B15551234567")), 400, 1005),
        ("name in capitals", target(&format!("{PATH}?Phone_number=%2B15551234567")), 400, 1005),
        ("name without a value", target(&format!("{PATH}?phone_number")), 400, 1005),
        ("half an escape", target(&format!("{PATH}?phone_number=%2B1555%")), 400, 1005),
        ("bad escape", target(&format!("{PATH}?phone_number=%2x1555")), 400, 1005),
        ("sign in an escape", target(&format!("{PATH}?phone_number=%+B1555")), 400, 1005),
        ("bytes that are no text", target(&format!("{PATH}?phone_number=%ff")), 400, 1005),
        ("raw letters beyond ASCII", target(&format!("{PATH}?phone_number=%2B1é")), 400, 1005),
        ("bare plus", target(&format!("{PATH}?phone_number=+15551234567")), 400, 1002),
        ("NUL behind", target(&format!("{PATH}{query}%00")), 400, 1002),
        ("encoded twice", target(&format!("{PATH}?phone_number=%252B15551234567")), 400, 1002),
        ("lower-case method", with(update(), |given| given.method = "patch".to_owned()), 405, 1005),
        ("HEAD", with(update(), |given| given.method = "HEAD".to_owned()), 405, 1005),
        ("no method", with(update(), |given| given.method.clear()), 405, 1005),
        ("number of a POST in the query", with(create(), |given| given.target.push_str(query)), 400, 1005),
        ("no type", without("content-type"), 415, 1003),
        ("type twice", headers(update(), &[("content-type", "application/json"), ("Content-Type", "application/json")]), 415, 1003),
        ("other parameter", headers(update(), &[("content-type", "application/json; boundary=a")]), 415, 1003),
        ("two parameters", headers(update(), &[("content-type", "application/json; charset=utf-8; a=b")]), 415, 1003),
        ("a space that is none in HTTP", headers(update(), &[("content-type", "application/json\u{a0}")]), 415, 1003),
        ("such a space before a parameter", headers(update(), &[("content-type", "application/json;\u{85}charset=utf-8")]), 415, 1003),
        ("other charset", headers(update(), &[("content-type", "application/json; charset=utf-16")]), 415, 1003),
        ("compressed", headers(update(), &[("content-encoding", "gzip")]), 415, 1003),
        ("length twice", headers(update(), &[("content-length", "20"), ("content-length", "20")]), 400, 1003),
        ("length with a sign", headers(update(), &[("content-length", "+20")]), 400, 1003),
        ("no length at all", headers(update(), &[("content-length", "")]), 400, 1003),
        ("length beyond numbers", headers(update(), &[("content-length", "99999999999999999999")]), 413, 1003),
        ("GET with a length", headers(read(), &[("content-length", "1")]), 400, 1003),
        ("GET in chunks", headers(read(), &[("transfer-encoding", "chunked")]), 400, 1003),
        ("no origin", without("origin"), 403, 2005),
        ("origin null", headers(update(), &[("origin", "null")]), 403, 2005),
        ("origin twice", headers(update(), &[("origin", ORIGIN), ("Origin", ORIGIN)]), 403, 2005),
        ("origin's suffix", headers(update(), &[("origin", "https://dashboard.example.evil")]), 403, 2005),
        ("origin's subdomain", headers(update(), &[("origin", "https://a.dashboard.example")]), 403, 2005),
        ("origin's port", headers(update(), &[("origin", "https://dashboard.example:443")]), 403, 2005),
        ("origin's scheme", headers(update(), &[("origin", "http://dashboard.example")]), 403, 2005),
        ("origin in capitals", headers(update(), &[("origin", "https://Dashboard.example")]), 403, 2005),
        ("origin with a slash", headers(update(), &[("origin", "https://dashboard.example/")]), 403, 2005),
        ("a reader's other origin", headers(read(), &[("origin", "https://evil.example")]), 403, 2005),
        ("same site", headers(update(), &[("sec-fetch-site", "same-site")]), 403, 2005),
        ("nobody's site", headers(update(), &[("sec-fetch-site", "none")]), 403, 2005),
        ("site twice", headers(update(), &[("sec-fetch-site", "same-origin"), ("sec-fetch-site", "same-origin")]), 403, 2005),
    ];
    for (name, given, status, code) in rows {
        let course = run(&given);
        let refusal = course.refusal();
        assert_eq!(
            (refusal.0, refusal.1),
            (status, code),
            "{name}: {}",
            refusal.2
        );
        assert!(!course.asked_for_session, "{name}");
    }
    #[rustfmt::skip]
    let fine = [
        ("empty query of a list", with(read(), |given| given.target = format!("{PATH}?"))),
        ("charset", headers(update(), &[("content-type", "Application/JSON ; Charset=UTF-8")])),
        ("identity", headers(update(), &[("content-encoding", "Identity")])),
        ("the longest length", headers(update(), &[("content-length", "4096")])),
        ("GET without a length", headers(read(), &[("content-length", "0")])),
        ("reader's own origin", headers(read(), &[("origin", ORIGIN)])),
        ("same origin", headers(update(), &[("sec-fetch-site", "same-origin")])),
        ("a number encoded whole", target(&format!("{PATH}?phone_number=%2b%31%35551234567"))),
        ("headers that try to override", headers(update(), &[("x-http-method-override", "DELETE"), ("x-forwarded-host", "evil.example"), ("authorization", "Bearer sk-other")])),
    ];
    for (name, given) in fine {
        assert_eq!(run(&given).response.status, 200, "{name}");
    }
}

#[test]
fn every_body_that_isn_t_the_client_s_own_is_refused() {
    let deep = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    for (body, status, code) in [
        ("", 400, 1003),
        ("null", 400, 1003),
        ("[]", 400, 1003),
        ("\"{}\"", 400, 1003),
        ("{} {}", 400, 1003),
        ("{\"first_name\":\"Ada\",}", 400, 1003),
        ("{'first_name':'Ada'}", 400, 1003),
        ("\u{feff}{\"first_name\":\"Ada\"}", 400, 1003),
        (r#"{"first_name":"Ada","first_name":"Ada"}"#, 400, 1003),
        (r#"{"first_name":"Ada","first\u005fname":"Ada"}"#, 400, 1003),
        (r#"{"first_name":"Ada","x":{"a":1,"a":1}}"#, 400, 1003),
        (r#"{"first_name":"Ada","x":[{"a":1,"a":1}]}"#, 400, 1003),
        (r#"{"first_name":"\ud800"}"#, 400, 1003),
        (r#"{"first_name":1e999}"#, 400, 1003),
        (&deep(128), 400, 1003),
        (&deep(2_048), 400, 1003),
        (&format!("{{\"x\":{}}}", deep(120)), 400, 1005),
        ("{}", 400, 1005),
        (r#"{"first_name":null}"#, 400, 1005),
        (r#"{"first_name":""}"#, 400, 1005),
        (r#"{"first_name":7}"#, 400, 1005),
        (r#"{"first_name":["Ada"]}"#, 400, 1005),
        (r#"{"first_name":"Ada","is_active":true}"#, 400, 1005),
        (r#"{"first_name":"Ada","__proto__":{}}"#, 400, 1005),
        (
            r#"{"first_name":"Ada","phone_number":"+15551234567"}"#,
            400,
            1005,
        ),
        (r#"{"image_url":"http://a.example/b.png"}"#, 400, 1005),
    ] {
        let course = run(&with(update(), |given| given.set_body(body)));
        let refusal = course.refusal();
        assert_eq!(
            (refusal.0, refusal.1),
            (status, code),
            "{body}: {}",
            refusal.2
        );
        assert!(course.slots.is_none(), "{body}");
    }
    for (body, code) in [
        (json!({ "first_name": "Ada" }), 1001),
        (json!({ "phone_number": NUMBER }), 1001),
        (
            json!({ "phone_number": "15551234567", "first_name": "Ada" }),
            1002,
        ),
        (
            json!({ "phone_number": [NUMBER], "first_name": "Ada" }),
            1002,
        ),
        (json!({ "phone_number": OTHER, "first_name": "Ada" }), 2006),
    ] {
        let course = run(&with(create(), |given| given.set_body(body.to_string())));
        assert_eq!(course.refusal().1, code, "{body}");
        assert!(course.slots.is_none(), "{body}");
    }
    let too_long = with(update(), |given| given.set_body([b' '; 4_097]));
    assert_eq!(run(&too_long).refusal().0, 413);
    let broken = with(update(), |given| given.body = ("broken", Vec::new()));
    assert_eq!(run(&broken).refusal().0, 400);
    let not_utf8 = with(update(), |given| {
        given.set_body(b"{\"first_name\":\"\xff\"}")
    });
    assert_eq!(run(&not_utf8).refusal().1, 1003);
}

#[test]
fn the_body_s_longest_is_4096_bytes() {
    let body = |length: usize| {
        let around = r#"{"first_name":""}"#.len();
        json!({ "first_name": "x".repeat(length - around) }).to_string()
    };
    assert_eq!(
        run(&with(update(), |given| given.set_body(body(4_096))))
            .response
            .status,
        200
    );
    assert_eq!(
        run(&with(update(), |given| given.set_body(body(4_097))))
            .response
            .status,
        413
    );
}

#[test]
fn a_body_that_somebody_has_read_before_is_told_from_one_that_is_none() {
    let read_before = |length: &'static str| {
        let given = with(update(), |given| {
            given.set_header("content-length", length);
            given.set_body("");
        });
        let (status, code, message) = run(&given).refusal();
        assert_eq!((status, code), (400, 1003));
        message.contains("read before")
    };
    assert!(read_before("18"));
    assert!(!read_before("0"));
}

#[test]
fn empty_fields_pass_where_they_are_allowed() {
    let given = with(update(), |given| {
        given.set_body(r#"{"last_name":"","image_url":""}"#)
    });
    let course = run_with(&json!({ "allowEmpty": true }), &given);
    let body = course.forward.unwrap().body.unwrap();
    assert_eq!(body, r#"{"last_name":"","image_url":""}"#);
}

#[test]
fn images_are_on_the_public_web() {
    for (url, is_public) in [
        ("https://a.example/b.png", true),
        ("https://a.example:8443/b.png?c#d", true),
        ("https://a.example./b.png", true),
        ("https://bücher.example/b.png", true),
        ("https://127.0.0.1/", false),
        ("https://127.1/", false),
        ("https://2130706433/", false),
        ("https://0x7f000001/", false),
        ("https://0177.0.0.1/", false),
        ("https://127.0.0.1./", false),
        ("https://１２７.0.0.1/", false),
        ("https://8.8.8.8/", false),
        ("https://[::1]/", false),
        ("https://[::ffff:127.0.0.1]/", false),
        ("https://localhost/", false),
        ("https://a.localhost/", false),
        ("https://LOCALHOST./", false),
        ("https://intranet/", false),
        ("https://printer.local/", false),
        ("https://metadata.google.internal/", false),
        ("https://a:b@a.example/", false),
        ("https://a@a.example/", false),
        ("https://a.example\\@127.0.0.1/", false),
        ("ftp://a.example/", false),
        ("//a.example/b.png", false),
        ("data:image/png;base64,AA", false),
    ] {
        let given = with(update(), |given| {
            given.set_body(json!({ "image_url": url }).to_string())
        });
        let course = run(&given);
        assert_eq!(
            course.forward.is_some(),
            is_public,
            "{url}: {}",
            course.response.body
        );
    }
}

#[test]
fn nonsense_of_authorize_is_no_session() {
    #[rustfmt::skip]
    let sessions = [
        json!(false),
        json!(true),
        json!("alice"),
        json!([]),
        json!({}),
        json!({ "user": "alice" }),
        json!({ "numbers": "all" }),
        json!({ "user": "", "numbers": "all" }),
        json!({ "user": 7, "numbers": "all" }),
        json!({ "user": "alice", "numbers": "ALL" }),
        json!({ "user": "alice", "numbers": NUMBER }),
        json!({ "user": "alice", "numbers": null }),
        json!({ "user": "alice", "numbers": { "0": NUMBER } }),
        json!({ "user": "a".repeat(513), "numbers": "all" }),
        json!({ "user": "alice", "numbers": [NUMBER, null] }),
        json!({ "user": "alice", "numbers": [NUMBER, "15550000000"] }),
    ];
    for session in sessions {
        let encoded = encode(&session);
        let authorized = Authorized::parse(&encoded);
        match session {
            Json::Bool(false) => assert!(matches!(authorized, Authorized::Failed)),
            _ => assert!(matches!(authorized, Authorized::Invalid), "{session}"),
        }
        let course = run(&with(update(), |given| given.session = encoded));
        let refusal = course.refusal();
        assert_eq!((refusal.0, refusal.1), (500, 3006), "{session}");
        assert!(!course.read_body && course.header("x-should-retry") == Some("false"));
    }
    let mut ill_formed = Encoder::new();
    ill_formed.object(|session| {
        session.text("user").ill_formed();
        session.text("numbers").text("all");
    });
    let encoded = |add: fn(&mut Encoder) -> &mut Encoder| {
        let mut encoder = Encoder::new();
        add(&mut encoder);
        encoder.finish()
    };
    for session in [
        encoded(Encoder::ill_formed),
        encoded(Encoder::function),
        encoded(Encoder::other),
        ill_formed.finish(),
    ] {
        let course = run(&with(update(), |given| given.session.clone_from(&session)));
        assert_eq!(course.response.status, 500, "{session:?}");
    }
    let nobody = run(&with(update(), |given| {
        given.session = encoded(Encoder::null)
    }));
    assert_eq!(nobody.refusal().0, 401);
    assert_eq!(nobody.header("x-should-retry"), None);
}

#[test]
fn a_write_takes_a_slot_of_its_number_and_one_of_its_user() {
    let slots = |given: &Given, more: &Json| {
        let slots = run_with(more, given).slots.unwrap();
        let shown = slots
            .iter()
            .map(|slot| format!("{} {:?}", slot.key, slot.limit));
        shown.collect::<Vec<_>>()
    };
    let both = [
        "writes of +15551234567 Limit { limit: 3, window: 600000 }",
        "writes by alice Limit { limit: 30, window: 600000 }",
    ];
    assert_eq!(slots(&update(), &json!({})), both);
    assert_eq!(slots(&create(), &json!({})), both);
    let reads = "reads by alice Limit { limit: 300, window: 60000 }";
    assert_eq!(slots(&read(), &json!({})), [reads]);
    let limit = |limit: u32| json!({ "limit": limit, "window": 1 });
    let limits =
        json!({ "limits": { "perNumber": limit(1), "perUser": limit(2), "reads": limit(3) } });
    assert!(slots(&update(), &limits)[0].ends_with("limit: 1, window: 1 }"));
    assert!(slots(&update(), &limits)[1].ends_with("limit: 2, window: 1 }"));
    assert!(slots(&read(), &limits)[0].ends_with("limit: 3, window: 1 }"));
    let shown = format!("{:?}", run(&update()).slots);
    assert!(!shown.contains("15551234567"), "{shown}");
}

#[test]
fn where_a_limit_is_reached_the_wait_is_told() {
    #[rustfmt::skip]
    let rows = [
        (update(), full(&[(3, 411_001), (1, 600_000)]), "number has no write left", 412, Some("limit=3, remaining=0, reset=412")),
        (update(), full(&[(2, 9_000), (30, 5_000)]), "too many changes", 5, Some("limit=3, remaining=1, reset=9")),
        (update(), full(&[(3, 0), (30, 5_000)]), "number has no write left", 1, Some("limit=3, remaining=0, reset=0")),
        (read(), full(&[(300, 1)]), "read too often", 1, None),
    ];
    for (given, reserved, words, seconds, budget) in rows {
        let given = with(given, |given| given.set_reserved(&reserved));
        let course = run(&given);
        let (status, code, message) = course.refusal();
        assert_eq!((status, code), (429, 1007));
        assert!(message.contains(words), "{message}");
        assert_eq!(
            parsed(&course.response.body)["error"]["retry_after"],
            seconds
        );
        assert_eq!(
            course.header("retry-after"),
            Some(seconds.to_string().as_str())
        );
        assert_eq!(course.header("x-write-budget"), budget);
        let is_write = given.method != "GET";
        assert_eq!(course.header("x-should-retry"), is_write.then_some("false"));
        assert_eq!(course.forward, None);
    }
}

#[test]
fn without_a_store_there_are_no_writes_and_reads_go_on() {
    #[rustfmt::skip]
    let answers = [
        json!(false),
        json!(null),
        json!({}),
        json!({ "granted": "yes", "places": [] }),
        json!({ "granted": true, "places": [{ "used": "1", "reset": 1 }] }),
        json!({ "granted": true, "places": [{ "used": -1, "reset": 1 }, { "used": 1, "reset": 1 }] }),
        // It says no, and no reason for it.
        json!({ "granted": false, "places": [{ "used": 0, "reset": 0 }, { "used": 0, "reset": 0 }] }),
        json!({ "granted": false }),
    ];
    for reserved in answers {
        let course = run(&with(update(), |given| given.set_reserved(&reserved)));
        let (status, code, message) = course.refusal();
        assert_eq!((status, code), (503, 4004), "{reserved}");
        assert!(
            message.contains("store of write budgets is away"),
            "{message}"
        );
        assert_eq!(course.header("x-should-retry"), Some("false"));
        assert_eq!(course.forward, None);
        let course = run(&with(read(), |given| given.set_reserved(&reserved)));
        assert_eq!(course.response.status, 200, "{reserved}");
    }
}

#[test]
fn a_status_for_which_browsers_repeat_a_write_stays_with_the_gateway() {
    for status in [407, 408, 421, 425] {
        let body = json!({ "error": { "status": status, "code": 1005, "message": "Again" } });
        for given in [read(), update(), create()] {
            let given = with(given, |given| {
                given.set_response(&head(status), body.to_string())
            });
            let (status, code, message) = run(&given).refusal();
            assert_eq!((status, code), (502, 3006));
            assert!(message.contains("connection"), "{message}");
        }
    }
}

#[test]
fn the_budget_is_told_with_every_answer_to_a_write() {
    let budget = |more: &Json, given: &Given| {
        let course = run_with(more, given);
        course.header("x-write-budget").map(str::to_owned)
    };
    let told = Some("limit=3, remaining=2, reset=600".to_owned());
    assert_eq!(budget(&json!({}), &update()), told);
    assert_eq!(budget(&json!({}), &create()), told);
    assert_eq!(budget(&json!({}), &read()), None);
    let unknown = with(update(), |given| given.set_body("{}"));
    assert_eq!(budget(&json!({}), &unknown), None, "nothing was reserved");
    for reason in ["unreachable", "late"] {
        let given = with(update(), |given| given.response = Linq::Missing(reason));
        assert_eq!(budget(&json!({}), &given), told, "{reason}");
    }
    // Others have written, too.
    let refused = |body: Json, retry_after: Option<&'static str>| {
        let head = head_with(429, json!({ "retryAfter": retry_after }));
        with(update(), |given| {
            given.set_response(&head, body.to_string())
        })
    };
    for (given, expected) in [
        (refused(json!({}), None), "limit=3, remaining=0, reset=600"),
        (
            refused(json!({}), Some("77")),
            "limit=3, remaining=0, reset=77",
        ),
        (
            refused(json!({ "error": { "retry_after": 412 } }), Some("77")),
            "limit=3, remaining=0, reset=412",
        ),
    ] {
        assert_eq!(budget(&json!({}), &given).as_deref(), Some(expected));
    }
    let many = |limit: u32| json!({ "limits": { "perNumber": { "limit": limit, "window": 1 } } });
    assert_eq!(
        budget(&many(32), &update()).as_deref(),
        Some("limit=32, remaining=31, reset=600")
    );
    assert_eq!(
        budget(&many(33), &update()),
        None,
        "the header can't say that"
    );
}

#[test]
fn a_list_holds_the_user_s_own_numbers_and_no_others() {
    let list = |session: Json| {
        let cards = json!({ "contact_cards": [card(OTHER), card(NUMBER), card("+49301234567")] });
        let given = with(read(), |given| {
            given.target = PATH.to_owned();
            given.set_session(&session);
            given.set_response(&head(200), cards.to_string());
        });
        let body = parsed(&run(&given).response.body);
        let cards = body["contact_cards"].as_array().unwrap().clone();
        cards
            .iter()
            .map(|card| card["phone_number"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    let alice = |numbers: Json| list(json!({ "user": "alice", "numbers": numbers }));
    assert_eq!(alice(json!([NUMBER])), [NUMBER]);
    assert_eq!(alice(json!([])), [""; 0]);
    assert_eq!(
        alice(json!(["+49301234567", OTHER])),
        [OTHER, "+49301234567"]
    );
    assert_eq!(alice(json!("all")), [OTHER, NUMBER, "+49301234567"]);
}

#[test]
fn a_long_list_of_a_user_with_many_numbers_takes_no_longer_than_both_are() {
    let number = |index: usize| format!("+1555{index:07}");
    let filtering = |cards: usize, numbers: usize| {
        let cards: Vec<_> = (0..cards).map(|index| card(&number(index))).collect();
        // None of the cards'.
        let own: Vec<_> = (0..numbers)
            .map(|index| number(1_000_000 + index))
            .collect();
        let given = with(read(), |given| {
            given.target = PATH.to_owned();
            given.set_session(&json!({ "user": "alice", "numbers": own }));
            given.set_response(&head(200), json!({ "contact_cards": cards }).to_string());
        });
        let start = std::time::Instant::now();
        assert_eq!(run(&given).response.body, r#"{"contact_cards":[]}"#);
        start.elapsed()
    };
    let (apart, together) = (
        filtering(4_000, 1) + filtering(1, 4_000),
        filtering(4_000, 4_000),
    );
    assert!(together < apart * 5, "{together:?} instead of {apart:?}");
}

#[test]
fn the_key_is_shown_nowhere() {
    let says = |member: &str, text: &str| {
        with(update(), |given| {
            let mut answer = card(NUMBER);
            answer[member] = json!(text);
            given.set_response(&head(200), answer.to_string());
        })
    };
    for member in ["first_name", "last_name", "image_url"] {
        for text in [KEY.to_owned(), format!("a {KEY}b"), format!("Bearer {KEY}")] {
            let (status, code, message) = run(&says(member, &text)).refusal();
            assert_eq!((status, code), (502, 3006), "{member}");
            assert!(message.contains("holds the key"));
        }
    }
    let escaped = with(update(), |given| {
        let body = card(NUMBER)
            .to_string()
            .replace("Ada", &KEY.replace("sk", "\\u0073k"));
        given.set_response(&head(200), body);
    });
    assert_eq!(run(&escaped).response.status, 502);

    let envelope = json!({
        "error": { "status": 400, "code": 1002, "message": format!("no {KEY}"), "doc_url": format!("https://a.example/{KEY}") },
        "trace_id": KEY,
    });
    let refused = with(update(), |given| {
        given.set_response(&head(400), envelope.to_string())
    });
    let course = run(&refused);
    let body = parsed(&course.response.body);
    assert_eq!(body["error"]["message"], "no •••");
    assert_eq!(body["error"]["doc_url"], "•••");
    assert_eq!(body["trace_id"], "•••");
    assert_eq!(course.header("x-trace-id"), None);

    let traced = |given: Given, trace_id: &'static str| {
        with(given, |given| {
            let head = head_with(200, json!({ "traceId": trace_id }));
            given.set_response(&head, card(NUMBER).to_string());
        })
    };
    assert_eq!(run(&traced(update(), KEY)).header("x-trace-id"), None);
    assert_eq!(
        run(&traced(update(), "trace 7")).header("x-trace-id"),
        Some("trace 7")
    );
    assert_eq!(
        run(&traced(update(), "trace\r\nset-cookie: a=b")).header("x-trace-id"),
        None
    );
}

#[test]
fn a_request_that_holds_the_key_gets_it_back_from_nobody() {
    for given in [
        with(update(), |given| given.method = KEY.to_owned()),
        with(update(), |given| given.target = format!("/{KEY}")),
        with(update(), |given| {
            given.target.push_str(&format!("&{KEY}=1"))
        }),
        with(update(), |given| given.set_header("origin", KEY)),
        with(update(), |given| {
            given.set_body(json!({ KEY: "a" }).to_string())
        }),
        with(update(), |given| {
            given.set_body(json!({ "first_name": [KEY] }).to_string())
        }),
        with(update(), |given| {
            given.set_body(json!({ "image_url": KEY }).to_string())
        }),
    ] {
        // `check` looks for it.
        assert!(run(&given).response.status >= 400);
    }
}

#[test]
fn what_linq_answers_is_read_as_the_client_reads_it() {
    let deep = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    let answered = |status: u32, body: &str| {
        let body = body.to_owned();
        with(update(), |given| given.set_response(&head(status), body))
    };
    let fine = card(NUMBER).to_string();
    for (given, status, code) in [
        (answered(302, ""), 502, 3006),
        (answered(304, ""), 502, 3006),
        (answered(204, ""), 502, 3006),
        (answered(200, ""), 502, 3006),
        (answered(200, "<h1>proxy</h1>"), 502, 3006),
        (answered(200, &card(OTHER).to_string()), 502, 3006),
        (
            answered(200, r#"{"success":false,"error":{"code":3006}}"#),
            502,
            3006,
        ),
        (answered(200, &deep(128)), 502, 3006),
        (answered(200, &deep(100_000)), 502, 3006),
        (
            answered(200, &format!("{{\"first_name\":{}}}", deep(100_000))),
            502,
            3006,
        ),
        (answered(500, &deep(100_000)), 500, 0),
        (answered(500, "<h1>proxy</h1>"), 500, 0),
        (answered(0, &fine), 502, 3006),
        (answered(101, &fine), 502, 3006),
        (answered(600, "{}"), 502, 3006),
        (answered(999, "{}"), 502, 3006),
        (
            answered(403, r#"{"error":{"code":2006,"message":"no"}}"#),
            403,
            2006,
        ),
        (
            with(update(), |given| given.response = Linq::Missing("late")),
            504,
            3005,
        ),
        (
            with(update(), |given| {
                given.response = Linq::Missing("unreachable")
            }),
            502,
            3006,
        ),
    ] {
        let course = run(&given);
        let refusal = course.refusal();
        assert_eq!((refusal.0, refusal.1), (status, code), "{:?}", refusal.2);
        assert!(course.forward.is_some());
    }
    // `new Response` takes no body with it.
    assert_eq!(run(&answered(205, &fine)).response.status, 502);
    for (state, status) in [("late", 504), ("too long", 502), ("broken", 502)] {
        let given = |head: &Json| {
            with(update(), |given| {
                given.response = Linq::Response(encode(head), state, Vec::new());
            })
        };
        assert_eq!(run(&given(&head(200))).response.status, status, "{state}");
        assert_eq!(
            run(&given(&head(429))).response.status,
            429,
            "{state}: the status stands"
        );
    }
}

#[test]
fn what_asks_for_patience_is_passed_on() {
    let head = head_with(503, json!({ "retryAfter": "7", "shouldRetry": "false" }));
    let course = run(&with(update(), |given| given.set_response(&head, "{}")));
    assert_eq!(course.header("retry-after"), Some("7"));
    assert_eq!(course.header("x-should-retry"), Some("false"));
    let head = head_with(
        503,
        json!({ "retryAfter": "next week", "shouldRetry": "perhaps" }),
    );
    let course = run(&with(update(), |given| given.set_response(&head, "{}")));
    assert_eq!(course.header("retry-after"), None);
    assert_eq!(course.header("x-should-retry"), None);
}

#[test]
fn the_log_masks_numbers() {
    let log = |given: &Given| parsed(&run(given).response.log);
    assert_eq!(
        log(&update()),
        json!({ "method": "PATCH", "number": "+1•••••••567", "user": "alice", "status": 200, "outcome": "forwarded" }),
    );
    let odd = with(update(), |given| {
        given.method = "BREW".to_owned();
        given.target = format!("{PATH}?phone_number={}", "9".repeat(99));
    });
    assert_eq!(
        log(&odd),
        json!({ "method": "other", "status": 405, "code": 1005, "outcome": "refused", "reason": "The method must be GET, PATCH or POST" }),
    );
}

#[test]
fn the_log_names_an_origin_that_is_not_allowed() {
    let log = |origin: Option<&str>| {
        let given = with(update(), |given| {
            given.headers.retain(|(name, _)| name != "origin");
            given
                .headers
                .extend(origin.map(|origin| ("origin".to_owned(), origin.to_owned())));
        });
        parsed(&run(&given).response.log)["origin"].clone()
    };
    assert_eq!(log(Some("http://localhost:3000")), "http://localhost:3000");
    assert_eq!(log(None), "");
    assert_eq!(
        log(Some("https://x/+15551234567")),
        "https://x/+1•••••••567"
    );
    assert_eq!(log(Some(&"é".repeat(9_999))), "é".repeat(200));
    assert_eq!(log(Some(ORIGIN)), Json::Null);
}

#[test]
fn a_log_holds_neither_the_key_nor_a_number_of_what_others_throw() {
    let config = config(&json!({}));
    for text in [
        "",
        "connect ECONNREFUSED 127.0.0.1:6379",
        "1732540000000",
        "+123456",
        "at +1 555",
    ] {
        assert!(config.may_log(text), "{text}");
    }
    for text in [
        &format!("no sessions with {KEY}"),
        "writes of +15551234567",
        "message\n+1555123",
        "?phone_number=%2B15551234567",
        "?phone_number=%2b15551234567",
    ] {
        assert!(!config.may_log(text), "{text}");
    }
}

#[test]
fn a_405_names_the_methods() {
    let course = run(&with(update(), |given| given.method = "OPTIONS".to_owned()));
    assert_eq!(course.header("allow"), Some("GET, PATCH, POST"));
    assert!(
        course
            .response
            .headers
            .iter()
            .all(|(name, _)| !name.starts_with("access-control"))
    );
}

/// The issues of options in the wire format, whole.
fn issues(options: &[u8]) -> Option<Vec<Json>> {
    let mut buffer = [0; 4_096];
    let mut wire = Wire::new(&options, &mut buffer);
    let mut issues = Issues::new(&mut wire, Style::Whole);
    Config::read(&mut issues, Value::FIRST, Host::JavaScript);
    let is_valid = issues.is_empty();
    let text = std::str::from_utf8(wire.output().unwrap()).unwrap();
    let error = Config::parse(&set_up(options), Host::JavaScript).err();
    assert_eq!(error.is_none(), is_valid);
    let issues = parsed(&format!("[{text}]")).as_array().unwrap().clone();
    if let Some(error) = error {
        let error = &parsed(&error)["error"];
        assert_eq!(error["name"], "ValidationError");
        assert_eq!(error["outcome"], "not_sent");
        assert_eq!(error["issues"].as_array().unwrap().len(), issues.len());
    }
    (!is_valid).then_some(issues)
}

fn paths(issues: &[Json]) -> Vec<Vec<&str>> {
    let mut paths = Vec::new();
    for issue in issues {
        let steps = issue["path"].as_array().unwrap().iter();
        paths.push(steps.map(|step| step.as_str().unwrap()).collect());
    }
    paths
}

#[test]
fn options_that_are_wrong_are_all_named() {
    let limit =
        |limit: Json, window: Json| json!({ "perUser": { "limit": limit, "window": window } });
    for (name, values) in [
        (
            "apiKey",
            vec![
                json!(""),
                json!("sk a"),
                json!("sk\n"),
                json!("ské"),
                json!(7),
                json!(null),
            ],
        ),
        (
            "origins",
            vec![
                json!([]),
                json!("https://a.example"),
                json!(["https://a.example/"]),
                json!(["https://A.example"]),
                json!(["https://a.example:443"]),
                json!(["null"]),
                json!(["*"]),
                json!(["a.example"]),
                json!(["file:///a"]),
                json!([7]),
            ],
        ),
        (
            "basePath",
            vec![
                json!("api"),
                json!("/"),
                json!("/api/"),
                json!("//a"),
                json!("/a/../b"),
                json!("/a?b"),
                json!("/%61"),
                json!(7),
            ],
        ),
        (
            "upstream",
            vec![
                json!("http://linq.example"),
                json!("https://a@linq.example"),
                json!("/api"),
                json!("https://linq.example/?a"),
                json!("https://linq.example/#a"),
                json!("ftp://127.0.0.1"),
                json!(""),
                json!(7),
            ],
        ),
        (
            "limits",
            vec![
                json!(7),
                json!({ "perDay": { "limit": 1, "window": 1 } }),
                json!({ "perUser": 7 }),
                limit(json!(0), json!(1)),
                limit(json!(1), json!(0)),
                limit(json!(1.5), json!(1)),
                limit(json!(-1), json!(1)),
                limit(json!(1), json!("1")),
                limit(json!(1), json!(4_294_967_296_u64)),
            ],
        ),
        (
            "timeout",
            vec![
                json!(0),
                json!(-1),
                json!(2_147_483_648_u64),
                json!("1"),
                json!(null),
            ],
        ),
        ("allowEmpty", vec![json!("true"), json!(1), json!(null)]),
        ("authorize", vec![json!({}), json!("alice")]),
        ("store", vec![json!({}), json!(null)]),
        ("log", vec![json!("console"), json!(true)]),
        ("fetch", vec![json!({}), json!(null)]),
        ("baseURL", vec![json!("https://a.example")]),
    ] {
        for value in values {
            let mut more = json!({});
            more[name] = value.clone();
            let encoded = if name == "authorize" {
                encode(&json!({ "apiKey": KEY, "origins": [ORIGIN], "authorize": value }))
            } else {
                options(&more)
            };
            let Some(issues) = issues(&encoded) else {
                panic!("{name} may not be {value}");
            };
            assert_eq!(paths(&issues), [["options", name]], "{value}");
        }
    }
    let all = encode(&json!({ "apiKey": 7, "timeout": 0, "stor": 1 }));
    let issues_of_all = issues(&all).unwrap();
    let names: Vec<_> = paths(&issues_of_all)
        .into_iter()
        .map(|mut path| path.pop().unwrap())
        .collect();
    assert_eq!(names, ["authorize", "origins", "apiKey", "stor", "timeout"]);
    let suggestion = issues_of_all
        .iter()
        .find_map(|issue| issue["suggestion"].as_str());
    assert_eq!(suggestion, Some("store"));
    for add in [Encoder::absent, Encoder::null, Encoder::function] {
        let mut options = Encoder::new();
        add(&mut options);
        assert!(issues(&options.finish()).is_some());
    }
    for options in [json!(7), json!([])] {
        assert!(issues(&encode(&options)).is_some(), "{options}");
    }
}

#[test]
fn a_gateway_is_found_where_its_options_say() {
    let under = |base_path: &str, target: &str| {
        let target = target.to_owned();
        let given = with(create(), |given| given.target = target);
        run_with(&json!({ "basePath": base_path }), &given)
            .response
            .status
    };
    assert_eq!(under("", "/v3/contact_card"), 201);
    assert_eq!(under("/a/b.c", "/a/b.c/v3/contact_card"), 201);
    assert_eq!(under("/a", "/a/a/v3/contact_card"), 404);
    assert_eq!(under("/a", "/b/v3/contact_card"), 404);
    assert_eq!(under("/a", "/ab/v3/contact_card"), 404);
    let elsewhere = json!({ "upstream": "http://127.0.0.1:9/x" });
    let course = take(&config(&elsewhere), &create());
    assert_eq!(
        course.forward.unwrap().url,
        "http://127.0.0.1:9/x/v3/contact_card"
    );
}
