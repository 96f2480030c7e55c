//! Numbers: the shared table, and what is shown of them.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use contact_card::json::Json;
use contact_card::phone_number::{PhoneNumber, is_e164};
use contact_card::redaction::{mask_numbers, redact};
use contact_card::value::Value;
use proptest::prelude::*;
use support::{parsed, value};

#[test]
fn the_table_holds() {
    let table: Vec<serde_json::Value> =
        serde_json::from_str(include_str!("fixtures/phone_numbers.json")).unwrap();
    for row in table {
        let input = value(&row["input"]);
        match PhoneNumber::parse("", input) {
            Ok(number) => {
                assert_eq!(row["valid"], true, "{row}");
                assert_eq!(row["input"], number.as_str(), "nothing is rewritten");
            }
            Err(issue) => {
                let issue = parsed(&Json::object(|json| issue.write(json, false)));
                for name in ["code", "offset", "suggestion"] {
                    assert_eq!(row.get(name), issue.get(name), "{name} of {row}");
                }
            }
        }
    }
}

#[test]
fn a_lone_surrogate_is_ill_formed() {
    let issue = PhoneNumber::parse("phone_number", Value::IllFormed).unwrap_err();
    assert_eq!(issue.code.as_str(), "ill_formed");
    assert_eq!(issue.path().collect::<Vec<_>>(), ["phone_number"]);
}

#[test]
fn numbers_are_masked() {
    for (text, masked) in [
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
        assert_eq!(mask_numbers(text), masked);
    }
    let number = Value::Text("+15551234567");
    assert_eq!(
        format!("{:?}", PhoneNumber::parse("", number)),
        "Ok(+1•••••••567)"
    );
}

/// A server may send megabytes of them.
#[test]
fn many_digits_are_masked_in_one_go() {
    let digits = "1".repeat(4 * 1024 * 1024);
    let masked = mask_numbers(&digits);
    assert_eq!(masked.chars().count(), digits.len());
    assert!(masked.starts_with("1•") && masked.ends_with("•111"));
}

#[test]
fn secrets_are_replaced_wherever_they_stand() {
    let secrets = ["Bearer sk-12345678", "short"];
    assert_eq!(
        redact("Bearer sk-12345678 is no key, short", &secrets),
        "Bearer ••• is no key, short"
    );
    assert_eq!(redact("ésk-12345678é", &secrets), "é•••é");
    assert_eq!(redact("nothing", &[]), "nothing");
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
        prop_assert_eq!(is_e164(&text), expected);
    }

    /// A number that is refused is never accepted in another guise, unless as a suggestion that is valid.
    #[test]
    fn a_suggestion_is_valid(text in r"[+0-9 ().\-/\u{a0}x]{0,20}") {
        if let Err(issue) = PhoneNumber::parse("", Value::Text(&text))
            && let Some(suggestion) = issue.suggestion
        {
            prop_assert!(is_e164(&suggestion));
        }
    }

    #[test]
    fn masking_hides_every_number(digits in r"[1-9][0-9]{6,14}", around in r"\PC{0,8}[^0-9+]?") {
        let masked = mask_numbers(&format!("{around}+{digits} {digits}"));
        prop_assert!(!masked.contains(&digits));
    }
}
