//! [`Driver`]: carries out the actions of a call's [`Machine`], and passes the events back to it.

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
use super::options::{ApiKey, AttemptEvent, ClientOptions};
use super::per_number::{QueueEntry, has_queue, store_budget, stored_budget};
use super::thrown::texts_of;
use super::transfer::Transfer;
use super::wait::{AbortListener, TaskWaker, Timer};
use crate::api::Operation;
use crate::call::{Action, Machine, Moment, Verdict, read_call, read_event, read_moment};
use crate::time::Millis;
use crate::wasm::bindings::now;
use crate::wire::{Encoder, Value};

/// Encodes the params, the options and the environment of a call, which are the same in all its
/// messages.
pub(super) fn request(operation: Operation, params: &[u8], options: &ClientOptions) -> Vec<u8> {
    let mut message = Encoder::new();
    message
        .encoded(params)
        .encoded(&options.encode(operation))
        .encoded(&environment());
    message.finish()
}

/// The members of an action, as [`Action`] documents them.
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

/// One call. Dropping it aborts the request, leaves the queue, and removes the timers and the
/// listener.
pub(super) struct Driver<'c> {
    options: &'c ClientOptions,
    operation: Operation,
    /// The params, the options and the environment in the wire format.
    request: Vec<u8>,
    started_at: Millis,
    /// The phone number that the call is about; empty where all contact cards are read.
    number: &'c str,
    machine: Machine,
    buffer: Vec<u8>,
    fetch: Function,
    waker: Rc<TaskWaker>,
    deadline: Option<Timer>,
    queue_entry: Option<QueueEntry>,
    _listener: Option<AbortListener>,
    /// The key that the key function has returned, in the wire format.
    key: Vec<u8>,
    /// The head of the response in the wire format; absent before it has arrived.
    head: Vec<u8>,
    /// The value that `fetch` or a function of the caller has thrown; `None` where it contains a
    /// secret.
    thrown: Option<JsValue>,
}

impl<'c> Driver<'c> {
    /// Makes a call, whose timeout starts now.
    pub(super) fn new(
        operation: Operation,
        params: &[u8],
        number: &'c str,
        options: &'c ClientOptions,
    ) -> Self {
        let waker = Rc::default();
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
            _listener: signal.map(|signal| AbortListener::add(signal, &waker)),
            waker,
            deadline: None,
            queue_entry: None,
            key: absent(),
            head: absent(),
            thrown: None,
        }
    }

    /// Runs the call to its end. Returns the value that the core has written.
    pub(super) async fn run(mut self) -> Result<JsValue, Error> {
        let is_aborted = self.stopped() == Some("aborted");
        let mut event = Encoder::new();
        event
            .text("started")
            .boolean(is_aborted)
            .boolean(has_queue(self.number));
        let mut verdict = None;
        loop {
            let (action, object) = self.handle(&event, verdict.take());
            let mut members: Members = serde_wasm_bindgen::from_value(object.clone())?;
            self.apply(&mut members);
            event = match action {
                Action::AskRetry => {
                    verdict = Some(self.call_should_retry(members));
                    continue;
                }
                Action::Done => {
                    return match members.error {
                        Some(error) => Err(self.with_cause(error)),
                        None => Ok(get(&object, "value")),
                    };
                }
                action => match self.perform(action, object.unchecked_ref(), &members).await {
                    Ok(event) => event,
                    Err(thrown) => {
                        let texts = texts_of(&thrown);
                        self.thrown = Some(thrown);
                        self.event("thrown", &texts)
                    }
                },
            };
            if let Some(stop) = self.stopped() {
                event = self.event(stop, &absent());
            }
        }
    }

    /// Passes an event to the core. Returns the next action and its members.
    fn handle(&mut self, event: &Encoder, verdict: Option<Verdict>) -> (Action, JsValue) {
        let mut message = Encoder::new();
        message
            .encoded(&self.request)
            .encoded(&self.key)
            .text(&stored_budget(self.number))
            .absent()
            .encoded(&event.clone().finish());
        let (now, random) = (Millis::from_f64(now()), js_sys::Math::random());
        let (operation, started_at) = (self.operation, self.started_at);
        let before = self.machine;
        let ((action, machine), object) = respond(&message.finish(), &mut self.buffer, |wire| {
            let (mut machine, mut action) = (before, Action::Done);
            let mut cursor = Value::FIRST;
            let call = read_call(wire, &mut cursor, operation, started_at);
            let moment = Moment {
                verdict,
                ..read_moment(wire, &mut cursor, now, random)
            };
            if let Some(event) = read_event(wire, &mut cursor) {
                action = machine.handle(wire, &call, moment, event);
            }
            (action, machine)
        });
        self.machine = machine;
        (action, object)
    }

    /// Encodes an event, with the head of the response and another value.
    fn event(&self, name: &str, detail: &[u8]) -> Encoder {
        let mut event = Encoder::new();
        event.text(name).encoded(&self.head).encoded(detail);
        event
    }

    /// Applies the members that every action may have.
    fn apply(&mut self, members: &mut Members) {
        if let Some(timeout) = members.timeout {
            let elapsed = Millis::from_f64(now()).since(self.started_at);
            let remaining = Millis(timeout.into()).since(elapsed);
            self.deadline = Some(Timer::start(remaining, &self.waker));
            if members.is_write {
                self.queue_entry = Some(QueueEntry::join(self.number, &self.waker));
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

    /// Performs an action and returns the event that follows. Fails with the value that `fetch` or
    /// the key function throws.
    async fn perform(
        &mut self,
        action: Action,
        object: &ActionObject,
        members: &Members,
    ) -> Result<Encoder, JsValue> {
        self.head = absent();
        match action {
            Action::WaitInQueue => {
                if let Some(entry) = &self.queue_entry {
                    self.until(|| entry.is_first()).await;
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
                    let timer = Timer::start(Millis(members.ms.into()), &self.waker);
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

    /// The name of the event that ends the call, where the signal is aborted or the deadline has
    /// passed.
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

    /// Waits for a future; `None` where the call has to stop before.
    async fn unless_stopped<T>(&self, future: impl Future<Output = T>) -> Option<T> {
        let mut future = pin!(future);
        poll_fn(|context| {
            if self.stopped().is_some() {
                return Poll::Ready(None);
            }
            self.waker.register(context);
            future.as_mut().poll(context).map(Some)
        })
        .await
    }

    /// Waits until a condition is true, or the call has to stop. The condition is checked when the
    /// task is woken.
    async fn until(&self, is_over: impl Fn() -> bool) {
        let future = poll_fn(|_| {
            if is_over() {
                Poll::Ready(())
            } else {
                Poll::Pending
            }
        });
        self.unless_stopped(future).await;
    }

    /// Calls the caller's `should_retry`.
    fn call_should_retry(&mut self, members: Members) -> Verdict {
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

    /// Adds the cause to an error.
    fn with_cause(&self, mut error: Error) -> Error {
        error.cause = match (error.kind, &self.options.signal) {
            (ErrorKind::Aborted, Some(signal)) => Some(signal.reason()),
            _ => self.thrown.clone(),
        };
        error
    }
}
