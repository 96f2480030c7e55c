//! Any text as a number: the rule, the offset and the suggestion.
#![no_main]

use contact_card::json::Json;
use contact_card::phone_number::{PhoneNumber, is_e164};
use contact_card::validation::Issue;
use contact_card::value::Value;
use fuzz::support::parsed;
use libfuzzer_sys::fuzz_target;
use serde_json::json;

fuzz_target!(|text: &str| {
    assert_eq!(is_e164(text), matches_pattern(text));
    match PhoneNumber::parse("phone_number", Value::Text(text)) {
        Ok(number) => {
            assert!(matches_pattern(text));
            assert_eq!(number.as_str(), text);
            assert_eq!(format!("+{}", number.digits()), text);
            assert!(!format!("{number:?}").contains(number.digits()));
        }
        Err(issue) => {
            assert!(!matches_pattern(text));
            check_issue(text, &issue);
        }
    }
});

/// `^\+[1-9][0-9]{1,14}$`, read aloud: a plus, a digit that isn't 0, one to fourteen more digits, the end.
fn matches_pattern(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next() == Some('+')
        && chars.next().is_some_and(|c| ('1'..='9').contains(&c))
        && (1..=14).contains(&chars.clone().count())
        && chars.all(|c| c.is_ascii_digit())
}

fn check_issue(text: &str, issue: &Issue<'_>) {
    check_written(issue);
    assert_eq!(issue.name, "phone_number");
    // As JavaScript counts.
    let units: Vec<u16> = text.encode_utf16().collect();
    let is_digit = |unit: &u16| (0x30..=0x39).contains(unit);
    assert_eq!(
        issue.offset.is_some(),
        issue.code.as_str() == "invalid_character"
    );
    if let Some(offset) = issue.offset {
        let (before, from) = units.split_at(offset as usize);
        assert_eq!(before.first(), Some(&0x2b));
        assert!(before[1..].iter().all(is_digit));
        assert!(!is_digit(&from[0]));
    }
    if let Some(suggestion) = &issue.suggestion {
        assert!(matches_pattern(suggestion));
        // What is left out is no digit, and nothing is added or moved.
        let mut left = suggestion.chars().peekable();
        for c in text.chars() {
            if left.next_if_eq(&c).is_none() {
                assert!(!c.is_alphanumeric() && c != '+', "{c:?} was left out");
            }
        }
        assert_eq!(left.next(), None);
    }
}

/// What a caller gets of it, and what stands in an error.
fn check_written(issue: &Issue<'_>) {
    let mut expected = json!({
        "path": ["phone_number"], "code": issue.code.as_str(), "message": issue.message,
    });
    if let Some(offset) = issue.offset {
        expected["offset"] = json!(offset);
    }
    let written = |in_error| parsed(&Json::object(|json| issue.write(json, in_error)));
    assert_eq!(written(true), expected);
    if let Some(suggestion) = &issue.suggestion {
        expected["suggestion"] = json!(suggestion);
    }
    assert_eq!(written(false), expected);
}
