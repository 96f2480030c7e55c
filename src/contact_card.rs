//! The contact card as Linq answers it ([`SetContactCard`]), the change of one ([`ContactCardUpdate`]), and the
//! smallest change ([`changed_fields`]).

use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;
use core::fmt;

use serde::Serialize;

use crate::json::Json;
use crate::phone_number::{PHONE_NUMBER, PhoneNumber};
use crate::validation::{Issue, IssueCode, note_unknown};
use crate::value::{Value, until};

const FIRST_NAME: &str = "first_name";
const IMAGE_URL: &str = "image_url";

/// The fields that can be edited, in the order in which the body carries them.
pub const FIELDS: [&str; 3] = [FIRST_NAME, "last_name", IMAGE_URL];

/// Every key of an update.
const KEYS: [&str; 4] = [PHONE_NUMBER, FIRST_NAME, "last_name", IMAGE_URL];

/// A contact card as Linq answers it. Source: the reference page, "Returns". `Debug` shows the masked number alone,
/// where it is one: names are nobody's business in a log.
#[derive(Clone, Copy, PartialEq, Eq, Serialize)]
pub struct SetContactCard<'a> {
    /// E.164.
    pub phone_number: &'a str,
    /// First name on the card.
    pub first_name: &'a str,
    /// Last name on the card; `null` and absent are the same.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_name: Option<&'a str>,
    /// URL of the picture, on Linq's own host: never the URL that was sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_url: Option<&'a str>,
    /// Whether the card was applied to the device. `false`: saved, but not active yet.
    pub is_active: bool,
}

impl fmt::Debug for SetContactCard<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = formatter.debug_tuple("SetContactCard");
        if let Ok(number) = PhoneNumber::parse(PHONE_NUMBER, Value::Text(self.phone_number)) {
            shown.field(&number);
        }
        shown.finish()
    }
}

impl<'a> SetContactCard<'a> {
    /// Takes an answer whose required fields are there, with the documented types.
    #[must_use]
    pub fn parse(answer: Value<'a>) -> Option<Self> {
        let optional = |name| match answer.get(name) {
            Value::Absent | Value::Null => Some(None),
            value => value.as_text().map(Some),
        };
        Some(Self {
            phone_number: answer.get(PHONE_NUMBER).as_text()?,
            first_name: answer.get(FIRST_NAME).as_text()?,
            last_name: optional("last_name")?,
            image_url: optional(IMAGE_URL)?,
            is_active: match answer.get("is_active") {
                Value::Bool(is_active) => is_active,
                _ => return None,
            },
        })
    }

    /// Writes the card for a caller.
    pub fn write(&self, card: &mut Json) {
        card.text(PHONE_NUMBER, self.phone_number);
        card.text(FIRST_NAME, self.first_name);
        card.optional_text("last_name", self.last_name);
        card.optional_text(IMAGE_URL, self.image_url);
        card.flag("is_active", self.is_active);
    }
}

/// Which fields a write must have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    /// Any one: an update of nothing would waste a write.
    AnyField,
    /// The first name: a card can't be created without.
    FirstName,
    /// None: the vendor's SDK sends `{}`.
    Nothing,
}

/// What a write says about one card: a valid number and valid fields, as many as the write [`Needs`]. Fields that aren't
/// in it keep their value.
#[derive(Clone, Copy)]
pub struct ContactCardUpdate<'a> {
    phone_number: PhoneNumber<'a>,
    fields: [Option<&'a str>; FIELDS.len()],
}

impl fmt::Debug for ContactCardUpdate<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_tuple("ContactCardUpdate")
            .field(&self.phone_number)
            .finish()
    }
}

