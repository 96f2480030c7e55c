//! [`PhoneNumber`]: a number in E.164 form. Its only constructor parses, so a number that exists is valid.

use core::fmt;

use crate::redact::mask;
use crate::text::{Text, has, split};
use crate::validation::{Issues, Problem};
use crate::wire::{Kind, Value, Wire};

/// The name of the number in every input, query and response.
pub const PHONE_NUMBER: Text<'static> = b"phone_number";

/// The most digits that a number has.
const MOST_DIGITS: usize = 15;

/// A phone number in E.164 form, by the vendor's own pattern `^\+[1-9][0-9]{1,14}$`.
///
/// The format decides, not a numbering plan: the reference page's own example, `+15551234567`, isn't an assigned
/// number. `Debug` shows the masked form.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct PhoneNumber<'a>(Text<'a>);

impl<'a> PhoneNumber<'a> {
    /// Parses a number as it is: nothing is trimmed, rewritten or guessed. `None` for anything that isn't E.164.
    #[must_use]
    pub fn parse(text: Text<'a>) -> Option<Self> {
        problem_of(text).is_none().then_some(Self(text))
    }

    /// The number with its `+`.
    #[must_use]
    pub const fn text(&self) -> Text<'a> {
        self.0
    }

    /// The number without its `+`.
    #[must_use]
    pub fn digits(&self) -> Text<'a> {
        split(self.0, 1).1
    }
}

const NOTHING: Text<'static> = &[];

impl fmt::Debug for PhoneNumber<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Each digit may become a dot of three bytes.
        let mut masked = [0; 3 * (MOST_DIGITS + 1)];
        let mut wire = Wire::new(&NOTHING, &mut masked);
        mask(&mut wire, self.0);
        let masked = wire.output().unwrap_or_default();
        formatter.write_str(core::str::from_utf8(masked).unwrap_or_default())
    }
}

/// Checks a value that should be a number, and notes the first of: `required` (only where it has a name), `not_a_string`,
/// `ill_formed`, `empty`, `missing_plus`, `invalid_character` (with its offset), `leading_zero`, `too_short`, `too_long`; with
/// a suggestion where leaving out separators makes the number valid. Returns whether it is one.
pub fn check_phone_number(issues: &mut Issues<'_, '_, '_>, name: Text<'_>, value: Value) -> bool {
    let found = match issues.wire.kind(value) {
        Kind::TEXT => problem_of(issues.wire.text(value)),
        Kind::ILL_FORMED => Found::new(Problem::IllFormed, 0),
        Kind::ABSENT if !name.is_empty() => Found::new(Problem::Required, 0),
        _ => Found::new(Problem::NotAString, 0),
    };
    let Some(&problem) = Problem::ALL.get(found.0 as usize & 0xff) else {
        return true;
    };
    let mut bare = [0; MOST_DIGITS + 1];
    let suggestion = without_separators(issues.wire.text(value), &mut bare);
    issues.number(name, problem, found.0 >> 8, suggestion);
    false
}

/// Whether the text is a number in E.164 form.
#[must_use]
pub fn is_e164(text: Text<'_>) -> bool {
    problem_of(text).is_none()
}

/// What is wrong with a number, and at which byte. One word, as a pair would be returned through memory.
#[derive(Clone, Copy)]
struct Found(u32);

impl Found {
    const NONE: Self = Self(u32::MAX);

    const fn new(problem: Problem, offset: usize) -> Self {
        Self((offset as u32) << 8 | problem as u32)
    }

    const fn is_none(self) -> bool {
        self.0 == Self::NONE.0
    }
}

fn problem_of(text: Text<'_>) -> Found {
    let mut offset = 0_usize;
    for &byte in text {
        if offset == 0 && byte != b'+' {
            return Found::new(Problem::MissingPlus, 0);
        }
        // All before it is ASCII, so bytes count like UTF-16 units.
        if offset > 0 && !byte.is_ascii_digit() {
            return Found::new(Problem::InvalidCharacter, offset);
        }
        offset = offset.wrapping_add(1);
    }
    let code = match text {
        [] => Problem::Empty,
        [_, b'0', ..] => Problem::LeadingZero,
        _ if offset < 3 => Problem::TooShort,
        _ if offset > MOST_DIGITS + 1 => Problem::TooLong,
        _ => return Found::NONE,
    };
    Found::new(code, 0)
}

/// The number that is left without the separators that people write, where that is valid; empty otherwise.
fn without_separators<'b>(text: Text<'_>, bare: &'b mut [u8]) -> Text<'b> {
    let mut length = 0_usize;
    for &byte in text {
        // A no-break space has two bytes.
        if !has(b" -.()/\xc2\xa0", byte) {
            if let Some(place) = bare.get_mut(length) {
                *place = byte;
            }
            length = length.wrapping_add(1);
        }
    }
    let bare = bare.get(..length).unwrap_or_default();
    if problem_of(bare).is_none() {
        bare
    } else {
        &[]
    }
}
