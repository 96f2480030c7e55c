//! What a gateway lets through. It stands on the dashboard's own server and holds the key, as Linq's keys open the whole
//! account: a page sends it what the package would send to Linq, with the user's session in the key's place.
//!
//! [`next`] looks at what is known of an [`Exchange`] and says what its host does [next](Step); the host adds what came
//! of that and asks again. So the order of the checks is written once, for every host: nothing is read before its sender
//! is known, nothing is reserved before everything is checked, nothing is forwarded before it is reserved. What goes to
//! Linq is built anew from what was checked; nothing of the request itself is passed on.

mod answer;
mod body;
mod exchange;
mod head;
mod image_url;
mod json_text;
mod places;
mod reply;
mod rules;

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

pub use self::exchange::{Answer, Authorized, BodyRead, Exchange, Reserved, Session};
pub use self::json_text::pack_json;
pub use self::places::{PATIENCE, Place};
pub use self::reply::Reply;
pub use self::rules::{Limit, Limits, Rules};

use self::head::Asked;
use self::reply::Refusal;
use crate::endpoint::Operation;
use crate::http::Request;
use crate::options::Endpoint;
use crate::redaction::mask_numbers;

/// What the host does next.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// Ask whose request this is.
    Authorize,
    /// Read the body, up to so many bytes.
    Read(u32),
    /// Take one of each place in the store, or none.
    Reserve(Vec<Place>),
    /// Send a request to Linq, without following redirects.
    Forward(Forward),
    /// Answer; the exchange is over.
    Reply(Reply),
}

/// A request to Linq. `Debug` shows neither key nor number.
#[derive(Clone, PartialEq, Eq)]
pub struct Forward {
    /// As it stands on the wire.
    pub method: &'static str,
    /// Absolute.
    pub url: String,
    /// Name and value, the key among them.
    pub headers: Vec<(String, String)>,
    /// JSON.
    pub body: Option<String>,
    /// The longest answer that is read, in bytes.
    pub longest_body: u32,
}

impl fmt::Debug for Forward {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} {}", self.method, mask_numbers(&self.url))
    }
}

impl Forward {
    fn new(request: Request<'_>, longest_body: u32) -> Self {
        let owned = |(name, value): &(&str, &str)| ((*name).into(), (*value).into());
        Self {
            method: request.method,
            url: request.url,
            headers: request.headers.iter().map(owned).collect(),
            body: request.body,
            longest_body,
        }
    }
}

/// Says what the host does next.
#[must_use]
pub fn next(rules: &Rules<'_>, exchange: &Exchange<'_>) -> Step {
    advance(rules, exchange)
        .unwrap_or_else(|refusal| Step::Reply(Reply::refusal(&refusal, rules, exchange)))
}

/// All checks, in their order, up to the first thing that isn't known yet.
fn advance(rules: &Rules<'_>, exchange: &Exchange<'_>) -> Result<Step, Refusal> {
    let asked = head::check(rules, exchange)?;
    let session = match &exchange.session {
        None => return Ok(Step::Authorize),
        Some(Authorized::Session(session)) => *session,
        Some(Authorized::Nobody) => return Err(Refusal::NOBODY),
        Some(Authorized::Failed) => return Err(Refusal::NOT_AUTHORIZED),
        Some(Authorized::Nonsense) => return Err(Refusal::NO_SESSION),
    };
    if asked
        .number()
        .is_some_and(|number| !session.may_see(number))
    {
        return Err(Refusal::NOT_YOURS);
    }
    let input = match (&asked, &exchange.body) {
        (Asked::Retrieve(_), _) => String::new(),
        (_, None) => return Ok(Step::Read(body::LONGEST)),
        (_, Some(read)) => body::read(&asked, read, exchange)?,
    };
    let operation = body::operation(&asked, &input, rules.allow_empty)?;
    if let Operation::Create(card) = operation
        && !session.may_see(card.phone_number().as_str())
    {
        return Err(Refusal::NOT_YOURS);
    }
    let Some(reserved) = &exchange.reserved else {
        return Ok(Step::Reserve(places::of(
            &operation,
            session,
            &rules.limits,
        )));
    };
    places::check(&operation, reserved, &rules.limits)?;
    let endpoint = Endpoint {
        base_url: rules.upstream,
        headers: Vec::new(),
    };
    let request = operation.request(&endpoint, Some(&rules.authorization));
    let Some(answer) = &exchange.answer else {
        return Ok(Step::Forward(Forward::new(
            request,
            operation.longest_body(),
        )));
    };
    answer::reply(&operation, answer, session, rules, exchange).map(Step::Reply)
}
