//! [`CallOptions`]: how a call is made. Unknown and invalid options are issues like any other.

use alloc::vec::Vec;

use crate::api_key::{ApiKey, Host};
use crate::base_url::BaseUrl;
use crate::client::Purpose;
use crate::error::Error;
use crate::http::AUTHORIZATION;
use crate::validation::{Issue, IssueCode, note_unknown};
use crate::value::Value;

/// The options, as a caller names them.
const NAMES: [&str; 15] = [
    "apiKey",
    "baseURL",
    "credentials",
    "dangerouslyAllowBrowser",
    "fetch",
    "headers",
    "keepalive",
    "maxRetries",
    "maxRetryAfter",
    "onAttempt",
    "sendEmpty",
    "shouldRetry",
    "signal",
    "timeout",
    // Of one function alone.
    "replaceImage",
];

/// The options that are functions.
const FUNCTIONS: [&str; 3] = ["fetch", "onAttempt", "shouldRetry"];

/// The longest timer that hosts keep, in milliseconds: a longer one fires at once.
const LONGEST_TIMER: f64 = 2_147_483_647.0;

/// Where requests go, and what each of them carries.
#[derive(Clone)]
pub struct Endpoint<'a> {
    /// Where the paths start.
    pub base_url: BaseUrl<'a>,
    /// The caller's headers: merged last, `None` removes.
    pub headers: Vec<(&'a str, Option<&'a str>)>,
}

/// Where the key comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeySource<'a> {
    /// There is none: the gateway holds it.
    None,
    /// The caller gave it.
    Given(ApiKey<'a>),
    /// The caller's function gives it, once a call.
    Function,
}

/// How a call is made, checked.
#[derive(Clone)]
pub struct CallOptions<'a> {
    /// Where to.
    pub endpoint: Endpoint<'a>,
    /// With which key.
    pub key: KeySource<'a>,
    /// With which cookies, as `fetch` names it.
    pub credentials: &'a str,
    /// Milliseconds from the call to its end.
    pub timeout: f64,
    /// Whether `''` is sent instead of refused.
    pub send_empty: bool,
    /// Whether the request may outlive the page.
    pub keepalive: bool,
    /// Whether an image is sent although the card has one.
    pub replace_image: bool,
    /// Whether `fetch` is a browser's, with its caches, cookies and referrers: servers have none, and some refuse to hear
    /// of them.
    pub is_browser: bool,
    /// Attempts after the first one, of each request; by what the request does where it isn't given.
    pub max_retries: Option<u32>,
    /// The longest wait that is slept when the server asks for one, in milliseconds.
    pub max_retry_after: f64,
    dangerously_allow_browser: bool,
}

