//! [`Config`]: the options of one gateway, checked.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::limits::Limits;
use super::request::RequestHead;
use super::{origin, secrets, upstream_url};
use crate::api::BaseUrl;
use crate::call::{Check, Environment, is_key, milliseconds, write_issues};
use crate::error::{Failure, Outcome, begin_error};
use crate::text::Text;
use crate::validation::{Issues, OPTIONS, Problem, Style};
use crate::wire::{Kind, Value, Wire, to_string};

/// The names of the options.
const NAMES: &str = "allowEmpty\0apiKey\0authorize\0basePath\0fetch\0limits\0log\0origins\0store\0timeout\0upstream\0";

/// The default of the option `timeout`, in milliseconds.
const TIMEOUT: u32 = 30_000;

/// The message of an absent key, which is usually that of a variable that isn't set.
const NO_KEY: Text<'static> = b"is undefined; set the environment variable that it is read from, usually LINQ_API_V3_API_KEY, where the server runs";

/// A text with fewer digits than this isn't taken for a phone number.
const SHORTEST_NUMBER: usize = 7;

/// Room for the error of invalid options, in bytes.
const ERROR_ROOM: usize = 2_048;

/// Where a gateway runs.
#[derive(Clone, Copy, Debug)]
pub enum Host {
    /// In JavaScript, on Node or on workerd for example.
    JavaScript,
    /// In a native program, which authorizes users by itself, so that the option `authorize` may be
    /// absent.
    Native,
}

/// The valid options of a gateway.
#[derive(Clone)]
pub struct Config {
    /// Linq's API key.
    pub(super) key: String,
    /// The path in front of the endpoint's path, without a slash at its end.
    pub(super) base_path: String,
    /// Whether a write may set a field to `''`.
    pub(super) allow_empty: bool,
    upstream: String,
    origins: Vec<String>,
    timeout: u32,
    /// The limits of writes and reads.
    pub limits: Limits,
}

/// Shows neither the key nor the origins, which may be of a private network.
impl fmt::Debug for Config {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = formatter.debug_struct("Config");
        shown.field("timeout", &self.timeout);
        shown.field("limits", &self.limits);
        shown.finish_non_exhaustive()
    }
}

impl Config {
    /// Reads and checks a message in the wire format: the caller's options and, where the host is
    /// in JavaScript, the [`Environment`]. A page is refused, as everyone who opens it could read
    /// the key.
    ///
    /// # Errors
    ///
    /// The error for the caller, as a JSON object: `{ "error": … }` with a `ValidationError` that
    /// has every issue, or with an `UnsafeKeyError`.
    pub fn parse(message: Text<'_>, host: Host) -> Result<Self, String> {
        let mut wire = Wire::new(&message, &mut []);
        let options = Value::FIRST;
        let environment = Environment(wire.after(options));
        let is_page = environment.is_page(&wire);
        let config = Self::read(&mut Issues::new(&mut wire, Style::Masked), options, host);
        let error = to_string(message, ERROR_ROOM, |wire| {
            wire.byte(b'{');
            let has_issues = write_issues(wire, Check::Gateway(options, host.check()));
            if is_page && !has_issues {
                begin_error(wire, Failure::KeyInPage, -1, Outcome::NotSent);
                let message = "A gateway must not run in a page: everyone who opens the page can read the gateway's key. Run it on a server";
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

    /// Reads the options and writes their issues. An option that has an issue counts as absent.
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
                let message = match required {
                    b"apiKey" => NO_KEY,
                    _ => Problem::Required.message(),
                };
                issues.gateway_option(required, message);
            }
        }
        for (name, value) in issues.wire.members(options) {
            let text = issues.wire.text(name);
            match config.set(issues.wire, text, value) {
                None => issues.unknown(OPTIONS, name, Problem::UnknownOption, NAMES),
                Some(Err(message)) => issues.gateway_option(text, message),
                Some(Ok(())) => {}
            }
        }
        config
    }

    /// Checks and sets an option; `None` for one that doesn't exist.
    fn set(&mut self, wire: &Wire<'_, '_>, name: Text<'_>, value: Value) -> Option<Validity> {
        let is_function = wire.kind(value) == Kind::FUNCTION;
        Some(match name {
            b"apiKey" => self.set_key(wire.text(value)),
            b"authorize" | b"fetch" | b"log" => check(is_function, Problem::NotAFunction.message()),
            // The host encodes a store as its `reserve` function.
            b"store" => check(
                is_function,
                b"must be a store, an object with a reserve function",
            ),
            b"origins" => self.set_origins(wire, value),
            b"basePath" => self.set_base_path(wire, value),
            b"upstream" => self.set_upstream(wire, value),
            b"limits" => self.set_limits(wire, value),
            b"timeout" => self.set_timeout(wire, value),
            b"allowEmpty" => {
                self.allow_empty = wire.is_true(value);
                check(wire.is_boolean(value), Problem::NotABoolean.message())
            }
            _ => return None,
        })
    }

    /// The time for a whole exchange, in milliseconds.
    #[must_use]
    pub const fn timeout(&self) -> u32 {
        self.timeout
    }

    /// The base URL of Linq.
    #[must_use]
    pub fn upstream(&self) -> BaseUrl<'_> {
        BaseUrl::trimmed(self.upstream.as_bytes())
    }

