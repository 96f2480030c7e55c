//! The log: an entry for each response, without key, body and full number.

use alloc::string::String;

use super::exchange::Exchange;
use crate::redact::mask;
use crate::text::Text;
use crate::wire::to_string;

/// Of an origin, in characters: browsers' own are shorter.
const LONGEST_ORIGIN: usize = 200;

/// The outcome of an exchange, as the log names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// Linq responded.
    Forwarded,
    /// Nothing was sent to Linq.
    Refused,
    /// It was sent, and no usable response came.
    Failed,
}

impl Outcome {
    const fn name(self) -> &'static str {
        match self {
            Self::Forwarded => "forwarded",
            Self::Refused => "refused",
            Self::Failed => "failed",
        }
    }
}

/// What the log holds of a response.
pub(super) struct Note<'a> {
    pub status: i64,
    /// Less than 0 where there is none.
    pub code: i64,
    pub outcome: Outcome,
    /// Why it was refused, or failed.
    pub reason: Option<&'a str>,
    /// Empty where it isn't known.
    pub trace_id: Text<'a>,
}

/// The entry for a response, as JSON.
pub(super) fn entry(exchange: &Exchange, note: &Note<'_>) -> String {
    let origin = exchange.foreign_origin.as_deref().map(|origin| {
        let end = origin.char_indices().nth(LONGEST_ORIGIN);
        let end = end.map_or(origin.len(), |(index, _)| index);
        origin.get(..end).unwrap_or_default()
    });
    to_string(b"", 1_024, |out| {
        let method = exchange.method.map(crate::api::Method::name);
        out.byte(b'{');
        // What isn't one of ours may be anything.
        out.member(b"method", method.unwrap_or(b"other"));
        // Of an origin that isn't allowed: what to compare with `origins`. Whoever sends it may write anything there.
        let masked = [
            (b"number".as_slice(), exchange.number.as_deref()),
            (b"origin", origin),
        ];
        for (name, text) in masked {
            if let Some(text) = text {
                out.open_text(name);
                mask(out, text.as_bytes());
                out.close_string();
            }
        }
        if let Some(session) = &exchange.session {
            out.member(b"user", session.user.as_bytes());
        }
        out.number_member(b"status", note.status);
        out.number_member(b"code", note.code);
        out.member(b"outcome", note.outcome.name().as_bytes());
        if let Some(reason) = note.reason {
            out.member(b"reason", reason.as_bytes());
        }
        if !note.trace_id.is_empty() {
            out.member(b"traceId", note.trace_id);
        }
        out.byte(b'}');
    })
}
