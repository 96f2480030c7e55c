//! [`Response`]: a response of the endpoint.

use super::operation::Method;
use super::request::Request;
use crate::contact_card::{is_card, write_card};
use crate::error::{Failure, Outcome, begin_error};
use crate::phone_number::PHONE_NUMBER;
use crate::redact::{Secrets, TextKind, redact};
use crate::text::{Text, equal, parse_u32, split};
use crate::wire::{Kind, Value, Wire};

/// The longest text of the server's that an error shows, in bytes.
const LONGEST_TEXT: usize = 1024;

/// A response, as the host reports it. A part that hasn't arrived is absent.
#[derive(Clone, Copy, Debug, Default)]
pub struct Response {
    /// An object with these members:
    ///
    /// * `status` and `type` of the `fetch` response;
    /// * the headers `retryAfter`, `traceId`, `shouldRetry` and `writeBudget`, as far as they can
    ///   be read: from another origin, only those that the server exposes;
    /// * `retryIn`, the seconds until the date that the host reads from `Retry-After`; 0 for a date
    ///   in the past. Hosts also read dates from texts that HTTP doesn't allow.
    pub head: Value,
    /// A list with the JSON value of the body, or the problem of the body: `empty`, `tooLong` or
    /// `notJson`; absent where it ended early.
    pub body: Value,
}

impl Response {
    /// The HTTP status; below 0 where there is no response, or where the host hides it, as browsers
    /// do for a redirect that isn't followed.
    #[must_use]
    pub fn status(&self, wire: &Wire<'_, '_>) -> i64 {
        match wire.number(wire.get(self.head, b"status")) {
            0 => -1,
            status => status,
        }
    }

    /// A header, by the name of its member in the head; absent where it can't be read.
    #[must_use]
    pub fn header(&self, wire: &Wire<'_, '_>, name: Text<'_>) -> Value {
        wire.get(self.head, name)
    }

    /// The JSON value of the body; absent where it has none.
    #[must_use]
    pub fn json(&self, wire: &Wire<'_, '_>) -> Value {
        wire.first_item(self.body)
    }

    /// A member of the error in the body. Source of its format: the reference page's examples.
    /// Every part of it is optional, as an error of a proxy is an HTML page.
    #[must_use]
    pub fn error_member(&self, wire: &Wire<'_, '_>, name: Text<'_>) -> Value {
        wire.get(wire.get(self.json(wire), b"error"), name)
    }

    /// Linq's error code, such as 1002; below 0 where there is none. It may be a code that the
    /// reference page doesn't list, and the status can't be derived from it.
    #[must_use]
    pub fn code(&self, wire: &Wire<'_, '_>) -> i64 {
        wire.number(self.error_member(wire, b"code"))
    }

    /// Whether Linq reports that the phone number has no contact card. Any other 404 is of a server
    /// that isn't Linq, or of a gateway that has passed nothing on: the card may exist.
    ///
    /// Source: the vendor's list of error codes, 2012 and 2019. Its reference page has 2001 for every
    /// 404.
    #[must_use]
    pub fn has_no_card(&self, wire: &Wire<'_, '_>) -> bool {
        self.status(wire) == 404
            && matches!(self.code(wire), 2001 | 2012 | 2019)
            && !self.is_refusal(wire)
    }

    /// Whether a gateway reports that nothing was changed, whatever the status is.
    #[must_use]
    pub fn is_refusal(&self, wire: &Wire<'_, '_>) -> bool {
        wire.is(self.error_member(wire, b"outcome"), b"refused")
    }

    /// Seconds to wait before the next attempt; below 0 where the server doesn't set a time.
    ///
    /// The member `retry_after` of the error is read first, as the header may be unreadable. The
    /// header `Retry-After` (RFC 9110, 10.2.3) has whole seconds, or a date such as
    /// `Sun, 06 Nov 1994 08:49:37 GMT`. A date in the past is 0 seconds.
    #[must_use]
    pub fn retry_after(&self, wire: &Wire<'_, '_>) -> i64 {
        let seconds = wire.number(self.error_member(wire, b"retry_after"));
        if seconds >= 0 {
            return seconds;
        }
        let header = wire.text(self.header(wire, b"retryAfter"));
        if header.len() == 29 && equal(split(header, 25).1, b" GMT") {
            return wire.number(self.header(wire, b"retryIn"));
        }
        parse_u32(header)
    }

    /// The id by which Linq's support finds the request, in no fixed format; absent where it isn't
    /// known.
    #[must_use]
    pub fn trace_id(&self, wire: &Wire<'_, '_>) -> Value {
        let trace_id = wire.get(self.json(wire), b"trace_id");
        if is_shown(wire, trace_id) {
            trace_id
        } else {
            self.header(wire, b"traceId")
        }
    }

