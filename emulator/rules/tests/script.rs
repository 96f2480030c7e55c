//! Scripted responses, and the log of requests.

mod support;

use emulator_rules::{Account, Config, Delivery, Fault, MAX_BODY_BYTES, Request, ScriptedResponse};
use serde_json::{Value, json};

use support::{AUTHORIZATION, Harness, assert_error, json_of};

const JOHN: &str = "?phone_number=%2B15551234567";
const ADA: &str = "?phone_number=%2B15551230001";
const NAME: &str = r#"{"first_name":"Scripted"}"#;

/// An emulator whose next responses are scripted, as in the control API.
fn scripted(responses: Value) -> Harness {
    let mut harness = Harness::new(Config::default());
    let responses: Vec<ScriptedResponse> = serde_json::from_value(responses).unwrap();
    harness.emulator.extend_script(responses);
    harness
}

fn first_name(harness: &mut Harness) -> Value {
    json_of(&harness.get(JOHN))["contact_cards"][0]["first_name"].clone()
}

#[test]
fn a_request_gets_the_first_response_that_is_for_it() {
    let mut harness = scripted(json!([
        { "method": "PATCH", "status": 409 },
        { "phone_number": "+15551230001", "status": 418 },
        { "status": 503 },
    ]));
    assert_eq!(harness.get(ADA).status, 418);
    assert_error(&harness.get(JOHN), 503, 4004);
    assert_eq!(harness.get(JOHN).status, 200, "the third response is used");
    assert_error(&harness.send("PATCH", JOHN, NAME).response, 409, 2014);
    assert!(harness.emulator.script().remaining().is_empty());
}

#[test]
fn a_response_is_used_as_often_as_it_is_meant_for() {
    let mut harness = scripted(json!([{ "status": 500, "times": 2 }]));
    assert_eq!(harness.get("").status, 500);
    assert_eq!(harness.emulator.script().remaining()[0].times, 1);
    assert_eq!(harness.get("").status, 500);
    assert_eq!(harness.get("").status, 200);
}

#[test]
fn status_headers_and_body_are_replaced() {
    let mut harness = scripted(json!([
        { "status": 200, "body": "<html>", "headers": { "X-More": "1", "Content-Type": "text/html" } },
        { "body": { "any": "JSON" } },
        { "status": 204 },
    ]));
    let html = harness.get("");
    assert_eq!((html.status, html.body.as_str()), (200, "<html>"));
    assert_eq!(html.headers["x-more"], "1");
    assert_eq!(html.headers["content-type"], "text/html");
    assert!(html.headers.contains_key("x-trace-id"));
    assert_eq!(json_of(&harness.get("")), json!({ "any": "JSON" }));
    let success = harness.get("");
    assert_eq!((success.status, success.body.as_str()), (204, "{}"));
}

#[test]
fn a_request_is_carried_out_only_with_apply_or_its_own_response() {
    for (response, expected) in [
        (json!({ "status": 500, "apply": true }), "Scripted"),
        (json!({ "fault": "reset", "apply": true }), "Scripted"),
        (json!({ "delay_ms": 5 }), "Scripted"),
        (json!({ "fault": "truncate" }), "Scripted"),
        (json!({ "fault": "reset" }), "John"),
        (json!({ "fault": "stall_head" }), "John"),
        (json!({ "status": 200 }), "John"),
        (json!({ "body": {} }), "John"),
    ] {
        let mut harness = scripted(json!([response]));
        harness.send("PATCH", JOHN, NAME);
        assert_eq!(first_name(&mut harness), expected, "{response}");
    }
}

#[test]
fn delay_and_fault_are_passed_to_the_host() {
    let mut harness = scripted(json!([{ "delay_ms": 300, "fault": "slow_drip" }]));
    let of = |delivery: Delivery| (delivery.delay_ms, delivery.fault);
    assert_eq!(
        of(harness.send("GET", "", "")),
        (300, Some(Fault::SlowDrip))
    );
    assert_eq!(of(harness.send("GET", "", "")), (0, None));
}

