//! [`Options`]: how a call is made. Unknown and invalid options are issues like any other.

use super::credentials::is_key;
use super::environment::Environment;
use crate::api::{AUTHORIZATION, BaseUrl, Operation};
use crate::text::{Text, has, is_without, position, same, same_name, split, until, whole_u32};
use crate::time::Millis;
use crate::validation::{Issues, OPTIONS, Problem, is_listed};
use crate::wire::{Kind, Value, Wire};

/// Declares the options with their rules.
macro_rules! options {
    ($($(#[$doc:meta])* $option:ident = $name:literal, $rule:ident;)*) => {
        /// An option.
        #[derive(Clone, Copy, Debug)]
        pub enum OptionName {
            $($(#[$doc])* $option),*
        }

        const NAMES: &str = concat!($($name, "\0"),*);
        /// What each option must be, in the order of the names: what is wrong with it otherwise.
        const RULES: [Problem; COUNT] = [$(Problem::$rule),*];
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
    MaxRetryAfter = "maxRetryAfter", NotMilliseconds;
    /// `onAttempt`
    OnAttempt = "onAttempt", NotAFunction;
    /// `sendEmpty`
    SendEmpty = "sendEmpty", NotABoolean;
    /// `shouldRetry`
    ShouldRetry = "shouldRetry", NotAFunction;
    /// `signal`
    Signal = "signal", NotASignal;
    /// `timeout`
    Timeout = "timeout", NotMilliseconds;
    // For `ensure` only.
    /// `replaceImage`
    ReplaceImage = "replaceImage", NotABoolean;
}

/// Milliseconds that a call takes at most, unless the caller says otherwise.
const TIMEOUT: i64 = 60_000;
/// Milliseconds of the longest wait that is slept when the server asks for one.
const MAX_RETRY_AFTER: i64 = 20_000;

/// The options of a call, which were [checked](Options::check).
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// As the caller has given them.
    given: Value,
    /// In the order of the names. What can't be a key is absent.
    values: [Value; COUNT],
}

impl Options {
    /// Reads what the caller has given.
    #[must_use]
    pub fn read(wire: &Wire<'_, '_>, given: Value) -> Self {
        let mut values = [Value::ABSENT; COUNT];
        wire.sort_members(given, NAMES, &mut values);
        if let Some(key) = values.get_mut(OptionName::ApiKey as usize)
            && wire.kind(*key) != Kind::FUNCTION
            && !is_key(wire.text(*key))
        {
            *key = Value::ABSENT;
        }
        Self { given, values }
    }

    fn get(&self, name: OptionName) -> Value {
        let value = self.values.get(name as usize);
        value.copied().unwrap_or_default()
    }

    /// Notes what is wrong with the options.
    pub fn check(
        &self,
        issues: &mut Issues<'_, '_, '_>,
        operation: Operation,
        environment: Environment,
    ) {
        if !matches!(issues.wire.kind(self.given), Kind::OBJECT | Kind::ABSENT) {
            issues.field(OPTIONS, Problem::NotAnObject);
        }
        let mut option = issues.wire.first(self.given, Kind::OBJECT);
        while option < issues.wire.after(self.given) {
            let name = issues.wire.text(option);
            let value = issues.wire.after(option);
            let is_foreign = operation != Operation::Ensure && same(name, b"replaceImage");
            match RULES.get(position(NAMES.as_bytes(), name)) {
                Some(&rule) if !is_foreign => {
                    if !is_valid(issues.wire, rule, name, value) {
                        issues.option(name, rule);
                    }
                }
                _ => issues.unknown(OPTIONS, option, Problem::UnknownOption, NAMES),
            }
            option = issues.wire.after(value);
        }
        let origin = environment.origin(issues.wire);
        if !self.base_url(issues.wire).is_absolute() && !issues.wire.is_text(origin) {
            issues.option(b"baseURL", Problem::RelativeBaseUrl);
        }
    }

    /// Whether an option is on: `true`, or a function that is to be called.
    #[must_use]
    pub fn is_on(&self, wire: &Wire<'_, '_>, name: OptionName) -> bool {
        matches!(wire.kind(self.get(name)), Kind::TRUE | Kind::FUNCTION)
    }

    /// The key, or the function that returns it; absent where the gateway holds it.
    #[must_use]
    pub fn key(&self) -> Value {
        self.get(OptionName::ApiKey)
    }

    /// Whether the requests carry a key: an `authorization` header is one, whoever wrote it.
    #[must_use]
    pub fn has_credentials(&self, wire: &Wire<'_, '_>) -> bool {
        let headers = self.headers();
        let mut has_credentials = self.key() != Value::ABSENT;
        let mut pair = wire.first_pair(headers);
        while pair < wire.after(headers) {
            let name = wire.pair_name(headers, pair);
            has_credentials |=
                same_name(wire.text(name), AUTHORIZATION) && wire.is_text(wire.after(name));
            pair = wire.next_pair(headers, pair);
        }
        has_credentials
    }

    /// Where requests go: with a key to Linq, without one to the gateway on the page's own origin, unless the caller says
    /// otherwise.
    #[must_use]
    pub fn base_url<'i>(&self, wire: &Wire<'i, '_>) -> BaseUrl<'i> {
        let given = self.get(OptionName::BaseUrl);
        if wire.is_text(given)
            && let Some(url) = BaseUrl::parse(wire.text(given))
        {
            return url;
        }
        if self.key() == Value::ABSENT {
            BaseUrl::GATEWAY
        } else {
            BaseUrl::LINQ
        }
    }

    /// The caller's headers: merged last, `null` removes.
    #[must_use]
    pub fn headers(&self) -> Value {
        self.get(OptionName::Headers)
    }

    /// The longest time from the start of the call to its end.
    #[must_use]
    pub fn timeout(&self, wire: &Wire<'_, '_>) -> Millis {
        self.milliseconds(wire, OptionName::Timeout, TIMEOUT)
    }

    /// Attempts after the first one, of each request; less than 0 where the caller doesn't say.
    #[must_use]
    pub fn max_retries(&self, wire: &Wire<'_, '_>) -> i64 {
        wire.number(self.get(OptionName::MaxRetries))
    }

    /// The longest wait that is slept when the server asks for one.
    #[must_use]
    pub fn max_retry_after(&self, wire: &Wire<'_, '_>) -> Millis {
        self.milliseconds(wire, OptionName::MaxRetryAfter, MAX_RETRY_AFTER)
    }

    fn milliseconds(&self, wire: &Wire<'_, '_>, name: OptionName, default: i64) -> Millis {
        let ms = milliseconds(wire, self.get(name));
        Millis(if ms < 0 { default } else { ms })
    }

    /// Writes, as members, the options that `fetch` gets besides the request. A redirect isn't followed: the body, and perhaps a
    /// key, must not travel elsewhere.
    pub fn write_fetch_options(&self, wire: &mut Wire<'_, '_>, environment: Environment) {
        wire.member(b"redirect", b"manual");
        if environment.has_browser_fetch(wire) {
            wire.member(b"cache", b"no-store");
            let given = wire.text(self.get(OptionName::Credentials));
            let credentials: Text<'_> = if !given.is_empty() {
                given
            } else if self.has_credentials(wire) {
                b"omit"
            } else {
                b"same-origin"
            };
            wire.member(b"credentials", credentials);
            wire.member(b"referrerPolicy", b"no-referrer");
        }
        if self.is_on(wire, OptionName::Keepalive) {
            wire.flag(b"keepalive", true);
        }
    }
}

fn is_valid(wire: &Wire<'_, '_>, rule: Problem, name: Text<'_>, value: Value) -> bool {
    let is_function = wire.kind(value) == Kind::FUNCTION;
    let text = wire.text(value);
    match rule {
        Problem::NotAKey => is_function || is_key(text),
        Problem::NotABaseUrl => wire.is_text(value) && BaseUrl::parse(text).is_some(),
        Problem::NotCredentials => is_listed("omit\0same-origin\0include\0", text),
        Problem::NotABoolean => wire.is_boolean(value),
        Problem::NotHeaders => are_headers(wire, value),
        Problem::NotACount => wire.number(value) >= 0,
        // `timeout` is 1 or more; `maxRetryAfter`, the other one, may be 0. Their lengths tell them apart.
        Problem::NotMilliseconds => {
            milliseconds(wire, value) >= i64::from(name.len() == b"timeout".len())
        }
        // `null` means that there is no signal, as in `fetch`.
        Problem::NotASignal => is_function || wire.kind(value) == Kind::NULL,
        _ => is_function,
    }
}

/// Whole milliseconds, as a timer takes them; a part of one counts as one. Less than 0 for everything else.
#[must_use]
pub fn milliseconds(wire: &Wire<'_, '_>, value: Value) -> i64 {
    let number = wire.decimal(value);
    let (whole, part) = split(number, until(number, b"."));
    let mut ms = whole_u32(whole);
    if ms >= 0 && !part.is_empty() {
        ms = ms.wrapping_add(1);
    }
    // What JavaScript writes with an exponent is out of range.
    if ms > Millis::LONGEST_TIMER || !is_without(part, b"e") {
        return -1;
    }
    ms
}

/// Whether a value is names and texts that HTTP can carry, as an object or as a list of pairs.
fn are_headers(wire: &Wire<'_, '_>, headers: Value) -> bool {
    let mut pair = wire.first_pair(headers);
    while pair < wire.after(headers) {
        let name = wire.pair_name(headers, pair);
        let value = wire.after(name);
        let is_fit = wire.is_nothing(value) || wire.is_text(value) && is_carried(wire.text(value));
        if !is_fit || !is_token(wire.text(name)) {
            return false;
        }
        pair = wire.next_pair(headers, pair);
    }
    matches!(wire.kind(headers), Kind::OBJECT | Kind::LIST)
}

/// Whether a text is tab, visible ASCII, and U+0080 to U+00FF in UTF-8: what a header value can hold.
fn is_carried(text: Text<'_>) -> bool {
    text.iter()
        .all(|&byte| matches!(byte, b'\t' | b' '..=b'~' | 0x80..=0xbf | 0xc2 | 0xc3))
}

/// Whether a text can name a header.
fn is_token(text: Text<'_>) -> bool {
    let is_allowed = |&byte: &u8| byte.is_ascii_alphanumeric() || has(b"!#$%&'*+-.^_`|~", byte);
    !text.is_empty() && text.iter().all(is_allowed)
}
