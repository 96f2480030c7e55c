//! [`Error`]: why a call failed, and what became of the write.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use js_sys::Object;
use serde::{Deserialize, Serialize};
use wasm_bindgen::JsValue;

use super::encode::get;
use super::json::{respond, to_js};
use crate::call::{Checked, write_issues};
use crate::wire::Wire;

pub use crate::error::Outcome;

/// Why a call failed. The names in JavaScript are those of the npm package's error classes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The input has [`issues`](Error::issues); nothing was sent.
    #[serde(rename = "ValidationError")]
    Validation,
    /// A key in a page, or over plain http; nothing was sent.
    #[serde(rename = "UnsafeKeyError")]
    UnsafeKey,
    /// 400
    #[serde(rename = "BadRequestError")]
    BadRequest,
    /// 401
    #[serde(rename = "AuthenticationError")]
    Authentication,
    /// 403
    #[serde(rename = "PermissionDeniedError")]
    PermissionDenied,
    /// 404
    #[serde(rename = "NotFoundError")]
    NotFound,
    /// 409
    #[serde(rename = "ConflictError")]
    Conflict,
    /// 422
    #[serde(rename = "UnprocessableEntityError")]
    UnprocessableEntity,
    /// 429: three writes per number in ten minutes.
    #[serde(rename = "RateLimitError")]
    RateLimit,
    /// 500 and above
    #[serde(rename = "InternalServerError")]
    InternalServer,
    /// Any other error status.
    #[serde(rename = "APIError")]
    Api,
    /// No response arrived.
    #[serde(rename = "APIConnectionError")]
    Connection,
    /// The timeout ran out.
    #[serde(rename = "APIConnectionTimeoutError")]
    ConnectionTimeout,
    /// A response arrived that can't be used: a redirect, no JSON, not a contact card, too long.
    #[serde(rename = "InvalidResponseError")]
    InvalidResponse,
    /// The signal was aborted. [`cause`](Error::cause) is its reason.
    Aborted,
    /// A function of the caller failed. [`cause`](Error::cause) is what it failed with.
    CallerThrew,
}

/// A failed call. [`Display`](fmt::Display) is the message, and neither it nor [`Debug`] holds a key, a header or a full
/// phone number.
#[derive(Clone, Deserialize, Serialize)]
#[non_exhaustive]
#[serde(rename_all = "camelCase")]
pub struct Error {
    /// Why the call failed.
    #[serde(rename = "name")]
    pub kind: ErrorKind,
    /// For people: the vendor's sentence where there is one. Never to be compared with anything.
    pub message: String,
    /// What became of the write.
    pub outcome: Outcome,
    /// HTTP status, where a response arrived and the host reports it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<u32>,
    /// Linq's code, such as 1002.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<u32>,
    /// Names the request to Linq's support; no fixed format.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trace_id: Option<String>,
    /// A page about the error; no fixed format.
    #[serde(rename = "docURL", skip_serializing_if = "Option::is_none")]
    pub doc_url: Option<String>,
    /// Seconds to wait before the next try.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<u32>,
    /// What is wrong with the input, of [`ErrorKind::Validation`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub issues: Vec<Issue>,
    /// What `fetch`, or a function of the caller, threw; the signal's reason. Absent where it may hold a key, a header or a
    /// phone number.
    #[serde(skip)]
    pub cause: Option<JsValue>,
}

/// One thing that is wrong with the input.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[non_exhaustive]
pub struct Issue {
    /// Where: a field's name, or `options` and an option's name as in JavaScript; empty for the input as a whole.
    pub path: Vec<String>,
    /// What is wrong, for code.
    pub code: IssueCode,
    /// What is wrong and what to do, for people, to be read after the path.
    pub message: String,
    /// Which character of a phone number, in UTF-16 units.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offset: Option<u32>,
    /// What was probably meant. Absent in errors, which may end in a log.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub suggestion: Option<String>,
}

/// What is wrong with a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[non_exhaustive]
#[serde(rename_all = "snake_case")]
pub enum IssueCode {
    /// A field that must be there isn't.
    Required,
    /// The input as a whole is no object.
    NotAnObject,
    /// The value is no string.
    NotAString,
    /// The number is `""`.
    Empty,
    /// The number doesn't start with `+`.
    MissingPlus,
    /// The number has something else than the ASCII digits 0 to 9; [`Issue::offset`] tells where.
    InvalidCharacter,
    /// The country code starts with 0.
    LeadingZero,
    /// The number has fewer than 2 digits.
    TooShort,
    /// The number has more than 15 digits.
    TooLong,
    /// `null` for a field.
    NullNotSupported,
    /// `""` for a field: Linq documents no way to clear one.
    CannotClear,
    /// A lone surrogate, which UTF-8 can't carry.
    IllFormed,
    /// The image URL is no `https://` URL that Linq could fetch.
    NotHttpsUrl,
    /// A key that isn't a field.
    UnknownField,
    /// No field to change.
    EmptyUpdate,
    /// An option that doesn't exist.
    UnknownOption,
    /// An option of the wrong type or out of range. The message tells what it must be.
    InvalidOption,
}

impl Error {
    /// Reads the error that the core has described.
    pub(super) fn read(written: &JsValue) -> Self {
        serde_wasm_bindgen::from_value(get(written, "error")).unwrap_or_else(Self::from)
    }

    /// The error that the issues of a message are; nothing where there are none.
    pub(super) fn of_issues(
        message: &[u8],
        checked: impl Fn(&Wire<'_, '_>) -> Checked<'static>,
    ) -> Option<Self> {
        let (has_issues, written) = respond(message, &mut Vec::new(), |wire| {
            let checked = checked(wire);
            write_issues(wire, checked)
        });
        has_issues.then(|| Self::read(&written))
    }

    /// The error of what a caller's own object or function has thrown, before anything was sent.
    pub(super) fn from_thrown(thrown: JsValue) -> Self {
        Self {
            cause: Some(thrown),
            ..Self::new(
                ErrorKind::CallerThrew,
                Outcome::NotSent,
                "The input can't be read",
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
            trace_id: None,
            doc_url: None,
            retry_after: None,
            issues: Vec::new(),
            cause: None,
        }
    }

    /// The error as JavaScript knows it from the npm package: an `Error` with `name`, `message`, `cause` and the other
    /// members; for [`ErrorKind::Aborted`] and [`ErrorKind::CallerThrew`] the cause itself.
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

/// Without the cause: whoever threw it decides what it shows.
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

/// What doesn't have the shape of a card.
impl From<serde_wasm_bindgen::Error> for Error {
    fn from(_: serde_wasm_bindgen::Error) -> Self {
        // The text of the error may hold the value.
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
