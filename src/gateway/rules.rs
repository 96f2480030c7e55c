//! [`Rules`]: what one gateway is set up for.

use alloc::string::String;
use alloc::vec::Vec;

use url::Url;

use crate::api_key::{ApiKey, Host};
use crate::base_url::BaseUrl;
use crate::error::Error;
use crate::options::set_milliseconds;
use crate::validation::{Issue, IssueCode};
use crate::value::{Packed, Value};

/// The options, as a caller names them.
const NAMES: [&str; 11] = [
    "allowEmpty",
    "apiKey",
    "authorize",
    "basePath",
    "fetch",
    "limits",
    "log",
    "origins",
    "store",
    "timeout",
    "upstream",
];

/// Digits of a number that is taken for one.
const SHORTEST_NUMBER: usize = 7;

/// So many in a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    /// How many, 1 or more.
    pub limit: u32,
    /// The length of the sliding window, in milliseconds.
    pub window: u32,
}

/// What may be asked for how often.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Writes of one number, whoever makes them; `None`: as many as Linq takes.
    pub per_number: Option<Limit>,
    /// Writes of one user.
    pub per_user: Limit,
    /// Reads of one user.
    pub reads: Limit,
}

impl Default for Limits {
    /// The first is Linq's own: "3 calls per 10 minutes per phone number". The others keep one user from using up the
    /// account for all.
    fn default() -> Self {
        let limit = |limit, window| Limit { limit, window };
        Self {
            per_number: Some(limit(3, 600_000)),
            per_user: limit(30, 600_000),
            reads: limit(300, 60_000),
        }
    }
}

/// What a gateway is set up for, checked. Without `Debug`, as it holds the key.
#[derive(Clone)]
pub struct Rules<'a> {
    pub(super) key: &'a str,
    pub(super) authorization: String,
    pub(super) base_path: &'a str,
    pub(super) upstream: BaseUrl<'a>,
    pub(super) allow_empty: bool,
    origins: Packed<'a>,
    timeout: f64,
    /// What may be asked for how often.
    pub limits: Limits,
}

impl<'a> Rules<'a> {
    /// Takes a caller's options.
    ///
    /// # Errors
    /// Every issue of the options.
    pub fn parse(input: Value<'a>) -> Result<Self, Vec<Issue<'a>>> {
        Self::parse_with(input, &["apiKey", "authorize", "origins"])
    }

    /// Takes the options of a host that isn't JavaScript: what is a function there, the host does by itself.
    ///
    /// # Errors
    /// Every issue of the options.
    pub fn parse_plain(input: Value<'a>) -> Result<Self, Vec<Issue<'a>>> {
        Self::parse_with(input, &["apiKey", "origins"])
    }

    fn parse_with(input: Value<'a>, required: &[&'static str]) -> Result<Self, Vec<Issue<'a>>> {
        let mut issues = Vec::new();
        if !input.is_object() {
            issues.push(Issue::new("options", IssueCode::NotAnObject));
            return Err(issues);
        }
        let mut rules = Self {
            key: "",
            authorization: String::new(),
            base_path: BaseUrl::GATEWAY.as_str(),
            upstream: BaseUrl::LINQ,
            allow_empty: false,
            origins: Value::Absent.items(),
            timeout: 30_000.0,
            limits: Limits::default(),
        };
        for &required in required {
            if input.get(required).is_absent() {
                issues.push(Issue::option(required, "is required"));
            }
        }
        for (name, value) in input.members() {
            let problem = match name {
                "apiKey" => rules.set_key(value),
                "authorize" | "fetch" | "log" => {
                    unless(value == Value::Function, "must be a function")
                }
                // The function that makes it one stands for it.
                "store" => unless(value == Value::Function, "must have a reserve function"),
                "origins" => rules.set_origins(value),
                "basePath" => rules.set_base_path(value),
                "upstream" => rules.set_upstream(value),
                "limits" => rules.set_limits(value),
                "timeout" => set_milliseconds(&mut rules.timeout, value, 1.0),
                "allowEmpty" => {
                    rules.allow_empty = value.is_true();
                    unless(matches!(value, Value::Bool(_)), "must be true or false")
                }
                _ => {
                    issues.push(Issue::unknown_option(name, &NAMES));
                    None
                }
            };
            issues.extend(problem.map(|rule| Issue::option(name, rule)));
        }
        if issues.is_empty() {
            Ok(rules)
        } else {
            Err(issues)
        }
    }

