//! [`PhoneNumber`]: a phone number in E.164 form. Its only constructor checks it, so that every
//! `PhoneNumber` is valid.

use core::fmt;

use crate::redact::mask;
use crate::text::{Text, contains, split};
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
/// `invalid_character` (with the offset), `leading_zero`, `too_short`, `too_long`. The issue has a
/// suggestion where the number would be valid without its separators.
pub fn check_phone_number(issues: &mut Issues<'_, '_, '_>, name: Text<'_>, value: Value) -> bool {
    let found = match issues.wire.kind(value) {
        Kind::TEXT => problem_of(issues.wire.text(value)),
        Kind::ILL_FORMED => Found::new(Problem::IllFormed, 0),
        Kind::ABSENT if !name.is_empty() => Found::new(Problem::Required, 0),
        _ => Found::new(Problem::NotAString, 0),
    };
    // The lowest 8 bits of `Found::NONE` are past the last problem.
    let Some(&problem) = Problem::ALL.get(found.0 as usize & 0xff) else {
        return true;
    };
    let mut buffer = [0; MAX_DIGITS + 1];
    let suggestion = without_separators(issues.wire.text(value), &mut buffer);
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
#[derive(Clone, Copy)]
struct Found(u32);

impl Found {
    /// The phone number is valid.
    const NONE: Self = Self(u32::MAX);

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
            return Found::new(Problem::MissingPlus, 0);
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

/// Removes the separators that people write in phone numbers. Returns the rest, which is in
/// `buffer`, or an empty text where the rest isn't a valid number.
fn without_separators<'b>(text: Text<'_>, buffer: &'b mut [u8]) -> Text<'b> {
    let mut length = 0_usize;
    for &byte in text {
        // The last two are a no-break space in UTF-8.
        if !contains(b" -.()/\xc2\xa0", byte) {
            if let Some(slot) = buffer.get_mut(length) {
                *slot = byte;
            }
            length = length.wrapping_add(1);
        }
    }
    let rest = buffer.get(..length).unwrap_or_default();
    if problem_of(rest).is_none() {
        rest
    } else {
        &[]
    }
}
