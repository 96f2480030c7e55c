//! [`Options`]: the options of a call, and their checks. An unknown or invalid option is an issue,
//! like an invalid field.

use super::credentials::is_key;
use super::environment::Environment;
use crate::api::{AUTHORIZATION, BaseUrl, Operation};
use crate::text::{
    Text, contains, equal, equal_ignoring_case, is_without, length_until, parse_u32, position,
    split,
};
use crate::time::Millis;
use crate::validation::{Issues, OPTIONS, Problem, is_listed};
use crate::wire::{Kind, Value, Wire};

/// Declares the options, each with its name and with the problem of a value that isn't valid for
/// it.
macro_rules! options {
    ($($(#[$doc:meta])* $option:ident = $name:literal, $problem:ident;)*) => {
        /// An option.
        #[derive(Clone, Copy, Debug)]
        pub enum OptionName {
            $($(#[$doc])* $option),*
        }

        const NAMES: &str = concat!($($name, "\0"),*);
        /// The problem of an invalid value of each option, in the order of the names.
        const PROBLEMS: [Problem; COUNT] = [$(Problem::$problem),*];
        const COUNT: usize = [$(OptionName::$option),*].len();
    };
}

options! {
    /// `apiKey`
    ApiKey = "apiKey", NotAKey;
    /// `baseURL`
    BaseUrl = "baseURL", NotABaseUrl;
    /// `credentials`
    Credentials = "credentials", NotCredentials;
    /// `dangerouslyAllowBrowser`
    DangerouslyAllowBrowser = "dangerouslyAllowBrowser", NotABoolean;
    /// `fetch`
    Fetch = "fetch", NotAFunction;
    /// `headers`
    Headers = "headers", NotHeaders;
    /// `keepalive`
    Keepalive = "keepalive", NotABoolean;
    /// `maxRetries`
    MaxRetries = "maxRetries", NotACount;
    /// `maxRetryAfter`
    MaxRetryAfter = "maxRetryAfter", NotAWait;
    /// `onAttempt`
    OnAttempt = "onAttempt", NotAFunction;
    /// `sendEmpty`
    SendEmpty = "sendEmpty", NotABoolean;
    /// `shouldRetry`
    ShouldRetry = "shouldRetry", NotAFunction;
    /// `signal`
    Signal = "signal", NotASignal;
    /// `timeout`
    Timeout = "timeout", NotATimeout;
    /// `replaceImage`, which only `ensure` has
    ReplaceImage = "replaceImage", NotABoolean;
}

/// The default of `timeout`, in milliseconds.
const TIMEOUT: i64 = 60_000;
/// The default of `maxRetryAfter`, in milliseconds.
const MAX_RETRY_AFTER: i64 = 20_000;

/// The options of a call. The getters return the default of an option that is absent or invalid.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// The caller's options.
    object: Value,
    /// The values of the options, in the order of the names. An invalid key is absent.
    values: [Value; COUNT],
}

impl Options {
    /// Reads the caller's options, which may be absent.
    #[must_use]
    pub fn read(wire: &Wire<'_, '_>, object: Value) -> Self {
        let mut values = [Value::ABSENT; COUNT];
        wire.collect_members(object, NAMES, &mut values);
        if let Some(key) = values.get_mut(OptionName::ApiKey as usize)
            && wire.kind(*key) != Kind::FUNCTION
            && !is_key(wire.text(*key))
        {
            *key = Value::ABSENT;
        }
        Self { object, values }
    }

    fn get(&self, name: OptionName) -> Value {
        let value = self.values.get(name as usize);
        value.copied().unwrap_or_default()
    }

    /// Writes the issues of the options.
    pub fn check(
        &self,
        issues: &mut Issues<'_, '_, '_>,
        operation: Operation,
        environment: Environment,
    ) {
        if !matches!(issues.wire.kind(self.object), Kind::OBJECT | Kind::ABSENT) {
            issues.field(OPTIONS, Problem::NotAnObject);
        }
        let mut option = issues.wire.first(self.object, Kind::OBJECT);
        while option < issues.wire.after(self.object) {
            let name = issues.wire.text(option);
            let value = issues.wire.after(option);
            let is_unknown = operation != Operation::Ensure && equal(name, b"replaceImage");
            match PROBLEMS.get(position(NAMES.as_bytes(), name)) {
                Some(&problem) if !is_unknown => {
                    if !is_valid(issues.wire, problem, value) {
                        issues.option(name, problem);
                    }
                }
                _ => issues.unknown(OPTIONS, option, Problem::UnknownOption, NAMES),
            }
            option = issues.wire.after(value);
        }
        let origin = environment.origin(issues.wire);
        if self.base_url(issues.wire).is_path() && !issues.wire.is_text(origin) {
            issues.option(b"baseURL", Problem::RelativeBaseUrl);
        }
    }

    /// Whether an option is `true`, or a function.
    #[must_use]
    pub fn is_on(&self, wire: &Wire<'_, '_>, name: OptionName) -> bool {
        matches!(wire.kind(self.get(name)), Kind::TRUE | Kind::FUNCTION)
    }

    /// The key, or the function that returns it; absent where a gateway has the key.
    #[must_use]
    pub fn key(&self) -> Value {
        self.get(OptionName::ApiKey)
    }

    /// Whether the requests carry a key, which may also be in an `authorization` header of the
    /// caller's.
    #[must_use]
    pub fn has_credentials(&self, wire: &Wire<'_, '_>) -> bool {
        let headers = self.headers();
        let mut has_credentials = self.key() != Value::ABSENT;
        let mut pair = wire.first_pair(headers);
        while pair < wire.after(headers) {
            let name = wire.pair_name(headers, pair);
            has_credentials |= equal_ignoring_case(wire.text(name), AUTHORIZATION)
                && wire.is_text(wire.after(name));
            pair = wire.next_pair(headers, pair);
        }
        has_credentials
    }

    /// The base URL of the requests. Default: Linq's with a key, and without one the path of a
    /// gateway on the page's own origin.
    #[must_use]
    pub fn base_url<'i>(&self, wire: &Wire<'i, '_>) -> BaseUrl<'i> {
        let option = self.get(OptionName::BaseUrl);
        if wire.is_text(option)
            && let Some(url) = BaseUrl::parse(wire.text(option))
        {
            return url;
        }
        if self.key() == Value::ABSENT {
            BaseUrl::GATEWAY
        } else {
            BaseUrl::LINQ
        }
    }

    /// The caller's headers. They are merged last, and `null` removes a header.
    #[must_use]
    pub fn headers(&self) -> Value {
        self.get(OptionName::Headers)
    }

    /// The longest time from the start of the call to its end. Default: 60 s.
    #[must_use]
    pub fn timeout(&self, wire: &Wire<'_, '_>) -> Millis {
        self.milliseconds(wire, OptionName::Timeout, TIMEOUT)
    }

    /// The number of attempts after the first one, for each request; below 0 where the option is
    /// absent.
    #[must_use]
    pub fn max_retries(&self, wire: &Wire<'_, '_>) -> i64 {
        wire.number(self.get(OptionName::MaxRetries))
    }

    /// The longest wait that a server may set before a retry. Default: 20 s.
    #[must_use]
    pub fn max_retry_after(&self, wire: &Wire<'_, '_>) -> Millis {
        self.milliseconds(wire, OptionName::MaxRetryAfter, MAX_RETRY_AFTER)
    }

    fn milliseconds(&self, wire: &Wire<'_, '_>, name: OptionName, default: i64) -> Millis {
        let ms = milliseconds(wire, self.get(name));
        Millis(if ms < 0 { default } else { ms })
    }

    /// Writes the members that `fetch` takes besides those of the request. A redirect isn't
    /// followed, as it would take the body, and perhaps a key, to another host.
    pub fn write_fetch_options(&self, wire: &mut Wire<'_, '_>, environment: Environment) {
        wire.member(b"redirect", b"manual");
        if environment.has_browser_fetch(wire) {
            wire.member(b"cache", b"no-store");
            let option = wire.text(self.get(OptionName::Credentials));
            let credentials: Text<'_> = if !option.is_empty() {
                option
            } else if self.has_credentials(wire) {
                b"omit"
            } else {
                b"same-origin"
            };
            wire.member(b"credentials", credentials);
            wire.member(b"referrerPolicy", b"no-referrer");
        }
        if self.is_on(wire, OptionName::Keepalive) {
            wire.boolean_member(b"keepalive", true);
        }
    }
}

/// Whether a value is valid for an option. `problem` is the one that an invalid value of the option
/// has.
fn is_valid(wire: &Wire<'_, '_>, problem: Problem, value: Value) -> bool {
    let is_function = wire.kind(value) == Kind::FUNCTION;
    let text = wire.text(value);
    match problem {
        Problem::NotAKey => is_function || is_key(text),
        Problem::NotABaseUrl => wire.is_text(value) && BaseUrl::parse(text).is_some(),
        Problem::NotCredentials => is_listed("omit\0same-origin\0include\0", text),
        Problem::NotABoolean => wire.is_boolean(value),
        Problem::NotHeaders => are_headers(wire, value),
        Problem::NotACount => wire.number(value) >= 0,
        Problem::NotATimeout => milliseconds(wire, value) > 0,
        Problem::NotAWait => milliseconds(wire, value) >= 0,
        // As in `fetch`, `null` means that there is no signal.
        Problem::NotASignal => is_function || wire.kind(value) == Kind::NULL,
        _ => is_function,
    }
}

/// The whole milliseconds that a timer can take, rounded up; below 0 for any other value.
#[must_use]
pub fn milliseconds(wire: &Wire<'_, '_>, value: Value) -> i64 {
    let number = wire.decimal(value);
    let (whole, fraction) = split(number, length_until(number, b"."));
    let mut ms = parse_u32(whole);
    if ms >= 0 && !fraction.is_empty() {
        ms = ms.wrapping_add(1);
    }
    // JavaScript writes an exponent only for numbers that are too large or too small for a timer.
    if ms > Millis::LONGEST_TIMER || !is_without(fraction, b"e") {
        return -1;
    }
    ms
}

/// Whether a value is an object, or a list of pairs, of names and texts that HTTP can carry. A text
/// may also be absent or `null`.
fn are_headers(wire: &Wire<'_, '_>, headers: Value) -> bool {
    let mut pair = wire.first_pair(headers);
    while pair < wire.after(headers) {
        let name = wire.pair_name(headers, pair);
        let value = wire.after(name);
        let text = wire.text(value);
        let is_valid = wire.is_absent_or_null(value) || wire.is_text(value) && is_field_value(text);
        if !is_valid || !is_token(wire.text(name)) {
            return false;
        }
        pair = wire.next_pair(headers, pair);
    }
    matches!(wire.kind(headers), Kind::OBJECT | Kind::LIST)
}

/// Whether a text can be a header's value (RFC 9110, 5.5): tabs, visible ASCII, and U+0080 to
/// U+00FF, which are two bytes in UTF-8.
fn is_field_value(text: Text<'_>) -> bool {
    text.iter()
        .all(|&byte| matches!(byte, b'\t' | b' '..=b'~' | 0x80..=0xbf | 0xc2 | 0xc3))
}

/// Whether a text can be a header's name (RFC 9110, 5.6.2).
fn is_token(text: Text<'_>) -> bool {
    let is_allowed =
        |&byte: &u8| byte.is_ascii_alphanumeric() || contains(b"!#$%&'*+-.^_`|~", byte);
    !text.is_empty() && text.iter().all(is_allowed)
}
