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

/// Adds a byte to the key of a character: a number that its bytes in UTF-8 make. The keys of
/// characters with the same number of bytes follow each other as the characters do.
const fn add_to_key(key: u32, byte: u8) -> u32 {
    key.wrapping_mul(64).wrapping_add(byte as u32)
}

/// A range of characters: the key of the first one, and how many follow it, in the lowest 8 bits.
const fn range(first: char, last: char) -> u32 {
    let mut utf8 = [0; 4];
    let (mut rest, mut key): (&[u8], _) = (first.encode_utf8(&mut utf8).as_bytes(), 0);
    while let Some((&byte, after)) = rest.split_first() {
        key = add_to_key(key, byte);
        rest = after;
    }
    key << 8 | (last as u32).wrapping_sub(first as u32)
}

/// The characters of the basic plane that show nothing: Unicode's spaces (`Z`) and control
/// characters (`Cc`), those that are `Default_Ignorable_Code_Point`, the interlinear annotations
/// (U+FFF9 to U+FFFB), and the empty braille pattern (U+2800).
///
/// They are listed, as the standard library's Unicode tables are larger than this whole crate, and
/// the gateway's module has no host with such tables.
const INVISIBLE: [u32; 20] = [
    range('\0', ' '),
    range('\x7f', '\x7f'),
    range('\u{80}', '\u{a0}'),
    range('\u{ad}', '\u{ad}'),
    range('\u{34f}', '\u{34f}'),
    range('\u{61c}', '\u{61c}'),
    range('\u{115f}', '\u{1160}'),
    range('\u{1680}', '\u{1680}'),
    range('\u{17b4}', '\u{17b5}'),
    range('\u{180b}', '\u{180f}'),
    range('\u{2000}', '\u{200f}'),
    range('\u{2028}', '\u{202f}'),
    range('\u{205f}', '\u{206f}'),
    range('\u{2800}', '\u{2800}'),
    range('\u{3000}', '\u{3000}'),
    range('\u{3164}', '\u{3164}'),
    range('\u{fe00}', '\u{fe0f}'),
    range('\u{feff}', '\u{feff}'),
    range('\u{ffa0}', '\u{ffa0}'),
    range('\u{fff0}', '\u{fffb}'),
];

/// The length of the invisible characters at the start of a text, in bytes.
#[inline(never)]
#[must_use]
pub fn invisible_length(text: Text<'_>) -> usize {
    let (mut length, mut end, mut key) = (0, 0_usize, 0);
    for &byte in text {
        // A character begins, as all further bytes of one are 0b10xx_xxxx.
        if byte & 0b1100_0000 != 0b1000_0000 {
            // The character before it is visible.
            if length < end {
                break;
            }
            key = 0;
        }
        key = add_to_key(key, byte);
        end = end.wrapping_add(1);
        if INVISIBLE
            .iter()
            .any(|&range| key.wrapping_sub(range >> 8) <= range & 0xff)
        {
            length = end;
        }
    }
    length
}

/// Whether a text has no space, no control character and no invisible character, as texts that are
/// pasted often have.
#[must_use]
pub fn has_no_space_or_control(text: Text<'_>) -> bool {
    let mut rest = text;
    while let Some((_, after)) = rest.split_first() {
        if invisible_length(rest) > 0 {
            return false;
        }
        rest = after;
    }
    true
}
