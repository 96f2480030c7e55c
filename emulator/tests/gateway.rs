//! The gateway over real connections: what a browser receives, and what reaches the endpoint.

mod support;

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use support::{Emulator, KEY, Response, program, start_error};

const PATH: &str = "/api/linq/v3/contact_card";
const JOHN: &str = "/api/linq/v3/contact_card?phone_number=%2B15551234567";

/// Sends a request as a page of the gateway's own origin does.
fn send_from_page(emulator: &Emulator, method: &str, path: &str, body: Value) -> Response {
    let headers = [
        ("content-type", "application/json"),
        ("origin", emulator.url.as_str()),
        ("sec-fetch-site", "same-origin"),
    ];
    let body = match body {
        Value::Null => String::new(),
        body => body.to_string(),
    };
    emulator.send_with(method, path, &headers, body)
}

fn rename(emulator: &Emulator, first_name: &str) -> Response {
    send_from_page(emulator, "PATCH", JOHN, json!({ "first_name": first_name }))
}

/// A gateway with users, and the folder of the file that names them.
fn with_sessions(sessions: Value) -> (Emulator, tempfile::TempDir) {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("sessions.json");
    std::fs::write(&file, sessions.to_string()).unwrap();
    let flags = ["--control", "--sessions", file.to_str().unwrap()];
    (Emulator::start(&flags), dir)
}

/// The numbers of a list.
fn numbers_seen(response: &Response) -> Vec<&str> {
    assert_eq!(response.status, 200, "{}", response.json);
    let cards = response.json["contact_cards"].as_array().unwrap();
    cards
        .iter()
        .map(|card| card["phone_number"].as_str().unwrap())
        .collect()
}

