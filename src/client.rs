//! One call, from the caller's input to the answer: [`Call`] holds what was checked, [`Call::run`] carries it out on a
//! [`Platform`], which is the browser in the package and a scripted one in the tests.
//!
//! It waits its turn, asks for the key, and tries; every wait ends at once when the caller aborts and when the call's
//! one deadline is over.

use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;
use core::cell::RefCell;
use core::fmt;
use core::future::Future;

use crate::api_key::{ApiKey, Host};
use crate::contact_card::{ContactCardUpdate, Needs};
use crate::endpoint::{Cards, Operation};
use crate::ensure::{Ensure, Next};
use crate::error::{Error, Outcome};
use crate::http::{Body, Head, Request, Response};
use crate::json::Json;
use crate::options::{CallOptions, KeySource};
use crate::phone_number::{PHONE_NUMBER, PhoneNumber};
use crate::redaction::{REDACTED, mask_numbers};
use crate::retry::{Decision, RetryPolicy};
use crate::turns::{Ticket, Turns};
use crate::validation::{Issue, IssueCode, note_unknown};
use crate::value::Value;
use crate::write_budget::{Word, WriteBudget};

/// Why a wait ended before its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// The caller's signal was aborted.
    Aborted,
    /// The call's time is over.
    Deadline,
}

/// What the platform does next.
pub enum Step<'s> {
    /// Wait until this ticket is called.
    Queue(Ticket),
    /// Call the caller's key function.
    AskKey,
    /// Send a request, and read a response whose body may have so many bytes.
    Send(Request<'s>, &'s CallOptions<'s>, u32),
    /// Wait for so many milliseconds.
    Sleep(f64),
}

/// What came of a step. Texts are packed values.
pub enum Event {
    /// The ticket was called, or the time is over.
    Waited,
    /// The caller's key function gave this.
    Key(String),
    /// The response has been read: a list of its [`Head`] and its [`Body`].
    Answer(String),
    /// The host, or a function of the caller, threw. The platform keeps what.
    Thrown,
    /// The step was broken off.
    Stopped(Stop),
}

/// What one call needs from outside. Dropping the platform cancels what is under way.
pub trait Platform {
    /// Whether the call has to stop: the caller aborted, or the call's time, which runs from the platform's creation, is
    /// over.
    fn stop(&self) -> Option<Stop>;
    /// Does what is next; the call's stop breaks it off at once.
    fn perform(&self, step: Step<'_>) -> impl Future<Output = Event>;
    /// The [`Head`] of the response that was under way last, packed; empty where it hadn't arrived.
    fn head(&self) -> String;
    /// Calls a ticket, of this or another call.
    fn call(&self, ticket: Ticket);
    /// Milliseconds of a clock that never goes back.
    fn now(&self) -> f64;
    /// At random, from 0 to 1.
    fn random(&self) -> f64;
    /// Asks the caller whether a failure, here as JSON, may be tried again. `None`: the caller's function threw.
    fn allows_retry(&self, error: &str, attempt: u32) -> Option<bool>;
    /// All texts of what was thrown last; `None` where not all of it can be looked at.
    fn thrown_text(&self) -> Option<String>;
    /// Puts something harmless into the place of what was thrown last, before a caller sees it.
    fn hide_thrown(&self);
    /// Tells the caller about an attempt that has ended, here as JSON.
    fn report(&self, attempt: &str);
    /// What is known of a number's writes, as it was kept; empty at first.
    fn budget(&self, number: &str) -> String;
    /// Keeps what is known of a number's writes.
    fn keep_budget(&self, number: &str, budget: &str);
}

/// What a call is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// To change a card.
    Update,
    /// To change a card as the vendor's SDK does, which sends an update of nothing too.
    VendorUpdate,
    /// To make the first card of a number.
    Create,
    /// To make a card say something, whether it exists or not.
    Ensure,
    /// To read cards.
    Retrieve,
}

impl Purpose {
    /// Takes a purpose by its name in the package's JavaScript.
    #[must_use]
    pub fn parse(name: Option<&str>) -> Self {
        match name {
            Some("update") => Self::Update,
            Some("update as vendor") => Self::VendorUpdate,
            Some("create") => Self::Create,
            Some("ensure") => Self::Ensure,
            _ => Self::Retrieve,
        }
    }
}

/// A checked call: everything that can be decided before the network is decided.
#[derive(Clone)]
pub struct Call<'a> {
    /// What is done first.
    operation: Operation<'a>,
    ensure: Option<Ensure<'a>>,
    options: CallOptions<'a>,
}

/// The operation alone: the options may hold a key.
impl fmt::Debug for Call<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.operation.fmt(formatter)
    }
}

