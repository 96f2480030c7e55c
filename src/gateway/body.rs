//! Bodies: the result of reading one ([`BodyRead`]), and what the body of a write may hold: what the package itself would
//! send, and no more.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::image_url;
use super::refusal::Refusal;
use crate::contact_card::{Field, Needs, check_params};
use crate::phone_number::PHONE_NUMBER;
use crate::text::Text;
use crate::validation::{Issues, Problem, Style};
use crate::wire::{Encoder, Kind, Strictness, Value, Wire, from_json_text, to_string};

/// The longest body that is read, in bytes: many times what a card needs.
pub(super) const LONGEST: u32 = 4096;

pub(super) const TOO_LONG: Refusal = Refusal::new(413, 1003, "The body is longer than 4096 bytes");

/// A mistake in the set-up of the server, and not of the page, as the sentence says.
const READ_BEFORE: Refusal = Refusal::new(
    400,
    1003,
    "The body has been read before the gateway could: put the gateway before what reads bodies",
);

/// The result of reading a body, of the request or of Linq's response.
#[derive(Clone, PartialEq, Eq)]
pub enum BodyRead {
    /// The whole body.
    Whole(Vec<u8>),
    /// It is longer than was asked for; the rest isn't read.
    TooLong,
    /// The time was over before it ended.
    Late,
    /// It broke off.
    Broken,
}

impl BodyRead {
    /// Takes the report of a host in JavaScript.
    #[must_use]
    pub fn parse(report: Text<'_>, bytes: Vec<u8>) -> Self {
        match report {
            b"whole" => Self::Whole(bytes),
            b"too long" => Self::TooLong,
            b"late" => Self::Late,
            _ => Self::Broken,
        }
    }
}

/// What a write must be, besides what its body holds.
pub(super) struct Expected<'a> {
    /// The number of the query, which a PATCH has and a POST hasn't.
    pub number: Option<&'a str>,
    /// The length that the head announces.
    pub length: Option<u32>,
    /// Whether `''` is let through.
    pub allow_empty: bool,
}

/// What is asked of Linq, checked.
pub(super) struct Params {
    /// An object in the wire format.
    pub encoded: Vec<u8>,
    /// Whose card it is about, where it is about one.
    pub number: Option<String>,
}

impl Params {
    /// Params of a number, where there is one, and of members that are encoded already.
    pub fn new(number: Option<String>, members: Text<'_>) -> Self {
        let mut encoder = Encoder::new();
        encoder.object(|params| {
            if let Some(number) = &number {
                let name = core::str::from_utf8(PHONE_NUMBER).unwrap_or_default();
                params.text(name).text(number);
            }
            params.encoded(members);
        });
        Self {
            encoded: encoder.finish(),
            number,
        }
    }
}

/// Checks the body of a write.
pub(super) fn check(read: &BodyRead, expected: &Expected<'_>) -> Result<Params, Refusal> {
    let bytes = match read {
        BodyRead::Whole(bytes) if bytes.is_empty() && expected.length > Some(0) => {
            return Err(READ_BEFORE);
        }
        BodyRead::Whole(bytes) if bytes.len() > LONGEST as usize => return Err(TOO_LONG),
        BodyRead::Whole(bytes) => bytes,
        BodyRead::TooLong => return Err(TOO_LONG),
        BodyRead::Late => return Err(Refusal::new(408, 1003, "The body did not arrive in time")),
        BodyRead::Broken => return Err(Refusal::new(400, 1003, "The body broke off")),
    };
    let encoded = from_json_text(bytes, Strictness::Strict).unwrap_or_default();
    let input = encoded.as_slice();
    let wire = Wire::new(&input, &mut []);
    if wire.kind(Value::FIRST) != Kind::OBJECT {
        let message = "The body must be a JSON object in UTF-8, in which each name stands once";
        return Err(Refusal::new(400, 1003, message));
    }
    let given = wire.get(Value::FIRST, PHONE_NUMBER);
    let Some(number) = expected.number else {
        check_fields(input, Needs::FirstName, expected.allow_empty)?;
        let number = Some(String::from_utf8_lossy(wire.text(given)).into_owned());
        return Ok(Params { encoded, number });
    };
    if !wire.is_absent(given) {
        let message = "phone_number must stand in the query, not in the body";
        return Err(Refusal::new(400, 1005, message));
    }
    let members = wire.inside(Value::FIRST, Kind::OBJECT);
    let params = Params::new(Some(number.into()), members);
    check_fields(&params.encoded, Needs::AnyField, expected.allow_empty)?;
    Ok(params)
}

fn check_fields(params: Text<'_>, needs: Needs, allow_empty: bool) -> Result<(), Refusal> {
    let written = |style: Style| {
        to_string(params, 256, |wire| {
            let mut issues = Issues::new(wire, style);
            check_params(&mut issues, Value::FIRST, needs, allow_empty);
        })
    };
    let sentences = written(Style::Line);
    if !sentences.is_empty() {
        let issues = format!("[{}]", written(Style::Masked));
        let mut refusal = Refusal::new(400, code_of(&issues), "");
        refusal.message = sentences.into();
        return Err(refusal);
    }
    let wire = Wire::new(&params, &mut []);
    let url = wire.text(Field::ImageUrl.of(&wire, Value::FIRST));
    if url.is_empty() || core::str::from_utf8(url).is_ok_and(image_url::is_public) {
        return Ok(());
    }
    let message = "image_url must be a public https URL: Linq fetches the image";
    Err(Refusal::new(400, 1005, message))
}

/// Linq's code for the first issue of a list.
fn code_of(issues: &str) -> u32 {
    let issues = from_json_text(issues.as_bytes(), Strictness::Strict).unwrap_or_default();
    let input = issues.as_slice();
    let wire = Wire::new(&input, &mut []);
    let first = wire.first_item(Value::FIRST);
    if wire.is(wire.get(first, b"code"), Problem::Required.code()) {
        1001
    } else if wire.is(wire.first_item(wire.get(first, b"path")), PHONE_NUMBER) {
        1002
    } else {
        1005
    }
}
