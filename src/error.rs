//! Why a call failed ([`Error`]) and what became of the write ([`Outcome`]).

use crate::redaction::mask_numbers;
use crate::validation::{Issue, issues_to_value};
use crate::value::{Value, object};

/// What became of a write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It never left.
    NotSent,
    /// Linq answered that it didn't take it.
    Refused,
    /// It left, and nothing says whether it was saved.
    Unknown,
}

impl Outcome {
    /// As the API names it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NotSent => "not_sent",
            Self::Refused => "refused",
            Self::Unknown => "unknown",
        }
    }
}

/// Why a call failed. No variant holds a key, a header or a full phone number.
#[derive(Clone, Debug, PartialEq)]
pub enum Error {
    /// The input has issues; nothing was sent. Made by [`Error::validation`].
    Validation(Vec<Issue>),
    /// The key would have been exposed; nothing was sent. The text says how.
    UnsafeKey(&'static str),
    /// Linq answered with an error status.
    Api(ApiError),
    /// No answer arrived.
    Connection,
    /// The call's time ran out.
    Timeout(Outcome),
    /// An answer arrived that can't be used.
    InvalidResponse {
        /// HTTP status; 0 where the host hides it.
        status: u16,
        /// Linq's error code, where a success carried one.
        code: Option<u32>,
        /// What is wrong with the answer.
        reason: &'static str,
    },
    /// The caller's signal was aborted: the call rejects with the signal's own reason.
    Aborted,
    /// The caller's key function failed: the call rejects with what it threw.
    KeyUnavailable,
}

/// An error that Linq answered. Source of the envelope: the reference page's examples.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ApiError {
    /// HTTP status, 400 or above.
    pub status: u16,
    /// Linq's code, such as 1002. Unknown ones are kept; the status can't be derived from it.
    pub code: Option<u32>,
    /// The vendor's sentence, numbers masked. Never to be compared with anything.
    pub message: Option<String>,
    /// Names the request to Linq's support; no fixed format.
    pub trace_id: Option<String>,
    /// A page about the error; no fixed format.
    pub doc_url: Option<String>,
    /// Seconds to wait before the next try.
    pub retry_after: Option<u32>,
}

impl Error {
    /// A failed validation. Suggestions hold the number, and a mistaken key may be one, so neither goes into an error.
    #[must_use]
    pub fn validation(mut issues: Vec<Issue>) -> Self {
        for issue in &mut issues {
            issue.suggestion = None;
            issue.name = mask_numbers(&issue.name);
        }
        Self::Validation(issues)
    }

    /// The name of the error class in JavaScript.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Validation(_) => "ValidationError",
            Self::UnsafeKey(_) => "UnsafeKeyError",
            Self::Api(error) => match error.status {
                400 => "BadRequestError",
                401 => "AuthenticationError",
                403 => "PermissionDeniedError",
                404 => "NotFoundError",
                409 => "ConflictError",
                422 => "UnprocessableEntityError",
                429 => "RateLimitError",
                500.. => "InternalServerError",
                _ => "APIError",
            },
            Self::Connection | Self::Aborted | Self::KeyUnavailable => "APIConnectionError",
            Self::Timeout(_) => "APIConnectionTimeoutError",
            Self::InvalidResponse { .. } => "InvalidResponseError",
        }
    }

    /// What became of the write.
    #[must_use]
    pub const fn outcome(&self) -> Outcome {
        match self {
            Self::Validation(_) | Self::UnsafeKey(_) | Self::Aborted | Self::KeyUnavailable => {
                Outcome::NotSent
            }
            Self::Timeout(outcome) => *outcome,
            Self::Api(error) if error.status < 500 => Outcome::Refused,
            Self::Api(_) | Self::InvalidResponse { .. } | Self::Connection => Outcome::Unknown,
        }
    }

    /// What happened, for a person.
    #[must_use]
    pub fn message(&self) -> String {
        let text = match self {
            Self::Validation(issues) => return sentences(issues),
            Self::UnsafeKey(reason) | Self::InvalidResponse { reason, .. } => reason,
            Self::Api(error) => match &error.message {
                Some(message) => message,
                None => "The server answered with an error status, without saying why",
            },
            Self::Timeout(_) => "The call took longer than its timeout",
            Self::Connection | Self::Aborted | Self::KeyUnavailable => "The request got no answer",
        };
        text.to_owned()
    }

    /// The properties that the error has in JavaScript beside its message.
    #[must_use]
    pub fn to_value(&self) -> Value {
        let fields = object().with("outcome", self.outcome().as_str());
        match self {
            Self::Validation(issues) => fields.with("issues", issues_to_value(issues)),
            Self::Api(error) => fields
                .with("status", u32::from(error.status))
                .with("code", error.code)
                .with("traceId", error.trace_id.as_deref())
                .with("docURL", error.doc_url.as_deref())
                .with("retryAfter", error.retry_after),
            Self::InvalidResponse { status, code, .. } => fields
                .with("status", (*status != 0).then_some(u32::from(*status)))
                .with("code", *code),
            _ => fields,
        }
    }
}

/// All issues in one line: `phone_number is required; image_url must …`.
fn sentences(issues: &[Issue]) -> String {
    let mut text = String::new();
    for issue in issues {
        if !text.is_empty() {
            text.push_str("; ");
        }
        for step in issue.path() {
            text.push_str(step);
            text.push(' ');
        }
        text.push_str(issue.message);
    }
    text
}