impl<'a> Call<'a> {
    /// Checks a caller's input and options.
    ///
    /// # Errors
    /// [`Error::Validation`] with every issue of both, then [`Error::UnsafeKey`].
    pub fn parse(
        purpose: Purpose,
        input: Value<'a>,
        options: Value<'a>,
        host: &Host<'_>,
    ) -> Result<Self, Error<'a>> {
        let mut option_issues = Vec::new();
        let options = CallOptions::parse(options, purpose, host, &mut option_issues);
        let needs = match purpose {
            Purpose::VendorUpdate => Needs::Nothing,
            Purpose::Create | Purpose::Ensure => Needs::FirstName,
            Purpose::Update | Purpose::Retrieve => Needs::AnyField,
        };
        let operation = if purpose == Purpose::Retrieve {
            parse_retrieval(input).map(Operation::Retrieve)
        } else {
            ContactCardUpdate::parse(input, needs, options.send_empty).map(|card| match needs {
                Needs::FirstName => Operation::Create(card),
                _ => Operation::Update(card),
            })
        };
        let mut operation = match operation {
            Ok(operation) if option_issues.is_empty() => operation,
            Ok(_) => return Err(Error::Validation(option_issues)),
            Err(mut issues) => {
                issues.append(&mut option_issues);
                return Err(Error::Validation(issues));
            }
        };
        options.check_key(host)?;
        let mut ensure = None;
        if let (Purpose::Ensure, Operation::Create(card)) = (purpose, operation) {
            let replace_image = options.replace_image;
            let plan = Ensure {
                card,
                replace_image,
            };
            operation = plan.first();
            ensure = Some(plan);
        }
        Ok(Self {
            operation,
            ensure,
            options,
        })
    }

    /// Takes what the package's JavaScript asks for, as a list: purpose, input, options and report of the host.
    ///
    /// # Errors
    /// As for [`Call::parse`].
    pub fn ask(asked: Value<'a>) -> Result<Self, Error<'a>> {
        let mut parts = asked.items();
        let mut part = || parts.next().unwrap_or_default();
        let purpose = Purpose::parse(part().as_text());
        let (input, options) = (part(), part());
        Self::parse(purpose, input, options, &Host::parse(part()))
    }

    /// How the call is made.
    #[must_use]
    pub const fn options(&self) -> &CallOptions<'a> {
        &self.options
    }

    /// What would be sent, with something in the key's place.
    #[must_use]
    pub fn preview(&self) -> Request<'_> {
        let has_key = self.options.key != KeySource::None;
        self.operation
            .request(&self.options.endpoint, has_key.then_some(REDACTED))
    }

    /// Carries the call out, from waiting for its turn to the answer. Gives JSON for the caller.
    ///
    /// # Errors
    /// Every [`Error`] but [`Error::UnsafeKey`], as [`Error::to_json`] writes it; [`Error::Validation`] where the key
    /// function gave no key.
    pub async fn run<P: Platform>(
        &self,
        turns: &RefCell<Turns>,
        platform: &P,
    ) -> Result<String, String> {
        let mut flight = Flight {
            call: self,
            platform,
            turn: None,
            deadline: platform.now() + self.options.timeout,
            authorization: None,
            operation: self.operation,
            attempt: 0,
            started: 0.0,
            is_under_way: false,
            fate: Outcome::NotSent,
            earlier_fate: Outcome::NotSent,
        };
        let mut progress = flight.begin(turns);
        loop {
            progress = match progress {
                Progress::Done(end) => return end,
                Progress::Next(step) => {
                    let event = platform.perform(step).await;
                    flight.advance(event)
                }
            }
        }
    }
}

/// How a call goes on.
enum Progress<'s> {
    Next(Step<'s>),
    Done(Result<String, String>),
}

/// A place in the queue, which is given up when it is dropped.
struct Turn<'r, P: Platform> {
    turns: &'r RefCell<Turns>,
    ticket: Ticket,
    platform: &'r P,
}

impl<P: Platform> Drop for Turn<'_, P> {
    fn drop(&mut self) {
        let next = self.turns.borrow_mut().leave(self.ticket);
        if let Some(next) = next {
            self.platform.call(next);
        }
    }
}

/// A call on its way: every event leads to the next step, or to the end.
struct Flight<'r, P: Platform> {
    call: &'r Call<'r>,
    platform: &'r P,
    turn: Option<Turn<'r, P>>,
    /// On the platform's clock.
    deadline: f64,
    /// The header's value.
    authorization: Option<String>,
    operation: Operation<'r>,
    /// Of this operation, from 1; 0 before the first one.
    attempt: u32,
    /// When this attempt began, on the platform's clock.
    started: f64,
    /// Whether it has begun and not ended.
    is_under_way: bool,
    /// What became of the write so far; of the read, where that is all there is.
    fate: Outcome,
    /// The same, before this attempt.
    earlier_fate: Outcome,
}

