//! Contact cards: the validation of params, the body of a request, and changed fields.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use contact_card::contact_card::{
    Field, Fields, Needs, changed_fields, check_params, is_card, write_body, write_card,
};
use contact_card::validation::{Issues, Style};
use contact_card::wire::{Value, Wire, from_json};
use proptest::prelude::*;
use serde_json::{Value as Json, json};
use support::unicode::{suggesting, with_number_in_ascii};
use support::wire::{ILL_FORMED, encode_with_members, message, parse_json, written, written_list};

/// Returns the issues of an update, as a form gets them.
fn issues(params: &Json, send_empty: bool) -> Vec<Json> {
    issues_of(
        &with_number_in_ascii(params, &params["phone_number"]),
        send_empty,
    )
}

fn issues_of(encoded: &[u8], send_empty: bool) -> Vec<Json> {
    let issues = written_list(encoded, |wire| {
        let style = suggesting(wire);
        let mut issues = Issues::new(wire, style);
        check_params(&mut issues, Value::FIRST, Needs::AnyField, send_empty);
    });
    issues.as_array().unwrap().clone()
}

/// Returns the body of a valid update.
fn body(params: &Json, fields: Fields, with_number: bool) -> String {
    let encoded = from_json(params);
    written(&encoded, |wire| {
        write_body(wire, Value::FIRST, fields, with_number)
    })
}

#[test]
fn reports_the_issues_of_the_shared_table() {
    let table: Vec<Json> = serde_json::from_str(include_str!("fixtures/updates.json")).unwrap();
    for row in table {
        let found: Vec<_> = issues(&row["input"], false)
            .iter()
            .map(|issue| {
                let path = issue["path"].as_array().unwrap().iter();
                let path: Vec<_> = path.map(|step| step.as_str().unwrap()).collect();
                let mut found = vec![json!(path.join(".")), issue["code"].clone()];
                found.extend(issue.get("suggestion").cloned());
                json!(found)
            })
            .collect();
        assert_eq!(json!(found), row["issues"], "{}", row["name"]);
    }
}

#[test]
fn writes_issues_in_every_style() {
    let params = json!({ "phone_number": "+1 555 123 4567", "+15551234567": 1, "last_name": "" });
    let params = with_number_in_ascii(&params, &params["phone_number"]);
    let check = |issues: &mut Issues<'_, '_, '_>| {
        check_params(issues, Value::FIRST, Needs::AnyField, false);
        assert!(!issues.is_empty());
    };
    let line = written(&params, |wire| check(&mut Issues::new(wire, Style::Line)));
    assert_eq!(
        line,
        "phone_number must have only the digits 0 to 9 after the +; remove spaces, dashes, brackets and invisible characters. \
        +1•••••••567 is not a field; check its name. \
        last_name must not be empty, as Linq can't clear a field; leave it out to keep its value"
    );
    let masked = written_list(&params, |wire| check(&mut Issues::new(wire, Style::Masked)));
    assert_eq!(masked[0]["suggestion"], json!(null));
    assert_eq!(masked[1]["path"], json!(["+1•••••••567"]));
    let whole = written_list(&params, |wire| {
        let style = suggesting(wire);
        check(&mut Issues::new(wire, style));
    });
    assert_eq!(whole[0]["suggestion"], "+15551234567");
    assert_eq!(whole[1]["path"], json!(["+15551234567"]));
}

#[test]
fn p6_a_name_without_a_visible_character_is_blank() {
    for name in ["   ", "\u{a0}", "\u{200b}", "\u{3164}\u{200d}", "\n"] {
        let params = json!({ "phone_number": "+15551234567", "first_name": name });
        for send_empty in [false, true] {
            let issues = issues(&params, send_empty);
            assert_eq!(issues.len(), 1);
            assert_eq!(issues[0]["code"], "blank");
            assert_eq!(issues[0]["path"], json!(["first_name"]));
        }
    }
}

#[test]
fn rejects_an_ill_formed_name() {
    let number = json!({ "phone_number": "+15551234567" });
    let params = encode_with_members(&number, &[("first_name", ILL_FORMED)]);
    assert_eq!(issues_of(&params, false)[0]["code"], "ill_formed");
}

