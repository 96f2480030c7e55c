//! Whole numbers as text, both ways: the standard library's own reading and writing weighs more than this whole crate
//! should.

use alloc::string::String;

/// What `u64` holds whatever the digits.
const MOST_DIGITS: usize = 19;

/// A whole number: digits alone.
#[must_use]
pub fn parse_whole(text: &str) -> Option<u64> {
    let digits = text.trim_start_matches('0');
    if text.is_empty() || digits.len() > MOST_DIGITS {
        return None;
    }
    let mut number = 0_u64;
    for byte in digits.bytes() {
        let digit = char::from(byte).to_digit(10)?;
        number = number.wrapping_mul(10).wrapping_add(u64::from(digit));
    }
    Some(number)
}

/// The same, where `u32` holds it.
#[must_use]
pub fn parse_u32(text: &str) -> Option<u32> {
    parse_whole(text)?.try_into().ok()
}

/// Writes a whole number in decimal.
pub fn push_whole(text: &mut String, number: u64) {
    if number > 9 {
        push_whole(text, number / 10);
    }
    let digit = u32::try_from(number % 10).ok();
    text.extend(digit.and_then(|digit| char::from_digit(digit, 10)));
}
