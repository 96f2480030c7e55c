//! [`PhoneNumber`]: a phone number in E.164 form. Its only constructor checks it, so that every
//! `PhoneNumber` is valid.

use core::fmt;

use crate::redact::mask;
use crate::text::{Text, contains, invisible_length, split};
use crate::validation::{Issues, Problem};
use crate::wire::{Kind, Value, Wire};

/// The name of the phone number in params, queries and responses.
pub const PHONE_NUMBER: Text<'static> = b"phone_number";

/// The largest number of digits in E.164 form.
const MAX_DIGITS: usize = 15;

/// A phone number in E.164 form, by the pattern of the reference page: `^\+[1-9][0-9]{1,14}$`.
///
/// Only the format is checked, as the reference page's own example, `+15551234567`, isn't an
/// assigned number. `Debug` shows the masked form.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct PhoneNumber<'a>(Text<'a>);

impl<'a> PhoneNumber<'a> {
    /// Parses a phone number, without trimming or rewriting anything. Returns `None` for anything
    /// that isn't in E.164 form.
    #[must_use]
    pub fn parse(text: Text<'a>) -> Option<Self> {
        problem_of(text).is_none().then_some(Self(text))
    }

    /// The phone number with its `+`.
    #[must_use]
    pub const fn text(&self) -> Text<'a> {
        self.0
    }

    /// The digits of the phone number, without the `+`.
    #[must_use]
    pub fn digits(&self) -> Text<'a> {
        split(self.0, 1).1
    }
}

impl fmt::Debug for PhoneNumber<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The bullet that masks a digit has three bytes in UTF-8.
        let mut masked = [0; 3 * (MAX_DIGITS + 1)];
        let no_input: Text<'_> = &[];
        let mut wire = Wire::new(&no_input, &mut masked);
        mask(&mut wire, self.0);
        let masked = wire.output().unwrap_or_default();
        formatter.write_str(core::str::from_utf8(masked).unwrap_or_default())
    }
}

/// Checks a value that should be a phone number. Returns whether it is one.
///
/// Otherwise an issue is written, with the first of the codes that applies: `required` (only where
/// the value has a name), `not_a_string`, `ill_formed`, `empty`, `missing_plus`,
/// `invalid_character` (with the offset), `leading_zero`, `too_short`, `too_long`. An invisible
/// character in front of the plus is an `invalid_character` at 0. The issue has a suggestion where
/// [`Style::Whole`](crate::validation::Style::Whole) has a reading of the text that is certain to be
/// a phone number.
pub fn check_phone_number(issues: &mut Issues<'_, '_, '_>, name: Text<'_>, value: Value) -> bool {
    let found = match issues.wire.kind(value) {
        Kind::TEXT => {
            let text = issues.wire.text(value);
            match problem_of(text) {
                Found::MISSING_PLUS if text.get(invisible_length(text)) == Some(&b'+') => {
                    Found::new(Problem::InvalidCharacter, 0)
                }
                found => found,
            }
        }
        Kind::ILL_FORMED => Found::new(Problem::IllFormed, 0),
        Kind::ABSENT if !name.is_empty() => Found::new(Problem::Required, 0),
        _ => Found::new(Problem::NotAString, 0),
    };
    // The lowest 8 bits of `Found::NONE` are past the last problem.
    let Some(&problem) = Problem::ALL.get(found.0 as usize & 0xff) else {
        return true;
    };
    let mut buffer = [0; MAX_DIGITS + 1];
    let suggestion = without_separators(issues.number_in_ascii(), &mut buffer);
    issues.phone_number(name, problem, found.0 >> 8, suggestion);
    false
}

/// Whether a text is a phone number in E.164 form.
#[must_use]
pub fn is_e164(text: Text<'_>) -> bool {
    problem_of(text).is_none()
}

/// The problem of a phone number, in the lowest 8 bits, and its offset in bytes, in the others:
/// WebAssembly would return a pair through memory.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Found(u32);

impl Found {
    /// The phone number is valid.
    const NONE: Self = Self(u32::MAX);
    /// The phone number doesn't start with `+`.
    const MISSING_PLUS: Self = Self::new(Problem::MissingPlus, 0);

    #[expect(
        clippy::cast_possible_truncation,
        reason = "an input has fewer than 2³² bytes"
    )]
    const fn new(problem: Problem, offset: usize) -> Self {
        Self((offset as u32) << 8 | problem as u32)
    }

    const fn is_none(self) -> bool {
        self.0 == Self::NONE.0
    }
}

/// The first problem of a text as a phone number.
fn problem_of(text: Text<'_>) -> Found {
    let mut offset = 0_usize;
    for &byte in text {
        if offset == 0 && byte != b'+' {
            return Found::MISSING_PLUS;
        }
        // Everything before it is ASCII, so the offset is the same in bytes and in UTF-16 units.
        if offset > 0 && !byte.is_ascii_digit() {
            return Found::new(Problem::InvalidCharacter, offset);
        }
        offset = offset.wrapping_add(1);
    }
    let problem = match text {
        [] => Problem::Empty,
        [_, b'0', ..] => Problem::LeadingZero,
        _ if offset < 3 => Problem::TooShort,
        _ if offset > MAX_DIGITS + 1 => Problem::TooLong,
        _ => return Found::NONE,
    };
    Found::new(problem, 0)
}

/// The separators of phone numbers, and the letters of `tel:`, which is only in front of a number.
const SEPARATORS: Text<'static> = b"-.()tel:TEL";

/// How many of the separators are inside a number, too.
const SEPARATORS_INSIDE: usize = 4;

/// The fewest digits after the last separator: fewer may be an extension (`-8`), or a rest (`.0`).
const SHORTEST_LAST_GROUP: usize = 3;

/// The length of a number of the North American Numbering Plan: a plus, country code 1, and ten digits.
const NORTH_AMERICAN_LENGTH: usize = 12;

/// Removes the separators from a phone number. Returns the rest, which is in `buffer`, or an empty
/// text where it isn't a valid number, or where it may be another number than was meant.
///
/// A zero in brackets is dialled in some countries and not in others. A separator that comes twice,
/// and an empty bracket, stand for missing digits. A short last group may be an extension. And of the
/// North American Numbering Plan, with country code 1, the length is known.
fn without_separators<'b>(text: Text<'_>, buffer: &'b mut [u8]) -> Text<'b> {
    let (mut length, mut group, mut previous) = (0_usize, 0_usize, 0);
    for &byte in text {
        // Inside a number, a bracket starts with a digit from 1 to 9. Separators are below the digits.
        if previous == b'(' && !(b'1'..=b'9').contains(&byte) && length > 0
            || byte == previous && byte < b'0'
        {
            return &[];
        }
        previous = byte;
        group = group.wrapping_add(1);
        let count = if length > 0 {
            SEPARATORS_INSIDE
        } else {
            SEPARATORS.len()
        };
        if contains(split(SEPARATORS, count).0, byte) {
            group = 0;
        } else {
            if let Some(slot) = buffer.get_mut(length) {
                *slot = byte;
            }
            length = length.wrapping_add(1);
        }
    }
    let rest = buffer.get(..length).unwrap_or_default();
    let has_last_group = group >= SHORTEST_LAST_GROUP || previous == b'.';
    let has_length_of_country = length == NORTH_AMERICAN_LENGTH || rest.get(1) != Some(&b'1');
    if has_last_group && has_length_of_country && problem_of(rest).is_none() {
        rest
    } else {
        &[]
    }
}
