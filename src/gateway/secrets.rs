//! Secrets in texts for the log: the values of a request's headers, as they were sent and as
//! libraries decode them.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::general_purpose::{GeneralPurpose, NO_PAD};

use super::percent_encoding;
use crate::redact::{REDACTED, SHORTEST_SECRET, mask};
use crate::wire::to_string;

/// The headers that are about the connection, the format and the browser, and about no one's
/// session. Those that start with `sec-` are, too.
const HARMLESS_HEADERS: [&str; 9] = [
    "accept",
    "accept-encoding",
    "accept-language",
    "cache-control",
    "connection",
    "content-type",
    "host",
    "origin",
    "user-agent",
];

/// Base64 as libraries decode it: they ignore the bits after the last whole byte.
const BASE64: GeneralPurpose =
    GeneralPurpose::new(&STANDARD, NO_PAD.with_decode_allow_trailing_bits(true));

/// The parts of a request's headers that a log must not have, such as the value of a cookie, as they
/// were sent and decoded, the longest first: one may contain another.
pub(super) fn of_headers<'a>(headers: &[(&'a str, &'a str)]) -> Vec<Cow<'a, str>> {
    let is_harmless = |name: &str| {
        let name = name.to_ascii_lowercase();
        name.starts_with("sec-") || HARMLESS_HEADERS.contains(&name.as_str())
    };
    let is_separator = |character: char| " \t;,\"".contains(character);
    // Of `name=value` the value. Padding of Base64 isn't one.
    let value_of = |part: &'a str| match part.split_once('=') {
        Some((_, value)) if value.contains(|character| character != '=') => value,
        _ => part,
    };
    let parts = headers
        .iter()
        .filter(|(name, _)| !is_harmless(name))
        .flat_map(|(_, value)| value.split(is_separator).map(value_of));
    let mut secrets = Vec::new();
    for part in parts {
        secrets.push(Cow::Borrowed(part));
        secrets.extend(decoded_parts(part).into_iter().map(Cow::Owned));
    }
    secrets.retain(|part| part.len() >= SHORTEST_SECRET);
    secrets.sort_unstable_by_key(|part| core::cmp::Reverse(part.len()));
    secrets
}

/// What libraries for cookies and credentials return of a part of a header: the decoded text, the
/// user and the password in it, and the texts of JSON.
fn decoded_parts(part: &str) -> Vec<String> {
    let unescaped = percent_encoding::decode(part);
    let unencoded = decode_base64(unescaped.as_deref().unwrap_or(part));
    let mut parts = Vec::new();
    for text in [unescaped, unencoded].into_iter().flatten() {
        let password = text.split_once(':').map(|(_, password)| password);
        parts.extend(text.split([':', '"']).chain(password).map(String::from));
        parts.push(text);
    }
    parts
}

/// Decodes Base64 of either alphabet (RFC 4648, 4 and 5), padded or not, to a text; `None` where it
/// isn't one.
fn decode_base64(text: &str) -> Option<String> {
    let digits = text.trim_end_matches('=');
    let mut digits = digits.replace('-', "+").replace('_', "/");
    // A single digit after the last group is less than a byte.
    if digits.len() % 4 == 1 {
        digits.pop();
    }
    String::from_utf8(BASE64.decode(digits).ok()?).ok()
}

/// Returns a text as a log may have it: the secrets are replaced, and phone numbers masked.
pub(super) fn redacted(text: &str, secrets: &[Cow<'_, str>]) -> String {
    let replacement = core::str::from_utf8(REDACTED).unwrap_or_default();
    let mut text = Cow::Borrowed(text);
    for secret in secrets {
        if text.contains(&**secret) {
            text = text.replace(&**secret, replacement).into();
        }
    }
    to_string(b"", text.len(), |out| mask(out, text.as_bytes()))
}
