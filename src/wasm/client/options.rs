//! [`ClientOptions`]: the options of calls.

use alloc::boxed::Box;
use alloc::rc::Rc;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;
use core::pin::Pin;

use js_sys::{Function, Promise};
use serde::{Deserialize, Serialize};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::AbortSignal;

use super::encode::{DEPTH, as_string, encode, get, own_members};
use super::environment::environment;
use super::error::Error;
use super::json::to_js;
use crate::api::Operation;
use crate::call::{Check, Environment, Options, milliseconds};
use crate::wire::{Encoder, Value, Wire};

/// The future of a key. The call fails with its error.
pub type KeyFuture = Pin<Box<dyn Future<Output = Result<String, JsValue>>>>;

/// Decides whether a failed attempt, counted from 1, may be followed by another one. The call fails
/// with its error.
pub type ShouldRetry = dyn Fn(&Error, u32) -> Result<bool, JsValue>;

/// Receives a report of each attempt that has ended.
pub type OnAttempt = dyn Fn(&AttemptEvent);

/// The options of calls. An option that isn't set has its default.
///
/// Each call checks the options together with its params. The problem of an option is an
/// [`Issue`](super::Issue) whose path is `options` and the option's name in JavaScript.
#[derive(Clone, Default)]
pub struct ClientOptions {
    /// Linq's API key, which has full access to every phone number that it covers. In a page, leave
    /// it out and call your own gateway.
    pub api_key: Option<ApiKey>,
    /// The base URL: an absolute URL, or a path on the page's own origin. Default: with a key
    /// Linq's `https://api.linqapp.com/api/partner`, without one `/api/linq`, the path of your
    /// gateway.
    pub base_url: Option<String>,
    /// Whether requests are sent with cookies. Default: [`Credentials::Omit`] with a key,
    /// [`Credentials::SameOrigin`] without one.
    pub credentials: Option<Credentials>,
    /// Allows a key in a page, where everyone who opens the page can read it.
    pub dangerously_allow_browser: bool,
    /// Headers, which are merged last. Of two with the same name the last one counts, and `None`
    /// removes a header.
    pub headers: Vec<(String, Option<String>)>,
    /// Milliseconds from the start of a call to its end, from 1 to 2 147 483 647. Default: 60 000.
    pub timeout: Option<u32>,
    /// The number of attempts after the first one, for each request. Default: 1 for writes, 2 for
    /// reads. A write is retried only where Linq documents that it took no effect and may succeed.
    pub max_retries: Option<u32>,
    /// The longest wait before a retry, in milliseconds. Where the server sets a longer one, the
    /// call fails and reports it as [`Error::retry_after`]. Default: 20 000.
    pub max_retry_after: Option<u32>,
    /// Sends `""` instead of refusing it. Linq documents no way to clear a field.
    pub send_empty: bool,
    /// Lets requests outlive the page.
    pub keepalive: bool,
    /// Sends the picture of [`Client::ensure`](super::Client::ensure) although the contact card has
    /// one. Linq stores a picture under a URL of its own, so that pictures can't be compared.
    pub replace_image: bool,
    /// Decides about each retry that the rules allow.
    pub should_retry: Option<Rc<ShouldRetry>>,
    /// Receives a report of each attempt that has ended.
    pub on_attempt: Option<Rc<OnAttempt>>,
    /// A signal that aborts the calls, which fail with
    /// [`ErrorKind::Aborted`](super::ErrorKind::Aborted). Dropping the future of a call aborts it,
    /// too.
    pub signal: Option<AbortSignal>,
    /// A function that replaces the host's `fetch`, which is looked up at each call.
    pub fetch: Option<Function>,
}

/// The key, or a function that returns it.
#[derive(Clone)]
pub enum ApiKey {
    /// The key.
    Text(String),
    /// A function that is called once for each call.
    Function(Rc<dyn Fn() -> KeyFuture>),
}

/// Whether requests are sent with cookies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Credentials {
    /// Never.
    Omit,
    /// Only to the page's own origin.
    SameOrigin,
    /// Always.
    Include,
}

