//! Responses from Linq, and what a page receives of them.

use std::time::Instant;

use contact_card::wire::from_json;
use serde_json::{Value as Json, json};

use super::{NUMBER, OTHER, card, create, exchange, head, head_with, list, read, update, with};
use crate::support::gateway::{ExchangeInput, Upstream, config, run_exchange};
use crate::support::timing::assert_ratio;
use crate::support::wire::parse_json;

#[test]
fn does_not_pass_on_a_status_for_which_browsers_repeat_a_write() {
    for status in [407, 408, 421, 425] {
        let body = json!({ "error": { "status": status, "code": 1005, "message": "Try again" } });
        for input in [read(), update(), create()] {
            let input = with(input, |input| {
                input.set_response(&head(status), body.to_string())
            });
            let (status, code, message) = exchange(&input).error();
            assert_eq!((status, code), (502, 3006));
            assert!(message.contains("connection"), "{message}");
        }
    }
}

/// W3: a page would show Linq's 401 as a sign-in that has ended.
#[test]
fn reports_a_refused_key_as_the_servers_mistake() {
    let body = json!({
        "error": { "status": 401, "code": 2004, "message": "Invalid token", "retry_after": 5 },
        "trace_id": "trace-1",
    });
    for input in [read(), update(), create(), list()] {
        let input = with(input, |input| {
            input.set_response(&head(401), body.to_string())
        });
        let transcript = exchange(&input);
        let (status, code, message) = transcript.error();
        assert_eq!((status, code), (502, 3006));
        assert!(
            message.starts_with("Linq refused the gateway's key"),
            "{message}"
        );
        let error = &parse_json(&transcript.response.body)["error"];
        assert_eq!(error["outcome"], "refused");
        assert_eq!(error["retry_after"], Json::Null);
        assert_eq!(transcript.header("x-should-retry"), Some("false"));
        assert_eq!(transcript.header("x-trace-id"), Some("trace-1"));
        let log = parse_json(&transcript.response.log);
        assert_eq!(log["outcome"], "forwarded");
        assert_eq!(log["reason"], message.as_str());
        assert_eq!(
            log["mistake"],
            "Linq refused the key in apiKey (401): set one that is valid"
        );
    }
}

/// W2: `upstream` ends with `/v3`, so that every path has it twice.
#[test]
fn logs_what_linq_has_nothing_at() {
    let mistake = |input: ExchangeInput, status: u16, code: Option<u32>| {
        let input = with(input, |input| {
            let body = json!({ "error": { "status": status, "code": code, "message": "No" } });
            input.set_response(&head(status.into()), body.to_string());
        });
        let config = config(&json!({ "upstream": "https://linq.example/api/partner/v3" }));
        let log = parse_json(&run_exchange(&config, &input).response.log);
        log["mistake"].as_str().map(str::to_owned)
    };
    for code in [None, Some(2001)] {
        assert_eq!(
            mistake(update(), 404, code).as_deref(),
            Some(
                "Linq has nothing at https://linq.example/api/partner/v3/v3/contact_card (PATCH, 404). \
                 Unless the number has no card, upstream is wrong: it is the base URL, which ends before /v3"
            ),
        );
    }
    assert!(mistake(read(), 404, None).is_some_and(|mistake| mistake.contains("(GET, 404)")));
    // Linq's codes of a number without a card.
    assert_eq!(mistake(update(), 404, Some(2012)), None);
    assert_eq!(mistake(update(), 404, Some(2019)), None);
    assert_eq!(mistake(update(), 403, Some(2005)), None);
}

