//! Linq's response is read, checked and written again, so that the page receives only contact cards
//! of this user, or an error in the documented format.

use alloc::borrow::Cow;
use alloc::string::String;

use super::body::Params;
use super::cards::{self, Expected};
use super::checked_request::CheckedRequest;
use super::config::Config;
use super::log::{self, LogOutcome, Summary};
use super::refusal::Refusal;
use super::response::{Error, Response, write_budget};
use super::session::Session;
use super::upstream::{Received, UpstreamRequest, UpstreamResponse, request_of, response_of};
use crate::api::{self, Method, is_shown};
use crate::error::Failure;
use crate::redact::{REDACTED, Secrets, TextKind, redact};
use crate::text::Text;
use crate::wire::{Value, Wire, to_string};

/// The longest trace id that is passed on, in bytes: several times the usual length. Proxies and
/// clients refuse a response whose head is long.
const LONGEST_TRACE_ID: usize = 256;

/// The statuses about a connection. Linq's are about the connection with the gateway, and a browser
/// would apply them to its own: after a 408 Chromium repeats a request twice by itself, even a
/// write.
const CONNECTION_STATUSES: [i64; 4] = [407, 408, 421, 425];

/// Linq's code for an internal error. Servers between the gateway and Linq send errors without a
/// code, which a page would take for those of a server that is no gateway.
const INTERNAL_ERROR: i64 = 3006;

/// Room for a short text, in bytes.
const ROOM: usize = 1_024;

/// Makes the response from Linq's; `None` where the request isn't checked yet, so that nothing
/// can have been forwarded.
pub(super) fn respond(
    upstream: &UpstreamResponse<'_>,
    config: &Config,
    request: &CheckedRequest,
) -> Option<Response> {
    let reader = Reader {
        session: request.session.as_ref()?,
        method: request.method?,
        params: request.params.as_ref()?,
        config,
        request,
    };
    let response = reader
        .respond(upstream)
        .unwrap_or_else(|refusal| Response::refusal(&refusal, config, request));
    Some(response)
}

/// Reads Linq's response to a request.
struct Reader<'a> {
    session: &'a Session,
    method: Method,
    params: &'a Params,
    config: &'a Config,
    request: &'a CheckedRequest,
}

