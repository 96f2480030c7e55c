//! [`PhoneNumber`]: a number in E.164 form. Its only constructor parses, so a number that exists is valid.

use alloc::string::String;
use core::fmt;

use crate::redaction::mask_numbers;
use crate::validation::{Issue, IssueCode};
use crate::value::Value;

/// The key of the number in every input, query and answer.
pub const PHONE_NUMBER: &str = "phone_number";

/// A phone number in E.164 form, by the vendor's own pattern `^\+[1-9][0-9]{1,14}$`.
///
/// The format decides, not a numbering plan: the reference page's own example, `+15551234567`, isn't an assigned
/// number. `Debug` shows the masked form.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct PhoneNumber<'a>(&'a str);

impl<'a> PhoneNumber<'a> {
    /// Parses a number as it stands: nothing is trimmed, rewritten or guessed. `name` is where the value stands.
    ///
    /// # Errors
    /// The first of: `not_a_string`, `ill_formed`, `empty`, `missing_plus`, `invalid_character` (with its offset in
    /// UTF-16 units), `leading_zero`, `too_short`, `too_long`; with a suggestion where leaving out separators would make
    /// the number valid.
    pub fn parse(name: &'a str, value: Value<'a>) -> Result<Self, Issue<'a>> {
        let text = match value {
            Value::Text(text) => text,
            Value::IllFormed => return Err(Issue::new(name, IssueCode::IllFormed)),
            _ => return Err(Issue::new(name, IssueCode::NotAString)),
        };
        let Some((code, offset)) = problem(text) else {
            return Ok(Self(text));
        };
        Err(Issue {
            offset,
            suggestion: without_separators(text),
            ..Issue::new(name, code)
        })
    }

    /// Parses the number that an input must have.
    ///
    /// # Errors
    /// As for [`PhoneNumber::parse`]; `required` when there is none.
    pub fn of(input: Value<'a>) -> Result<Self, Issue<'a>> {
        match input.get(PHONE_NUMBER) {
            Value::Absent => Err(Issue::new(PHONE_NUMBER, IssueCode::Required)),
            value => Self::parse(PHONE_NUMBER, value),
        }
    }

    /// The number with its `+`.
    #[must_use]
    pub const fn as_str(&self) -> &'a str {
        self.0
    }

    /// The number without its `+`.
    #[must_use]
    pub fn digits(&self) -> &'a str {
        self.0.get(1..).unwrap_or_default()
    }
}

impl fmt::Debug for PhoneNumber<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&mask_numbers(self.0))
    }
}

/// Whether the text is a number in E.164 form.
#[must_use]
pub fn is_e164(text: &str) -> bool {
    problem(text).is_none()
}

/// What is wrong with a number, and where.
fn problem(text: &str) -> Option<(IssueCode, Option<u32>)> {
    let mut offset = 0_u32;
    for byte in text.bytes() {
        if offset == 0 && byte != b'+' {
            return Some((IssueCode::MissingPlus, None));
        }
        // All before it is ASCII, so bytes count like UTF-16 units.
        if offset > 0 && !byte.is_ascii_digit() {
            return Some((IssueCode::InvalidCharacter, Some(offset)));
        }
        offset = offset.saturating_add(1);
    }
    let code = match text.len() {
        0 => IssueCode::Empty,
        _ if text.starts_with("+0") => IssueCode::LeadingZero,
        1 | 2 => IssueCode::TooShort,
        3..=16 => return None,
        _ => IssueCode::TooLong,
    };
    Some((code, None))
}

/// The number that is left without the separators that people write, where that is valid.
fn without_separators(text: &str) -> Option<String> {
    let mut bare = String::new();
    for c in text.chars() {
        if !matches!(c, ' ' | '\u{a0}' | '-' | '.' | '(' | ')' | '/') {
            bare.push(c);
        }
    }
    is_e164(&bare).then_some(bare)
}
