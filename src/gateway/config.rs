//! [`Config`]: the options of one gateway, checked.

use alloc::string::String;
use alloc::vec::Vec;

use url::Url;

use crate::api::BaseUrl;
use crate::call::{Checked, Environment, is_key, milliseconds, write_issues};
use crate::error::{Failure, Outcome, begin_error};
use crate::text::Text;
use crate::validation::{Issues, OPTIONS, Problem, Style};
use crate::wire::{Kind, Value, Wire, to_string};

/// The options, as a caller names them.
const NAMES: &str = "allowEmpty\0apiKey\0authorize\0basePath\0fetch\0limits\0log\0origins\0store\0timeout\0upstream\0";

/// Milliseconds for a whole exchange, unless the caller says otherwise.
const TIMEOUT: u32 = 30_000;

/// A number with fewer digits than this isn't taken for one.
const SHORTEST_NUMBER: usize = 7;

/// Room for the error that invalid options are, in bytes.
const ERROR_ROOM: usize = 2_048;

/// Where a gateway runs.
#[derive(Clone, Copy, Debug)]
pub enum Host {
    /// In JavaScript.
    JavaScript,
    /// In a program of its own, which authorizes by itself.
    Native,
}

/// How many in how long a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    /// How many, 1 or more.
    pub limit: u32,
    /// The length of the sliding window, in milliseconds.
    pub window: u32,
}

/// The limits of a gateway.
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

/// The options of a gateway that are valid. Without `Debug`, as it holds the key.
#[derive(Clone)]
pub struct Config {
    pub(super) key: String,
    pub(super) base_path: String,
    pub(super) allow_empty: bool,
    upstream: String,
    origins: Vec<String>,
    timeout: u32,
    /// How much is allowed in what time.
    pub limits: Limits,
}

impl Config {
    /// Takes a message: the caller's options and, of a host in JavaScript, the environment (see [`Environment`]), which is no
    /// page, in which everyone could read the key.
    ///
    /// # Errors
    /// The error that a caller gets, as JSON: a `ValidationError` with every issue, or an `UnsafeKeyError`.
    pub fn parse(message: Text<'_>, host: Host) -> Result<Self, String> {
        let mut wire = Wire::new(&message, &mut []);
        let options = Value::FIRST;
        let environment = Environment(wire.after(options));
        let is_page = environment.is_page(&wire);
        let config = Self::read(&mut Issues::new(&mut wire, Style::Masked), options, host);
        let error = to_string(message, ERROR_ROOM, |wire| {
            wire.byte(b'{');
            let has_issues = write_issues(wire, Checked::Gateway(options, host.check()));
            if is_page && !has_issues {
                begin_error(wire, Failure::KeyInPage, -1, Outcome::NotSent);
                let message = "A gateway holds the key, and everyone who opens a page can read what is in it: run it on a server";
                wire.member(b"message", message.as_bytes());
                wire.byte(b'}');
            }
            wire.byte(b'}');
        });
        if error == "{}" {
            Ok(config)
        } else {
            Err(error)
        }
    }

    /// Reads the options and notes what is wrong with them. Those that have issues count as absent.
    pub fn read(issues: &mut Issues<'_, '_, '_>, options: Value, host: Host) -> Self {
        let mut config = Self {
            key: String::new(),
            base_path: owned(BaseUrl::GATEWAY.text()),
            allow_empty: false,
            upstream: owned(BaseUrl::LINQ.text()),
            origins: Vec::new(),
            timeout: TIMEOUT,
            limits: Limits::default(),
        };
        if issues.wire.kind(options) != Kind::OBJECT {
            issues.field(OPTIONS, Problem::NotAnObject);
            return config;
        }
        for required in [&b"apiKey"[..], b"authorize", b"origins"] {
            let is_optional = required == b"authorize" && matches!(host, Host::Native);
            let option = issues.wire.get(options, required);
            if !is_optional && issues.wire.is_absent(option) {
                issues.option_rule(required, b"is required");
            }
        }
        let mut name = issues.wire.first(options, Kind::OBJECT);
        while name < issues.wire.after(options) {
            let value = issues.wire.after(name);
            let text = issues.wire.text(name);
            match config.set(issues.wire, text, value) {
                None => issues.unknown(OPTIONS, name, Problem::UnknownOption, NAMES),
                Some(Err(rule)) => issues.option_rule(text, rule),
                Some(Ok(())) => {}
            }
            name = issues.wire.after(value);
        }
        config
    }

    /// Sets an option, or returns the rule that it breaks; `None` for one that doesn't exist.
    fn set(&mut self, wire: &Wire<'_, '_>, name: Text<'_>, value: Value) -> Option<Kept> {
        let is_function = wire.kind(value) == Kind::FUNCTION;
        Some(match name {
            b"apiKey" => self.set_key(wire.text(value)),
            b"authorize" | b"fetch" | b"log" => keeps(is_function, Problem::NotAFunction.message()),
            // A store is encoded as its function.
            b"store" => keeps(is_function, b"must have a reserve function"),
            b"origins" => self.set_origins(wire, value),
            b"basePath" => self.set_base_path(wire, value),
            b"upstream" => self.set_upstream(wire, value),
            b"limits" => self.set_limits(wire, value),
            b"timeout" => self.set_timeout(wire, value),
            b"allowEmpty" => {
                self.allow_empty = wire.is_true(value);
                keeps(wire.is_boolean(value), Problem::NotABoolean.message())
            }
            _ => return None,
        })
    }

