//! Requests and responses as plain data, between the core that decides and the platform that sends. `Debug` shows
//! neither key nor number.

use std::fmt;

use crate::redaction::mask_numbers;
use crate::value::Value;

/// The methods that the endpoint has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Retrieves cards.
    Get,
    /// Updates a card.
    Patch,
}

impl Method {
    /// In upper case: `patch` would fail the preflight in every browser.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Patch => "PATCH",
        }
    }
}

/// A header to send, its name in lower case.
pub type Header = (String, String);

/// A request to send.
#[derive(Clone, PartialEq, Eq)]
pub struct Request {
    /// How.
    pub method: Method,
    /// Absolute, or a path on the page's own origin. The number in it is percent-encoded.
    pub url: String,
    /// In sending order, each name once.
    pub headers: Vec<Header>,
    /// JSON.
    pub body: Option<String>,
}

impl fmt::Debug for Request {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.method.as_str())?;
        formatter.write_str(" ")?;
        formatter.write_str(&mask_numbers(&self.url))
    }
}

/// The head of a response, before its body is read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Head {
    /// HTTP status; 0 where the host hides it, as browsers do for a redirect that isn't followed.
    pub status: u16,
    /// Whether the host says that this is a redirect which it didn't follow.
    pub opaque_redirect: bool,
    /// `Retry-After`. Cross-origin it can't be read unless the server exposes it.
    pub retry_after: Value,
    /// `X-Trace-ID`, with the same limit.
    pub trace_id: Value,
}

impl Head {
    /// Whether the request succeeded.
    #[must_use]
    pub const fn is_success(&self) -> bool {
        matches!(self.status, 200..=299)
    }
}

/// What became of a response's body.
#[derive(Clone, Debug, PartialEq)]
pub enum Body {
    /// JSON. Of duplicate keys, the last one wins.
    Json(Value),
    /// Why there is no JSON, as a sentence.
    Unusable(&'static str),
}

impl Body {
    /// There is no body.
    pub const EMPTY: Self = Self::Unusable("The answer has no body");
    /// It is no JSON, or not in UTF-8.
    pub const NOT_JSON: Self = Self::Unusable("The answer is not JSON");
    /// It is longer than the operation allows.
    pub const TOO_LONG: Self = Self::Unusable("The answer is too long");
    /// It broke off or stalled.
    pub const UNREADABLE: Self = Self::Unusable("The answer broke off");
}

/// Head and body of a response.
#[derive(Clone, Debug, PartialEq)]
pub struct Response {
    /// What arrived first.
    pub head: Head,
    /// What followed.
    pub body: Body,
}
