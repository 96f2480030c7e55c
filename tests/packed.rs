//! What comes in across the border: packed texts, broken ones too.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use contact_card::client::{Call, Purpose};
use contact_card::http::{Body, Head};
use contact_card::value::Value;
use serde_json::json;
use support::scripted::{PAGE, refusal};
use support::{pack, unpack, value};

#[test]
fn a_list_ends_where_it_ends() {
    let answer = format!("[[#1:7#3:200]{}]", pack(&json!("opaqueredirect")));
    let mut parts = Value::unpack(&answer).items();
    let short = Head {
        received_at: 7,
        status: 200,
        ..Head::default()
    };
    assert_eq!(
        Head::parse(parts.next().unwrap()),
        short,
        "the body is not part of the head"
    );
    assert_eq!(parts.next(), Some(Value::Text("opaqueredirect")));
    assert_eq!((parts.next(), parts.next()), (None, None));
}

#[test]
fn what_stands_behind_a_value_is_not_its_own() {
    for packed in ["[]", "[n]", "{}", "{\"1:an}", "[[n]{}]"] {
        let twice = format!("[{packed}{packed}n]");
        let mut parts = Value::unpack(&twice).items();
        assert_eq!(parts.next(), parts.next(), "{packed}");
        assert_eq!(parts.next(), Some(Value::Null), "{packed}");
    }
}

#[test]
fn depth_doesn_t_exhaust_the_stack() {
    for open in ["[", "{\"1:a", "[{\"1:a"] {
        let deep = open.repeat(100_000);
        assert!(Value::unpack(&deep).items().count() <= 1);
        let depth = deep.bytes().filter(|byte| b"[{".contains(byte)).count();
        let closed = format!("[{deep}{}t]", "]".repeat(depth));
        let mut items = Value::unpack(&closed).items();
        assert_ne!(items.next(), Some(Value::Bool(true)));
        assert_eq!(items.next(), Some(Value::Bool(true)));
    }
}

#[test]
fn what_is_broken_is_not_there() {
    for broken in [
        "",
        "]",
        "y",
        "é",
        "\"4",
        "\"4:Jon",
        "\"1:é",
        "#2:1",
        "\"99999999999999999999:x",
    ] {
        assert!(Value::unpack(broken).is_absent(), "{broken}");
        let list = format!("[t{broken}");
        let items: Vec<_> = Value::unpack(&list).items().collect();
        assert_eq!(items, [Value::Bool(true)], "{broken}");
        let head = format!("[{list}]");
        let head = Head::parse(Value::unpack(&head).items().next().unwrap());
        assert_eq!(head, Head::default(), "{broken}");
        assert!(matches!(
            Body::parse(Value::unpack(broken)),
            Body::Unusable(_)
        ));
    }
}

/// Half of a surrogate pair in a name.
#[test]
fn an_ill_formed_name_hides_no_other() {
    let with_ill_formed = |json| unpack(pack(&json).replacen('{', "{xt", 1));
    let card = json!({ "phone_number": "+15551234567", "first_name": "John" });
    let input = with_ill_formed(card.clone());
    assert_eq!(input.get("first_name").as_text(), Some("John"));
    for (input, options, code) in [
        (input, Value::Absent, "unknown_field"),
        (
            value(&card),
            with_ill_formed(json!({ "sendEmpty": true })),
            "unknown_option",
        ),
    ] {
        let error = Call::parse(Purpose::Update, input, options, &PAGE).unwrap_err();
        let issues = refusal(&error)["issues"].clone();
        assert_eq!(issues.as_array().unwrap().len(), 1, "{issues}");
        assert_eq!(issues[0]["code"], code);
    }
}
