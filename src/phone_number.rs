//! [`PhoneNumber`]: a number in E.164 form. Its only constructor parses, so a number that exists is valid.

use std::fmt;

use crate::redaction::mask_numbers;
use crate::validation::{Issue, IssueCode};

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
    /// The first of: `empty`, `missing_plus`, `invalid_character` (with its offset in UTF-16 units), `leading_zero`,
    /// `too_short`, `too_long`; with a suggestion where leaving out separators would make the number valid.
    pub fn parse(text: &str) -> Result<Self, Issue> {
        match check(text) {
            Ok(()) => Ok(Self(text.to_owned())),
            Err((code, offset)) => Err(Issue {
                offset,
                suggestion: without_separators(text),
                ..code.into()
            }),
        }
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

fn check(text: &str) -> Result<(), (IssueCode, Option<usize>)> {
    if text.is_empty() {
        return Err((IssueCode::Empty, None));
    }
    let Some(digits) = text.strip_prefix('+') else {
        return Err((IssueCode::MissingPlus, None));
    };
    if let Some(index) = digits.bytes().position(|byte| !byte.is_ascii_digit()) {
        // All before it is ASCII, so bytes count like UTF-16 units; 1 for the `+`.
        return Err((IssueCode::InvalidCharacter, Some(index.saturating_add(1))));
    }
    if digits.starts_with('0') {
        return Err((IssueCode::LeadingZero, None));
    }
    match digits.len() {
        0..=1 => Err((IssueCode::TooShort, None)),
        2..=15 => Ok(()),
        _ => Err((IssueCode::TooLong, None)),
    }
}

/// The number that is left without the separators that people write, where that is valid.
fn without_separators(text: &str) -> Option<String> {
    let bare: String = text
        .chars()
        .filter(|c| !matches!(c, ' ' | '\u{a0}' | '-' | '.' | '(' | ')' | '/'))
        .collect();
    is_e164(&bare).then_some(bare)
}
