//! Cards and their changes: the shared table, the body, the smallest change.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use contact_card::contact_card::{ContactCardUpdate, Needs, SetContactCard, changed_fields};
use contact_card::json::Json;
use proptest::prelude::*;
use serde_json::json;
use support::{parsed, unpack, value, with_members};

#[test]
fn the_table_holds() {
    let table: Vec<serde_json::Value> =
        serde_json::from_str(include_str!("fixtures/updates.json")).unwrap();
    for row in table {
        let input = value(&row["input"]);
        let issues = ContactCardUpdate::parse(input, Needs::AnyField, false)
            .err()
            .unwrap_or_default();
        let found: Vec<_> = issues
            .iter()
            .map(|issue| {
                let path = issue.path().collect::<Vec<_>>().join(".");
                let mut found = vec![json!(path), json!(issue.code.as_str())];
                found.extend(
                    issue
                        .suggestion
                        .as_ref()
                        .map(|suggestion| json!(suggestion)),
                );
                json!(found)
            })
            .collect();
        assert_eq!(json!(found), row["issues"], "{}", row["name"]);
    }
}

#[test]
fn an_ill_formed_name_is_refused() {
    let ill_formed = "x";
    let number = json!({ "phone_number": "+15551234567" });
    let input = unpack(with_members(&number, &[("first_name", ill_formed)]));
    let issues = ContactCardUpdate::parse(input, Needs::AnyField, false).unwrap_err();
    assert_eq!(issues[0].code.as_str(), "ill_formed");
}

#[test]
fn an_empty_text_is_sent_when_it_is_asked_for() {
    let input = value(&json!({ "phone_number": "+15551234567", "last_name": "" }));
    assert_eq!(
        ContactCardUpdate::parse(input, Needs::AnyField, true)
            .unwrap()
            .to_json(false),
        r#"{"last_name":""}"#
    );
}

#[test]
fn the_body_keeps_the_documented_order() {
    let input = value(&json!({
        "image_url": "https://a.example/x.png", "last_name": "Dö", "first_name": "J\"\n", "phone_number": "+15551234567",
    }));
    let body = ContactCardUpdate::parse(input, Needs::AnyField, false)
        .unwrap()
        .to_json(false);
    assert_eq!(
        body,
        r#"{"first_name":"J\"\u000a","last_name":"Dö","image_url":"https://a.example/x.png"}"#
    );
}

#[test]
fn only_changed_fields_count() {
    let card = value(&json!({ "first_name": "Ada", "last_name": "Lovelace", "image_url": null }));
    for (edited, expected) in [
        (
            json!({ "first_name": "Ada", "last_name": "Lovelace" }),
            vec![],
        ),
        (json!({ "first_name": "Ada", "image_url": "" }), vec![]),
        (
            json!({ "first_name": "Ada ", "last_name": "Lovelace" }),
            vec!["first_name"],
        ),
        (json!({ "last_name": "" }), vec!["last_name"]),
        (
            json!({ "image_url": "https://a.example/x" }),
            vec!["image_url"],
        ),
        (json!({ "first_name": null }), vec!["first_name"]),
        (json!({}), vec![]),
    ] {
        assert_eq!(changed_fields(card, value(&edited)), expected, "{edited}");
    }
}

#[test]
fn a_card_is_taken_only_as_documented() {
    let full = json!({ "phone_number": "+15551234567", "first_name": "J", "last_name": null, "is_active": false, "more": 1 });
    let card = SetContactCard::parse(value(&full)).unwrap();
    let written = parsed(&Json::object(|json| card.write(json)));
    assert_eq!(
        written,
        json!({ "phone_number": "+15551234567", "first_name": "J", "is_active": false })
    );
    assert_eq!(
        serde_json::to_value(card).unwrap(),
        written,
        "serde writes the same"
    );
    assert_eq!(format!("{card:?}"), "SetContactCard(+1•••••••567)");
    let card = SetContactCard {
        phone_number: "sk-secret-key",
        ..card
    };
    assert_eq!(format!("{card:?}"), "SetContactCard");
    for (name, bad) in [
        ("phone_number", json!(null)),
        ("first_name", json!(1)),
        ("last_name", json!(false)),
        ("image_url", json!([])),
        ("is_active", json!("true")),
    ] {
        let mut broken = full.clone();
        broken[name] = bad;
        assert_eq!(SetContactCard::parse(value(&broken)), None, "{name}");
    }
}

proptest! {
    /// Whatever a name holds, JSON gives it back.
    #[test]
    fn the_body_is_json(name in any::<String>()) {
        prop_assume!(!name.is_empty());
        let input = value(&json!({ "phone_number": "+15551234567", "first_name": name }));
        let body = ContactCardUpdate::parse(input, Needs::AnyField, false).unwrap().to_json(false);
        prop_assert_eq!(serde_json::from_str::<serde_json::Value>(&body).unwrap(), json!({ "first_name": name }));
    }

    /// Nothing panics, whatever the URL.
    #[test]
    fn any_image_is_judged(url in r"(https://)?\PC{0,12}") {
        let input = value(&json!({ "phone_number": "+15551234567", "image_url": url }));
        let _ = ContactCardUpdate::parse(input, Needs::AnyField, false);
    }
}
