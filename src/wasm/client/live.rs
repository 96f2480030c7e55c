//! The driver: the core decides what is next, this does it and comes back with what has happened.

use alloc::rc::Rc;
use alloc::string::String;
use alloc::vec::Vec;
use core::future::poll_fn;
use core::pin::pin;
use core::task::Poll;

use js_sys::{Function, global};
use serde::Deserialize;
use wasm_bindgen::{JsCast, JsValue};

use super::encode::{absent, get};
use super::environment::environment;
use super::error::{Error, ErrorKind};
use super::fetch::ActionObject;
use super::json::respond;
use super::numbers::{Place, has_queue, store_budget, stored_budget};
use super::options::{ApiKey, AttemptEvent, ClientOptions};
use super::thrown::texts_of;
use super::transfer::Transfer;
use super::wait::{AbortListener, Bell, Timer};
use crate::api::Operation;
use crate::call::{Action, Machine, Moment, Verdict, read_call, read_event, read_moment};
use crate::time::Millis;
use crate::wasm::bindings::now;
use crate::wire::{Encoder, Value};

/// What a call was asked for: the part of its messages that stays the same, but for the operation.
pub fn request(operation: Operation, params: &[u8], options: &ClientOptions) -> Vec<u8> {
    let mut message = Encoder::new();
    message
        .encoded(params)
        .encoded(&options.encode(operation))
        .encoded(&environment());
    message.finish()
}

/// The members of an action: see [`Action`].
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Members {
    timeout: Option<u32>,
    #[serde(default)]
    is_write: bool,
    budget: Option<String>,
    report: Option<AttemptEvent>,
    #[serde(default)]
    hide: bool,
    #[serde(default)]
    limit: u32,
    #[serde(default)]
    ms: u32,
    #[serde(default)]
    attempt: u32,
    error: Option<Error>,
}

/// One call. Nothing of it outlives it: dropping it aborts the request, leaves the queue, and removes timers and listener.
pub struct Live<'c> {
    options: &'c ClientOptions,
    operation: Operation,
    /// The part of the messages that stays the same.
    request: Vec<u8>,
    started_at: Millis,
    /// The number that the call is about; empty where it is about all of them.
    number: &'c str,
    machine: Machine,
    buffer: Vec<u8>,
    fetch: Function,
    bell: Rc<Bell>,
    deadline: Option<Timer>,
    place: Option<Place>,
    _listener: Option<AbortListener>,
    /// What the key function returned, in the wire format.
    key: Vec<u8>,
    /// The report of the response's head in the wire format, once that has arrived.
    head: Vec<u8>,
    /// What `fetch` or a function of the caller threw, as far as it may be seen.
    thrown: Option<JsValue>,
}

impl<'c> Live<'c> {
    /// Begins a call: its time runs from here.
    pub fn new(
        operation: Operation,
        params: &[u8],
        number: &'c str,
        options: &'c ClientOptions,
    ) -> Self {
        let bell = Rc::default();
        let signal = options.signal.as_ref();
        Self {
            options,
            operation,
            request: request(operation, params, options),
            started_at: Millis::from_f64(now()),
            number,
            machine: Machine::new(operation),
            buffer: Vec::new(),
            fetch: match &options.fetch {
                Some(fetch) => fetch.clone(),
                None => get(&global(), "fetch").unchecked_into(),
            },
            _listener: signal.map(|signal| AbortListener::add(signal, &bell)),
            bell,
            deadline: None,
            place: None,
            key: absent(),
            head: absent(),
            thrown: None,
        }
    }

    /// Carries the call out. Returns the value that the core has written.
    pub async fn run(mut self) -> Result<JsValue, Error> {
        let is_aborted = self.stopped() == Some("aborted");
        let mut happened = Encoder::new();
        happened
            .text("started")
            .boolean(is_aborted)
            .boolean(has_queue(self.number));
        let mut verdict = None;
        loop {
            let (action, object) = self.step(&happened, verdict.take());
            let mut members: Members = serde_wasm_bindgen::from_value(object.clone())?;
            self.follow(&mut members);
            happened = match action {
                Action::AskRetry => {
                    verdict = Some(self.ask_retry(members));
                    continue;
                }
                Action::Done => {
                    return match members.error {
                        Some(error) => Err(self.with_cause(error)),
                        None => Ok(get(&object, "value")),
                    };
                }
                action => match self.perform(action, object.unchecked_ref(), &members).await {
                    Ok(happened) => happened,
                    Err(thrown) => {
                        let texts = texts_of(&thrown);
                        self.thrown = Some(thrown);
                        self.event("thrown", &texts)
                    }
                },
            };
            if let Some(stop) = self.stopped() {
                happened = self.event(stop, &absent());
            }
        }
    }