impl Reader<'_> {
    fn respond(&self, upstream: &UpstreamResponse<'_>) -> Result<Response, Refusal> {
        let received = match upstream {
            UpstreamResponse::Received(received) => received,
            UpstreamResponse::Unreachable => return Err(Refusal::UNREACHABLE),
            UpstreamResponse::Late => return Err(Refusal::LATE),
        };
        if let Some(body) = received.success_body() {
            return self.cards(received, body);
        }
        // A body that stalls doesn't hide an error's status.
        if received.is_late() && received.status() < 400 {
            return Err(Refusal::LATE);
        }
        let message = received.message(self.config, self.params);
        let input = message.as_slice();
        let wire = Wire::new(&input, &mut []);
        let response = response_of(&wire);
        let sent = request_of(&wire, self.config, self.method);
        match response.check(&wire, &sent) {
            Some(Failure::Api) => self.error(&wire, input, &response, sent.secrets),
            // A success has no body here.
            failure => Err(unusable(failure.unwrap_or(Failure::EmptyBody))),
        }
    }

    /// Makes the response from the contact cards of a success.
    fn cards(&self, received: &Received<'_>, body: &[u8]) -> Result<Response, Refusal> {
        let expected = Expected {
            is_list: !self.method.is_write(),
            number: self.params.number.as_deref(),
            session: self.session,
        };
        let body = cards::rewrite(body, &expected).map_err(unusable)?;
        if self.contains_key(&body) {
            return Err(Refusal::KEY_IN_RESPONSE);
        }
        let head = received.head();
        let wire = Wire::new(&head, &mut []);
        let trace_id = self.trace_id(wire.text(wire.get(Value::FIRST, b"traceId")));
        let summary = Summary {
            status: received.status(),
            code: -1,
            outcome: LogOutcome::Forwarded,
            reason: None,
            trace_id,
            mistake: None,
        };
        let mut response = Response::new(body, &summary, self.request);
        response.add_write_budget(write_budget(self.config, self.request));
        add_trace_id(&mut response, trace_id);
        Ok(response)
    }

    /// Makes the response from Linq's error, without secrets.
    fn error(
        &self,
        wire: &Wire<'_, '_>,
        input: Text<'_>,
        upstream: &api::Response,
        secrets: Secrets,
    ) -> Result<Response, Refusal> {
        let status = upstream.status(wire);
        if CONNECTION_STATUSES.contains(&status) {
            return Err(Refusal::CONNECTION_STATUS);
        }
        if status > 599 {
            return Err(Refusal::STATUS);
        }
        if status == 401 {
            return Ok(self.refused_key(wire, upstream));
        }
        let message = upstream.error_member(wire, b"message");
        let message = if is_shown(wire, message) {
            Cow::Owned(to_string(input, ROOM, |out| {
                redact(out, wire.text(message), &secrets, TextKind::Sentence);
            }))
        } else {
            Cow::Borrowed(summary_of(Failure::Api))
        };
        let error = Error {
            status,
            code: match upstream.code(wire) {
                ..1 if status >= 500 => INTERNAL_ERROR,
                code => code,
            },
            message: &String::from_utf8_lossy(self.shown(message.as_bytes())),
            doc_url: https_only(self.shown(wire.text(upstream.error_member(wire, b"doc_url")))),
            trace_id: self.trace_id(wire.text(upstream.trace_id(wire))),
            retry_after: upstream.retry_after(wire),
            outcome: LogOutcome::Forwarded,
            has_no_effect: false,
            mistake: (status == 404)
                .then(|| self.wrong_path(upstream.code(wire)))
                .flatten(),
        };
        let mut response = Response::error(&error, self.config, self.request);
        match wire.text(upstream.header(wire, b"shouldRetry")) {
            b"true" => response.add_header("x-should-retry", "true"),
            b"false" => response.add_header("x-should-retry", "false"),
            _ => {}
        }
        add_trace_id(&mut response, error.trace_id);
        Ok(response)
    }

    /// Makes the response where Linq refuses the gateway's key. The user can't do anything about it.
    fn refused_key(&self, wire: &Wire<'_, '_>, upstream: &api::Response) -> Response {
        let Refusal {
            status,
            code,
            message,
            ..
        } = Refusal::KEY_REFUSED;
        let error = Error {
            status: status.into(),
            code: code.into(),
            message: &message,
            doc_url: b"",
            trace_id: self.trace_id(wire.text(upstream.trace_id(wire))),
            retry_after: -1,
            outcome: LogOutcome::Forwarded,
            has_no_effect: true,
            mistake: Some(log::refused_key(upstream.status(wire))),
        };
        let mut response = Response::error(&error, self.config, self.request);
        response.add_header("x-should-retry", "false");
        add_trace_id(&mut response, error.trace_id);
        response
    }

    /// The mistake of a 404; `None` where Linq's code means that the number has no card. The code 2001
    /// may mean either.
    fn wrong_path(&self, code: i64) -> Option<String> {
        if matches!(code, 2012 | 2019) {
            return None;
        }
        let request = UpstreamRequest::new(self.config, self.method, self.params);
        Some(log::wrong_path(&request.method, &request.url))
    }

    /// The text, or a placeholder where it contains the key: servers repeat what they were sent.
    fn shown<'t>(&self, text: Text<'t>) -> Text<'t> {
        if contains(text, self.config.key.as_bytes()) {
            REDACTED
        } else {
            text
        }
    }

    /// The trace id; empty where it can't be a header of a response, or where a log must not have it.
    /// It may be from a body, and have anything in it.
    fn trace_id<'t>(&self, text: Text<'t>) -> Text<'t> {
        let is_plain = |byte: &u8| byte.is_ascii_graphic() || *byte == b' ';
        let is_header = text.len() <= LONGEST_TRACE_ID && text.iter().all(is_plain);
        let may_log = |text| self.config.may_log(text);
        if is_header && core::str::from_utf8(text).is_ok_and(may_log) {
            text
        } else {
            b""
        }
    }

    /// Whether JSON contains the key, escaped or not.
    fn contains_key(&self, json: &str) -> bool {
        let key = self.config.key.as_str();
        let quoted = to_string(b"", ROOM, |out| out.string(key.as_bytes()));
        let escaped = quoted
            .strip_prefix('"')
            .and_then(|rest| rest.strip_suffix('"'));
        json.contains(escaped.unwrap_or(key))
    }
}

/// The failure of a response that can't be used.
fn unusable(failure: Failure) -> Refusal {
    Refusal::failure(502, 3006, summary_of(failure))
}

/// What happened, without the advice that follows a semicolon: that is for callers of a gateway.
fn summary_of(failure: Failure) -> &'static str {
    let message = core::str::from_utf8(failure.message()).unwrap_or_default();
    message.split(';').next().unwrap_or_default()
}

/// An https URL; an empty text in place of any other.
fn https_only(url: Text<'_>) -> Text<'_> {
    if core::str::from_utf8(url).is_ok_and(cards::is_https) {
        url
    } else {
        b""
    }
}

/// Whether a text contains another one.
fn contains(text: Text<'_>, part: Text<'_>) -> bool {
    text.windows(part.len().max(1)).any(|window| window == part)
}

/// Adds a trace id as a header.
fn add_trace_id(response: &mut Response, trace_id: Text<'_>) {
    if !trace_id.is_empty() {
        response.add_header("x-trace-id", &String::from_utf8_lossy(trace_id));
    }
}
