//! The gateway's log: an event for each response. The core masks numbers, and leaves out keys and
//! bodies.

use std::time::Duration;

use serde::Deserialize;

use super::upstream::SendError;

/// An entry as the core writes it.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Entry {
    method: String,
    number: Option<String>,
    origin: Option<String>,
    user: Option<String>,
    status: u16,
    code: Option<i64>,
    outcome: String,
    reason: Option<String>,
    trace_id: Option<String>,
    mistake: Option<String>,
}

/// Logs a response: the core's entry, and what only the host knows.
pub fn response(entry: &str, duration: Duration, failure: Option<&SendError>) {
    if !tracing::enabled!(tracing::Level::INFO) {
        return;
    }
    let entry: Entry = serde_json::from_str(entry).unwrap_or_default();
    tracing::info!(
        status = entry.status,
        code = entry.code,
        outcome = entry.outcome,
        reason = entry.reason,
        number = entry.number,
        user = entry.user,
        origin = entry.origin,
        trace_id = entry.trace_id,
        mistake = entry.mistake,
        duration_ms = u64::try_from(duration.as_millis()).unwrap_or(u64::MAX),
        error = failure.map(tracing::field::display),
        "{}",
        entry.method,
    );
}
