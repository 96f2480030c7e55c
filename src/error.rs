//! Why a call failed ([`Error`]) and what became of the write ([`Outcome`]).

use serde::Serialize;

use crate::redaction::mask_numbers;
use crate::validation::Issue;

/// What became of a write.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It never left.
    NotSent,
    /// Linq answered that it didn't take it.
    Refused,
    /// It left, and nothing says whether it was saved.
    Unknown,
}

/// Why a call failed. No variant holds a key, a header or a full phone number.
#[derive(Clone, Debug, PartialEq)]
pub enum Error {
    /// The input has issues; nothing was sent. Made by [`Error::validation`].
    Validation(Vec<Issue>),
    /// The key would have been exposed; nothing was sent. The text says how.
    UnsafeKey(&'static str),
    /// Linq answered with an error status.
    Api(Box<ApiError>),
    /// No answer arrived.
    Connection(Outcome),
    /// The call's time ran out.
    Timeout(Outcome),
    /// An answer arrived that can't be used. The text says why.
    InvalidResponse {
        /// HTTP status, where the host gives it.
        status: Option<u16>,
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
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiError {
    /// HTTP status, never 2xx.
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
            for step in &mut issue.path {
                *step = mask_numbers(step).into();
            }
        }
        Self::Validation(issues)
    }

    /// The name of the error class in JavaScript.
    #[must_use]
    pub fn name(&self) -> &'static str {
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
            Self::Connection(_) | Self::Aborted | Self::KeyUnavailable => "APIConnectionError",
            Self::Timeout(_) => "APIConnectionTimeoutError",
            Self::InvalidResponse { .. } => "InvalidResponseError",
        }
    }

    /// What became of the write.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        match self {
            Self::Validation(_) | Self::UnsafeKey(_) | Self::Aborted | Self::KeyUnavailable => {
                Outcome::NotSent
            }
            Self::Api(error) if error.status < 500 => Outcome::Refused,
            Self::Api(_) | Self::InvalidResponse { .. } => Outcome::Unknown,
            Self::Connection(outcome) | Self::Timeout(outcome) => *outcome,
        }
    }

    /// What happened, as a sentence for a person.
    #[must_use]
    pub fn message(&self) -> String {
        match self {
            Self::Validation(issues) => sentences(issues),
            Self::UnsafeKey(reason) | Self::InvalidResponse { reason, .. } => (*reason).to_owned(),
            Self::Api(error) => error.message.clone().unwrap_or_else(|| {
                "The server answered with an error status and no error message".to_owned()
            }),
            Self::Connection(_) => "The request got no answer".to_owned(),
            Self::Timeout(_) => "The call took longer than its timeout".to_owned(),
            Self::Aborted => "The call was aborted".to_owned(),
            Self::KeyUnavailable => "The key function failed".to_owned(),
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
        for (index, step) in issue.path.iter().enumerate() {
            text.push_str(if index == 0 { "" } else { "." });
            text.push_str(step);
        }
        text.push_str(if issue.path.is_empty() { "" } else { " " });
        text.push_str(issue.message);
    }
    text
}
