//! Numbers: the shared table, and what is shown of them.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use contact_card::phone_number::{PhoneNumber, check_phone_number, is_e164};
use contact_card::redact::{Secrets, Shown, mask, redact};
use contact_card::validation::{Issues, Style};
use contact_card::wire::Value;
use proptest::prelude::*;
use serde_json::{Value as Json, json};
use support::{ABSENT, ILL_FORMED, NULL, encode, written, written_list};

/// What is wrong with a number, as `parsePhoneNumber` returns it.
fn issue(input: &Json) -> Option<Json> {
    issue_of(&encode(input), b"")
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
fn the_table_holds() {
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
fn a_number_that_must_be_there_has_a_name() {
    for (encoded, code) in [
        (ILL_FORMED, "ill_formed"),
        (ABSENT, "required"),
        (b"", "required"),
        (NULL, "not_a_string"),
        (&encode(&json!(15_551_234_567_u64)), "not_a_string"),
    ] {
        let issue = issue_of(encoded, b"phone_number").unwrap();
        assert_eq!(issue["code"], code);
        assert_eq!(issue["path"], json!(["phone_number"]));
    }
    assert_eq!(issue_of(ABSENT, b"").unwrap()["code"], "not_a_string");
}

#[test]
fn numbers_are_masked() {
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

/// A server may send megabytes of them.
#[test]
fn many_digits_are_masked_in_one_go() {
    let digits = "1".repeat(4 * 1024 * 1024);
    let masked = masked(&digits);
    assert_eq!(masked.chars().count(), digits.len());
    assert!(masked.starts_with("1•") && masked.ends_with("•111"));
}

#[test]
fn secrets_are_replaced_wherever_they_are() {
    let headers = json!({ "authorization": "Bearer sk-12345678", "x": "short", "accept": "application/json" });
    let input = encode(&json!({
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
            let found = redact(&mut nothing, text.as_bytes(), &secrets, Shown::Identifier);
            assert_eq!(nothing.written() != text.len(), found, "{text}");
            redact(wire, text.as_bytes(), &secrets, Shown::Identifier);
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
    // Digits that a secret begins in the middle of.
    let sentence = written(&input, |wire| {
        let key = wire.get(Value::FIRST, b"digits");
        let secrets = Secrets {
            key,
            ..Secrets::default()
        };
        redact(wire, b"+15551234567", &secrets, Shown::Sentence);
    });
    assert_eq!(sentence, "+••••");
}

proptest! {
    /// The vendor's pattern, by another engine.
    #[test]
    fn the_format_is_the_vendor_s_pattern(text in r"[+0-9 a]{0,18}") {
        let bytes = text.as_bytes();
        let expected = (3..=16).contains(&bytes.len())
            && bytes[0] == b'+'
            && (b'1'..=b'9').contains(&bytes[1])
            && bytes[2..].iter().all(u8::is_ascii_digit);
        prop_assert_eq!(is_e164(bytes), expected);
        prop_assert_eq!(PhoneNumber::parse(bytes).is_some(), expected);
        prop_assert_eq!(issue(&json!(text)).is_none(), expected);
    }

    /// A number that is refused is never accepted in another guise, unless as a suggestion that is valid.
    #[test]
    fn a_suggestion_is_valid(text in r"[+0-9 ().\-/\u{a0}x]{0,20}") {
        if let Some(issue) = issue(&json!(text))
            && let Some(suggestion) = issue["suggestion"].as_str()
        {
            prop_assert!(is_e164(suggestion.as_bytes()));
        }
    }

    #[test]
    fn masking_hides_every_number(digits in r"[1-9][0-9]{6,14}", around in r"\PC{0,8}[^0-9+]?") {
        let masked = masked(&format!("{around}+{digits} {digits}"));
        prop_assert!(!masked.contains(&digits));
    }

    /// What is masked is text still, of as many characters.
    #[test]
    fn masking_keeps_the_length(text in any::<String>()) {
        prop_assert_eq!(masked(&text).chars().count(), text.chars().count());
    }
}
