//! `ensureContactCard`, which creates or updates a card, and creation.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use contact_card::api::Operation;
use serde_json::{Value as Json, json};
use support::scenario::{
    Event, Expected, NO_HEAD, Scenario, rejects, resolves, response, send, sleep, started, thrown,
};

const IMAGE: &str = "https://a.example/p.jpg";
const LINQ_S_IMAGE: &str = "https://cdn.linqapp.com/x";
const URL: &str = "https://api.linqapp.com/api/partner/v3/contact_card";

fn url_with_number() -> String {
    format!("{URL}?phone_number=%2B15551234567")
}

fn get() -> Expected {
    send("GET", &url_with_number(), "")
}

fn patch(body: &str) -> Expected {
    send("PATCH", &url_with_number(), body)
}

fn post() -> Expected {
    let body = format!(
        r#"{{"phone_number":"+15551234567","first_name":"John","last_name":"Doe","image_url":"{IMAGE}"}}"#
    );
    send("POST", URL, &body)
}

/// Expects the call's next request to be sent at once.
fn at_once() -> Expected {
    sleep(0)
}

fn card(last_name: Option<&str>, image_url: Option<&str>) -> Json {
    json!({
        "phone_number": "+15551234567", "first_name": "John", "last_name": last_name, "image_url": image_url,
        "is_active": true,
    })
}

/// Returns the card as the caller receives it.
fn without_nulls(card: &Json) -> Json {
    let members = card.as_object().unwrap().clone();
    members
        .into_iter()
        .filter(|(_, member)| !member.is_null())
        .collect()
}

fn list(cards: &[Json]) -> Event {
    response(200, json!({ "contact_cards": cards }))
}

fn failing(status: u32, code: u32) -> Event {
    response(status, json!({ "error": { "code": code } }))
}

fn params() -> Json {
    json!({ "phone_number": "+15551234567", "first_name": "John", "last_name": "Doe", "image_url": IMAGE })
}

/// Starts a call, which sends its first request for the card.
#[track_caller]
fn ensure(params: Json, mut options: Json) -> Scenario {
    options["apiKey"] = json!("sk-secret-key");
    Scenario::ensure(params, options)
        .on(started())
        .expect(get())
}

#[test]
fn creates_a_missing_card() {
    let created = card(Some("Doe"), Some(LINQ_S_IMAGE));
    for missing in [
        list(&[]),
        failing(404, 2001),
        failing(404, 2012),
        failing(404, 2019),
    ] {
        ensure(params(), json!({}))
            .on(missing)
            .expect(at_once())
            .on(Event::Slept)
            .expect(post())
            .on(response(201, created.clone()))
            .expect(resolves(json!({ "card": created, "action": "created" })));
    }
}

/// W1: the 404 of a development server, of a proxy, or of a gateway that has passed nothing on.
#[test]
fn creates_nothing_after_a_404_that_is_not_linqs() {
    let refused = json!({ "error": { "code": 2001, "outcome": "refused" } });
    for body in [
        json!("<!doctype html>"),
        json!({}),
        json!({ "error": { "code": 404 } }),
        refused,
    ] {
        ensure(params(), json!({}))
            .on(response(404, body))
            .expect(rejects(
                json!({ "name": "NotFoundError", "status": 404, "outcome": "not_sent" }),
            ));
    }
}

#[test]
fn creates_nothing_after_another_status_whatever_its_code() {
    ensure(params(), json!({ "maxRetries": 0 }))
        .on(failing(500, 2012))
        .expect(rejects(json!({ "name": "InternalServerError" })));
}

