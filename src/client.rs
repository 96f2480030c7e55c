//! One call, from the caller's input to the cards: [`Call`] holds what was checked, [`Call::run`] carries it out on a
//! [`Platform`], which is the browser in the package and a scripted one in the tests.

use std::future::Future;

use crate::api_key::{ApiKey, Host, bearer};
use crate::contact_card::ContactCardUpdate;
use crate::endpoint::{AUTHORIZATION, Cards, Operation};
use crate::error::{Error, Outcome};
use crate::http::{Body, Head, Request, Response};
use crate::options::{CallOptions, KeySource};
use crate::phone_number::{PHONE_NUMBER, PhoneNumber};
use crate::redaction::{REDACTED, Secrets};
use crate::validation::{Issue, IssueCode};
use crate::value::Value;

/// Why the platform stopped waiting.
#[derive(Debug)]
pub enum Stop<T> {
    /// The caller's signal was aborted.
    Aborted,
    /// The call's time ran out.
    Deadline,
    /// The host, or a function of the caller, threw.
    Thrown(T),
}

/// What one call needs from outside. Every wait ends at once when the caller's signal is aborted and when the call's
/// time, which runs from the platform's creation, is over; dropping the platform cancels what is under way.
pub trait Platform {
    /// What the host or the caller's function threw.
    type Thrown;
    /// A response whose head has arrived.
    type Incoming;

    /// Calls the caller's key function.
    fn key(&self) -> impl Future<Output = Result<Value, Stop<Self::Thrown>>>;
    /// Sends a request, until the head of the response is there. A call that was aborted before sends nothing.
    fn send(
        &self,
        request: &Request,
        options: &CallOptions,
    ) -> impl Future<Output = Result<(Head, Self::Incoming), Stop<Self::Thrown>>>;
    /// Reads the body, up to `longest` bytes.
    fn read(
        &self,
        incoming: Self::Incoming,
        longest: u32,
    ) -> impl Future<Output = Result<Body, Stop<Self::Thrown>>>;
}

/// Why a call failed.
#[derive(Debug)]
pub struct Failure<T> {
    /// The core's error.
    pub error: Error,
    /// What the host or the caller's function threw, where that was the reason.
    pub thrown: Option<T>,
}

impl<T> From<Error> for Failure<T> {
    fn from(error: Error) -> Self {
        Self {
            error,
            thrown: None,
        }
    }
}

impl<T> Failure<T> {
    fn stopped(stop: Stop<T>, outcome: Outcome, thrown_as: Error) -> Self {
        match stop {
            Stop::Aborted => Error::Aborted.into(),
            Stop::Deadline => Error::Timeout(outcome).into(),
            Stop::Thrown(thrown) => Self {
                error: thrown_as,
                thrown: Some(thrown),
            },
        }
    }
}

/// A checked call: everything that can be decided before the network is decided.
#[derive(Clone)]
pub struct Call {
    operation: Operation,
    options: CallOptions,
}

/// What a call is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// To change a card.
    Update,
    /// To read cards.
    Retrieve,
}

impl Call {
    /// Checks a caller's input and options.
    ///
    /// # Errors
    /// [`Error::Validation`] with every issue of both, then [`Error::UnsafeKey`].
    pub fn parse(
        purpose: Purpose,
        input: &Value,
        options: &Value,
        host: &Host,
    ) -> Result<Self, Error> {
        let (options, option_issues) = CallOptions::parse(options, host);
        let operation = match purpose {
            Purpose::Update => {
                ContactCardUpdate::parse(input, options.send_empty).map(Operation::Update)
            }
            Purpose::Retrieve => parse_retrieval(input).map(Operation::Retrieve),
        };
        match operation {
            Ok(operation) if option_issues.is_empty() => {
                options.check_key(host)?;
                Ok(Self { operation, options })
            }
            operation => {
                let mut issues = operation.err().unwrap_or_default();
                issues.extend(option_issues);
                Err(Error::validation(issues))
            }
        }
    }

    /// What would be sent, the key hidden.
    #[must_use]
    pub fn preview(&self) -> Request {
        let has_key = !matches!(self.options.key, KeySource::None);
        let mut request = self.request(has_key.then(|| bearer(REDACTED)));
        for (name, value) in &mut request.headers {
            if name == AUTHORIZATION {
                *value = bearer(REDACTED);
            }
        }
        request
    }

    fn request(&self, authorization: Option<String>) -> Request {
        self.operation
            .request(&self.options.endpoint, authorization)
    }

    /// How the call is made.
    #[must_use]
    pub const fn options(&self) -> &CallOptions {
        &self.options
    }

    /// Carries the call out, in one attempt.
    ///
    /// # Errors
    /// Every [`Error`] but [`Error::UnsafeKey`].
    pub async fn run<P: Platform>(&self, platform: &P) -> Result<Cards, Failure<P::Thrown>> {
        let mut given = None;
        let key = match &self.options.key {
            KeySource::None => None,
            KeySource::Given(key) => Some(key),
            KeySource::Function => {
                let key = platform.key().await;
                let key = key.map_err(|stop| {
                    Failure::stopped(stop, Outcome::NotSent, Error::KeyUnavailable)
                })?;
                let Some(key) = ApiKey::parse(&key) else {
                    let issue = Issue::invalid_option("apiKey", ApiKey::RULE);
                    return Err(Error::validation(vec![issue]).into());
                };
                Some(&*given.insert(key))
            }
        };
        let request = self.request(key.map(ApiKey::authorization));

        let sent = platform.send(&request, &self.options).await;
        let (head, incoming) =
            sent.map_err(|stop| Failure::stopped(stop, Outcome::Unknown, Error::Connection))?;
        let body = match platform.read(incoming, self.operation.longest_body()).await {
            Ok(body) => body,
            Err(Stop::Aborted) => return Err(Error::Aborted.into()),
            Err(Stop::Deadline) if head.is_success() => {
                return Err(Error::Timeout(Outcome::Unknown).into());
            }
            // A body that stalls or breaks off doesn't hide the status.
            Err(_) => Body::UNREADABLE,
        };
        let response = Response { head, body };
        Ok(self.operation.outcome(response, &self.secrets(&request))?)
    }

    fn secrets(&self, request: &Request) -> Secrets {
        let mut secrets = Secrets::default();
        for (name, value) in &request.headers {
            if !matches!(name.as_str(), "accept" | "content-type") {
                secrets.add(value);
            }
        }
        if let Some(phone_number) = self.operation.phone_number() {
            secrets.add(phone_number.digits());
        }
        secrets
    }
}

fn parse_retrieval(input: &Value) -> Result<Option<PhoneNumber>, Vec<Issue>> {
    let members = match input {
        Value::Absent => return Ok(None),
        Value::Object(members) => members,
        _ => return Err(vec![IssueCode::NotAnObject.into()]),
    };
    let mut phone_number = None;
    let mut issues = Vec::new();
    if *input.get(PHONE_NUMBER) != Value::Absent {
        match PhoneNumber::of(input) {
            Ok(number) => phone_number = Some(number),
            Err(issue) => issues.push(issue),
        }
    }
    for (key, _) in members {
        if key != PHONE_NUMBER {
            issues.push(Issue::unknown(
                IssueCode::UnknownField,
                key,
                &[PHONE_NUMBER],
            ));
        }
    }
    if issues.is_empty() {
        Ok(phone_number)
    } else {
        Err(issues)
    }
}
