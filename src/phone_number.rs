//! [`PhoneNumber`]: a number in E.164 form. Its only constructor parses, so a number that exists is valid.

use std::fmt;

use crate::redaction::mask_numbers;
use crate::validation::{Issue, IssueCode};
use crate::value::Value;

/// The key of the number in every input, query and answer.
pub const PHONE_NUMBER: &str = "phone_number";

/// A phone number in E.164 form, by the vendor's own pattern `^\+[1-9][0-9]{1,14}$`.
///
/// The format decides, not a numbering plan: the reference page's own example, `+15551234567`, isn't an assigned
/// number. `Debug` shows the masked form.
#[derive(Clone, PartialEq, Eq)]
pub struct PhoneNumber(String);

impl PhoneNumber {
    /// Parses a number as it stands: nothing is trimmed, rewritten or guessed.
    ///
    /// # Errors
    /// The first of: `not_a_string`, `ill_formed`, `empty`, `missing_plus`, `invalid_character` (with its offset in
    /// UTF-16 units), `leading_zero`, `too_short`, `too_long`; with a suggestion where leaving out separators would make
    /// the number valid.
    pub fn parse(value: &Value) -> Result<Self, Issue> {
        let text = match value {
            Value::Text(text) => text,
            Value::IllFormed => return Err(IssueCode::IllFormed.into()),
            _ => return Err(IssueCode::NotAString.into()),
        };
        let Err((code, offset)) = check(text) else {
            return Ok(Self(text.clone()));
        };
        let mut issue = Issue::from(code);
        issue.offset = offset;
        issue.suggestion = without_separators(text);
        Err(issue)
    }

    /// Parses the `phone_number` of an input.
    ///
    /// # Errors
    /// As for [`PhoneNumber::parse`], at `phone_number`; `required` when there is none.
    pub fn of(input: &Value) -> Result<Self, Issue> {
        let parsed = match input.get(PHONE_NUMBER) {
            Value::Absent => Err(IssueCode::Required.into()),
            value => Self::parse(value),
        };
        parsed.map_err(|issue| issue.at(PHONE_NUMBER))
    }

    /// The number with its `+`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The number without its `+`.
    #[must_use]
    pub fn digits(&self) -> &str {
        self.0.trim_start_matches('+')
    }
}

impl fmt::Debug for PhoneNumber {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&mask_numbers(&self.0))
    }
}

/// Whether the text is a number in E.164 form.
#[must_use]
pub fn is_e164(text: &str) -> bool {
    check(text).is_ok()
}

fn check(text: &str) -> Result<(), (IssueCode, Option<u32>)> {
    let mut length = 0_u32;
    for c in text.chars() {
        match (length, c) {
            (0, '+') | (1.., '0'..='9') => length = length.saturating_add(1),
            (0, _) => return Err((IssueCode::MissingPlus, None)),
            // All before it is ASCII, so the count is in UTF-16 units too.
            (offset, _) => return Err((IssueCode::InvalidCharacter, Some(offset))),
        }
    }
    match length {
        0 => Err((IssueCode::Empty, None)),
        _ if text.starts_with("+0") => Err((IssueCode::LeadingZero, None)),
        1 | 2 => Err((IssueCode::TooShort, None)),
        3..=16 => Ok(()),
        _ => Err((IssueCode::TooLong, None)),
    }
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
