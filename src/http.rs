//! Requests and responses as plain data, between the core that decides and the platform that sends. `Debug` shows
//! neither key nor number.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use crate::phone_number::PhoneNumber;
use crate::redaction::{REDACTED, mask_numbers, redact};
use crate::value::{Output, Value};

/// The header that carries a key.
pub const AUTHORIZATION: &str = "authorization";

/// The type of every body, as a header says it.
pub const JSON: &str = "application/json";

/// A request to send.
#[derive(Clone, PartialEq, Eq)]
pub struct Request<'a> {
    /// As it stands on the wire.
    pub method: &'static str,
    /// Absolute, or a path on the page's own origin. The number in it is percent-encoded.
    pub url: String,
    /// Name and value. Each name stands once, whatever its case.
    pub headers: Vec<(&'a str, &'a str)>,
    /// JSON.
    pub body: Option<String>,
    /// Whose card it is about, where it is about one.
    pub phone_number: Option<PhoneNumber<'a>>,
}

impl<'a> Request<'a> {
    /// Sets a header in the place of one of the same name; `None` removes it.
    pub fn set_header(&mut self, name: &'a str, value: Option<&'a str>) {
        self.headers
            .retain(|(existing, _)| !existing.eq_ignore_ascii_case(name));
        if let Some(value) = value {
            self.headers.push((name, value));
        }
    }

    /// The request for a caller: whole, or as a person may see it, without the key.
    #[must_use]
    pub fn write<O: Output>(&self, for_people: bool) -> O {
        let headers = O::object();
        for (name, value) in &self.headers {
            let is_hidden = for_people && name.eq_ignore_ascii_case(AUTHORIZATION);
            headers.set_text(name, if is_hidden { REDACTED } else { value });
        }
        let request = O::object();
        request.set_text("method", self.method);
        request.set("headers", headers);
        request.set_optional_text("body", self.body.as_deref());
        request
    }
}

impl Request<'_> {
    /// What a server or a host may have learnt from the request and must not show: the values of its headers.
    #[must_use]
    pub fn secrets(&self) -> Vec<&str> {
        let values = self.headers.iter().map(|(_, value)| *value);
        values.filter(|value| *value != JSON).collect()
    }

    /// Whether a text holds a header that was sent, or the number.
    #[must_use]
    pub fn reveals(&self, text: &str) -> bool {
        let mut secrets = self.secrets();
        secrets.extend(self.phone_number.map(|number| number.digits()));
        redact(text, &secrets) != text
    }
}

impl fmt::Debug for Request<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.method)?;
        formatter.write_str(" ")?;
        formatter.write_str(&mask_numbers(&self.url))
    }
}

/// The head of a response, before its body is read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Head {
    /// HTTP status; 0 where the host hides it, as browsers do for a redirect that isn't followed.
    pub status: u32,
    /// Whether the host says that this is a redirect which it didn't follow.
    pub opaque_redirect: bool,
    /// `Retry-After`. Cross-origin it can't be read unless the server exposes it.
    pub retry_after: Value,
    /// `X-Trace-ID`, with the same limit, as for all headers.
    pub trace_id: Value,
    /// `X-Should-Retry`
    pub should_retry: Value,
    /// `X-Write-Budget`, which gateways send.
    pub write_budget: Value,
    /// When the head arrived, in milliseconds since 1970.
    pub received_at: f64,
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

/// A whole number as headers write it: digits alone.
pub(crate) fn parse_whole(text: &str) -> Option<u32> {
    let mut number = 0_u32;
    for c in text.chars() {
        number = number.checked_mul(10)?.checked_add(c.to_digit(10)?)?;
    }
    (!text.is_empty()).then_some(number)
}
