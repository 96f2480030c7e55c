//! What can be checked before anything else is known: target, method, query, headers.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use super::body;
use super::config::Config;
use super::refusal::Refusal;
use crate::api::{Method, PATH};
use crate::phone_number::{PHONE_NUMBER, is_e164};
use crate::redact::JSON;
use crate::text::whole_u32;
use crate::wire::{Kind, Value, Wire};

/// The head of a page's request.
#[derive(Clone, Debug, Default)]
pub struct RequestHead<'a> {
    /// As it came: HTTP's methods are case-sensitive.
    pub method: &'a str,
    /// Path and query, as they came where the host shows that.
    pub target: &'a str,
    /// Names and values, as they came where the host shows that.
    pub headers: Vec<(&'a str, &'a str)>,
}

impl<'a> RequestHead<'a> {
    /// Takes the report of a host in JavaScript: method, target, and a list of the headers' names and values by turns.
    #[must_use]
    pub fn read(wire: &Wire<'a, '_>) -> Self {
        let text = |value| core::str::from_utf8(wire.text(value)).unwrap_or_default();
        let target = wire.after(Value::FIRST);
        let list = wire.after(target);
        let mut headers = Vec::new();
        let mut name = wire.first(list, Kind::LIST);
        while name < wire.after(list) {
            let value = wire.after(name);
            // A name or value that UTF-8 can't carry is one that no header has.
            let carried = |part| match wire.is_text(part) {
                true => text(part),
                false => "\u{fffd}",
            };
            headers.push((carried(name), carried(value)));
            name = wire.after(value);
        }
        Self {
            method: text(Value::FIRST),
            target: text(target),
            headers,
        }
    }

    /// A header's value; several are joined, as the Fetch standard joins them ("get", 2.2.2), so that they match nothing.
    pub(super) fn header(&self, name: &str) -> Option<Cow<'a, str>> {
        let mut values = self
            .headers
            .iter()
            .filter(|(given, _)| given.eq_ignore_ascii_case(name));
        let (_, first) = values.next()?;
        Some(values.fold((*first).into(), |joined, (_, value)| {
            (joined.into_owned() + ", " + value).into()
        }))
    }

    /// The method, where it is one of the endpoint's.
    pub(super) fn known_method(&self) -> Option<Method> {
        let methods = [Method::Get, Method::Patch, Method::Post];
        methods
            .into_iter()
            .find(|method| method.name() == self.method.as_bytes())
    }

    /// The length that the head announces, where that is a number.
    pub(super) fn content_length(&self) -> Option<u32> {
        let length = self.header("content-length")?;
        let is_number = !length.is_empty() && length.bytes().all(|byte| byte.is_ascii_digit());
        // More digits than a number holds are more bytes than are read.
        is_number.then(|| whole_u32(length.as_bytes()).try_into().unwrap_or(u32::MAX))
    }

    /// Every `phone_number` of a query that holds nothing else.
    pub(super) fn query_numbers(&self) -> Result<Vec<String>, Refusal> {
        let (_, query) = self.target.split_once('?').unwrap_or_default();
        let mut numbers = Vec::new();
        if query.is_empty() {
            return Ok(numbers);
        }
        for parameter in query.split('&') {
            let value = match parameter.split_once('=') {
                Some((name, value)) if name.as_bytes() == PHONE_NUMBER => value,
                _ => {
                    let message = "The query may hold phone_number alone";
                    return Err(Refusal::new(400, 1005, message));
                }
            };
            let Some(number) = decode(value) else {
                let message = "phone_number is not well encoded; write + as %2B";
                return Err(Refusal::new(400, 1005, message));
            };
            numbers.push(number);
        }
        Ok(numbers)
    }
}

