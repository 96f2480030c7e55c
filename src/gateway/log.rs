//! The log: one entry for each response, without the key, the body and the full phone number.

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::exchange::Exchange;
use super::request::decode_query;
use crate::redact::{REDACTED, SHORTEST_SECRET, mask};
use crate::text::Text;
use crate::wire::to_string;

/// The longest origin that is logged, in characters. Those that browsers send are shorter.
const LONGEST_ORIGIN: usize = 200;

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

/// The digits of Base64, in the order of their values.
const BASE64: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// The outcome of an exchange.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LogOutcome {
    /// Linq responded.
    Forwarded,
    /// Nothing was sent to Linq.
    Refused,
    /// The request was sent to Linq, and no usable response arrived.
    Failed,
}

impl LogOutcome {
    /// The outcome's name in the log.
    const fn name(self) -> &'static str {
        match self {
            Self::Forwarded => "forwarded",
            Self::Refused => "refused",
            Self::Failed => "failed",
        }
    }
}

/// What is logged of a response, besides what the exchange has.
pub(super) struct Summary<'a> {
    /// HTTP status.
    pub(super) status: i64,
    /// Linq's code; less than 0 where there is none.
    pub(super) code: i64,
    pub(super) outcome: LogOutcome,
    /// Why the request was refused, or failed.
    pub(super) reason: Option<&'a str>,
    /// Empty where it isn't known.
    pub(super) trace_id: Text<'a>,
    /// What the gateway's operator has probably set up wrong, as far as Linq's response shows it.
    pub(super) mistake: Option<String>,
}

/// Writes the log entry of a response, a JSON object.
pub(super) fn entry(exchange: &Exchange, summary: &Summary<'_>) -> String {
    let origin = exchange.foreign_origin.as_deref().map(|origin| {
        let end = origin.char_indices().nth(LONGEST_ORIGIN);
        let end = end.map_or(origin.len(), |(index, _)| index);
        origin.get(..end).unwrap_or_default()
    });
    let mistake = summary.mistake.clone().or_else(|| foreign(origin?));
    to_string(b"", 1_024, |out| {
        let method = exchange.method.map(crate::api::Method::name);
        out.byte(b'{');
        // Any other method is the sender's own text.
        out.member(b"method", method.unwrap_or(b"other"));
        // A foreign origin is logged, to be compared with the option `origins`. It is the sender's
        // own text, so it is masked.
        let masked = [
            (b"number".as_slice(), exchange.number.as_deref()),
            (b"origin", origin),
        ];
        for (name, text) in masked {
            if let Some(text) = text {
                out.open_text(name);
                mask(out, text.as_bytes());
                out.close_string();
            }
        }
        if let Some(session) = &exchange.session {
            out.member(b"user", session.user.as_bytes());
        }
        out.number_member(b"status", summary.status);
        out.number_member(b"code", summary.code);
        out.member(b"outcome", summary.outcome.name().as_bytes());
        if let Some(reason) = summary.reason {
            out.member(b"reason", reason.as_bytes());
        }
        if !summary.trace_id.is_empty() {
            out.member(b"traceId", summary.trace_id);
        }
        if let Some(mistake) = &mistake {
            out.open_text(b"mistake");
            mask(out, mistake.as_bytes());
            out.close_string();
        }
        out.byte(b'}');
    })
}

/// The mistake that a page's origin isn't in `origins`; `None` where there was no origin. The origin
/// is the sender's own text, so it is quoted, and may be that of an attacker.
fn foreign(origin: &str) -> Option<String> {
    let is_sent = !origin.is_empty();
    is_sent.then(|| format!("Refused a page of the origin {origin:?}, which is not in origins"))
}

/// The mistake that Linq refuses the gateway's key.
pub(super) fn refused_key(status: i64) -> String {
    format!("Linq refused the key in apiKey ({status}): set one that is valid")
}

/// The mistake that Linq has nothing at a URL, which is probably of another path than Linq's.
pub(super) fn wrong_path(method: &str, url: &str) -> String {
    let url = url.split('?').next().unwrap_or_default();
    format!(
        "Linq has nothing at {url} ({method}, 404). Unless the number has no card, upstream is wrong: \
         it is the base URL, which ends before /v3"
    )
}

/// The parts of a request's headers that a log must not have, such as the value of a cookie, as they
/// were sent and decoded, the longest first: one may contain another.
pub(super) fn secrets<'a>(headers: &[(&'a str, &'a str)]) -> Vec<Cow<'a, str>> {
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
    // The plus sign is a space in queries alone.
    let unescaped = decode_query(&part.replace('+', "%2B"));
    let unencoded = decode_base64(unescaped.as_deref().unwrap_or(part));
    let mut parts = Vec::new();
    for text in [unescaped, unencoded].into_iter().flatten() {
        let password = text.split_once(':').map(|(_, password)| password);
        parts.extend(text.split([':', '"']).chain(password).map(String::from));
        parts.push(text);
    }
    parts
}

/// Decodes Base64 (RFC 4648, 4 and 5) to a text; `None` where it isn't one.
fn decode_base64(text: &str) -> Option<String> {
    let text = text.replace('-', "+").replace('_', "/");
    let mut bytes = Vec::new();
    for digits in text.trim_end_matches('=').as_bytes().chunks(4) {
        let mut padded = digits.iter().chain(b"AAA").take(4);
        let bits = padded.try_fold(0_u32, |bits, digit| {
            let value = BASE64.iter().position(|other| other == digit)?;
            Some((bits << 6) | u32::try_from(value).ok()?)
        })?;
        let [_, decoded @ ..] = bits.to_be_bytes();
        bytes.extend(decoded.iter().take(digits.len().saturating_sub(1)));
    }
    String::from_utf8(bytes).ok()
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
