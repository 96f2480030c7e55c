//! The local Linq as a program, over real connections.

mod support;

use std::io::{Read, Write};
use std::process::Command;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use support::{Linq, program, refusal};

#[test]
fn an_update_merges() {
    let linq = Linq::start(&[]);
    let card = linq.patch("15551234567", json!({ "first_name": "Jane" }));
    let expected = json!({
        "phone_number": "+15551234567", "first_name": "Jane", "last_name": "Doe", "is_active": true,
        "image_url": "https://cdn.linqapp.com/contact-card/example.jpg",
    });
    assert_eq!((card.status, &card.json), (200, &expected));
    assert!(card.header("x-trace-id").is_some());
    let read = linq.api("GET", "?phone_number=%2B15551234567", None);
    assert_eq!(read.json, json!({ "contact_cards": [expected] }));
}

#[test]
fn images_come_back_from_linq_s_own_host() {
    let linq = Linq::start(&[]);
    let sent = "https://example.com/me.png";
    let card = linq.patch("15551230001", json!({ "image_url": sent }));
    let answered = card.json["image_url"].as_str().unwrap().to_owned();
    assert!(answered.starts_with("https://cdn.linqapp.com/") && answered != sent);
}

#[test]
fn the_documented_errors() {
    let linq = Linq::start(&["--budget", "off"]);
    let name = || json!({ "first_name": "J" });
    linq.api("PATCH", "?phone_number=15551234567", Some(name()))
        .is_error(400, 1002);
    linq.api("PATCH", "?phone_number=+15551234567", Some(name()))
        .is_error(400, 1002);
    linq.api("PATCH", "", Some(name())).is_error(400, 1001);
    linq.send(
        "PATCH",
        "/api/partner/v3/contact_card?phone_number=%2B15551234567",
        None,
        Some("{}"),
    )
    .is_error(401, 2004);
    linq.send("GET", "/api/partner/v3/contact_card", Some("wrong"), None)
        .is_error(401, 2004);
    linq.patch("15559990000", name()).is_error(403, 2005);
    linq.patch("19999999999", name()).is_error(404, 2012);
    linq.patch("15551230004", name()).is_error(404, 2012);
    linq.patch("15551234567", json!({})).is_error(400, 1005);
    linq.patch("15551234567", json!({ "first_name": "" }))
        .is_error(400, 1005);
    linq.patch("15551234567", json!({ "first_name": 5 }))
        .is_error(400, 1005);
    linq.patch("15551234567", json!({ "image_url": null }))
        .is_error(500, 3006);
    linq.patch(
        "15551234567",
        json!({ "image_url": "http://example.com/a.png" }),
    )
    .is_error(400, 1005);
    linq.patch("15551234567", json!([])).is_error(400, 1003);
    linq.api(
        "POST",
        "",
        Some(json!({ "phone_number": "+15551234567", "first_name": "J" })),
    )
    .is_error(409, 2014);
    linq.api("POST", "", Some(json!({ "phone_number": "+15557654321" })))
        .is_error(400, 1001);
    linq.api("DELETE", "", None).is_error(405, 1003);
    linq.send(
        "GET",
        "/api/partner/v3/other",
        Some("linq-emulator-key"),
        None,
    )
    .is_error(404, 2001);
    let path = "/api/partner/v3/contact_card?phone_number=%2B15551234567";
    linq.send("PATCH", path, Some("linq-emulator-key"), Some("{"))
        .is_error(400, 1003);
    assert_eq!(
        linq.api("GET", "?phone_number=%2B15551234567", None).json["contact_cards"][0]["first_name"],
        "John"
    );
}

#[test]
fn what_is_not_known_is_a_flag() {
    let linq = Linq::start(&[
        "--missing-card",
        "2001",
        "--empty-value",
        "1001",
        "--unknown-fields",
        "refused",
    ]);
    linq.patch("19999999999", json!({ "first_name": "J" }))
        .is_error(404, 2001);
    linq.patch("15551234567", json!({})).is_error(400, 1001);
    linq.patch("15551234567", json!({ "nickname": "J" }))
        .is_error(400, 1005);
}

#[test]
fn three_writes_in_ten_minutes() {
    let linq = Linq::start(&["--control"]);
    for _ in 0..3 {
        assert_eq!(
            linq.patch("15551234567", json!({ "first_name": "J" }))
                .status,
            200
        );
    }
    let refused = linq.patch("15551234567", json!({ "first_name": "K" }));
    refused.is_error(429, 1007);
    let seconds = refused.json["error"]["retry_after"].as_u64().unwrap();
    assert!((590..=600).contains(&seconds), "{seconds}");
    assert_eq!(
        refused.header("retry-after"),
        Some(seconds.to_string().as_str())
    );
    assert_eq!(
        linq.patch("15551230001", json!({ "first_name": "A" }))
            .status,
        200,
        "a number of its own"
    );

    linq.control("POST", "clock", json!({ "advance_ms": 599_000 }));
    linq.patch("15551234567", json!({ "first_name": "K" }))
        .is_error(429, 1007);
    linq.control("POST", "clock", json!({ "advance_ms": 2_000 }));
    assert_eq!(
        linq.patch("15551234567", json!({ "first_name": "K" }))
            .status,
        200
    );

    linq.control("PUT", "settings", json!({ "budget": null }));
    for _ in 0..5 {
        assert_eq!(
            linq.patch("15551234567", json!({ "first_name": "L" }))
                .status,
            200
        );
    }
}