impl<'a> ContactCardUpdate<'a> {
    /// Checks an input. `send_empty` lets `''` through, which is refused otherwise.
    ///
    /// # Errors
    /// Every issue of the input, in the order of its fields.
    pub fn parse(input: Value<'a>, needs: Needs, send_empty: bool) -> Result<Self, Vec<Issue<'a>>> {
        if !input.is_object() {
            return Err(vec![Issue::new("", IssueCode::NotAnObject)]);
        }
        let mut issues = Vec::new();
        let phone_number = match PhoneNumber::of(input) {
            Ok(phone_number) => Some(phone_number),
            Err(issue) => {
                issues.push(issue);
                None
            }
        };
        note_unknown(&mut issues, input, &KEYS);
        // A misspelt key says already why there is nothing to update.
        let mut is_empty = input.members().all(|(key, _)| KEYS.contains(&key));
        let mut fields = [None; FIELDS.len()];
        for (field, name) in fields.iter_mut().zip(FIELDS) {
            let value = input.get(name);
            if value.is_absent() {
                if needs == Needs::FirstName && name == FIRST_NAME {
                    issues.push(Issue::new(name, IssueCode::Required));
                }
                continue;
            }
            is_empty = false;
            match check_field(name, value, send_empty) {
                Some(code) => issues.push(Issue::new(name, code)),
                None => *field = value.as_text(),
            }
        }
        if is_empty && needs == Needs::AnyField {
            issues.push(Issue::new("", IssueCode::EmptyUpdate));
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
    pub const fn phone_number(&self) -> PhoneNumber<'a> {
        self.phone_number
    }

    /// What of it the card doesn't say yet; `None` where it says all of it. Linq answers with a URL of its own for the
    /// image, so images can't be compared: one is sent where the card has none, or to replace it.
    #[must_use]
    pub fn missing_in(&self, card: &SetContactCard<'_>, replace_image: bool) -> Option<Self> {
        let mut missing = *self;
        let [first_name, last_name, image_url] = &mut missing.fields;
        first_name.take_if(|name| *name == card.first_name);
        // A card without a last name, or without an image, may have an empty one.
        last_name.take_if(|name| *name == card.last_name.unwrap_or_default());
        image_url.take_if(|url| match card.image_url {
            Some(_) => !replace_image,
            None => url.is_empty(),
        });
        missing
            .fields
            .iter()
            .any(Option::is_some)
            .then_some(missing)
    }

    /// The body of a PATCH, or with the number that of a POST: JSON in UTF-8, only the fields that are present, in the
    /// reference page's order, without spaces.
    #[must_use]
    pub fn to_json(&self, with_number: bool) -> String {
        Json::object(|body| {
            if with_number {
                body.text(PHONE_NUMBER, self.phone_number.as_str());
            }
            for (name, value) in FIELDS.iter().zip(self.fields) {
                body.optional_text(name, value);
            }
        })
    }
}

fn check_field(name: &str, value: Value<'_>, send_empty: bool) -> Option<IssueCode> {
    match value {
        Value::Text("") => (!send_empty).then_some(IssueCode::CannotClear),
        Value::Text(text) => {
            (name == IMAGE_URL && !is_https_url(text)).then_some(IssueCode::NotHttpsUrl)
        }
        Value::Null => Some(IssueCode::NullNotSupported),
        Value::IllFormed => Some(IssueCode::IllFormed),
        _ => Some(IssueCode::NotAString),
    }
}

/// Linq fetches the image itself, so only a public `https://` URL can work; whether the host exists and answers is for
/// Linq to find out.
fn is_https_url(url: &str) -> bool {
    let Some(rest) = url.strip_prefix("https://") else {
        return false;
    };
    let authority = until(rest, |byte| matches!(byte, b'/' | b'?' | b'#'));
    !authority.is_empty()
        && !authority.starts_with(':')
        && !authority.bytes().any(|byte| matches!(byte, b'@' | b'\\'))
        && !has_space_or_control(url)
}

/// Spaces, controls and the invisible characters that pasting brings along; spelt out, as the standard library's
/// tables would weigh more than this whole module.
pub(crate) fn has_space_or_control(text: &str) -> bool {
    text.chars().any(|c| {
        matches!(c, '\0'..=' ' | '\u{7f}'..='\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200f}'
            | '\u{2028}'..='\u{202f}' | '\u{205f}'..='\u{206f}' | '\u{3000}' | '\u{feff}')
    })
}

/// The fields of a form that differ from the card, so that only those are sent.
///
/// `''` for a field that the card doesn't have is an untouched input, so unchanged; for a field that it has, it is a
/// change (and validation says what Linq makes of it).
#[must_use]
pub fn changed_fields(current: Value<'_>, edited: Value<'_>) -> Vec<&'static str> {
    let mut changed = Vec::new();
    for name in FIELDS {
        let is_changed = match (current.get(name), edited.get(name)) {
            (_, Value::Absent) | (Value::Absent | Value::Null, Value::Null) => false,
            (Value::Absent | Value::Null, Value::Text(text)) => !text.is_empty(),
            (current, edited) => {
                edited.as_text().is_none() || current.as_text() != edited.as_text()
            }
        };
        if is_changed {
            changed.push(name);
        }
    }
    changed
}
