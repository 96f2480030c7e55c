//! Why a call failed ([`Error`]) and what became of the write ([`Outcome`]).

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

use crate::redaction::mask_numbers;
use crate::validation::{Issue, write_issues};
use crate::value::Output;

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

/// Why a call failed. What is written of it holds no key, no header and no full phone number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Error<'a> {
    /// The input has issues; nothing was sent.
    Validation(Vec<Issue<'a>>),
    /// The key would have been exposed; nothing was sent. The text says how.
    UnsafeKey(&'static str),
    /// Linq answered with an error status.
    Api(ApiError),
    /// No answer arrived.
    Connection,
    /// The call's time ran out.
    Timeout,
    /// An answer arrived that can't be used.
    InvalidResponse {
        /// HTTP status; 0 where the host hides it.
        status: u32,
        /// Linq's error code, where a success carried one.
        code: Option<u32>,
        /// What is wrong with the answer.
        reason: &'static str,
    },
    /// The caller's signal was aborted: the call rejects with the signal's own reason.
    Aborted,
    /// A function of the caller threw: the call rejects with what it threw.
    CallerThrew,
}

/// An error that Linq answered. Source of the envelope: the reference page's examples.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ApiError {
    /// HTTP status, 400 or above.
    pub status: u32,
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
    /// The server's word on whether another try makes sense.
    pub should_retry: Option<bool>,
}

impl Error<'_> {
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
            Self::Connection | Self::Aborted | Self::CallerThrew => "APIConnectionError",
            Self::Timeout => "APIConnectionTimeoutError",
            Self::InvalidResponse { .. } => "InvalidResponseError",
        }
    }

    /// Whether Linq answered that it didn't take the request. A 5xx may hide anything.
    #[must_use]
    pub const fn is_refusal(&self) -> bool {
        matches!(self, Self::Api(error) if error.status < 500)
    }

    /// What happened, for a person.
    #[must_use]
    pub fn message(&self) -> String {
        let text = match self {
            Self::Validation(issues) => return sentences(issues),
            Self::UnsafeKey(reason) | Self::InvalidResponse { reason, .. } => reason,
            Self::Api(error) => error
                .message
                .as_deref()
                .unwrap_or("The server answered with an error status, without saying why"),
            Self::Timeout => "The call took longer than its timeout",
            Self::Connection | Self::Aborted | Self::CallerThrew => "The request got no answer",
        };
        text.to_owned()
    }

    /// The error's properties for a caller, beside its name and message. `outcome` is what became of the write.
    #[must_use]
    pub fn write<O: Output>(&self, outcome: Outcome) -> O {
        let error = O::object();
        error.set_text("outcome", outcome.as_str());
        match self {
            Self::Validation(issues) => error.set("issues", write_issues(issues, true)),
            Self::Api(api) => {
                error.set_optional_number("status", Some(api.status));
                error.set_optional_number("code", api.code);
                error.set_optional_text("traceId", api.trace_id.as_deref());
                error.set_optional_text("docURL", api.doc_url.as_deref());
                error.set_optional_number("retryAfter", api.retry_after);
            }
            Self::InvalidResponse { status, code, .. } => {
                error.set_optional_number("status", (*status != 0).then_some(*status));
                error.set_optional_number("code", *code);
            }
            _ => {}
        }
        error
    }
}

/// All issues in one line: `phone_number is required; image_url must …`.
fn sentences(issues: &[Issue<'_>]) -> String {
    let mut text = String::new();
    for issue in issues {
        if !text.is_empty() {
            text.push_str("; ");
        }
        for step in issue.path() {
            text.push_str(&mask_numbers(step));
            text.push(' ');
        }
        text.push_str(issue.message);
    }
    text
}
