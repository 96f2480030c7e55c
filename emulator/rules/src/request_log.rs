//! The log of the requests that reached the endpoint, for tests.

use std::collections::VecDeque;

use serde::Serialize;

use crate::endpoint::Request;

/// How many requests the log holds at most.
const CAPACITY: usize = 10_000;

/// A request that reached the endpoint.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LoggedRequest {
    /// The HTTP method.
    pub method: String,
    /// The path and the query, as they were received.
    pub target: String,
    /// The headers. The API key is masked.
    pub headers: Vec<(String, String)>,
    /// The body as text; empty when it couldn't be read.
    pub body: String,
    /// The status of the response; `None` until a response is sent.
    pub status: Option<u16>,
}

/// Identifies a request in the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RequestId(usize);

/// The latest requests, in the order of their arrival.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(transparent)]
pub struct RequestLog {
    requests: VecDeque<LoggedRequest>,
    /// How many requests were removed.
    #[serde(skip)]
    removed: usize,
}

impl RequestLog {
    /// The requests, in the order of their arrival.
    pub fn iter(&self) -> impl Iterator<Item = &LoggedRequest> {
        self.requests.iter()
    }

    /// Adds a request. The oldest is removed from a full log.
    pub(crate) fn add(&mut self, request: &Request<'_>) -> RequestId {
        if self.requests.len() == CAPACITY {
            self.requests.pop_front();
            self.removed += 1;
        }
        let headers = request.headers.iter();
        self.requests.push_back(LoggedRequest {
            method: request.method.to_owned(),
            target: request.target.to_owned(),
            headers: headers.map(|(name, value)| mask_key(name, value)).collect(),
            body: String::from_utf8_lossy(request.body.unwrap_or_default()).into_owned(),
            status: None,
        });
        RequestId(self.removed + self.requests.len() - 1)
    }

    /// Sets the status of the response to a request, if the log still has the request.
    pub(crate) fn set_status(&mut self, id: RequestId, status: u16) {
        let index = id.0.checked_sub(self.removed);
        if let Some(request) = index.and_then(|index| self.requests.get_mut(index)) {
            request.status = Some(status);
        }
    }

    /// Removes all requests.
    pub(crate) fn clear(&mut self) {
        self.removed += self.requests.len();
        self.requests.clear();
    }
}

/// A header, with the API key masked.
fn mask_key(name: &str, value: &str) -> (String, String) {
    let value = match name {
        "authorization" => "Bearer •••",
        _ => value,
    };
    (name.to_owned(), value.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn removes_the_oldest_request_from_a_full_log() {
        let mut log = RequestLog::default();
        let mut add = |target: &str| {
            log.add(&Request {
                method: "GET",
                target,
                headers: &[],
                body: Some(b""),
            })
        };
        let first = add("/first");
        for _ in 1..CAPACITY {
            add("/");
        }
        let last = add("/last");
        log.set_status(first, 200);
        log.set_status(last, 201);
        assert_eq!(log.requests.len(), CAPACITY);
        assert_eq!(log.requests[0].status, None);
        let newest = log.requests.back().unwrap();
        assert_eq!(
            (newest.target.as_str(), newest.status),
            ("/last", Some(201))
        );
        log.clear();
        log.set_status(last, 500);
        assert_eq!(log.iter().count(), 0);
    }
}
