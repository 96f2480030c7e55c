//! What the body of a write may say: what the package itself would send, and no more.

use alloc::string::String;

use serde_json::Value as Json;

use super::exchange::{BodyRead, Exchange};
use super::head::Asked;
use super::image_url;
use super::json_text::{pack, parse_strictly};
use super::reply::Refusal;
use crate::contact_card::{ContactCardUpdate, Needs};
use crate::endpoint::Operation;
use crate::error::Error;
use crate::phone_number::{PHONE_NUMBER, PhoneNumber};
use crate::validation::{Issue, IssueCode};
use crate::value::Value;

/// The longest body that is read, in bytes: many times what a card needs.
pub(super) const LONGEST: u32 = 4096;

pub(super) const TOO_LONG: Refusal = Refusal::new(413, 1003, "The body is longer than 4096 bytes");

/// A mistake in the set-up of the server, and not of the page, as the sentence says.
const READ_BEFORE: Refusal = Refusal::new(
    400,
    1003,
    "The body has been read before the gateway could: put the gateway before what reads bodies",
);

/// Reads a body with the number of the query, as the client's validation takes its input.
pub(super) fn read(
    asked: &Asked,
    read: &BodyRead<'_>,
    exchange: &Exchange<'_>,
) -> Result<String, Refusal> {
    let bytes = match read {
        BodyRead::Whole([]) if exchange.content_length() > Some(0) => return Err(READ_BEFORE),
        BodyRead::Whole(bytes) if bytes.len() > LONGEST as usize => return Err(TOO_LONG),
        BodyRead::Whole(bytes) => bytes,
        BodyRead::TooLong => return Err(TOO_LONG),
        BodyRead::Late => return Err(Refusal::new(408, 1003, "The body did not arrive in time")),
        BodyRead::Broken => return Err(Refusal::new(400, 1003, "The body broke off")),
    };
    let Some(Json::Object(mut input)) = parse_strictly(bytes) else {
        let message = "The body must be a JSON object in UTF-8, in which each name stands once";
        return Err(Refusal::new(400, 1003, message));
    };
    if let Some(number) = asked.number() {
        if input.contains_key(PHONE_NUMBER) {
            let message = "phone_number must stand in the query, not in the body";
            return Err(Refusal::new(400, 1005, message));
        }
        input.insert(PHONE_NUMBER.into(), number.into());
    }
    Ok(pack(&Json::Object(input)))
}

/// Checks what was read.
pub(super) fn operation<'a>(
    asked: &'a Asked,
    input: &'a str,
    allow_empty: bool,
) -> Result<Operation<'a>, Refusal> {
    let input = Value::unpack(input);
    let operation = match asked {
        Asked::Retrieve(number) => {
            let number = number.as_deref().map(Value::Text);
            let parsed = number.and_then(|number| PhoneNumber::parse(PHONE_NUMBER, number).ok());
            return Ok(Operation::Retrieve(parsed));
        }
        Asked::Update(_) => {
            ContactCardUpdate::parse(input, Needs::AnyField, allow_empty).map(Operation::Update)
        }
        Asked::Create => {
            ContactCardUpdate::parse(input, Needs::FirstName, allow_empty).map(Operation::Create)
        }
    };
    let operation = operation.map_err(refusal_of)?;
    match input.get("image_url").as_text() {
        Some(url) if !url.is_empty() && !image_url::is_public(url) => {
            let message = "image_url must be a public https URL: Linq fetches the image";
            Err(Refusal::new(400, 1005, message))
        }
        _ => Ok(operation),
    }
}

/// The first issue's code, and all sentences.
fn refusal_of(issues: alloc::vec::Vec<Issue<'_>>) -> Refusal {
    let code = match issues.first() {
        Some(issue) if issue.code == IssueCode::Required => 1001,
        Some(issue) if issue.name == PHONE_NUMBER => 1002,
        _ => 1005,
    };
    let mut refusal = Refusal::new(400, code, "");
    refusal.message = Error::Validation(issues).message(&[]).into();
    refusal
}
