//! Responses, and the envelope of errors.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde_json::{Value, json};

/// A response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Response {
    /// The HTTP status.
    pub status: u16,
    /// The headers, by their names in lower case.
    pub headers: BTreeMap<String, String>,
    /// The body.
    pub body: String,
}

impl Response {
    /// The response for an outcome, with its trace ID in a header, and in the body of an error.
    pub(crate) fn new(outcome: Result<Value, ApiError>, trace_id: &str) -> Self {
        let mut headers = BTreeMap::new();
        let mut set = |name: &str, value: String| headers.insert(name.to_owned(), value);
        set("content-type", "application/json".to_owned());
        set("x-trace-id", trace_id.to_owned());
        let (status, body) = match outcome {
            Ok(body) => (200, body),
            Err(error) => {
                if let Some(seconds) = error.retry_after {
                    set("retry-after", seconds.to_string());
                }
                (error.status, error.to_json(trace_id))
            }
        };
        Self {
            status,
            headers,
            body: body.to_string(),
        }
    }
}

/// An error of the API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ApiError {
    status: u16,
    code: u32,
    message: Cow<'static, str>,
    /// In seconds.
    retry_after: Option<i64>,
}

impl ApiError {
    pub(crate) fn new(status: u16, code: u32, message: impl Into<Cow<'static, str>>) -> Self {
        Self {
            status,
            code,
            message: message.into(),
            retry_after: None,
        }
    }

    /// 429/1007, with the seconds to wait in the body and in a header.
    pub(crate) fn rate_limited(seconds: i64) -> Self {
        Self {
            retry_after: Some(seconds),
            ..Self::new(429, 1007, "Rate limit exceeded")
        }
    }

    /// The error that the reference page documents for a status; 1005 for other statuses of the
    /// client's errors, and 3006 for the others.
    pub(crate) fn documented(status: u16) -> Self {
        let code = match status {
            400 => 1002,
            401 => 2004,
            403 => 2005,
            404 => 2001,
            409 => 2014,
            429 => return Self::rate_limited(600),
            402..=499 => 1005,
            503 => 4004,
            _ => 3006,
        };
        Self::new(status, code, documented_message(code))
    }

    /// The same error with those of these parts that are there. Another code has its own documented
    /// message.
    pub(crate) fn with(
        mut self,
        code: Option<u32>,
        message: Option<String>,
        retry_after: Option<i64>,
    ) -> Self {
        if let Some(code) = code.filter(|code| *code != self.code) {
            self.code = code;
            self.message = documented_message(code).into();
        }
        self.message = message.map_or(self.message, Cow::from);
        self.retry_after = retry_after.or(self.retry_after);
        self
    }

    fn to_json(&self, trace_id: &str) -> Value {
        let mut error =
            json!({ "status": self.status, "code": self.code, "message": self.message });
        if let Some(seconds) = self.retry_after {
            error["retry_after"] = seconds.into();
        }
        json!({ "error": error, "success": false, "trace_id": trace_id })
    }
}

/// The documented codes of errors, each with its status and its meaning.
const DOCUMENTED: [(u32, u16, &str); 27] = [
    (1001, 400, "Missing required field"),
    (1002, 400, "Phone number must be in E.164 format"),
    (1003, 400, "Invalid request body"),
    (1005, 400, "Invalid value"),
    (1007, 429, "Rate limit exceeded"),
    (2001, 404, "Resource not found"),
    (
        2004,
        401,
        "Unauthorized - missing or invalid authentication token",
    ),
    (
        2005,
        403,
        "Access denied - insufficient permissions for this resource",
    ),
    (2006, 403, "Access denied - the phone number is not yours"),
    (2011, 403, "Feature not available"),
    (2012, 404, "Contact card not found"),
    (
        2014,
        409,
        "A contact card already exists; use PATCH to update it",
    ),
    (2015, 409, "Conflict with the current state"),
    (2019, 404, "Phone number not found"),
    (2022, 500, "Contact card setup failed"),
    (3001, 500, "Connection or service error"),
    (3002, 500, "Connection or service error"),
    (3003, 500, "Connection or service error"),
    (3004, 500, "Connection or service error"),
    (3005, 504, "Network timeout"),
    (3006, 500, "Internal server error"),
    (3007, 500, "Attempts exceeded"),
    (
        4004,
        503,
        "RCS capability check is temporarily unavailable.",
    ),
    (5004, 400, "Unsupported image type"),
    (5005, 400, "Image too large"),
    (5006, 400, "Image content type mismatch"),
    (5007, 400, "Image could not be downloaded"),
];

/// The message for a code, which is its meaning where no message is documented.
fn documented_message(code: u32) -> &'static str {
    let documented = DOCUMENTED.iter().find(|(own, ..)| *own == code);
    documented.map_or("Unknown error", |(.., message)| message)
}

/// The status that is documented for a code; 500 for a code that isn't.
pub(crate) fn documented_status(code: u32) -> u16 {
    let documented = DOCUMENTED.iter().find(|(own, ..)| *own == code);
    documented.map_or(500, |(_, status, _)| *status)
}
