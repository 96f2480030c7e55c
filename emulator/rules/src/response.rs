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

    /// The error that the reference page documents for a status; 3006 for the others.
    pub(crate) fn documented(status: u16) -> Self {
        let (code, message) = match status {
            400 => (1002, "Phone number must be in E.164 format"),
            401 => (
                2004,
                "Unauthorized - missing or invalid authentication token",
            ),
            403 => (
                2005,
                "Access denied - insufficient permissions for this resource",
            ),
            404 => (2001, "Resource not found"),
            409 => (
                2014,
                "A contact card already exists; use PATCH to update it",
            ),
            429 => return Self::rate_limited(600),
            503 => (4004, "RCS capability check is temporarily unavailable."),
            _ => (3006, "Internal server error"),
        };
        Self::new(status, code, message)
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
