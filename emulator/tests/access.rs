//! Who may use a route: requests as browsers send them for pages of other origins (CSRF), and for
//! pages whose own name resolves to this machine (DNS rebinding).

mod support;

use std::process::Stdio;

use serde_json::{Value, json};

use support::{Emulator, KEY, Response, program};

const ENDPOINT: &str = "/api/partner/v3/contact_card";
const GATEWAY: &str = "/api/linq/v3/contact_card";
const SETTINGS: &str = "/emulator/settings";
const METHODS: [&str; 7] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

/// An emulator with all its routes, as `cargo xtask start` starts it, and the folder of its page.
fn start(flags: &[&str]) -> (Emulator, tempfile::TempDir) {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("index.html"), "\"page\"").unwrap();
    let www = ["--control", "--www", dir.path().to_str().unwrap()];
    let flags = [&www[..], flags].concat();
    (Emulator::start(&flags), dir)
}

/// A path of every route that the program has, as it logs them.
fn routes() -> Vec<String> {
    let dir = tempfile::tempdir().unwrap();
    let www = dir.path().to_str().unwrap();
    let flags = ["--control", "--www", www, "--log", "debug"];
    let emulator = Emulator::run(program(&flags).stderr(Stdio::piped()));
    let (_, logged) = emulator.kill();
    let paths = logged
        .lines()
        .filter_map(|line| {
            line.split_once("a route is served path=\"")?
                .1
                .split_once('"')
        })
        .map(|(path, _)| path.replace("{*path}", "v3/contact_card"));
    let paths: Vec<_> = paths.chain(["/".to_owned()]).collect();
    for expected in [ENDPOINT, GATEWAY, SETTINGS, "/emulator/reset"] {
        assert!(paths.iter().any(|path| path == expected), "{logged}");
    }
    paths
}

/// Sends a request with the key, with which the endpoint and the control API would do something.
fn send(emulator: &Emulator, method: &str, path: &str, headers: &[(&str, &str)]) -> Response {
    let authorization = format!("Bearer {KEY}");
    let own = [
        ("content-type", "application/json"),
        ("authorization", &authorization),
    ];
    let body = match (path, method) {
        (_, "GET" | "HEAD") => Value::Null,
        ("/emulator/script", _) => json!({ "responses": [{ "status": 500 }] }),
        ("/emulator/clock", _) => json!({ "advance_ms": 600_000 }),
        (SETTINGS, _) => json!({ "budget": null }),
        _ => json!({ "phone_number": "+15557654321", "first_name": "Evil" }),
    };
    let body = match body {
        Value::Null => String::new(),
        body => body.to_string(),
    };
    let headers = [&own[..], headers].concat();
    emulator.send_with(method, path, &headers, body)
}

/// Everything that requests can change. The clock shows in when the next write is possible.
fn state(emulator: &Emulator) -> Value {
    let control = |path: &str| {
        emulator
            .send("GET", &format!("/emulator/{path}"), None, None)
            .json
    };
    let requests = control("requests")["requests"].as_array().unwrap().len();
    json!([
        control("settings"),
        control("script"),
        requests,
        emulator.api("GET", "", None).json
    ])
}

#[track_caller]
fn assert_refused(response: &Response, what: &str) {
    assert_eq!(response.status, 403, "{what}");
    if !what.starts_with("HEAD") {
        response.assert_error(403, 2005);
        let message = response.json["error"]["message"].as_str().unwrap();
        assert!(message.len() > 50, "{message}");
    }
    assert_eq!(response.header("access-control-allow-origin"), None);
    assert_eq!(response.header("content-type"), Some("application/json"));
}

#[test]
fn g2_pages_of_other_origins_can_use_no_route() {
    let (emulator, _dir) = start(&["--budget", "1"]);
    emulator.script(json!([{ "phone_number": "+19999999999", "status": 503 }]));
    emulator.patch("15551234567", json!({ "first_name": "Mine" }));
    let requests = emulator.requests().len();
    let before = state(&emulator);
    let own = emulator.url.as_str();
    let by_name = own.replace("127.0.0.1", "localhost");
    let other_port = "http://127.0.0.1:1";
    let senders = [
        &[
            ("origin", "https://evil.example"),
            ("sec-fetch-site", "cross-site"),
        ][..],
        &[("origin", "https://evil.example")],
        &[("origin", other_port), ("sec-fetch-site", "same-site")],
        &[("origin", &by_name), ("sec-fetch-site", "cross-site")],
        &[("origin", "null")],
        &[("origin", "")],
        &[("origin", own), ("origin", own)],
        &[
            ("origin", "https://evil.example"),
            ("sec-fetch-site", "same-origin"),
        ],
        &[("origin", own), ("sec-fetch-site", "cross-site")],
        // An image, a script, a form that is sent by GET, a frame.
        &[
            ("sec-fetch-site", "cross-site"),
            ("sec-fetch-mode", "no-cors"),
        ],
        &[
            ("sec-fetch-site", "same-site"),
            ("sec-fetch-mode", "navigate"),
            ("sec-fetch-dest", "iframe"),
        ],
        &[
            ("sec-fetch-site", "same-origin"),
            ("sec-fetch-site", "same-origin"),
        ],
        &[("sec-fetch-site", "Same-Origin")],
        &[("sec-fetch-site", "")],
    ];
    let routes = routes();
    for path in &routes {
        for method in METHODS {
            for headers in senders {
                let what = format!("{method} {path} {headers:?}");
                let response = send(&emulator, method, path, headers);
                if path == GATEWAY {
                    assert!(response.status >= 400, "{what}: {}", response.status);
                } else {
                    assert_refused(&response, &what);
                }
            }
        }
    }
    let mut after = state(&emulator);
    // `state` reads the cards.
    assert_eq!(after[2], requests + 1);
    after[2] = before[2].clone();
    assert_eq!(after, before);
    let limited = emulator.patch("15551234567", json!({ "first_name": "Mine" }));
    limited.assert_endpoint_error(429, 1007);
}

