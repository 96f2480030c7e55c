//! One call, from the caller's input to the cards: [`Call`] holds what was checked, [`Call::run`] carries it out on a
//! [`Platform`], which is the browser in the package and a scripted one in the tests.

use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::task::Poll;

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

/// What a call needs from outside: the network, the clock, the caller's signal and key function.
///
/// Dropping a future that it returned cancels what that future was doing.
pub trait Platform {
    /// What the host or the caller's function threw.
    type Thrown;
    /// A response whose head has arrived.
    type Incoming;

    /// Calls the caller's key function.
    fn key(&self) -> impl Future<Output = Result<Value, Self::Thrown>>;
    /// Sends a request, until the head of the response is there.
    fn send(
        &self,
        request: &Request,
        options: &CallOptions,
    ) -> impl Future<Output = Result<(Head, Self::Incoming), Self::Thrown>>;
    /// Reads the body, up to `longest` bytes.
    fn read(&self, incoming: &Self::Incoming, longest: u32) -> impl Future<Output = Body>;
    /// Waits for some milliseconds.
    fn sleep(&self, ms: f64) -> impl Future<Output = ()>;
    /// Waits for the caller's signal; for ever when there is none.
    fn aborted(&self) -> impl Future<Output = ()>;
}

/// Why a call failed.
pub struct Failure<T> {
    /// The core's error.
    pub error: Error,
    /// What the host or the caller's function threw, where that was the reason.
    pub thrown: Option<T>,
    /// What must not be shown of it.
    pub secrets: Secrets,
}

impl<T> From<Error> for Failure<T> {
    fn from(error: Error) -> Self {
        Self {
            error,
            thrown: None,
            secrets: Secrets::default(),
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

    /// Carries the call out: one attempt, one deadline from the call to the end of the body, cancelled at once by the
    /// caller's signal.
    ///
    /// # Errors
    /// Every [`Error`] but [`Error::UnsafeKey`].
    pub async fn run<P: Platform>(&self, platform: &P) -> Result<Cards, Failure<P::Thrown>> {
        let mut interrupt = pin!(interrupt(platform, self.options.timeout));

        let key = match &self.options.key {
            KeySource::None => None,
            KeySource::Given(key) => Some(key.clone()),
            KeySource::Function => {
                let key = until(interrupt.as_mut(), platform.key()).await;
                let key = key.map_err(|interrupt| interrupt.error(Outcome::NotSent))?;
                let key = key.map_err(|thrown| Failure {
                    error: Error::KeyUnavailable,
                    thrown: Some(thrown),
                    secrets: Secrets::default(),
                })?;
                let Some(key) = ApiKey::parse(&key) else {
                    let issue = Issue::invalid_option("apiKey", ApiKey::RULE);
                    return Err(Error::validation(vec![issue]).into());
                };
                Some(key)
            }
        };
        let request = self.request(key.as_ref().map(ApiKey::authorization));
        // A signal that is aborted already, or a deadline that the key has used up, is heard before anything is sent.
        let not_interrupted = until(interrupt.as_mut(), std::future::ready(())).await;
        not_interrupted.map_err(|interrupt| interrupt.error(Outcome::NotSent))?;

        let sent = until(interrupt.as_mut(), platform.send(&request, &self.options)).await;
        let sent = sent.map_err(|interrupt| interrupt.error(Outcome::Unknown))?;
        let (head, incoming) = sent.map_err(|thrown| Failure {
            error: Error::Connection,
            thrown: Some(thrown),
            secrets: self.secrets(&request),
        })?;

        let longest = self.operation.longest_body();
        let body = match until(interrupt, platform.read(&incoming, longest)).await {
            Ok(body) => body,
            // A body that stalls doesn't hide the status.
            Err(Interrupt::Deadline) if !head.is_success() => Body::UNREADABLE,
            Err(interrupt) => return Err(interrupt.error(Outcome::Unknown).into()),
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

/// What ends a call before its time.
enum Interrupt {
    Abort,
    Deadline,
}

impl Interrupt {
    const fn error(self, outcome: Outcome) -> Error {
        match self {
            Self::Abort => Error::Aborted,
            Self::Deadline => Error::Timeout(outcome),
        }
    }
}

async fn interrupt<P: Platform>(platform: &P, timeout: f64) -> Interrupt {
    let mut aborted = pin!(platform.aborted());
    let mut deadline = pin!(platform.sleep(timeout));
    poll_fn(|context| {
        if aborted.as_mut().poll(context).is_ready() {
            Poll::Ready(Interrupt::Abort)
        } else {
            deadline
                .as_mut()
                .poll(context)
                .map(|()| Interrupt::Deadline)
        }
    })
    .await
}

/// Does some work unless the call is interrupted before: every wait of a call goes through here.
async fn until<T>(
    mut interrupt: Pin<&mut impl Future<Output = Interrupt>>,
    work: impl Future<Output = T>,
) -> Result<T, Interrupt> {
    let mut work = pin!(work);
    poll_fn(|context| match interrupt.as_mut().poll(context) {
        Poll::Ready(interrupt) => Poll::Ready(Err(interrupt)),
        Poll::Pending => work.as_mut().poll(context).map(Ok),
    })
    .await
}
