//! One call, from the caller's input to the cards: [`Call`] holds what was checked, [`Call::run`] carries it out on a
//! [`Platform`], which is the browser in the package and a scripted one in the tests.

use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::task::Poll;

use crate::api_key::{ApiKey, Host, bearer};
use crate::contact_card::{ContactCardUpdate, UpdateInput, parse_number};
use crate::endpoint::{Cards, Operation};
use crate::error::{Error, Outcome};
use crate::http::{Body, Head, Request, Response};
use crate::options::{CallOptions, KeySource, OptionsInput, invalid_key};
use crate::redaction::{REDACTED, Secrets};
use crate::validation::{Issue, IssueCode, unknown_keys};
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

/// The input of a retrieval as a caller gave it.
#[derive(Clone, Debug, Default)]
pub struct RetrieveInput {
    /// Whose card; all cards when absent.
    pub phone_number: Value,
    /// Every key of the input, known or not.
    pub keys: Vec<String>,
}

/// A checked call: everything that can be decided before the network is decided.
#[derive(Clone)]
pub struct Call {
    operation: Operation,
    options: CallOptions,
}

impl Call {
    /// An update. `None` stands for an input that is no object.
    ///
    /// # Errors
    /// [`Error::Validation`] with every issue of input and options, then [`Error::UnsafeKey`].
    pub fn update(
        input: Option<UpdateInput>,
        options: Option<OptionsInput>,
        host: &Host,
    ) -> Result<Self, Error> {
        Self::check(options, host, |options| {
            let update = check_update(input, options.send_empty)?;
            Ok(Operation::Update(update))
        })
    }

    /// A retrieval. `None` stands for an input that is no object.
    ///
    /// # Errors
    /// As for [`Call::update`].
    pub fn retrieve(
        input: Option<RetrieveInput>,
        options: Option<OptionsInput>,
        host: &Host,
    ) -> Result<Self, Error> {
        Self::check(options, host, |_| {
            check_retrieval(input).map(Operation::Retrieve)
        })
    }

    fn check(
        input: Option<OptionsInput>,
        host: &Host,
        operation: impl FnOnce(&CallOptions) -> Result<Operation, Vec<Issue>>,
    ) -> Result<Self, Error> {
        let is_object = input.is_some();
        let (options, option_issues) = CallOptions::parse(input.unwrap_or_default(), host);
        let option_issues = if is_object {
            option_issues
        } else {
            vec![Issue::from(IssueCode::NotAnObject).at("options")]
        };
        match operation(&options) {
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
            if name == "authorization" {
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
                Some(ApiKey::parse(key).ok_or_else(|| Error::validation(vec![invalid_key()]))?)
            }
        };
        let request = self.request(key.as_ref().map(ApiKey::authorization));
        // A signal that is aborted already, or a deadline that the key has used up, is heard before anything is sent.
        let not_interrupted = until(interrupt.as_mut(), std::future::ready(())).await;
        not_interrupted.map_err(|interrupt| interrupt.error(Outcome::NotSent))?;

        let sent = until(interrupt.as_mut(), platform.send(&request, &self.options)).await;
        let sent = sent.map_err(|interrupt| interrupt.error(Outcome::Unknown))?;
        let (head, incoming) = sent.map_err(|thrown| Failure {
            error: Error::Connection(Outcome::Unknown),
            thrown: Some(thrown),
            secrets: self.secrets(&request),
        })?;

        let longest = self.operation.longest_body();
        let body = match until(interrupt, platform.read(&incoming, longest)).await {
            Ok(body) => body,
            // A body that stalls doesn't hide the status.
            Err(Interrupt::Deadline) if !head.is_success() => Body::Unreadable,
            Err(interrupt) => return Err(interrupt.error(Outcome::Unknown).into()),
        };
        let response = Response { head, body };
        Ok(self.operation.outcome(response, &self.secrets(&request))?)
    }

    fn secrets(&self, request: &Request) -> Secrets {
        let mut secrets = Secrets::default();
        for (name, value) in &request.headers {
            if !matches!(name.as_str(), "accept" | "content-type") {
                secrets.add_header(value);
            }
        }
        if let Some(phone_number) = self.operation.phone_number() {
            secrets.add_number(phone_number.digits());
        }
        secrets
    }
}

/// Checks the input of an update. `None` stands for an input that is no object.
///
/// # Errors
/// Every issue of the input.
pub fn check_update(
    input: Option<UpdateInput>,
    send_empty: bool,
) -> Result<ContactCardUpdate, Vec<Issue>> {
    let input = input.ok_or_else(|| vec![IssueCode::NotAnObject.into()])?;
    ContactCardUpdate::parse(input, send_empty)
}

fn check_retrieval(
    input: Option<RetrieveInput>,
) -> Result<Option<crate::phone_number::PhoneNumber>, Vec<Issue>> {
    let input = input.ok_or_else(|| vec![IssueCode::NotAnObject.into()])?;
    let unknown = unknown_keys(&input.keys, &["phone_number"], IssueCode::UnknownField);
    let mut issues: Vec<Issue> = unknown.map(|(issue, key)| issue.at(key)).collect();
    let phone_number = match input.phone_number {
        Value::Absent => None,
        value => parse_number(value)
            .map_err(|issue| issues.insert(0, issue))
            .ok(),
    };
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
