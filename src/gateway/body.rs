//! Bodies: the result of reading one ([`BodyRead`]), and the check of a write's body, which may
//! contain what the package itself would send, and nothing else.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::image_url;
use super::refusal::Refusal;
use crate::contact_card::{Field, Needs, check_params};
use crate::phone_number::{PHONE_NUMBER, is_e164};
use crate::text::Text;
use crate::validation::{Issues, Problem, Style};
use crate::wire::{Encoder, Kind, Strictness, Value, Wire, from_json_text, to_string};

/// The longest request body that is read, in bytes: many times what a contact card needs.
pub(super) const LONGEST: u32 = 4096;

/// The result of reading a body: the request's, or that of Linq's response.
#[derive(Clone, PartialEq, Eq)]
pub enum BodyRead {
    /// The whole body.
    Whole(Vec<u8>),
    /// The body is longer than the limit, and the rest wasn't read.
    TooLong,
    /// The body hadn't ended when the time was over.
    Late,
    /// The body ended early.
    Broken,
}

/// Shows only the length: bodies hold names and phone numbers.
impl fmt::Debug for BodyRead {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Whole(bytes) => write!(formatter, "Whole({} bytes)", bytes.len()),
            Self::TooLong => formatter.write_str("TooLong"),
            Self::Late => formatter.write_str("Late"),
            Self::Broken => formatter.write_str("Broken"),
        }
    }
}

impl BodyRead {
    /// Reads the report of a host in JavaScript, `whole`, `too long`, `late` or anything else for a
    /// body that ended early, with the bytes that were read.
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

/// The context in which a body is checked.
pub(super) struct Context<'a> {
    /// The phone number of the query, which a PATCH has and a POST doesn't have.
    pub(super) number: Option<&'a str>,
    /// `Content-Length`, in bytes, where the request has it.
    pub(super) length: Option<u32>,
    /// Whether a field may be `''`.
    pub(super) allow_empty: bool,
}

/// The checked params of the operation that a request is for.
pub(super) struct Params {
    /// An object in the wire format.
    pub(super) encoded: Vec<u8>,
    /// The phone number of the contact card; `None` where all contact cards are read.
    pub(super) number: Option<String>,
}

impl Params {
    /// Makes params of a phone number, where there is one, and of other members in the wire format.
    pub(super) fn new(number: Option<String>, members: Text<'_>) -> Self {
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

/// Checks the body of a write. Returns the params of the write.
pub(super) fn check(read: &BodyRead, context: &Context<'_>) -> Result<Params, Refusal> {
    let bytes = match read {
        BodyRead::Whole(bytes) if bytes.is_empty() && context.length > Some(0) => {
            return Err(Refusal::BODY_READ_BEFORE);
        }
        BodyRead::Whole(bytes) if bytes.len() <= LONGEST as usize => bytes,
        BodyRead::Whole(_) | BodyRead::TooLong => return Err(Refusal::BODY_TOO_LONG),
        BodyRead::Late => return Err(Refusal::BODY_LATE),
        BodyRead::Broken => return Err(Refusal::BODY_BROKEN),
    };
    let encoded = from_json_text(bytes, Strictness::Strict).unwrap_or_default();
    let input = encoded.as_slice();
    let wire = Wire::new(&input, &mut []);
    if wire.kind(Value::FIRST) != Kind::OBJECT {
        return Err(Refusal::BODY_NOT_JSON);
    }
    let body_number = wire.get(Value::FIRST, PHONE_NUMBER);
    let Some(number) = context.number else {
        check_fields(input, Needs::FirstName, context.allow_empty)?;
        let number = Some(String::from_utf8_lossy(wire.text(body_number)).into_owned());
        return Ok(Params { encoded, number });
    };
    if !wire.is_absent(body_number) {
        return Err(Refusal::BODY_NUMBER);
    }
    let members = wire.content_of(Value::FIRST, Kind::OBJECT);
    let params = Params::new(Some(number.into()), members);
    check_fields(&params.encoded, Needs::AnyField, context.allow_empty)?;
    Ok(params)
}

/// Checks the fields as the package does, and that the image is on the public web.
fn check_fields(params: Text<'_>, needs: Needs, allow_empty: bool) -> Result<(), Refusal> {
    let check = |wire: &mut Wire<'_, '_>| {
        let mut issues = Issues::new(wire, Style::Line);
        check_params(&mut issues, Value::FIRST, needs, allow_empty);
        issues.first_problem()
    };
    let mut wire = Wire::new(&params, &mut []);
    if let Some(problem) = check(&mut wire) {
        let number = wire.text(wire.get(Value::FIRST, PHONE_NUMBER));
        let mut refusal = Refusal::new(400, code_of(problem, number), "");
        let sentences = to_string(params, 256, |wire| {
            check(wire);
        });
        refusal.message = sentences.into();
        return Err(refusal);
    }
    let url = wire.text(Field::ImageUrl.value_in(&wire, Value::FIRST));
    if url.is_empty() || core::str::from_utf8(url).is_ok_and(image_url::is_public) {
        return Ok(());
    }
    Err(Refusal::IMAGE_URL)
}

/// Linq's code for params whose first problem is this one. The phone number is checked before the
/// fields.
fn code_of(first_problem: Problem, number: Text<'_>) -> u32 {
    if first_problem == Problem::Required {
        1001
    } else if !is_e164(number) {
        1002
    } else {
        1005
    }
}
