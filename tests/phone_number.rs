//! Phone numbers: validation, and masking in texts.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use contact_card::number_in_ascii::Unicode;
use contact_card::phone_number::{PhoneNumber, check_phone_number, is_e164};
use contact_card::redact::{Secrets, TextKind, mask, redact};
use contact_card::text::invisible_length;
use contact_card::validation::{Issues, Style};
use contact_card::wire::{Value, from_json};
use icu_properties::props::GeneralCategory;
use proptest::prelude::*;
use serde_json::{Value as Json, json};
use support::unicode::{Icu, category, is_ignorable, suggesting, with_number_in_ascii};
use support::wire::{ABSENT, ILL_FORMED, NULL, written, written_list};

/// Returns the issue that `parsePhoneNumber` reports.
fn issue(input: &Json) -> Option<Json> {
    let issues = written_list(&with_number_in_ascii(input, input), |wire| {
        let style = suggesting(wire);
        check_phone_number(&mut Issues::new(wire, style), b"", Value::FIRST);
    });
    issues.get(0).cloned()
}

/// Returns the issue of an encoded value, without a suggestion.
fn issue_of(encoded: &[u8], name: &[u8]) -> Option<Json> {
    let issues = written_list(encoded, |wire| {
        check_phone_number(&mut Issues::new(wire, Style::Masked), name, Value::FIRST);
    });
    issues.get(0).cloned()
}

fn suggestion(text: &str) -> Option<String> {
    Some(issue(&json!(text))?["suggestion"].as_str()?.to_owned())
}

fn masked(text: &str) -> String {
    written(b"", |wire| mask(wire, text.as_bytes()))
}

