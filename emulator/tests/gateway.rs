//! The gateway as a program, over real connections: what a browser is told, and what reaches Linq.

mod support;

use std::io::{Read, Write};
use std::process::Stdio;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use support::{KEY, Linq, Reply, program, refusal};

const PATH: &str = "/api/linq/v3/contact_card";
const JOHN: &str = "/api/linq/v3/contact_card?phone_number=%2B15551234567";

/// What a page of the gateway's own origin sends.
fn ask(linq: &Linq, method: &str, path: &str, body: Value) -> Reply {
    let headers = [
        ("content-type", "application/json"),
        ("origin", linq.url.as_str()),
        ("sec-fetch-site", "same-origin"),
    ];
    let body = match body {
        Value::Null => String::new(),
        body => body.to_string(),
    };
    linq.send_with(method, path, &headers, body)
}

fn rename(linq: &Linq, first_name: &str) -> Reply {
    ask(linq, "PATCH", JOHN, json!({ "first_name": first_name }))
}

/// A gateway with users, and the file that names them.
fn with_sessions(sessions: Value) -> (Linq, tempfile::TempDir) {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("sessions.json");
    std::fs::write(&file, sessions.to_string()).unwrap();
    let flags = ["--control", "--sessions", file.to_str().unwrap()];
    (Linq::start(&flags), dir)
}

/// A list as a user is shown it.
fn numbers_seen(reply: &Reply) -> Vec<&str> {
    assert_eq!(reply.status, 200, "{}", reply.json);
    let cards = reply.json["contact_cards"].as_array().unwrap();
    cards
        .iter()
        .map(|card| card["phone_number"].as_str().unwrap())
        .collect()
}

