//! [`CallOptions`]: how a call is made. Unknown and invalid options are issues like any other.

use crate::api_key::{ApiKey, Host};
use crate::base_url::BaseUrl;
use crate::endpoint::{AUTHORIZATION, Endpoint};
use crate::error::Error;
use crate::validation::{Issue, IssueCode};
use crate::value::Value;

/// The options, as a caller names them.
const NAMES: [&str; 10] = [
    "apiKey",
    "baseURL",
    "credentials",
    "dangerouslyAllowBrowser",
    "fetch",
    "headers",
    "keepalive",
    "sendEmpty",
    "signal",
    "timeout",
];

/// The longest timer that hosts keep, in milliseconds: a longer one fires at once.
const LONGEST_TIMEOUT: f64 = 2_147_483_647.0;

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

/// How a call is made, checked.
#[derive(Clone)]
pub struct CallOptions {
    /// Where to.
    pub endpoint: Endpoint,
    /// With which key.
    pub key: KeySource,
    /// With which cookies, as `fetch` names it.
    pub credentials: &'static str,
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
    pub fn parse(input: &Value, host: &Host) -> (Self, Vec<Issue>) {
        let mut issues = Vec::new();
        let mut options = Self {
            endpoint: Endpoint {
                base_url: BaseUrl::gateway(),
                headers: Vec::new(),
            },
            key: KeySource::None,
            credentials: "",
            timeout: 60_000.0,
            send_empty: false,
            keepalive: false,
            dangerously_allow_browser: false,
        };
        let mut base_url = None;
        match input {
            Value::Absent => {}
            Value::Object(members) => {
                for (name, value) in members {
                    if *value == Value::Absent && NAMES.contains(&name.as_str()) {
                        continue;
                    }
                    let rule = options.set(name, value, &mut base_url);
                    if let Err(rule) = rule {
                        issues.push(rule.map_or_else(
                            || {
                                let mut issue =
                                    Issue::unknown(IssueCode::UnknownOption, name, &NAMES);
                                issue.is_option = true;
                                issue
                            },
                            |rule| Issue::invalid_option(name, rule),
                        ));
                    }
                }
            }
            _ => issues.push(Issue::from(IssueCode::NotAnObject).at("options")),
        }
        if let Some(base_url) = base_url {
            options.endpoint.base_url = base_url;
        } else if !matches!(options.key, KeySource::None) {
            options.endpoint.base_url = BaseUrl::linq();
        }
        if options.endpoint.base_url.is_relative() && host.origin.is_none() {
            issues.push(Issue::invalid_option(
                "baseURL",
                "must be absolute outside a page; without apiKey, the default is /api/linq on the page's own origin",
            ));
        }
        if options.credentials.is_empty() {
            options.credentials = if options.has_key() {
                "omit"
            } else {
                "same-origin"
            };
        }
        (options, issues)
    }

    /// Sets an option; fails with the rule that the value breaks, or without one when there is no such option.
    fn set(
        &mut self,
        name: &str,
        value: &Value,
        base_url: &mut Option<BaseUrl>,
    ) -> Result<(), Option<&'static str>> {
        match name {
            "apiKey" => match (value, ApiKey::parse(value)) {
                (Value::Function, _) => self.key = KeySource::Function,
                (_, Some(key)) => self.key = KeySource::Given(key),
                _ => return Err(Some(ApiKey::RULE)),
            },
            "baseURL" => {
                *base_url = value.as_text().and_then(BaseUrl::parse);
                if base_url.is_none() {
                    return Err(Some(BaseUrl::RULE));
                }
            }
            "credentials" => {
                let known = ["omit", "same-origin", "include"];
                let Some(credentials) = known
                    .into_iter()
                    .find(|known| value.as_text() == Some(*known))
                else {
                    return Err(Some("must be 'omit', 'same-origin' or 'include'"));
                };
                self.credentials = credentials;
            }
            "timeout" => match value {
                Value::Number(ms) if *ms > 0.0 && *ms <= LONGEST_TIMEOUT => self.timeout = *ms,
                _ => {
                    return Err(Some(
                        "must be milliseconds: a number above 0, at most 2147483647",
                    ));
                }
            },
            "headers" => {
                let headers = parse_headers(value);
                self.endpoint.headers = headers.ok_or(Some(
                    "must be names and texts that HTTP can carry; null removes one",
                ))?;
            }
            "signal" | "fetch" => {
                // No signal may be `null`, as in `fetch`.
                let is_callable =
                    *value == Value::Function || (name == "signal" && *value == Value::Null);
                if !is_callable {
                    return Err(Some("must be an AbortSignal, or a function like fetch"));
                }
            }
            _ => {
                let flag = match name {
                    "dangerouslyAllowBrowser" => &mut self.dangerously_allow_browser,
                    "keepalive" => &mut self.keepalive,
                    "sendEmpty" => &mut self.send_empty,
                    _ => return Err(None),
                };
                let Value::Bool(value) = value else {
                    return Err(Some("must be true or false"));
                };
                *flag = *value;
            }
        }
        Ok(())
    }

    /// An `authorization` header is a key, whoever wrote it.
    fn has_key(&self) -> bool {
        let mut headers = self.endpoint.headers.iter();
        !matches!(self.key, KeySource::None)
            || headers.any(|(name, value)| name == AUTHORIZATION && value.is_some())
    }

    /// Checks that the key, if there is one, is safe here and on its way.
    ///
    /// # Errors
    /// [`Error::UnsafeKey`]
    pub fn check_key(&self, host: &Host) -> Result<(), Error> {
        if !self.has_key() {
            return Ok(());
        }
        host.check_key(&self.endpoint.base_url, self.dangerously_allow_browser)
    }
}

/// Headers from a record or from pairs.
fn parse_headers(value: &Value) -> Option<Vec<(String, Option<String>)>> {
    let mut headers = Vec::new();
    match value {
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
    Some(headers)
}

fn parse_header(name: &str, value: &Value) -> Option<(String, Option<String>)> {
    let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    if name.is_empty() || !name.bytes().all(is_token) {
        return None;
    }
    let value = match value {
        Value::Absent | Value::Null => None,
        value => {
            let text = value.as_text()?;
            let is_carried = |c| matches!(c, '\t' | ' '..='~' | '\u{80}'..='\u{ff}');
            if !text.chars().all(is_carried) {
                return None;
            }
            Some(text.to_owned())
        }
    };
    Some((name.to_ascii_lowercase(), value))
}