#[test]
fn g2_programs_own_pages_and_entered_addresses_can_use_every_route() {
    let (emulator, _dir) = start(&[]);
    let own = emulator.url.as_str();
    let secure = own.replace("http:", "https:");
    for headers in [
        &[][..],
        &[("origin", own), ("sec-fetch-site", "same-origin")],
        &[("origin", &secure), ("sec-fetch-site", "same-origin")],
        &[("sec-fetch-site", "same-origin")],
        &[("sec-fetch-site", "none"), ("sec-fetch-mode", "navigate")],
        // Node's `fetch` sends this.
        &[("sec-fetch-mode", "cors")],
    ] {
        for path in [
            "/",
            ENDPOINT,
            SETTINGS,
            "/emulator/requests",
            "/emulator/script",
        ] {
            let response = send(&emulator, "GET", path, headers);
            assert_eq!(response.status, 200, "{path} {headers:?}");
        }
        let reset = send(&emulator, "POST", "/emulator/reset", headers);
        assert_eq!(reset.status, 204, "{headers:?}");
    }
}

#[test]
fn g2_links_of_other_pages_lead_to_the_dashboard_alone() {
    let (emulator, _dir) = start(&[]);
    let link = [
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-mode", "navigate"),
        ("sec-fetch-dest", "document"),
    ];
    assert_eq!(send(&emulator, "GET", "/", &link).json, json!("page"));
    for path in [ENDPOINT, SETTINGS, "/emulator/requests"] {
        assert_refused(&send(&emulator, "GET", path, &link), path);
    }
    assert_refused(&send(&emulator, "POST", "/", &link), "a form");
    let form = [&link[..], &[("origin", "https://evil.example")]].concat();
    assert_refused(&send(&emulator, "GET", "/", &form), "an origin");
}

#[test]
fn g2_cors_never_covers_the_control_api() {
    let dashboard = "https://dashboard.example";
    let page = |origin: &'static str| [("origin", origin), ("sec-fetch-site", "cross-site")];
    for (cors, refused) in [(dashboard, Some("https://evil.example")), ("*", None)] {
        let (emulator, _dir) = start(&["--cors", cors]);
        for method in ["GET", "OPTIONS"] {
            let response = send(&emulator, method, ENDPOINT, &page(dashboard));
            assert!(response.status < 300, "{method}");
            assert_eq!(response.header("access-control-allow-origin"), Some(cors));
        }
        // The key is still needed.
        let anonymous = emulator.send_with("GET", ENDPOINT, &page(dashboard), "");
        anonymous.assert_endpoint_error(401, 2004);
        if let Some(origin) = refused {
            let response = send(&emulator, "GET", ENDPOINT, &page(origin));
            assert_refused(&response, origin);
            let message = response.json["error"]["message"].to_string();
            assert!(message.contains("--cors https://evil.example"), "{message}");
        }
        // Requests by CORS have an origin.
        let without = [("sec-fetch-site", "cross-site")];
        assert_refused(&send(&emulator, "GET", ENDPOINT, &without), "no origin");
        for path in routes().iter().filter(|path| !path.starts_with("/api/")) {
            for method in METHODS {
                let what = format!("{method} {path}");
                assert_refused(&send(&emulator, method, path, &page(dashboard)), &what);
            }
        }
    }
}

#[test]
fn g2_control_origin_lets_the_pages_of_one_origin_use_the_control_api() {
    let tests = "http://localhost:63315";
    let (emulator, _dir) = start(&["--control-origin", tests]);
    let page = [("origin", tests), ("sec-fetch-site", "cross-site")];
    let settings = send(&emulator, "GET", SETTINGS, &page);
    assert_eq!(settings.json, json!({ "budget": 3 }));
    assert_eq!(settings.header("access-control-allow-origin"), Some(tests));
    assert_eq!(send(&emulator, "OPTIONS", SETTINGS, &page).status, 204);
    assert_eq!(send(&emulator, "PUT", SETTINGS, &page).status, 200);
    assert_refused(&send(&emulator, "GET", ENDPOINT, &page), "the endpoint");
    let other = [("origin", "http://localhost:63316")];
    let refused = send(&emulator, "GET", SETTINGS, &other);
    assert_refused(&refused, "another port");
    let message = refused.json["error"]["message"].to_string();
    let expected = "--control-origin http://localhost:63316";
    assert!(message.contains(expected), "{message}");
}