#[test]
fn filters_a_list_by_the_numbers_of_the_user() {
    let list = |session: Json| {
        let cards = json!({ "contact_cards": [card(OTHER), card(NUMBER), card("+49301234567")] });
        let input = with(super::list(), |input| {
            input.set_session(&session);
            input.set_response(&head(200), cards.to_string());
        });
        let body = parse_json(&exchange(&input).response.body);
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
fn filters_a_long_list_in_linear_time() {
    let number = |index: usize| format!("+1555{index:07}");
    let filtering = |cards: usize, numbers: usize| {
        let cards: Vec<_> = (0..cards).map(|index| card(&number(index))).collect();
        // Different from the cards' numbers.
        let own: Vec<_> = (0..numbers)
            .map(|index| number(1_000_000 + index))
            .collect();
        let input = with(list(), |input| {
            input.set_session(&json!({ "user": "alice", "numbers": own }));
            input.set_response(&head(200), json!({ "contact_cards": cards }).to_string());
        });
        let start = Instant::now();
        assert_eq!(exchange(&input).response.body, r#"{"contact_cards":[]}"#);
        start.elapsed()
    };
    assert_ratio(
        5,
        "4,000 cards for 4,000 numbers",
        || filtering(4_000, 4_000),
        || filtering(4_000, 1) + filtering(1, 4_000),
    );
}

/// A list whose response has this body.
fn list_of(body: impl AsRef<[u8]>) -> ExchangeInput {
    with(list(), |input| input.set_response(&head(200), body))
}

/// A list of cards in about so many bytes, of which one is the user's.
fn honest_list(bytes: usize) -> String {
    let card = |index: usize| {
        let number = format!("+1555{index:07}");
        json!({
            "phone_number": number,
            "first_name": format!("Ada {index}"),
            "last_name": "Lovelace",
            "image_url": format!("https://cdn.linqapp.com/contact-cards/{index}.png"),
            "is_active": true,
        })
        .to_string()
    };
    let length = card(0).len() + 1;
    let cards: Vec<_> = (0..bytes / length).map(card).collect();
    let own = self::card(NUMBER).to_string();
    format!(r#"{{"contact_cards":[{},{own}]}}"#, cards.join(","))
}

#[test]
fn only_an_object_is_an_error_next_to_the_cards() {
    for (error, status) in [
        ("null", 200),
        ("false", 200),
        ("0", 200),
        ("-1", 200),
        ("1.5", 200),
        ("\"no\"", 200),
        ("[{}]", 200),
        ("{}", 502),
        ("{\"code\":1}", 502),
    ] {
        let body = format!(r#"{{"contact_cards":[],"error":{error}}}"#);
        let response = exchange(&list_of(body)).response;
        assert_eq!(response.status, status, "{error}");
    }
}

#[test]
fn g6_reads_a_hostile_list_about_as_fast_as_an_honest_one() {
    const BYTES: usize = 4_194_304;
    let filled = |start: &str, unit: &str, end: &str| {
        let count = (BYTES - start.len() - end.len()) / unit.len();
        format!("{start}{}{end}", unit.repeat(count))
    };
    let in_card = |unit: &str, end: &str| {
        let card = card(NUMBER).to_string();
        let (start, _) = card.split_at(card.len() - 1);
        let end = format!("{end}}}]}}");
        filled(&format!(r#"{{"contact_cards":[{start},"x":"#), unit, &end)
    };
    let own = card(NUMBER).to_string();
    let nested = |open: &str, close: &str| {
        let depth = (BYTES - 100) / (open.len() + close.len());
        format!(
            r#"{{"contact_cards":[],"x":{}0{}}}"#,
            open.repeat(depth),
            close.repeat(depth)
        )
    };
    let hostile = [
        (
            "many small lists",
            filled("{\"contact_cards\":[", "[],", "[]]}"),
        ),
        (
            "many small objects",
            filled("{\"contact_cards\":[", "{},", "{}]}"),
        ),
        ("many numbers", filled("{\"contact_cards\":[", "1,", "1]}")),
        (
            "small values elsewhere",
            filled("{\"contact_cards\":[],\"x\":[", "[],", "[]]}"),
        ),
        (
            "small objects elsewhere",
            filled("{\"contact_cards\":[],\"x\":[", "{},", "{}]}"),
        ),
        (
            "numbers elsewhere",
            filled("{\"contact_cards\":[],\"x\":[", "1,", "1]}"),
        ),
        (
            "fractions elsewhere",
            filled("{\"contact_cards\":[],\"x\":[", "1.5e-9,", "1]}"),
        ),
        ("nested lists", nested("[", "]")),
        (
            "nested lists of a depth that parsers allow",
            filled(
                "{\"contact_cards\":[],\"x\":[",
                &format!("{}{},", "[".repeat(120), "]".repeat(120)),
                "0]}",
            ),
        ),
        ("nested objects", nested("{\"a\":", "}")),
        (
            "lists that don't end",
            filled("{\"contact_cards\":[", "[", ""),
        ),
        (
            "many members of one name",
            filled("{\"contact_cards\":[],", "\"\":0,", "\"\":0}"),
        ),
        (
            "many lists of cards",
            filled("{", &format!("\"contact_cards\":[{own}],"), "\"\":0}"),
        ),
        (
            "many errors",
            filled("{\"contact_cards\":[],", "\"error\":[],", "\"\":0}"),
        ),
        ("many members of a card", in_card("0,\"x\":", "0")),
        (
            "one name many times in a card",
            in_card("0,\"first_name\":\"A\",\"x\":", "0"),
        ),
        (
            "escapes in a card",
            in_card("0,\"first_name\":\"\\u0041\",\"x\":", "0"),
        ),
        (
            "one long name",
            in_card("0,\"x\":", &format!("\"{}\"", "\\n".repeat(BYTES / 4))),
        ),
        ("spaces", filled("{\"contact_cards\":[", " ", "]}")),
    ];
    let time = |input: &ExchangeInput| {
        let start = Instant::now();
        let status = exchange(input).response.status;
        assert!([200, 502].contains(&status));
        start.elapsed()
    };
    let honest = list_of(honest_list(BYTES));
    for (name, body) in hostile {
        let input = list_of(body);
        assert_ratio(10, name, || time(&input), || time(&honest));
    }

    // Cards that are passed on take longer than those that are left out.
    let repeated = filled(
        "{\"contact_cards\":[",
        &format!("{own},"),
        &format!("{own}]}}"),
    );
    let all_passed_on = with(list_of(honest_list(BYTES)), |input| {
        input.set_session(&json!({ "user": "alice", "numbers": "all" }));
    });
    assert_ratio(
        10,
        "the user's card many times",
        || time(&list_of(&repeated)),
        || time(&all_passed_on),
    );
}

#[test]
fn g6_skips_what_is_not_part_of_a_card_however_deep_it_is() {
    let deep = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    let card = card(NUMBER).to_string();
    let (start, _) = card.split_at(card.len() - 1);
    for body in [
        format!(r#"{{"x":{},"contact_cards":[{card}]}}"#, deep(100_000)),
        format!(r#"{{"contact_cards":[{start},"x":{}}}]}}"#, deep(100_000)),
        format!(r#"{{"error":{},"contact_cards":[{card}]}}"#, deep(100_000)),
        format!(r#"{{"contact_cards":[{card}],"\u0063ontact_cards":[{card}]}}"#),
    ] {
        let transcript = exchange(&list_of(body));
        let returned = parse_json(&transcript.response.body);
        assert_eq!(returned, json!({ "contact_cards": [parse_json(&card)] }));
    }
}

#[test]
fn g6_returns_the_documented_members_of_the_users_cards_alone() {
    let own = json!({
        "phone_number": NUMBER,
        "first_name": "Ada \"\\\u{1}\u{2028}é😀",
        "last_name": null,
        "image_url": "https://cdn.linqapp.com/a.png",
        "is_active": false,
        "id": 7,
    });
    let other = json!({ "phone_number": OTHER, "first_name": "", "is_active": true });
    let not_e164 = json!({ "phone_number": "1555", "first_name": "", "is_active": true });
    let expected = json!({
        "phone_number": NUMBER,
        "first_name": own["first_name"],
        "image_url": own["image_url"],
        "is_active": false,
    });
    let body = json!({ "contact_cards": [other, own, not_e164, own], "next": "abc" });
    for body in [
        body.to_string(),
        format!("\u{feff} {body:#}\n"),
        body.to_string().replace("first_name", r"first\u005fname"),
    ] {
        let transcript = exchange(&list_of(body));
        let returned = parse_json(&transcript.response.body);
        assert_eq!(returned, json!({ "contact_cards": [expected, expected] }));
    }
}

#[test]
fn g6_refuses_a_list_with_anything_but_cards() {
    let own = card(NUMBER);
    let with_member = |name: &str, value: Json| {
        let mut card = own.clone();
        card[name] = value;
        json!({ "contact_cards": [own, card] }).to_string()
    };
    let without = |name: &str| {
        let mut card = own.clone();
        card.as_object_mut().unwrap().remove(name);
        json!({ "contact_cards": [own, card] }).to_string()
    };
    for (body, message) in [
        (with_member("phone_number", json!(7)), "not a contact card"),
        (with_member("first_name", json!(null)), "not a contact card"),
        (with_member("last_name", json!({})), "not a contact card"),
        (with_member("image_url", json!([])), "not a contact card"),
        (
            with_member("is_active", json!("true")),
            "not a contact card",
        ),
        (with_member("is_active", json!(null)), "not a contact card"),
        (without("phone_number"), "not a contact card"),
        (without("first_name"), "not a contact card"),
        (without("is_active"), "not a contact card"),
        (
            json!({ "contact_cards": [[own]] }).to_string(),
            "not a contact card",
        ),
        (
            json!({ "contact_cards": [own, null] }).to_string(),
            "not a contact card",
        ),
        (json!({ "contact_cards": own }).to_string(), "not a list"),
        (json!({ "contact_cards": null }).to_string(), "not a list"),
        (json!({ "cards": [own] }).to_string(), "not a list"),
        (json!([own]).to_string(), "not a list"),
        ("null".to_owned(), "not a list"),
        (
            json!({ "contact_cards": [own], "error": {} }).to_string(),
            "both a success and an error",
        ),
        (
            format!("{}x", json!({ "contact_cards": [own] })),
            "not JSON",
        ),
        (r#"{"contact_cards":["#.to_owned(), "not JSON"),
        (
            format!(r#"{{"contact_cards":[{own}],"contact_cards":7}}"#),
            "not a list",
        ),
    ] {
        let (status, code, error) = exchange(&list_of(&body)).error();
        assert_eq!((status, code), (502, 3006), "{body}");
        assert!(error.contains(message), "{body}: {error}");
    }
    let not_utf8 = [b"{\"contact_cards\":[],\"x\":\"".as_slice(), b"\xff\"}"].concat();
    assert!(exchange(&list_of(not_utf8)).error().2.contains("not JSON"));
    // A list of one number has its card.
    let input = with(read(), |input| {
        input.set_session(&json!({ "user": "alice", "numbers": "all" }));
        input.set_response(
            &head(200),
            json!({ "contact_cards": [card(OTHER)] }).to_string(),
        );
    });
    assert!(exchange(&input).error().2.contains("another number"));
}

#[test]
fn g6_reads_4_mib_of_a_list_and_64_kib_of_anything_else() {
    let longest = |input: &ExchangeInput| exchange(input).forward.unwrap().longest_body;
    assert_eq!(longest(&list()), 4_194_304);
    for input in [read(), update(), create()] {
        assert_eq!(longest(&input), 65_536);
    }
    // Of a longer error, the status.
    let error = json!({ "error": { "code": 2006, "message": "a".repeat(65_536) } });
    let input = with(list(), |input| {
        input.set_response(&head(403), error.to_string())
    });
    let (status, code, _) = exchange(&input).error();
    assert_eq!((status, code), (403, 0));
}

#[test]
fn g14_passes_on_https_urls_alone() {
    let urls = [
        ("https://docs.linqapp.com/errors#2006", true),
        ("javascript:alert(1)", false),
        ("JavaScript:alert(1)", false),
        (" javascript:alert(1)", false),
        ("java\nscript:alert(1)", false),
        ("data:text/html,<script>alert(1)</script>", false),
        ("vbscript:x", false),
        ("file:///etc/passwd", false),
        ("http://docs.linqapp.com/", false),
        ("//docs.linqapp.com/", false),
        ("/errors", false),
        ("", false),
        (" https://docs.linqapp.com/", false),
        ("https:docs.linqapp.com", false),
    ];
    for (url, is_passed_on) in urls {
        let expected = is_passed_on.then(|| json!(url));
        let error = json!({ "error": { "code": 2006, "message": "no", "doc_url": url } });
        for input in [read(), update(), create(), list()] {
            let input = with(input, |input| {
                input.set_response(&head(403), error.to_string())
            });
            let body = parse_json(&exchange(&input).response.body);
            assert_eq!(body["error"].get("doc_url"), expected.as_ref(), "{url}");
        }
        let mut card = card(NUMBER);
        card["image_url"] = json!(url);
        let cards = json!({ "contact_cards": [card] });
        for (input, body) in [
            (update(), &card),
            (create(), &card),
            (read(), &cards),
            (list(), &cards),
        ] {
            let input = with(input, |input| {
                input.set_response(&head(200), body.to_string())
            });
            let body = parse_json(&exchange(&input).response.body);
            let returned = body["contact_cards"].get(0).unwrap_or(&body);
            assert_eq!(returned.get("image_url"), expected.as_ref(), "{url}");
            assert_eq!(returned["phone_number"], NUMBER);
        }
    }
}

#[test]
fn reads_a_response_as_the_client_does() {
    let deep = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    let response = |status: u32, body: &str| {
        let body = body.to_owned();
        with(update(), |input| input.set_response(&head(status), body))
    };
    let valid = card(NUMBER).to_string();
    for (input, status, code) in [
        (response(302, ""), 502, 3006),
        (response(304, ""), 502, 3006),
        (response(204, ""), 502, 3006),
        (response(200, ""), 502, 3006),
        (response(200, "<h1>proxy</h1>"), 502, 3006),
        (response(200, &card(OTHER).to_string()), 502, 3006),
        (
            response(200, r#"{"success":false,"error":{"code":3006}}"#),
            502,
            3006,
        ),
        (response(200, &deep(128)), 502, 3006),
        (response(200, &deep(100_000)), 502, 3006),
        (
            response(200, &format!("{{\"first_name\":{}}}", deep(100_000))),
            502,
            3006,
        ),
        (response(500, &deep(100_000)), 500, 3006),
        (response(500, "<h1>proxy</h1>"), 500, 3006),
        (response(0, &valid), 502, 3006),
        (response(101, &valid), 502, 3006),
        (response(600, "{}"), 502, 3006),
        (response(999, "{}"), 502, 3006),
        (
            response(403, r#"{"error":{"code":2006,"message":"no"}}"#),
            403,
            2006,
        ),
        (
            with(update(), |input| input.response = Upstream::Missing("late")),
            504,
            3005,
        ),
        (
            with(update(), |input| {
                input.response = Upstream::Missing("unreachable")
            }),
            502,
            3006,
        ),
    ] {
        let transcript = exchange(&input);
        let error = transcript.error();
        assert_eq!((error.0, error.1), (status, code), "{:?}", error.2);
        assert!(transcript.forward.is_some());
    }
    // `new Response` rejects a body with this status.
    assert_eq!(exchange(&response(205, &valid)).response.status, 502);
    for (state, status) in [("late", 504), ("too long", 502), ("broken", 502)] {
        let input = |head: &Json| {
            with(update(), |input| {
                input.response = Upstream::Response(from_json(head), state, Vec::new());
            })
        };
        assert_eq!(
            exchange(&input(&head(200))).response.status,
            status,
            "{state}"
        );
        assert_eq!(
            exchange(&input(&head(429))).response.status,
            429,
            "{state}: the status is passed on"
        );
    }
}

/// A page takes an error without a code for that of a server that is no gateway.
#[test]
fn names_a_code_for_an_error_of_a_server_in_between() {
    for (status, body, expected) in [
        (503, "<h1>Service Unavailable</h1>", json!(3006)),
        (500, "{}", json!(3006)),
        (500, r#"{"error":{"code":0,"message":"No"}}"#, json!(3006)),
        (503, r#"{"error":{"code":4004}}"#, json!(4004)),
        (404, "<h1>Not Found</h1>", Json::Null),
    ] {
        for input in [read(), update()] {
            let input = with(input, |input| input.set_response(&head(status), body));
            let transcript = exchange(&input);
            let error = &parse_json(&transcript.response.body)["error"];
            assert_eq!(error["status"], status);
            assert_eq!(error["code"], expected, "{status} {body}");
            assert_eq!(error["outcome"], Json::Null);
            assert_eq!(parse_json(&transcript.response.log)["code"], expected);
        }
    }
}

#[test]
fn passes_on_valid_retry_headers() {
    let head = head_with(503, json!({ "retryAfter": "7", "shouldRetry": "false" }));
    let transcript = exchange(&with(update(), |input| input.set_response(&head, "{}")));
    assert_eq!(transcript.header("retry-after"), Some("7"));
    assert_eq!(transcript.header("x-should-retry"), Some("false"));
    let head = head_with(
        503,
        json!({ "retryAfter": "next week", "shouldRetry": "perhaps" }),
    );
    let transcript = exchange(&with(update(), |input| input.set_response(&head, "{}")));
    assert_eq!(transcript.header("retry-after"), None);
    assert_eq!(transcript.header("x-should-retry"), None);
}

#[test]
fn ignores_a_wait_that_is_not_a_whole_number_of_seconds() {
    for (body, header, expected) in [
        (json!(600), None, Some("600")),
        (json!(600.5), None, None),
        (json!(600.5), Some("7"), Some("7")),
        (json!(-1), Some("7"), Some("7")),
        (json!("600"), Some("7"), Some("7")),
        (json!(null), Some("600.5"), None),
        (json!(1e3), None, Some("1000")),
        (json!(1e300), None, None),
    ] {
        let transcript = exchange(&with(update(), |input| {
            let head = head_with(429, json!({ "retryAfter": header }));
            let error = json!({ "status": 429, "code": 1007, "retry_after": body });
            input.set_response(&head, json!({ "error": error }).to_string());
        }));
        assert_eq!(transcript.header("retry-after"), expected, "{body}");
        let sent = &parse_json(&transcript.response.body)["error"]["retry_after"];
        let seconds = expected.map(|seconds| seconds.parse::<u32>().unwrap());
        assert_eq!(*sent, json!(seconds), "{body}");
        let budget = transcript.header("x-write-budget").unwrap();
        let reset = seconds.map_or("reset=600".to_owned(), |seconds| format!("reset={seconds}"));
        assert!(budget.ends_with(&reset), "{budget}");
    }
}
