//! [`Error`]: why a call failed, and whether its write took effect.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use js_sys::Object;
use serde::{Deserialize, Serialize};
use wasm_bindgen::JsValue;

use super::encode::get;
use super::json::{respond, to_js};
use crate::call::{Check, write_issues};
use crate::wire::Wire;

pub use crate::error::Outcome;

/// Why a call failed. The names in JavaScript are those of the npm package's error classes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The input has [`issues`](Error::issues); nothing was sent.
    #[serde(rename = "ValidationError")]
    Validation,
    /// A key would be used in a page, or be sent over plain http; nothing was sent.
    #[serde(rename = "UnsafeKeyError")]
    UnsafeKey,
    /// Status 400.
    #[serde(rename = "BadRequestError")]
    BadRequest,
    /// Status 401.
    #[serde(rename = "AuthenticationError")]
    Authentication,
    /// Status 403.
    #[serde(rename = "PermissionDeniedError")]
    PermissionDenied,
    /// Status 404.
    #[serde(rename = "NotFoundError")]
    NotFound,
    /// Status 409.
    #[serde(rename = "ConflictError")]
    Conflict,
    /// Status 422.
    #[serde(rename = "UnprocessableEntityError")]
    UnprocessableEntity,
    /// Status 429. Linq allows three writes per phone number in ten minutes.
    #[serde(rename = "RateLimitError")]
    RateLimit,
    /// Status 500 and above.
    #[serde(rename = "InternalServerError")]
    InternalServer,
    /// Any other error status.
    #[serde(rename = "APIError")]
    Api,
    /// No response arrived.
    #[serde(rename = "APIConnectionError")]
    Connection,
    /// The timeout passed.
    #[serde(rename = "APIConnectionTimeoutError")]
    ConnectionTimeout,
    /// The response can't be used: it is a redirect, isn't JSON, isn't a contact card, or is too
    /// long.
    #[serde(rename = "InvalidResponseError")]
    InvalidResponse,
    /// The signal was aborted. [`cause`](Error::cause) is its reason.
    Aborted,
    /// A function of the caller failed. [`cause`](Error::cause) is the value that it threw or
    /// returned as its error.
    CallerThrew,
}

/// The error of a failed call. [`Display`](fmt::Display) shows the message. Neither it nor
/// [`Debug`] shows a key, a header or a full phone number.
#[derive(Clone, Deserialize, Serialize)]
#[non_exhaustive]
#[serde(rename_all = "camelCase")]
pub struct Error {
    /// Why the call failed.
    #[serde(rename = "name")]
    pub kind: ErrorKind,
    /// What happened, for people: Linq's message where there is one. It may change in any version.
    pub message: String,
    /// Whether the write took effect.
    pub outcome: Outcome,
    /// The HTTP status, where a response arrived and the host reports it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<u32>,
    /// Linq's error code, such as 1002.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<u32>,
    /// Whether Linq reports that the phone number has no contact card. `false` for any other
    /// [`ErrorKind::NotFound`]: that of a server without a gateway, or of a gateway that has passed
    /// nothing on. The contact card may exist.
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    pub no_card: bool,
    /// The id by which Linq's support finds the request, in no fixed format.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trace_id: Option<String>,
    /// The URL of a page about the error, in no fixed format.
    #[serde(rename = "docURL", skip_serializing_if = "Option::is_none")]
    pub doc_url: Option<String>,
    /// Seconds to wait before the next attempt.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<u32>,
    /// The issues of the input, of [`ErrorKind::Validation`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub issues: Vec<Issue>,
    /// The value that `fetch` or a function of the caller threw, or the signal's reason. It is
    /// absent where it may contain a key, a header or a phone number.
    #[serde(skip)]
    pub cause: Option<JsValue>,
}

/// One problem in the input.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[non_exhaustive]
pub struct Issue {
    /// The path of the value: a field's name, or `options` and an option's name as in JavaScript;
    /// empty for the input as a whole.
    pub path: Vec<String>,
    /// The problem, for programs.
    pub code: IssueCode,
    /// A sentence with the name, the problem and what to do about it, for people:
    /// `first_name must be a string`.
    pub message: String,
    /// The position of the problem in a phone number, in UTF-16 units.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offset: Option<u32>,
    /// The value that was probably meant. It is absent in errors, which may be logged.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub suggestion: Option<String>,
}

