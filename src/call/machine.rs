//! [`Machine`]: the state machine of a call.
//!
//! A call waits for earlier writes of the same phone number, calls the key function, and sends its
//! request: `start`, `get_key`, `use_key`, `send`. A response, a thrown error, an abort or the
//! deadline ends the attempt: `handle_response`, `handle_thrown`, `stop`. They all lead to
//! `end_attempt`, which updates the outcome and the write budget, and retries where
//! [`retry`](super::retry) allows it. One deadline covers the whole call.

use super::checks::{Check, write_issues, write_refusal};
use super::credentials::is_key;
use super::input::Call;
use super::options::OptionName;
use super::retry::{Attempt, wait_before_retry};
use super::write_budget::{BudgetReport, WriteBudget};
use crate::api::{Method, Next, Operation, Request, Response, next, write_ensured};
use crate::contact_card::Fields;
use crate::error::{Failure, Outcome};
use crate::phone_number::PHONE_NUMBER;
use crate::redact::{TextKind, mask, redact};
use crate::text::{Text, nth};
use crate::time::Millis;
use crate::wire::{Value, Wire};

/// What has happened since the last action.
#[derive(Clone, Copy, Debug)]
pub enum Event {
    /// The call was made.
    Started {
        /// Whether the caller's signal is aborted.
        is_aborted: bool,
        /// Whether another write of the same phone number is in flight or in the queue.
        must_wait: bool,
    },
    /// Every earlier write of the same phone number has ended.
    Dequeued,
    /// The caller's key function has returned [`Call::key`].
    Key,
    /// The wait is over.
    Slept,
    /// `fetch` has succeeded, and the response was read.
    Response(Response),
    /// `fetch`, reading the response, or the caller's key function has thrown.
    Thrown {
        /// All texts of the thrown value; absent where some of them couldn't be read.
        texts: Value,
        /// The head of the response; absent where it hasn't arrived.
        head: Value,
    },
    /// The caller's signal was aborted. The value is the head of the response; absent where it
    /// hasn't arrived.
    Aborted(Value),
    /// The deadline has passed. The value is the head of the response; absent where it hasn't
    /// arrived.
    TimedOut(Value),
}

/// The decision of the caller's `shouldRetry` about a failed attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The request may be sent again.
    Allowed,
    /// It may not be sent again.
    Vetoed,
    /// The function threw.
    Threw,
}

/// The inputs that come with every event.
#[derive(Clone, Copy, Debug)]
pub struct Moment {
    /// The time, on a monotonic clock.
    pub now: Millis,
    /// A random number from 0 to 1.
    pub random: f64,
    /// The stored write budget of the phone number; absent at first.
    pub write_budget: Value,
    /// The decision of the caller's `shouldRetry`, where the same event has led to
    /// [`Action::AskRetry`] before.
    pub verdict: Option<Verdict>,
}

/// What the driver has to do next.
///
/// The machine writes what the driver needs as members of an object, which the driver has opened.
/// Each action has the members that are named below, and these may be added:
///
/// * `timeout` (milliseconds until the deadline) and `isWrite` (`true` for a write), when a valid
///   call has started;
/// * `budget` (a string): the write budget of the phone number, to be stored;
/// * `report` (an object): the attempt that has ended, for `onAttempt`;
/// * `hide` (`true`): the thrown value contains a secret, and must not be the `cause` of an error.
#[must_use]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Action {
    /// Wait until every earlier write of the same phone number has ended. Then:
    /// [`Event::Dequeued`].
    WaitInQueue,
    /// Call the caller's key function. Then: [`Event::Key`] or [`Event::Thrown`].
    AskKey,
    /// Send a request and read the response. Members: `url`, `init` (an object for `fetch`),
    /// `limit` (the longest body, in bytes). Then: [`Event::Response`] or [`Event::Thrown`].
    Send,
    /// Wait. Member: `ms` (milliseconds, which may be 0). Then: [`Event::Slept`].
    Sleep,
    /// Call the caller's `shouldRetry`. Members: `error`, and `attempt` (the number of the failed
    /// attempt). Then: the same event again, with the verdict.
    AskRetry,
    /// End the call. Member: `value` or `error`.
    Done,
}

impl Action {
    /// The action's name in messages to the package's JavaScript.
    #[must_use]
    pub fn name(self) -> Text<'static> {
        let names = b"waitInQueue\0askKey\0send\0sleep\0askRetry\0done\0";
        nth(names, self as usize)
    }
}

