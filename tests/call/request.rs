//! The request that a call sends, and its preview.

use contact_card::api::Operation;
use contact_card::call::{read_event, read_moment};
use contact_card::phone_number::PhoneNumber;
use contact_card::time::Millis;
use contact_card::wire::{Value, from_json};
use serde_json::{Value as Json, json};

use super::{BODY, URL, john};
use crate::support::machine::{page, parse_call, server};
use crate::support::scenario::{Scenario, resolves, response, send, started};
use crate::support::wire::{encode_operation, message, parse_json, written};

#[test]
fn sends_the_sample_of_the_reference_page_byte_for_byte() {
    let params = json!({
        "phone_number": "+15551234567", "first_name": "John",
        "image_url": "https://cdn.linqapp.com/contact-card/example.jpg", "last_name": "Doe",
    });
    let card = json!({
        "phone_number": "+15551234567", "first_name": "John", "last_name": "Doe",
        "image_url": "https://cdn.linqapp.com/contact-card/example.jpg", "is_active": true,
    });
    let body = r#"{"first_name":"John","last_name":"Doe","image_url":"https://cdn.linqapp.com/contact-card/example.jpg"}"#;
    let call = Scenario::update(params, json!({ "apiKey": "sk-secret-key" }))
        .on(started())
        .expect(send("PATCH", URL, body))
        .on(response(200, card.clone()))
        .expect(resolves(card));
    assert_eq!(
        call.sent[0]["init"],
        json!({
            "method": "PATCH", "body": body, "redirect": "manual",
            "headers": { "accept": "application/json", "content-type": "application/json", "authorization": "Bearer sk-secret-key" },
        })
    );
    assert_eq!(call.sent[0]["limit"], 65_536);
}

#[test]
fn allows_a_list_to_be_longer_than_a_card() {
    let url = "https://api.linqapp.com/api/partner/v3/contact_card";
    let read = Scenario::retrieve(json!({}), json!({ "apiKey": "k" }))
        .on(started())
        .expect(send("GET", url, ""));
    assert_eq!(read.sent[0]["limit"], 4_194_304);
}

/// Returns the preview of an update.
fn preview(options: Json) -> Json {
    parse_json(&Scenario::update(john(), options).preview())
}

/// Returns the headers of a preview as text, because parsed JSON would drop duplicates.
fn headers_in(options: Json) -> String {
    let text = Scenario::update(john(), options).preview();
    let (_, headers) = text.split_once(r#""headers":"#).unwrap();
    let (headers, _) = headers.split_once(r#","body""#).unwrap();
    headers.to_owned()
}

#[test]
fn merges_the_headers_of_the_caller_last() {
    let options = json!({
        "apiKey": "key",
        "headers": [["X-Tenant", "café\t7"], ["Accept", "application/vnd.x+json"], ["content-type", null], ["x-tenant", "8"]],
    });
    assert_eq!(
        headers_in(options),
        r#"{"authorization":"•••","Accept":"application/vnd.x+json","x-tenant":"8"}"#
    );
}

#[test]
fn sends_each_header_once() {
    for (options, headers) in [
        (
            json!({ "apiKey": "key" }),
            r#"{"accept":"application/json","content-type":"application/json","authorization":"•••"}"#,
        ),
        (
            json!({ "apiKey": "key", "headers": { "Authorization": "Bearer other" } }),
            r#"{"accept":"application/json","content-type":"application/json","Authorization":"•••"}"#,
        ),
        (
            json!({ "apiKey": "key", "headers": { "AUTHORIZATION": null, "ACCEPT": null } }),
            r#"{"content-type":"application/json"}"#,
        ),
    ] {
        assert_eq!(headers_in(options), headers);
    }
}

#[test]
fn hides_every_key_in_a_preview() {
    let request = preview(json!({
        "headers": { "Authorization": "Bearer sk-secret-key" }, "baseURL": "https://g.example/api/",
    }));
    assert_eq!(
        request,
        json!({ "value": {
            "url": "https://g.example/api/v3/contact_card?phone_number=%2B15551234567", "method": "PATCH", "body": BODY,
            "headers": { "accept": "application/json", "content-type": "application/json", "Authorization": "•••" },
        } })
    );
    let invalid = preview(json!({ "apiKey": "a b" }));
    assert_eq!(invalid["error"]["name"], "ValidationError");
    assert_eq!(invalid["value"], json!(null));
}

#[test]
fn hides_numbers_and_keys_in_debug_output() {
    let number = PhoneNumber::parse(b"+15551234567");
    assert_eq!(format!("{number:?}"), "Some(+1•••••••567)");
    // The other types hold positions in the input.
    let message = message(&[
        &encode_operation(Operation::Update),
        &from_json(&john()),
        &from_json(&json!({ "apiKey": "sk-secret-key" })),
        &from_json(&page()),
        b"",
        &from_json(&json!("+15551234567")),
        b"",
        &from_json(&json!("response")),
        &from_json(&json!({ "status": 400, "traceId": "t-15551234567" })),
        &from_json(&json!([{ "trace_id": "t-15551234567" }])),
    ]);
    written(&message, |wire| {
        let mut position = Value::FIRST;
        let call = parse_call(wire, &mut position, 0);
        let moment = read_moment(wire, &mut position, Millis(0), 0.0);
        let event = read_event(wire, &mut position).unwrap();
        let text = format!("{call:?} {event:?} {moment:?}");
        assert!(!text.contains("555") && !text.contains("secret"), "{text}");
    });
}

#[test]
fn sets_browser_options_of_fetch_in_a_page_with_server_globals() {
    let desktop = json!({ "hasDocument": true, "isServer": true });
    for (environment, is_browser) in [(page(), true), (desktop, true), (server(), false)] {
        let call = Scenario::update(john(), json!({ "baseURL": "https://gateway.example" }))
            .within(environment.clone())
            .on(started());
        let init = &call.sent[0]["init"];
        let expected = |value: &str| {
            if is_browser {
                json!(value)
            } else {
                json!(null)
            }
        };
        assert_eq!(init["cache"], expected("no-store"), "{environment}");
        assert_eq!(init["referrerPolicy"], expected("no-referrer"));
        assert_eq!(init["credentials"], expected("same-origin"));
        assert_eq!(init["redirect"], "manual");
        assert_eq!(
            (&init["mode"], &init["keepalive"]),
            (&json!(null), &json!(null))
        );
    }
}

#[test]
fn chooses_credentials_by_the_key() {
    for (options, expected) in [
        (json!({}), "same-origin"),
        (
            json!({ "apiKey": "k", "dangerouslyAllowBrowser": true }),
            "omit",
        ),
        (json!({ "credentials": "include" }), "include"),
    ] {
        let call = Scenario::update(john(), options)
            .within(page())
            .on(started());
        assert_eq!(call.sent[0]["init"]["credentials"], expected);
    }
}

#[test]
fn passes_keepalive_to_fetch() {
    let call = Scenario::update(john(), json!({ "keepalive": true })).within(page());
    assert_eq!(call.on(started()).sent[0]["init"]["keepalive"], true);
}
