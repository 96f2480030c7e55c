//! Why a call failed ([`Error`]) and what became of the write ([`Outcome`]).

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use crate::http::Request;
use crate::json::Json;
use crate::redaction::{mask_numbers, redact};
use crate::validation::{Issue, write_issues};

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

/// Why a call failed. What is written of it holds no key, no header and no full phone number; `Debug` names the kind
/// alone, as an answer may hold anything.
#[derive(Clone, PartialEq, Eq)]
pub enum Error<'a> {
    /// The input has issues; nothing was sent.
    Validation(Vec<Issue<'a>>),
    /// The key would have been exposed; nothing was sent. The text says how.
    UnsafeKey(&'static str),
    /// Linq answered with an error status.
    Api(ApiError<'a>),
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

/// An error that Linq answered, as it stands in the answer. Source of the envelope: the reference page's examples.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct ApiError<'a> {
    /// HTTP status, 400 or above.
    pub status: u32,
    /// Linq's code, such as 1002. Unknown ones are kept; the status can't be derived from it.
    pub code: Option<u32>,
    /// The vendor's sentence. Never to be compared with anything.
    pub message: Option<&'a str>,
    /// Names the request to Linq's support; no fixed format.
    pub trace_id: Option<&'a str>,
    /// A page about the error; no fixed format.
    pub doc_url: Option<&'a str>,
    /// Seconds to wait before the next try.
    pub retry_after: Option<u32>,
    /// The server's word on whether another try makes sense.
    pub should_retry: Option<bool>,
    /// A gateway's word that nothing was changed, whatever the status.
    pub is_refusal: bool,
}

impl Error<'_> {
    /// The name of the error class in JavaScript, or what stands for the caller's own reason.
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
            Self::Connection => "APIConnectionError",
            // These two are no classes: the caller's own reason is what the call rejects with.
            Self::Aborted => "Aborted",
            Self::CallerThrew => "CallerThrew",
            Self::Timeout => "APIConnectionTimeoutError",
            Self::InvalidResponse { .. } => "InvalidResponseError",
        }
    }

    /// Whether Linq answered that it didn't take the request. A 5xx may hide anything, unless a gateway says that it passed
    /// nothing on.
    #[must_use]
    pub const fn is_refusal(&self) -> bool {
        matches!(self, Self::Api(error) if error.status < 500 || error.is_refusal)
    }

    /// What happened, for a person. `secrets` are taken out of the vendor's sentence.
    pub(crate) fn message(&self, secrets: &[&str]) -> String {
        let text = match self {
            Self::Validation(issues) => return sentences(issues),
            Self::Api(ApiError {
                message: Some(message),
                ..
            }) => return mask_numbers(&redact(message, secrets)),
            Self::Api(_) => "The server answered with an error status, without saying why",
            Self::UnsafeKey(reason) | Self::InvalidResponse { reason, .. } => reason,
            Self::Timeout => "The call took longer than its timeout",
            Self::Connection | Self::Aborted | Self::CallerThrew => "The request got no answer",
        };
        text.to_owned()
    }

    /// The error for a caller, as JSON: its name, message and properties. `outcome` is what became of the write,
    /// `request` what was sent, if anything was.
    #[must_use]
    pub fn to_json(&self, outcome: Outcome, request: Option<&Request<'_>>) -> String {
        let mut secrets = request.map(Request::header_values).unwrap_or_default();
        let message = self.message(&secrets);
        // The number alone is masked in the other texts: masking every long one would spoil them.
        secrets.extend(request.and_then(Request::digits));
        Json::object(|error| {
            error.text("name", self.name());
            error.text("message", &message);
            error.text("outcome", outcome.as_str());
            match self {
                Self::Validation(issues) => {
                    error.list_member("issues", |list| write_issues(issues, list, true));
                }
                Self::Api(api) => {
                    error.number("status", api.status);
                    error.optional_number("code", api.code);
                    for (name, text) in [("traceId", api.trace_id), ("docURL", api.doc_url)] {
                        if let Some(text) = text {
                            error.text(name, &redact(text, &secrets));
                        }
                    }
                    error.optional_number("retryAfter", api.retry_after);
                }
                Self::InvalidResponse { status, code, .. } => {
                    error.optional_number("status", (*status != 0).then_some(*status));
                    error.optional_number("code", *code);
                }
                _ => {}
            }
        })
    }
}

impl fmt::Debug for Error<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
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