/// The state of a call: plain data, which the driver stores between two events.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Machine {
    /// The time at which the attempt began.
    attempt_started_at: Millis,
    /// The number of the attempt for its request, from 1; 0 before the first one.
    attempt: u32,
    /// The method of the request.
    method: Method,
    /// The fields of the params that the request has.
    fields: Fields,
    /// Whether the attempt has begun and not ended.
    is_in_flight: bool,
    /// The outcome so far. A read counts only where the call itself is a read.
    outcome: Outcome,
    /// The outcome before this attempt.
    earlier_outcome: Outcome,
}

impl Machine {
    /// The state of a call that hasn't started.
    #[must_use]
    pub const fn new(operation: Operation) -> Self {
        Self {
            attempt_started_at: Millis(0),
            attempt: 0,
            method: operation.first_method(),
            fields: Fields::ALL,
            is_in_flight: false,
            outcome: Outcome::NotSent,
            earlier_outcome: Outcome::NotSent,
        }
    }

    /// Handles an event: reads the wire's input, writes the members of the next action, and returns
    /// that action.
    pub fn handle(
        &mut self,
        wire: &mut Wire<'_, '_>,
        call: &Call,
        moment: Moment,
        event: Event,
    ) -> Action {
        let request = call.request(wire, self.method, self.fields);
        let deadline = call.started_at.after(call.options.timeout(wire));
        let mut handler = Handler {
            machine: self,
            wire,
            call,
            request,
            moment,
            deadline,
        };
        match event {
            Event::Started {
                is_aborted,
                must_wait,
            } => handler.start(is_aborted, must_wait),
            Event::Dequeued => handler.get_key(),
            Event::Key => handler.use_key(),
            Event::Slept => handler.send(),
            Event::Response(response) => handler.handle_response(&response),
            Event::Thrown { texts, head } => handler.handle_thrown(texts, head),
            Event::Aborted(head) => handler.stop(Failure::Aborted, head),
            Event::TimedOut(head) => handler.stop(Failure::TimedOut, head),
        }
    }
}

/// Handles one event.
struct Handler<'s, 'i, 'o> {
    machine: &'s mut Machine,
    wire: &'s mut Wire<'i, 'o>,
    call: &'s Call,
    request: Request<'i>,
    moment: Moment,
    deadline: Millis,
}

