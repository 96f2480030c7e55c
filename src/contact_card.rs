//! The contact card as Linq answers it ([`SetContactCard`]), the change of one ([`ContactCardUpdate`]), and the
//! smallest change ([`changed_fields`]).

use std::fmt;

use crate::phone_number::{PHONE_NUMBER, PhoneNumber};
use crate::redaction::mask_numbers;
use crate::validation::{Issue, IssueCode};
use crate::value::{Value, object};

/// The fields that can be edited, in the order in which the body carries them.
pub const FIELDS: [&str; 3] = ["first_name", "last_name", IMAGE_URL];
const IMAGE_URL: &str = "image_url";

/// Every key of an update.
const KEYS: [&str; 4] = [PHONE_NUMBER, "first_name", "last_name", IMAGE_URL];

/// A contact card as Linq answers it. Source: the reference page, "Returns". `Debug` shows the masked number alone:
/// names are nobody's business in a log.
#[derive(Clone, PartialEq, Eq)]
pub struct SetContactCard {
    /// E.164.
    pub phone_number: String,
    /// First name on the card.
    pub first_name: String,
    /// Last name on the card; `null` and absent are the same.
    pub last_name: Option<String>,
    /// URL of the picture, on Linq's own host: never the URL that was sent.
    pub image_url: Option<String>,
    /// Whether the card was applied to the device. `false`: saved, but not active yet.
    pub is_active: bool,
}

impl fmt::Debug for SetContactCard {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_tuple("SetContactCard")
            .field(&mask_numbers(&self.phone_number))
            .finish()
    }
}

impl SetContactCard {
    /// Takes an answer whose required fields are there, with the documented types.
    #[must_use]
    pub fn parse(answer: &Value) -> Option<Self> {
        let required = |name| answer.get(name).as_text().map(str::to_owned);
        let optional = |name| match answer.get(name) {
            Value::Absent | Value::Null => Some(None),
            value => value.as_text().map(|text| Some(text.to_owned())),
        };
        Some(Self {
            phone_number: required(PHONE_NUMBER)?,
            first_name: required("first_name")?,
            last_name: optional("last_name")?,
            image_url: optional(IMAGE_URL)?,
            is_active: match answer.get("is_active") {
                Value::Bool(is_active) => *is_active,
                _ => return None,
            },
        })
    }

    /// The card as JavaScript sees it.
    #[must_use]
    pub fn to_value(&self) -> Value {
        object()
            .with(PHONE_NUMBER, self.phone_number.as_str())
            .with("first_name", self.first_name.as_str())
            .with("last_name", self.last_name.as_deref())
            .with(IMAGE_URL, self.image_url.as_deref())
            .with("is_active", self.is_active)
    }
}

/// A change of one card that Linq can take: a valid number and at least one valid field.
#[derive(Clone)]
pub struct ContactCardUpdate {
    phone_number: PhoneNumber,
    fields: Vec<(&'static str, String)>,
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
    pub fn parse(input: &Value, send_empty: bool) -> Result<Self, Vec<Issue>> {
        let Value::Object(members) = input else {
            return Err(vec![IssueCode::NotAnObject.into()]);
        };
        let mut issues = Vec::new();
        let phone_number = match PhoneNumber::of(input) {
            Ok(phone_number) => Some(phone_number),
            Err(issue) => {
                issues.push(issue);
                None
            }
        };
        let mut fields = Vec::new();
        let mut is_empty = true;
        for name in FIELDS {
            let value = input.get(name);
            if *value == Value::Absent {
                continue;
            }
            is_empty = false;
            match check_field(name, value, send_empty) {
                Ok(text) => fields.push((name, text.to_owned())),
                Err(code) => issues.push(Issue::from(code).at(name)),
            }
        }
        for (key, _) in members {
            if !KEYS.contains(&key.as_str()) {
                issues.push(Issue::unknown(IssueCode::UnknownField, key, &KEYS));
                // A misspelt key says already why there is nothing to update.
                is_empty = false;
            }
        }
        if is_empty {
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
        let mut json = String::new();
        for (name, value) in &self.fields {
            json.push(if json.is_empty() { '{' } else { ',' });
            push_json_string(&mut json, name);
            json.push(':');
            push_json_string(&mut json, value);
        }
        json.push('}');
        json
    }
}

fn check_field<'a>(name: &str, value: &'a Value, send_empty: bool) -> Result<&'a str, IssueCode> {
    let text = match value {
        Value::Text(text) => text,
        Value::Null => return Err(IssueCode::NullNotSupported),
        Value::IllFormed => return Err(IssueCode::IllFormed),
        _ => return Err(IssueCode::NotAString),
    };
    if text.is_empty() {
        if !send_empty {
            return Err(IssueCode::CannotClear);
        }
    } else if name == IMAGE_URL && !is_https_url(text) {
        return Err(IssueCode::NotHttpsUrl);
    }
    Ok(text)
}

/// Linq fetches the image itself, so only a public `https://` URL can work; whether the host exists and answers is for
/// Linq to find out.
fn is_https_url(url: &str) -> bool {
    let Some(rest) = url.strip_prefix("https://") else {
        return false;
    };
    let mut authority = rest;
    for (index, c) in rest.char_indices() {
        if matches!(c, '/' | '?' | '#') {
            authority = rest.get(..index).unwrap_or_default();
            break;
        }
    }
    !authority.is_empty()
        && !authority.starts_with(':')
        && !authority.chars().any(|c| matches!(c, '@' | '\\'))
        && !url.chars().any(is_space_or_control)
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
            '"' | '\\' => json.push('\\'),
            '\0'..'\u{20}' => {
                json.push_str(if c < '\u{10}' { "\\u000" } else { "\\u001" });
                json.extend(char::from_digit(u32::from(c) & 0xf, 16));
                continue;
            }
            _ => {}
        }
        json.push(c);
    }
    json.push('"');
}

/// The fields of a form that differ from the card, so that only those are sent.
///
/// `''` for a field that the card doesn't have is an untouched input, so unchanged; for a field that it has, it is a
/// change (and validation says what Linq makes of it).
#[must_use]
pub fn changed_fields(current: &Value, edited: &Value) -> Vec<&'static str> {
    let mut changed = Vec::new();
    for name in FIELDS {
        let is_changed = match (current.get(name), edited.get(name)) {
            (_, Value::Absent) => false,
            (Value::Absent | Value::Null, Value::Text(text)) => !text.is_empty(),
            (current, edited) => current != edited,
        };
        if is_changed {
            changed.push(name);
        }
    }
    changed
}