/// The report of an attempt that has ended.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[non_exhaustive]
pub struct AttemptEvent {
    /// The method: `GET`, `PATCH` or `POST`.
    pub method: String,
    /// The masked phone number; `None` where all contact cards are read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone_number: Option<String>,
    /// The number of the attempt for its request, from 1.
    pub attempt: u32,
    /// The HTTP status, where a response arrived.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<u32>,
    /// Milliseconds from sending to the end of the body.
    pub duration: u32,
    /// Milliseconds until the next attempt, where there is one.
    #[serde(rename = "nextWait", skip_serializing_if = "Option::is_none")]
    pub next_wait: Option<u32>,
}

impl ApiKey {
    /// Makes a key from an async function, which is called once for each call.
    pub fn from_fn<F>(function: impl Fn() -> F + 'static) -> Self
    where
        F: Future<Output = Result<String, JsValue>> + 'static,
    {
        Self::Function(Rc::new(move || Box::pin(function())))
    }
}

impl From<&str> for ApiKey {
    fn from(key: &str) -> Self {
        Self::Text(key.to_string())
    }
}

impl From<String> for ApiKey {
    fn from(key: String) -> Self {
        Self::Text(key)
    }
}

impl Credentials {
    const ALL: [Self; 3] = [Self::Omit, Self::SameOrigin, Self::Include];

    /// The name in the options of `fetch`.
    const fn name(self) -> &'static str {
        match self {
            Self::Omit => "omit",
            Self::SameOrigin => "same-origin",
            Self::Include => "include",
        }
    }
}

impl ClientOptions {
    /// Reads the options of the npm package from a JavaScript object, with the names `apiKey`,
    /// `baseURL`, `timeout` and so on.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Validation`](super::ErrorKind::Validation) with every issue of the options,
    /// also of unknown ones.
    pub fn from_js(value: &JsValue) -> Result<Self, Error> {
        Self::read(value).map_err(Error::from_thrown)?
    }

    /// Reads the options. Fails with the value that a getter throws.
    fn read(object: &JsValue) -> Result<Result<Self, Error>, JsValue> {
        if object.is_undefined() {
            return Ok(Ok(Self::default()));
        }
        // Only own members count, and each is read once.
        let is_plain =
            object.is_object() && !object.is_function() && js_sys::try_iter(object)?.is_none();
        let members = if is_plain {
            own_members(object)?
        } else {
            Vec::new()
        };
        let mut out = Encoder::new();
        for (name, value) in &members {
            // A `URL` object is encoded as its text, and a signal as its method `addEventListener`.
            let value = match name.as_str() {
                "baseURL" if value.is_object() => get(value, "href"),
                "signal" if value.is_object() => get(value, "addEventListener"),
                _ => value.clone(),
            };
            encode(out.text(name), &value, DEPTH)?;
        }
        let encoded_members = out.finish();
        let mut message = Encoder::new();
        if is_plain {
            message.object(|options| _ = options.encoded(&encoded_members));
        } else {
            encode(&mut message, object, DEPTH)?;
        }
        message.encoded(&environment());
        let message = message.finish();
        let issues = Error::of_issues(&message, |wire| {
            let environment = Environment(wire.after(Value::FIRST));
            Check::Options(Options::read(wire, Value::FIRST), environment)
        });
        if let Some(error) = issues {
            return Ok(Err(error));
        }
        let input = message.as_slice();
        let wire = Wire::new(&input, &mut []);
        Ok(Ok(Self::decode(&wire, Value::FIRST, |wanted| {
            let member = members.iter().find(|(name, _)| name == wanted);
            member.map(|(_, value)| value.clone())
        })))
    }