#[test]
fn scripted_5xx_count_against_the_budget() {
    for (flags, status) in [
        (vec!["--control"], 429),
        (vec!["--control", "--also-counts", "nothing"], 200),
    ] {
        let linq = Linq::start(&flags);
        linq.control(
            "POST",
            "script",
            json!({ "answers": [{ "status": 503, "times": 3 }] }),
        );
        for _ in 0..3 {
            linq.patch("15551234567", json!({ "first_name": "J" }))
                .is_error(503, 4004);
        }
        assert_eq!(
            linq.patch("15551234567", json!({ "first_name": "J" }))
                .status,
            status
        );
    }
}

#[test]
fn writes_at_once_lose_nothing() {
    let linq = Linq::start(&["--budget", "off"]);
    std::thread::scope(|scope| {
        for round in 0..8 {
            let linq = &linq;
            scope.spawn(move || {
                let name = if round % 2 == 0 {
                    "first_name"
                } else {
                    "last_name"
                };
                assert_eq!(
                    linq.patch("15551234567", json!({ name: "new" })).status,
                    200
                );
            });
        }
    });
    let card = &linq.api("GET", "?phone_number=%2B15551234567", None).json["contact_cards"][0];
    assert_eq!(
        (&card["first_name"], &card["last_name"]),
        (&json!("new"), &json!("new"))
    );
}

#[test]
fn a_card_is_created_and_kept_in_a_file_though_the_program_is_killed() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("state.sqlite");
    let flags = ["--state", file.to_str().unwrap()];
    let linq = Linq::start(&flags);
    let created = linq.api(
        "POST",
        "",
        Some(json!({ "phone_number": "+15557654321", "first_name": "New" })),
    );
    assert_eq!(
        (created.status, &created.json["is_active"]),
        (200, &json!(true))
    );
    drop(linq);
    let linq = Linq::start(&flags);
    let card = &linq.api("GET", "?phone_number=%2B15557654321", None).json["contact_cards"][0];
    assert_eq!(card["first_name"], "New");
    linq.patch("15557654321", json!({ "first_name": "A" }));
    linq.patch("15557654321", json!({ "first_name": "B" }));
    drop(linq);
    let linq = Linq::start(&flags);
    linq.patch("15557654321", json!({ "first_name": "C" }))
        .is_error(429, 1007);
}

#[test]
fn a_bad_state_file_is_told() {
    let dir = tempfile::tempdir().unwrap();
    let output = program(&["--state", dir.path().to_str().unwrap()]).output();
    let said = refusal(&output.unwrap());
    assert!(said.starts_with("error: the state file can't be used"));
}

#[test]
fn the_control_routes_need_their_flag_and_stay_outside_the_api() {
    let linq = Linq::start(&[]);
    for path in [
        "/emulator/script",
        "/emulator/settings",
        "/api/linq/emulator/settings",
        "/api/linq/../emulator/settings",
    ] {
        assert_eq!(linq.send("GET", path, None, None).status, 404, "{path}");
    }
    let linq = Linq::start(&["--control"]);
    assert_eq!(
        linq.send("GET", "/emulator/settings", None, None).json,
        json!({ "budget": 3 })
    );
    assert_eq!(
        linq.send("GET", "/api/linq/emulator/settings", None, None)
            .status,
        404
    );
    assert_eq!(
        linq.control(
            "POST",
            "script",
            json!({ "answers": [{ "fault": "unheard_of" }] })
        )
        .status,
        422
    );
}

#[test]
fn scripts_are_matched_and_used_up() {
    let linq = Linq::start(&["--control"]);
    linq.control("POST", "script", json!({ "answers": [
        { "method": "PATCH", "status": 409 },
        { "phone_number": "+15551230001", "status": 200, "body": "<html>", "headers": { "x-more": "1" } },
        { "method": "PATCH", "status": 500, "apply": true },
    ] }));
    assert_eq!(linq.api("GET", "", None).status, 200);
    linq.patch("15551234567", json!({ "first_name": "J" }))
        .is_error(409, 2014);
    assert_eq!(
        linq.api("GET", "?phone_number=%2B15551230001", None).json,
        Value::Null,
        "sent as it is"
    );
    linq.patch("15551234567", json!({ "first_name": "Saved" }))
        .is_error(500, 3006);
    assert_eq!(
        linq.send("GET", "/emulator/script", None, None).json,
        json!({ "answers": [] })
    );
    let card = &linq.api("GET", "?phone_number=%2B15551234567", None).json["contact_cards"][0];
    assert_eq!(
        card["first_name"], "Saved",
        "carried out, though the answer said otherwise"
    );
}