impl Handler<'_, '_, '_> {
    fn start(&mut self, is_aborted: bool, must_wait: bool) -> Action {
        if write_refusal(self.wire, self.call) {
            return Action::Done;
        }
        if is_aborted {
            return self.fail(Failure::Aborted, &Response::default());
        }
        let timeout = self.call.options.timeout(self.wire);
        self.wire.number_member(b"timeout", timeout.0);
        if self.call.operation.is_write() {
            self.wire.boolean_member(b"isWrite", true);
            if must_wait {
                return Action::WaitInQueue;
            }
        }
        self.get_key()
    }

    fn get_key(&mut self) -> Action {
        let key = self.call.options.key();
        if key != Value::ABSENT && !self.wire.is_text(key) {
            return Action::AskKey;
        }
        self.send()
    }

    fn use_key(&mut self) -> Action {
        if is_key(self.wire.text(self.call.key)) {
            return self.send();
        }
        write_issues(self.wire, Check::Key);
        Action::Done
    }

    /// Sends the request, unless the deadline has passed. A busy host may not have reported that in
    /// time.
    fn send(&mut self) -> Action {
        if self.moment.now >= self.deadline {
            return self.fail(Failure::TimedOut, &Response::default());
        }
        let is_write = self.machine.method.is_write();
        self.machine.attempt = self.machine.attempt.wrapping_add(1);
        self.machine.is_in_flight = true;
        self.machine.attempt_started_at = self.moment.now;
        self.machine.earlier_outcome = self.machine.outcome;
        // The read of `ensure` changes nothing, so it has no outcome.
        if is_write || self.call.operation != Operation::Ensure {
            self.machine.outcome = Outcome::Unknown;
        }
        if is_write {
            let mut budget = self.stored_budget();
            budget.begin(self.deadline);
            self.write_budget_to_store(&budget);
        }
        self.request.write_url(self.wire);
        self.wire.open(b"init", b'{');
        self.request.write(self.wire, false);
        let environment = self.call.environment;
        self.call
            .options
            .write_fetch_options(self.wire, environment);
        self.wire.byte(b'}');
        let limit = self.machine.method.longest_body();
        self.wire.number_member(b"limit", limit);
        Action::Send
    }

    /// Ends the attempt with a response, whose body may be absent. Without a body, an error status
    /// is still [`Failure::Api`], and a success is [`Failure::BrokeOff`].
    fn handle_response(&mut self, response: &Response) -> Action {
        let failure = response.check(self.wire, &self.request);
        self.end_attempt(failure, response)
    }

    /// Ends the attempt with an error that `fetch`, or reading the response, has thrown. Before the
    /// first attempt, it was the key function that threw, which ends the call.
    fn handle_thrown(&mut self, texts: Value, head: Value) -> Action {
        let response = without_body(head);
        if self.machine.attempt == 0 {
            return self.fail(Failure::CallerThrew, &response);
        }
        // Hosts put URLs and header values into their error messages.
        let (text, secrets) = (self.wire.text(texts), &self.request.secrets);
        let mut discarding = self.wire.discarding();
        let is_secret = !self.wire.is_text(texts)
            || redact(&mut discarding, text, secrets, TextKind::Identifier);
        // With a verdict, the event was handled before, and the error is hidden already.
        if is_secret && self.moment.verdict.is_none() {
            self.wire.boolean_member(b"hide", true);
        }
        if !self.wire.is_absent(head) {
            // A body that ends early doesn't hide the status.
            return self.handle_response(&response);
        }
        self.end_attempt(Some(Failure::NoResponse), &response)
    }

    /// Ends the call, with the attempt that may be in flight, as the caller has aborted or the
    /// deadline has passed.
    fn stop(&mut self, failure: Failure, head: Value) -> Action {
        let response = without_body(head);
        if !self.machine.is_in_flight {
            return self.fail(failure, &response);
        }
        if failure == Failure::TimedOut && response.status(self.wire) >= 300 {
            // A body that stalls doesn't hide an error status or a redirect.
            return self.handle_response(&response);
        }
        self.end_attempt(Some(failure), &response)
    }

    /// Ends the attempt: updates the outcome and the write budget, then retries, sends the next
    /// request of `ensure`, or ends the call.
    fn end_attempt(&mut self, failure: Option<Failure>, response: &Response) -> Action {
        self.update_outcome(failure, response);
        self.update_write_budget(failure, response);
        let mut failure = failure;
        let mut wait = failure.and_then(|failure| self.wait_before_retry(failure, response));
        match self.moment.verdict {
            // The caller decides about the retry. The same event is handled again, with the
            // verdict.
            None if wait.is_some()
                && self.call.options.is_on(self.wire, OptionName::ShouldRetry) =>
            {
                self.write_error(failure, response);
                let attempt = self.machine.attempt.into();
                self.wire.number_member(b"attempt", attempt);
                return Action::AskRetry;
            }
            // A retry that the caller has allowed may be too late by now: `wait` was computed
            // again.
            None | Some(Verdict::Allowed) => {}
            Some(Verdict::Vetoed) => wait = None,
            Some(Verdict::Threw) => {
                failure = Some(Failure::CallerThrew);
                wait = None;
            }
        }
        self.machine.is_in_flight = false;
        if self.call.options.is_on(self.wire, OptionName::OnAttempt) {
            self.write_report(response, wait);
        }
        if let Some(wait) = wait {
            return self.sleep(wait);
        }
        let mut ensured = None;
        if self.call.operation == Operation::Ensure {
            let (method, params) = (self.machine.method, self.call.params);
            let replaces_image = self.call.options.is_on(self.wire, OptionName::ReplaceImage);
            match next(self.wire, method, params, replaces_image, failure, response) {
                Next::Send(method, fields) => {
                    self.machine.method = method;
                    self.machine.fields = fields;
                    self.machine.attempt = 0;
                    // The request is sent after a sleep of 0 ms, as the caller may abort when
                    // `onAttempt` is called.
                    return self.sleep(Millis(0));
                }
                Next::Done(action) => ensured = Some(action),
            }
        }
        if failure.is_some() {
            self.write_error(failure, response);
            return Action::Done;
        }
        self.wire.name(b"value");
        match ensured {
            None => response.write_cards(self.wire, self.machine.method),
            Some(action) => write_ensured(self.wire, self.machine.method, response, action),
        }
        Action::Done
    }

    fn sleep(&mut self, wait: Millis) -> Action {
        self.wire.number_member(b"ms", wait.0);
        Action::Sleep
    }

    /// Updates the outcome after an attempt; it is unknown while an attempt is in flight. An error
    /// status below 500 means that the write was refused. After a 5xx it may have been saved,
    /// unless a gateway reports that it forwarded nothing. Where the outcome of an earlier attempt
    /// is unknown, that of the call stays unknown.
    fn update_outcome(&mut self, failure: Option<Failure>, response: &Response) {
        let is_refusal = failure == Some(Failure::Api)
            && (response.status(self.wire) < 500 || response.is_refusal(self.wire));
        if is_refusal
            && self.machine.outcome == Outcome::Unknown
            && self.machine.earlier_outcome != Outcome::Unknown
        {
            self.machine.outcome = Outcome::Refused;
        }
    }

    /// Updates the write budget after an attempt, also with what the server reports: a gateway with
    /// a header, Linq with a 429.
    fn update_write_budget(&mut self, failure: Option<Failure>, response: &Response) {
        let is_write = self.machine.method.is_write();
        let header = response.header(self.wire, b"writeBudget");
        let mut report = BudgetReport::parse(self.wire.text(header));
        let is_limited = failure == Some(Failure::Api) && response.status(self.wire) == 429;
        if report.seconds < 0 && is_write && is_limited {
            report = BudgetReport::used_up(response.retry_after(self.wire));
        }
        let has_number = self.request.secrets.phone_number != Value::ABSENT;
        if has_number && (is_write || report.seconds >= 0) {
            let mut budget = self.stored_budget();
            if is_write {
                budget.end(self.moment.now, self.deadline);
            }
            budget.learn(self.moment.now, report);
            self.write_budget_to_store(&budget);
        }
    }

    /// The stored write budget.
    fn stored_budget(&self) -> WriteBudget {
        WriteBudget::parse(self.wire.text(self.moment.write_budget), self.moment.now)
    }

    /// Writes a write budget, for the driver to store.
    fn write_budget_to_store(&mut self, budget: &WriteBudget) {
        self.wire.open_text(b"budget");
        budget.write(self.wire);
        self.wire.close_string();
    }

    /// The wait before the next attempt; `None` where there must be none, or where it would begin
    /// after the deadline.
    fn wait_before_retry(&self, failure: Failure, response: &Response) -> Option<Millis> {
        let attempt = Attempt {
            is_write: self.machine.method.is_write(),
            number: self.machine.attempt,
            failure,
            response: *response,
        };
        let max_retries = self.call.options.max_retries(self.wire);
        let max_retry_after = self.call.options.max_retry_after(self.wire);
        let random = self.moment.random;
        let wait = wait_before_retry(self.wire, &attempt, max_retries, max_retry_after, random)?;
        (self.moment.now.after(wait) < self.deadline).then_some(wait)
    }

    /// Writes the report about the attempt for `onAttempt`, with the phone number masked.
    fn write_report(&mut self, response: &Response, next_wait: Option<Millis>) {
        let wire = &mut *self.wire;
        wire.open(b"report", b'{');
        wire.member(b"method", self.machine.method.name());
        let number = self.request.secrets.phone_number;
        if number != Value::ABSENT {
            wire.open_text(PHONE_NUMBER);
            mask(wire, wire.text(number));
            wire.close_string();
        }
        wire.number_member(b"attempt", self.machine.attempt.into());
        wire.number_member(b"status", response.status(wire));
        let duration = self.moment.now.since(self.machine.attempt_started_at);
        wire.number_member(b"duration", duration.0);
        wire.number_member(b"nextWait", next_wait.map_or(-1, |wait| wait.0));
        wire.byte(b'}');
    }

    /// Ends the call with a failure, where no attempt is in flight.
    fn fail(&mut self, failure: Failure, response: &Response) -> Action {
        self.write_error(Some(failure), response);
        Action::Done
    }

    fn write_error(&mut self, failure: Option<Failure>, response: &Response) {
        if let Some(failure) = failure {
            let secrets = &self.request.secrets;
            response.write_error(self.wire, failure, self.machine.outcome, secrets);
        }
    }
}

/// A response whose body is absent; an absent response where its head is absent, too.
const fn without_body(head: Value) -> Response {
    Response {
        head,
        body: Value::ABSENT,
    }
}
