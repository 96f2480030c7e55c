//! The endpoint's operations: parameters to a request ([`Operation::request`]), a response to cards or an error
//! ([`Operation::outcome`]). No IO between.

use crate::base_url::BaseUrl;
use crate::contact_card::{ContactCardUpdate, SetContactCard};
use crate::error::{ApiError, Error};
use crate::http::{Body, CardData, ErrorData, Head, Header, Method, Request, Response};
use crate::phone_number::PhoneNumber;
use crate::redaction::{Secrets, mask_numbers};
use crate::value::Value;

const PATH: &str = "/v3/contact_card";

/// Where requests go, and what each of them carries.
#[derive(Clone)]
pub struct Endpoint {
    /// Where the paths start.
    pub base_url: BaseUrl,
    /// The caller's headers, names in lower case: merged last, `None` removes.
    pub headers: Vec<(String, Option<String>)>,
}

/// One call.
#[derive(Clone, Debug)]
pub enum Operation {
    /// Changes a card.
    Update(ContactCardUpdate),
    /// Reads the card of one number, or all cards of the account.
    Retrieve(Option<PhoneNumber>),
}

/// What an operation answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cards {
    /// The card that was written.
    One(SetContactCard),
    /// The cards that were read.
    Many(Vec<SetContactCard>),
}

impl Operation {
    /// The longest body that is read, in bytes.
    #[must_use]
    pub const fn longest_body(&self) -> u32 {
        match self {
            Self::Update(_) => 64 * 1024,
            Self::Retrieve(_) => 4 * 1024 * 1024,
        }
    }

    /// Whose card the operation is about, where it is about one.
    #[must_use]
    pub const fn phone_number(&self) -> Option<&PhoneNumber> {
        match self {
            Self::Update(update) => Some(update.phone_number()),
            Self::Retrieve(phone_number) => phone_number.as_ref(),
        }
    }

    /// The request that carries this operation out. `authorization` is the whole header value.
    #[must_use]
    pub fn request(&self, endpoint: &Endpoint, authorization: Option<String>) -> Request {
        let mut url = endpoint.base_url.as_str().to_owned();
        url.push_str(PATH);
        if let Some(phone_number) = self.phone_number() {
            // A bare `+` would be read as a space.
            url.push_str("?phone_number=%2B");
            url.push_str(phone_number.digits());
        }
        let (method, body) = match self {
            Self::Update(update) => (Method::Patch, Some(update.to_json())),
            Self::Retrieve(_) => (Method::Get, None),
        };
        let mut headers: Vec<Header> = vec![("accept".into(), "application/json".into())];
        if body.is_some() {
            headers.push(("content-type".into(), "application/json".into()));
        }
        headers.extend(authorization.map(|value| ("authorization".into(), value)));
        for (name, value) in &endpoint.headers {
            headers.retain(|(existing, _)| existing != name);
            headers.extend(value.clone().map(|value| (name.clone(), value)));
        }
        Request {
            method,
            url,
            headers,
            body,
        }
    }

    /// The cards that a response carries, or the error that it is. `secrets` are taken out of the
    /// server's texts.
    ///
    /// # Errors
    /// [`Error::Api`] for an error status, [`Error::InvalidResponse`] for an answer that can't be used.
    pub fn outcome(&self, response: Response, secrets: &Secrets) -> Result<Cards, Error> {
        let head = response.head;
        match head.status {
            200..=299 => self.cards(&head, response.body),
            400.. => Err(Error::Api(Box::new(api_error(
                head,
                response.body,
                secrets,
            )))),
            0 if !head.opaque_redirect => {
                Err(invalid(&head, "What fetch answered is not a response"))
            }
            // The body, and perhaps the key, would travel to another place.
            _ => Err(invalid(
                &head,
                "The server answered with a redirect, which is not followed",
            )),
        }
    }

    fn cards(&self, head: &Head, body: Body) -> Result<Cards, Error> {
        let answer = match body {
            Body::Json(answer) => *answer,
            Body::Empty => return Err(invalid(head, "The answer has no body")),
            Body::NotJson => return Err(invalid(head, "The answer is not JSON")),
            Body::TooLong => return Err(invalid(head, "The answer is too long")),
            Body::Unreadable => return Err(invalid(head, "The answer broke off")),
        };
        if let Some(error) = answer.error {
            return Err(Error::InvalidResponse {
                status: Some(head.status),
                code: error.code.as_u32(),
                reason: "The server answered with success and an error at once",
            });
        }
        match self {
            Self::Update(update) => match card(answer.card) {
                Some(card) if card.phone_number == update.phone_number().as_str() => {
                    Ok(Cards::One(card))
                }
                Some(_) => Err(invalid(head, "The answer is the card of another number")),
                None => Err(invalid(head, "The answer is not a contact card")),
            },
            Self::Retrieve(phone_number) => {
                let cards: Option<Vec<_>> = answer
                    .contact_cards
                    .and_then(|cards| cards.into_iter().map(card).collect());
                let Some(cards) = cards else {
                    return Err(invalid(head, "The answer is not a list of contact cards"));
                };
                if let Some(phone_number) = phone_number
                    && cards
                        .iter()
                        .any(|card| card.phone_number != phone_number.as_str())
                {
                    return Err(invalid(head, "The answer holds the card of another number"));
                }
                Ok(Cards::Many(cards))
            }
        }
    }
}

fn invalid(head: &Head, reason: &'static str) -> Error {
    Error::InvalidResponse {
        status: (head.status != 0).then_some(head.status),
        code: None,
        reason,
    }
}

/// A card whose required fields are there, with the documented types. `null` is the same as absent.
fn card(data: CardData) -> Option<SetContactCard> {
    let optional = |value| match value {
        Value::Absent | Value::Null => Some(None),
        Value::Text(text) => Some(Some(text)),
        _ => None,
    };
    Some(SetContactCard {
        phone_number: data.phone_number.into_text()?,
        first_name: data.first_name.into_text()?,
        last_name: optional(data.last_name)?,
        image_url: optional(data.image_url)?,
        is_active: match data.is_active {
            Value::Bool(is_active) => is_active,
            _ => return None,
        },
    })
}

/// Every part of the envelope is optional: a proxy's HTML page doesn't hide the status.
fn api_error(head: Head, body: Body, secrets: &Secrets) -> ApiError {
    let (data, trace_id) = match body {
        Body::Json(answer) => (answer.error.unwrap_or_default(), answer.trace_id),
        _ => (ErrorData::default(), Value::Absent),
    };
    let redacted = |text: String| secrets.redact(&text);
    ApiError {
        status: head.status,
        code: data.code.as_u32(),
        message: data
            .message
            .into_text()
            .filter(|text| !text.is_empty())
            .map(|text| mask_numbers(&redacted(text))),
        // Only secrets go out of these two: masking every long number would spoil them.
        trace_id: trace_id.into_text().or(head.trace_id).map(redacted),
        doc_url: data.doc_url.into_text().map(redacted),
        // The body first: cross-origin, the header can't be read unless the server exposes it.
        retry_after: data
            .retry_after
            .as_u32()
            .or_else(|| head.retry_after.as_deref().and_then(seconds)),
    }
}

/// `Retry-After` as whole seconds.
fn seconds(text: &str) -> Option<u32> {
    let is_integer = text.bytes().all(|byte| byte.is_ascii_digit());
    is_integer.then(|| text.parse().ok()).flatten()
}
