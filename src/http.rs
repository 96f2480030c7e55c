//! Requests and responses as plain data, between the core that decides and the platform that sends. `Debug` shows
//! neither key nor number.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use crate::json::Json;
use crate::number::parse_u32;
use crate::phone_number::PhoneNumber;
use crate::redaction::{REDACTED, mask_numbers, redact};
use crate::value::Value;

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

    /// Writes the request without its URL: whole, or as a person may see it, without the key.
    pub fn write(&self, request: &mut Json, for_people: bool) {
        request.text("method", self.method);
        request.member("headers", |headers| {
            for (name, value) in &self.headers {
                let is_hidden = for_people && name.eq_ignore_ascii_case(AUTHORIZATION);
                headers.text(name, if is_hidden { REDACTED } else { value });
            }
        });
        request.optional_text("body", self.body.as_deref());
    }
}

impl Request<'_> {
    /// What a server or a host may have learnt from the request and must not show: the values of its headers.
    #[must_use]
    pub fn header_values(&self) -> Vec<&str> {
        let values = self.headers.iter().map(|(_, value)| *value);
        values.filter(|value| *value != JSON).collect()
    }

    /// The digits of the number that it is about.
    #[must_use]
    pub fn digits(&self) -> Option<&str> {
        self.phone_number.map(|number| number.digits())
    }

    /// Whether a text holds a header that was sent, or the number.
    #[must_use]
    pub fn reveals(&self, text: &str) -> bool {
        let mut secrets = self.header_values();
        secrets.extend(self.digits());
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

/// The head of a response, before its body is read. `Debug` shows the status alone: headers may say back what was sent.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct Head<'a> {
    /// When the head arrived, in seconds since 1970.
    pub received_at: u32,
    /// HTTP status; 0 where the host hides it, as browsers do for a redirect that isn't followed.
    pub status: u32,
    /// Whether the host says that this is a redirect which it didn't follow.
    pub is_opaque_redirect: bool,
    /// `Retry-After`. Cross-origin it can't be read unless the server exposes it.
    pub retry_after: Option<&'a str>,
    /// `X-Trace-ID`, with the same limit, as for all headers.
    pub trace_id: Option<&'a str>,
    /// `X-Should-Retry`
    pub should_retry: Option<&'a str>,
    /// `X-Write-Budget`, which gateways send.
    pub write_budget: Option<&'a str>,
    /// `Retry-After` in seconds since 1970, where the host takes it for a date. Hosts take much for a date.
    pub retry_at: Option<u32>,
}

impl fmt::Debug for Head<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Head").field(&self.status).finish()
    }
}

impl<'a> Head<'a> {
    /// Takes the host's report, a list in the order of the fields.
    #[must_use]
    pub fn parse(report: Value<'a>) -> Self {
        let mut parts = report.items();
        let mut part = || parts.next().unwrap_or_default();
        Self {
            received_at: part().as_u32().unwrap_or_default(),
            status: part().as_u32().unwrap_or_default(),
            is_opaque_redirect: part().as_text() == Some("opaqueredirect"),
            retry_after: part().as_text(),
            trace_id: part().as_text(),
            should_retry: part().as_text(),
            write_budget: part().as_text(),
            retry_at: part().as_u32(),
        }
    }

    /// `Retry-After` in seconds: from whole seconds, or from a date as HTTP writes it (RFC 9110, 5.6.7), such as
    /// `Sun, 06 Nov 1994 08:49:37 GMT`. A date that is over means now.
    #[must_use]
    pub fn seconds_left(&self) -> Option<u32> {
        let text = self.retry_after?;
        if text.len() == 29 && text.ends_with(" GMT") {
            return Some(self.retry_at?.saturating_sub(self.received_at));
        }
        parse_u32(text)
    }
}

/// What became of a response's body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Body<'a> {
    /// JSON. Of duplicate keys, the last one wins.
    Json(Value<'a>),
    /// Why there is no JSON, as a sentence.
    Unusable(&'static str),
}

impl<'a> Body<'a> {
    /// Takes the host's report: a list with the JSON that it read, or the name of what is wrong with the body.
    #[must_use]
    pub fn parse(report: Value<'a>) -> Self {
        if let Some(json) = report.items().next() {
            return Self::Json(json);
        }
        Self::Unusable(match report.as_text() {
            Some("empty") => "The answer has no body",
            Some("too long") => "The answer is too long",
            _ => "The answer is not JSON",
        })
    }
}

/// Head and body of a response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Response<'a> {
    /// What arrived first.
    pub head: Head<'a>,
    /// What followed.
    pub body: Body<'a>,
}

impl<'a> Response<'a> {
    /// A response whose body broke off, by the host's report of its head.
    #[must_use]
    pub fn without_body(head: Value<'a>) -> Self {
        Self {
            head: Head::parse(head),
            body: Body::Unusable("The answer broke off"),
        }
    }
}
