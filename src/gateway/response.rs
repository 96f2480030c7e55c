//! [`Response`]: what the gateway responds with, in Linq's own envelope, so that the package's errors work unchanged.
//! Linq's response is read, checked and written again, so that nothing passes that isn't a card of this user, or an error in
//! the documented form.

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;

use super::body::Params;
use super::config::Config;
use super::exchange::Exchange;
use super::limits;
use super::log::{self, Note, Outcome};
use super::refusal::Refusal;
use super::session::Session;
use super::upstream::{UpstreamResponse, request_of, response_of};
use crate::api::{self, Method};
use crate::contact_card::write_card;
use crate::error::{Failure, Outcome as WriteOutcome};
use crate::phone_number::PHONE_NUMBER;
use crate::redact::{JSON, REDACTED, Secrets, Shown, redact};
use crate::text::Text;
use crate::wire::{Kind, Wire, to_string};

/// Of a trace id in the head, in bytes: several times what is usual.
const LONGEST_TRACE_ID: usize = 256;

/// Statuses about a connection. Linq's own with the gateway is none of the page's, whose browser would send a write again by
/// itself: after 408 Chromium does so twice.
const OF_CONNECTION: [i64; 4] = [407, 408, 421, 425];

/// Room for a short text, in bytes.
const ROOM: usize = 1_024;

const LATE: Refusal = Refusal::failure(504, 3005, "Linq did not answer in time");

/// A response to the page, ready to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Response {
    /// HTTP status, from 200 to 599.
    pub status: u32,
    /// Name and value.
    pub headers: Vec<(&'static str, String)>,
    /// JSON.
    pub body: String,
    /// An entry for the log, as JSON: without key, body and full number.
    pub log: String,
}

/// An error, Linq's or the gateway's own, as it may be shown. What isn't there is less than 0, or empty.
struct Error<'a> {
    status: i64,
    code: i64,
    message: &'a str,
    doc_url: Text<'a>,
    trace_id: Text<'a>,
    /// Seconds.
    retry_after: i64,
    outcome: Outcome,
}

impl Response {
    /// A refusal of the gateway's own.
    pub(super) fn refusal(refusal: &Refusal, config: &Config, exchange: &Exchange) -> Self {
        let outcome = if refusal.is_forwarded {
            Outcome::Failed
        } else {
            Outcome::Refused
        };
        let error = Error {
            status: refusal.status.into(),
            code: refusal.code.into(),
            message: &refusal.message,
            doc_url: b"",
            trace_id: b"",
            retry_after: refusal.retry_after.map_or(-1, i64::from),
            outcome,
        };
        let mut response = Self::error(&error, config, exchange);
        if refusal.status == 405 {
            response.add_header("allow", "GET, PATCH, POST");
        }
        if exchange.is_write() && matches!(refusal.status, 429 | 500..) {
            // Blind repetitions would spend the budget.
            response.add_header("x-should-retry", "false");
        }
        response
    }

    /// What the page gets of Linq's response.
    pub(super) fn of_upstream(
        upstream: &UpstreamResponse,
        session: &Session,
        method: Method,
        params: &Params,
        config: &Config,
        exchange: &Exchange,
    ) -> Self {
        let reader = Reader {
            session,
            method,
            config,
            exchange,
        };
        reader
            .respond(upstream, params)
            .unwrap_or_else(|refusal| Self::refusal(&refusal, config, exchange))
    }