    /// Reads checked options. `member` returns the JavaScript value of an option, as functions
    /// can't be encoded.
    fn decode(
        wire: &Wire<'_, '_>,
        options: Value,
        member: impl Fn(&str) -> Option<JsValue>,
    ) -> Self {
        let get = |name: &str| wire.get(options, name.as_bytes());
        let text = |name: &str| as_string(wire, get(name));
        let flag = |name: &str| wire.is_true(get(name));
        let ms = |name: &str| u32::try_from(milliseconds(wire, get(name))).ok();
        let function =
            |name: &str| member(name).and_then(|value| value.dyn_into::<Function>().ok());
        let mut headers = Vec::new();
        let pairs = get("headers");
        let mut pair = wire.first_pair(pairs);
        while pair < wire.after(pairs) {
            let name = wire.pair_name(pairs, pair);
            let value = as_string(wire, wire.after(name));
            headers.push((as_string(wire, name).unwrap_or_default(), value));
            pair = wire.next_pair(pairs, pair);
        }
        let credentials = text("credentials");
        Self {
            api_key: match function("apiKey") {
                Some(function) => Some(key_function(function)),
                None => text("apiKey").map(ApiKey::Text),
            },
            base_url: text("baseURL"),
            credentials: Credentials::ALL
                .into_iter()
                .find(|one| credentials.as_deref() == Some(one.name())),
            dangerously_allow_browser: flag("dangerouslyAllowBrowser"),
            headers,
            timeout: ms("timeout"),
            max_retries: u32::try_from(wire.number(get("maxRetries"))).ok(),
            max_retry_after: ms("maxRetryAfter"),
            send_empty: flag("sendEmpty"),
            keepalive: flag("keepalive"),
            replace_image: flag("replaceImage"),
            should_retry: function("shouldRetry").map(retry_function),
            on_attempt: function("onAttempt").map(attempt_function),
            signal: member("signal")
                .filter(JsValue::is_object)
                .map(JsCast::unchecked_into),
            fetch: function("fetch"),
        }
    }

    /// Encodes the options of an operation.
    pub(super) fn encode(&self, operation: Operation) -> Vec<u8> {
        let mut out = Encoder::new();
        out.object(|options| {
            match &self.api_key {
                Some(ApiKey::Text(key)) => _ = options.text("apiKey").text(key),
                Some(ApiKey::Function(_)) => _ = options.text("apiKey").function(),
                None => {}
            }
            let credentials = self.credentials.map(Credentials::name);
            for (name, value) in [
                ("baseURL", self.base_url.as_deref()),
                ("credentials", credentials),
            ] {
                if let Some(text) = value {
                    options.text(name).text(text);
                }
            }
            for (name, value) in [
                ("timeout", self.timeout),
                ("maxRetries", self.max_retries),
                ("maxRetryAfter", self.max_retry_after),
            ] {
                if let Some(number) = value {
                    options.text(name).number(number);
                }
            }
            for (name, is_on) in [
                ("dangerouslyAllowBrowser", self.dangerously_allow_browser),
                ("sendEmpty", self.send_empty),
                ("keepalive", self.keepalive),
                (
                    "replaceImage",
                    self.replace_image && operation == Operation::Ensure,
                ),
            ] {
                if is_on {
                    options.text(name).boolean(true);
                }
            }
            for (name, exists) in [
                ("shouldRetry", self.should_retry.is_some()),
                ("onAttempt", self.on_attempt.is_some()),
                ("signal", self.signal.is_some()),
                ("fetch", self.fetch.is_some()),
            ] {
                if exists {
                    options.text(name).function();
                }
            }
            options.text("headers").list(|headers| {
                for (name, value) in &self.headers {
                    headers.list(|pair| {
                        pair.text(name).optional_text(value.as_deref());
                    });
                }
            });
        });
        out.finish()
    }
}

/// Shows only the numbers, as the other options may have secrets.
impl fmt::Debug for ClientOptions {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = formatter.debug_struct("ClientOptions");
        shown.field("timeout", &self.timeout);
        shown.field("max_retries", &self.max_retries);
        shown.finish_non_exhaustive()
    }
}

impl fmt::Debug for ApiKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("ApiKey(•••)")
    }
}

/// Makes a key from a JavaScript function that returns a key, or a promise of one.
fn key_function(function: Function) -> ApiKey {
    ApiKey::from_fn(move || {
        let returned = function.call0(&JsValue::UNDEFINED);
        async move {
            let key = JsFuture::from(Promise::resolve(&returned?)).await?;
            // Anything but a string becomes an empty one, which the core refuses.
            Ok(key.as_string().unwrap_or_default())
        }
    })
}

fn retry_function(function: Function) -> Rc<ShouldRetry> {
    Rc::new(move |error, attempt| {
        let verdict = function.call2(&JsValue::UNDEFINED, &error.to_js(), &attempt.into())?;
        Ok(verdict.as_bool() == Some(true))
    })
}

fn attempt_function(function: Function) -> Rc<OnAttempt> {
    Rc::new(move |attempt| {
        if let Err(thrown) = function.call1(&JsValue::UNDEFINED, &to_js(attempt)) {
            // The call isn't affected, and the host reports an unhandled rejection.
            let _ = Promise::reject(&thrown);
        }
    })
}
