//! Text as its UTF-8 bytes, and the helpers that every rule about text is made of.
//!
//! Bytes rather than `str`: what comes in across the boundary is cut by the lengths that are before each value, and
//! checking character boundaries at every cut would only cost bytes.

/// Text as its UTF-8 bytes.
pub type Text<'a> = &'a [u8];

/// Whether a set of bytes has this one.
#[must_use]
#[expect(
    clippy::manual_contains,
    reason = "`contains` brings a search that weighs more"
)]
pub fn has(set: Text<'_>, byte: u8) -> bool {
    set.iter().any(|&one| one == byte)
}

/// The number of bytes before the first one that a set has; all of them where it has none.
#[must_use]
pub fn until(text: Text<'_>, set: Text<'_>) -> usize {
    let mut length = 0_usize;
    for &byte in text {
        if has(set, byte) {
            break;
        }
        length = length.wrapping_add(1);
    }
    length
}

/// Whether a text has none of the bytes of a set.
#[must_use]
pub fn is_without(text: Text<'_>, set: Text<'_>) -> bool {
    until(text, set) == text.len()
}

/// The first `length` bytes and the rest; everything and nothing where the text is shorter.
#[inline(always)]
#[must_use]
pub fn split(text: Text<'_>, length: usize) -> (Text<'_>, Text<'_>) {
    text.split_at(if length < text.len() {
        length
    } else {
        text.len()
    })
}

/// Whether two texts are the same.
#[must_use]
pub fn same(one: Text<'_>, other: Text<'_>) -> bool {
    one.len() == other.len() && starts_with(one, other)
}

/// Whether a text starts with another one.
#[must_use]
pub fn starts_with(text: Text<'_>, start: Text<'_>) -> bool {
    text.len() >= start.len() && text.iter().zip(start).all(|(a, b)| a == b)
}

/// Whether two texts are the same but for the case of ASCII letters.
#[must_use]
pub fn same_name(one: Text<'_>, other: Text<'_>) -> bool {
    one.len() == other.len() && one.iter().zip(other).all(|(&a, &b)| lower(a) == lower(b))
}

/// An ASCII letter in lower case; every other byte as it is.
#[must_use]
pub fn lower(byte: u8) -> u8 {
    byte.to_ascii_lowercase()
}

/// The length of the first text of a list in which each one ends with a zero byte.
#[inline(never)]
fn first_length(list: Text<'_>) -> usize {
    list.iter().take_while(|&&byte| byte != 0).count()
}

/// The first text of such a list, and the rest of the list.
#[inline(always)]
#[must_use]
pub fn cut(list: Text<'_>) -> (Text<'_>, Text<'_>) {
    let (first, rest) = split(list, first_length(list));
    (first, split(rest, 1).1)
}

/// The text at a position of such a list; empty behind its end.
#[must_use]
pub fn nth(list: Text<'_>, position: usize) -> Text<'_> {
    let mut rest = list;
    for _ in 0..position {
        rest = cut(rest).1;
    }
    cut(rest).0
}

/// The position of a text in such a list; the number of texts where it isn't there.
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

/// The value of a text of decimal digits, up to 18 of them besides leading zeros; less than 0 for anything else.
///
/// The standard library's own parser weighs more than this whole file.
#[must_use]
pub fn whole(text: Text<'_>) -> i64 {
    const LARGEST_WITH_ROOM: i64 = 100_000_000_000_000_000;
    let mut number = if text.is_empty() { -1 } else { 0_i64 };
    for &byte in text {
        if !byte.is_ascii_digit() || number >= LARGEST_WITH_ROOM {
            return -1;
        }
        number = number.wrapping_mul(10).wrapping_add(i64::from(byte & 15));
    }
    number
}

/// The same, where a `u32` holds it; less than 0 otherwise.
#[must_use]
pub fn whole_u32(text: Text<'_>) -> i64 {
    let number = whole(text);
    if number >> 32 == 0 { number } else { -1 }
}

/// Whether a text has no space, no control character and none of the invisible characters that pasting brings along. They
/// are listed, as the standard library's tables would weigh more than the whole crate.
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
            // What follows a first byte, and characters beyond U+FFFF, none of which is listed.
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
