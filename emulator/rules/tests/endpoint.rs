//! What the endpoint does with requests.

mod support;

use emulator_rules::{Account, Card, CardStatus, Config, Emulator, Request};
use serde_json::{Value, json};

use support::{AUTHORIZATION, Harness, assert_error, json_of};

const JOHN: &str = "?phone_number=%2B15551234567";

fn harness() -> Harness {
    Harness::new(Config {
        write_budget: None,
        ..Config::default()
    })
}

fn john() -> Value {
    json!({
        "phone_number": "+15551234567", "first_name": "John", "last_name": "Doe", "is_active": true,
        "image_url": "https://cdn.linqapp.com/contact-card/example.jpg",
    })
}

#[test]
fn lists_the_cards_of_the_account_in_the_order_of_their_numbers() {
    let list = json_of(&harness().get(""));
    let cards = list["contact_cards"].as_array().unwrap();
    let numbers: Vec<_> = cards.iter().map(|card| &card["phone_number"]).collect();
    assert_eq!(
        numbers,
        [
            "+15551230001",
            "+15551230002",
            "+15551230004",
            "+15551234567",
            "+972545550003",
        ]
    );
    let ada = json!({ "phone_number": "+15551230001", "first_name": "Ada", "is_active": true });
    assert_eq!(cards[0], ada);
    assert_eq!(cards[1]["is_active"], false);
}

#[test]
fn retrieves_the_card_of_a_number() {
    let mut harness = harness();
    let list = |cards: &[Value]| json!({ "contact_cards": cards });
    assert_eq!(json_of(&harness.get(JOHN)), list(&[john()]));
    assert_eq!(
        json_of(&harness.get("?phone_number=%2B19999999999")),
        list(&[])
    );
}

#[test]
fn update_keeps_the_fields_that_are_absent() {
    let mut harness = harness();
    let mut expected = john();
    expected["first_name"] = json!("Jane");
    let response = harness.patch("15551234567", &json!({ "first_name": "Jane" }));
    assert_eq!(
        (response.status, json_of(&response)),
        (200, expected.clone())
    );
    assert_eq!(response.headers["content-type"], "application/json");
    assert_eq!(
        json_of(&harness.get(JOHN))["contact_cards"],
        json!([expected])
    );
}

#[test]
fn update_of_a_pending_card_is_saved_and_not_active() {
    let mut harness = harness();
    let response = harness.patch("15551230002", &json!({ "last_name": "Murray" }));
    let card = json_of(&response);
    assert_eq!(card["last_name"], "Murray");
    assert_eq!(card["is_active"], false);
}

#[test]
fn image_is_copied_to_the_host_of_linq() {
    let sent = "https://example.com/me.png";
    let response = harness().patch("15551230001", &json!({ "image_url": sent }));
    let url = json_of(&response)["image_url"].clone();
    assert!(
        url.as_str()
            .unwrap()
            .starts_with("https://cdn.linqapp.com/")
    );
}

#[test]
fn create_makes_an_active_card() {
    let mut harness = harness();
    let card = json!({ "phone_number": "+15557654321", "first_name": "New", "last_name": "Card" });
    let mut expected = card.clone();
    expected["is_active"] = json!(true);
    let response = harness.post(&card);
    assert_eq!((response.status, json_of(&response)), (200, expected));
    assert_error(&harness.post(&card), 409, 2014);
}

#[test]
fn create_replaces_an_inactive_card() {
    let mut harness = harness();
    let response = harness.post(&json!({ "phone_number": "+15551230004", "first_name": "Al" }));
    let expected = json!({ "phone_number": "+15551230004", "first_name": "Al", "is_active": true });
    assert_eq!(json_of(&response), expected);
}

