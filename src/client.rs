//! One call, from the caller's input to the answer: [`Call`] holds what was checked, [`Call::run`] carries it out on a
//! [`Platform`], which is the browser in the package and a scripted one in the tests.
//!
//! It waits its turn, asks for the key, and tries; every wait ends at once when the caller aborts and when the call's
//! one deadline is over.

use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;
use core::cell::Cell;
use core::fmt;
use core::future::{Future, poll_fn};
use core::pin::pin;
use core::task::{Context, Poll};

use crate::api_key::{ApiKey, Host};
use crate::contact_card::{ContactCardUpdate, Needs};
use crate::endpoint::Operation;
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

/// The host, or a function of the caller, threw. The platform keeps what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Thrown;

/// What one call needs from outside. Dropping the platform cancels what is under way.
pub trait Platform {
    /// A response whose head has arrived.
    type Incoming;

    /// Whether the call has to stop: the caller aborted, or the call's time, which runs from the platform's creation, is
    /// over. Otherwise it wakes when that happens.
    fn poll_stop(&self, context: &mut Context<'_>) -> Poll<Stop>;
    /// Calls the caller's key function.
    fn key(&self) -> impl Future<Output = Result<Value, Thrown>>;
    /// Sends a request, until the head of the response is there.
    fn send(
        &self,
        request: &Request<'_>,
        options: &CallOptions<'_>,
    ) -> impl Future<Output = Result<(Head, Self::Incoming), Thrown>>;
    /// Reads the body, up to `longest` bytes.
    fn read(
        &self,
        incoming: Self::Incoming,
        longest: u32,
    ) -> impl Future<Output = Result<Body, Thrown>>;
    /// Waits for so many milliseconds.
    fn sleep(&self, milliseconds: f64) -> impl Future<Output = ()>;
    /// Milliseconds of a clock that never goes back.
    fn now(&self) -> f64;
    /// At random, from 0 to 1.
    fn random(&self) -> f64;
    /// Asks the caller whether a failure that could be tried again may be.
    ///
    /// # Errors
    /// The caller's function threw.
    fn allows_retry(&self, failure: &Failure, attempt: u32) -> Result<bool, Thrown>;
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
        let mut run = Run {
            options: &self.options,
            platform,
            deadline: platform.now() + self.options.timeout,
            authorization: None,
            fate: Cell::new(Outcome::NotSent),
            is_ensure: self.ensure.is_some(),
        };
        let result = self.follow(&mut run, turns).await;
        result.map_err(|error| run.failure(error))
    }

    async fn follow<P: Platform, O: Output>(
        &self,
        run: &mut Run<'a, P>,
        turns: &Turns,
    ) -> Result<O, Error<'static>> {
        let is_write = run.is_ensure || self.operation.is_write();
        let number = self.operation.phone_number().filter(|_| is_write);
        let turn = number.map(|number| turns.take(number.as_str()));
        if let Some(turn) = &turn {
            run.wait(turn.come()).await?;
        }
        run.find_key().await?;
        let mut operation = self.operation;
        loop {
            let result = run.try_out(&operation).await;
            let outcome = match &result {
                Ok(exchange) => operation.outcome(&exchange.request, &exchange.response),
                Err(error) => Err(error.clone()),
            };
            let Some(ensure) = &self.ensure else {
                return outcome.map(|cards| cards.write());
            };
            match ensure.next(&operation, &outcome) {
                Next::Then(next) => operation = next,
                Next::Done(action) => return outcome.map(|cards| action.write(&cards)),
            }
        }
    }
}

/// Why a call failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The reason.
    pub error: Error<'static>,
    /// What became of the write.
    pub outcome: Outcome,
}

/// A call on its way.
struct Run<'r, P> {
    options: &'r CallOptions<'r>,
    platform: &'r P,
    /// On the platform's clock.
    deadline: f64,
    /// The header's value.
    authorization: Option<String>,
    /// What became of the write so far; of the read, where that is all there is.
    fate: Cell<Outcome>,
    is_ensure: bool,
}

/// A request that was sent, and its response.
struct Exchange<'r> {
    request: Request<'r>,
    response: Response,
}

impl<'r, P: Platform> Run<'r, P> {
    fn failure(&self, error: Error<'static>) -> Failure {
        Failure {
            error,
            outcome: self.fate.get(),
        }
    }

