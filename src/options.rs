//! [`CallOptions`]: how a call is made. Unknown and invalid options are issues like any other.

use crate::api_key::{ApiKey, Host};
use crate::base_url::BaseUrl;
use crate::endpoint::Endpoint;
use crate::error::Error;
use crate::validation::{Issue, IssueCode, unknown_keys};
use crate::value::Value;

/// The options, as a caller names them.
const NAMES: [&str; 10] = [
    "apiKey",
    "dangerouslyAllowBrowser",
    "baseURL",
    "credentials",
    "headers",
    "timeout",
    "sendEmpty",
    "signal",
    "fetch",
    "keepalive",
];

/// Milliseconds from a call to its end, when the caller doesn't say.
const DEFAULT_TIMEOUT: f64 = 60_000.0;

/// The longest timer that hosts keep, in milliseconds: a longer one fires at once.
const LONGEST_TIMEOUT: f64 = 2_147_483_647.0;

/// The options as a caller gave them, not checked yet.
#[derive(Default)]
#[expect(
    missing_docs,
    reason = "the names are the API's; the typings document them"
)]
pub struct OptionsInput {
    pub api_key: Value,
    pub dangerously_allow_browser: Value,
    pub base_url: Value,
    pub credentials: Value,
    /// Name and value of each header; `None` when they can't be read as such.
    pub headers: Option<Vec<(Value, Value)>>,
    pub timeout: Value,
    pub send_empty: Value,
    /// The signal's `addEventListener`.
    pub signal: Value,
    pub fetch: Value,
    pub keepalive: Value,
    /// Every key of the options, known or not.
    pub keys: Vec<String>,
}

/// Where the key comes from.
#[derive(Clone, Debug)]
pub enum KeySource {
    /// There is none: the gateway holds it.
    None,
    /// The caller gave it.
    Given(ApiKey),
    /// The caller's function gives it, once a call.
    Function,
}

/// `credentials` of the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Credentials {
    /// No cookies.
    Omit,
    /// Cookies for the page's own origin.
    SameOrigin,
    /// Cookies for every origin.
    Include,
}

impl Credentials {
    /// As `fetch` names it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Omit => "omit",
            Self::SameOrigin => "same-origin",
            Self::Include => "include",
        }
    }
}

/// How a call is made, checked.
#[derive(Clone)]
pub struct CallOptions {
    /// Where to.
    pub endpoint: Endpoint,
    /// With which key.
    pub key: KeySource,
    /// With which cookies.
    pub credentials: Credentials,
    /// Milliseconds from the call to its end.
    pub timeout: f64,
    /// Whether `''` is sent instead of refused.
    pub send_empty: bool,
    /// Whether the request may outlive the page.
    pub keepalive: bool,
    dangerously_allow_browser: bool,
}

