//! [`Issue`]: one problem of the input, where it is and what to do.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use crate::json::Json;
use crate::redaction::mask_numbers;
use crate::value::Value;

/// What is wrong with a value. The texts are part of the public API.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
    /// The code as the API names it, and what is wrong and what to do, in English; never with the value itself.
    const fn texts(self) -> (&'static str, &'static str) {
        match self {
            Self::Required => ("required", "is required"),
            Self::NotAnObject => ("not_an_object", "must be an object"),
            Self::NotAString => ("not_a_string", "must be a string"),
            Self::Empty => ("empty", "is empty; give a number such as +15551234567"),
            Self::MissingPlus => (
                "missing_plus",
                "must start with + and the country code, such as +15551234567",
            ),
            Self::InvalidCharacter => (
                "invalid_character",
                "may hold only the digits 0 to 9 after the +, no spaces, dashes or brackets",
            ),
            Self::LeadingZero => (
                "leading_zero",
                "must not start with 0 after the +; give the country code",
            ),
            Self::TooShort => (
                "too_short",
                "is too short; E.164 numbers have at least 2 digits",
            ),
            Self::TooLong => (
                "too_long",
                "is too long; E.164 numbers have at most 15 digits",
            ),
            Self::NullNotSupported => (
                "null_not_supported",
                "must not be null; leave it out to keep its value",
            ),
            Self::CannotClear => (
                "cannot_clear",
                "must not be empty, as Linq has no way to clear a field; leave it out to keep its value",
            ),
            Self::IllFormed => (
                "ill_formed",
                "holds half of a surrogate pair, which can't be sent",
            ),
            Self::NotHttpsUrl => (
                "not_https_url",
                "must be a public URL that starts with https://, without user name, spaces or control characters",
            ),
            Self::UnknownField => ("unknown_field", "is not a field"),
            Self::EmptyUpdate => (
                "empty_update",
                "Nothing to update: give first_name, last_name or image_url",
            ),
            Self::UnknownOption => ("unknown_option", "is not an option"),
            Self::InvalidOption => ("invalid_option", "is invalid"),
        }
    }

    /// The code as the API names it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        self.texts().0
    }

    /// What is wrong and what to do, in English; never with the value itself.
    #[must_use]
    pub const fn message(self) -> &'static str {
        self.texts().1
    }
}

/// One problem of the input. Inputs are checked to the end: all issues come at once. `Debug` shows no suggestion, as
/// that is a number.
#[derive(Clone, PartialEq, Eq)]
pub struct Issue<'a> {
    /// Whether it is an option of this name; a field otherwise.
    pub is_option: bool,
    /// The field or option; empty for the input as a whole.
    pub name: &'a str,
    /// The kind of problem.
    pub code: IssueCode,
    /// What is wrong and what to do.
    pub message: &'static str,
    /// Where in the value, in UTF-16 units from 0.
    pub offset: Option<u32>,
    /// A value that would be valid, for a person to accept.
    pub suggestion: Option<String>,
}

impl<'a> Issue<'a> {
    /// A problem of a field; of the input as a whole where the name is empty.
    #[must_use]
    pub const fn new(name: &'a str, code: IssueCode) -> Self {
        Self {
            is_option: false,
            name,
            code,
            message: code.message(),
            offset: None,
            suggestion: None,
        }
    }

    /// An option that breaks the rule that `message` states.
    #[must_use]
    pub const fn option(name: &'a str, message: &'static str) -> Self {
        let mut issue = Self::new(name, IssueCode::InvalidOption);
        issue.is_option = true;
        issue.message = message;
        issue
    }

    /// An option that doesn't exist, with the one that was probably meant.
    #[must_use]
    pub fn unknown_option(name: &'a str, known: &[&str]) -> Self {
        Self {
            is_option: true,
            suggestion: nearest(name, known),
            ..Self::new(name, IssueCode::UnknownOption)
        }
    }

    /// Where the issue is: `["first_name"]`, `["options", "timeout"]`, or empty for the input as a whole.
    pub fn path(&self) -> impl Iterator<Item = &'a str> {
        let steps = [if self.is_option { "options" } else { "" }, self.name];
        steps.into_iter().filter(|step| !step.is_empty())
    }

    /// Writes the issue for a caller: whole, or as an error shows it, without what may be a number.
    pub fn write(&self, issue: &mut Json, in_error: bool) {
        issue.list_member("path", |path| {
            for step in self.path() {
                if in_error {
                    path.text_item(&mask_numbers(step));
                } else {
                    path.text_item(step);
                }
            }
        });
        issue.text("code", self.code.as_str());
        issue.text("message", self.message);
        issue.optional_number("offset", self.offset);
        if !in_error {
            issue.optional_text("suggestion", self.suggestion.as_deref());
        }
    }
}

impl fmt::Debug for Issue<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_tuple("Issue")
            .field(&self.code)
            .field(&mask_numbers(self.name))
            .finish()
    }
}

/// Writes issues for a caller.
pub fn write_issues(issues: &[Issue<'_>], list: &mut Json, in_error: bool) {
    for issue in issues {
        list.item(|item| issue.write(item, in_error));
    }
}

/// Notes every key of an input that isn't a known field, with the one that was probably meant.
pub fn note_unknown<'a>(issues: &mut Vec<Issue<'a>>, input: Value<'a>, known: &[&str]) {
    for (key, _) in input.members() {
        if !known.contains(&key) {
            issues.push(Issue {
                suggestion: nearest(key, known),
                ..Issue::new(key, IssueCode::UnknownField)
            });
        }
    }
}

/// How many letters two keys must share at their beginning to be taken for the same.
const SHARED_LETTERS: usize = 4;

/// The known key that `key` was probably meant to be: `firstName`, `first-name`, `firstname` and `first` for
/// `first_name`.
fn nearest(key: &str, known: &[&str]) -> Option<String> {
    let mut nearest = None;
    let mut most = SHARED_LETTERS - 1;
    for candidate in known {
        let shared = letters(key)
            .zip(letters(candidate))
            .take_while(|(a, b)| a == b)
            .count();
        if shared > most {
            most = shared;
            nearest = Some((*candidate).to_owned());
        }
    }
    nearest
}

fn letters(key: &str) -> impl Iterator<Item = u8> {
    let letters = key.bytes().filter(u8::is_ascii_alphanumeric);
    letters.map(|byte| byte.to_ascii_lowercase())
}
