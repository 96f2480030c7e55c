//! [`Browser`]: the core's platform on the host's `fetch`, timers and signals.

use js_sys::{Array, Function, JsString, Promise, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, AbortSignal};

use super::options::Callables;
use super::value::{member, read};
use crate::client::{Platform, Stop};
use crate::http::{Body, Head, Request};
use crate::options::CallOptions;
use crate::value::{Output, Value};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(thread_local_v2, js_name = globalThis)]
    static GLOBAL: JsValue;

    /// The third argument goes to the callback.
    #[wasm_bindgen(js_name = setTimeout)]
    fn set_timeout(callback: &Function, ms: f64, argument: &Function) -> JsValue;
    #[wasm_bindgen(js_name = clearTimeout)]
    fn clear_timeout(timer: &JsValue);

    /// The part of `AbortSignal` that is used. A caller's own one may throw.
    type AbortSignalLike;
    #[wasm_bindgen(method, catch, js_name = addEventListener)]
    fn add_event_listener(
        this: &AbortSignalLike,
        kind: &str,
        listener: &Function,
    ) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch, js_name = removeEventListener)]
    fn remove_event_listener(
        this: &AbortSignalLike,
        kind: &str,
        listener: &Function,
    ) -> Result<(), JsValue>;

    /// `fetch`'s second argument.
    type FetchInit;
    #[wasm_bindgen(method, setter)]
    fn set_signal(this: &FetchInit, signal: &AbortSignal);

    /// Parts of what `fetch` answered. A caller's own `fetch` may answer anything.
    type HeadersLike;
    #[wasm_bindgen(method, catch)]
    fn get(this: &HeadersLike, name: &str) -> Result<JsValue, JsValue>;
    type StreamLike;
    #[wasm_bindgen(method, catch, js_name = getReader)]
    fn get_reader(this: &StreamLike) -> Result<ReaderLike, JsValue>;
    type ReaderLike;
    #[wasm_bindgen(method, catch)]
    fn read(this: &ReaderLike) -> Result<JsValue, JsValue>;

    type TextDecoder;
    #[wasm_bindgen(constructor)]
    fn new(label: &str, options: &JsValue) -> TextDecoder;
    #[wasm_bindgen(method, catch)]
    fn decode(this: &TextDecoder, chunk: &JsValue, options: &JsValue) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(js_namespace = JSON, js_name = parse, catch)]
    fn parse_json(text: &JsString) -> Result<JsValue, JsValue>;
}

/// The host's platform for one call.
pub struct Browser {
    callables: Callables,
    transfer: AbortController,
    /// Settles when the call is to end: with `interrupt` itself at the deadline, with an event on abort.
    interrupted: Promise,
    interrupt: Function,
    timer: JsValue,
}

impl Browser {
    /// Starts the call's clock and listens to the caller's signal.
    ///
    /// # Errors
    /// What the caller's signal throws.
    pub fn start(callables: Callables, timeout: f64) -> Result<Self, JsValue> {
        let mut interrupt = JsValue::UNDEFINED;
        let interrupted = Promise::new(&mut |resolve, _| interrupt = resolve.into());
        let interrupt: Function = interrupt.unchecked_into();
        if callables.signal.is_object() {
            let signal: &AbortSignalLike = callables.signal.unchecked_ref();
            signal.add_event_listener("abort", &interrupt)?;
        }
        Ok(Self {
            callables,
            transfer: AbortController::new()?,
            interrupted,
            timer: set_timeout(&interrupt, timeout, &interrupt),
            interrupt,
        })
    }

    /// Why the caller aborted.
    pub fn abort_reason(&self) -> JsValue {
        member(&self.callables.signal, "reason")
    }

    /// Waits for a value, which may be a promise, unless the call is interrupted before.
    async fn wait(&self, value: Result<JsValue, JsValue>) -> Result<JsValue, Stop<JsValue>> {
        self.check()?;
        let first = Promise::race(&Array::of2(&value?, &self.interrupted));
        let value = JsFuture::from(first).await;
        self.check()?;
        let value = value?;
        if value == JsValue::from(self.interrupt.clone()) {
            return Err(Stop::Deadline);
        }
        Ok(value)
    }

    fn check(&self) -> Result<(), Stop<JsValue>> {
        if member(&self.callables.signal, "aborted").is_truthy() {
            return Err(Stop::Aborted);
        }
        Ok(())
    }

