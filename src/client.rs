//! One call, from the caller's input to the answer: [`Call`] holds what was checked, [`Call::run`] carries it out on a
//! [`Platform`], which is the browser in the package and a scripted one in the tests.
//!
//! It waits its turn, asks for the key, and tries; every wait ends at once when the caller aborts and when the call's
//! one deadline is over.

use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;
use core::fmt;
use core::future::{Future, poll_fn};
use core::pin::pin;
use core::task::{Context, Poll};

use crate::api_key::{ApiKey, Host};
use crate::contact_card::{ContactCardUpdate, Needs};
use crate::endpoint::{Cards, Operation};
use crate::ensure::{Ensure, Next};
use crate::error::{Error, Outcome};
use crate::http::{Body, Head, Request, Response};
use crate::options::{CallOptions, KeySource};
use crate::phone_number::{PHONE_NUMBER, PhoneNumber};
use crate::redaction::{REDACTED, mask_numbers};
use crate::retry::{Decision, RetryPolicy};
use crate::turns::Turns;
use crate::validation::{Issue, IssueCode, note_unknown};
use crate::value::{Output, Value};
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
    /// Call the caller's key function.
    AskKey,
    /// Send a request, until the head of the response is there.
    Send(Request<'s>, &'s CallOptions<'s>),
    /// Read a part of the body.
    Read,
    /// Wait for so many milliseconds.
    Sleep(f64),
}

/// What came of a step.
#[derive(Debug)]
pub enum Event {
    /// The caller's key function gave this.
    Key(Value),
    /// The head of the response has arrived.
    Head(Head),
    /// So many bytes of the body have arrived, and there may be more.
    Part(u32),
    /// The body is complete.
    Body(Body),
    /// The time is over.
    Slept,
    /// The host, or a function of the caller, threw. The platform keeps what.
    Thrown,
}

/// What one call needs from outside. Dropping the platform cancels what is under way.
pub trait Platform {
    /// Whether the call has to stop: the caller aborted, or the call's time, which runs from the platform's creation, is
    /// over.
    fn stop(&self) -> Option<Stop>;
    /// The same; otherwise it wakes when that happens.
    fn poll_stop(&self, context: &mut Context<'_>) -> Poll<Stop>;
    /// Does what is next.
    fn perform(&self, step: Step<'_>) -> impl Future<Output = Event>;
    /// Milliseconds of a clock that never goes back.
    fn now(&self) -> f64;
    /// At random, from 0 to 1.
    fn random(&self) -> f64;
    /// Asks the caller whether a failure that could be tried again may be. `None`: the caller's function threw.
    fn allows_retry(&self, error: &Error<'_>, outcome: Outcome, attempt: u32) -> Option<bool>;
    /// Tells the caller about an attempt that has ended.
    fn report(&self, attempt: &Attempt<'_>);
    /// What is known of a number's writes.
    fn budget(&self, number: &str) -> WriteBudget;
    /// Keeps what is known of a number's writes.
    fn keep_budget(&self, number: &str, budget: &WriteBudget);
}

/// An attempt that has ended, for the caller's log.
#[derive(Debug)]
pub struct Attempt<'r> {
    /// What was tried.
    pub operation: &'r Operation<'r>,
    /// Counted from 1, for each request of a call.
    pub number: u32,
    /// HTTP status, where an answer arrived.
    pub status: Option<u32>,
    /// Milliseconds from sending to its end.
    pub duration: f64,
    /// Milliseconds until the next attempt, where there is one.
    pub next_wait: Option<f64>,
}

impl Attempt<'_> {
    /// The event for the caller, the number masked.
    #[must_use]
    pub fn write<O: Output>(&self) -> O {
        let event = O::object();
        event.set_text("method", self.operation.method());
        if let Some(number) = self.operation.phone_number() {
            event.set_text(PHONE_NUMBER, &mask_numbers(number.as_str()));
        }
        event.set_optional_number("attempt", Some(self.number));
        event.set_optional_number("status", self.status);
        event.set("duration", O::number(self.duration));
        if let Some(wait) = self.next_wait {
            event.set("nextWait", O::number(wait));
        }
        event
    }
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
        input: &'a Value,
        options: &'a Value,
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

    /// Carries the call out, from waiting for its turn to the answer.
    ///
    /// # Errors
    /// Every [`Error`] but [`Error::UnsafeKey`]; [`Error::Validation`] where the key function gave no key.
    pub async fn run<P: Platform, O: Output>(
        &self,
        turns: &Turns,
        platform: &P,
    ) -> Result<O, Failure> {
        let is_write = self.ensure.is_some() || self.operation.is_write();
        let number = self.operation.phone_number().filter(|_| is_write);
        let turn = number.map(|number| turns.take(number.as_str()));
        let mut flight = Flight {
            call: self,
            platform,
            deadline: platform.now() + self.options.timeout,
            authorization: None,
            operation: self.operation,
            attempt: 0,
            started: 0.0,
            is_under_way: false,
            head: None,
            length: 0,
            fate: Outcome::NotSent,
            earlier_fate: Outcome::NotSent,
        };
        let mut progress = match &turn {
            Some(turn) => match unless_stopped(platform, turn.come()).await {
                Ok(()) => flight.find_key(),
                Err(stop) => flight.stopped(stop),
            },
            None => flight.find_key(),
        };
        loop {
            progress = match progress {
                Progress::Done(end) => return end,
                Progress::Next(step) => {
                    match unless_stopped(platform, platform.perform(step)).await {
                        Ok(event) => flight.advance(event),
                        Err(stop) => flight.stopped(stop),
                    }
                }
            }
        }
    }
}

/// Waits, unless the call has to stop before.
async fn unless_stopped<P: Platform, T>(
    platform: &P,
    work: impl Future<Output = T>,
) -> Result<T, Stop> {
    let mut work = pin!(work);
    poll_fn(|context| match platform.poll_stop(context) {
        Poll::Ready(stop) => Poll::Ready(Err(stop)),
        Poll::Pending => work.as_mut().poll(context).map(Ok),
    })
    .await
}

/// Why a call failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The reason.
    pub error: Error<'static>,
    /// What became of the write.
    pub outcome: Outcome,
}

/// How a call goes on.
enum Progress<'s, O> {
    Next(Step<'s>),
    Done(Result<O, Failure>),
}

/// A call on its way: every event leads to the next step, or to the end.
struct Flight<'r, P> {
    call: &'r Call<'r>,
    platform: &'r P,
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
    /// Of this attempt's response, once it is there.
    head: Option<Head>,
    /// How much of the body has arrived, in bytes.
    length: u32,
    /// What became of the write so far; of the read, where that is all there is.
    fate: Outcome,
    /// The same, before this attempt.
    earlier_fate: Outcome,
}

