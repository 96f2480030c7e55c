//! The log of the requests that arrived at the endpoint.

use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use serde::Serialize;

/// The longest log, in requests. A request that finds it full empties it first.
const LONGEST_LOG: usize = 10_000;

/// A request that arrived at the endpoint.
#[derive(Serialize)]
struct LoggedRequest {
    method: String,
    /// The path and query bytes as they arrived.
    target: String,
    /// The authorization is hidden.
    headers: Vec<(String, String)>,
    body: String,
    /// The status of the response; `None` until it is known.
    status: Option<u16>,
}

/// The requests in the order of their arrival. Serializes as a list.
#[derive(Default, Serialize)]
#[serde(transparent)]
pub struct RequestLog(Vec<LoggedRequest>);

impl RequestLog {
    /// Adds a request. The index is for [`Self::set_status`].
    pub fn add(
        &mut self,
        method: &Method,
        target: &str,
        headers: &HeaderMap,
        body: &[u8],
    ) -> usize {
        if self.0.len() == LONGEST_LOG {
            self.0.clear();
        }
        self.0.push(LoggedRequest {
            method: method.to_string(),
            target: target.to_owned(),
            headers: headers.iter().map(without_key).collect(),
            body: String::from_utf8_lossy(body).into_owned(),
            status: None,
        });
        self.0.len() - 1
    }

    /// Adds the status to a request, unless the log was emptied since.
    pub fn set_status(&mut self, index: usize, status: StatusCode) {
        if let Some(request) = self.0.get_mut(index) {
            request.status = Some(status.as_u16());
        }
    }
}

/// A header as text, without the API key.
fn without_key((name, value): (&HeaderName, &HeaderValue)) -> (String, String) {
    let value = if name == header::AUTHORIZATION {
        "Bearer •••"
    } else {
        value.to_str().unwrap_or("")
    };
    (name.to_string(), value.to_owned())
}