#[test]
fn what_reaches_linq_is_the_gateway_s_own() {
    let linq = Linq::start(&["--control"]);
    let headers = [
        ("content-type", "application/json"),
        ("origin", linq.url.as_str()),
        ("authorization", "Bearer from the page"),
        ("cookie", "session=secret"),
        ("x-http-method-override", "DELETE"),
    ];
    let body = "{ \"last_name\" : \"Do\\u0065\", \"first_name\" : \"Jo\" }";
    let reply = linq.send_with("PATCH", JOHN, &headers, body);
    assert_eq!(
        (reply.status, &reply.json["first_name"]),
        (200, &json!("Jo"))
    );
    assert_eq!(
        reply.header("x-write-budget"),
        Some("limit=3, remaining=2, reset=600")
    );
    assert_eq!(reply.header("cache-control"), Some("no-store"));
    let request = &linq.requests()[0];
    let host = linq.url.trim_start_matches("http://");
    assert_eq!(
        (&request["method"], &request["target"], &request["body"]),
        (
            &json!("PATCH"),
            &json!("/api/partner/v3/contact_card?phone_number=%2B15551234567"),
            &json!(r#"{"first_name":"Jo","last_name":"Doe"}"#)
        )
    );
    let mut headers: Vec<(String, String)> =
        serde_json::from_value(request["headers"].clone()).unwrap();
    headers.sort();
    let expected = [
        ("accept", "application/json"),
        ("authorization", "Bearer •••"),
        ("content-length", "37"),
        ("content-type", "application/json"),
        ("host", host),
    ];
    assert_eq!(
        headers,
        expected.map(|(name, value)| (name.to_owned(), value.to_owned()))
    );
}

#[test]
fn a_target_that_is_not_exactly_the_path_is_refused() {
    let page = tempfile::tempdir().unwrap();
    std::fs::write(page.path().join("index.html"), "page").unwrap();
    let www = page.path().to_str().unwrap();
    for flags in [&["--control"][..], &["--control", "--www", www]] {
        let linq = Linq::start(flags);
        let host = linq.url.trim_start_matches("http://");
        let status = |line: &str| {
            let request = format!("{line} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n");
            let (answer, _) = linq.raw(request.as_bytes());
            let answer = String::from_utf8(answer).unwrap();
            let is_json = answer.contains("content-type: application/json");
            assert!(is_json, "{line}: {answer}");
            answer[9..12].to_owned()
        };
        for target in [
            &format!("http://{host}{PATH}"),
            &format!("http://evil.example{PATH}"),
            "http://evil.example/",
            "evil.example:80",
            &format!("/{PATH}"),
            "/api/linq/../linq/v3/contact_card",
            "/api/linq/%2e%2e/linq/v3/contact_card",
            "/api/linq/v3/contact%5Fcard",
            "/api/linq//v3/contact_card",
            "/api/Linq/v3/contact_card",
            "/api/linq/v3/contact_card/",
            "/api/linq/v3/contact_card;x",
            "/api/linq\\v3\\contact_card",
            "/api/linq",
            "/api/linq/emulator/settings",
        ] {
            assert_eq!(status(&format!("GET {target}")), "404", "{target}");
        }
        for method in ["OPTIONS", "HEAD", "DELETE", "PUT", "get", "TRACE"] {
            assert_eq!(status(&format!("{method} {PATH}")), "405", "{method}");
        }
        assert_eq!(linq.requests().len(), 0);
        assert_eq!(status(&format!("GET {PATH}")), "200");
    }
}

#[test]
fn pages_of_other_sites_are_refused() {
    let linq = Linq::start(&["--control"]);
    let port = linq.url.rsplit(':').next().unwrap();
    let json = ("content-type", "application/json");
    let write = |headers: &[(&str, &str)]| {
        let body = json!({ "first_name": "Jo" }).to_string();
        linq.send_with("PATCH", JOHN, headers, body)
    };
    write(&[json]).has_code(403, 2005);
    for origin in ["null", "https://dashboard.example", "http://localhost"] {
        write(&[json, ("origin", origin)]).has_code(403, 2005);
    }
    let own = ("origin", linq.url.as_str());
    write(&[json, own, own]).has_code(403, 2005);
    write(&[json, own, ("sec-fetch-site", "same-site")]).has_code(403, 2005);
    write(&[("content-type", "text/plain"), own]).has_code(415, 1003);
    // A name that somebody has pointed at this machine.
    let rebound = [("host", "evil.example"), ("sec-fetch-site", "same-origin")];
    linq.send_with("GET", PATH, &rebound, "")
        .has_code(401, 2004);
    assert_eq!(linq.requests().len(), 0);
    let by_name = format!("http://localhost:{port}");
    assert_eq!(write(&[json, ("origin", &by_name)]).status, 200);

    let linq = Linq::start(&[
        "--gateway-origin",
        "https://a.example",
        "--gateway-origin",
        "https://b.example",
    ]);
    let write = |origin: &str| {
        let headers = [("content-type", "application/json"), ("origin", origin)];
        linq.send_with("PATCH", JOHN, &headers, r#"{"first_name":"Jo"}"#)
    };
    for origin in ["https://a.example", "https://b.example"] {
        assert_eq!(write(origin).status, 200);
    }
    write(&linq.url).has_code(403, 2005);
}

#[test]
fn users_have_their_own_numbers() {
    let (linq, _dir) = with_sessions(json!({
        "alice": { "numbers": ["+15551234567", "+15559990000"] },
        "nobody's": { "numbers": [] },
        "admin": { "numbers": "all" },
    }));
    let as_user = |cookie: &str, path: &str| {
        let cookie = format!("theme=dark; {cookie}");
        linq.send_with("GET", path, &[("cookie", &cookie)], "")
    };
    assert_eq!(
        numbers_seen(&as_user("session=alice", PATH)),
        ["+15551234567"]
    );
    assert!(numbers_seen(&as_user("session=nobody's", PATH)).is_empty());
    assert_eq!(numbers_seen(&as_user("session=admin", PATH)).len(), 5);
    let ada = "/api/linq/v3/contact_card?phone_number=%2B15551230001";
    as_user("session=alice", ada).has_code(403, 2006);
    assert_eq!(numbers_seen(&as_user("session=admin", ada)).len(), 1);
    for cookie in [
        "",
        "session=",
        "session=eve",
        "Session=alice",
        "xsession=alice",
        "session=alice; session=admin",
        "session=alice x",
    ] {
        as_user(cookie, PATH).has_code(401, 2004);
    }
    let twice = [("cookie", "session=alice"), ("cookie", "session=alice")];
    linq.send_with("GET", PATH, &twice, "").has_code(401, 2004);
    linq.send_with("GET", PATH, &[], "").has_code(401, 2004);
}

#[test]
fn users_have_limits_and_the_developer_has_none() {
    let (linq, _dir) = with_sessions(json!({ "alice": { "numbers": "all" } }));
    let read = || linq.send_with("GET", PATH, &[("cookie", "session=alice")], "");
    for _ in 0..300 {
        assert_eq!(read().status, 200);
    }
    let refused = read();
    refused.has_code(429, 1007);
    assert!(refused.header("retry-after").is_some());
    assert_eq!(linq.requests().len(), 300);

    let linq = Linq::start(&["--budget", "off"]);
    for _ in 0..301 {
        assert_eq!(ask(&linq, "GET", JOHN, Value::Null).status, 200);
    }
    for index in 0..31 {
        let reply = rename(&linq, &format!("J{index}"));
        assert_eq!((reply.status, reply.header("x-write-budget")), (200, None));
    }
}

#[test]
fn the_budget_is_kept_before_linq_has_to() {
    let linq = Linq::start(&["--control"]);
    let left = |reply: &Reply| reply.header("x-write-budget").unwrap().to_owned();
    for remaining in [2, 1, 0] {
        let reply = rename(&linq, "Jo");
        assert_eq!(reply.status, 200);
        assert!(left(&reply).starts_with(&format!("limit=3, remaining={remaining}, reset=")));
    }
    let refused = rename(&linq, "Jo");
    refused.has_code(429, 1007);
    assert_eq!(refused.header("x-should-retry"), Some("false"));
    assert!(left(&refused).starts_with("limit=3, remaining=0, reset="));
    assert_eq!(linq.requests().len(), 3);

    linq.control("POST", "clock", json!({ "advance_ms": 600_000 }));
    assert_eq!(
        rename(&linq, "Jo").status,
        200,
        "the clock is the gateway's, too"
    );
    linq.control("POST", "reset", json!({}));
    assert!(left(&rename(&linq, "Jo")).starts_with("limit=3, remaining=2"));
    linq.control("PUT", "settings", json!({ "budget": null }));
    for _ in 0..4 {
        assert_eq!(rename(&linq, "Jo").header("x-write-budget"), None);
    }
    linq.control("PUT", "settings", json!({ "budget": 9 }));
    let reply = rename(&linq, "Jo");
    assert!(left(&reply).starts_with("limit=9"), "{}", left(&reply));

    // Others who have the key have used up what the gateway knows nothing of.
    let linq = Linq::start(&["--budget", "1"]);
    linq.patch("15551234567", json!({ "first_name": "Jo" }));
    let refused = rename(&linq, "Jo");
    refused.has_code(429, 1007);
    assert!(left(&refused).starts_with("limit=1, remaining=0, reset="));
}

#[test]
fn what_goes_wrong_behind_it_is_a_typed_error_and_a_write_is_sent_once() {
    let linq = Linq::start(&["--control", "--gateway-timeout", "300"]);
    let fault = |answer: Value| {
        linq.control("POST", "reset", json!({}));
        linq.control("POST", "script", json!({ "answers": [answer] }));
        let started = Instant::now();
        let reply = rename(&linq, "Jo");
        assert!(started.elapsed() < Duration::from_secs(3));
        assert_eq!(linq.requests().len(), 1, "sent once");
        assert_eq!(reply.header("cache-control"), Some("no-store"));
        reply
    };
    for (answer, status, code) in [
        (json!({ "fault": "reset" }), 502, 3006),
        (json!({ "fault": "truncate" }), 502, 3006),
        (json!({ "fault": "stall_head" }), 504, 3005),
        (json!({ "fault": "stall_body" }), 504, 3005),
        (json!({ "fault": "slow_drip" }), 504, 3005),
        (json!({ "status": 200, "body": "<html>" }), 502, 3006),
        (
            json!({ "status": 200, "body": "x".repeat(65_537) }),
            502,
            3006,
        ),
        (
            json!({ "status": 307, "headers": { "location": PATH }, "body": "" }),
            502,
            3006,
        ),
    ] {
        let reply = fault(answer.clone());
        reply.has_code(status, code);
        assert_eq!(reply.header("x-should-retry"), Some("false"), "{answer}");
    }
    // A body that stalls doesn't hide an error's status.
    assert_eq!(
        fault(json!({ "status": 403, "fault": "stall_body" })).status,
        403
    );
    let dated = fault(
        json!({ "status": 429, "body": {}, "headers": { "retry-after": "Sun, 06 Nov 1994 08:49:37 GMT" } }),
    );
    assert_eq!(
        (dated.status, dated.header("retry-after")),
        (429, Some("0"))
    );
    fault(json!({ "status": 200, "body": { "phone_number": "+15551234567", "first_name": KEY, "is_active": true } }))
        .has_code(502, 3006);

    let nowhere = Linq::start(&["--gateway-upstream", "http://127.0.0.1:1/api/partner"]);
    rename(&nowhere, "Jo").has_code(502, 3006);
    // Without TLS on the other side, nothing of the request is said.
    let secure = linq.url.replace("http://", "https://") + "/api/partner";
    linq.control("POST", "reset", json!({}));
    rename(&Linq::start(&["--gateway-upstream", &secure]), "Jo").has_code(502, 3006);
    assert_eq!(linq.requests().len(), 0);
}

#[test]
fn bodies_are_read_up_to_a_length_and_a_moment() {
    let linq = Linq::start(&["--control", "--gateway-timeout", "300"]);
    let head = |more: &str| {
        let host = linq.url.trim_start_matches("http://");
        format!(
            "PATCH {JOHN} HTTP/1.1\r\nhost: {host}\r\norigin: http://{host}\r\n\
             content-type: application/json\r\n{more}\r\n\r\n"
        )
    };
    // Sends what is refused in the middle, to the end, before it looks for an answer.
    let send = |head: String, body: &[u8]| {
        let mut stream = linq.connect();
        stream.write_all(head.as_bytes()).unwrap();
        stream.write_all(body).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer[9..12].to_owned()
    };
    let long = vec![b' '; 10_000_000];
    assert_eq!(send(head("content-length: 10000000"), &long), "413");
    let chunk = [b"2000\r\n", &[b' '; 0x2000][..], b"\r\n"].concat();
    assert_eq!(
        send(head("transfer-encoding: chunked"), &chunk.repeat(500)),
        "413",
        "without an end"
    );
    assert_eq!(send(head("content-length: 20"), b"{\"first_"), "408");
    assert_eq!(linq.requests().len(), 0);

    let broken = linq.connect();
    (&broken)
        .write_all((head("content-length: 20") + "{\"first_").as_bytes())
        .unwrap();
    drop(broken);
    assert_eq!(
        ask(&linq, "GET", JOHN, Value::Null).status,
        200,
        "others are served"
    );
    assert_eq!(linq.requests().len(), 1);
}

#[test]
fn a_page_that_leaves_takes_nothing_back() {
    let linq = Linq::start(&["--control"]);
    let answers = json!({ "answers": [{ "method": "PATCH", "delay_ms": 300 }] });
    linq.control("POST", "script", answers);
    let host = linq.url.trim_start_matches("http://");
    let body = r#"{"first_name":"Left"}"#;
    let request = format!(
        "PATCH {JOHN} HTTP/1.1\r\nhost: {host}\r\norigin: {}\r\ncontent-type: application/json\r\n\
         content-length: {}\r\n\r\n{body}",
        linq.url,
        body.len()
    );
    let stream = linq.connect();
    (&stream).write_all(request.as_bytes()).unwrap();
    let until = |is_so: &dyn Fn() -> bool, what: &str| {
        let started = Instant::now();
        while !is_so() {
            assert!(started.elapsed() < Duration::from_secs(10), "{what}");
        }
    };
    until(&|| !linq.requests().is_empty(), "it should arrive");
    drop(stream);
    until(
        &|| linq.requests()[0]["status"] == 200,
        "it should be answered",
    );
}

#[test]
fn live_it_is_the_page_and_the_gateway_alone() {
    let page = tempfile::tempdir().unwrap();
    std::fs::write(page.path().join("index.html"), "\"page\"").unwrap();
    let linq = Linq::start(&["--control", "--key", "the-real-key"]);
    let upstream = format!("{}/api/partner", linq.url);
    let flags = [
        "--live",
        "--www",
        page.path().to_str().unwrap(),
        "--gateway-upstream",
        &upstream,
    ];
    let live = Linq::run(
        program(&flags)
            .env("LINQ_API_V3_API_KEY", "the-real-key")
            .stderr(Stdio::piped()),
    );
    assert_eq!(live.send("GET", "/", None, None).json, json!("page"));
    assert_eq!(rename(&live, "Real").status, 200);
    assert_eq!(linq.requests().len(), 1);
    for path in [
        "/api/partner/v3/contact_card",
        "/emulator/settings",
        "/emulator/requests",
        "/emulator/reset",
    ] {
        live.send("POST", path, Some("the-real-key"), None)
            .has_code(404, 2001);
    }
    assert_eq!(linq.requests().len(), 1);
    let (printed, logged) = live.stop();
    assert!(printed.contains("LIVE: what the page saves changes real contact cards"));
    assert!(printed.contains(&upstream), "{printed}");
    let entry: Value = serde_json::from_str(logged.lines().next().unwrap()).unwrap();
    assert_eq!(
        (&entry["status"], &entry["number"], &entry["outcome"]),
        (&json!(200), &json!("+1•••••••567"), &json!("forwarded"))
    );
    for secret in ["the-real-key", "15551234567", "Real"] {
        assert!(!(printed.clone() + &logged).contains(secret), "{secret}");
    }
}

#[test]
fn what_is_wrong_with_the_flags_is_said_at_the_start() {
    let said = |flags: &[&str]| {
        let output = program(flags).env_remove("LINQ_API_V3_API_KEY").output();
        refusal(&output.unwrap())
    };
    assert_eq!(
        said(&["--live"]),
        "error: --live needs Linq's API key in the environment variable LINQ_API_V3_API_KEY\n"
    );
    assert!(said(&["--live", "--control"]).contains("cannot be used with"));
    assert!(
        said(&["--gateway-upstream", "http://api.example"])
            .contains("upstream must be an https URL")
    );
    assert!(said(&["--gateway-origin", "dashboard.example"]).contains("origins must list"));
    assert!(said(&["--gateway-timeout", "0"]).contains("timeout must be"));
    let key = said(&["--gateway-key", "a secret key"]);
    assert!(key.contains("apiKey must be") && !key.contains("secret"));

    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("sessions.json");
    assert!(said(&["--sessions", file.to_str().unwrap()]).contains("sessions.json can't be used"));
    for (text, expected) in [
        ("{", "EOF"),
        (r#"{"a":{}}"#, "missing field `numbers`"),
        (r#"{"a":{"numbers":["15551234567"]}}"#, "in E.164 form"),
        (r#"{"a":{"numbers":"some"}}"#, "in E.164 form"),
        (r#"{"":{"numbers":"all"}}"#, "in E.164 form"),
        (r#"{"a":{"numbers":"all","role":"x"}}"#, "unknown field"),
    ] {
        std::fs::write(&file, text).unwrap();
        let said = said(&["--sessions", file.to_str().unwrap()]);
        assert!(said.contains(expected), "{text}: {said}");
    }
}
