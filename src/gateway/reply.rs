//! [`Reply`]: what the gateway answers, in Linq's own envelope, so that the package's errors work unchanged.

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;

use super::exchange::{Authorized, Exchange};
use super::head;
use super::places;
use super::rules::Rules;
use crate::error::{ApiError, Outcome};
use crate::http::JSON;
use crate::json::Json;
use crate::redaction::mask_numbers;

/// Of an origin in the log, in characters: browsers' own are shorter.
const LONGEST_ORIGIN: usize = 200;

/// An answer, ready to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// HTTP status, from 200 to 599.
    pub status: u32,
    /// Name and value.
    pub headers: Vec<(&'static str, String)>,
    /// JSON.
    pub body: String,
    /// An entry for the log, as JSON: without key, body and full number.
    pub log: String,
}

/// How far a request came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    /// Linq answered it.
    Forwarded,
    /// Nothing was sent to Linq.
    Refused,
    /// It was sent, and no usable answer came.
    Failed,
}

impl Fate {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Forwarded => "forwarded",
            Self::Refused => "refused",
            Self::Failed => "failed",
        }
    }
}

/// What a log tells of an answer.
pub(super) struct Note<'a> {
    pub status: u32,
    pub code: Option<u32>,
    pub fate: Fate,
    pub reason: Option<&'a str>,
    pub trace_id: Option<&'a str>,
}

/// Why the gateway answers by itself. Codes are Linq's own, the nearest there are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Refusal {
    pub status: u32,
    pub code: u32,
    pub message: Cow<'static, str>,
    /// Seconds.
    pub retry_after: Option<u32>,
    pub fate: Fate,
}

impl Refusal {
    pub const NOBODY: Self = Self::new(401, 2004, "Unauthorized - sign in to use this gateway");
    pub const NOT_AUTHORIZED: Self = Self::new(
        500,
        3006,
        "The gateway could not find out whose request this is",
    );
    pub const NO_SESSION: Self = Self::new(
        500,
        3006,
        "The gateway's authorize must answer null or { user, numbers }, with numbers in E.164 form or 'all'",
    );
    pub const FOREIGN: Self = Self::new(
        403,
        2005,
        "Access denied - this page may not use this gateway",
    );
    pub const NOT_YOURS: Self = Self::new(403, 2006, "This phone number is not one of yours");

    pub const fn new(status: u32, code: u32, message: &'static str) -> Self {
        Self {
            status,
            code,
            message: Cow::Borrowed(message),
            retry_after: None,
            fate: Fate::Refused,
        }
    }

    /// What was sent to Linq got no usable answer.
    pub const fn failure(status: u32, code: u32, message: &'static str) -> Self {
        let mut failure = Self::new(status, code, message);
        failure.fate = Fate::Failed;
        failure
    }
}

impl Reply {
    /// An answer of the gateway's own.
    pub(super) fn refusal(refusal: &Refusal, rules: &Rules<'_>, exchange: &Exchange<'_>) -> Self {
        let error = ApiError {
            status: refusal.status,
            code: Some(refusal.code),
            message: Some(&refusal.message),
            retry_after: refusal.retry_after,
            is_refusal: refusal.fate == Fate::Refused,
            ..ApiError::default()
        };
        let mut reply = Self::error(&error, &refusal.message, refusal.fate, rules, exchange);
        if refusal.status == 405 {
            reply.headers.push(("allow", "GET, PATCH, POST".into()));
        }
        if exchange.is_write() && matches!(refusal.status, 429 | 500..) {
            // Blind repetitions would spend the budget.
            reply.headers.push(("x-should-retry", "false".into()));
        }
        reply
    }

    /// An error, Linq's or the gateway's own. `message` is its sentence as it may be shown.
    pub(super) fn error(
        error: &ApiError<'_>,
        message: &str,
        fate: Fate,
        rules: &Rules<'_>,
        exchange: &Exchange<'_>,
    ) -> Self {
        let body = Json::object(|envelope| {
            envelope.flag("success", false);
            envelope.member("error", |json| {
                json.number("status", error.status);
                json.optional_number("code", error.code);
                json.text("message", message);
                json.optional_text("doc_url", error.doc_url);
                json.optional_number("retry_after", error.retry_after);
                // For the package alone, where the status leaves it open.
                if error.is_refusal && error.status >= 500 {
                    json.text("outcome", Outcome::Refused.as_str());
                }
            });
            envelope.optional_text("trace_id", error.trace_id);
        });
        let note = Note {
            status: error.status,
            code: error.code,
            fate,
            reason: (fate != Fate::Forwarded).then_some(message),
            trace_id: error.trace_id,
        };
        let mut reply = Self::new(body, &note, exchange);
        if let Some(seconds) = error.retry_after {
            reply.headers.push(("retry-after", seconds.to_string()));
        }
        if let Some(should_retry) = error.should_retry {
            reply
                .headers
                .push(("x-should-retry", should_retry.to_string()));
        }
        reply.add_budget(Some(error), rules, exchange);
        reply
    }

    /// An answer and its entry in the log.
    pub(super) fn new(body: String, note: &Note<'_>, exchange: &Exchange<'_>) -> Self {
        let log = Json::object(|entry| {
            // What isn't one of ours may be anything.
            entry.text("method", head::method(exchange).unwrap_or("other"));
            if let Some(number) = head::number(exchange) {
                entry.text("number", &mask_numbers(&number));
            }
            if let Some(Authorized::Session(session)) = &exchange.session {
                entry.text("user", session.user);
            }
            if note.code == Some(Refusal::FOREIGN.code) && note.fate == Fate::Refused {
                // What to compare with `origins`; whoever sends it, it says what it wants.
                let origin = exchange.header("origin").unwrap_or_default();
                let shown: String = origin.chars().take(LONGEST_ORIGIN).collect();
                entry.text("origin", &mask_numbers(&shown));
            }
            entry.number("status", note.status);
            entry.optional_number("code", note.code);
            entry.text("outcome", note.fate.as_str());
            entry.optional_text("reason", note.reason);
            entry.optional_text("traceId", note.trace_id);
        });
        Self {
            status: note.status,
            headers: vec![
                ("content-type", JSON.into()),
                ("cache-control", "no-store".into()),
                ("x-content-type-options", "nosniff".into()),
            ],
            body,
            log,
        }
    }

    /// Tells the page what is left of the number's writes, where that is known.
    pub(super) fn add_budget(
        &mut self,
        error: Option<&ApiError<'_>>,
        rules: &Rules<'_>,
        exchange: &Exchange<'_>,
    ) {
        let reserved = exchange.reserved.as_ref().filter(|_| exchange.is_write());
        let refused = error.filter(|error| error.status == 429 && exchange.answer.is_some());
        if let Some(left) =
            reserved.and_then(|reserved| places::left(reserved, &rules.limits, refused))
        {
            let (limit, remaining, reset) = left;
            let budget = format!("limit={limit}, remaining={remaining}, reset={reset}");
            self.headers.push(("x-write-budget", budget));
        }
    }
}