impl<P: Platform> Flight<'_, P> {
    fn advance<O: Output>(&mut self, event: Event) -> Progress<'_, O> {
        match event {
            Event::Key(given) => match ApiKey::parse(&given) {
                Some(key) => {
                    self.authorization = Some(key.authorization());
                    self.send()
                }
                None => {
                    let issue = Issue::option("apiKey", ApiKey::RULE);
                    self.fail(Error::Validation(vec![issue]))
                }
            },
            Event::Head(head) => {
                self.head = Some(head);
                Progress::Next(Step::Read)
            }
            Event::Part(bytes) => {
                self.length = self.length.saturating_add(bytes);
                if self.length > self.operation.longest_body() {
                    return self.respond(Body::TOO_LONG);
                }
                Progress::Next(Step::Read)
            }
            Event::Body(body) => self.respond(body),
            Event::Slept => self.send(),
            Event::Thrown if self.attempt == 0 => self.fail(Error::CallerThrew),
            Event::Thrown if self.head.is_none() => self.break_off(Error::Connection),
            // A body that breaks off doesn't hide the status.
            Event::Thrown => self.respond(Body::UNREADABLE),
        }
    }

    /// Nor does one that stalls.
    fn stopped<O: Output>(&mut self, stop: Stop) -> Progress<'_, O> {
        let error = match stop {
            Stop::Aborted => Error::Aborted,
            Stop::Deadline if self.head.as_ref().is_some_and(|head| !head.is_success()) => {
                return self.respond(Body::UNREADABLE);
            }
            Stop::Deadline => Error::Timeout,
        };
        if self.is_under_way {
            return self.break_off(error);
        }
        self.fail(error)
    }

    fn fail<O>(&self, error: Error<'static>) -> Progress<'_, O> {
        Progress::Done(Err(self.failure(error)))
    }

    const fn failure(&self, error: Error<'static>) -> Failure {
        Failure {
            error,
            outcome: self.fate,
        }
    }

    fn find_key<O: Output>(&mut self) -> Progress<'_, O> {
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

    fn send<O: Output>(&mut self) -> Progress<'_, O> {
        if let Some(stop) = self.platform.stop() {
            return self.stopped(stop);
        }
        self.attempt = self.attempt.saturating_add(1);
        self.is_under_way = true;
        self.started = self.platform.now();
        self.head = None;
        self.length = 0;
        self.earlier_fate = self.fate;
        if self.operation.is_write() || self.call.ensure.is_none() {
            self.fate = Outcome::Unknown;
        }
        if let (true, Some(number)) = (self.operation.is_write(), self.operation.phone_number()) {
            let mut budget = self.platform.budget(number.as_str());
            budget.begin(self.started, self.deadline);
            self.platform.keep_budget(number.as_str(), &budget);
        }
        Progress::Next(Step::Send(self.request(), &self.call.options))
    }

    /// The attempt has got an answer, with or without a body.
    fn respond<O: Output>(&mut self, body: Body) -> Progress<'_, O> {
        let head = self.head.take().unwrap_or_default();
        let response = Response { head, body };
        let outcome = self.operation.outcome(&self.request(), &response);
        self.end_attempt(Some(&response.head), outcome)
    }

    /// The attempt has got none.
    fn break_off<O: Output>(&mut self, error: Error<'static>) -> Progress<'_, O> {
        let head = self.head.take();
        self.end_attempt(head.as_ref(), Err(error))
    }

    fn end_attempt<O: Output>(
        &mut self,
        head: Option<&Head>,
        outcome: Result<Cards<'_>, Error<'static>>,
    ) -> Progress<'_, O> {
        self.is_under_way = false;
        let now = self.platform.now();
        let is_refused = matches!(&outcome, Err(error) if error.is_refusal());
        if is_refused && self.earlier_fate != Outcome::Unknown && self.fate == Outcome::Unknown {
            self.fate = Outcome::Refused;
        }
        self.keep_accounts(now, head, outcome.as_ref().err());
        let wait = match &outcome {
            Err(error) => self.decide(now, error),
            Ok(_) => Some(None),
        };
        self.platform.report(&Attempt {
            operation: &self.operation,
            number: self.attempt,
            status: head.map(|head| head.status),
            duration: now - self.started,
            next_wait: wait.flatten(),
        });
        match wait {
            None => return self.fail(Error::CallerThrew),
            Some(Some(wait)) => return Progress::Next(Step::Sleep(wait)),
            Some(None) => {}
        }
        let written = match &self.call.ensure {
            None => outcome.map(|cards| cards.write()),
            Some(ensure) => match ensure.next(&self.operation, &outcome) {
                Next::Done(action) => outcome.map(|cards| action.write(&cards)),
                Next::Then(next) => {
                    self.operation = next;
                    self.attempt = 0;
                    return self.send();
                }
            },
        };
        Progress::Done(written.map_err(|error| self.failure(error)))
    }

    /// How long to wait before another attempt, where there is to be one; `None` where the caller's veto threw.
    fn decide(&self, now: f64, error: &Error<'static>) -> Option<Option<f64>> {
        let is_write = self.operation.is_write();
        let default_retries = if is_write { 1 } else { 2 };
        let policy = RetryPolicy {
            is_write,
            max_retries: self.call.options.max_retries.unwrap_or(default_retries),
            max_retry_after: self.call.options.max_retry_after,
        };
        match policy.decide(self.attempt, error, self.platform.random()) {
            Decision::After(wait) if now + wait < self.deadline => {
                let attempt = self.attempt;
                let is_allowed = self.platform.allows_retry(error, self.fate, attempt)?;
                Some(is_allowed.then_some(wait))
            }
            _ => Some(None),
        }
    }

    /// Notes in the write budget what an attempt did, and what the server said of it.
    fn keep_accounts(&self, now: f64, head: Option<&Head>, error: Option<&Error<'_>>) {
        let Some(number) = self.operation.phone_number() else {
            return;
        };
        let is_write = self.operation.is_write();
        let header = head.and_then(|head| head.write_budget.as_text());
        let word = match (header, error) {
            (Some(header), _) => Word::parse(header),
            (_, Some(Error::Api(error))) if is_write => Word::of(error),
            _ => None,
        };
        if !is_write && word.is_none() {
            return;
        }
        let mut budget = self.platform.budget(number.as_str());
        if is_write {
            budget.end(now, self.deadline);
        }
        if let Some(word) = word {
            budget.learn(now, word);
        }
        self.platform.keep_budget(number.as_str(), &budget);
    }
}

fn parse_retrieval(input: &Value) -> Result<Option<PhoneNumber<'_>>, Vec<Issue<'_>>> {
    let mut issues = Vec::new();
    if !matches!(input, Value::Absent | Value::Object(_)) {
        issues.push(Issue::new("", IssueCode::NotAnObject));
    }
    let mut phone_number = None;
    if !input.get(PHONE_NUMBER).is_absent() {
        match PhoneNumber::of(input) {
            Ok(number) => phone_number = Some(number),
            Err(issue) => issues.push(issue),
        }
    }
    note_unknown(&mut issues, input, &[PHONE_NUMBER], IssueCode::UnknownField);
    if issues.is_empty() {
        Ok(phone_number)
    } else {
        Err(issues)
    }
}
