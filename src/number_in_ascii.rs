//! A phone number as a host in Rust reads it in ASCII. The npm package has the same in JavaScript,
//! in `pkg-template/client/number-in-ascii.js`.

use alloc::string::String;

/// The tables of Unicode, which hosts have and the core doesn't.
pub trait Unicode {
    /// Whether a character is a decimal digit: its general category is `Nd`.
    fn is_digit(&self, character: char) -> bool;
    /// Whether a character is a number that isn't written with decimal digits, such as a
    /// superscript or a number in a circle: its general category is `No`.
    fn is_other_number(&self, character: char) -> bool;
    /// Whether a character is a dash: its general category is `Pd`.
    fn is_dash(&self, character: char) -> bool;
    /// Whether a character shows nothing: its general category is `Cf` or `Zs`, or it is
    /// `Default_Ignorable_Code_Point`.
    fn is_invisible(&self, character: char) -> bool;
    /// The compatibility form of a text: its NFKC.
    fn compatibility_form(&self, text: &str) -> String;
}

/// More UTF-16 units than a phone number has, with everything around it.
const LONGEST: usize = 256;

/// The value of [`Style::Whole`](crate::validation::Style::Whole) for a text; empty where it is too
/// long for a phone number.
#[must_use]
pub fn number_in_ascii(text: &str, unicode: &impl Unicode) -> String {
    if text.encode_utf16().count() > LONGEST {
        return String::new();
    }
    let mut ascii = String::new();
    for character in text.chars() {
        // Wave dashes are for ranges, long dashes for what is left out, and the override shows the
        // digits after it from right to left.
        let is_unclear = matches!(character, '〜' | '〰' | '⸺' | '⸻' | '\u{202e}');
        if character.is_ascii() || unicode.is_other_number(character) || is_unclear {
            ascii.push(character);
        } else {
            let mut utf8 = [0; 4];
            let form = unicode.compatibility_form(character.encode_utf8(&mut utf8));
            ascii.extend(form.chars().filter_map(|part| to_ascii(part, unicode)));
        }
    }
    let is_line_break = |c: char| matches!(c, '\t'..='\r' | ' ' | '\u{2028}' | '\u{2029}');
    ascii.trim_matches(is_line_break).replace(' ', "")
}

/// The character of ASCII for another one; the other one where there is none; `None` for an
/// invisible one.
fn to_ascii(character: char, unicode: &impl Unicode) -> Option<char> {
    Some(match character {
        // Unicode doesn't count these as dashes.
        '−' | '˗' | '⁃' | '─' | '➖' | 'ー' => '-',
        '➕' => '+',
        _ if unicode.is_invisible(character) => return None,
        _ if unicode.is_dash(character) => '-',
        _ if unicode.is_digit(character) => char::from_digit(value_of(character, unicode), 10)?,
        _ => character,
    })
}

/// The value of a decimal digit. In every script, the digits follow each other from 0 to 9.
fn value_of(digit: char, unicode: &impl Unicode) -> u32 {
    let before = (0..u32::from(digit)).rev().map_while(char::from_u32);
    let digits = before.take_while(|&character| unicode.is_digit(character));
    digits.fold(0, |value, _| value.wrapping_add(1) % 10)
}
