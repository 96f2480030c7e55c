//! The endpoint over HTTP. Its rules are tested in the crate `emulator_rules`.

mod support;

use serde_json::{Value, json};

use support::{Emulator, KEY};

const PATH: &str = "/api/partner/v3/contact_card";

/// The status of an update of a number's first name.
fn rename(emulator: &Emulator, number: &str) -> u16 {
    let response = emulator.patch(number, json!({ "first_name": "J" }));
    response.status
}

#[test]
fn updates_and_retrieves_a_card() {
    let emulator = Emulator::start(&[]);
    let updated = emulator.patch("15551234567", json!({ "first_name": "Jane" }));
    let expected = json!({
        "phone_number": "+15551234567", "first_name": "Jane", "last_name": "Doe", "is_active": true,
        "image_url": "https://cdn.linqapp.com/contact-card/example.jpg",
    });
    assert_eq!((updated.status, &updated.json), (200, &expected));
    assert_eq!(updated.header("content-type"), Some("application/json"));
    assert!(updated.header("x-trace-id").is_some());
    let list = emulator.api("GET", "?phone_number=%2B15551234567", None);
    assert_eq!(list.json, json!({ "contact_cards": [expected] }));
}

#[test]
fn image_is_copied_to_the_host_of_linq() {
    let emulator = Emulator::start(&[]);
    let sent = "https://example.com/me.png";
    let card = emulator.patch("15551230001", json!({ "image_url": sent }));
    let copy = card.json["image_url"].as_str().unwrap();
    assert!(copy.starts_with("https://cdn.linqapp.com/"), "{copy}");
}

#[test]
fn refuses_with_the_documented_errors() {
    let emulator = Emulator::start(&["--budget", "off"]);
    let name = || json!({ "first_name": "J" });
    for (query, status, code) in [
        ("?phone_number=15551234567", 400, 1002),
        ("?phone_number=+15551234567", 400, 1002),
        ("", 400, 1001),
        ("?phone_number=%2B15559990000", 403, 2005),
        ("?phone_number=%2B19999999999", 404, 2012),
        ("?phone_number=%2B15551230004", 404, 2012),
    ] {
        let response = emulator.api("PATCH", query, Some(name()));
        response.assert_endpoint_error(status, code);
    }
    for (body, status, code) in [
        (json!({}), 400, 1005),
        (json!({ "first_name": "" }), 400, 1005),
        (json!({ "first_name": 5 }), 400, 1005),
        (json!({ "image_url": null }), 500, 3006),
        (
            json!({ "image_url": "http://example.com/a.png" }),
            400,
            1005,
        ),
        (json!([]), 400, 1003),
    ] {
        let response = emulator.patch("15551234567", body);
        response.assert_endpoint_error(status, code);
    }
    let existing = json!({ "phone_number": "+15551234567", "first_name": "J" });
    let response = emulator.api("POST", "", Some(existing));
    response.assert_endpoint_error(409, 2014);
    let unnamed = json!({ "phone_number": "+15557654321" });
    let response = emulator.api("POST", "", Some(unnamed));
    response.assert_endpoint_error(400, 1001);
    let response = emulator.api("DELETE", "", None);
    response.assert_endpoint_error(405, 1003);

    let john = format!("{PATH}?phone_number=%2B15551234567");
    for (method, path, key, body, status, code) in [
        ("PATCH", john.as_str(), None, "{}", 401, 2004),
        ("GET", PATH, Some("wrong"), "", 401, 2004),
        ("GET", "/api/partner/v3/other", Some(KEY), "", 404, 2001),
        ("PATCH", john.as_str(), Some(KEY), "{", 400, 1003),
    ] {
        let response = emulator.send(method, path, key, Some(body));
        response.assert_endpoint_error(status, code);
    }
    assert_eq!(emulator.card("15551234567")["first_name"], "John");
}

#[test]
fn refuses_a_body_that_is_too_long() {
    let emulator = Emulator::start(&[]);
    let update = |length: usize| {
        let name = "x".repeat(length);
        emulator.patch("15551234567", json!({ "first_name": name }))
    };
    assert_eq!(update(1_000_000).status, 200);
    update(1_048_576).assert_endpoint_error(400, 1003);
}

#[test]
fn g4_posts_without_the_key_cost_nothing_lasting() {
    let emulator = Emulator::start(&["--control"]);
    emulator.script(json!([{ "status": 503 }]));
    let long = " ".repeat(1_000_000);
    let post = |key: Option<&str>| emulator.send("POST", PATH, key, Some(&long));
    post(None).assert_endpoint_error(401, 2004);
    let before = resident_bytes(&emulator);
    for _ in 0..300 {
        post(None).assert_endpoint_error(401, 2004);
    }
    assert!(emulator.requests().is_empty());
    let growth = resident_bytes(&emulator).saturating_sub(before);
    assert!(growth < 30_000_000, "{growth} bytes more");
    post(Some(KEY)).assert_endpoint_error(503, 4004);
    for _ in 0..30 {
        post(Some(KEY)).assert_endpoint_error(400, 1003);
    }
    let requests = emulator.requests();
    let bodies = requests.iter().map(|request| request["body"].as_str());
    let bytes: usize = bodies.map(|body| body.unwrap().len()).sum();
    assert_eq!(bytes, 16_000_000, "the latest of them");
}

