//! Encoding JSON in the wire format.

use contact_card::wire::{Strictness, Value, Wire, from_json, from_json_text};
use proptest::prelude::*;

use super::any_json;

fn strict(json: &str) -> Option<Vec<u8>> {
    from_json_text(json.as_bytes(), Strictness::Strict)
}

fn lenient(json: &str) -> Option<Vec<u8>> {
    from_json_text(json.as_bytes(), Strictness::Lenient)
}

#[test]
fn encodes_every_kind_of_json() {
    for (json, encoded) in [
        ("null", "n\0\0\0\0"),
        ("true", "t\0\0\0\0"),
        ("false", "f\0\0\0\0"),
        ("\"\"", "\"\0\0\0\0"),
        (r#""\u00e9\ud83d\ude00\"""#, "\"\x07\0\0\0é😀\""),
        ("[]", "[\0\0\0\0"),
        ("{}", "{\0\0\0\0"),
        (
            r#"{"first_name":"Ada","tags":[true,[]]}"#,
            "{\x2f\0\0\0\"\x0a\0\0\0first_name\"\x03\0\0\0Ada\"\x04\0\0\0tags[\x0a\0\0\0t\0\0\0\0[\0\0\0\0",
        ),
    ] {
        let encoded = Some(encoded.as_bytes());
        assert_eq!(strict(json).as_deref(), encoded, "{json}");
        assert_eq!(lenient(json).as_deref(), encoded, "{json}");
    }
}

#[test]
fn writes_numbers_as_javascript_does() {
    for (json, number) in [
        ("0", "0"),
        ("-7", "-7"),
        ("400.0", "400"),
        ("1.5", "1.5"),
        ("18446744073709551615", "18446744073709551615"),
    ] {
        let encoded = lenient(json).unwrap();
        let input = encoded.as_slice();
        let wire = Wire::new(&input, &mut []);
        assert_eq!(wire.decimal(Value::FIRST), number.as_bytes(), "{json}");
        assert_eq!(wire.after(Value::FIRST), wire.end(), "{json}");
    }
    assert_eq!(lenient("1e999"), None);
}

#[test]
fn hides_or_rejects_duplicate_names() {
    let json = r#"{"a":1,"b":{"a":2},"\u0061":[3],"b":4,"a":5}"#;
    assert_eq!(strict(json), None);
    let encoded = lenient(json).unwrap();
    let input = encoded.as_slice();
    let wire = Wire::new(&input, &mut []);
    assert_eq!(wire.number(wire.get(Value::FIRST, b"a")), 5);
    assert_eq!(wire.number(wire.get(Value::FIRST, b"b")), 4);
}

#[test]
fn rejects_text_that_is_not_json() {
    for json in ["", "{", "[1,]", "{} {}", "'a'", "\"\u{1}\"", r#""\ud800""#] {
        assert_eq!(lenient(json), None, "{json}");
    }
    assert_eq!(from_json_text(b"\"\xff\"", Strictness::Lenient), None);
    assert_eq!(strict("\u{feff}{}"), None);
    assert_eq!(lenient("\u{feff}{}"), lenient("{}"));
    for (depth, is_read) in [(127, true), (128, false), (1_000_000, false)] {
        let json = "[".repeat(depth) + &"]".repeat(depth);
        assert_eq!(lenient(&json).is_some(), is_read, "{depth}");
    }
}

#[test]
fn encodes_hostile_json_in_linear_time() {
    let many = |piece: &str| format!("[{}{piece}]", format!("{piece},").repeat(100_000));
    let names = |name: fn(usize) -> String| {
        let members = (0..100_000).map(|index| format!("{:?}:1", name(index)));
        format!("{{{}}}", members.collect::<Vec<_>>().join(","))
    };
    let start = std::time::Instant::now();
    for json in [
        many("{}"),
        many("{\"a\":[[]]}"),
        "[".repeat(126) + &many("0") + &"]".repeat(126),
        names(|index| index.to_string()),
        names(|_| "a".to_owned()),
        // Each name of the first half is hidden by the same name in the second half.
        names(|index| (index % 50_000).to_string()),
    ] {
        assert!(lenient(&json).is_some());
    }
    assert!(start.elapsed().as_secs() < 10, "{:?}", start.elapsed());
}

proptest! {
    #[test]
    fn encodes_a_value_as_its_text(json in any_json()) {
        prop_assert_eq!(Some(from_json(&json)), strict(&json.to_string()));
    }
}