/// The problem of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[non_exhaustive]
#[serde(rename_all = "snake_case")]
pub enum IssueCode {
    /// A required field is absent.
    Required,
    /// The input as a whole isn't an object.
    NotAnObject,
    /// The value isn't a string.
    NotAString,
    /// The phone number is `""`.
    Empty,
    /// The phone number doesn't start with `+`.
    MissingPlus,
    /// The phone number has a character other than the ASCII digits 0 to 9 after the `+`, or an
    /// invisible one in front of it, at [`Issue::offset`].
    InvalidCharacter,
    /// The country code starts with 0.
    LeadingZero,
    /// The phone number has fewer than 2 digits.
    TooShort,
    /// The phone number has more than 15 digits.
    TooLong,
    /// The field is `null`.
    NullNotSupported,
    /// The field is `""`. Linq documents no way to clear one.
    CannotClear,
    /// The name has only spaces and invisible characters.
    Blank,
    /// The string has a lone surrogate, which UTF-8 can't carry.
    IllFormed,
    /// The image URL isn't an `https://` URL that Linq could fetch.
    NotHttpsUrl,
    /// The name isn't one of the fields.
    UnknownField,
    /// No field is set.
    EmptyUpdate,
    /// The name isn't one of the options.
    UnknownOption,
    /// The option has a wrong type, or is out of range. The message has the rule.
    InvalidOption,
}

impl Error {
    /// Reads the error that the core has written.
    pub(super) fn read(written: &JsValue) -> Self {
        let mut error =
            serde_wasm_bindgen::from_value(get(written, "error")).unwrap_or_else(Self::from);
        // In JavaScript such a call rejects with the caller's own value, so the core has no message.
        match error.kind {
            ErrorKind::Aborted => error.message = "The call was aborted".to_string(),
            ErrorKind::CallerThrew => error.message = "A function of the call threw".to_string(),
            _ => {}
        }
        error
    }

    /// Runs a check on a message. Returns the error with the issues; `None` where there are none.
    pub(super) fn of_issues(
        message: &[u8],
        check: impl Fn(&Wire<'_, '_>) -> Check<'static>,
    ) -> Option<Self> {
        let (has_issues, written) = respond(message, &mut Vec::new(), |wire| {
            let check = check(wire);
            write_issues(wire, check)
        });
        has_issues.then(|| Self::read(&written))
    }

    /// Makes the error of an object or a function of the caller's that has thrown before anything
    /// was sent.
    pub(super) fn from_thrown(thrown: JsValue) -> Self {
        Self {
            cause: Some(thrown),
            ..Self::new(
                ErrorKind::CallerThrew,
                Outcome::NotSent,
                "The input can't be read, as one of its getters threw",
            )
        }
    }

    fn new(kind: ErrorKind, outcome: Outcome, message: &str) -> Self {
        Self {
            kind,
            message: message.to_string(),
            outcome,
            status: None,
            code: None,
            no_card: false,
            trace_id: None,
            doc_url: None,
            retry_after: None,
            issues: Vec::new(),
            cause: None,
        }
    }

    /// Converts the error to that of the npm package: an `Error` with `name`, `message`, `cause`
    /// and the other members. For [`ErrorKind::Aborted`] and [`ErrorKind::CallerThrew`] it is the
    /// cause itself.
    #[must_use]
    pub fn to_js(&self) -> JsValue {
        if let (ErrorKind::Aborted | ErrorKind::CallerThrew, Some(cause)) = (self.kind, &self.cause)
        {
            return cause.clone();
        }
        let error = js_sys::Error::new(&self.message);
        if let Some(cause) = &self.cause {
            error.set_cause(cause);
        }
        Object::assign(&error, &Object::from(to_js(self))).into()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message)
    }
}

/// Shows everything but the cause, which may contain anything.
impl fmt::Debug for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = formatter.debug_struct("Error");
        shown.field("kind", &self.kind);
        shown.field("message", &self.message);
        shown.field("outcome", &self.outcome);
        shown.field("status", &self.status);
        shown.field("code", &self.code);
        shown.field("trace_id", &self.trace_id);
        shown.field("issues", &self.issues);
        shown.finish_non_exhaustive()
    }
}

impl core::error::Error for Error {}

/// Converts the error of a value that isn't a contact card.
impl From<serde_wasm_bindgen::Error> for Error {
    fn from(_: serde_wasm_bindgen::Error) -> Self {
        // The error's text may contain the value.
        Self::new(
            ErrorKind::InvalidResponse,
            Outcome::Unknown,
            "The value is not a contact card",
        )
    }
}

impl From<Error> for JsValue {
    fn from(error: Error) -> Self {
        error.to_js()
    }
}