#[test]
fn refuses_with_the_documented_errors() {
    let mut harness = harness();
    let before = harness.emulator.account().clone();
    let name = json!({ "first_name": "J" });
    for (query, status, code) in [
        ("", 400, 1001),
        ("?phone_number=15551234567", 400, 1002),
        ("?phone_number=+15551234567", 400, 1002),
        ("?phone_number=%2B15559990000", 403, 2005),
        ("?phone_number=%2B19999999999", 404, 2012),
        ("?phone_number=%2B15551230004", 404, 2012),
    ] {
        let delivery = harness.send("PATCH", query, &name.to_string());
        assert_error(&delivery.response, status, code);
    }
    for (body, status, code) in [
        ("{", 400, 1003),
        ("[]", 400, 1003),
        ("", 400, 1003),
        ("{}", 400, 1005),
        (r#"{"nickname":"J"}"#, 400, 1005),
        (r#"{"first_name":""}"#, 400, 1005),
        (r#"{"first_name":5}"#, 400, 1005),
        (r#"{"image_url":null}"#, 500, 3006),
        (r#"{"image_url":"http://example.com/a.png"}"#, 400, 1005),
    ] {
        let delivery = harness.send("PATCH", JOHN, body);
        assert_error(&delivery.response, status, code);
    }
    assert_error(
        &harness.post(&json!({ "phone_number": "+15557654321" })),
        400,
        1001,
    );
    assert_error(&harness.post(&name), 400, 1001);
    let foreign = json!({ "phone_number": "+15559990000", "first_name": "J" });
    assert_error(&harness.post(&foreign), 403, 2005);
    assert_error(&harness.get("?phone_number=%2B15559990000"), 403, 2005);
    assert_error(&harness.get("?phone_number="), 400, 1002);
    assert_error(&harness.send("DELETE", "", "").response, 405, 1003);
    assert_error(&harness.emulator.not_found(), 404, 2001);
    assert_eq!(harness.emulator.account(), &before, "nothing was changed");
}

#[test]
fn refuses_a_request_without_the_key() {
    let mut harness = harness();
    for headers in [
        &[][..],
        &[("authorization", "Bearer wrong")],
        &[("authorization", "linq-emulator-key")],
        &[("authorization", "bearer linq-emulator-key")],
        &[("authorization", "Bearer wrong"), AUTHORIZATION],
        &[("x-authorization", "Bearer linq-emulator-key")],
    ] {
        let delivery = harness.send_with(headers, "GET", "", "");
        assert_error(&delivery.response, 401, 2004);
    }
}

#[test]
fn refuses_a_body_that_could_not_be_read() {
    let request = Request {
        method: "PATCH",
        target: "/api/partner/v3/contact_card?phone_number=%2B15551234567",
        headers: &[AUTHORIZATION],
        body: None,
        needs_key: true,
    };
    let delivery = harness().emulator.handle(&request, 0, |_| Ok(()));
    assert_error(&delivery.response, 400, 1003);
}

#[test]
fn config_sets_what_the_documentation_leaves_open() {
    let mut harness = Harness::new(Config {
        missing_card_code: 2001,
        empty_value_code: 1001,
        refuses_unknown_fields: true,
        ..Config::default()
    });
    assert_error(
        &harness.patch("19999999999", &json!({ "first_name": "J" })),
        404,
        2001,
    );
    assert_error(&harness.patch("15551234567", &json!({})), 400, 1001);
    assert_error(
        &harness.patch("15551234567", &json!({ "first_name": "" })),
        400,
        1001,
    );
    assert_error(
        &harness.patch("15551234567", &json!({ "nickname": "J" })),
        400,
        1005,
    );
}

#[test]
fn change_that_cannot_be_saved_has_no_effect() {
    let mut harness = harness();
    let before = harness.emulator.account().clone();
    assert_error(&harness.patch_unsaved(), 500, 3006);
    assert_eq!(harness.emulator.account(), &before);
}

#[test]
fn change_is_saved_before_it_takes_effect() {
    let mut harness = harness();
    let mut saved = Vec::new();
    let request = Request {
        method: "PATCH",
        target: "/api/partner/v3/contact_card?phone_number=%2B15551230001",
        headers: &[AUTHORIZATION],
        body: Some(br#"{"last_name":"Lovelace"}"#),
        needs_key: true,
    };
    harness.emulator.handle(&request, harness.now, |change| {
        saved.push(change.clone());
        Ok(())
    });
    let card = Card {
        phone_number: "+15551230001".to_owned(),
        first_name: "Ada".to_owned(),
        last_name: Some("Lovelace".to_owned()),
        image_url: None,
        status: CardStatus::Active,
    };
    let [change] = saved.as_slice() else {
        panic!("one change, not {saved:?}");
    };
    assert_eq!(
        (change.at, change.card.as_ref()),
        (harness.now, Some(&card))
    );

    // What was saved makes the same account.
    let mut restored = Account::default();
    restored.apply(change.clone());
    assert_eq!(harness.emulator.account(), &restored);
}

#[test]
fn every_response_has_a_trace_id_of_its_own() {
    let mut harness = harness();
    let first = harness.get("").headers["x-trace-id"].clone();
    assert_ne!(harness.get("").headers["x-trace-id"], first);
}

#[test]
fn debug_shows_neither_key_nor_number() {
    let config = Config::default();
    let request = Request {
        method: "GET",
        target: JOHN,
        headers: &[AUTHORIZATION],
        body: Some(b"{}"),
        needs_key: true,
    };
    let shown = format!("{config:?} {request:?}");
    assert!(
        shown.contains("ApiKey(•••)")
            && shown.contains("GET")
            && !shown.contains("linq-emulator-key")
            && !shown.contains("1555"),
        "{shown}"
    );
    let mut emulator = Emulator::new(config, Account::default());
    emulator.handle(&request, 0, |_| Ok(()));
    assert!(!format!("{emulator:?}").contains("linq-emulator-key"));
}
