//! What can be checked before anything else is known: target, method, query, headers.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use super::body;
use super::exchange::Exchange;
use super::reply::Refusal;
use super::rules::Rules;
use crate::http::JSON;
use crate::number::parse_u32;
use crate::phone_number::{PHONE_NUMBER, is_e164};

/// What the page asks for. Numbers are in E.164 form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Asked {
    Retrieve(Option<String>),
    Update(String),
    Create,
}

impl Asked {
    /// The number of the query.
    pub fn number(&self) -> Option<&str> {
        match self {
            Self::Retrieve(number) => number.as_deref(),
            Self::Update(number) => Some(number),
            Self::Create => None,
        }
    }
}

impl Exchange<'_> {
    /// Whether it would change something.
    pub(super) fn is_write(&self) -> bool {
        matches!(self.method, "PATCH" | "POST")
    }

    /// The length that the head announces, where that is a number.
    pub(super) fn content_length(&self) -> Option<u32> {
        let length = self.header("content-length")?;
        let is_number = !length.is_empty() && length.bytes().all(|byte| byte.is_ascii_digit());
        // More digits than a number holds are more bytes than are read.
        is_number.then(|| parse_u32(&length).unwrap_or(u32::MAX))
    }
}

/// The method, where it is one of the endpoint's.
pub(super) fn method(exchange: &Exchange<'_>) -> Option<&'static str> {
    let methods = ["GET", "PATCH", "POST"];
    methods
        .into_iter()
        .find(|method| *method == exchange.method)
}

/// The number of the query, where there is one in E.164 form.
pub(super) fn number(exchange: &Exchange<'_>) -> Option<String> {
    let (_, query) = split(exchange.target);
    query_numbers(query)
        .ok()?
        .pop()
        .filter(|number| is_e164(number))
}

/// Checks the head of a request.
pub(super) fn check(rules: &Rules<'_>, exchange: &Exchange<'_>) -> Result<Asked, Refusal> {
    let (path, query) = split(exchange.target);
    // Byte for byte: what others might take for the same path isn't. A fragment never leaves a browser.
    let is_path = path.strip_prefix(rules.base_path) == Some("/v3/contact_card");
    if !is_path || exchange.target.contains('#') {
        return Err(Refusal::new(
            404,
            2001,
            "Resource not found - the gateway is at its base path + /v3/contact_card",
        ));
    }
    let Some(method) = method(exchange) else {
        return Err(Refusal::new(
            405,
            1005,
            "The method must be GET, PATCH or POST",
        ));
    };
    let mut numbers = query_numbers(query)?;
    let given = numbers.pop();
    if !numbers.is_empty() {
        return Err(Refusal::new(
            400,
            1005,
            "phone_number must stand in the query once",
        ));
    }
    if given.as_ref().is_some_and(|number| !is_e164(number)) {
        return Err(Refusal::new(
            400,
            1002,
            "Phone number must be in E.164 format",
        ));
    }
    let asked = match (method, given) {
        ("GET", number) => Asked::Retrieve(number),
        ("PATCH", Some(number)) => Asked::Update(number),
        ("PATCH", None) => {
            return Err(Refusal::new(
                400,
                1001,
                "phone_number is required in the query",
            ));
        }
        (_, None) => Asked::Create,
        (_, Some(_)) => {
            return Err(Refusal::new(
                400,
                1005,
                "phone_number must stand in the body, not in the query",
            ));
        }
    };
    check_body_headers(exchange)?;
    check_origin(rules, exchange)?;
    Ok(asked)
}

fn split(target: &str) -> (&str, Option<&str>) {
    match target.split_once('?') {
        Some((path, query)) => (path, Some(query)),
        None => (target, None),
    }
}

/// Every `phone_number` of a query that holds nothing else.
fn query_numbers(query: Option<&str>) -> Result<Vec<String>, Refusal> {
    let query = query.filter(|query| !query.is_empty());
    let mut numbers = Vec::new();
    for parameter in query.into_iter().flat_map(|query| query.split('&')) {
        let value = match parameter.split_once('=') {
            Some((PHONE_NUMBER, value)) => value,
            _ => {
                return Err(Refusal::new(
                    400,
                    1005,
                    "The query may hold phone_number alone",
                ));
            }
        };
        let Some(number) = decode(value) else {
            return Err(Refusal::new(
                400,
                1005,
                "phone_number is not well encoded; write + as %2B",
            ));
        };
        numbers.push(number);
    }
    Ok(numbers)
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

/// A body of JSON makes a browser ask first where another origin sends it, and nobody grants it.
fn check_body_headers(exchange: &Exchange<'_>) -> Result<(), Refusal> {
    let length = exchange.content_length();
    if length.is_none() && exchange.header("content-length").is_some() {
        return Err(Refusal::new(400, 1003, "Content-Length must be one number"));
    }
    if !exchange.is_write() {
        let has_body = exchange.header("transfer-encoding").is_some() || length > Some(0);
        let refusal = Refusal::new(400, 1003, "A GET has no body");
        return if has_body { Err(refusal) } else { Ok(()) };
    }
    let content_type = exchange.header("content-type").unwrap_or_default();
    let encoding = exchange
        .header("content-encoding")
        .unwrap_or(Cow::Borrowed("identity"));
    if !is_json(&content_type) || !encoding.eq_ignore_ascii_case("identity") {
        return Err(Refusal::new(
            415,
            1003,
            "The body must be application/json, not encoded",
        ));
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
    trim(essence).eq_ignore_ascii_case(JSON) && parameter.is_none_or(is_utf8)
}

/// Without the space that HTTP allows around a part of a value. Other spaces are bytes that hosts read differently.
fn trim(part: &str) -> &str {
    part.trim_matches([' ', '\t'])
}

/// Pages of other sites can't write: browsers say whose page sends a request, and no page can change what they say.
fn check_origin(rules: &Rules<'_>, exchange: &Exchange<'_>) -> Result<(), Refusal> {
    let is_allowed = match exchange.header("origin") {
        Some(origin) => rules.allows_origin(&origin),
        None => !exchange.is_write(),
    };
    let site = exchange.header("sec-fetch-site");
    if is_allowed && site.is_none_or(|site| site == "same-origin") {
        return Ok(());
    }
    Err(Refusal::FOREIGN)
}