/// The memory that the program uses; 0 where it isn't known.
fn resident_bytes(emulator: &Emulator) -> usize {
    let status = format!("/proc/{}/status", emulator.process.id());
    let status = std::fs::read_to_string(status).unwrap_or_default();
    let mut lines = status.lines();
    let resident = lines.find_map(|line| line.strip_prefix("VmRSS:"));
    let kilobytes = resident.map(|line| line.trim().trim_end_matches(" kB").parse::<usize>());
    kilobytes.map_or(0, |kilobytes| kilobytes.unwrap() * 1024)
}

#[test]
fn flags_set_what_the_documentation_leaves_open() {
    let emulator = Emulator::start(&[
        "--missing-card",
        "2001",
        "--empty-value",
        "1001",
        "--unknown-fields",
        "refused",
    ]);
    let missing = emulator.patch("19999999999", json!({ "first_name": "J" }));
    missing.assert_endpoint_error(404, 2001);
    let empty = emulator.patch("15551234567", json!({}));
    empty.assert_endpoint_error(400, 1001);
    let unknown = emulator.patch("15551234567", json!({ "nickname": "J" }));
    unknown.assert_endpoint_error(400, 1005);
}

#[test]
fn refuses_the_fourth_write_in_ten_minutes() {
    let emulator = Emulator::start(&["--control"]);
    for _ in 0..3 {
        assert_eq!(rename(&emulator, "15551234567"), 200);
    }
    let refused = emulator.patch("15551234567", json!({ "first_name": "K" }));
    refused.assert_endpoint_error(429, 1007);
    let seconds = refused.json["error"]["retry_after"].as_u64().unwrap();
    assert!((590..=600).contains(&seconds), "{seconds}");
    let header = seconds.to_string();
    assert_eq!(refused.header("retry-after"), Some(header.as_str()));
    assert_eq!(
        rename(&emulator, "15551230001"),
        200,
        "each number has its own"
    );

    emulator.control("POST", "clock", json!({ "advance_ms": 599_000 }));
    assert_eq!(rename(&emulator, "15551234567"), 429);
    emulator.control("POST", "clock", json!({ "advance_ms": 2_000 }));
    assert_eq!(rename(&emulator, "15551234567"), 200);

    emulator.control("PUT", "settings", json!({ "budget": null }));
    for _ in 0..5 {
        assert_eq!(rename(&emulator, "15551234567"), 200);
    }
}

#[test]
fn scripted_5xx_count_against_the_write_budget() {
    for (flags, status) in [
        (&["--control"][..], 429),
        (&["--control", "--also-counts", "nothing"], 200),
    ] {
        let emulator = Emulator::start(flags);
        emulator.script(json!([{ "status": 503, "times": 3 }]));
        for _ in 0..3 {
            let response = emulator.patch("15551234567", json!({ "first_name": "J" }));
            response.assert_endpoint_error(503, 4004);
        }
        assert_eq!(rename(&emulator, "15551234567"), status);
    }
}

#[test]
fn concurrent_writes_lose_nothing() {
    let emulator = Emulator::start(&["--budget", "off"]);
    std::thread::scope(|scope| {
        for round in 0..8 {
            let emulator = &emulator;
            scope.spawn(move || {
                let name = ["first_name", "last_name"][round % 2];
                let updated = emulator.patch("15551234567", json!({ name: "new" }));
                assert_eq!(updated.status, 200);
            });
        }
    });
    let card = emulator.card("15551234567");
    let names = [&card["first_name"], &card["last_name"]];
    assert_eq!(names, [&json!("new"), &json!("new")]);
}

#[test]
fn malformed_requests_do_not_affect_others() {
    let emulator = Emulator::start(&[]);
    let update = format!(
        "PATCH {PATH}?phone_number=%FF%ZZ%2 HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n\
         authorization: Bearer {KEY}\r\ncontent-length: 2\r\n\r\n",
        emulator.host()
    );
    for bytes in [
        &b"\x00\x01\x02\r\n\r\n"[..],
        b"GET / HTTP/9.9\r\n\r\n",
        &[update.as_bytes(), b"\xff\xfe"].concat(),
    ] {
        emulator.raw(bytes);
    }
    assert_eq!(emulator.api("GET", "", None).status, 200);
}

#[test]
fn cors_is_allowed_only_with_its_flag() {
    let emulator = Emulator::start(&[]);
    let preflight = emulator.send("OPTIONS", PATH, None, None);
    assert!(preflight.status >= 400);
    assert_eq!(preflight.header("access-control-allow-origin"), None);

    let origin = "https://dashboard.example";
    let emulator = Emulator::start(&["--cors", origin]);
    let preflight = emulator.send("OPTIONS", PATH, None, None);
    let list = emulator.api("GET", "", None);
    assert_eq!((preflight.status, list.status), (204, 200));
    for response in [preflight, list] {
        let allowed = response.header("access-control-allow-origin");
        assert_eq!(allowed, Some(origin));
        assert_eq!(response.header("access-control-expose-headers"), None);
    }
    // The gateway's pages are of its own origin.
    for method in ["OPTIONS", "GET"] {
        let response = emulator.send(method, "/api/linq/v3/contact_card", None, None);
        assert_eq!(response.header("access-control-allow-origin"), None);
    }

    let emulator = Emulator::start(&["--cors", "*", "--cors-expose"]);
    let exposed = emulator.api("GET", "", None);
    assert_eq!(
        exposed.header("access-control-expose-headers"),
        Some("X-Trace-ID, Retry-After")
    );
    let headers = [("access-control-request-headers", "authorization")];
    let preflight = emulator.send_with("OPTIONS", PATH, &headers, "");
    assert_eq!(
        preflight.header("access-control-allow-headers"),
        Some("authorization")
    );
    assert_eq!(preflight.json, Value::Null);
}
