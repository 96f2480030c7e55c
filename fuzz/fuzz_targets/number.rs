//! Any text as a phone number, and texts made of what people write and paste with phone numbers:
//! the verdict, offset and suggestion.
#![no_main]

use contact_card::number_in_ascii::Unicode;
use contact_card::phone_number::{PhoneNumber, check_phone_number, is_e164};
use contact_card::validation::{Issues, Style};
use contact_card::wire::{Value, Wire};
use fuzz::support::unicode::{Icu, is_ignorable, suggesting, with_number_in_ascii};
use fuzz::support::wire::{written, written_list};
use libfuzzer_sys::arbitrary::{self, Arbitrary};
use libfuzzer_sys::fuzz_target;
use serde_json::{Value as Json, json};

/// A part of a text.
#[derive(Arbitrary, Debug)]
enum Part {
    Text(String),
    Digit(u8),
    /// A digit of one of these scripts.
    OtherDigit(u8, u8),
    /// One of the texts that come with phone numbers.
    Known(u8),
}

/// The zeros of scripts: full-width, Arabic-Indic, Devanagari, mathematical, Adlam.
const ZEROS: [char; 5] = ['０', '٠', '०', '𝟎', '𞥐'];

/// Separators, invisible characters, line breaks, plus signs, and what makes a number doubtful.
const KNOWN: [&str; 40] = [
    "+", "＋", "﹢", "➕", " ", "-", ".", "(", ")", "(0)", "[", "]", "/", "\u{a0}", "\u{202f}",
    "\u{3000}", "\u{200b}", "\u{200e}", "\u{202a}", "\u{202c}", "\u{2060}", "\u{feff}", "\u{ad}",
    "\u{2011}", "–", "−", "ー", "〜", "…", "（", "）", "\n", "\r\n", "\t", "\u{2028}", "tel:",
    "TEL:", " ext 9", "¹", "½",
];

impl Part {
    fn add_to(&self, text: &mut String) {
        match self {
            Self::Text(part) => text.push_str(part),
            Self::Digit(digit) => text.push(char::from(b'0' + digit % 10)),
            Self::OtherDigit(script, digit) => {
                let zero = ZEROS[usize::from(*script) % ZEROS.len()];
                text.extend(char::from_u32(u32::from(zero) + u32::from(digit % 10)));
            }
            Self::Known(index) => text.push_str(KNOWN[usize::from(*index) % KNOWN.len()]),
        }
    }
}

fuzz_target!(|parts: Vec<Part>| {
    let mut text = String::new();
    for part in &parts {
        part.add_to(&mut text);
    }
    let text = text.as_str();
    let bytes = text.as_bytes();
    let is_valid = matches_pattern(text);
    assert_eq!(is_e164(bytes), is_valid);
    let encoded = with_number_in_ascii(&json!(text), &json!(text));
    let whole = issues(&encoded, suggesting);
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

fn issues(encoded: &[u8], style: impl Fn(&Wire<'_, '_>) -> Style) -> Vec<Json> {
    let issues = written_list(encoded, |wire| {
        let style = style(wire);
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
        assert!(before.is_empty() || before[0] == 0x2b && before[1..].iter().all(is_digit));
        assert!(!is_digit(&from[0]));
    }
    let rest = text.trim_start_matches(is_invisible);
    let is_hidden = rest.len() < text.len() && rest.starts_with('+');
    assert_eq!(offset == Some(0), is_hidden);
    if let Some(suggestion) = issue["suggestion"].as_str() {
        assert!(matches_pattern(suggestion));
        // All digits of the text, in their order, and no other.
        let digits: String = text.chars().filter_map(value_of).collect();
        assert_eq!(suggestion[1..], digits);
        let number = text.trim_matches(|c: char| is_invisible(c) || c.is_whitespace());
        assert!(!number.contains(['\n', '\r', '\t', '\u{2028}', '/', '¹', '½', '…']));
        assert!(!text.replace(is_invisible, "").contains("(0"));
    }
}

/// The characters that the core takes for invisible.
fn is_invisible(character: char) -> bool {
    character <= '\u{ffff}'
        && (character.is_control()
            || character.is_whitespace()
            || is_ignorable(character)
            || matches!(character, '\u{fff9}'..='\u{fffb}' | '\u{2800}'))
}

/// The value of a decimal digit.
fn value_of(character: char) -> Option<char> {
    if !Icu.is_digit(character) {
        return None;
    }
    let before = ('\0'..character).rev();
    let count = before.take_while(|&digit| Icu.is_digit(digit)).count();
    char::from_digit(u32::try_from(count % 10).unwrap(), 10)
}

/// Checks the masked issue of an error, and the line in its message.
fn check_written(encoded: &[u8], whole: &Json) {
    let mut expected = whole.clone();
    expected.as_object_mut().unwrap().remove("suggestion");
    assert_eq!(issues(encoded, |_| Style::Masked), [expected]);
    assert_eq!(whole["path"], json!(["phone_number"]));
    let line = written(encoded, |wire| {
        let mut issues = Issues::new(wire, Style::Line);
        check_phone_number(&mut issues, b"phone_number", Value::FIRST);
    });
    assert_eq!(whole["message"], line);
}
