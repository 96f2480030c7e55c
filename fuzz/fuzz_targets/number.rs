//! Any text as a phone number: its verdict, offset and suggestion.
#![no_main]

use contact_card::phone_number::{PhoneNumber, check_phone_number, is_e164};
use contact_card::validation::{Issues, Style};
use contact_card::wire::{Value, from_json};
use fuzz::support::wire::{written, written_list};
use libfuzzer_sys::fuzz_target;
use serde_json::{Value as Json, json};

fuzz_target!(|text: &str| {
    let bytes = text.as_bytes();
    let is_valid = matches_pattern(text);
    assert_eq!(is_e164(bytes), is_valid);
    let encoded = from_json(&json!(text));
    let whole = issues(&encoded, Style::Whole);
    assert_eq!(whole.is_empty(), is_valid);
    match PhoneNumber::parse(bytes) {
        Some(number) => {
            assert!(is_valid);
            assert_eq!(number.text(), bytes);
            assert_eq!(number.digits(), &bytes[1..]);
            assert!(!format!("{number:?}").contains(&text[1..]));
        }
        None => check_issue(text, &encoded, &whole[0]),
    }
});

/// Matches `^\+[1-9][0-9]{1,14}$` without a regular expression.
fn matches_pattern(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next() == Some('+')
        && chars.next().is_some_and(|c| ('1'..='9').contains(&c))
        && (1..=14).contains(&chars.clone().count())
        && chars.all(|c| c.is_ascii_digit())
}

fn issues(encoded: &[u8], style: Style) -> Vec<Json> {
    let issues = written_list(encoded, |wire| {
        let mut issues = Issues::new(wire, style);
        let is_valid = check_phone_number(&mut issues, b"phone_number", Value::FIRST);
        assert_eq!(is_valid, issues.is_empty());
    });
    issues.as_array().unwrap().clone()
}

fn check_issue(text: &str, encoded: &[u8], issue: &Json) {
    check_written(encoded, issue);
    // JavaScript counts UTF-16 units.
    let units: Vec<u16> = text.encode_utf16().collect();
    let is_digit = |unit: &u16| (0x30..=0x39).contains(unit);
    let offset = issue["offset"].as_u64();
    assert_eq!(offset.is_some(), issue["code"] == "invalid_character");
    if let Some(offset) = offset {
        let (before, from) = units.split_at(usize::try_from(offset).unwrap());
        assert_eq!(before.first(), Some(&0x2b));
        assert!(before[1..].iter().all(is_digit));
        assert!(!is_digit(&from[0]));
    }
    if let Some(suggestion) = issue["suggestion"].as_str() {
        assert!(matches_pattern(suggestion));
        // Only separators are removed, and nothing is added or moved.
        let mut rest = suggestion.chars().peekable();
        for c in text.chars() {
            if rest.next_if_eq(&c).is_none() {
                assert!(!c.is_alphanumeric() && c != '+', "{c:?} was removed");
            }
        }
        assert_eq!(rest.next(), None);
    }
}

/// Checks the masked issue of an error, and the line in its message.
fn check_written(encoded: &[u8], whole: &Json) {
    let mut expected = whole.clone();
    expected.as_object_mut().unwrap().remove("suggestion");
    assert_eq!(issues(encoded, Style::Masked), [expected]);
    assert_eq!(whole["path"], json!(["phone_number"]));
    let line = written(encoded, |wire| {
        let mut issues = Issues::new(wire, Style::Line);
        check_phone_number(&mut issues, b"phone_number", Value::FIRST);
    });
    assert_eq!(
        line,
        format!("phone_number {}", whole["message"].as_str().unwrap())
    );
}
