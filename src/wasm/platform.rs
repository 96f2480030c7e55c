//! [`Browser`]: the core's platform on the host's `fetch`, timers and signals.

use alloc::string::String;

use js_sys::{Function, JSON, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, RequestInit};

use crate::client::{Event, Platform, Step, Stop};
use crate::http::Request;
use crate::json::Json;
use crate::options::CallOptions;
use crate::turns::Ticket;

#[wasm_bindgen(module = "/pkg-template/calls.js")]
extern "C" {
    /// What the package's JavaScript has of a call: the functions of the caller, timers, what is under way. It ends
    /// those with the call, as it must even when this instance breaks.
    #[wasm_bindgen(js_name = Call)]
    #[derive(Debug)]
    pub type LiveCall;
    #[wasm_bindgen(method)]
    fn start(this: &LiveCall, timeout: f64);
    #[wasm_bindgen(method)]
    fn stop(this: &LiveCall) -> u32;
    /// The end, as JSON.
    #[wasm_bindgen(method)]
    pub fn end(this: &LiveCall, end: &str);
    // These promises also settle when the call has to stop.
    #[wasm_bindgen(method)]
    fn queue(this: &LiveCall, ticket: Ticket) -> Promise;
    #[wasm_bindgen(method)]
    fn sleep(this: &LiveCall, ms: f64) -> Promise;
    #[wasm_bindgen(method, js_name = askKey, catch)]
    fn ask_key(this: &LiveCall) -> Result<Promise, JsValue>;
    /// The caller's `fetch`, or the host's.
    #[wasm_bindgen(method, getter, catch, js_name = fetch)]
    fn fetch_function(this: &LiveCall) -> Result<Function, JsValue>;
    /// Takes the promise of a response, reads the response and packs it.
    #[wasm_bindgen(method)]
    fn read(this: &LiveCall, response: &JsValue, limit: u32) -> Promise;
    #[wasm_bindgen(method)]
    fn head(this: &LiveCall) -> String;
    #[wasm_bindgen(method, setter)]
    fn set_transfer(this: &LiveCall, transfer: &AbortController);
    #[wasm_bindgen(method, setter, js_name = isWritten)]
    fn set_is_written(this: &LiveCall, is_written: bool);
    #[wasm_bindgen(method)]
    fn keep(this: &LiveCall, thrown: &JsValue);
    #[wasm_bindgen(method)]
    fn look(this: &LiveCall) -> Option<String>;
    #[wasm_bindgen(method)]
    fn hide(this: &LiveCall);
    #[wasm_bindgen(method)]
    fn allows(this: &LiveCall, error: &str, attempt: u32) -> u32;
    #[wasm_bindgen(method)]
    fn report(this: &LiveCall, attempt: &str);

    #[wasm_bindgen(js_name = callTicket)]
    fn call_ticket(ticket: Ticket);
    /// The ledger of a number's writes, kept outside of the instance.
    #[wasm_bindgen(js_name = keptBudget)]
    pub fn kept_budget(number: &str) -> String;
    #[wasm_bindgen(js_name = keepBudget)]
    fn keep_budget(number: &str, budget: &str);
}

#[wasm_bindgen]
extern "C" {
    /// Doesn't go back when the host's clock is set.
    #[wasm_bindgen(js_namespace = performance)]
    pub fn now() -> f64;
}

/// The host's platform for one call.
pub struct Browser<'l> {
    live: &'l LiveCall,
}

impl<'l> Browser<'l> {
    /// Starts the call's clock.
    pub fn start(live: &'l LiveCall, timeout: f64) -> Self {
        live.start(timeout);
        Self { live }
    }

    /// Begins a step.
    fn begin(&self, step: &Step<'_>) -> Result<Promise, JsValue> {
        let live = &self.live;
        Ok(match step {
            Step::Queue(ticket) => live.queue(*ticket),
            Step::AskKey => live.ask_key()?,
            Step::Send(request, options, limit) => {
                live.read(&self.fetch(request, options)?, *limit)
            }
            Step::Sleep(ms) => live.sleep(*ms),
        })
    }

    fn fetch(&self, request: &Request<'_>, options: &CallOptions<'_>) -> Result<JsValue, JsValue> {
        let init: RequestInit = JSON::parse(&fetch_init(request, options))?.unchecked_into();
        let transfer = AbortController::new()?;
        init.set_signal(Some(&transfer.signal()));
        self.live.set_transfer(&transfer);
        if request.body.is_some() {
            self.live.set_is_written(true);
        }
        let fetch = self.live.fetch_function()?;
        // Unbound, as callers expect of `fetch`.
        fetch.call2(&JsValue::UNDEFINED, &JsValue::from_str(&request.url), &init)
    }
}

impl Platform for Browser<'_> {
    fn stop(&self) -> Option<Stop> {
        match self.live.stop() {
            0 => None,
            1 => Some(Stop::Aborted),
            _ => Some(Stop::Deadline),
        }
    }

    async fn perform(&self, step: Step<'_>) -> Event {
        let settled = match self.begin(&step) {
            Ok(promise) => JsFuture::from(promise).await,
            Err(thrown) => Err(thrown),
        };
        if let Some(stop) = self.stop() {
            return Event::Stopped(stop);
        }
        match settled {
            Ok(value) => {
                let text = value.as_string().unwrap_or_default();
                match step {
                    Step::Queue(_) | Step::Sleep(_) => Event::Waited,
                    Step::AskKey => Event::Key(text),
                    Step::Send(..) => Event::Answer(text),
                }
            }
            Err(thrown) => {
                self.live.keep(&thrown);
                Event::Thrown
            }
        }
    }

    fn head(&self) -> String {
        self.live.head()
    }

    fn call(&self, ticket: Ticket) {
        call_ticket(ticket);
    }

    fn now(&self) -> f64 {
        now()
    }

    fn random(&self) -> f64 {
        js_sys::Math::random()
    }

    fn allows_retry(&self, error: &str, attempt: u32) -> Option<bool> {
        match self.live.allows(error, attempt) {
            0 => Some(false),
            1 => Some(true),
            _ => None,
        }
    }

    fn thrown_text(&self) -> Option<String> {
        self.live.look()
    }

    fn hide_thrown(&self) {
        self.live.hide();
    }

    fn report(&self, attempt: &str) {
        self.live.report(attempt);
    }

    fn budget(&self, number: &str) -> String {
        kept_budget(number)
    }

    fn keep_budget(&self, number: &str, budget: &str) {
        keep_budget(number, budget);
    }
}

/// `fetch`'s second argument, but for the signal, as JSON.
fn fetch_init(request: &Request<'_>, options: &CallOptions<'_>) -> String {
    Json::object(|init| {
        request.write(init, false);
        init.text("redirect", "manual");
        if options.is_browser {
            init.text("cache", "no-store");
            init.text("credentials", options.credentials);
            init.text("referrerPolicy", "no-referrer");
        }
        if options.keepalive {
            init.flag("keepalive", true);
        }
    })
}