    /// Hands what has happened to the core, again with a longer buffer until there is room for what it writes.
    fn step(&mut self, happened: &Encoder, verdict: Option<Verdict>) -> (Action, JsValue) {
        let mut message = Encoder::new();
        message
            .encoded(&self.request)
            .encoded(&self.key)
            .text(&stored_budget(self.number))
            .absent()
            .encoded(&happened.clone().finish());
        let (now, random) = (Millis::from_f64(now()), js_sys::Math::random());
        let (operation, started_at) = (self.operation, self.started_at);
        let before = self.machine;
        let ((action, machine), object) = respond(&message.finish(), &mut self.buffer, |wire| {
            let (mut machine, mut action) = (before, Action::Done);
            let mut place = Value::FIRST;
            let call = read_call(wire, &mut place, operation, started_at);
            let moment = Moment {
                verdict,
                ..read_moment(wire, &mut place, now, random)
            };
            if let Some(event) = read_event(wire, &mut place) {
                action = machine.handle(wire, &call, moment, event);
            }
            (action, machine)
        });
        self.machine = machine;
        (action, object)
    }

    /// An event, with the head of the response and what else belongs to it.
    fn event(&self, name: &str, detail: &[u8]) -> Encoder {
        let mut event = Encoder::new();
        event.text(name).encoded(&self.head).encoded(detail);
        event
    }

    /// Does what belongs to every action.
    fn follow(&mut self, members: &mut Members) {
        if let Some(timeout) = members.timeout {
            let passed = Millis::from_f64(now()).since(self.started_at);
            let left = Millis(timeout.into()).since(passed);
            self.deadline = Some(Timer::start(left, &self.bell));
            if members.is_write {
                self.place = Some(Place::join(self.number, &self.bell));
            }
        }
        if let Some(budget) = members.budget.take() {
            store_budget(self.number, budget);
        }
        if members.hide {
            self.thrown = None;
        }
        if let (Some(report), Some(on_attempt)) = (&members.report, &self.options.on_attempt) {
            on_attempt(report);
        }
    }

    /// Does what is next. Fails with what is thrown.
    async fn perform(
        &mut self,
        action: Action,
        object: &ActionObject,
        members: &Members,
    ) -> Result<Encoder, JsValue> {
        self.head = absent();
        match action {
            Action::WaitInQueue => {
                if let Some(place) = &self.place {
                    self.until(|| place.is_first()).await;
                }
                Ok(self.event("dequeued", &absent()))
            }
            Action::AskKey => {
                if let Some(ApiKey::Function(function)) = &self.options.api_key {
                    let key = self.unless_stopped(function()).await.transpose()?;
                    let mut out = Encoder::new();
                    out.optional_text(key.as_deref());
                    self.key = out.finish();
                }
                Ok(self.event("key", &absent()))
            }
            Action::Sleep => {
                if members.ms > 0 {
                    let timer = Timer::start(Millis(members.ms.into()), &self.bell);
                    self.until(|| timer.is_over()).await;
                }
                Ok(self.event("slept", &absent()))
            }
            _ => {
                self.thrown = None;
                let mut transfer = Transfer::start(object, &self.fetch);
                let read = self.unless_stopped(transfer.read(members.limit)).await;
                self.head = transfer.head();
                let body = read.transpose()?.unwrap_or_else(absent);
                Ok(self.event("response", &body))
            }
        }
    }

    /// Why the call has to stop: the event's name.
    fn stopped(&self) -> Option<&'static str> {
        if self
            .options
            .signal
            .as_ref()
            .is_some_and(|signal| signal.aborted())
        {
            return Some("aborted");
        }
        let is_over = self.deadline.as_ref().is_some_and(Timer::is_over);
        is_over.then_some("timedOut")
    }

    /// Waits for `work`; nothing where the call has to stop before.
    async fn unless_stopped<T>(&self, work: impl Future<Output = T>) -> Option<T> {
        let mut work = pin!(work);
        poll_fn(|context| {
            if self.stopped().is_some() {
                return Poll::Ready(None);
            }
            self.bell.listen(context);
            work.as_mut().poll(context).map(Some)
        })
        .await
    }

    /// Waits until the bell has rung for this, or the call has to stop.
    async fn until(&self, is_over: impl Fn() -> bool) {
        let work = poll_fn(|_| {
            if is_over() {
                Poll::Ready(())
            } else {
                Poll::Pending
            }
        });
        self.unless_stopped(work).await;
    }

    /// Asks the caller whether a failure may be tried again.
    fn ask_retry(&mut self, members: Members) -> Verdict {
        let (Some(should_retry), Some(error)) = (&self.options.should_retry, members.error) else {
            return Verdict::Allowed;
        };
        match should_retry(&self.with_cause(error), members.attempt) {
            Ok(true) => Verdict::Allowed,
            Ok(false) => Verdict::Vetoed,
            Err(thrown) => {
                self.thrown = Some(thrown);
                Verdict::Threw
            }
        }
    }

    /// The error with what led to it.
    fn with_cause(&self, mut error: Error) -> Error {
        error.cause = match (error.kind, &self.options.signal) {
            (ErrorKind::Aborted, Some(signal)) => Some(signal.reason()),
            _ => self.thrown.clone(),
        };
        error
    }
}