#[test]
fn sends_an_empty_text_with_send_empty() {
    let params = json!({ "phone_number": "+15551234567", "last_name": "" });
    assert_eq!(issues(&params, true), [] as [Json; 0]);
    assert_eq!(body(&params, Fields::ALL, false), r#"{"last_name":""}"#);
}

#[test]
fn writes_the_body_in_the_documented_order() {
    let params = json!({
        "image_url": "https://a.example/x.png", "last_name": "Dö", "first_name": "J\"\n", "phone_number": "+15551234567",
    });
    assert_eq!(issues(&params, false), [] as [Json; 0]);
    assert_eq!(
        body(&params, Fields::ALL, false),
        r#"{"first_name":"J\"\u000a","last_name":"Dö","image_url":"https://a.example/x.png"}"#
    );
    let mut fields = Fields::default();
    assert!(fields.is_empty());
    fields.add(Field::LastName);
    assert_eq!(
        body(&params, fields, true),
        r#"{"phone_number":"+15551234567","last_name":"Dö"}"#
    );
}

#[test]
fn finds_changed_fields() {
    let card = json!({ "first_name": "Ada", "last_name": "Lovelace", "image_url": null });
    for (edited, expected) in [
        (
            json!({ "first_name": "Ada", "last_name": "Lovelace" }),
            vec![],
        ),
        (json!({ "first_name": "Ada", "image_url": "" }), vec![]),
        (json!({ "first_name": "Ada", "image_url": null }), vec![]),
        (
            json!({ "first_name": "Ada ", "last_name": "Lovelace" }),
            vec![Field::FirstName],
        ),
        (json!({ "last_name": "" }), vec![Field::LastName]),
        (
            json!({ "image_url": "https://a.example/x" }),
            vec![Field::ImageUrl],
        ),
        (json!({ "first_name": null }), vec![Field::FirstName]),
        (json!({}), vec![]),
    ] {
        assert_eq!(changed(&card, &edited), expected, "{edited}");
    }
}

#[test]
fn takes_no_text_as_equal_to_a_value_of_another_type() {
    let card = json!({ "first_name": 5 });
    for edited in [json!(""), json!("5"), json!(null), json!(6)] {
        let edited = json!({ "first_name": edited });
        assert_eq!(changed(&card, &edited), [Field::FirstName], "{edited}");
        assert_eq!(changed(&edited, &card), [Field::FirstName], "{edited}");
    }
}

fn changed(card: &Json, edited: &Json) -> Vec<Field> {
    let both = message(&[&from_json(card), &from_json(edited)]);
    let both = both.as_slice();
    let wire = Wire::new(&both, &mut []);
    let changed = changed_fields(&wire, Value::FIRST, wire.after(Value::FIRST));
    let is_changed = |field: &Field| changed.contains(*field);
    Field::ALL.iter().copied().filter(is_changed).collect()
}

#[test]
fn accepts_only_cards_as_documented() {
    let is_card = |json: &Json| {
        let encoded = from_json(json);
        let input = encoded.as_slice();
        is_card(&Wire::new(&input, &mut []), Value::FIRST)
    };
    let full = json!({ "phone_number": "+15551234567", "first_name": "J", "last_name": null, "is_active": false, "more": 1 });
    assert!(is_card(&full));
    assert_eq!(
        parse_json(&written(&from_json(&full), |wire| write_card(
            wire,
            Value::FIRST
        ))),
        json!({ "phone_number": "+15551234567", "first_name": "J", "is_active": false })
    );
    for (name, invalid) in [
        ("phone_number", json!(null)),
        ("first_name", json!(null)),
        ("first_name", json!(1)),
        ("last_name", json!(false)),
        ("image_url", json!([])),
        ("is_active", json!("true")),
        ("is_active", json!(null)),
    ] {
        let mut broken = full.clone();
        broken[name] = invalid;
        assert!(!is_card(&broken), "{name}");
    }
    assert!(![json!([]), json!(null), json!("card")].iter().any(is_card));
}

proptest! {
    #[test]
    fn writes_any_name_as_json(name in any::<String>()) {
        prop_assume!(!name.is_empty());
        let params = json!({ "phone_number": "+15551234567", "first_name": name });
        prop_assert!(issues(&params, false).is_empty());
        prop_assert_eq!(parse_json(&body(&params, Fields::ALL, false)), json!({ "first_name": name }));
    }

    #[test]
    fn checks_any_image_url_without_panicking(url in r"(https://)?\PC{0,12}") {
        let params = json!({ "phone_number": "+15551234567", "image_url": url });
        let issues = issues(&params, false);
        prop_assert!(issues.len() <= 1);
        prop_assert!(url.starts_with("https://") || issues.len() == 1);
    }
}