/// Checks the rows of the shared table with this name; `null` is for those without one.
fn check_rows(name: &Json, expected_count: usize) {
    let table: Vec<Json> =
        serde_json::from_str(include_str!("fixtures/phone_numbers.json")).unwrap();
    let rows = table.iter().filter(|row| row["row"] == *name);
    assert_eq!(rows.clone().count(), expected_count);
    for row in rows {
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
fn reports_the_issues_of_the_shared_table() {
    check_rows(&Json::Null, 78);
}

#[test]
fn p1_an_invisible_character_is_invalid_wherever_it_is() {
    check_rows(&json!("P1"), 44);
    for input in ["\u{202a}+15551234567\u{202c}", "+1\u{2060}5551234567"] {
        let issue = issue(&json!(input)).unwrap();
        let message = issue["message"].as_str().unwrap();
        assert!(message.contains("invisible"), "{message}");
        let masked = issue_of(&from_json(&json!(input)), b"phone_number").unwrap();
        assert_eq!(masked["code"], "invalid_character");
        assert_eq!(masked["offset"], issue["offset"]);
    }
}

#[test]
fn p2_suggests_the_digits_of_any_script() {
    check_rows(&json!("P2"), 70);
}

#[test]
fn p3_suggests_nothing_for_a_zero_in_brackets() {
    check_rows(&json!("P3"), 19);
}

#[test]
fn p4_suggests_nothing_for_more_than_one_number() {
    check_rows(&json!("P4"), 51);
}

#[test]
fn p5_suggests_the_number_of_a_link() {
    check_rows(&json!("P5"), 18);
}

/// The values of all decimal digits: in each script, they follow each other from 0 to 9.
static DIGITS: LazyLock<BTreeMap<char, char>> = LazyLock::new(|| {
    let digits = ('\0'..=char::MAX).filter(|&character| Icu.is_digit(character));
    digits.zip(('0'..='9').cycle()).collect()
});

#[test]
fn p2_no_other_character_becomes_a_digit() {
    let is_likely = |&character: &char| {
        let category = category(character);
        // More than a million, which no rule is about.
        !matches!(
            category,
            GeneralCategory::OtherLetter
                | GeneralCategory::PrivateUse
                | GeneralCategory::Unassigned
        )
    };
    for character in ('\0'..=char::MAX).filter(is_likely) {
        let suggestion = suggestion(&format!("+49301{character}234567"));
        let digit = DIGITS
            .get(&character)
            .map_or(String::new(), char::to_string);
        let is_reversing = character == '\u{202e}';
        if !digit.is_empty() || Icu.is_invisible(character) && !is_reversing {
            assert!(
                suggestion.is_some() || character.is_ascii_digit(),
                "{character:?}"
            );
        }
        if let Some(suggestion) = suggestion {
            assert_eq!(suggestion, format!("+49301{digit}234567"), "{character:?}");
        }
    }
}

/// Plane 14 and the format characters of single scripts show nothing either, and are missing in the
/// list, which every page downloads.
#[test]
fn p6_every_invisible_character_of_the_basic_plane_is_known() {
    for character in '\0'..='\u{ffff}' {
        let is_invisible = is_ignorable(character)
            || matches!(character, '\u{fff9}'..='\u{fffb}' | '\u{2800}')
            || matches!(
                category(character),
                GeneralCategory::Control
                    | GeneralCategory::SpaceSeparator
                    | GeneralCategory::LineSeparator
                    | GeneralCategory::ParagraphSeparator
            );
        let text = format!("{character}{character}a");
        let expected = if is_invisible { text.len() - 1 } else { 0 };
        let length = invisible_length(text.as_bytes());
        assert_eq!(length, expected, "{character:?}");
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
        ("+1 (555) 123-4567", "+• (•••) •••-••••"),
        ("+1.555.123.4567: 404", "+•.•••.•••.••••: 404"),
        ("+1 555 123 4567 has 2", "+• ••• ••• •••• has 2"),
        ("+ 15 555", "+ •• •••"),
        ("+15 - +16", "+•• - +••"),
        ("", ""),
    ] {
        assert_eq!(masked(text), expected);
    }
    let number = PhoneNumber::parse(b"+15551234567");
    assert_eq!(format!("{number:?}"), "Some(+1•••••••567)");
    let longest = PhoneNumber::parse(b"+123456789012345");
    assert_eq!(format!("{longest:?}"), "Some(+1•••••••••••345)");
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
    assert_eq!(sentence, "+1•••");
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

    /// A suggestion has all digits of the input, in their order, and no other.
    #[test]
    fn suggests_the_digits_of_the_input(
        parts in proptest::collection::vec(
            prop_oneof![
                6 => r"\p{Nd}",
                6 => "[0-9]",
                2 => r"[ ().\[\]/\-]",
                1 => r"[\p{Pd}\p{Zs}\p{Cf}\p{Sm}]",
                1 => r"[\t\n\r\p{Zl}\p{No}xetl:;,#~*+＋（）]",
                1 => r"\PC",
            ],
            0..24,
        ),
        start in r"([ \u{200e}\n]{0,2}(tel:|TEL:)?[+＋﹢])?",
    ) {
        let text = start + &parts.concat();
        if let Some(suggestion) = suggestion(&text) {
            prop_assert!(is_e164(suggestion.as_bytes()));
            let digits: String = text.chars().filter_map(|c| DIGITS.get(&c)).collect();
            prop_assert_eq!(&suggestion[1..], digits);
            prop_assert!(!text.chars().any(|c| Icu.is_other_number(c)));
            let number = text.trim_matches(|c: char| c.is_whitespace() || Icu.is_invisible(c));
            prop_assert!(!number.contains(['\n', '\r', '\t']));
        }
    }

    #[test]
    fn masks_every_number(digits in r"[1-9][0-9]{6,14}", around in r"\PC{0,8}[^0-9+]?") {
        let masked = masked(&format!("{around}+{digits}, {digits}"));
        prop_assert!(!masked.contains(&digits));
    }

    /// A number that is written in groups shows a digit only where a group may be a number itself.
    #[test]
    fn masks_every_number_with_separators(
        number in r"\+[1-9][0-9]{0,2}([-. ()]{1,3}[0-9]{1,6}){2,4}",
        longer in r"[0-9]{7,10}",
    ) {
        let has_digit = |text: &str| text.contains(|character: char| character.is_ascii_digit());
        prop_assert!(!has_digit(&masked(&number)), "{}", masked(&number));
        let digits = masked(&format!("{number} {longer}"));
        prop_assert!(digits.chars().filter(char::is_ascii_digit).count() <= 4, "{digits}");
    }

    #[test]
    fn keeps_the_length_of_masked_text(text in any::<String>()) {
        prop_assert_eq!(masked(&text).chars().count(), text.chars().count());
    }
}
