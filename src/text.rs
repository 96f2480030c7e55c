//! Text as UTF-8 bytes, and the functions that the rules about text are made of.
//!
//! Texts are bytes rather than `str`: the input is split at lengths that are part of the wire
//! format, and checks of character boundaries at each of them would only make the WebAssembly
//! larger. For the same reason, the functions here replace those of the standard library.

/// Text as UTF-8 bytes.
pub type Text<'a> = &'a [u8];

/// Whether a byte is in a set of bytes.
#[must_use]
#[expect(
    clippy::manual_contains,
    reason = "the `contains` of slices compiles to a larger search"
)]
pub fn contains(set: Text<'_>, byte: u8) -> bool {
    set.iter().any(|&one| one == byte)
}

/// The number of bytes in front of the first one that is in the set; the text's length where none
/// is.
#[must_use]
pub fn length_until(text: Text<'_>, set: Text<'_>) -> usize {
    let mut length = 0_usize;
    for &byte in text {
        if contains(set, byte) {
            break;
        }
        length = length.wrapping_add(1);
    }
    length
}

/// Whether no byte of a text is in the set.
#[must_use]
pub fn is_without(text: Text<'_>, set: Text<'_>) -> bool {
    length_until(text, set) == text.len()
}

/// Splits a text into its first `length` bytes and the rest. The rest is empty where the text is
/// shorter.
#[inline(always)]
#[must_use]
pub fn split(text: Text<'_>, length: usize) -> (Text<'_>, Text<'_>) {
    text.split_at(if length < text.len() {
        length
    } else {
        text.len()
    })
}

/// Whether two texts are equal.
#[must_use]
pub fn equal(one: Text<'_>, other: Text<'_>) -> bool {
    one.len() == other.len() && starts_with(one, other)
}

/// Whether a text starts with another one.
#[must_use]
pub fn starts_with(text: Text<'_>, start: Text<'_>) -> bool {
    text.len() >= start.len() && text.iter().zip(start).all(|(a, b)| a == b)
}

/// Whether two texts are equal, without regard to the case of ASCII letters.
#[must_use]
pub fn equal_ignoring_case(one: Text<'_>, other: Text<'_>) -> bool {
    one.len() == other.len() && one.iter().zip(other).all(|(&a, &b)| lower(a) == lower(b))
}

/// Converts an ASCII letter to lower case, and leaves every other byte as it is.
#[must_use]
pub fn lower(byte: u8) -> u8 {
    byte.to_ascii_lowercase()
}

// Lists of texts, in which each text ends with a zero byte: `update\0create\0`.

/// The length of the first text of a list.
#[inline(never)]
fn first_length(list: Text<'_>) -> usize {
    list.iter().take_while(|&&byte| byte != 0).count()
}

/// Splits a list into its first text and the rest of the list.
#[inline(always)]
#[must_use]
pub fn split_list(list: Text<'_>) -> (Text<'_>, Text<'_>) {
    let (first, rest) = split(list, first_length(list));
    (first, split(rest, 1).1)
}

/// The text at a position of a list; empty where the list is shorter.
#[must_use]
pub fn nth(list: Text<'_>, position: usize) -> Text<'_> {
    let mut rest = list;
    for _ in 0..position {
        rest = split_list(rest).1;
    }
    split_list(rest).0
}

/// The position of a text in a list; the number of texts where the list doesn't have it.
#[must_use]
pub fn position(list: Text<'_>, text: Text<'_>) -> usize {
    let (mut position, mut rest) = (0_usize, list);
    while !rest.is_empty() {
        let length = first_length(rest);
        if length == text.len() && starts_with(rest, text) {
            break;
        }
        rest = split(rest, length.wrapping_add(1)).1;
        position = position.wrapping_add(1);
    }
    position
}

/// Parses a text of decimal digits, at most 18 without leading zeros. Returns -1 for anything else.
///
/// The standard library's parser is larger than this whole file.
#[must_use]
pub fn parse_digits(text: Text<'_>) -> i64 {
    /// A number below this one can take another digit.
    const LIMIT: i64 = 100_000_000_000_000_000;
    let mut number = if text.is_empty() { -1 } else { 0_i64 };
    for &byte in text {
        if !byte.is_ascii_digit() || number >= LIMIT {
            return -1;
        }
        number = number.wrapping_mul(10).wrapping_add(i64::from(byte & 15));
    }
    number
}

/// Parses a text of decimal digits that a `u32` can hold. Returns a number below 0 for anything
/// else.
#[must_use]
pub fn parse_u32(text: Text<'_>) -> i64 {
    let number = parse_digits(text);
    if number >> 32 == 0 { number } else { -1 }
}

/// Whether a text has no space, no control character and no invisible character, as texts that are
/// pasted often have.
///
/// The characters are listed, as the standard library's Unicode tables are larger than this whole
/// crate.
#[must_use]
pub fn has_no_space_or_control(text: Text<'_>) -> bool {
    const RANGES: [(u16, u16); 8] = [
        (0, 0x20),
        (0x7f, 0xa0),
        (0x1680, 0x1680),
        (0x2000, 0x200f),
        (0x2028, 0x202f),
        (0x205f, 0x206f),
        (0x3000, 0x3000),
        (0xfeff, 0xfeff),
    ];
    let mut rest = text;
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        let following = |index: usize| u16::from(after.get(index).copied().unwrap_or(0) & 0x3f);
        let first = u16::from(byte);
        let character = match byte {
            0..=0x7f => first,
            0xc0..=0xdf => (first & 0x1f) << 6 | following(0),
            0xe0..=0xef => first << 12 | following(0) << 6 | following(1),
            // The further bytes of a character, and characters above U+FFFF, none of which is
            // listed.
            _ => continue,
        };
        if RANGES
            .iter()
            .any(|&(start, end)| start <= character && character <= end)
        {
            return false;
        }
    }
    true
}