impl CallOptions {
    /// Checks the options. Those that have issues count as absent, so that the rest of the input can be checked too.
    #[must_use]
    pub fn parse(input: OptionsInput, host: &Host) -> (Self, Vec<Issue>) {
        let unknown = unknown_keys(&input.keys, &NAMES, IssueCode::UnknownOption);
        let mut issues: Vec<Issue> = unknown.map(|(issue, key)| issue.at_option(key)).collect();

        let key = match input.api_key {
            Value::Absent => KeySource::None,
            Value::Function => KeySource::Function,
            value => ApiKey::parse(value).map_or_else(
                || {
                    issues.push(invalid_key());
                    KeySource::None
                },
                KeySource::Given,
            ),
        };
        let has_api_key = !matches!(key, KeySource::None);
        let base_url = parse_base_url(input.base_url, has_api_key, host, &mut issues);
        let headers = parse_headers(input.headers, &mut issues);
        let default_credentials = if has_api_key || has_authorization(&headers) {
            Credentials::Omit
        } else {
            Credentials::SameOrigin
        };
        let credentials = match input.credentials {
            Value::Absent => default_credentials,
            Value::Text(text) if text == "omit" => Credentials::Omit,
            Value::Text(text) if text == "same-origin" => Credentials::SameOrigin,
            Value::Text(text) if text == "include" => Credentials::Include,
            _ => {
                let rule = "must be 'omit', 'same-origin' or 'include'";
                issues.push(Issue::invalid_option("credentials", rule));
                default_credentials
            }
        };
        let timeout = match input.timeout {
            Value::Absent => DEFAULT_TIMEOUT,
            Value::Number(ms) if ms > 0.0 && ms <= LONGEST_TIMEOUT => ms,
            _ => {
                let rule = "must be a number of milliseconds above 0, at most 2147483647";
                issues.push(Issue::invalid_option("timeout", rule));
                DEFAULT_TIMEOUT
            }
        };
        let mut flag = |name, value| match value {
            Value::Absent => false,
            Value::Bool(flag) => flag,
            _ => {
                issues.push(Issue::invalid_option(name, "must be true or false"));
                false
            }
        };
        let dangerously_allow_browser =
            flag("dangerouslyAllowBrowser", input.dangerously_allow_browser);
        let send_empty = flag("sendEmpty", input.send_empty);
        let keepalive = flag("keepalive", input.keepalive);
        if !matches!(input.signal, Value::Absent | Value::Function) {
            issues.push(Issue::invalid_option("signal", "must be an AbortSignal"));
        }
        if !matches!(input.fetch, Value::Absent | Value::Function) {
            issues.push(Issue::invalid_option("fetch", "must be a function"));
        }
        let options = Self {
            endpoint: Endpoint { base_url, headers },
            key,
            credentials,
            timeout,
            send_empty,
            keepalive,
            dangerously_allow_browser,
        };
        (options, issues)
    }

    /// Checks that the key, if there is one, is safe here and on its way.
    ///
    /// # Errors
    /// [`Error::UnsafeKey`]
    pub fn check_key(&self, host: &Host) -> Result<(), Error> {
        // An `authorization` header is a key, whoever wrote it.
        if matches!(self.key, KeySource::None) && !has_authorization(&self.endpoint.headers) {
            return Ok(());
        }
        host.check_key(&self.endpoint.base_url, self.dangerously_allow_browser)
    }
}

/// The issue of a key that no header can carry.
#[must_use]
pub fn invalid_key() -> Issue {
    Issue::invalid_option("apiKey", ApiKey::RULE)
}

fn has_authorization(headers: &[(String, Option<String>)]) -> bool {
    headers
        .iter()
        .any(|(name, value)| name == "authorization" && value.is_some())
}

fn parse_base_url(
    value: Value,
    has_api_key: bool,
    host: &Host,
    issues: &mut Vec<Issue>,
) -> BaseUrl {
    let default = if has_api_key {
        BaseUrl::linq()
    } else {
        BaseUrl::gateway()
    };
    let base_url = match value {
        Value::Absent => default,
        value => BaseUrl::parse(value).unwrap_or_else(|| {
            issues.push(Issue::invalid_option("baseURL", BaseUrl::RULE));
            BaseUrl::linq()
        }),
    };
    if base_url.is_relative() && host.origin.is_none() {
        let rule = "must be absolute outside a page; the default /api/linq is a path on the page's own origin";
        issues.push(Issue::invalid_option("baseURL", rule));
    }
    base_url
}

fn parse_headers(
    pairs: Option<Vec<(Value, Value)>>,
    issues: &mut Vec<Issue>,
) -> Vec<(String, Option<String>)> {
    let parsed: Option<Vec<_>> =
        pairs.and_then(|pairs| pairs.into_iter().map(parse_header).collect());
    parsed.unwrap_or_else(|| {
        let rule = "must be header names with texts that HTTP can carry, or null to remove one";
        issues.push(Issue::invalid_option("headers", rule));
        Vec::new()
    })
}

fn parse_header((name, value): (Value, Value)) -> Option<(String, Option<String>)> {
    let is_token = |name: &String| {
        !name.is_empty()
            && name
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
    };
    let is_byte_string = |text: &String| {
        text.chars()
            .all(|c| matches!(c, '\t' | ' '..='~' | '\u{80}'..='\u{ff}'))
    };
    let name = name.into_text().filter(is_token)?.to_ascii_lowercase();
    let value = match value {
        Value::Absent | Value::Null => None,
        value => Some(value.into_text().filter(is_byte_string)?),
    };
    Some((name, value))
}
