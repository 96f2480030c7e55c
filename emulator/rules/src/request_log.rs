//! The log of the requests that reached the endpoint with the API key, for tests.

use std::collections::VecDeque;

use serde::Serialize;

use crate::endpoint::Request;

/// How many requests the log has at most.
const MAX_REQUESTS: usize = 10_000;

/// How many bytes of text the log has at most: as many as its requests of usual length, or 16 of the
/// longest.
const MAX_BYTES: usize = 16 * 1024 * 1024;

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

impl LoggedRequest {
    fn bytes(&self) -> usize {
        let headers = self.headers.iter();
        let headers: usize = headers.map(|(name, value)| name.len() + value.len()).sum();
        self.method.len() + self.target.len() + headers + self.body.len()
    }
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
    /// How many bytes of text the requests have.
    #[serde(skip)]
    bytes: usize,
}

impl RequestLog {
    /// The requests, in the order of their arrival.
    pub fn iter(&self) -> impl Iterator<Item = &LoggedRequest> {
        self.requests.iter()
    }

    /// Adds a request. The oldest ones are removed from a full log.
    pub(crate) fn add(&mut self, request: &Request<'_>) -> RequestId {
        let headers = request.headers.iter();
        let added = LoggedRequest {
            method: request.method.to_owned(),
            target: request.target.to_owned(),
            headers: headers.map(|(name, value)| mask_key(name, value)).collect(),
            body: String::from_utf8_lossy(request.body.unwrap_or_default()).into_owned(),
            status: None,
        };
        self.bytes += added.bytes();
        self.requests.push_back(added);
        let id = RequestId(self.removed + self.requests.len() - 1);
        while self.requests.len() > MAX_REQUESTS || self.bytes > MAX_BYTES {
            let removed = self.requests.pop_front();
            self.bytes -= removed.map_or(self.bytes, |removed| removed.bytes());
            self.removed += 1;
        }
        id
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
        self.bytes = 0;
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

    fn add(log: &mut RequestLog, target: &str, body: &[u8]) -> RequestId {
        log.add(&Request {
            method: "GET",
            target,
            headers: &[("x-sent", "1")],
            body: Some(body),
            needs_key: true,
        })
    }

    #[test]
    fn removes_the_oldest_request_from_a_full_log() {
        let mut log = RequestLog::default();
        let first = add(&mut log, "/first", b"");
        for _ in 1..MAX_REQUESTS {
            add(&mut log, "/", b"");
        }
        let last = add(&mut log, "/last", b"");
        log.set_status(first, 200);
        log.set_status(last, 201);
        assert_eq!(log.requests.len(), MAX_REQUESTS);
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

    #[test]
    fn g4_long_requests_replace_older_ones_before_the_log_is_too_long() {
        let mut log = RequestLog::default();
        let bytes = |log: &RequestLog| log.iter().map(LoggedRequest::bytes).sum::<usize>();
        // Bytes that aren't UTF-8 are longer as text.
        for body in [vec![b' '; 1_000_000], vec![0xff; 1_000_000]] {
            for _ in 0..300 {
                let id = add(&mut log, "/long", &body);
                log.set_status(id, 200);
                let newest = log.requests.back().unwrap();
                assert_eq!(newest.status, Some(200));
                assert_eq!(bytes(&log), log.bytes);
                assert!(log.bytes <= MAX_BYTES);
            }
        }
        assert_eq!(log.iter().count(), MAX_BYTES / 3_000_000);
        // A request that is longer than the log isn't stored.
        add(&mut log, &"/".repeat(MAX_BYTES), b"");
        assert_eq!((log.iter().count(), log.bytes), (0, 0));
        add(&mut log, "/short", b"");
        assert_eq!(log.iter().count(), 1);
        log.clear();
        assert_eq!(log.bytes, 0);
    }
}