/// Checks the head of a request, whose query holds these numbers.
pub(super) fn check(
    config: &Config,
    head: &RequestHead<'_>,
    numbers: Result<Vec<String>, Refusal>,
) -> Result<(), Refusal> {
    let (path, _) = head.target.split_once('?').unwrap_or((head.target, ""));
    // Byte for byte: what others might take for the same path isn't. A fragment never leaves a browser.
    let is_path = path
        .strip_prefix(&config.base_path)
        .is_some_and(|rest| rest.as_bytes() == PATH);
    if !is_path || head.target.contains('#') {
        let message = "Resource not found - the gateway is at its base path + /v3/contact_card";
        return Err(Refusal::new(404, 2001, message));
    }
    let Some(method) = head.known_method() else {
        let message = "The method must be GET, PATCH or POST";
        return Err(Refusal::new(405, 1005, message));
    };
    let mut numbers = numbers?;
    let given = numbers.pop();
    if !numbers.is_empty() {
        let message = "phone_number must stand in the query once";
        return Err(Refusal::new(400, 1005, message));
    }
    if given
        .as_ref()
        .is_some_and(|number| !is_e164(number.as_bytes()))
    {
        let message = "Phone number must be in E.164 format";
        return Err(Refusal::new(400, 1002, message));
    }
    match (method, given) {
        (Method::Patch, None) => {
            let message = "phone_number is required in the query";
            return Err(Refusal::new(400, 1001, message));
        }
        (Method::Post, Some(_)) => {
            let message = "phone_number must stand in the body, not in the query";
            return Err(Refusal::new(400, 1005, message));
        }
        _ => {}
    }
    check_body_headers(head, method)?;
    check_origin(config, head, method)
}

/// Decodes a form's value: `%2B` is a plus, a bare plus is a space.
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

/// Checks the headers about the body, against CSRF and request smuggling: a body of JSON makes a browser ask first where
/// another origin sends it, and nobody grants it.
fn check_body_headers(head: &RequestHead<'_>, method: Method) -> Result<(), Refusal> {
    let length = head.content_length();
    if length.is_none() && head.header("content-length").is_some() {
        return Err(Refusal::new(400, 1003, "Content-Length must be one number"));
    }
    if !method.is_write() {
        let has_body = head.header("transfer-encoding").is_some() || length > Some(0);
        let refusal = Refusal::new(400, 1003, "A GET has no body");
        return if has_body { Err(refusal) } else { Ok(()) };
    }
    let content_type = head.header("content-type").unwrap_or_default();
    let encoding = head
        .header("content-encoding")
        .unwrap_or(Cow::Borrowed("identity"));
    if !is_json(&content_type) || !encoding.eq_ignore_ascii_case("identity") {
        let message = "The body must be application/json, not encoded";
        return Err(Refusal::new(415, 1003, message));
    }
    if length > Some(body::LONGEST) {
        return Err(body::TOO_LONG);
    }
    Ok(())
}

fn is_json(content_type: &str) -> bool {
    let (essence, parameter) = match content_type.split_once(';') {
        Some((essence, parameter)) => (essence, Some(trim(parameter))),
        None => (content_type, None),
    };
    let is_utf8 = |parameter: &str| parameter.eq_ignore_ascii_case("charset=utf-8");
    trim(essence).as_bytes().eq_ignore_ascii_case(JSON) && parameter.is_none_or(is_utf8)
}

/// Without the space that HTTP allows around a part of a value. Other spaces are bytes that hosts read differently.
fn trim(part: &str) -> &str {
    part.trim_matches([' ', '\t'])
}

/// Checks that no page of another site sends the request (CSRF): browsers name the page's origin, and no page can change
/// that.
fn check_origin(config: &Config, head: &RequestHead<'_>, method: Method) -> Result<(), Refusal> {
    let is_allowed = match head.header("origin") {
        Some(origin) => config.allows_origin(&origin),
        None => !method.is_write(),
    };
    let site = head.header("sec-fetch-site");
    if is_allowed && site.is_none_or(|site| site == "same-origin") {
        return Ok(());
    }
    Err(Refusal::FOREIGN)
}
