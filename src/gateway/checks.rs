//! The checks of a request's head: target, method, query and headers. They come before the user is known.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::body;
use super::config::Config;
use super::refusal::Refusal;
use crate::api::{Method, PATH};
use crate::phone_number::{PHONE_NUMBER, is_e164};
use crate::redact::JSON;
use crate::text::whole_u32;
use crate::wire::{Kind, Value, Wire};

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
    /// Reads what a host in JavaScript reports: the method, the target, and a list in which each header's name is followed by its
    /// value.
    #[must_use]
    pub fn read(wire: &Wire<'a, '_>) -> Self {
        let text = |value| core::str::from_utf8(wire.text(value)).unwrap_or_default();
        let target = wire.after(Value::FIRST);
        let list = wire.after(target);
        let mut headers = Vec::new();
        let mut name = wire.first(list, Kind::LIST);
        while name < wire.after(list) {
            let value = wire.after(name);
            // A name or value with a lone surrogate becomes a text that equals no expected one.
            let valid_text = |part| {
                if wire.is_text(part) {
                    text(part)
                } else {
                    "\u{fffd}"
                }
            };
            headers.push((valid_text(name), valid_text(value)));
            name = wire.after(value);
        }
        Self {
            method: text(Value::FIRST),
            target: text(target),
            headers,
        }
    }

    /// The value of a header. Several values are joined, as the Fetch standard joins them (2.2.2, "get"), so that they match no
    /// expected value.
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
        is_number.then(|| whole_u32(length.as_bytes()).try_into().unwrap_or(u32::MAX))
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
            numbers.push(decode(value).ok_or(Refusal::QUERY_ENCODING)?);
        }
        Ok(numbers)
    }
}

/// Checks the head of a request. `numbers` are the phone numbers of its query.
pub(super) fn check(
    config: &Config,
    head: &RequestHead<'_>,
    numbers: Result<Vec<String>, Refusal>,
) -> Result<(), Refusal> {
    let (path, _) = head.target.split_once('?').unwrap_or((head.target, ""));
    // The path is compared byte for byte: proxies disagree about which other spellings are the same path. Browsers never send a
    // fragment.
    let is_path = path
        .strip_prefix(&config.base_path)
        .is_some_and(|rest| rest.as_bytes() == PATH);
    if !is_path || head.target.contains('#') {
        return Err(Refusal::NOT_FOUND);
    }
    let method = head.known_method().ok_or(Refusal::METHOD)?;
    let number = match numbers?.as_slice() {
        [] => None,
        [number] => Some(is_e164(number.as_bytes())),
        _ => return Err(Refusal::QUERY_NUMBERS),
    };
    match (method, number) {
        (_, Some(false)) => return Err(Refusal::QUERY_NUMBER),
        (Method::Patch, None) => return Err(Refusal::QUERY_REQUIRED),
        (Method::Post, Some(true)) => return Err(Refusal::QUERY_OF_POST),
        _ => {}
    }
    check_body_headers(head, method)?;
    check_origin(config, head, method)
}

/// Decodes a value of a query (WHATWG URL standard, `application/x-www-form-urlencoded`): `%2B` is a plus sign, and a plus
/// sign is a space. `None` for a broken percent-encoding, or for what isn't UTF-8 or visible ASCII.
fn decode(value: &str) -> Option<String> {
    let mut bytes = Vec::new();
    let mut rest = value.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => {
                let mut digit = || char::from(rest.next()?).to_digit(16);
                let (high, low) = (digit()?, digit()?);
                u8::try_from((high << 4) | low).ok()?
            }
            byte if byte.is_ascii_graphic() => byte,
            _ => return None,
        });
    }
    String::from_utf8(bytes).ok()
}

/// Checks the headers about the body, against CSRF and request smuggling. CSRF: before a browser sends JSON
/// to another origin, it sends a preflight request, which the gateway refuses.
fn check_body_headers(head: &RequestHead<'_>, method: Method) -> Result<(), Refusal> {
    let length = head.content_length();
    if length.is_none() && head.header("content-length").is_some() {
        return Err(Refusal::CONTENT_LENGTH);
    }
    if !method.is_write() {
        let has_body = head.header("transfer-encoding").is_some() || length > Some(0);
        return if has_body {
            Err(Refusal::BODY_OF_GET)
        } else {
            Ok(())
        };
    }
    let content_type = head.header("content-type").unwrap_or_default();
    let encoding = head
        .header("content-encoding")
        .unwrap_or(Cow::Borrowed("identity"));
    if !is_json(&content_type) || !encoding.eq_ignore_ascii_case("identity") {
        return Err(Refusal::CONTENT_TYPE);
    }
    if length > Some(body::LONGEST) {
        return Err(Refusal::BODY_TOO_LONG);
    }
    Ok(())
}

/// Whether a content type is JSON in UTF-8.
fn is_json(content_type: &str) -> bool {
    let (essence, parameter) = match content_type.split_once(';') {
        Some((essence, parameter)) => (essence, Some(trim(parameter))),
        None => (content_type, None),
    };
    let is_utf8 = |parameter: &str| parameter.eq_ignore_ascii_case("charset=utf-8");
    trim(essence).as_bytes().eq_ignore_ascii_case(JSON) && parameter.is_none_or(is_utf8)
}

/// Removes the whitespace that HTTP allows around a part of a header's value (RFC 9110, 5.6.3): only spaces and tabs.
fn trim(part: &str) -> &str {
    part.trim_matches([' ', '\t'])
}

/// Checks that the request wasn't sent by a page of another site (CSRF). Browsers set `Origin` and `Sec-Fetch-Site`, and pages
/// can't change them.
fn check_origin(config: &Config, head: &RequestHead<'_>, method: Method) -> Result<(), Refusal> {
    let is_allowed = match head.header("origin") {
        Some(origin) => config.allows_origin(&origin),
        None => !method.is_write(),
    };
    let site = head.header("sec-fetch-site");
    if is_allowed && site.is_none_or(|site| site == "same-origin") {
        return Ok(());
    }
    Err(Refusal::FOREIGN_ORIGIN)
}
