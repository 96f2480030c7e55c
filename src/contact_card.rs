//! The contact card as Linq answers it ([`SetContactCard`]), the change of one ([`ContactCardUpdate`]), and the
//! smallest change ([`changed_fields`]).

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::phone_number::PhoneNumber;
use crate::redaction::mask_numbers;
use crate::validation::{Issue, IssueCode, unknown_keys};
use crate::value::Value;

/// A contact card as Linq answers it. Source: the reference page, "Returns".
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetContactCard {
    /// E.164.
    pub phone_number: String,
    /// First name on the card.
    pub first_name: String,
    /// Last name on the card; `null` and absent are the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_name: Option<String>,
    /// URL of the picture, on Linq's own host: never the URL that was sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image_url: Option<String>,
    /// Whether the card was applied to the device. `false`: saved, but not active yet.
    pub is_active: bool,
}

/// Only whose card it is, masked: names are nobody's business in a log.
impl fmt::Debug for SetContactCard {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_tuple("SetContactCard")
            .field(&mask_numbers(&self.phone_number))
            .finish()
    }
}

/// The keys of an update, as a caller gives them.
const KEYS: [&str; 4] = ["phone_number", "first_name", "last_name", "image_url"];

/// One value for each field that can be edited, in the order in which the body carries them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fields<T> {
    /// First name.
    pub first_name: T,
    /// Last name.
    pub last_name: T,
    /// URL of the picture.
    pub image_url: T,
}

/// The input of an update as a caller gave it, not checked yet.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct UpdateInput {
    /// Whose card.
    pub phone_number: Value,
    /// What to change.
    pub fields: Fields<Value>,
    /// Every key of the input, known or not.
    pub keys: Vec<String>,
}

/// A change of one card that Linq can take: a valid number and at least one valid field.
#[derive(Clone)]
pub struct ContactCardUpdate {
    phone_number: PhoneNumber,
    fields: Fields<Option<String>>,
}

impl fmt::Debug for ContactCardUpdate {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_tuple("ContactCardUpdate")
            .field(&self.phone_number)
            .finish()
    }
}

impl ContactCardUpdate {
    /// Checks an input. `send_empty` lets `''` through, which is refused otherwise.
    ///
    /// # Errors
    /// Every issue of the input, in the order of its fields.
    pub fn parse(input: UpdateInput, send_empty: bool) -> Result<Self, Vec<Issue>> {
        let mut issues = Vec::new();
        let is_empty = input.fields == Fields::default();

        let phone_number = note(&mut issues, parse_number(input.phone_number));
        let mut field = |name, value, check: fn(&str) -> Result<(), IssueCode>| {
            let parsed = parse_field(value, send_empty, check);
            note(
                &mut issues,
                parsed.map_err(|code| Issue::from(code).at(name)),
            )
            .flatten()
        };
        let fields = Fields {
            first_name: field("first_name", input.fields.first_name, |_| Ok(())),
            last_name: field("last_name", input.fields.last_name, |_| Ok(())),
            image_url: field("image_url", input.fields.image_url, check_image_url),
        };

        let unknown = unknown_keys(&input.keys, &KEYS, IssueCode::UnknownField);
        let known = issues.len();
        issues.extend(unknown.map(|(issue, key)| issue.at(key)));
        // A misspelt key says already why there is nothing to update.
        if is_empty && issues.len() == known {
            issues.push(IssueCode::EmptyUpdate.into());
        }
        match phone_number {
            Some(phone_number) if issues.is_empty() => Ok(Self {
                phone_number,
                fields,
            }),
            _ => Err(issues),
        }
    }

    /// Whose card.
    #[must_use]
    pub const fn phone_number(&self) -> &PhoneNumber {
        &self.phone_number
    }

    /// The body of the PATCH: JSON in UTF-8, only the fields that are present, in the reference page's order, without
    /// spaces.
    #[must_use]
    pub fn to_json(&self) -> String {
        let fields = [
            ("first_name", &self.fields.first_name),
            ("last_name", &self.fields.last_name),
            ("image_url", &self.fields.image_url),
        ];
        let mut json = String::from("{");
        for (name, value) in fields {
            let Some(value) = value else { continue };
            if json.len() > 1 {
                json.push(',');
            }
            push_json_string(&mut json, name);
            json.push(':');
            push_json_string(&mut json, value);
        }
        json.push('}');
        json
    }
}

