//! The endpoint's operations: parameters to a request ([`Operation::request`]), a response to cards or an error
//! ([`Operation::outcome`]). No IO between.

use crate::base_url::BaseUrl;
use crate::contact_card::{ContactCardUpdate, SetContactCard};
use crate::error::{ApiError, Error};
use crate::http::{Body, Head, Header, Method, Request, Response};
use crate::phone_number::PhoneNumber;
use crate::redaction::{Secrets, mask_numbers};
use crate::value::{Value, object};

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

impl Cards {
    /// The answer as JavaScript sees it.
    #[must_use]
    pub fn to_value(&self) -> Value {
        match self {
            Self::One(card) => card.to_value(),
            Self::Many(cards) => {
                let mut values = Vec::new();
                for card in cards {
                    values.push(card.to_value());
                }
                object().with("contact_cards", Value::List(values))
            }
        }
    }
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
        url.push_str("/v3/contact_card");
        if let Some(phone_number) = self.phone_number() {
            // A bare `+` would be read as a space.
            url.push_str("?phone_number=%2B");
            url.push_str(phone_number.digits());
        }
        let mut headers = Vec::new();
        set_header(&mut headers, "accept", Some(JSON));
        let (method, body) = match self {
            Self::Update(update) => {
                set_header(&mut headers, "content-type", Some(JSON));
                (Method::Patch, Some(update.to_json()))
            }
            Self::Retrieve(_) => (Method::Get, None),
        };
        set_header(&mut headers, AUTHORIZATION, authorization.as_deref());
        for (name, value) in &endpoint.headers {
            set_header(&mut headers, name, value.as_deref());
        }
        Request {
            method,
            url,
            headers,
            body,
        }
    }

    /// The cards that a response carries, or the error that it is. `secrets` are taken out of the server's texts.
    ///
    /// # Errors
    /// [`Error::Api`] for an error status, [`Error::InvalidResponse`] for an answer that can't be used.
    pub fn outcome(&self, response: Response, secrets: &Secrets) -> Result<Cards, Error> {
        let Response { head, body } = response;
        let invalid = |reason| Error::InvalidResponse {
            status: head.status,
            code: None,
            reason,
        };
        match head.status {
            200..=299 => {}
            400.. => return Err(Error::Api(api_error(&head, &body, secrets))),
            0 if !head.opaque_redirect => {
                return Err(invalid("What fetch answered is not a response"));
            }
            // The body, and perhaps a key, would travel to another place.
            _ => {
                return Err(invalid(
                    "The server answered with a redirect, which is not followed",
                ));
            }
        }
        let answer = match body {
            Body::Json(answer) => answer,
            Body::Unusable(reason) => return Err(invalid(reason)),
        };
        if let error @ Value::Object(_) = answer.get("error") {
            return Err(Error::InvalidResponse {
                status: head.status,
                code: error.get("code").as_u32(),
                reason: "The server answered with success and an error at once",
            });
        }
        let Some(cards) = self.cards(&answer) else {
            return Err(invalid(
                "The answer is not a contact card, or not a list of them",
            ));
        };
        let cards_read = match &cards {
            Cards::One(card) => std::slice::from_ref(card),
            Cards::Many(cards) => cards,
        };
        for card in cards_read {
            if self
                .phone_number()
                .is_some_and(|asked| asked.as_str() != card.phone_number)
            {
                return Err(invalid("The answer holds the card of another number"));
            }
        }
        Ok(cards)
    }

    fn cards(&self, answer: &Value) -> Option<Cards> {
        if let Self::Update(_) = self {
            return SetContactCard::parse(answer).map(Cards::One);
        }
        let Value::List(items) = answer.get("contact_cards") else {
            return None;
        };
        let mut cards = Vec::new();
        for item in items {
            cards.push(SetContactCard::parse(item)?);
        }
        Some(Cards::Many(cards))
    }
}

const JSON: &str = "application/json";

/// The header that carries a key.
pub const AUTHORIZATION: &str = "authorization";

/// Sets a header that stands once; `None` removes it.
fn set_header(headers: &mut Vec<Header>, name: &str, value: Option<&str>) {
    headers.retain(|(existing, _)| existing != name);
    if let Some(value) = value {
        headers.push((name.to_owned(), value.to_owned()));
    }
}

/// Every part of the envelope is optional: a proxy's HTML page doesn't hide the status.
fn api_error(head: &Head, body: &Body, secrets: &Secrets) -> ApiError {
    let mut api_error = ApiError {
        status: head.status,
        ..ApiError::default()
    };
    let redacted = |value: &Value| value.as_text().map(|text| secrets.redact(text));
    if let Body::Json(answer) = body {
        let error = answer.get("error");
        api_error.code = error.get("code").as_u32();
        // Only secrets go out of the other texts: masking every long number would spoil them.
        let message = error
            .get("message")
            .as_text()
            .filter(|text| !text.is_empty());
        api_error.message = message.map(|text| secrets.redact(&mask_numbers(text)));
        api_error.doc_url = redacted(error.get("doc_url"));
        api_error.trace_id = redacted(answer.get("trace_id"));
        api_error.retry_after = error.get("retry_after").as_u32();
    }
    // The body comes first: cross-origin, headers can't be read unless the server exposes them.
    if api_error.trace_id.is_none() {
        api_error.trace_id = redacted(&head.trace_id);
    }
    if api_error.retry_after.is_none() {
        api_error.retry_after = head.retry_after.as_text().and_then(seconds);
    }
    api_error
}

/// `Retry-After` as whole seconds.
fn seconds(text: &str) -> Option<u32> {
    let mut seconds = 0_u32;
    for c in text.chars() {
        seconds = seconds.checked_mul(10)?.checked_add(c.to_digit(10)?)?;
    }
    (!text.is_empty()).then_some(seconds)
}
