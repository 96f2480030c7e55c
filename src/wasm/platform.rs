//! [`Browser`]: the core's platform on the host's `fetch`, timers and signals.

use alloc::vec::Vec;
use core::cell::{Cell, RefCell};
use core::future::Future;
use core::pin::Pin;
use core::task::{Context, Poll};

use js_sys::{Function, JsString, Promise, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::AbortController;

use super::error::{safe_cause, to_error};
use super::options::Callables;
use super::value::{member, read};
use crate::client::{Attempt, Failure, Platform, Stop, Thrown};
use crate::http::{Body, Head, Request};
use crate::options::CallOptions;
use crate::value::{Output, Value};
use crate::write_budget::WriteBudget;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(thread_local_v2, js_name = globalThis)]
    static GLOBAL: JsValue;

    #[wasm_bindgen(js_name = setTimeout)]
    fn set_timeout(callback: &Function, ms: f64) -> JsValue;
    /// Doesn't go back when the host's clock is set.
    #[wasm_bindgen(js_namespace = performance)]
    pub fn now() -> f64;
    #[wasm_bindgen(js_namespace = Date, js_name = now)]
    pub fn since_1970() -> f64;
    #[wasm_bindgen(js_namespace = Math)]
    fn random() -> f64;

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

#[wasm_bindgen(module = "/pkg-template/calls.js")]
extern "C" {
    /// Reports what a function of the caller threw, where that must not matter to the call.
    fn report(thrown: &JsValue);
    /// The ledger of a number's writes, kept outside of the instance.
    #[wasm_bindgen(js_name = keptBudget)]
    fn kept_budget(number: &str) -> Vec<f64>;
    #[wasm_bindgen(js_name = keepBudget)]
    fn keep_budget(number: &str, budget: Vec<f64>);
}

/// The host's platform for one call.
pub struct Browser {
    callables: Callables,
    /// What the package's JavaScript knows of the call.
    live: JsValue,
    /// Settles when the call is to end: with `undefined` at the deadline, with an event on abort.
    interrupted: RefCell<JsFuture>,
    interrupt: Function,
    stop: Cell<Option<Stop>>,
    transfer: RefCell<Option<AbortController>>,
    /// What the host or a function of the caller threw.
    thrown: RefCell<JsValue>,
}

impl Browser {
    /// Starts the call's clock and listens to the caller's signal.
    ///
    /// # Errors
    /// What the caller's signal throws.
    pub fn start(callables: Callables, timeout: f64, live: JsValue) -> Result<Self, JsValue> {
        let mut interrupt = JsValue::UNDEFINED;
        let interrupted = Promise::new(&mut |resolve, _| interrupt = resolve.into());
        let interrupt: Function = interrupt.unchecked_into();
        if callables.signal.is_object() {
            let signal: &AbortSignalLike = callables.signal.unchecked_ref();
            signal.add_event_listener("abort", &interrupt)?;
        }
        live.set("deadline", set_timeout(&interrupt, timeout));
        Ok(Self {
            callables,
            live,
            interrupted: RefCell::new(interrupted.into()),
            interrupt,
            stop: Cell::default(),
            transfer: RefCell::default(),
            thrown: RefCell::default(),
        })
    }

    /// Why the caller aborted.
    pub fn abort_reason(&self) -> JsValue {
        member(&self.callables.signal, "reason")
    }

    /// What was thrown last; `undefined` when nothing was.
    pub fn thrown(&self) -> JsValue {
        self.thrown.take()
    }

    fn keep_thrown(&self, thrown: JsValue) -> Thrown {
        self.thrown.replace(thrown);
        Thrown
    }

    /// Cancels what is under way, and gets ready for the next transfer.
    fn replace_transfer(&self, transfer: Option<AbortController>) {
        if let Some(transfer) = self.transfer.replace(transfer) {
            transfer.abort();
        }
    }

    async fn fetch(
        &self,
        request: &Request<'_>,
        options: &CallOptions<'_>,
    ) -> Result<JsValue, JsValue> {
        let fetch: Function = match &self.callables.fetch {
            Some(fetch) => fetch.clone(),
            None => GLOBAL.with(|global| member(global, "fetch")).dyn_into()?,
        };
        let transfer = AbortController::new()?;
        let init = fetch_init(request, options);
        init.set("signal", transfer.signal().into());
        self.live.set("transfer", transfer.clone().into());
        if request.body.is_some() {
            self.live.set("isWritten", JsValue::flag(true));
        }
        self.replace_transfer(Some(transfer));
        let url = JsValue::from_str(&request.url);
        settled(fetch.call2(&JsValue::UNDEFINED, &url, &init)?).await
    }