    /// Checks that whoever opens a page can't read the key.
    ///
    /// # Errors
    /// [`Error::UnsafeKey`]
    pub const fn check_host(&self, host: &Host<'_>) -> Result<(), Error<'static>> {
        if host.is_page() {
            return Err(Error::UnsafeKey(
                "A gateway holds the key, and everyone who opens a page can read what is in it: run it on a server",
            ));
        }
        Ok(())
    }

    /// Milliseconds for a whole exchange.
    #[must_use]
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a timer's time fits"
    )]
    pub const fn timeout(&self) -> u32 {
        self.timeout as u32
    }

    /// Whether a log may hold a text: none with the key, or with a full number.
    #[must_use]
    pub fn may_log(&self, text: &str) -> bool {
        !text.contains(self.key) && !holds_number(text)
    }

    /// Whether pages of this origin may use the gateway.
    pub(super) fn allows_origin(&self, origin: &str) -> bool {
        let mut origins = self.origins;
        origins.any(|allowed| allowed.as_text() == Some(origin))
    }

    fn set_key(&mut self, value: Value<'a>) -> Option<&'static str> {
        if let (Some(text), Some(key)) = (value.as_text(), ApiKey::parse(value)) {
            self.key = text;
            self.authorization = key.authorization();
        }
        unless(!self.key.is_empty(), ApiKey::RULE)
    }

    fn set_origins(&mut self, value: Value<'a>) -> Option<&'static str> {
        self.origins = value.items();
        let are_origins = value
            .items()
            .all(|origin| origin.as_text().is_some_and(is_origin));
        let rule = "must list the origins of the pages that may write, such as https://dashboard.example, without a slash at the end";
        unless(are_origins && value.items().next().is_some(), rule)
    }

    fn set_base_path(&mut self, value: Value<'a>) -> Option<&'static str> {
        let path = value.as_text().unwrap_or("?");
        let is_step = |step: &str| {
            let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
            !step.is_empty() && step.bytes().all(is_plain) && !matches!(step, "." | "..")
        };
        let is_path = path.is_empty()
            || path
                .strip_prefix('/')
                .is_some_and(|steps| steps.split('/').all(is_step));
        self.base_path = path;
        unless(
            is_path,
            "must be a path such as /api/linq, without a slash at its end",
        )
    }

    fn set_upstream(&mut self, value: Value<'a>) -> Option<&'static str> {
        let parsed = value.as_text().and_then(BaseUrl::parse);
        let is_safe = |url: &BaseUrl<'_>| !url.is_relative() && url.is_private();
        self.upstream = parsed.filter(is_safe).unwrap_or(self.upstream);
        let rule = "must be an https URL without user name, query and fragment; http only on a loopback address";
        unless(parsed.is_some_and(|url| is_safe(&url)), rule)
    }

    fn set_limits(&mut self, value: Value<'a>) -> Option<&'static str> {
        let rule = "must hold perNumber, perUser or reads, each with a limit above 0 and a window in milliseconds";
        let mut is_valid = value.is_object();
        for (name, value) in value.members() {
            let limit = parse_limit(value);
            match (name, limit) {
                ("perNumber", Some(limit)) => self.limits.per_number = Some(limit),
                ("perUser", Some(limit)) => self.limits.per_user = limit,
                ("reads", Some(limit)) => self.limits.reads = limit,
                _ => is_valid = false,
            }
        }
        unless(is_valid, rule)
    }
}

/// Whether a text holds a number in E.164 form, or as a URL carries it. Short ones may be anything.
fn holds_number(text: &str) -> bool {
    let is_number = |rest: &str| {
        let digits = rest.bytes().take_while(u8::is_ascii_digit);
        digits.count() >= SHORTEST_NUMBER
    };
    ["+", "%2B", "%2b"]
        .iter()
        .any(|plus| text.split(plus).skip(1).any(is_number))
}

/// The rule, unless it is kept.
fn unless(is_kept: bool, rule: &'static str) -> Option<&'static str> {
    (!is_kept).then_some(rule)
}

fn parse_limit(value: Value<'_>) -> Option<Limit> {
    let positive = |name| value.get(name).as_u32().filter(|number| *number > 0);
    Some(Limit {
        limit: positive("limit")?,
        window: positive("window")?,
    })
}

/// Whether a text is an origin as browsers write it in a header.
fn is_origin(text: &str) -> bool {
    let is_web = text.starts_with("https://") || text.starts_with("http://");
    is_web && Url::parse(text).is_ok_and(|url| url.origin().ascii_serialization() == text)
}
