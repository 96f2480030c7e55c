//! [`Issue`]: one problem of the input, where it is and what to do.

use std::borrow::Cow;

use serde::Serialize;

/// What is wrong with a value. The texts are part of the public API.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum IssueCode {
    /// A field that must be there isn't.
    Required,
    /// The input as a whole is no object.
    NotAnObject,
    /// The value is no string.
    NotAString,
    /// The number is `''`.
    Empty,
    /// The number doesn't start with `+`.
    MissingPlus,
    /// The number holds something else than the ASCII digits 0 to 9.
    InvalidCharacter,
    /// The country code starts with 0.
    LeadingZero,
    /// The number has fewer than 2 digits.
    TooShort,
    /// The number has more than 15 digits.
    TooLong,
    /// `null` for a field: Linq answers it with a 500.
    NullNotSupported,
    /// `''` for a field: Linq documents no way to clear one.
    CannotClear,
    /// A lone surrogate, which UTF-8 can't carry.
    IllFormed,
    /// The image URL is no `https://` URL that Linq could fetch.
    NotHttpsUrl,
    /// A key that an update doesn't have.
    UnknownField,
    /// No field to change.
    EmptyUpdate,
    /// An option that doesn't exist.
    UnknownOption,
    /// An option of the wrong type or out of range.
    InvalidOption,
}

impl IssueCode {
    /// What is wrong and what to do, in English; never with the value itself.
    #[must_use]
    pub const fn message(self) -> &'static str {
        match self {
            Self::Required => "is required",
            Self::NotAnObject => "must be an object",
            Self::NotAString => "must be a string",
            Self::Empty => "is empty; give a number such as +15551234567",
            Self::MissingPlus => "must start with + and the country code, such as +15551234567",
            Self::InvalidCharacter => {
                "may hold only the digits 0 to 9 after the +; no spaces, dashes or brackets"
            }
            Self::LeadingZero => "must not start with 0 after the +; give the country code",
            Self::TooShort => "is too short; E.164 numbers have at least 2 digits",
            Self::TooLong => "is too long; E.164 numbers have at most 15 digits",
            Self::NullNotSupported => "must not be null; leave the field out to keep its value",
            Self::CannotClear => {
                "must not be empty, as Linq has no way to clear a field; leave it out to keep its value"
            }
            Self::IllFormed => "holds half of a surrogate pair, which can't be sent",
            Self::NotHttpsUrl => {
                "must be a public URL that starts with https://, without user name, spaces or control characters"
            }
            Self::UnknownField => "is not a field of a contact card update",
            Self::EmptyUpdate => "nothing to update: give first_name, last_name or image_url",
            Self::UnknownOption => "is not an option",
            Self::InvalidOption => "has a wrong type or is out of range",
        }
    }
}

/// One problem of the input. Inputs are checked to the end: all issues come at once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Issue {
    /// Where: `["first_name"]`, `["options", "timeout"]`, or empty for the input as a whole.
    pub path: Vec<Cow<'static, str>>,
    /// The kind of problem.
    pub code: IssueCode,
    /// What is wrong and what to do.
    pub message: &'static str,
    /// Where in the value, in UTF-16 units from 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offset: Option<usize>,
    /// A value that would be valid, for a person to accept.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub suggestion: Option<String>,
}

impl From<IssueCode> for Issue {
    /// An issue of the value as a whole.
    fn from(code: IssueCode) -> Self {
        Self {
            path: Vec::new(),
            code,
            message: code.message(),
            offset: None,
            suggestion: None,
        }
    }
}

impl Issue {
    /// An option that breaks the rule that `message` states.
    #[must_use]
    pub fn invalid_option(name: &'static str, message: &'static str) -> Self {
        Self {
            message,
            ..Self::from(IssueCode::InvalidOption).at_option(name)
        }
    }

    /// The same issue, of one field.
    #[must_use]
    pub fn at(self, field: impl Into<Cow<'static, str>>) -> Self {
        Self {
            path: vec![field.into()],
            ..self
        }
    }

    /// The same issue, of one option.
    #[must_use]
    pub fn at_option(self, name: impl Into<Cow<'static, str>>) -> Self {
        Self {
            path: vec![OPTIONS.into(), name.into()],
            ..self
        }
    }
}

/// The first step of an option's path.
pub const OPTIONS: &str = "options";

/// An issue for each key that isn't known, with the one that was probably meant.
pub fn unknown_keys<'a>(
    keys: &'a [String],
    known: &'a [&'static str],
    code: IssueCode,
) -> impl Iterator<Item = (Issue, String)> + 'a {
    keys.iter()
        .filter(|key| !known.contains(&key.as_str()))
        .map(move |key| {
            let issue = Issue {
                suggestion: nearest(key, known).map(str::to_owned),
                ..code.into()
            };
            (issue, key.clone())
        })
}

/// The known key that `key` was probably meant to be: the same letters in another case or without the underscore, or
/// at most two edits away.
#[must_use]
fn nearest<'a>(key: &str, known: &[&'a str]) -> Option<&'a str> {
    let key = letters(key);
    known
        .iter()
        .map(|&candidate| (edits(&key, &letters(candidate)), candidate))
        .min_by_key(|&(edits, _)| edits)
        .filter(|&(edits, _)| edits <= 2)
        .map(|(_, candidate)| candidate)
}

fn letters(key: &str) -> Vec<u8> {
    // A longer key is nobody's typing error, and the distance below takes the product of both lengths.
    key.bytes()
        .filter(|byte| byte.is_ascii_alphanumeric())
        .map(|byte| byte.to_ascii_lowercase())
        .take(64)
        .collect()
}

/// Levenshtein's distance, a row at a time.
fn edits(from: &[u8], to: &[u8]) -> usize {
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (deleted, a) in from.iter().enumerate() {
        let mut diagonal = deleted;
        let mut left = deleted.saturating_add(1);
        let mut cells = row.iter_mut();
        if let Some(first) = cells.next() {
            *first = left;
        }
        for (cell, b) in cells.zip(to) {
            let substituted = diagonal.saturating_add(usize::from(a != b));
            diagonal = *cell;
            left = substituted
                .min(left.saturating_add(1))
                .min(cell.saturating_add(1));
            *cell = left;
        }
    }
    row.last().copied().unwrap_or_default()
}
