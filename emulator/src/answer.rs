//! Linq's answers and error envelopes.

use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, Response, StatusCode, header};
use serde_json::{Value, json};

/// An answer before it goes on the wire.
#[derive(Clone, Debug)]
pub struct Answer {
    pub status: StatusCode,
    /// Seconds.
    pub retry_after: Option<u64>,
    pub body: Value,
}

impl Answer {
    /// A success.
    pub fn ok(body: Value) -> Self {
        Self {
            status: StatusCode::OK,
            retry_after: None,
            body,
        }
    }

    /// An error in Linq's envelope.
    pub fn error(status: u16, code: u32, message: &str) -> Self {
        let body = json!({ "error": { "status": status, "code": code, "message": message }, "success": false });
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        Self {
            status,
            retry_after: None,
            body,
        }
    }

    /// 429/1007, with the seconds to wait in body and header.
    pub fn rate_limited(seconds: u64) -> Self {
        let mut answer = Self::error(429, 1007, "Rate limit exceeded");
        answer.body["error"]["retry_after"] = seconds.into();
        answer.retry_after = Some(seconds);
        answer
    }

    /// The reference page's error for a status; a bare envelope for others.
    pub fn documented(status: u16) -> Self {
        match status {
            200..=299 => Self::ok(json!({})),
            400 => Self::error(400, 1002, "Phone number must be in E.164 format"),
            401 => Self::error(
                401,
                2004,
                "Unauthorized - missing or invalid authentication token",
            ),
            403 => Self::error(
                403,
                2005,
                "Access denied - insufficient permissions for this resource",
            ),
            404 => Self::error(404, 2001, "Resource not found"),
            409 => Self::error(
                409,
                2014,
                "A contact card already exists; use PATCH to update it",
            ),
            429 => Self::rate_limited(600),
            503 => Self::error(
                503,
                4004,
                "RCS capability check is temporarily unavailable.",
            ),
            status => Self::error(status, 3006, "Internal server error"),
        }
    }

    /// The answer with its trace id, in the body of an error and in the head of every answer.
    pub fn into_response(mut self, trace_id: &str) -> Response<Body> {
        if self.body.get("error").is_some() {
            self.body["trace_id"] = trace_id.into();
        }
        let mut response = Response::new(Body::from(self.body.to_string()));
        *response.status_mut() = self.status;
        let headers = response.headers_mut();
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/json"),
        );
        set_trace_id(headers, trace_id);
        if let Some(seconds) = self.retry_after {
            headers.insert(header::RETRY_AFTER, seconds.into());
        }
        response
    }
}

/// `X-Trace-ID`, which is on every answer.
pub fn set_trace_id(headers: &mut axum::http::HeaderMap, trace_id: &str) {
    if let Ok(value) = HeaderValue::from_str(trace_id) {
        headers.insert(HeaderName::from_static("x-trace-id"), value);
    }
}