impl<'r, P: Platform> Flight<'r, P> {
    fn begin(&mut self, turns: &'r RefCell<Turns>) -> Progress<'_> {
        if let Some(stop) = self.platform.stop() {
            return self.stopped(stop);
        }
        let is_write = self.call.ensure.is_some() || self.operation.is_write();
        if let Some(number) = self.operation.phone_number().filter(|_| is_write) {
            let (ticket, must_wait) = turns.borrow_mut().take(number.as_str());
            self.turn = Some(Turn {
                turns,
                ticket,
                platform: self.platform,
            });
            if must_wait {
                return Progress::Next(Step::Queue(ticket));
            }
        }
        self.find_key()
    }

    fn advance(&mut self, event: Event) -> Progress<'_> {
        match event {
            Event::Waited if self.attempt == 0 => self.find_key(),
            Event::Waited => self.send(),
            Event::Key(given) => match ApiKey::parse(Value::unpack(&given)) {
                Some(key) => {
                    self.authorization = Some(key.authorization());
                    self.send()
                }
                None => {
                    let issue = Issue::option("apiKey", ApiKey::RULE);
                    self.fail(&Error::Validation(vec![issue]))
                }
            },
            Event::Answer(answer) => {
                let mut parts = Value::unpack(&answer).items();
                let head = Head::parse(parts.next().unwrap_or_default());
                let body = Body::parse(parts.next().unwrap_or_default());
                self.respond(&Response { head, body })
            }
            Event::Thrown if self.attempt == 0 => self.fail(&Error::CallerThrew),
            Event::Thrown => {
                let text = self.platform.thrown_text();
                // Hosts put URLs and header values into their errors.
                if text.is_none_or(|text| self.request().reveals(&text)) {
                    self.platform.hide_thrown();
                }
                let head = self.platform.head();
                match Value::unpack(&head) {
                    Value::Absent => self.end_attempt(None, Err(Error::Connection)),
                    // A body that breaks off doesn't hide the status.
                    head => self.respond(&Response::without_body(head)),
                }
            }
            Event::Stopped(stop) => self.stopped(stop),
        }
    }