    /// Milliseconds for a whole exchange.
    #[must_use]
    pub const fn timeout(&self) -> u32 {
        self.timeout
    }

    /// Where Linq is.
    #[must_use]
    pub fn upstream(&self) -> BaseUrl<'_> {
        BaseUrl::trimmed(self.upstream.as_bytes())
    }

    /// Whether a log may hold a text: none with the key, or with a full number.
    #[must_use]
    pub fn may_log(&self, text: &str) -> bool {
        !text.contains(&self.key) && !holds_number(text)
    }

    /// Whether pages of this origin may use the gateway.
    pub(super) fn allows_origin(&self, origin: &str) -> bool {
        self.origins.iter().any(|allowed| allowed == origin)
    }

    fn set_key(&mut self, key: Text<'_>) -> Kept {
        let is_valid = is_key(key);
        if is_valid {
            self.key = owned(key);
        }
        keeps(is_valid, Problem::NotAKey.message())
    }

    fn set_origins(&mut self, wire: &Wire<'_, '_>, value: Value) -> Kept {
        let mut are_valid = wire.kind(value) == Kind::LIST;
        let mut origin = wire.first(value, Kind::LIST);
        while origin < wire.after(value) {
            let text = owned(wire.text(origin));
            are_valid &= is_origin(&text);
            self.origins.push(text);
            origin = wire.after(origin);
        }
        let rule = b"must list the origins of the pages that may write, such as https://dashboard.example, without a slash at the end";
        keeps(are_valid && !self.origins.is_empty(), rule)
    }

    fn set_base_path(&mut self, wire: &Wire<'_, '_>, value: Value) -> Kept {
        let path = owned(wire.text(value));
        let is_step = |step: &str| {
            let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
            !step.is_empty() && step.bytes().all(is_plain) && !matches!(step, "." | "..")
        };
        let is_path = path.is_empty()
            || path
                .strip_prefix('/')
                .is_some_and(|steps| steps.split('/').all(is_step));
        self.base_path = path;
        let rule = b"must be a path such as /api/linq, without a slash at its end";
        keeps(wire.is_text(value) && is_path, rule)
    }

    fn set_upstream(&mut self, wire: &Wire<'_, '_>, value: Value) -> Kept {
        let parsed = BaseUrl::parse(wire.text(value));
        let safe = parsed.filter(|url| url.is_absolute() && url.is_private());
        if let Some(url) = safe {
            self.upstream = owned(url.text());
        }
        let rule = b"must be an https URL without user name, query and fragment; http only on a loopback address";
        keeps(safe.is_some(), rule)
    }

    fn set_limits(&mut self, wire: &Wire<'_, '_>, value: Value) -> Kept {
        let mut is_valid = wire.kind(value) == Kind::OBJECT;
        let mut name = wire.first(value, Kind::OBJECT);
        while name < wire.after(value) {
            let limit = wire.after(name);
            match (wire.text(name), parse_limit(wire, limit)) {
                (b"perNumber", Some(limit)) => self.limits.per_number = Some(limit),
                (b"perUser", Some(limit)) => self.limits.per_user = limit,
                (b"reads", Some(limit)) => self.limits.reads = limit,
                _ => is_valid = false,
            }
            name = wire.after(limit);
        }
        let rule = b"must hold perNumber, perUser or reads, each with a limit above 0 and a window in milliseconds";
        keeps(is_valid, rule)
    }

    fn set_timeout(&mut self, wire: &Wire<'_, '_>, value: Value) -> Kept {
        let timeout = u32::try_from(milliseconds(wire, value)).unwrap_or_default();
        let is_valid = timeout > 0;
        if is_valid {
            self.timeout = timeout;
        }
        keeps(is_valid, Problem::NotMilliseconds.message())
    }
}

impl Host {
    /// The check of the options for such a host.
    fn check(self) -> fn(&mut Issues<'_, '_, '_>, Value) {
        match self {
            Self::JavaScript => |issues, options| {
                Config::read(issues, options, Self::JavaScript);
            },
            Self::Native => |issues, options| {
                Config::read(issues, options, Self::Native);
            },
        }
    }
}

/// Whether an option keeps its rule; the rule where it doesn't.
type Kept = Result<(), Text<'static>>;

fn owned(text: Text<'_>) -> String {
    String::from_utf8_lossy(text).into_owned()
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

const fn keeps(is_kept: bool, rule: Text<'static>) -> Kept {
    if is_kept { Ok(()) } else { Err(rule) }
}

fn parse_limit(wire: &Wire<'_, '_>, value: Value) -> Option<Limit> {
    let positive = |name: Text<'_>| {
        let number = u32::try_from(wire.number(wire.get(value, name)));
        number.ok().filter(|number| *number > 0)
    };
    Some(Limit {
        limit: positive(b"limit")?,
        window: positive(b"window")?,
    })
}

/// Whether a text is an origin as browsers write it in a header.
fn is_origin(text: &str) -> bool {
    let is_web = text.starts_with("https://") || text.starts_with("http://");
    is_web && Url::parse(text).is_ok_and(|url| url.origin().ascii_serialization() == text)
}