/// Keeps what is valid and notes what isn't, so that every issue is found.
fn note<T>(issues: &mut Vec<Issue>, parsed: Result<T, Issue>) -> Option<T> {
    parsed.map_err(|issue| issues.push(issue)).ok()
}

/// Parses the number that an operation is about.
///
/// # Errors
/// The number's issue, at `phone_number`.
pub fn parse_number(value: Value) -> Result<PhoneNumber, Issue> {
    match value {
        Value::Absent => Err(IssueCode::Required.into()),
        value => parse_number_value(&value),
    }
    .map_err(|issue| issue.at("phone_number"))
}

/// Parses a value that should be a number, wherever it comes from.
///
/// # Errors
/// The number's issue, of the value as a whole.
pub fn parse_number_value(value: &Value) -> Result<PhoneNumber, Issue> {
    match value {
        Value::Text(text) => PhoneNumber::parse(text),
        Value::IllFormed => Err(IssueCode::IllFormed.into()),
        _ => Err(IssueCode::NotAString.into()),
    }
}

fn parse_field(
    value: Value,
    send_empty: bool,
    check: fn(&str) -> Result<(), IssueCode>,
) -> Result<Option<String>, IssueCode> {
    match value {
        Value::Absent => Ok(None),
        Value::Null => Err(IssueCode::NullNotSupported),
        Value::IllFormed => Err(IssueCode::IllFormed),
        Value::Text(text) if text.is_empty() => {
            if send_empty {
                Ok(Some(text))
            } else {
                Err(IssueCode::CannotClear)
            }
        }
        Value::Text(text) => check(&text).map(|()| Some(text)),
        _ => Err(IssueCode::NotAString),
    }
}

/// Linq fetches the image itself, so only a public `https://` URL can work; whether the host exists and answers is for
/// Linq to find out.
fn check_image_url(url: &str) -> Result<(), IssueCode> {
    let authority = url
        .strip_prefix("https://")
        .and_then(|rest| rest.split(['/', '?', '#']).next())
        .unwrap_or_default();
    let host = authority.split(':').next().unwrap_or_default();
    if host.is_empty() || authority.contains(['@', '\\']) || url.contains(is_space_or_control) {
        return Err(IssueCode::NotHttpsUrl);
    }
    Ok(())
}

/// Spaces, controls and the invisible characters that pasting brings along; spelt out, as the standard library's
/// tables would weigh more than this whole module.
pub(crate) const fn is_space_or_control(c: char) -> bool {
    matches!(c, '\0'..=' ' | '\u{7f}'..='\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200f}'
        | '\u{2028}'..='\u{202f}' | '\u{205f}'..='\u{206f}' | '\u{3000}' | '\u{feff}')
}

/// Writes a text as a JSON string: what JSON must escape is escaped, everything else stays as UTF-8.
fn push_json_string(json: &mut String, text: &str) {
    json.push('"');
    for c in text.chars() {
        match c {
            '"' => json.push_str("\\\""),
            '\\' => json.push_str("\\\\"),
            '\n' => json.push_str("\\n"),
            '\r' => json.push_str("\\r"),
            '\t' => json.push_str("\\t"),
            '\u{8}' => json.push_str("\\b"),
            '\u{c}' => json.push_str("\\f"),
            '\0'..'\u{20}' => {
                json.push_str(if c < '\u{10}' { "\\u000" } else { "\\u001" });
                json.extend(char::from_digit(u32::from(c) & 0xf, 16));
            }
            _ => json.push(c),
        }
    }
    json.push('"');
}

/// Which fields of a form differ from the card, so that only those are sent.
///
/// `''` for a field that the card doesn't have is an untouched input, so unchanged; for a field that it has, it is a
/// change (and validation says what Linq makes of it).
#[must_use]
pub fn changed_fields(current: &Fields<Value>, edited: &Fields<Value>) -> Fields<bool> {
    Fields {
        first_name: is_changed(&current.first_name, &edited.first_name),
        last_name: is_changed(&current.last_name, &edited.last_name),
        image_url: is_changed(&current.image_url, &edited.image_url),
    }
}

fn is_changed(current: &Value, edited: &Value) -> bool {
    match (current, edited) {
        (_, Value::Absent) => false,
        (Value::Absent | Value::Null, Value::Text(text)) => !text.is_empty(),
        // Two values that can't be compared are left for validation to refuse.
        (_, Value::IllFormed | Value::Other | Value::Function) => true,
        (current, edited) => current != edited,
    }
}