    /// Nor does one that stalls.
    fn stopped(&mut self, stop: Stop) -> Progress<'_> {
        let error = match stop {
            Stop::Aborted => Error::Aborted,
            Stop::Deadline => Error::Timeout,
        };
        if !self.is_under_way {
            return self.fail(&error);
        }
        let head = self.platform.head();
        let response = Response::without_body(Value::unpack(&head));
        if stop == Stop::Deadline && response.head.status >= 300 {
            return self.respond(&response);
        }
        self.end_attempt(Some(&response.head), Err(error))
    }

    fn fail(&self, error: &Error<'_>) -> Progress<'static> {
        let request = (self.attempt > 0).then(|| self.request());
        Progress::Done(Err(error.to_json(self.fate, request.as_ref())))
    }

    fn find_key(&mut self) -> Progress<'_> {
        match self.call.options.key {
            KeySource::Function => return Progress::Next(Step::AskKey),
            KeySource::Given(key) => self.authorization = Some(key.authorization()),
            KeySource::None => {}
        }
        self.send()
    }

    fn request(&self) -> Request<'_> {
        let endpoint = &self.call.options.endpoint;
        self.operation
            .request(endpoint, self.authorization.as_deref())
    }

    fn send(&mut self) -> Progress<'_> {
        if let Some(stop) = self.platform.stop() {
            return self.stopped(stop);
        }
        self.attempt = self.attempt.saturating_add(1);
        self.is_under_way = true;
        self.started = self.platform.now();
        self.earlier_fate = self.fate;
        if self.operation.is_write() || self.call.ensure.is_none() {
            self.fate = Outcome::Unknown;
        }
        if self.operation.is_write() {
            let (started, deadline) = (self.started, self.deadline);
            self.keep_accounts(|budget| budget.begin(started, deadline));
        }
        let longest_body = self.operation.longest_body();
        Progress::Next(Step::Send(self.request(), &self.call.options, longest_body))
    }

    /// The attempt has got an answer, with or without a body.
    fn respond(&mut self, response: &Response<'_>) -> Progress<'_> {
        let outcome = self.operation.outcome(response);
        self.end_attempt(Some(&response.head), outcome)
    }

    /// The attempt has ended, with or without an answer.
    fn end_attempt(
        &mut self,
        head: Option<&Head<'_>>,
        outcome: Result<Cards<'_>, Error<'_>>,
    ) -> Progress<'_> {
        self.is_under_way = false;
        let now = self.platform.now();
        let is_refused = matches!(&outcome, Err(error) if error.is_refusal());
        if is_refused && self.earlier_fate != Outcome::Unknown && self.fate == Outcome::Unknown {
            self.fate = Outcome::Refused;
        }
        self.close_accounts(now, head, outcome.as_ref().err());
        let wait = match &outcome {
            Err(error) => self.decide(now, error),
            Ok(_) => Some(None),
        };
        if self.call.options.reports {
            self.report(now, head, wait.flatten());
        }
        match wait {
            None => return self.fail(&Error::CallerThrew),
            Some(Some(wait)) => return Progress::Next(Step::Sleep(wait)),
            Some(None) => {}
        }
        let action = match &self.call.ensure {
            None => None,
            Some(ensure) => match ensure.next(&self.operation, &outcome) {
                Next::Done(action) => Some(action),
                Next::Then(next) => {
                    self.operation = next;
                    self.attempt = 0;
                    return self.send();
                }
            },
        };
        match (outcome, action) {
            (Err(error), _) => self.fail(&error),
            (Ok(cards), None) => Progress::Done(Ok(cards.to_json())),
            (Ok(cards), Some(action)) => Progress::Done(Ok(action.to_json(cards))),
        }
    }

    /// How long to wait before another attempt, where there is to be one; `None` where the caller's veto threw.
    fn decide(&self, now: f64, error: &Error<'_>) -> Option<Option<f64>> {
        let is_write = self.operation.is_write();
        let default_retries = if is_write { 1 } else { 2 };
        let policy = RetryPolicy {
            is_write,
            max_retries: self.call.options.max_retries.unwrap_or(default_retries),
            max_retry_after: self.call.options.max_retry_after,
        };
        match policy.decide(self.attempt, error, self.platform.random()) {
            Decision::After(wait) if now + wait < self.deadline => {
                if self.call.options.vetoes {
                    let error = error.to_json(self.fate, Some(&self.request()));
                    let is_allowed = self.platform.allows_retry(&error, self.attempt)?;
                    return Some(is_allowed.then_some(wait));
                }
                Some(Some(wait))
            }
            _ => Some(None),
        }
    }

    /// Tells the caller about the attempt, the number masked.
    fn report(&self, now: f64, head: Option<&Head<'_>>, next_wait: Option<f64>) {
        self.platform.report(&Json::object(|event| {
            event.text("method", self.operation.method());
            if let Some(number) = self.operation.phone_number() {
                event.text(PHONE_NUMBER, &mask_numbers(number.as_str()));
            }
            event.number("attempt", self.attempt);
            let status = head.map(|head| head.status).filter(|status| *status > 0);
            event.optional_number("status", status);
            event.number("duration", whole(now - self.started));
            event.optional_number("nextWait", next_wait.map(whole));
        }));
    }

    /// Notes in the write budget what an attempt did, and what the server said of it.
    fn close_accounts(&self, now: f64, head: Option<&Head<'_>>, error: Option<&Error<'_>>) {
        let is_write = self.operation.is_write();
        let header = head.and_then(|head| head.write_budget);
        let word = header.and_then(Word::parse).or(match error {
            Some(Error::Api(error)) if is_write => Word::of(error),
            _ => None,
        });
        if !is_write && word.is_none() {
            return;
        }
        self.keep_accounts(|budget| {
            if is_write {
                budget.end(now, self.deadline);
            }
            if let Some(word) = word {
                budget.learn(now, word);
            }
        });
    }

    fn keep_accounts(&self, change: impl FnOnce(&mut WriteBudget)) {
        if let Some(number) = self.operation.phone_number() {
            let number = number.as_str();
            let mut budget = WriteBudget::from_text(&self.platform.budget(number));
            change(&mut budget);
            self.platform.keep_budget(number, &budget.to_text());
        }
    }
}

/// Whole milliseconds.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "`as` saturates"
)]
const fn whole(ms: f64) -> u32 {
    ms as u32
}

fn parse_retrieval(input: Value<'_>) -> Result<Option<PhoneNumber<'_>>, Vec<Issue<'_>>> {
    let mut issues = Vec::new();
    if !input.is_absent() && !input.is_object() {
        issues.push(Issue::new("", IssueCode::NotAnObject));
    }
    let mut phone_number = None;
    if !input.get(PHONE_NUMBER).is_absent() {
        match PhoneNumber::of(input) {
            Ok(number) => phone_number = Some(number),
            Err(issue) => issues.push(issue),
        }
    }
    note_unknown(&mut issues, input, &[PHONE_NUMBER]);
    if issues.is_empty() {
        Ok(phone_number)
    } else {
        Err(issues)
    }
}