    /// Waits, unless the call has to stop before.
    async fn wait<T>(&self, work: impl Future<Output = T>) -> Result<T, Error<'static>> {
        let mut work = pin!(work);
        poll_fn(|context| match self.platform.poll_stop(context) {
            Poll::Ready(Stop::Aborted) => Poll::Ready(Err(Error::Aborted)),
            Poll::Ready(Stop::Deadline) => Poll::Ready(Err(Error::Timeout)),
            Poll::Pending => work.as_mut().poll(context).map(Ok),
        })
        .await
    }

    async fn find_key(&mut self) -> Result<(), Error<'static>> {
        self.authorization = match self.options.key {
            KeySource::None => None,
            KeySource::Given(key) => Some(key.authorization()),
            KeySource::Function => {
                let given = self.wait(self.platform.key()).await?;
                let given = given.map_err(|Thrown| Error::CallerThrew)?;
                let Some(key) = ApiKey::parse(&given) else {
                    let issue = Issue::option("apiKey", ApiKey::RULE);
                    return Err(Error::Validation(vec![issue]));
                };
                Some(key.authorization())
            }
        };
        Ok(())
    }

    /// Tries until an attempt succeeds, or another one makes no sense.
    async fn try_out(&self, operation: &Operation<'r>) -> Result<Exchange<'_>, Error<'static>> {
        let is_write = operation.is_write();
        let policy = RetryPolicy {
            is_write,
            max_retries: self
                .options
                .max_retries
                .unwrap_or(if is_write { 1 } else { 2 }),
            max_retry_after: self.options.max_retry_after,
        };
        let mut attempt = 0_u32;
        loop {
            attempt = attempt.saturating_add(1);
            let started = self.platform.now();
            let fate = self.fate.get();
            let result = self.exchange(operation).await;
            let now = self.platform.now();
            let failure = match &result {
                Ok(exchange) => operation
                    .outcome(&exchange.request, &exchange.response)
                    .err(),
                Err(error) => Some(error.clone()),
            };
            let head = result.as_ref().ok().map(|exchange| &exchange.response.head);
            self.note(operation, head, failure.as_ref(), fate);
            let mut next_wait = None;
            let mut has_thrown = false;
            if let Some(failure) = failure
                && let Decision::After(wait) =
                    policy.decide(attempt, &failure, self.platform.random())
                && now + wait < self.deadline
            {
                match self.platform.allows_retry(&self.failure(failure), attempt) {
                    Ok(true) => next_wait = Some(wait),
                    Ok(false) => {}
                    Err(Thrown) => has_thrown = true,
                }
            }
            self.platform.report(&Attempt {
                operation,
                number: attempt,
                status: head.map(|head| head.status),
                duration: now - started,
                next_wait,
            });
            match next_wait {
                Some(wait) => self.wait(self.platform.sleep(wait)).await?,
                None if has_thrown => return Err(Error::CallerThrew),
                None => return result,
            }
        }
    }

    /// One request and its response.
    async fn exchange(&self, operation: &Operation<'r>) -> Result<Exchange<'_>, Error<'static>> {
        let authorization = self.authorization.as_deref();
        let request = operation.request(&self.options.endpoint, authorization);
        let sent = self
            .wait(async {
                self.begin(operation);
                self.platform.send(&request, self.options).await
            })
            .await?;
        let (head, incoming) = sent.map_err(|Thrown| Error::Connection)?;
        let longest = operation.longest_body();
        let body = match self.wait(self.platform.read(incoming, longest)).await {
            Ok(Ok(body)) => body,
            // A body that stalls or breaks off doesn't hide the status.
            Ok(Err(Thrown)) => Body::UNREADABLE,
            Err(Error::Timeout) if !head.is_success() => Body::UNREADABLE,
            Err(stop) => return Err(stop),
        };
        Ok(Exchange {
            request,
            response: Response { head, body },
        })
    }

    /// A request leaves.
    fn begin(&self, operation: &Operation<'_>) {
        if operation.is_write() || !self.is_ensure {
            self.fate.set(Outcome::Unknown);
        }
        if let (true, Some(number)) = (operation.is_write(), operation.phone_number()) {
            let mut budget = self.platform.budget(number.as_str());
            budget.begin(self.platform.now(), self.deadline);
            self.platform.keep_budget(number.as_str(), &budget);
        }
    }

    /// An attempt has ended; before it, the write's `fate` was another.
    fn note(
        &self,
        operation: &Operation<'_>,
        head: Option<&Head>,
        failure: Option<&Error<'_>>,
        fate: Outcome,
    ) {
        let is_refused = failure.is_some_and(Error::is_refusal);
        if is_refused && fate != Outcome::Unknown && self.fate.get() == Outcome::Unknown {
            self.fate.set(Outcome::Refused);
        }
        let Some(number) = operation.phone_number() else {
            return;
        };
        let now = self.platform.now();
        let mut budget = self.platform.budget(number.as_str());
        if operation.is_write() {
            budget.end(now, self.deadline);
        }
        let word = match (head.and_then(|head| head.write_budget.as_text()), failure) {
            (Some(header), _) => Word::parse(header),
            (_, Some(Error::Api(error))) if operation.is_write() => Word::of(error),
            _ => None,
        };
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