#[test]
fn scripted_5xx_of_writes_count_against_the_write_budget() {
    for (counts_scripted_5xx, status) in [(true, 429), (false, 200)] {
        let mut harness = Harness::new(Config {
            counts_scripted_5xx,
            ..Config::default()
        });
        let responses = json!([{ "status": 503, "times": 4 }, { "status": 404, "times": 2 }]);
        let responses: Vec<ScriptedResponse> = serde_json::from_value(responses).unwrap();
        harness.emulator.extend_script(responses);
        for (method, status) in [
            ("PATCH", 503),
            ("GET", 503),
            ("PATCH", 503),
            ("PATCH", 503),
            ("PATCH", 404),
            ("PATCH", 404),
        ] {
            assert_eq!(harness.send(method, JOHN, NAME).response.status, status);
        }
        assert_eq!(harness.send("PATCH", JOHN, NAME).response.status, status);
    }
}

#[test]
fn unknown_members_and_faults_are_refused() {
    for response in [
        json!({ "fault": "unheard_of" }),
        json!({ "state": 200 }),
        json!({ "status": "200" }),
    ] {
        assert!(serde_json::from_value::<ScriptedResponse>(response).is_err());
    }
}

#[test]
fn the_log_has_each_request_without_the_key() {
    let mut harness = scripted(json!([{ "fault": "reset" }]));
    let headers = [AUTHORIZATION, ("x-sent", "1")];
    let reset = harness.send_with(&headers, "PATCH", JOHN, NAME);
    let refused = harness.send_with(&headers, "PATCH", "", NAME);
    let statuses = |harness: &Harness| {
        let requests = harness.emulator.log().iter();
        requests.map(|request| request.status).collect::<Vec<_>>()
    };
    assert_eq!(statuses(&harness), [None, None]);
    harness.emulator.set_sent(&refused);
    harness.emulator.set_sent(&reset);
    assert_eq!(
        statuses(&harness),
        [None, Some(400)],
        "a reset sends nothing"
    );
    let logged = serde_json::to_value(harness.emulator.log()).unwrap();
    assert_eq!(
        logged[0],
        json!({
            "method": "PATCH",
            "target": "/api/partner/v3/contact_card?phone_number=%2B15551234567",
            "headers": [["authorization", "Bearer •••"], ["x-sent", "1"]],
            "body": NAME,
            "status": null,
        })
    );
}

#[test]
fn g4_a_request_without_the_key_is_not_logged_and_uses_no_scripted_response() {
    let mut harness = scripted(json!([{ "status": 503, "delay_ms": 100, "fault": "stall_head" }]));
    let before = harness.emulator.account().clone();
    for body in [NAME, &"x".repeat(MAX_BODY_BYTES)] {
        for key in ["", "Bearer wrong"] {
            let headers = [("authorization", key)];
            let refused = harness.send_with(&headers, "PATCH", JOHN, body);
            assert_error(&refused.response, 401, 2004);
            assert_eq!((refused.delay_ms, refused.fault), (0, None));
            harness.emulator.set_sent(&refused);
        }
    }
    assert_eq!(harness.emulator.log().iter().count(), 0);
    assert_eq!(harness.emulator.script().remaining().len(), 1);
    assert_eq!(harness.emulator.account(), &before, "nothing counts");
    // The key is checked before the body, too.
    let unread = Request {
        method: "PATCH",
        target: "/api/partner/v3/contact_card",
        headers: &[],
        body: None,
        needs_key: true,
    };
    let refused = harness.emulator.handle(&unread, 0, |_| Ok(()));
    assert_error(&refused.response, 401, 2004);
}

#[test]
fn reset_clears_account_script_and_log() {
    let mut harness = scripted(json!([{ "method": "GET", "status": 500 }]));
    harness.send("PATCH", JOHN, NAME);
    harness.emulator.reset(Account::default());
    assert_eq!(harness.emulator.log().iter().count(), 0);
    assert!(harness.emulator.script().remaining().is_empty());
    assert_eq!(first_name(&mut harness), "John");
}
