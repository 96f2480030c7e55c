//! [`CallOptions`]: how a call is made. Unknown and invalid options are issues like any other.

use alloc::vec::Vec;

use crate::api_key::{ApiKey, Host};
use crate::base_url::BaseUrl;
use crate::client::Purpose;
use crate::error::Error;
use crate::http::AUTHORIZATION;
use crate::number::parse_u32;
use crate::validation::{Issue, IssueCode};
use crate::value::{Value, until};

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
    /// Whether the caller wants to hear of each attempt.
    pub reports: bool,
    /// Whether the caller wants to be asked before each retry.
    pub vetoes: bool,
    dangerously_allow_browser: bool,
}

impl<'a> CallOptions<'a> {
    /// Checks the options and notes what is wrong with them. Those that have issues count as absent, so that the rest
    /// of the input can be checked too.
    pub fn parse(
        input: Value<'a>,
        purpose: Purpose,
        host: &Host<'_>,
        issues: &mut Vec<Issue<'a>>,
    ) -> Self {
        if !input.is_absent() && !input.is_object() {
            issues.push(Issue::new("options", IssueCode::NotAnObject));
        }
        let mut options = Self {
            endpoint: Endpoint {
                base_url: BaseUrl::LINQ,
                headers: Vec::new(),
            },
            key: KeySource::None,
            credentials: "",
            timeout: 60_000.0,
            send_empty: false,
            keepalive: false,
            replace_image: false,
            is_browser: host.has_document || !host.is_server_runtime,
            max_retries: None,
            max_retry_after: 20_000.0,
            reports: false,
            vetoes: false,
            dangerously_allow_browser: false,
        };
        let mut base_url = None;
        for (name, value) in input.members() {
            let problem = match name {
                "apiKey" => options.set_key(value),
                "baseURL" => {
                    base_url = value.as_text().and_then(BaseUrl::parse);
                    unless(base_url.is_some(), BaseUrl::RULE)
                }
                "credentials" => options.set_credentials(value),
                "headers" => unless(
                    parse_headers(value, &mut options.endpoint.headers).is_some(),
                    "must be names and texts that HTTP can carry; null removes one",
                ),
                "timeout" => set_milliseconds(&mut options.timeout, value, 1.0),
                "maxRetryAfter" => set_milliseconds(&mut options.max_retry_after, value, 0.0),
                "maxRetries" => {
                    options.max_retries = value.as_u32();
                    let is_set = options.max_retries.is_some();
                    unless(is_set, "must be a whole number, 0 or more")
                }
                // No signal may be `null`, as in `fetch`.
                "signal" => unless(
                    matches!(value, Value::Null | Value::Function),
                    "must be an AbortSignal",
                ),
                "fetch" => set_function(&mut true, value),
                "onAttempt" => set_function(&mut options.reports, value),
                "shouldRetry" => set_function(&mut options.vetoes, value),
                "keepalive" => set_flag(&mut options.keepalive, value),
                "sendEmpty" => set_flag(&mut options.send_empty, value),
                "dangerouslyAllowBrowser" => {
                    set_flag(&mut options.dangerously_allow_browser, value)
                }
                "replaceImage" if purpose == Purpose::Ensure => {
                    set_flag(&mut options.replace_image, value)
                }
                _ => {
                    issues.push(Issue::unknown_option(name, &NAMES));
                    None
                }
            };
            issues.extend(problem.map(|rule| Issue::option(name, rule)));
        }
        options.complete(base_url, host, issues);
        options
    }

    /// The defaults that follow from others.
    fn complete(
        &mut self,
        base_url: Option<BaseUrl<'a>>,
        host: &Host<'_>,
        issues: &mut Vec<Issue<'a>>,
    ) {
        if self.key == KeySource::None {
            self.endpoint.base_url = BaseUrl::GATEWAY;
        }
        if let Some(base_url) = base_url {
            self.endpoint.base_url = base_url;
        }
        if self.endpoint.base_url.is_relative() && host.origin.is_none() {
            issues.push(Issue::option(
                "baseURL",
                "must be absolute outside a page; without apiKey, the default is /api/linq on the page's own origin",
            ));
        }
        if self.credentials.is_empty() {
            self.credentials = if self.has_key() {
                "omit"
            } else {
                "same-origin"
            };
        }
    }