#[test]
fn forwards_a_request_that_it_has_written_itself() {
    let emulator = Emulator::start(&["--control"]);
    let headers = [
        ("content-type", "application/json"),
        ("origin", emulator.url.as_str()),
        ("authorization", "Bearer from the page"),
        ("cookie", "session=secret"),
        ("x-http-method-override", "DELETE"),
    ];
    let body = "{ \"last_name\" : \"Do\\u0065\", \"first_name\" : \"Jo\" }";
    let response = emulator.send_with("PATCH", JOHN, &headers, body);
    assert_eq!(
        (response.status, &response.json["first_name"]),
        (200, &json!("Jo"))
    );
    assert_eq!(
        response.header("x-write-budget"),
        Some("limit=3, remaining=2, reset=600")
    );
    assert_eq!(response.header("cache-control"), Some("no-store"));
    let request = &emulator.requests()[0];
    let host = emulator.host();
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
fn refuses_a_target_that_is_not_exactly_the_path() {
    let page = tempfile::tempdir().unwrap();
    std::fs::write(page.path().join("index.html"), "page").unwrap();
    let www = page.path().to_str().unwrap();
    for flags in [&["--control"][..], &["--control", "--www", www]] {
        let emulator = Emulator::start(flags);
        let host = emulator.host();
        let status = |line: &str| {
            let request = format!("{line} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n");
            let (response, _) = emulator.raw(request.as_bytes());
            let response = String::from_utf8(response).unwrap();
            let is_json = response.contains("content-type: application/json");
            assert!(is_json, "{line}: {response}");
            response[9..12].to_owned()
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
            "/api/emulator\\v3\\contact_card",
            "/api/emulator",
            "/api/linq/emulator/settings",
        ] {
            assert_eq!(status(&format!("GET {target}")), "404", "{target}");
        }
        for method in ["OPTIONS", "HEAD", "DELETE", "PUT", "get", "TRACE"] {
            assert_eq!(status(&format!("{method} {PATH}")), "405", "{method}");
        }
        assert_eq!(emulator.requests().len(), 0);
        assert_eq!(status(&format!("GET {PATH}")), "200");
    }
}

#[test]
fn refuses_csrf_and_dns_rebinding() {
    let emulator = Emulator::start(&["--control"]);
    let port = emulator.url.rsplit(':').next().unwrap();
    let json = ("content-type", "application/json");
    let write = |headers: &[(&str, &str)]| {
        let body = json!({ "first_name": "Jo" }).to_string();
        emulator.send_with("PATCH", JOHN, headers, body)
    };
    write(&[json]).assert_error(403, 2005);
    for origin in ["null", "https://dashboard.example", "http://localhost"] {
        write(&[json, ("origin", origin)]).assert_error(403, 2005);
    }
    let own = ("origin", emulator.url.as_str());
    write(&[json, own, own]).assert_error(403, 2005);
    write(&[json, own, ("sec-fetch-site", "same-site")]).assert_error(403, 2005);
    write(&[("content-type", "text/plain"), own]).assert_error(415, 1003);
    // DNS rebinding: a foreign name that resolves to this machine.
    let rebound = [("host", "evil.example"), ("sec-fetch-site", "same-origin")];
    emulator
        .send_with("GET", PATH, &rebound, "")
        .assert_error(403, 2005);
    assert_eq!(emulator.requests().len(), 0);
    let by_name = format!("http://localhost:{port}");
    assert_eq!(write(&[json, ("origin", &by_name)]).status, 200);

    let emulator = Emulator::start(&[
        "--gateway-origin",
        "https://a.example",
        "--gateway-origin",
        "https://b.example",
    ]);
    let write = |origin: &str| {
        let headers = [("content-type", "application/json"), ("origin", origin)];
        emulator.send_with("PATCH", JOHN, &headers, r#"{"first_name":"Jo"}"#)
    };
    for origin in ["https://a.example", "https://b.example"] {
        assert_eq!(write(origin).status, 200);
    }
    write(&emulator.url).assert_error(403, 2005);
}

#[test]
fn users_see_their_own_numbers() {
    let (emulator, _dir) = with_sessions(json!({
        "alice": { "numbers": ["+15551234567", "+15559990000"] },
        "without numbers": { "numbers": [] },
        "admin": { "numbers": "all" },
    }));
    let as_user = |cookie: &str, path: &str| {
        let cookie = format!("theme=dark; {cookie}");
        emulator.send_with("GET", path, &[("cookie", &cookie)], "")
    };
    assert_eq!(
        numbers_seen(&as_user("session=alice", PATH)),
        ["+15551234567"]
    );
    assert!(numbers_seen(&as_user("session=without numbers", PATH)).is_empty());
    assert_eq!(numbers_seen(&as_user("session=admin", PATH)).len(), 5);
    let ada = "/api/linq/v3/contact_card?phone_number=%2B15551230001";
    as_user("session=alice", ada).assert_error(403, 2006);
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
        as_user(cookie, PATH).assert_error(401, 2004);
    }
    let twice = [("cookie", "session=alice"), ("cookie", "session=alice")];
    emulator
        .send_with("GET", PATH, &twice, "")
        .assert_error(401, 2004);
    emulator
        .send_with("GET", PATH, &[], "")
        .assert_error(401, 2004);
}

#[test]
fn g7_users_have_limits_and_the_developer_has_none() {
    let (emulator, _dir) = with_sessions(json!({ "alice": { "numbers": "all" } }));
    let read = |target: &str| emulator.send_with("GET", target, &[("cookie", "session=alice")], "");
    for _ in 0..30 {
        assert_eq!(read(PATH).status, 200);
    }
    read(PATH).assert_error(429, 1007);
    // A list is a read, too.
    for _ in 30..300 {
        assert_eq!(read(JOHN).status, 200);
    }
    let refused = read(JOHN);
    refused.assert_error(429, 1007);
    assert!(refused.header("retry-after").is_some());
    assert_eq!(emulator.requests().len(), 300);

    let emulator = Emulator::start(&["--budget", "off"]);
    for _ in 0..301 {
        assert_eq!(
            send_from_page(&emulator, "GET", JOHN, Value::Null).status,
            200
        );
    }
    for _ in 0..31 {
        assert_eq!(
            send_from_page(&emulator, "GET", PATH, Value::Null).status,
            200
        );
    }
    for index in 0..31 {
        let response = rename(&emulator, &format!("J{index}"));
        assert_eq!(
            (response.status, response.header("x-write-budget")),
            (200, None)
        );
    }
}

#[test]
fn refuses_writes_beyond_the_write_budget_without_forwarding_them() {
    let emulator = Emulator::start(&["--control"]);
    let write_budget = |response: &Response| response.header("x-write-budget").unwrap().to_owned();
    for remaining in [2, 1, 0] {
        let response = rename(&emulator, "Jo");
        assert_eq!(response.status, 200);
        assert!(
            write_budget(&response).starts_with(&format!("limit=3, remaining={remaining}, reset="))
        );
    }
    let refused = rename(&emulator, "Jo");
    refused.assert_error(429, 1007);
    assert_eq!(refused.header("x-should-retry"), Some("false"));
    assert!(write_budget(&refused).starts_with("limit=3, remaining=0, reset="));
    assert_eq!(emulator.requests().len(), 3);

    emulator.control("POST", "clock", json!({ "advance_ms": 600_000 }));
    assert_eq!(
        rename(&emulator, "Jo").status,
        200,
        "the gateway has the same clock"
    );
    emulator.control("POST", "reset", json!({}));
    assert!(write_budget(&rename(&emulator, "Jo")).starts_with("limit=3, remaining=2"));
    emulator.control("PUT", "settings", json!({ "budget": null }));
    for _ in 0..4 {
        assert_eq!(rename(&emulator, "Jo").header("x-write-budget"), None);
    }
    emulator.control("PUT", "settings", json!({ "budget": 9 }));
    let response = rename(&emulator, "Jo");
    assert!(
        write_budget(&response).starts_with("limit=9"),
        "{}",
        write_budget(&response)
    );

    // A write of another client with the key, which the gateway has not seen.
    let emulator = Emulator::start(&["--budget", "1"]);
    emulator.patch("15551234567", json!({ "first_name": "Jo" }));
    let refused = rename(&emulator, "Jo");
    refused.assert_error(429, 1007);
    assert!(write_budget(&refused).starts_with("limit=1, remaining=0, reset="));
}

/// Renames John while the endpoint's response is scripted. The request is sent once.
fn rename_with(emulator: &Emulator, scripted: &Value) -> Response {
    emulator.control("POST", "reset", json!({}));
    emulator.script(json!([scripted]));
    let response = rename(emulator, "Jo");
    assert_eq!(emulator.requests().len(), 1, "{scripted}");
    assert_eq!(response.header("cache-control"), Some("no-store"));
    response
}

#[test]
fn upstream_faults_become_errors_and_a_write_is_sent_once() {
    let emulator = Emulator::start(&["--control"]);
    let with_key = json!({ "phone_number": "+15551234567", "first_name": KEY, "is_active": true });
    for scripted in [
        json!({ "fault": "reset" }),
        json!({ "fault": "truncate" }),
        json!({ "status": 200, "body": "<html>" }),
        json!({ "status": 200, "body": "x".repeat(65_537) }),
        json!({ "status": 200, "body": with_key }),
        json!({ "status": 307, "headers": { "location": PATH }, "body": "" }),
    ] {
        let response = rename_with(&emulator, &scripted);
        response.assert_error(502, 3006);
        let should_retry = response.header("x-should-retry");
        assert_eq!(should_retry, Some("false"), "{scripted}");
    }
    let past = json!({ "retry-after": "Sun, 06 Nov 1994 08:49:37 GMT" });
    let scripted = json!({ "status": 429, "body": {}, "headers": past });
    let limited = rename_with(&emulator, &scripted);
    let retry_after = limited.header("retry-after");
    assert_eq!((limited.status, retry_after), (429, Some("0")));
}

#[test]
fn a_stalled_upstream_times_out() {
    let emulator = Emulator::start(&["--control", "--gateway-timeout", "1000"]);
    for fault in ["stall_head", "stall_body", "slow_drip"] {
        let started = Instant::now();
        let response = rename_with(&emulator, &json!({ "fault": fault }));
        assert!(started.elapsed() < Duration::from_secs(10), "{fault}");
        response.assert_error(504, 3005);
        assert_eq!(response.header("x-should-retry"), Some("false"), "{fault}");
    }
    // A body that stalls doesn't hide an error's status.
    let scripted = json!({ "status": 403, "fault": "stall_body" });
    assert_eq!(rename_with(&emulator, &scripted).status, 403);
}

#[test]
fn an_upstream_that_cannot_be_reached_becomes_an_error() {
    let nowhere = Emulator::start(&["--gateway-upstream", "http://127.0.0.1:1/api/partner"]);
    rename(&nowhere, "Jo").assert_error(502, 3006);
    // Without TLS on the other side, nothing of the request is sent.
    let plain = Emulator::start(&["--control"]);
    let upstream = plain.url.replace("http://", "https://") + "/api/partner";
    let secure = Emulator::start(&["--gateway-upstream", &upstream]);
    rename(&secure, "Jo").assert_error(502, 3006);
    assert_eq!(plain.requests().len(), 0);
}

/// The head of an update of John's card by a page of the gateway's own origin.
fn update_head(emulator: &Emulator, more: &str) -> String {
    let host = emulator.host();
    format!(
        "PATCH {JOHN} HTTP/1.1\r\nhost: {host}\r\norigin: http://{host}\r\n\
         content-type: application/json\r\n{more}\r\n\r\n"
    )
}

/// Sends all of a request, although it may be refused before its end. Returns the status of the
/// response.
fn send_raw(emulator: &Emulator, head: &str, body: &[u8]) -> String {
    let mut stream = emulator.connect();
    stream.write_all(head.as_bytes()).unwrap();
    stream.write_all(body).unwrap();
    let mut response = String::new();
    stream.read_to_string(&mut response).unwrap();
    response[9..12].to_owned()
}

#[test]
fn refuses_a_body_that_is_too_long() {
    let emulator = Emulator::start(&["--control"]);
    let head = update_head(&emulator, "content-length: 10000000");
    let body = vec![b' '; 10_000_000];
    assert_eq!(send_raw(&emulator, &head, &body), "413");
    let head = update_head(&emulator, "transfer-encoding: chunked");
    let chunk = [b"2000\r\n", &[b' '; 0x2000][..], b"\r\n"].concat();
    let endless = chunk.repeat(500);
    assert_eq!(send_raw(&emulator, &head, &endless), "413");
    assert_eq!(emulator.requests().len(), 0);
}

#[test]
fn refuses_a_body_that_does_not_arrive() {
    let emulator = Emulator::start(&["--control", "--gateway-timeout", "1000"]);
    let head = update_head(&emulator, "content-length: 20");
    assert_eq!(send_raw(&emulator, &head, b"{\"first_"), "408");

    let broken = emulator.connect();
    (&broken)
        .write_all((head + "{\"first_").as_bytes())
        .unwrap();
    drop(broken);
    let other = send_from_page(&emulator, "GET", JOHN, Value::Null);
    assert_eq!(other.status, 200, "other requests are served");
    assert_eq!(emulator.requests().len(), 1);
}

#[test]
fn completes_an_exchange_whose_client_has_disconnected() {
    let emulator = Emulator::start(&["--control"]);
    emulator.script(json!([{ "method": "PATCH", "delay_ms": 300 }]));
    let host = emulator.host();
    let body = r#"{"first_name":"Left"}"#;
    let request = format!(
        "PATCH {JOHN} HTTP/1.1\r\nhost: {host}\r\norigin: {}\r\ncontent-type: application/json\r\n\
         content-length: {}\r\n\r\n{body}",
        emulator.url,
        body.len()
    );
    let stream = emulator.connect();
    (&stream).write_all(request.as_bytes()).unwrap();
    let wait_until = |condition: &dyn Fn() -> bool, expected: &str| {
        let started = Instant::now();
        while !condition() {
            assert!(started.elapsed() < Duration::from_secs(10), "{expected}");
        }
    };
    wait_until(&|| !emulator.requests().is_empty(), "the request arrives");
    drop(stream);
    wait_until(
        &|| emulator.requests()[0]["status"] == 200,
        "the response is sent",
    );
}

#[test]
fn live_mode_serves_the_page_and_the_gateway_alone() {
    let page = tempfile::tempdir().unwrap();
    std::fs::write(page.path().join("index.html"), "\"page\"").unwrap();
    let emulator = Emulator::start(&["--control", "--key", "the-real-key"]);
    let upstream = format!("{}/api/partner", emulator.url);
    let flags = [
        "--live",
        "--www",
        page.path().to_str().unwrap(),
        "--gateway-upstream",
        &upstream,
    ];
    let live = Emulator::run(
        program(&flags)
            .env("LINQ_API_V3_API_KEY", "the-real-key")
            .stderr(Stdio::piped()),
    );
    assert_eq!(live.send("GET", "/", None, None).json, json!("page"));
    assert_eq!(rename(&live, "Real").status, 200);
    assert_eq!(emulator.requests().len(), 1);
    for path in [
        "/api/partner/v3/contact_card",
        "/emulator/settings",
        "/emulator/requests",
        "/emulator/reset",
    ] {
        live.send("POST", path, Some("the-real-key"), None)
            .assert_error(404, 2001);
    }
    assert_eq!(emulator.requests().len(), 1);
    let (printed, logged) = live.kill();
    assert!(printed.contains("LIVE: what the page saves changes real contact cards"));
    assert!(printed.contains(&upstream), "{printed}");
    for field in [
        " INFO PATCH ",
        " status=200 ",
        "outcome=\"forwarded\"",
        "number=\"+1•••••••567\"",
    ] {
        assert!(logged.contains(field), "{field}: {logged}");
    }
    for secret in ["the-real-key", "15551234567", "Real"] {
        assert!(!(printed.clone() + &logged).contains(secret), "{secret}");
    }
}

#[test]
fn g5_real_cards_need_users_where_other_machines_reach_the_server() {
    let command = |flags: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_linq-emulator"));
        command.args(flags).env("LINQ_API_V3_API_KEY", "a-key");
        command
    };
    let upstream = ["--gateway-upstream", "https://api.example"];
    for (host, flags) in [
        ("0.0.0.0:", &["--live", "--listen", "0.0.0.0:0"][..]),
        ("[::]:", &["--live", "--listen", "[::]:0"]),
        (
            "0.0.0.0:",
            &[&["--listen", "0.0.0.0:0"][..], &upstream].concat(),
        ),
        (
            "tunnel.example",
            &[
                "--live",
                "--listen",
                "127.0.0.1:0",
                "--allow-host",
                "tunnel.example",
            ],
        ),
        (
            "dashboard.example",
            &[
                "--live",
                "--listen",
                "127.0.0.1:0",
                "--gateway-origin",
                "https://dashboard.example",
            ],
        ),
    ] {
        let error = start_error(&mut command(flags));
        let expected = format!("error: everyone who reaches this server at {host}");
        assert!(error.starts_with(&expected), "{flags:?}: {error}");
        assert!(error.contains("--sessions FILE"), "{error}");
        assert_eq!(error.lines().count(), 1);
    }

    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("sessions.json");
    std::fs::write(&file, r#"{"alice":{"numbers":["+15551234567"]}}"#).unwrap();
    let file = file.to_str().unwrap();
    for flags in [
        &["--live", "--listen", "0.0.0.0:0", "--sessions", file][..],
        &[
            "--live",
            "--listen",
            "127.0.0.1:0",
            "--gateway-origin",
            "http://localhost:5173",
        ],
        &[
            "--live",
            "--listen",
            "127.0.0.1:0",
            "--allow-host",
            "linq.localhost",
        ],
        &["--listen", "0.0.0.0:0"],
    ] {
        let emulator = Emulator::run(&mut command(flags));
        assert!(emulator.url.starts_with("http://"), "{flags:?}");
    }
}

#[test]
fn wrong_flags_are_reported_at_the_start() {
    let error_of = |flags: &[&str]| start_error(program(flags).env_remove("LINQ_API_V3_API_KEY"));
    assert_eq!(
        error_of(&["--live"]),
        "error: --live needs Linq's API key in the environment variable LINQ_API_V3_API_KEY\n"
    );
    assert!(error_of(&["--live", "--control"]).contains("cannot be used with"));
    assert!(
        error_of(&["--gateway-upstream", "http://api.example"])
            .contains("upstream must be an https URL")
    );
    assert!(error_of(&["--gateway-origin", "dashboard.example"]).contains("origins must list"));
    assert!(error_of(&["--gateway-timeout", "0"]).contains("timeout must be"));
    let key = error_of(&["--gateway-key", "a secret key"]);
    assert!(key.contains("apiKey must have") && !key.contains("secret"));

    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("sessions.json");
    assert!(
        error_of(&["--sessions", file.to_str().unwrap()]).contains("sessions.json can't be used")
    );
    for (text, expected) in [
        ("{", "EOF"),
        (r#"{"a":{}}"#, "missing field `numbers`"),
        (r#"{"a":{"numbers":["15551234567"]}}"#, "in E.164 form"),
        (r#"{"a":{"numbers":"some"}}"#, "in E.164 form"),
        (r#"{"":{"numbers":"all"}}"#, "in E.164 form"),
        (r#"{"a":{"numbers":"all","role":"x"}}"#, "unknown field"),
    ] {
        std::fs::write(&file, text).unwrap();
        let error = error_of(&["--sessions", file.to_str().unwrap()]);
        assert!(error.contains(expected), "{text}: {error}");
    }
}

/// An upstream that responds to every request with a list of 4 MB. Returns its base URL.
fn list_upstream() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let card =
        json!({ "phone_number": "+15551234567", "first_name": "A".repeat(64), "is_active": true });
    let list = json!({ "contact_cards": vec![card; 30_000] }).to_string();
    let length = list.len();
    let response = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n{list}"
    );
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let response = response.clone();
            std::thread::spawn(move || {
                let _ = stream.read(&mut [0; 4_096]);
                let _ = stream.write_all(response.as_bytes());
            });
        }
    });
    url
}

/// Sends requests for the list on one connection, more than buffers hold the responses of, and
/// reads nothing.
fn list_without_reading(emulator: &Emulator) -> TcpStream {
    let mut stream = emulator.connect();
    let host = emulator.host();
    let request = format!("GET {PATH} HTTP/1.1\r\nhost: {host}\r\n\r\n");
    stream.write_all(request.repeat(4).as_bytes()).unwrap();
    stream
}

#[test]
fn g9_a_client_that_does_not_read_is_disconnected_at_the_timeout() {
    let upstream = list_upstream();
    let flags = ["--gateway-upstream", &upstream, "--gateway-timeout", "2000"];
    let emulator = Emulator::start(&flags);
    let mut stream = list_without_reading(&emulator);
    let start = Instant::now();
    while stream.write_all(b"\r\n").is_ok() {
        assert!(
            start.elapsed() < Duration::from_secs(600),
            "still connected"
        );
        std::thread::sleep(Duration::from_millis(20));
    }
}
