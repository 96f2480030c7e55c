//! The checks of a request's head: target, method, query and headers. They come before the user is
//! known.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use super::body;
use super::config::Config;
use super::refusal::Refusal;
use super::request::RequestHead;
use crate::api::{Method, PATH};
use crate::phone_number::is_e164;
use crate::redact::JSON;

/// Checks the head of a request. `numbers` are the phone numbers of its query.
pub(super) fn check(
    config: &Config,
    head: &RequestHead<'_>,
    numbers: Result<Vec<String>, Refusal>,
) -> Result<(), Refusal> {
    let (path, _) = head.target.split_once('?').unwrap_or((head.target, ""));
    // The path is compared byte for byte: proxies disagree about which other spellings are the same
    // path. Browsers never send a fragment.
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

/// Checks the headers about the body, against CSRF and request smuggling. CSRF: before a browser
/// sends JSON to another origin, it sends a preflight request, which the gateway refuses.
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

/// Removes the whitespace that HTTP allows around a part of a header's value (RFC 9110, 5.6.3):
/// only spaces and tabs.
fn trim(part: &str) -> &str {
    part.trim_matches([' ', '\t'])
}

/// Checks that the request wasn't sent by a page of another site (CSRF). Browsers set `Origin` and
/// `Sec-Fetch-Site`, and pages can't change them.
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
