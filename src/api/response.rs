//! [`Response`]: the response half of every operation.

use super::operation::Method;
use super::request::Request;
use crate::contact_card::{is_card, write_card};
use crate::error::{Failure, Outcome, begin_error};
use crate::phone_number::PHONE_NUMBER;
use crate::redact::{Secrets, Shown, redact};
use crate::text::{Text, same, split, whole_u32};
use crate::wire::{Kind, Value, Wire};

/// A response, as the host reports it. What is absent hasn't arrived.
#[derive(Clone, Copy, Debug, Default)]
pub struct Response {
    /// An object with the members `status`, `type` and, as far as they can be read, the headers `retryAfter`, `traceId`,
    /// `shouldRetry`, `writeBudget`, and `retryIn` (where the host takes `Retry-After` for a date, the whole seconds until
    /// then, 0 for a date that is over; hosts take much for a date). Cross-origin, headers can't be read unless the server
    /// exposes them.
    pub head: Value,
    /// A list with the JSON that was read (of duplicate names, the last one counts), or the name of what is wrong with the
    /// body: `empty`, `tooLong`, `notJson`; absent where it broke off.
    pub body: Value,
}

impl Response {
    /// HTTP status; less than 0 where there is no response, or where the host hides it, as browsers do for a redirect that
    /// isn't followed.
    #[must_use]
    pub fn status(&self, wire: &Wire<'_, '_>) -> i64 {
        match wire.number(wire.get(self.head, b"status")) {
            0 => -1,
            status => status,
        }
    }

    /// A header, by the name of its member; absent where it can't be read.
    #[must_use]
    pub fn header(&self, wire: &Wire<'_, '_>, name: Text<'_>) -> Value {
        wire.get(self.head, name)
    }

    /// The JSON; absent where there is none.
    #[must_use]
    pub fn json(&self, wire: &Wire<'_, '_>) -> Value {
        wire.first_item(self.body)
    }

    /// A member of the error in the JSON. Source of the envelope: the reference page's examples. Every part of it is
    /// optional: a proxy's HTML page doesn't hide the status.
    #[must_use]
    pub fn error_member(&self, wire: &Wire<'_, '_>, name: Text<'_>) -> Value {
        wire.get(wire.get(self.json(wire), b"error"), name)
    }

    /// Linq's code, such as 1002; less than 0 where there is none. Unknown ones are kept; the status can't be derived from it.
    #[must_use]
    pub fn code(&self, wire: &Wire<'_, '_>) -> i64 {
        wire.number(self.error_member(wire, b"code"))
    }

    /// Whether a gateway says that nothing was changed, whatever the status.
    #[must_use]
    pub fn is_refusal(&self, wire: &Wire<'_, '_>) -> bool {
        wire.is(self.error_member(wire, b"outcome"), b"refused")
    }

    /// Seconds to wait before the next try, less than 0 where nothing says so: the body's, then those of the header, as
    /// headers may be unreadable. The header has whole seconds, or a date as HTTP writes it (RFC 9110, 5.6.7), such as
    /// `Sun, 06 Nov 1994 08:49:37 GMT`. A date that is over means now.
    #[must_use]
    pub fn retry_after(&self, wire: &Wire<'_, '_>) -> i64 {
        let seconds = wire.number(self.error_member(wire, b"retry_after"));
        if seconds >= 0 {
            return seconds;
        }
        let header = wire.text(self.header(wire, b"retryAfter"));
        if header.len() == 29 && same(split(header, 25).1, b" GMT") {
            return wire.number(self.header(wire, b"retryIn"));
        }
        whole_u32(header)
    }

    /// Names the request to Linq's support; no fixed format. Absent where it isn't known.
    #[must_use]
    pub fn trace_id(&self, wire: &Wire<'_, '_>) -> Value {
        let trace_id = wire.get(self.json(wire), b"trace_id");
        if wire.has_text(trace_id) {
            trace_id
        } else {
            self.header(wire, b"traceId")
        }
    }

    /// Checks the response to a request. Returns why it is a failure; nothing where it has what was asked for.
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
            return Some(self.problem_of_body(wire));
        }
        let json = self.json(wire);
        if wire.kind(wire.get(json, b"error")) == Kind::OBJECT {
            return Some(Failure::SuccessAndError);
        }
        if request.method.is_write() {
            return problem_of_card(wire, request, json);
        }
        let cards = wire.get(json, b"contact_cards");
        if wire.kind(cards) != Kind::LIST {
            return Some(Failure::NotAList);
        }
        let mut card = wire.first(cards, Kind::LIST);
        while card < wire.after(cards) {
            let problem = problem_of_card(wire, request, card);
            if problem.is_some() {
                return problem;
            }
            card = wire.after(card);
        }
        None
    }

    fn problem_of_body(&self, wire: &Wire<'_, '_>) -> Failure {
        if wire.is(self.body, b"empty") {
            Failure::NoBody
        } else if wire.is(self.body, b"tooLong") {
            Failure::TooLong
        } else if wire.is(self.body, b"notJson") {
            Failure::NotJson
        } else {
            Failure::BrokeOff
        }
    }

    /// Writes the card, or the list of cards, of a response that was checked.
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
        wire.raw(b"]}");
    }

    /// Writes the error of a failed call, as a member `error`: its class and message, and what else the class has. Keys,
    /// headers and phone numbers are taken out of what the server said.
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
        if is_api && wire.has_text(message) {
            redact(wire, wire.text(message), secrets, Shown::Sentence);
        } else {
            wire.raw(failure.message());
        }
        wire.close_string();
        if is_api || failure.is_invalid_response() {
            wire.number_member(b"status", status);
        }
        if is_api || failure == Failure::SuccessAndError {
            wire.number_member(b"code", self.code(wire));
        }
        if is_api {
            write_redacted(wire, b"traceId", self.trace_id(wire), secrets);
            let doc_url = self.error_member(wire, b"doc_url");
            if wire.has_text(doc_url) {
                write_redacted(wire, b"docURL", doc_url, secrets);
            }
            wire.number_member(b"retryAfter", self.retry_after(wire));
        }
        wire.byte(b'}');
    }
}

fn write_redacted(wire: &mut Wire<'_, '_>, name: Text<'_>, value: Value, secrets: &Secrets) {
    if wire.is_text(value) {
        wire.open_text(name);
        redact(wire, wire.text(value), secrets, Shown::Identifier);
        wire.close_string();
    }
}

fn problem_of_card(wire: &Wire<'_, '_>, request: &Request<'_>, json: Value) -> Option<Failure> {
    let number = request.secrets.phone_number;
    if !is_card(wire, json) {
        return Some(Failure::NotACard);
    }
    let is_another = wire.is_text(number) && !wire.are_same(number, wire.get(json, PHONE_NUMBER));
    is_another.then_some(Failure::OtherNumber)
}