    fn error(error: &Error<'_>, config: &Config, exchange: &Exchange) -> Self {
        let body = to_string(b"", ROOM, |out| {
            out.byte(b'{');
            out.flag(b"success", false);
            out.open(b"error", b'{');
            out.number_member(b"status", error.status);
            out.number_member(b"code", error.code);
            out.member(b"message", error.message.as_bytes());
            if !error.doc_url.is_empty() {
                out.member(b"doc_url", error.doc_url);
            }
            out.number_member(b"retry_after", error.retry_after);
            // For the package alone, where the status leaves it open.
            if error.outcome == Outcome::Refused && error.status >= 500 {
                out.member(b"outcome", WriteOutcome::Refused.name());
            }
            out.byte(b'}');
            if !error.trace_id.is_empty() {
                out.member(b"trace_id", error.trace_id);
            }
            out.byte(b'}');
        });
        let note = Note {
            status: error.status,
            code: error.code,
            outcome: error.outcome,
            reason: (error.outcome != Outcome::Forwarded).then_some(error.message),
            trace_id: error.trace_id,
        };
        let mut response = Self::new(body, &note, exchange);
        let retry_after = u32::try_from(error.retry_after).ok();
        if let Some(seconds) = retry_after {
            response.add_header("retry-after", &seconds.to_string());
        }
        let is_linqs_429 = error.status == 429 && exchange.response.is_some();
        response.add_write_budget(is_linqs_429.then_some(retry_after), config, exchange);
        response
    }

    /// A response and its entry in the log.
    fn new(body: String, note: &Note<'_>, exchange: &Exchange) -> Self {
        let mut response = Self {
            status: u32::try_from(note.status).unwrap_or_default(),
            headers: vec![],
            body,
            log: log::entry(exchange, note),
        };
        response.add_header("content-type", &String::from_utf8_lossy(JSON));
        response.add_header("cache-control", "no-store");
        response.add_header("x-content-type-options", "nosniff");
        response
    }

    fn add_header(&mut self, name: &'static str, value: &str) {
        self.headers.push((name, value.into()));
    }

    /// Tells the page what is left of the number's writes, where that is known. `refused`: Linq has refused one, and
    /// perhaps said for how long.
    fn add_write_budget(
        &mut self,
        refused: Option<Option<u32>>,
        config: &Config,
        exchange: &Exchange,
    ) {
        let reservation = exchange.reservation.as_ref();
        let reservation = reservation.filter(|_| exchange.is_write());
        let remaining = reservation
            .and_then(|reservation| limits::remaining(reservation, &config.limits, refused));
        if let Some((limit, remaining, reset)) = remaining {
            let budget = format!("limit={limit}, remaining={remaining}, reset={reset}");
            self.add_header("x-write-budget", &budget);
        }
    }
}

/// What Linq's response is read with.
struct Reader<'a> {
    session: &'a Session,
    method: Method,
    config: &'a Config,
    exchange: &'a Exchange,
}