    fn set_key(&mut self, value: Value<'a>) -> Option<&'static str> {
        self.key = match value {
            Value::Function => KeySource::Function,
            _ => ApiKey::parse(value).map_or(KeySource::None, KeySource::Given),
        };
        unless(self.key != KeySource::None, ApiKey::RULE)
    }

    fn set_credentials(&mut self, value: Value<'a>) -> Option<&'static str> {
        let known = |text: &&str| matches!(*text, "omit" | "same-origin" | "include");
        self.credentials = value.as_text().filter(known).unwrap_or_default();
        let is_set = !self.credentials.is_empty();
        unless(is_set, "must be 'omit', 'same-origin' or 'include'")
    }

    /// An `authorization` header is a key, whoever wrote it.
    fn has_key(&self) -> bool {
        let is_key = |(name, value): &(&str, Option<&str>)| {
            name.eq_ignore_ascii_case(AUTHORIZATION) && value.is_some()
        };
        self.key != KeySource::None || self.endpoint.headers.iter().any(is_key)
    }

    /// Checks that the key, if there is one, is safe here and on its way.
    ///
    /// # Errors
    /// [`Error::UnsafeKey`]
    pub fn check_key(&self, host: &Host<'_>) -> Result<(), Error<'static>> {
        if self.has_key() {
            host.check_key(self.endpoint.base_url, self.dangerously_allow_browser)?;
        }
        Ok(())
    }
}

/// The rule, unless it is kept.
fn unless(is_kept: bool, rule: &'static str) -> Option<&'static str> {
    (!is_kept).then_some(rule)
}

fn set_flag(flag: &mut bool, value: Value<'_>) -> Option<&'static str> {
    *flag = value.is_true();
    unless(matches!(value, Value::Bool(_)), "must be true or false")
}

fn set_function(is_there: &mut bool, value: Value<'_>) -> Option<&'static str> {
    *is_there = value == Value::Function;
    unless(*is_there, "must be a function")
}

/// Takes milliseconds; parts of one count as a whole one.
pub(crate) fn set_milliseconds(ms: &mut f64, value: Value<'_>, least: f64) -> Option<&'static str> {
    let given = match value {
        // With an exponent, JavaScript writes what is out of range.
        Value::Number(number) if !number.bytes().any(|byte| byte == b'e') => {
            let whole = until(number, |byte| byte == b'.');
            let part = if whole.len() < number.len() { 1.0 } else { 0.0 };
            parse_u32(whole).map(|whole| f64::from(whole) + part)
        }
        _ => None,
    };
    let given = given.filter(|given| (least..=LONGEST_TIMER).contains(given));
    *ms = given.unwrap_or(*ms);
    let rule = "must be milliseconds: a number above 0, at most 2147483647";
    unless(given.is_some(), rule)
}

/// Headers from a record or from pairs; `None` for anything else.
fn parse_headers<'a>(
    value: Value<'a>,
    headers: &mut Vec<(&'a str, Option<&'a str>)>,
) -> Option<()> {
    if !value.is_object() && !matches!(value, Value::List(_)) {
        return None;
    }
    for (name, value) in value.members() {
        headers.push(parse_header(name, value)?);
    }
    for pair in value.items() {
        let mut pair = pair.items();
        let name = pair.next()?.as_text()?;
        headers.push(parse_header(name, pair.next()?)?);
    }
    Some(())
}

fn parse_header<'a>(name: &'a str, value: Value<'a>) -> Option<(&'a str, Option<&'a str>)> {
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
