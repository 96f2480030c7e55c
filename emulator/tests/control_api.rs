//! The control API, with which tests script the emulator.

mod support;

use std::io::ErrorKind;

use serde_json::{Value, json};

use support::Emulator;

#[test]
fn needs_its_flag_and_is_no_part_of_the_endpoint_or_the_gateway() {
    let emulator = Emulator::start(&[]);
    for path in [
        "/emulator/script",
        "/emulator/settings",
        "/api/linq/emulator/settings",
        "/api/linq/../emulator/settings",
    ] {
        assert_eq!(emulator.send("GET", path, None, None).status, 404, "{path}");
    }
    let emulator = Emulator::start(&["--control"]);
    let settings = emulator.send("GET", "/emulator/settings", None, None);
    assert_eq!(settings.json, json!({ "budget": 3 }));
    let through_gateway = emulator.send("GET", "/api/linq/emulator/settings", None, None);
    assert_eq!(through_gateway.status, 404);
}

#[test]
fn ends_the_sessions_of_the_gateway() {
    let emulator = Emulator::start(&["--control"]);
    let list = || emulator.send("GET", "/api/linq/v3/contact_card", None, None);
    let ended = emulator.control("PUT", "session", json!({ "signed_in": false }));
    assert_eq!(ended.status, 204);
    list().assert_error(401, 2004);
    emulator.control("PUT", "session", json!({ "signed_in": true }));
    assert_eq!(list().status, 200);
    emulator.control("PUT", "session", json!({ "signed_in": false }));
    emulator.control("POST", "reset", json!({}));
    assert_eq!(list().status, 200);
    let refused = emulator.control("PUT", "session", json!({}));
    assert_eq!(refused.status, 422);
}

#[test]
fn refuses_unknown_faults_and_members() {
    let emulator = Emulator::start(&["--control"]);
    for script in [
        json!({ "responses": [{ "fault": "unheard_of" }] }),
        json!({ "responses": [{ "state": 200 }] }),
        json!({ "scripted": [] }),
    ] {
        let refused = emulator.control("POST", "script", script.clone());
        assert_eq!(refused.status, 422, "{script}");
    }
}

#[test]
fn scripted_responses_are_matched_and_used_once() {
    let emulator = Emulator::start(&["--control"]);
    emulator.script(json!([
        { "method": "PATCH", "status": 409 },
        { "phone_number": "+15551230001", "status": 200, "body": "<html>", "headers": { "x-more": "1" } },
        { "method": "PATCH", "status": 500, "apply": true },
    ]));
    assert_eq!(emulator.api("GET", "", None).status, 200);
    let conflict = emulator.patch("15551234567", json!({ "first_name": "J" }));
    conflict.assert_endpoint_error(409, 2014);
    let html = emulator.api("GET", "?phone_number=%2B15551230001", None);
    assert_eq!((html.status, html.header("x-more")), (200, Some("1")));
    assert_eq!(html.json, Value::Null, "a string is sent as it is");
    let lost = emulator.patch("15551234567", json!({ "first_name": "Saved" }));
    lost.assert_endpoint_error(500, 3006);
    let script = emulator.send("GET", "/emulator/script", None, None);
    assert_eq!(script.json, json!({ "responses": [] }));
    let card = emulator.card("15551234567");
    assert_eq!(card["first_name"], "Saved", "`apply` carries it out");
}

#[test]
fn a_status_or_header_that_http_does_not_allow_is_left_out() {
    let emulator = Emulator::start(&["--control"]);
    emulator.script(json!([{ "status": 99, "headers": { "not a name": "1", "x-ok": "1" } }]));
    let response = emulator.api("GET", "", None);
    assert_eq!((response.status, response.header("x-ok")), (500, Some("1")));
}

#[test]
fn scripted_faults_happen_on_the_connection() {
    let emulator = Emulator::start(&["--control"]);
    let host = emulator.host();
    let request = format!(
        "GET /api/partner/v3/contact_card HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\
         authorization: Bearer linq-emulator-key\r\n\r\n"
    );
    let with_fault = |fault: &str| {
        emulator.script(json!([{ "fault": fault }]));
        emulator.raw(request.as_bytes())
    };
    let is_cut =
        |received: &[u8]| received.starts_with(b"HTTP/1.1 200") && !received.ends_with(b"}");
    let (received, error) = with_fault("stall_head");
    assert!(received.is_empty() && error.is_some());
    let (received, error) = with_fault("stall_body");
    assert!(is_cut(&received) && error.is_some());
    let (received, error) = with_fault("truncate");
    assert!(is_cut(&received) && error.is_none());
    let (received, error) = with_fault("reset");
    assert!(received.is_empty());
    assert_eq!(error, Some(ErrorKind::ConnectionReset));
    let (received, error) = with_fault("slow_drip");
    assert!(received.starts_with(b"HTTP/1.1 200"));
    assert_eq!(error, None, "no pause is long");
    let (received, _) = emulator.raw(request.as_bytes());
    assert!(received.ends_with(b"}"), "other requests are served");
}

#[test]
fn reset_restores_the_start() {
    let emulator = Emulator::start(&["--control", "--budget", "1"]);
    emulator.control("PUT", "settings", json!({ "budget": 2 }));
    emulator.control("POST", "clock", json!({ "advance_ms": 1_000 }));
    emulator.patch("15551234567", json!({ "first_name": "J" }));
    emulator.script(json!([{ "status": 500 }]));
    let reset = emulator.control("POST", "reset", json!({}));
    assert_eq!(reset.status, 204);
    assert!(emulator.requests().is_empty());
    assert_eq!(emulator.card("15551234567")["first_name"], "John");
    let settings = emulator.send("GET", "/emulator/settings", None, None);
    assert_eq!(settings.json, json!({ "budget": 1 }));
    let updated = emulator.patch("15551234567", json!({ "first_name": "J" }));
    assert_eq!(updated.status, 200);
}