impl Reader<'_> {
    fn respond(&self, upstream: &UpstreamResponse, params: &Params) -> Result<Response, Refusal> {
        let received = match upstream {
            UpstreamResponse::Received(received) => received,
            UpstreamResponse::Unreachable => {
                return Err(Refusal::failure(502, 3006, "Linq could not be reached"));
            }
            UpstreamResponse::Late => return Err(LATE),
        };
        let message = received.message(self.config, params);
        let input = message.as_slice();
        let wire = Wire::new(&input, &mut []);
        let (given, request) = (
            response_of(&wire),
            request_of(&wire, self.config, self.method),
        );
        // A body that stalls doesn't hide an error's status.
        if received.is_late && given.status(&wire) < 400 {
            return Err(LATE);
        }
        match given.check(&wire, &request) {
            None => self.cards(&wire, input, &given),
            Some(Failure::Api) => self.error(&wire, input, &given, request.secrets),
            Some(failure) => {
                let message = core::str::from_utf8(failure.message()).unwrap_or_default();
                Err(Refusal::failure(502, 3006, message))
            }
        }
    }

    /// The cards of a response that was checked, as far as they are this user's.
    fn cards(
        &self,
        wire: &Wire<'_, '_>,
        input: Text<'_>,
        given: &api::Response,
    ) -> Result<Response, Refusal> {
        // A write was about one of theirs, and so is the response.
        let are_all_theirs = self.method.is_write() || self.session.may_see_all();
        let body = to_string(input, input.len(), |wire| {
            if are_all_theirs {
                return given.write_cards(wire, self.method);
            }
            wire.byte(b'{');
            wire.open(b"contact_cards", b'[');
            let cards = wire.get(given.json(wire), b"contact_cards");
            let mut card = wire.first(cards, Kind::LIST);
            while card < wire.after(cards) {
                let number = wire.get(card, PHONE_NUMBER);
                if self.session.may_see(wire.text(number)) {
                    write_card(wire, card);
                }
                card = wire.after(card);
            }
            wire.raw(b"]}");
        });
        if self.holds_key(&body) {
            return Err(Refusal::failure(502, 3006, "Linq's answer holds the key"));
        }
        let trace_id = self.shown(wire.text(given.header(wire, b"traceId")));
        let note = Note {
            status: given.status(wire),
            code: -1,
            outcome: Outcome::Forwarded,
            reason: None,
            trace_id,
        };
        let mut response = Response::new(body, &note, self.exchange);
        response.add_write_budget(None, self.config, self.exchange);
        add_trace_id(&mut response, trace_id);
        Ok(response)
    }

    /// Linq's error, as far as it may be shown.
    fn error(
        &self,
        wire: &Wire<'_, '_>,
        input: Text<'_>,
        given: &api::Response,
        secrets: Secrets,
    ) -> Result<Response, Refusal> {
        let status = given.status(wire);
        if OF_CONNECTION.contains(&status) {
            let reason = "Linq's answer is about its connection with the gateway";
            return Err(Refusal::failure(502, 3006, reason));
        }
        if status > 599 {
            let reason = "The answer has no usable status";
            return Err(Refusal::failure(502, 3006, reason));
        }
        let message = match wire.text(given.error_member(wire, b"message")) {
            [] => String::from_utf8_lossy(Failure::Api.message()),
            message => Cow::Owned(to_string(input, ROOM, |out| {
                redact(out, message, &secrets, Shown::Sentence);
            })),
        };
        let error = Error {
            status,
            code: given.code(wire),
            message: &String::from_utf8_lossy(self.shown(message.as_bytes())),
            doc_url: self.shown(wire.text(given.error_member(wire, b"doc_url"))),
            trace_id: self.shown(wire.text(given.trace_id(wire))),
            retry_after: given.retry_after(wire),
            outcome: Outcome::Forwarded,
        };
        let mut response = Response::error(&error, self.config, self.exchange);
        match wire.text(given.header(wire, b"shouldRetry")) {
            b"true" => response.add_header("x-should-retry", "true"),
            b"false" => response.add_header("x-should-retry", "false"),
            _ => {}
        }
        add_trace_id(&mut response, error.trace_id);
        Ok(response)
    }

    /// A text, where it doesn't hold the key: servers repeat what they were sent.
    fn shown<'t>(&self, text: Text<'t>) -> Text<'t> {
        if holds(text, self.config.key.as_bytes()) {
            REDACTED
        } else {
            text
        }
    }

    /// Whether JSON holds the key, as it is or as JSON writes it.
    fn holds_key(&self, json: &str) -> bool {
        let key = self.config.key.as_str();
        let quoted = to_string(b"", ROOM, |out| out.string(key.as_bytes()));
        let escaped = quoted
            .strip_prefix('"')
            .and_then(|rest| rest.strip_suffix('"'));
        json.contains(escaped.unwrap_or(key))
    }
}

fn holds(text: Text<'_>, part: Text<'_>) -> bool {
    text.windows(part.len().max(1)).any(|window| window == part)
}

/// Adds a trace id, where a header can carry it, as it may come from a body: proxies and clients refuse a response whose head
/// is long.
fn add_trace_id(response: &mut Response, trace_id: Text<'_>) {
    let is_plain = |byte: &u8| byte.is_ascii_graphic() || *byte == b' ';
    let fits = (1..=LONGEST_TRACE_ID).contains(&trace_id.len());
    if fits && trace_id.iter().all(is_plain) {
        response.add_header("x-trace-id", &String::from_utf8_lossy(trace_id));
    }
}