/// Sends a request for a host, as a page of that host does.
fn at_host(emulator: &Emulator, method: &str, path: &str, host: &str) -> Response {
    let origin = format!("http://{}", host.to_lowercase());
    let headers = [
        ("host", host),
        ("origin", &origin),
        ("sec-fetch-site", "same-origin"),
    ];
    send(emulator, method, path, &headers)
}

#[test]
fn g3_a_rebound_name_can_use_no_route() {
    let (emulator, _dir) = start(&[]);
    let port = emulator.url.rsplit(':').next().unwrap();
    let before = state(&emulator);
    for host in [
        "evil.example",
        &format!("evil.example:{port}"),
        &format!("localhost.evil.example:{port}"),
        &format!("127.0.0.1.evil.example:{port}"),
        &format!("evil-localhost:{port}"),
        &format!("localhost.:{port}"),
        &format!("localhost:{port}:{port}"),
        &format!("localhost:{port}1"),
        &format!("0.0.0.0:{port}"),
        &format!("192.0.2.1:{port}"),
        "localhost",
        "127.0.0.1:1",
        "[::1]",
    ] {
        for path in routes() {
            for method in METHODS {
                let what = format!("{method} {path} at {host}");
                assert_refused(&at_host(&emulator, method, &path, host), &what);
            }
        }
    }
    let refused = at_host(&emulator, "GET", "/", "evil.example:8787");
    let message = refused.json["error"]["message"].to_string();
    assert!(
        message.contains("--allow-host evil.example:8787"),
        "{message}"
    );
    let mut after = state(&emulator);
    after[2] = before[2].clone();
    assert_eq!(after, before);

    for heads in [
        "",
        "host: HOST\r\nhost: HOST\r\n",
        "host: \r\n",
        "host: <b>\r\n",
    ] {
        for path in ["/", ENDPOINT, GATEWAY, SETTINGS] {
            let heads = heads.replace("HOST", emulator.host());
            let request = format!("GET {path} HTTP/1.1\r\n{heads}connection: close\r\n\r\n");
            let (response, _) = emulator.raw(request.as_bytes());
            let response = String::from_utf8(response).unwrap();
            assert!(
                response.starts_with("HTTP/1.1 403 "),
                "{request}: {response}"
            );
            assert!(response.contains("must have one Host header"), "{response}");
        }
    }
    for host in ["localhost", "LOCALHOST", "127.0.0.1", "[::1]"] {
        let host = format!("{host}:{port}");
        for path in ["/", ENDPOINT, GATEWAY, SETTINGS] {
            let response = at_host(&emulator, "GET", path, &host);
            assert_eq!(response.status, 200, "{path} at {host}");
        }
    }
}

#[test]
fn g3_flags_name_the_hosts_of_containers_and_proxies() {
    let (emulator, _dir) = start(&[
        "--allow-host",
        "Emulator",
        "--allow-host",
        "linq.example:9000",
        "--allow-host",
        "[fd00::1]",
    ]);
    let port = emulator.url.rsplit(':').next().unwrap();
    let at_port = |name: &str| format!("{name}:{port}");
    for host in [
        "emulator",
        "EMULATOR:1",
        &at_port("emulator"),
        "linq.example:9000",
        &at_port("[fd00::1]"),
        &at_port("localhost"),
    ] {
        for path in ["/", ENDPOINT, SETTINGS] {
            let response = at_host(&emulator, "GET", path, host);
            assert_eq!(response.status, 200, "{path} at {host}");
        }
    }
    for host in [
        "linq.example",
        &at_port("linq.example"),
        "emulator.evil.example",
        "evil.emulator",
        "emulator:x",
        "emulator:",
        "[fd00::2]",
    ] {
        assert_refused(&at_host(&emulator, "GET", "/", host), host);
    }
    // Pages of these hosts may write through the gateway.
    let john = format!("{GATEWAY}?phone_number=%2B15551234567");
    for host in [&at_port("emulator"), "linq.example:9000"] {
        let origin = format!("http://{host}");
        let headers = [
            ("host", host),
            ("origin", &origin),
            ("content-type", "application/json"),
        ];
        let saved = emulator.send_with("PATCH", &john, &headers, r#"{"first_name":"Jo"}"#);
        assert_eq!(saved.status, 200, "{host}: {}", saved.json);
    }

    // A proxy in front of both may forward the page's host.
    let origin = "https://dashboard.example";
    let (emulator, _dir) = start(&["--gateway-origin", origin]);
    let response = at_host(&emulator, "GET", "/", "dashboard.example");
    assert_eq!(response.status, 200);
}