    /// Checks the response to a request. Returns the failure; `None` where the response has what
    /// the request is for.
    #[must_use]
    pub fn check(&self, wire: &Wire<'_, '_>, request: &Request<'_>) -> Option<Failure> {
        let status = self.status(wire);
        if status >= 400 {
            return Some(Failure::Api);
        }
        if status < 0 && !wire.is(self.header(wire, b"type"), b"opaqueredirect") {
            return Some(Failure::NotAResponse);
        }
        if status / 100 != 2 {
            return Some(Failure::Redirect);
        }
        if wire.kind(self.body) != Kind::LIST {
            return Some(self.body_failure(wire));
        }
        let json = self.json(wire);
        if wire.kind(wire.get(json, b"error")) == Kind::OBJECT {
            return Some(Failure::SuccessAndError);
        }
        if request.method.is_write() {
            return card_failure(wire, request, json);
        }
        let cards = wire.get(json, b"contact_cards");
        if wire.kind(cards) != Kind::LIST {
            return Some(Failure::NotAList);
        }
        let mut card = wire.first(cards, Kind::LIST);
        while card < wire.after(cards) {
            let failure = card_failure(wire, request, card);
            if failure.is_some() {
                return failure;
            }
            card = wire.after(card);
        }
        None
    }

    /// The failure of a body without JSON.
    fn body_failure(&self, wire: &Wire<'_, '_>) -> Failure {
        if wire.is(self.body, b"empty") {
            Failure::EmptyBody
        } else if wire.is(self.body, b"tooLong") {
            Failure::TooLong
        } else if wire.is(self.body, b"notJson") {
            Failure::NotJson
        } else {
            Failure::BrokeOff
        }
    }

    /// Writes the contact card, or the list of contact cards, of a checked response.
    pub fn write_cards(&self, wire: &mut Wire<'_, '_>, method: Method) {
        let json = self.json(wire);
        if method.is_write() {
            return write_card(wire, json);
        }
        wire.byte(b'{');
        wire.open(b"contact_cards", b'[');
        let cards = wire.get(json, b"contact_cards");
        let mut card = wire.first(cards, Kind::LIST);
        while card < wire.after(cards) {
            write_card(wire, card);
            card = wire.after(card);
        }
        wire.bytes(b"]}");
    }

    /// Writes the error of a failed call, an object in a member `error`, with the members of its
    /// class. Secrets are redacted in the server's texts.
    pub fn write_error(
        &self,
        wire: &mut Wire<'_, '_>,
        failure: Failure,
        outcome: Outcome,
        secrets: &Secrets,
    ) {
        let is_api = failure == Failure::Api;
        let status = self.status(wire);
        let message = self.error_member(wire, b"message");
        begin_error(wire, failure, status, outcome);
        wire.open_text(b"message");
        if is_api && is_shown(wire, message) {
            redact(wire, wire.text(message), secrets, TextKind::Sentence);
        } else {
            wire.bytes(failure.message());
        }
        wire.close_string();
        if failure.has_response() {
            wire.number_member(b"status", status);
        }
        if self.has_no_card(wire) {
            wire.bytes(b",\"noCard\":true");
        }
        if is_api || failure == Failure::SuccessAndError {
            wire.number_member(b"code", self.code(wire));
        }
        if is_api {
            write_redacted(wire, b"traceId", self.trace_id(wire), secrets);
            let doc_url = self.error_member(wire, b"doc_url");
            if is_shown(wire, doc_url) {
                write_redacted(wire, b"docURL", doc_url, secrets);
            }
            wire.number_member(b"retryAfter", self.retry_after(wire));
        }
        wire.byte(b'}');
    }
}

/// Whether a value is a text of the server's that an error shows: neither empty nor so long that its
/// redaction would block a page.
#[must_use]
pub fn is_shown(wire: &Wire<'_, '_>, value: Value) -> bool {
    wire.text(value).len().wrapping_sub(1) < LONGEST_TEXT
}

/// Writes a text of the server as a member, with its secrets redacted.
fn write_redacted(wire: &mut Wire<'_, '_>, name: Text<'_>, value: Value, secrets: &Secrets) {
    if wire.is_text(value) {
        wire.open_text(name);
        redact(wire, wire.text(value), secrets, TextKind::Identifier);
        wire.close_string();
    }
}

/// The failure of a value that should be the contact card of the request's phone number; `None`
/// where it is.
fn card_failure(wire: &Wire<'_, '_>, request: &Request<'_>, json: Value) -> Option<Failure> {
    let number = request.secrets.phone_number;
    if !is_card(wire, json) {
        return Some(Failure::NotACard);
    }
    let is_another = wire.is_text(number) && !wire.are_equal(number, wire.get(json, PHONE_NUMBER));
    is_another.then_some(Failure::OtherNumber)
}
