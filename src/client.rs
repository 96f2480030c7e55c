//! One call, from the caller's input to the answer: [`Call`] holds what was checked, [`Call::exchange`] carries it out
//! on a [`Platform`], which is the browser in the package and a scripted one in the tests.

use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;
use core::fmt;
use core::future::Future;

use crate::api_key::{ApiKey, Host};
use crate::contact_card::ContactCardUpdate;
use crate::endpoint::{Cards, Operation};
use crate::error::{Error, Outcome};
use crate::http::{Body, Head, Request, Response};
use crate::options::{CallOptions, KeySource};
use crate::phone_number::{PHONE_NUMBER, PhoneNumber};
use crate::redaction::{REDACTED, redact};
use crate::validation::{Issue, IssueCode, note_unknown};
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

impl<T> Stop<T> {
    /// What a stop means: `thrown` when something was thrown, `outcome` for the write when time ran out.
    fn error(&self, thrown: Error<'static>, outcome: Outcome) -> Error<'static> {
        match self {
            Self::Aborted => Error::Aborted,
            Self::Deadline => Error::Timeout(outcome),
            Self::Thrown(_) => thrown,
        }
    }
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
        request: &Request<'_>,
        options: &CallOptions<'_>,
    ) -> impl Future<Output = Result<(Head, Self::Incoming), Stop<Self::Thrown>>>;
    /// Reads the body, up to `longest` bytes.
    fn read(
        &self,
        incoming: Self::Incoming,
        longest: u32,
    ) -> impl Future<Output = Result<Body, Stop<Self::Thrown>>>;
}

/// Why a call failed, with what was thrown where that was the reason.
#[derive(Debug)]
pub struct Failure<T> {
    /// The core's error.
    pub error: Error<'static>,
    /// What ended it before its time.
    pub stop: Option<Stop<T>>,
    /// The `authorization` header, which must not be shown.
    pub authorization: Option<String>,
}

/// What a call is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// To change a card.
    Update,
    /// To read cards.
    Retrieve,
}

/// A checked call: everything that can be decided before the network is decided.
#[derive(Clone)]
pub struct Call<'a> {
    operation: Operation<'a>,
    options: CallOptions<'a>,
}

/// A request that was sent, and its response.
pub struct Exchange {
    response: Response,
    /// The `authorization` header that was sent.
    authorization: Option<String>,
}

/// The response alone.
impl fmt::Debug for Exchange {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.response.fmt(formatter)
    }
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
        let options = CallOptions::parse(options, host, &mut option_issues);
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
            Ok(_) => Err(Error::Validation(option_issues)),
            Err(mut issues) => {
                issues.append(&mut option_issues);
                Err(Error::Validation(issues))
            }
        }
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

    /// Sends the request and reads the response, in one attempt.
    ///
    /// # Errors
    /// [`Error::Aborted`], [`Error::Timeout`], [`Error::Connection`], [`Error::KeyUnavailable`], and
    /// [`Error::Validation`] where the key function gave no key.
    pub async fn exchange<P: Platform>(
        &self,
        platform: &P,
    ) -> Result<Exchange, Failure<P::Thrown>> {
        let failure = |stop: Stop<_>, thrown_as, outcome, authorization| Failure {
            error: stop.error(thrown_as, outcome),
            stop: Some(stop),
            authorization,
        };
        let authorization = match self.options.key {
            KeySource::None => None,
            KeySource::Given(key) => Some(key.authorization()),
            KeySource::Function => match platform.key().await {
                Err(stop) => {
                    return Err(failure(stop, Error::KeyUnavailable, Outcome::NotSent, None));
                }
                Ok(key) => match ApiKey::parse(&key) {
                    Some(key) => Some(key.authorization()),
                    None => {
                        let issue = Issue::option("apiKey", ApiKey::RULE);
                        return Err(Failure {
                            error: Error::Validation(vec![issue]),
                            stop: None,
                            authorization: None,
                        });
                    }
                },
            },
        };
        let request = self
            .operation
            .request(&self.options.endpoint, authorization.as_deref());
        let (head, incoming) = match platform.send(&request, &self.options).await {
            Ok(sent) => sent,
            Err(stop) => {
                return Err(failure(
                    stop,
                    Error::Connection,
                    Outcome::Unknown,
                    authorization,
                ));
            }
        };
        let body = match platform.read(incoming, self.operation.longest_body()).await {
            Ok(body) => body,
            // A body that stalls or breaks off doesn't hide the status.
            Err(Stop::Thrown(_)) => Body::UNREADABLE,
            Err(Stop::Deadline) if !head.is_success() => Body::UNREADABLE,
            Err(stop) => {
                return Err(failure(
                    stop,
                    Error::Connection,
                    Outcome::Unknown,
                    authorization,
                ));
            }
        };
        Ok(Exchange {
            response: Response { head, body },
            authorization,
        })
    }

    /// The cards that were answered.
    ///
    /// # Errors
    /// As for [`Operation::outcome`].
    pub fn outcome<'e>(&self, exchange: &'e Exchange) -> Result<Cards<'e>, Error<'e>> {
        let secrets = self.secrets(exchange.authorization.as_deref());
        self.operation.outcome(&exchange.response, &secrets)
    }

    /// Whether a text holds a header that was sent, or the number.
    #[must_use]
    pub fn reveals(&self, text: &str, authorization: Option<&str>) -> bool {
        let mut secrets = self.secrets(authorization);
        secrets.extend(self.operation.phone_number().map(|number| number.digits()));
        redact(text, &secrets) != text
    }

    /// The values of the headers that a server or a host could show.
    fn secrets<'s>(&'s self, authorization: Option<&'s str>) -> Vec<&'s str> {
        let mut secrets = Vec::new();
        secrets.extend(authorization);
        for (_, value) in &self.options.endpoint.headers {
            secrets.extend(*value);
        }
        secrets
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