    /// Returns a text that was thrown while a request was handled, as a log may have it: without the
    /// key, full phone numbers and the request's headers.
    #[must_use]
    pub fn redacted(&self, text: &str, head: &RequestHead<'_>) -> String {
        let mut secrets = secrets::of_headers(&head.headers);
        secrets.insert(0, self.key.as_str().into());
        secrets::redacted(text, &secrets)
    }

    /// Whether a text may be logged: it contains neither the key nor a full phone number.
    pub(super) fn may_log(&self, text: &str) -> bool {
        !text.contains(&self.key) && !has_phone_number(text)
    }

    /// Whether the pages of an origin may use the gateway.
    pub(super) fn allows_origin(&self, origin: &str) -> bool {
        self.origins.iter().any(|allowed| allowed == origin)
    }

    fn set_key(&mut self, key: Text<'_>) -> Validity {
        let is_valid = is_key(key);
        if is_valid {
            self.key = owned(key);
        }
        check(is_valid, Problem::NotAKey.message())
    }

    fn set_origins(&mut self, wire: &Wire<'_, '_>, value: Value) -> Validity {
        for item in wire.items(value) {
            let text = owned(wire.text(item));
            origin::check(&text)?;
            self.origins.push(text);
        }
        check(!self.origins.is_empty(), origin::NO_LIST)
    }

    fn set_base_path(&mut self, wire: &Wire<'_, '_>, value: Value) -> Validity {
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
        let message = b"must be a path without a slash at the end, for example /api/linq";
        check(wire.is_text(value) && is_path, message)
    }

    fn set_upstream(&mut self, wire: &Wire<'_, '_>, value: Value) -> Validity {
        let parsed = BaseUrl::parse(wire.text(value));
        let safe = parsed.filter(|url| {
            let text = core::str::from_utf8(url.text()).unwrap_or_default();
            url.is_absolute() && upstream_url::is_private(text)
        });
        if let Some(url) = safe {
            self.upstream = owned(url.text());
        }
        let message = b"must be an https URL without user name, query and fragment; http is allowed only for a loopback address";
        check(safe.is_some(), message)
    }

    fn set_limits(&mut self, wire: &Wire<'_, '_>, value: Value) -> Validity {
        let mut is_valid = wire.kind(value) == Kind::OBJECT;
        for (name, value) in wire.members(value) {
            is_valid &= self.limits.set(wire, wire.text(name), value).is_some();
        }
        let message = b"must have perNumber, perUser, reads or lists, each with a limit above 0 and a window in milliseconds, or concurrentLists with perUser and inAll above 0";
        check(is_valid, message)
    }

    fn set_timeout(&mut self, wire: &Wire<'_, '_>, value: Value) -> Validity {
        let timeout = u32::try_from(milliseconds(wire, value)).unwrap_or_default();
        let is_valid = timeout > 0;
        if is_valid {
            self.timeout = timeout;
        }
        check(is_valid, Problem::NotATimeout.message())
    }
}

impl Host {
    /// The check of the options of a gateway on this host.
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

/// Whether an option is valid; the message of its issue where it isn't.
type Validity = Result<(), Text<'static>>;

fn owned(text: Text<'_>) -> String {
    String::from_utf8_lossy(text).into_owned()
}

/// Whether a text contains a phone number in E.164 form, percent-encoded or not. Short ones may be
/// anything.
fn has_phone_number(text: &str) -> bool {
    let is_number = |rest: &str| {
        let digits = rest.bytes().take_while(u8::is_ascii_digit);
        digits.count() >= SHORTEST_NUMBER
    };
    ["+", "%2B", "%2b"]
        .iter()
        .any(|plus| text.split(plus).skip(1).any(is_number))
}

const fn check(is_valid: bool, message: Text<'static>) -> Validity {
    if is_valid { Ok(()) } else { Err(message) }
}