    /// The body's text; `None` when it is longer than `longest` bytes.
    async fn text(stream: &StreamLike, longest: u32) -> Result<Option<JsString>, JsValue> {
        let reader = stream.get_reader()?;
        let decoder = TextDecoder::new("utf-8", &flagged("fatal"));
        let options = flagged("stream");
        let mut text = JsString::default();
        let mut length = 0_u32;
        loop {
            let chunk = settled(reader.read()?).await?;
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

    async fn body(response: JsValue, longest: u32) -> Result<Body, JsValue> {
        let stream = member(&response, "body");
        if !stream.is_object() {
            return Ok(Body::EMPTY);
        }
        let Some(text) = Self::text(stream.unchecked_ref(), longest).await? else {
            return Ok(Body::TOO_LONG);
        };
        Ok(match parse_json(&text) {
            Ok(json) => Body::Json(read(&json)?),
            Err(_) if text.length() == 0 => Body::EMPTY,
            Err(_) => Body::NOT_JSON,
        })
    }
}

/// A value, or what a promise settles with.
async fn settled(value: JsValue) -> Result<JsValue, JsValue> {
    JsFuture::from(Promise::resolve(&value)).await
}

/// Nothing of a call outlives it: no listener, no transfer, no promise that never settles. Its timers end with the
/// package's part of the call, as they must even when this instance breaks.
impl Drop for Browser {
    fn drop(&mut self) {
        if self.callables.signal.is_object() {
            let signal: &AbortSignalLike = self.callables.signal.unchecked_ref();
            let _ = signal.remove_event_listener("abort", &self.interrupt);
        }
        self.replace_transfer(None);
        let _ = self.interrupt.call0(&JsValue::UNDEFINED);
    }
}

impl Platform for Browser {
    type Incoming = JsValue;

    fn poll_stop(&self, context: &mut Context<'_>) -> Poll<Stop> {
        // Without a signal, asking it would throw: slow, even if nobody hears of it.
        let signal = &self.callables.signal;
        if signal.is_object() && member(signal, "aborted").is_truthy() {
            return Poll::Ready(Stop::Aborted);
        }
        if let Some(stop) = self.stop.get() {
            return Poll::Ready(stop);
        }
        let interrupted = Pin::new(&mut *self.interrupted.borrow_mut()).poll(context);
        interrupted.map(|event| {
            let is_deadline = event.is_ok_and(|event| event.is_undefined());
            let stop = if is_deadline {
                Stop::Deadline
            } else {
                Stop::Aborted
            };
            self.stop.set(Some(stop));
            stop
        })
    }

    async fn key(&self) -> Result<Value, Thrown> {
        let Some(function) = &self.callables.api_key else {
            return Ok(Value::Absent);
        };
        let key = async { read(&settled(function.call0(&JsValue::UNDEFINED)?).await?) };
        key.await.map_err(|thrown| self.keep_thrown(thrown))
    }

    async fn send(
        &self,
        request: &Request<'_>,
        options: &CallOptions<'_>,
    ) -> Result<(Head, JsValue), Thrown> {
        match self.fetch(request, options).await {
            Ok(response) => Ok((head(&response), response)),
            Err(thrown) => Err(self.keep_thrown(safe_cause(thrown, request))),
        }
    }

    async fn read(&self, response: JsValue, longest: u32) -> Result<Body, Thrown> {
        let body = Self::body(response, longest).await.map_err(|_| Thrown)?;
        if body != Body::TOO_LONG {
            // Nothing is left to cancel, and aborting makes an error with a stack.
            self.transfer.take();
        }
        Ok(body)
    }

    async fn sleep(&self, milliseconds: f64) {
        self.replace_transfer(None);
        let over = Promise::new(&mut |resolve, _| {
            self.live.set("sleep", set_timeout(&resolve, milliseconds));
        });
        let _ = JsFuture::from(over).await;
    }

    fn now(&self) -> f64 {
        now()
    }

    fn random(&self) -> f64 {
        random()
    }

    fn allows_retry(&self, failure: &Failure, attempt: u32) -> Result<bool, Thrown> {
        let Some(function) = &self.callables.should_retry else {
            return Ok(true);
        };
        // The thrown value stays for the error that the call may reject with.
        let cause = self.thrown.borrow().clone();
        let error = to_error(&failure.error, failure.outcome, cause);
        match function.call2(&JsValue::UNDEFINED, &error, &attempt.into()) {
            Ok(allowed) => Ok(allowed == JsValue::TRUE),
            Err(thrown) => Err(self.keep_thrown(thrown)),
        }
    }

    fn report(&self, attempt: &Attempt<'_>) {
        if let Some(function) = &self.callables.on_attempt
            && let Err(thrown) = function.call1(&JsValue::UNDEFINED, &attempt.write())
        {
            report(&thrown);
        }
    }

    fn budget(&self, number: &str) -> WriteBudget {
        budget(number)
    }

    fn keep_budget(&self, number: &str, budget: &WriteBudget) {
        keep_budget(number, budget.to_numbers());
    }
}

/// What is known of a number's writes.
pub fn budget(number: &str) -> WriteBudget {
    WriteBudget::from_numbers(&kept_budget(number))
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
        should_retry: header("x-should-retry"),
        write_budget: header("x-write-budget"),
        received_at: since_1970(),
    }
}
