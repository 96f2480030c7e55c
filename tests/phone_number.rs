//! Phone numbers: validation, and masking in texts.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use contact_card::phone_number::{PhoneNumber, check_phone_number, is_e164};
use contact_card::redact::{Secrets, TextKind, mask, redact};
use contact_card::validation::{Issues, Style};
use contact_card::wire::{Value, from_json};
use proptest::prelude::*;
use serde_json::{Value as Json, json};
use support::wire::{ABSENT, ILL_FORMED, NULL, written, written_list};

/// Returns the issue that `parsePhoneNumber` reports.
fn issue(input: &Json) -> Option<Json> {
    issue_of(&from_json(input), b"")
}

fn issue_of(encoded: &[u8], name: &[u8]) -> Option<Json> {
    let issues = written_list(encoded, |wire| {
        check_phone_number(&mut Issues::new(wire, Style::Whole), name, Value::FIRST);
    });
    issues.get(0).cloned()
}

fn masked(text: &str) -> String {
    written(b"", |wire| mask(wire, text.as_bytes()))
}

#[test]
fn reports_the_issues_of_the_shared_table() {
    let table: Vec<Json> =
        serde_json::from_str(include_str!("fixtures/phone_numbers.json")).unwrap();
    for row in table {
        let input = &row["input"];
        match PhoneNumber::parse(input.as_str().unwrap_or_default().as_bytes()) {
            Some(number) => {
                assert_eq!(row["valid"], true, "{row}");
                assert_eq!(input.as_str().unwrap().as_bytes(), number.text());
                assert_eq!(issue(input), None);
            }
            None => {
                let issue = issue(input).unwrap();
                for name in ["code", "offset", "suggestion"] {
                    assert_eq!(row.get(name), issue.get(name), "{name} of {row}");
                }
                assert_eq!(issue["path"], json!([]));
            }
        }
    }
}

#[test]
fn reports_missing_and_mistyped_numbers_under_their_name() {
    for (encoded, code) in [
        (ILL_FORMED, "ill_formed"),
        (ABSENT, "required"),
        (b"", "required"),
        (NULL, "not_a_string"),
        (&from_json(&json!(15_551_234_567_u64)), "not_a_string"),
    ] {
        let issue = issue_of(encoded, b"phone_number").unwrap();
        assert_eq!(issue["code"], code);
        assert_eq!(issue["path"], json!(["phone_number"]));
    }
    assert_eq!(issue_of(ABSENT, b"").unwrap()["code"], "not_a_string");
}

#[test]
fn masks_numbers_in_texts() {
    for (text, expected) in [
        ("+15551234567", "+1•••••••567"),
        ("no card for +15551234567.", "no card for +1•••••••567."),
        (
            "%2B15551234567 and 15551234567",
            "%2B1•••••••567 and 1•••••••567",
        ),
        ("+123456", "+••••••"),
        ("+1234567", "+1•••567"),
        ("code 1002, HTTP 404", "code 1002, HTTP 404"),
        ("é+15551234567é", "é+1•••••••567é"),
        ("", ""),
    ] {
        assert_eq!(masked(text), expected);
    }
    let number = PhoneNumber::parse(b"+15551234567");
    assert_eq!(format!("{number:?}"), "Some(+1•••••••567)");
}

#[test]
fn masks_megabytes_of_digits_in_linear_time() {
    let digits = "1".repeat(4 * 1024 * 1024);
    let masked = masked(&digits);
    assert_eq!(masked.chars().count(), digits.len());
    assert!(masked.starts_with("1•") && masked.ends_with("•111"));
}

#[test]
fn replaces_secrets_everywhere() {
    let headers = json!({ "authorization": "Bearer sk-12345678", "x": "short", "accept": "application/json" });
    let input = from_json(&json!({
        "headers": headers, "key": "key-of-the-call", "phone_number": "+9300707", "digits": "5551234567",
    }));
    let redacted = |text: &str| {
        written(&input, |wire| {
            let secrets = Secrets {
                key: wire.get(Value::FIRST, b"key"),
                headers: wire.get(Value::FIRST, b"headers"),
                phone_number: wire.get(Value::FIRST, b"phone_number"),
            };
            let mut nothing = wire.discarding();
            let found = redact(
                &mut nothing,
                text.as_bytes(),
                &secrets,
                TextKind::Identifier,
            );
            assert_eq!(nothing.written() != text.len(), found, "{text}");
            redact(wire, text.as_bytes(), &secrets, TextKind::Identifier);
        })
    };
    for (text, expected) in [
        (
            "Bearer sk-12345678 is no key, short",
            "Bearer ••• is no key, short",
        ),
        ("ésk-12345678é", "é•••é"),
        ("sk-12345678sk-12345678", "••••••"),
        ("key-of-the-call, +9300707", "•••, +•••"),
        ("want application/json", "want application/json"),
        ("nothing", "nothing"),
    ] {
        assert_eq!(redacted(text), expected);
    }
    // The secret starts in the middle of the digits.
    let sentence = written(&input, |wire| {
        let key = wire.get(Value::FIRST, b"digits");
        let secrets = Secrets {
            key,
            ..Secrets::default()
        };
        redact(wire, b"+15551234567", &secrets, TextKind::Sentence);
    });
    assert_eq!(sentence, "+••••");
}

proptest! {
    /// The pattern is `^\+[1-9][0-9]{1,14}$`.
    #[test]
    fn accepts_exactly_the_pattern_of_linq(text in r"[+0-9 a]{0,18}") {
        let bytes = text.as_bytes();
        let expected = (3..=16).contains(&bytes.len())
            && bytes[0] == b'+'
            && (b'1'..=b'9').contains(&bytes[1])
            && bytes[2..].iter().all(u8::is_ascii_digit);
        prop_assert_eq!(is_e164(bytes), expected);
        prop_assert_eq!(PhoneNumber::parse(bytes).is_some(), expected);
        prop_assert_eq!(issue(&json!(text)).is_none(), expected);
    }

    #[test]
    fn suggests_only_valid_numbers(text in r"[+0-9 ().\-/\u{a0}x]{0,20}") {
        if let Some(issue) = issue(&json!(text))
            && let Some(suggestion) = issue["suggestion"].as_str()
        {
            prop_assert!(is_e164(suggestion.as_bytes()));
        }
    }

    #[test]
    fn masks_every_number(digits in r"[1-9][0-9]{6,14}", around in r"\PC{0,8}[^0-9+]?") {
        let masked = masked(&format!("{around}+{digits} {digits}"));
        prop_assert!(!masked.contains(&digits));
    }

    #[test]
    fn keeps_the_length_of_masked_text(text in any::<String>()) {
        prop_assert_eq!(masked(&text).chars().count(), text.chars().count());
    }
}
