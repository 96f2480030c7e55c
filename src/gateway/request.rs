//! [`RequestHead`]: the head of a page's request, and what is read from it.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::percent_encoding;
use super::refusal::Refusal;
use super::secrets;
use crate::api::Method;
use crate::phone_number::PHONE_NUMBER;
use crate::text::parse_u32;
use crate::wire::{Value, Wire};

/// The head of a page's request, byte for byte as it was received, as far as the host reports that.
#[derive(Clone, Default)]
pub struct RequestHead<'a> {
    /// The method, which is case-sensitive in HTTP (RFC 9110, 9.1).
    pub method: &'a str,
    /// Path and query.
    pub target: &'a str,
    /// Names and values, in the order in which they were received.
    pub headers: Vec<(&'a str, &'a str)>,
}

/// Shows only the method: the target has a phone number, and headers have the user's session.
impl fmt::Debug for RequestHead<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = formatter.debug_struct("RequestHead");
        shown.field("method", &self.method).finish_non_exhaustive()
    }
}

impl<'a> RequestHead<'a> {
    /// Reads what a host in JavaScript reports: the method, the target, and a list in which each
    /// header's name is followed by its value.
    #[must_use]
    pub fn read(wire: &Wire<'a, '_>) -> Self {
        let text = |value| core::str::from_utf8(wire.text(value)).unwrap_or_default();
        let target = wire.after(Value::FIRST);
        // A name or value with a lone surrogate becomes a text that equals no expected one.
        let valid_text = |part| {
            if wire.is_text(part) {
                text(part)
            } else {
                "\u{fffd}"
            }
        };
        let mut headers = Vec::new();
        let mut items = wire.items(wire.after(target));
        while let Some(name) = items.next() {
            let value = items.next().unwrap_or_default();
            headers.push((valid_text(name), valid_text(value)));
        }
        Self {
            method: text(Value::FIRST),
            target: text(target),
            headers,
        }
    }

    /// Returns a text that was thrown while the request was handled, as a log may have it: without
    /// full phone numbers and the request's headers.
    #[must_use]
    pub fn redacted(&self, text: &str) -> String {
        secrets::redacted(text, &secrets::of_headers(&self.headers))
    }

    /// The value of a header. Several values are joined, as the Fetch standard joins them (2.2.2,
    /// "get"), so that they match no expected value.
    pub(super) fn header(&self, name: &str) -> Option<Cow<'a, str>> {
        let mut values = self
            .headers
            .iter()
            .filter(|(other, _)| other.eq_ignore_ascii_case(name));
        let (_, first) = values.next()?;
        Some(values.fold((*first).into(), |joined, (_, value)| {
            (joined.into_owned() + ", " + value).into()
        }))
    }

    /// The method; `None` where the endpoint doesn't have it.
    pub(super) fn known_method(&self) -> Option<Method> {
        let methods = [Method::Get, Method::Patch, Method::Post];
        methods
            .into_iter()
            .find(|method| method.name() == self.method.as_bytes())
    }

    /// `Content-Length`, in bytes; `None` where it is absent or isn't one number.
    pub(super) fn content_length(&self) -> Option<u32> {
        let length = self.header("content-length")?;
        let is_number = !length.is_empty() && length.bytes().all(|byte| byte.is_ascii_digit());
        // A number that is too large for a `u32` is more than is read, too.
        is_number.then(|| parse_u32(length.as_bytes()).try_into().unwrap_or(u32::MAX))
    }

    /// Every `phone_number` of the query, decoded. A query with anything else in it is refused.
    pub(super) fn query_numbers(&self) -> Result<Vec<String>, Refusal> {
        let (_, query) = self.target.split_once('?').unwrap_or_default();
        let mut numbers = Vec::new();
        if query.is_empty() {
            return Ok(numbers);
        }
        for parameter in query.split('&') {
            let value = match parameter.split_once('=') {
                Some((name, value)) if name.as_bytes() == PHONE_NUMBER => value,
                _ => return Err(Refusal::QUERY),
            };
            // In a query, a plus sign is a space (`application/x-www-form-urlencoded`).
            let value = percent_encoding::decode(&value.replace('+', "%20"));
            numbers.push(value.ok_or(Refusal::QUERY_ENCODING)?);
        }
        Ok(numbers)
    }
}
