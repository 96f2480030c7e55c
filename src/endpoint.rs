//! The endpoint's operations: parameters to a request ([`Operation::request`]), a response to cards or an error
//! ([`Operation::outcome`]). No IO between.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

use crate::contact_card::{ContactCardUpdate, SetContactCard};
use crate::error::{ApiError, Error, Outcome};
use crate::http::{AUTHORIZATION, Body, JSON, Request, Response};
use crate::json::Json;
use crate::options::Endpoint;
use crate::phone_number::PhoneNumber;
use crate::value::{Packed, Value};

/// One call.
#[derive(Clone, Copy, Debug)]
pub enum Operation<'a> {
    /// Changes a card.
    Update(ContactCardUpdate<'a>),
    /// Makes the first card of a number.
    Create(ContactCardUpdate<'a>),
    /// Reads the card of one number, or all cards of the account.
    Retrieve(Option<PhoneNumber<'a>>),
}

/// What an operation answers, checked.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Cards<'a> {
    /// The card that was written.
    One(SetContactCard<'a>),
    /// The cards that were read.
    Many(Packed<'a>),
}

impl<'a> Cards<'a> {
    /// The first card, where there is one.
    #[must_use]
    pub fn first(self) -> Option<SetContactCard<'a>> {
        match self {
            Self::One(card) => Some(card),
            Self::Many(mut cards) => SetContactCard::parse(cards.next()?),
        }
    }

    /// The answer for a caller, as JSON.
    #[must_use]
    pub fn to_json(self) -> String {
        Json::object(|answer| match self {
            Self::One(card) => card.write(answer),
            Self::Many(cards) => answer.list_member("contact_cards", |list| {
                for card in cards.filter_map(SetContactCard::parse) {
                    list.item(|item| card.write(item));
                }
            }),
        })
    }
}

impl<'a> Operation<'a> {
    /// The longest body that is read, in bytes.
    #[must_use]
    pub const fn longest_body(&self) -> u32 {
        match self {
            Self::Update(_) | Self::Create(_) => 64 * 1024,
            Self::Retrieve(_) => 4 * 1024 * 1024,
        }
    }

    /// Whose card the operation is about, where it is about one.
    #[must_use]
    pub const fn phone_number(&self) -> Option<PhoneNumber<'a>> {
        match self {
            Self::Update(card) | Self::Create(card) => Some(card.phone_number()),
            Self::Retrieve(phone_number) => *phone_number,
        }
    }

    /// Whether it changes something, and so counts against the write budget.
    #[must_use]
    pub const fn is_write(&self) -> bool {
        !matches!(self, Self::Retrieve(_))
    }

    /// In upper case: `patch` would fail the preflight in every browser.
    #[must_use]
    pub const fn method(&self) -> &'static str {
        match self {
            Self::Update(_) => "PATCH",
            Self::Create(_) => "POST",
            Self::Retrieve(_) => "GET",
        }
    }

    /// The request that carries this operation out. `authorization` is the whole header value.
    #[must_use]
    pub fn request<'r>(
        &self,
        endpoint: &Endpoint<'r>,
        authorization: Option<&'r str>,
    ) -> Request<'r>
    where
        'a: 'r,
    {
        let mut request = Request {
            method: self.method(),
            url: endpoint.base_url.as_str().to_owned(),
            headers: Vec::new(),
            body: None,
            phone_number: self.phone_number(),
        };
        request.url.push_str("/v3/contact_card");
        request.set_header("accept", Some(JSON));
        let asked = match self {
            Self::Retrieve(asked) => *asked,
            Self::Update(card) => {
                request.body = Some(card.to_json(false));
                Some(card.phone_number())
            }
            // The number is in the body.
            Self::Create(card) => {
                request.body = Some(card.to_json(true));
                None
            }
        };
        if let Some(phone_number) = asked {
            // A bare `+` would be read as a space.
            request.url.push_str("?phone_number=%2B");
            request.url.push_str(phone_number.digits());
        }
        if request.body.is_some() {
            request.set_header("content-type", Some(JSON));
        }
        request.set_header(AUTHORIZATION, authorization);
        for (name, value) in &endpoint.headers {
            request.set_header(name, *value);
        }
        request
    }

    /// The cards that a response carries, or the error that it is.
    ///
    /// # Errors
    /// [`Error::Api`] for an error status, [`Error::InvalidResponse`] for an answer that can't be used.
    pub fn outcome<'r>(&self, response: &Response<'r>) -> Result<Cards<'r>, Error<'r>> {
        let mut code = None;
        let reason = match self.cards(response, &mut code) {
            Ok(cards) => return Ok(cards),
            Err(_) if response.head.status >= 400 => return Err(Error::Api(api_error(response))),
            Err(reason) => reason,
        };
        Err(Error::InvalidResponse {
            status: response.head.status,
            code,
            reason,
        })
    }

    /// The cards, or why there are none.
    fn cards<'r>(
        &self,
        response: &Response<'r>,
        code: &mut Option<u32>,
    ) -> Result<Cards<'r>, &'static str> {
        match response.head.status {
            200..=299 => {}
            0 if !response.head.is_opaque_redirect => {
                return Err("What fetch answered is not a response");
            }
            // The body, and perhaps a key, would travel to another place.
            _ => return Err("The server answered with a redirect, which is not followed"),
        }
        let answer = match response.body {
            Body::Json(answer) => answer,
            Body::Unusable(reason) => return Err(reason),
        };
        let error = answer.get("error");
        if error.is_object() {
            *code = error.get("code").as_u32();
            return Err("The server answered with success and an error at once");
        }
        let check = |item| {
            let card = SetContactCard::parse(item).ok_or("The answer is not a contact card")?;
            match self.phone_number() {
                Some(asked) if asked.as_str() != card.phone_number => {
                    Err("The answer holds the card of another number")
                }
                _ => Ok(card),
            }
        };
        if self.is_write() {
            return check(answer).map(Cards::One);
        }
        let Value::List(items) = answer.get("contact_cards") else {
            return Err("The answer is not a list of contact cards");
        };
        for item in items {
            check(item)?;
        }
        Ok(Cards::Many(items))
    }
}

/// Every part of the envelope is optional: a proxy's HTML page doesn't hide the status.
fn api_error<'r>(response: &Response<'r>) -> ApiError<'r> {
    let head = &response.head;
    let answer = match response.body {
        Body::Json(answer) => answer,
        Body::Unusable(_) => Value::Absent,
    };
    let error = answer.get("error");
    let text = |value: Value<'r>| value.as_text().filter(|text| !text.is_empty());
    ApiError {
        status: head.status,
        code: error.get("code").as_u32(),
        message: text(error.get("message")),
        // The body comes first: cross-origin, headers can't be read unless the server exposes them.
        trace_id: text(answer.get("trace_id")).or(head.trace_id),
        doc_url: text(error.get("doc_url")),
        retry_after: error
            .get("retry_after")
            .as_u32()
            .or_else(|| head.seconds_left()),
        should_retry: match head.should_retry {
            Some("true") => Some(true),
            Some("false") => Some(false),
            _ => None,
        },
        is_refusal: error.get("outcome").as_text() == Some(Outcome::Refused.as_str()),
    }
}
