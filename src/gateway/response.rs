//! [`Response`]: the gateway's response to the page, in Linq's own format, so that the package
//! handles it like one of Linq's.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;
use core::fmt;

use super::checked_request::CheckedRequest;
use super::config::Config;
use super::log::{self, LogOutcome, Summary};
use super::refusal::Refusal;
use super::slots::{self, BudgetHeader};
use crate::error::Outcome;
use crate::redact::JSON;
use crate::text::Text;
use crate::wire::to_string;

/// Room for a short text, in bytes.
const ROOM: usize = 1_024;

/// A response to the page.
#[derive(Clone, PartialEq, Eq)]
pub struct Response {
    /// HTTP status, from 200 to 599.
    pub status: u32,
    /// Names and values.
    pub headers: Vec<(&'static str, String)>,
    /// The body, a JSON object.
    pub body: String,
    /// The entry for the log, a JSON object without the key, the body and the full phone number.
    pub log: String,
}

/// Shows no body, which has contact cards.
impl fmt::Debug for Response {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = formatter.debug_struct("Response");
        shown.field("status", &self.status);
        shown.field("log", &self.log);
        shown.finish_non_exhaustive()
    }
}

/// An error, Linq's or the gateway's own, without secrets. A number that is absent is less than 0,
/// and a text is empty.
pub(super) struct Error<'a> {
    pub(super) status: i64,
    pub(super) code: i64,
    pub(super) message: &'a str,
    pub(super) doc_url: Text<'a>,
    pub(super) trace_id: Text<'a>,
    /// Seconds.
    pub(super) retry_after: i64,
    pub(super) outcome: LogOutcome,
    /// Whether it is known that nothing has changed.
    pub(super) has_no_effect: bool,
    pub(super) mistake: Option<String>,
}

impl Response {
    /// Makes the response of a refusal.
    pub(super) fn refusal(refusal: &Refusal, config: &Config, request: &CheckedRequest) -> Self {
        let outcome = if refusal.is_forwarded {
            LogOutcome::Failed
        } else {
            LogOutcome::Refused
        };
        let error = Error {
            status: refusal.status.into(),
            code: refusal.code.into(),
            message: &refusal.message,
            doc_url: b"",
            trace_id: b"",
            retry_after: refusal.retry_after.map_or(-1, i64::from),
            outcome,
            has_no_effect: !refusal.is_forwarded,
            mistake: None,
        };
        let mut response = Self::error(&error, config, request);
        if refusal.status == 405 {
            response.add_header("allow", "GET, PATCH, POST");
        }
        if request.is_write() && matches!(refusal.status, 429 | 500..) {
            // Repeating a write that may have taken effect would spend the write budget.
            response.add_header("x-should-retry", "false");
        }
        response
    }

    /// Makes the response of an error.
    pub(super) fn error(error: &Error<'_>, config: &Config, request: &CheckedRequest) -> Self {
        let body = to_string(b"", ROOM, |out| {
            out.byte(b'{');
            out.boolean_member(b"success", false);
            out.open(b"error", b'{');
            out.number_member(b"status", error.status);
            out.number_member(b"code", error.code);
            out.member(b"message", error.message.as_bytes());
            if !error.doc_url.is_empty() {
                out.member(b"doc_url", error.doc_url);
            }
            out.number_member(b"retry_after", error.retry_after);
            // An extension for the package: after a 5xx of Linq's own, it isn't known whether a
            // write took effect, and after a 404 of Linq's own, there is no card.
            if error.has_no_effect && matches!(error.status, 404 | 500..) {
                out.member(b"outcome", Outcome::Refused.name());
            }
            out.byte(b'}');
            if !error.trace_id.is_empty() {
                out.member(b"trace_id", error.trace_id);
            }
            out.byte(b'}');
        });
        let summary = Summary {
            status: error.status,
            code: error.code,
            outcome: error.outcome,
            // Linq's own messages aren't logged.
            reason: (error.outcome != LogOutcome::Forwarded || error.has_no_effect)
                .then_some(error.message),
            trace_id: error.trace_id,
            mistake: error.mistake.clone(),
        };
        let mut response = Self::new(body, &summary, request);
        let retry_after = u32::try_from(error.retry_after).ok();
        if let Some(seconds) = retry_after {
            response.add_header("retry-after", &seconds.to_string());
        }
        let mut budget = write_budget(config, request);
        // Linq's own 429 means that writes from elsewhere have used the rest.
        if error.status == 429
            && error.outcome == LogOutcome::Forwarded
            && let Some(budget) = &mut budget
        {
            budget.remaining = 0;
            budget.reset = retry_after.unwrap_or(budget.reset);
        }
        response.add_write_budget(budget);
        response
    }

    /// Makes a response and its log entry.
    pub(super) fn new(body: String, summary: &Summary<'_>, request: &CheckedRequest) -> Self {
        let mut response = Self {
            status: u32::try_from(summary.status).unwrap_or_default(),
            headers: vec![],
            body,
            log: log::entry(request, summary),
        };
        response.add_header("content-type", &String::from_utf8_lossy(JSON));
        response.add_header("cache-control", "no-store");
        response.add_header("x-content-type-options", "nosniff");
        response
    }

    pub(super) fn add_header(&mut self, name: &'static str, value: &str) {
        self.headers.push((name, value.into()));
    }

    /// Adds the header that reports the write budget of the phone number, where that is known.
    pub(super) fn add_write_budget(&mut self, budget: Option<BudgetHeader>) {
        if let Some(BudgetHeader {
            limit,
            remaining,
            reset,
        }) = budget
        {
            let budget = format!("limit={limit}, remaining={remaining}, reset={reset}");
            self.add_header("x-write-budget", &budget);
        }
    }
}

/// The write budget of the phone number that a request writes to; `None` where it isn't known.
pub(super) fn write_budget(config: &Config, request: &CheckedRequest) -> Option<BudgetHeader> {
    let reservation = request.reservation.as_ref();
    let reservation = reservation.filter(|_| request.is_write())?;
    slots::write_budget(reservation, &config.limits)
}
