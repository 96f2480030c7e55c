//! The log: one entry for each response, without the key, the body and the full phone number.

use alloc::format;
use alloc::string::String;

use super::checked_request::CheckedRequest;
use crate::redact::mask;
use crate::text::Text;
use crate::wire::to_string;

/// The longest origin that is logged, in characters. Those that browsers send are shorter.
const LONGEST_ORIGIN: usize = 200;

/// The outcome of an exchange.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LogOutcome {
    /// Linq responded.
    Forwarded,
    /// Nothing was sent to Linq.
    Refused,
    /// The request was sent to Linq, and no usable response arrived.
    Failed,
}

impl LogOutcome {
    /// The outcome's name in the log.
    const fn name(self) -> &'static str {
        match self {
            Self::Forwarded => "forwarded",
            Self::Refused => "refused",
            Self::Failed => "failed",
        }
    }
}

/// What is logged of a response, besides what is known of its request.
pub(super) struct Summary<'a> {
    /// HTTP status.
    pub(super) status: i64,
    /// Linq's code; less than 0 where there is none.
    pub(super) code: i64,
    pub(super) outcome: LogOutcome,
    /// Why the request was refused, or failed.
    pub(super) reason: Option<&'a str>,
    /// Empty where it isn't known.
    pub(super) trace_id: Text<'a>,
    /// What the gateway's operator has probably set up wrong, as far as Linq's response shows it.
    pub(super) mistake: Option<String>,
}

/// Writes the log entry of a response, a JSON object.
pub(super) fn entry(request: &CheckedRequest, summary: &Summary<'_>) -> String {
    let origin = request.foreign_origin.as_deref().map(|origin| {
        let end = origin.char_indices().nth(LONGEST_ORIGIN);
        let end = end.map_or(origin.len(), |(index, _)| index);
        origin.get(..end).unwrap_or_default()
    });
    let mistake = summary.mistake.clone().or_else(|| foreign(origin?));
    to_string(b"", 1_024, |out| {
        let method = request.method.map(crate::api::Method::name);
        out.byte(b'{');
        // Any other method is the sender's own text.
        out.member(b"method", method.unwrap_or(b"other"));
        // A foreign origin is logged, to be compared with the option `origins`. It is the sender's
        // own text, so it is masked.
        let masked = [
            (b"number".as_slice(), request.number.as_deref()),
            (b"origin", origin),
        ];
        for (name, text) in masked {
            if let Some(text) = text {
                out.open_text(name);
                mask(out, text.as_bytes());
                out.close_string();
            }
        }
        if let Some(session) = &request.session {
            out.member(b"user", session.user.as_bytes());
        }
        out.number_member(b"status", summary.status);
        out.number_member(b"code", summary.code);
        out.member(b"outcome", summary.outcome.name().as_bytes());
        if let Some(reason) = summary.reason {
            out.member(b"reason", reason.as_bytes());
        }
        if !summary.trace_id.is_empty() {
            out.member(b"traceId", summary.trace_id);
        }
        if let Some(mistake) = &mistake {
            out.open_text(b"mistake");
            mask(out, mistake.as_bytes());
            out.close_string();
        }
        out.byte(b'}');
    })
}

/// The mistake that a page's origin isn't in `origins`; `None` where there was no origin. The origin
/// is the sender's own text, so it is quoted, and may be that of an attacker.
fn foreign(origin: &str) -> Option<String> {
    let is_sent = !origin.is_empty();
    is_sent.then(|| format!("Refused a page of the origin {origin:?}, which is not in origins"))
}

/// The mistake that Linq refuses the gateway's key.
pub(super) fn refused_key(status: i64) -> String {
    format!("Linq refused the key in apiKey ({status}): set one that is valid")
}

/// The mistake that Linq has nothing at a URL, which is probably of another path than Linq's.
pub(super) fn wrong_path(method: &str, url: &str) -> String {
    let url = url.split('?').next().unwrap_or_default();
    format!(
        "Linq has nothing at {url} ({method}, 404). Unless the number has no card, upstream is wrong: \
         it is the base URL, which ends before /v3"
    )
}
