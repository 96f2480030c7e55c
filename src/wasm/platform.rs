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
use crate::client::{Attempt, Event, Platform, Step, Stop};
use crate::error::{Error, Outcome};
use crate::http::{Body, Head, Request};
use crate::options::CallOptions;
use crate::value::Output;
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
    fn keep_budget(number: &str, budget: &[f64]);
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
    download: RefCell<Download>,
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
            download: RefCell::default(),
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

    /// Cancels what is under way, and gets ready for the next transfer.
    fn replace_transfer(&self, transfer: Option<AbortController>) {
        if let Some(transfer) = self.transfer.replace(transfer) {
            transfer.abort();
        }
    }

    fn fetch(&self, request: &Request<'_>, options: &CallOptions<'_>) -> Result<JsValue, JsValue> {
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
        fetch.call2(&JsValue::UNDEFINED, &url, &init)
    }

    /// Begins a step; gives what it settles with, or a promise of it.
    fn begin(&self, step: &Step<'_>) -> Result<JsValue, JsValue> {
        match step {
            Step::AskKey => match &self.callables.api_key {
                Some(function) => function.call0(&JsValue::UNDEFINED),
                None => Ok(JsValue::UNDEFINED),
            },
            Step::Send(request, options) => self.fetch(request, options),
            Step::Read => self.download.borrow_mut().read(),
            Step::Sleep(milliseconds) => {
                self.replace_transfer(None);
                let over = Promise::new(&mut |resolve, _| {
                    self.live.set("sleep", set_timeout(&resolve, *milliseconds));
                });
                Ok(over.into())
            }
        }
    }

    /// What a step settled with.
    fn event(&self, step: &Step<'_>, value: &JsValue) -> Result<Event, JsValue> {
        Ok(match step {
            Step::AskKey => Event::Key(read(value)?),
            Step::Send(..) => {
                self.download.replace(Download::new(value));
                Event::Head(head(value))
            }
            Step::Read => {
                let event = self.download.borrow_mut().take(value)?;
                if let Event::Body(_) = event {
                    // Nothing is left to cancel, and aborting would make an error with a stack.
                    self.transfer.take();
                }
                event
            }
            Step::Sleep(_) => Event::Slept,
        })
    }
}

/// A body on its way.
#[derive(Default)]
struct Download {
    stream: JsValue,
    reader: Option<ReaderLike>,
    decoder: Option<TextDecoder>,
    text: JsString,
}

impl Download {
    fn new(response: &JsValue) -> Self {
        Self {
            stream: member(response, "body"),
            ..Self::default()
        }
    }

    fn read(&mut self) -> Result<JsValue, JsValue> {
        if self.reader.is_none() && self.stream.is_object() {
            let stream: &StreamLike = self.stream.unchecked_ref();
            self.reader = Some(stream.get_reader()?);
        }
        match &self.reader {
            Some(reader) => reader.read(),
            None => Ok(JsValue::UNDEFINED),
        }
    }

    /// Takes a chunk; the last one has no value.
    fn take(&mut self, chunk: &JsValue) -> Result<Event, JsValue> {
        let bytes = member(chunk, "value");
        let decoder = self
            .decoder
            .get_or_insert_with(|| TextDecoder::new("utf-8", &flagged("fatal")));
        if bytes.is_undefined() {
            let text = self.text.concat(&decoder.decode(&bytes, &bytes)?);
            return Ok(Event::Body(match parse_json(&text) {
                Ok(json) => Body::Json(read(&json)?),
                Err(_) if text.length() == 0 => Body::EMPTY,
                Err(_) => Body::NOT_JSON,
            }));
        }
        let bytes: Uint8Array = bytes.dyn_into()?;
        self.text = self
            .text
            .concat(&decoder.decode(&bytes, &flagged("stream"))?);
        Ok(Event::Part(bytes.length()))
    }
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
    fn stop(&self) -> Option<Stop> {
        // Without a signal, asking it would throw: slow, even if nobody hears of it.
        let signal = &self.callables.signal;
        if signal.is_object() && member(signal, "aborted").is_truthy() {
            return Some(Stop::Aborted);
        }
        self.stop.get()
    }

    fn poll_stop(&self, context: &mut Context<'_>) -> Poll<Stop> {
        if let Some(stop) = self.stop() {
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

    async fn perform(&self, step: Step<'_>) -> Event {
        let settled = match self.begin(&step) {
            Ok(value) => JsFuture::from(Promise::resolve(&value)).await,
            Err(thrown) => Err(thrown),
        };
        let thrown = match settled.and_then(|value| self.event(&step, &value)) {
            Ok(event) => return event,
            Err(thrown) => thrown,
        };
        self.thrown.replace(match &step {
            Step::Send(request, _) => safe_cause(thrown, request),
            _ => thrown,
        });
        Event::Thrown
    }

    fn now(&self) -> f64 {
        now()
    }

    fn random(&self) -> f64 {
        random()
    }

    fn allows_retry(&self, error: &Error<'_>, outcome: Outcome, attempt: u32) -> Option<bool> {
        let Some(function) = &self.callables.should_retry else {
            return Some(true);
        };
        // The thrown value stays for the error that the call may reject with.
        let cause = self.thrown.borrow().clone();
        let error = to_error(error, outcome, cause);
        match function.call2(&JsValue::UNDEFINED, &error, &attempt.into()) {
            Ok(allowed) => Some(allowed == JsValue::TRUE),
            Err(thrown) => {
                self.thrown.replace(thrown);
                None
            }
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
        keep_budget(number, &budget.to_numbers());
    }
}

/// What is known of a number's writes.
pub fn budget(number: &str) -> WriteBudget {
    WriteBudget::from_numbers(&kept_budget(number))
}

/// `fetch`'s second argument, but for the signal.
fn fetch_init(request: &Request<'_>, options: &CallOptions<'_>) -> JsValue {
    let init: JsValue = request.write(false);
    init.set_text("redirect", "manual");
    if options.is_browser {
        init.set_text("cache", "no-store");
        init.set_text("credentials", options.credentials);
        init.set_text("referrerPolicy", "no-referrer");
    }
    if options.keepalive {
        init.set("keepalive", JsValue::TRUE);
    }
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