#[test]
fn faults_on_the_wire() {
    let linq = Linq::start(&["--control"]);
    let request = b"GET /api/partner/v3/contact_card HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\
        authorization: Bearer linq-emulator-key\r\n\r\n";
    let fault = |fault: &str| {
        linq.control("POST", "script", json!({ "answers": [{ "fault": fault }] }));
        linq.raw(request)
    };
    let (answer, ended) = fault("stall_head");
    assert!(answer.is_empty() && ended.is_some());
    let (answer, ended) = fault("stall_body");
    assert!(answer.starts_with(b"HTTP/1.1 200") && !answer.ends_with(b"}") && ended.is_some());
    let (answer, ended) = fault("truncate");
    assert!(answer.starts_with(b"HTTP/1.1 200") && !answer.ends_with(b"}") && ended.is_none());
    let (answer, ended) = fault("reset");
    assert!(answer.is_empty());
    assert_eq!(ended, Some(std::io::ErrorKind::ConnectionReset));
    let (answer, ended) = fault("slow_drip");
    assert!(
        answer.starts_with(b"HTTP/1.1 200") && ended.is_none(),
        "slow, but never still for long"
    );
    assert!(linq.raw(request).0.ends_with(b"}"), "others are served");
}

#[test]
fn nonsense_on_the_wire_harms_nobody() {
    let linq = Linq::start(&[]);
    for bytes in [&b"\x00\x01\x02\r\n\r\n"[..], b"GET / HTTP/9.9\r\n\r\n", b"PATCH /api/partner/v3/contact_card?phone_number=%FF%ZZ%2 HTTP/1.1\r\nhost: x\r\ncontent-length: 2\r\n\r\n\xff\xfe"] {
        linq.raw(bytes);
    }
    assert_eq!(linq.api("GET", "", None).status, 200);
}

#[test]
fn cors_is_answered_on_demand_only() {
    let path = "/api/partner/v3/contact_card";
    let linq = Linq::start(&[]);
    let preflight = linq.send("OPTIONS", path, None, None);
    assert!(preflight.status >= 400 && preflight.header("access-control-allow-origin").is_none());
    let linq = Linq::start(&["--cors", "https://dashboard.example"]);
    let preflight = linq.send("OPTIONS", path, None, None);
    assert_eq!(
        (
            preflight.status,
            preflight.header("access-control-allow-origin")
        ),
        (204, Some("https://dashboard.example"))
    );
    assert!(
        linq.api("GET", "", None)
            .header("access-control-allow-origin")
            .is_some()
    );
}

#[test]
fn the_page_is_served_under_its_policy_and_nothing_else_is() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::create_dir(dir.path().join("www")).unwrap();
    std::fs::write(dir.path().join("www/index.html"), "\"page\"").unwrap();
    std::fs::write(dir.path().join("secret"), "\"secret\"").unwrap();
    let linq = Linq::start(&["--www", dir.path().join("www").to_str().unwrap()]);
    let page = linq.send("GET", "/", None, None);
    assert_eq!(page.json, json!("page"));
    assert!(
        page.header("content-security-policy")
            .unwrap()
            .contains("script-src 'self' 'wasm-unsafe-eval';")
    );
    for path in [
        "/../secret",
        "/%2e%2e/secret",
        "/..%2fsecret",
        "//../secret",
        "/%00",
    ] {
        let request = format!("GET {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
        let (answer, _) = linq.raw(request.as_bytes());
        let answer = String::from_utf8_lossy(&answer).into_owned();
        assert!(
            answer.starts_with("HTTP/1.1 4") || answer.starts_with("HTTP/1.1 5"),
            "{path}: {answer}"
        );
        assert!(!answer.contains("\"secret\""));
    }
}

#[cfg(unix)]
#[test]
fn sigterm_ends_it_cleanly_though_a_client_hangs() {
    let mut linq = Linq::start(&["--control"]);
    linq.control(
        "POST",
        "script",
        json!({ "answers": [{ "fault": "stall_head" }] }),
    );
    let mut stream = linq.connect();
    stream
        .write_all(b"GET /api/partner/v3/contact_card HTTP/1.1\r\nhost: x\r\n\r\n")
        .unwrap();
    while linq.requests().is_empty() {}
    let start = Instant::now();
    Command::new("kill")
        .arg(linq.process.id().to_string())
        .status()
        .unwrap();
    assert!(linq.process.wait().unwrap().success());
    assert!(start.elapsed() < Duration::from_secs(5));
    let mut printed = String::new();
    linq.stdout.read_to_string(&mut printed).unwrap();
    assert!(printed.contains("a missing card is 404/2012 (--missing-card)"));
    assert!(!printed.contains("linq-emulator-key") && !printed.contains("+1555"));
}