impl<'a> CallOptions<'a> {
    /// Checks the options and notes what is wrong with them. Those that have issues count as absent, so that the rest
    /// of the input can be checked too.
    pub fn parse(
        input: &'a Value,
        purpose: Purpose,
        host: &Host<'_>,
        issues: &mut Vec<Issue<'a>>,
    ) -> Self {
        if !matches!(input, Value::Absent | Value::Object(_)) {
            issues.push(Issue::new("options", IssueCode::NotAnObject));
        }
        let mut known = NAMES.as_slice();
        if purpose != Purpose::Ensure {
            known = known.split_last().map_or(known, |(_, known)| known);
        }
        note_unknown(issues, input, known, IssueCode::UnknownOption);

        let mut invalid = |name, rule| issues.push(Issue::option(name, rule));
        let key = match input.get("apiKey") {
            Value::Absent => KeySource::None,
            Value::Function => KeySource::Function,
            value => ApiKey::parse(value).map_or_else(
                || {
                    invalid("apiKey", ApiKey::RULE);
                    KeySource::None
                },
                KeySource::Given,
            ),
        };
        let mut base_url = if key == KeySource::None {
            BaseUrl::GATEWAY
        } else {
            BaseUrl::LINQ
        };
        let given_url = input.get("baseURL");
        match given_url.as_text().and_then(BaseUrl::parse) {
            Some(given_url) => base_url = given_url,
            None if given_url.is_absent() => {}
            None => invalid("baseURL", BaseUrl::RULE),
        }
        if base_url.is_relative() && host.origin.is_none() {
            invalid(
                "baseURL",
                "must be absolute outside a page; without apiKey, the default is /api/linq on the page's own origin",
            );
        }
        let mut headers = Vec::new();
        if parse_headers(input.get("headers"), &mut headers).is_none() {
            invalid(
                "headers",
                "must be names and texts that HTTP can carry; null removes one",
            );
        }
        let has_key = key != KeySource::None || has_authorization(&headers);
        let mut credentials = if has_key { "omit" } else { "same-origin" };
        match input.get("credentials") {
            Value::Absent => {}
            Value::Text(text) if matches!(text.as_str(), "omit" | "same-origin" | "include") => {
                credentials = text;
            }
            _ => invalid("credentials", "must be 'omit', 'same-origin' or 'include'"),
        }
        let mut milliseconds = |name, default, least| match *input.get(name) {
            Value::Absent => default,
            Value::Number(ms) if ms >= least && ms <= LONGEST_TIMER => ms,
            _ => {
                invalid(
                    name,
                    "must be milliseconds: a number above 0, at most 2147483647",
                );
                default
            }
        };
        let timeout = milliseconds("timeout", 60_000.0, f64::MIN_POSITIVE);
        let max_retry_after = milliseconds("maxRetryAfter", 20_000.0, 0.0);
        let retries = input.get("maxRetries");
        let max_retries = retries.as_u32();
        if max_retries.is_none() && !retries.is_absent() {
            invalid("maxRetries", "must be a whole number, 0 or more");
        }
        // No signal may be `null`, as in `fetch`.
        if !matches!(
            input.get("signal"),
            Value::Absent | Value::Null | Value::Function
        ) {
            invalid("signal", "must be an AbortSignal");
        }
        for name in FUNCTIONS {
            if !matches!(input.get(name), Value::Absent | Value::Function) {
                invalid(name, "must be a function");
            }
        }
        let mut flag = |name| {
            let value = input.get(name);
            if !matches!(value, Value::Absent | Value::Bool(_)) {
                invalid(name, "must be true or false");
            }
            value.is_true()
        };
        Self {
            send_empty: flag("sendEmpty"),
            keepalive: flag("keepalive"),
            replace_image: flag("replaceImage"),
            dangerously_allow_browser: flag("dangerouslyAllowBrowser"),
            endpoint: Endpoint { base_url, headers },
            key,
            credentials,
            timeout,
            is_browser: !host.is_server_runtime,
            max_retries,
            max_retry_after,
        }
    }

    /// Checks that the key, if there is one, is safe here and on its way.
    ///
    /// # Errors
    /// [`Error::UnsafeKey`]
    pub fn check_key(&self, host: &Host<'_>) -> Result<(), Error<'static>> {
        if self.key == KeySource::None && !has_authorization(&self.endpoint.headers) {
            return Ok(());
        }
        host.check_key(self.endpoint.base_url, self.dangerously_allow_browser)
    }
}

/// An `authorization` header is a key, whoever wrote it.
fn has_authorization(headers: &[(&str, Option<&str>)]) -> bool {
    headers
        .iter()
        .any(|(name, value)| name.eq_ignore_ascii_case(AUTHORIZATION) && value.is_some())
}

/// Headers from a record or from pairs; `None` for anything else.
fn parse_headers<'a>(
    value: &'a Value,
    headers: &mut Vec<(&'a str, Option<&'a str>)>,
) -> Option<()> {
    match value {
        Value::Absent => {}
        Value::Object(members) => {
            for (name, value) in members {
                headers.push(parse_header(name, value)?);
            }
        }
        Value::List(pairs) => {
            for pair in pairs {
                let Value::List(pair) = pair else { return None };
                let [Value::Text(name), value] = pair.as_slice() else {
                    return None;
                };
                headers.push(parse_header(name, value)?);
            }
        }
        _ => return None,
    }
    Some(())
}

fn parse_header<'a>(name: &'a str, value: &'a Value) -> Option<(&'a str, Option<&'a str>)> {
    let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    // Tab, visible ASCII, and U+0080 to U+00FF in UTF-8: what a header value can hold.
    let is_carried = |byte| matches!(byte, b'\t' | b' '..=b'~' | 0x80..=0xbf | 0xc2 | 0xc3);
    if name.is_empty() || !name.bytes().all(is_token) {
        return None;
    }
    match value {
        Value::Absent | Value::Null => Some((name, None)),
        Value::Text(text) if text.bytes().all(is_carried) => Some((name, Some(text))),
        _ => None,
    }
}