#[test]
fn updates_a_card_that_was_created_meanwhile() {
    let created = || {
        ensure(params(), json!({}))
            .on(list(&[]))
            .on(Event::Slept)
            .expect(post())
    };
    let updated = card(Some("Doe"), None);
    let all = format!(r#"{{"first_name":"John","last_name":"Doe","image_url":"{IMAGE}"}}"#);
    created()
        .on(failing(409, 2014))
        .expect(at_once())
        .on(Event::Slept)
        .expect(patch(&all))
        .on(response(200, updated.clone()))
        .expect(resolves(
            json!({ "card": without_nulls(&updated), "action": "updated" }),
        ));
    created().on(failing(409, 2015)).expect(rejects(
        json!({ "name": "ConflictError", "outcome": "refused" }),
    ));
}

#[test]
fn sends_only_fields_that_differ() {
    let there = Some(LINQ_S_IMAGE);
    for (current, options, body) in [
        (card(Some("Doe"), there), json!({}), None),
        (
            card(Some("Smith"), there),
            json!({}),
            Some(r#"{"last_name":"Doe"}"#.to_owned()),
        ),
        (
            card(Some("Doe"), None),
            json!({}),
            Some(format!(r#"{{"image_url":"{IMAGE}"}}"#)),
        ),
        (
            card(Some("Doe"), there),
            json!({ "replaceImage": true }),
            Some(format!(r#"{{"image_url":"{IMAGE}"}}"#)),
        ),
    ] {
        let updated = card(Some("Doe"), there);
        let found = ensure(params(), options).on(list(&[current]));
        match body {
            None => found.expect(resolves(json!({ "card": updated, "action": "unchanged" }))),
            Some(body) => found
                .expect(at_once())
                .on(Event::Slept)
                .expect(patch(&body))
                .on(response(200, updated.clone()))
                .expect(resolves(json!({ "card": updated, "action": "updated" }))),
        };
    }
}

#[test]
fn treats_an_empty_field_as_an_absent_one() {
    let params = json!({ "phone_number": "+15551234567", "first_name": "John", "last_name": "", "image_url": "" });
    let found = ensure(params, json!({ "sendEmpty": true })).on(list(&[card(None, None)]));
    assert_eq!(found.value()["action"], "unchanged");
}

#[test]
fn reports_not_sent_after_a_failure_before_the_write() {
    for (event, name) in [
        (thrown(NO_HEAD), "APIConnectionError"),
        (Event::TimedOut(NO_HEAD), "APIConnectionTimeoutError"),
        (Event::Aborted(NO_HEAD), "Aborted"),
        (failing(500, 3006), "InternalServerError"),
        (failing(401, 2004), "AuthenticationError"),
        (
            list(&[json!({ "phone_number": "+1999" })]),
            "InvalidResponseError",
        ),
    ] {
        ensure(params(), json!({ "maxRetries": 0 }))
            .on(event)
            .expect(rejects(json!({ "name": name, "outcome": "not_sent" })));
    }
    ensure(params(), json!({}))
        .on(list(&[]))
        .on(Event::Slept)
        .on(failing(500, 3006))
        .expect(rejects(json!({ "outcome": "unknown" })));
}

#[test]
fn stops_between_two_requests() {
    for event in [Event::Aborted(NO_HEAD), Event::TimedOut(NO_HEAD)] {
        let call = ensure(params(), json!({}))
            .on(list(&[]))
            .expect(at_once())
            .on(event);
        assert_eq!(call.error()["outcome"], "not_sent");
    }
}

#[test]
fn counts_attempts_for_each_request() {
    ensure(params(), json!({}))
        .on(thrown(NO_HEAD))
        .expect(sleep(1_000))
        .on(Event::Slept)
        .expect(get())
        .on(thrown(NO_HEAD))
        .expect(sleep(2_000))
        .on(Event::Slept)
        .expect(get())
        .on(list(&[]))
        .on(Event::Slept)
        .expect(post())
        .on(failing(500, 2022))
        .expect(sleep(3_000))
        .on(Event::Slept)
        .expect(post())
        .on(failing(500, 2022))
        .expect(rejects(json!({ "code": 2022, "outcome": "unknown" })));
}

#[test]
fn does_not_count_reads_as_writes() {
    let call = ensure(params(), json!({}));
    assert_eq!(call.used_writes(), 0);
    let call = call.on(list(&[])).on(Event::Slept).expect(post());
    assert_eq!(call.used_writes(), 1);
}

#[test]
fn requires_a_first_name_for_a_creation() {
    let params_without = json!({ "phone_number": "+15551234567", "last_name": "Doe" });
    for operation in [Operation::Create, Operation::Ensure] {
        let error = Scenario::new(
            operation,
            params_without.clone(),
            json!({ "apiKey": "key" }),
        )
        .on(started())
        .error();
        assert_eq!(
            error["issues"],
            json!([{ "path": ["first_name"], "code": "required", "message": "first_name is required" }])
        );
    }
    for operation in Operation::ALL
        .into_iter()
        .filter(|other| *other != Operation::Ensure)
    {
        let options = json!({ "apiKey": "key", "replaceImage": true });
        let params = if operation == Operation::Retrieve {
            json!({})
        } else {
            params()
        };
        let error = Scenario::new(operation, params, options)
            .on(started())
            .error();
        assert_eq!(error["issues"][0]["code"], "unknown_option");
    }
}

#[test]
fn sends_the_number_of_a_creation_in_the_body() {
    let params = json!({ "phone_number": "+15551234567", "first_name": "John" });
    Scenario::new(Operation::Create, params, json!({ "apiKey": "key" }))
        .on(started())
        .expect(send(
            "POST",
            URL,
            r#"{"phone_number":"+15551234567","first_name":"John"}"#,
        ))
        .on(response(201, card(None, None)))
        .expect(resolves(without_nulls(&card(None, None))));
}

#[test]
fn sends_an_empty_update_for_the_sdk() {
    let params = json!({ "phone_number": "+15551234567" });
    let options = json!({ "apiKey": "key" });
    let error = Scenario::update(params.clone(), options.clone())
        .on(started())
        .error();
    assert_eq!(error["issues"][0]["code"], "empty_update");
    Scenario::new(Operation::VendorUpdate, params, options)
        .on(started())
        .expect(patch("{}"));
}