    /// The body's text; `None` when it is longer than `longest` bytes.
    async fn text(
        &self,
        stream: &StreamLike,
        longest: u32,
    ) -> Result<Option<JsString>, Stop<JsValue>> {
        let reader = stream.get_reader()?;
        let decoder = TextDecoder::new("utf-8", &flagged("fatal"));
        let options = flagged("stream");
        let mut text = JsString::default();
        let mut length = 0_u32;
        loop {
            let chunk = self.wait(reader.read()).await?;
            let bytes = member(&chunk, "value");
            if bytes.is_undefined() {
                return Ok(Some(text.concat(&decoder.decode(&bytes, &bytes)?)));
            }
            let bytes: Uint8Array = bytes.dyn_into()?;
            length = length.saturating_add(bytes.length());
            if length > longest {
                return Ok(None);
            }
            text = text.concat(&decoder.decode(&bytes, &options)?);
        }
    }
}

/// Nothing of a call outlives it: no timer, no listener, no transfer, no promise that never settles.
impl Drop for Browser {
    fn drop(&mut self) {
        clear_timeout(&self.timer);
        if self.callables.signal.is_object() {
            let signal: &AbortSignalLike = self.callables.signal.unchecked_ref();
            let _ = signal.remove_event_listener("abort", &self.interrupt);
        }
        self.transfer.abort();
        let _ = self.interrupt.call0(&JsValue::UNDEFINED);
    }
}

impl From<JsValue> for Stop<JsValue> {
    fn from(thrown: JsValue) -> Self {
        Self::Thrown(thrown)
    }
}

impl Platform for Browser {
    type Thrown = JsValue;
    type Incoming = JsValue;

    async fn key(&self) -> Result<Value, Stop<JsValue>> {
        let Some(function) = &self.callables.api_key else {
            return Ok(Value::Absent);
        };
        let key = self.wait(function.call0(&JsValue::UNDEFINED)).await?;
        Ok(read(&key)?)
    }

    async fn send(
        &self,
        request: &Request<'_>,
        options: &CallOptions<'_>,
    ) -> Result<(Head, JsValue), Stop<JsValue>> {
        self.check()?;
        let fetch: Function = match &self.callables.fetch {
            Some(fetch) => fetch.clone(),
            None => GLOBAL.with(|global| member(global, "fetch")).dyn_into()?,
        };
        let init = fetch_init(request, options);
        init.unchecked_ref::<FetchInit>()
            .set_signal(&self.transfer.signal());
        let url = JsValue::from_str(&request.url);
        let response = self
            .wait(fetch.call2(&JsValue::UNDEFINED, &url, &init))
            .await?;
        Ok((head(&response), response))
    }

    async fn read(&self, response: JsValue, longest: u32) -> Result<Body, Stop<JsValue>> {
        let stream = member(&response, "body");
        if !stream.is_object() {
            return Ok(Body::EMPTY);
        }
        let Some(text) = self.text(stream.unchecked_ref(), longest).await? else {
            return Ok(Body::TOO_LONG);
        };
        Ok(match parse_json(&text) {
            Ok(json) => Body::Json(read(&json)?),
            Err(_) if text.length() == 0 => Body::EMPTY,
            Err(_) => Body::NOT_JSON,
        })
    }
}

/// `fetch`'s second argument, but for the signal.
fn fetch_init(request: &Request<'_>, options: &CallOptions<'_>) -> JsValue {
    let init: JsValue = request.write(false);
    init.set_text("cache", "no-store");
    init.set_text("credentials", options.credentials);
    init.set_text("redirect", "manual");
    init.set_text("referrerPolicy", "no-referrer");
    init.set("keepalive", JsValue::flag(options.keepalive));
    init
}

/// An options object with one flag set.
fn flagged(name: &str) -> JsValue {
    let options = JsValue::object();
    options.set(name, JsValue::flag(true));
    options
}

fn head(response: &JsValue) -> Head {
    let headers = member(response, "headers");
    let plain = |value| read(&value).unwrap_or_default();
    let header = |name| {
        plain(
            headers
                .unchecked_ref::<HeadersLike>()
                .get(name)
                .unwrap_or_default(),
        )
    };
    Head {
        status: plain(member(response, "status"))
            .as_u32()
            .unwrap_or_default(),
        opaque_redirect: plain(member(response, "type")).as_text() == Some("opaqueredirect"),
        retry_after: header("retry-after"),
        trace_id: header("x-trace-id"),
    }
}
