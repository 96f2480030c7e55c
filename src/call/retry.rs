//! Whether a failed attempt is worth another one, and when.
//!
//! Three writes per number in ten minutes are all there is, so a write is sent again only where Linq says that it didn't
//! take effect and that the same call helps. A read costs nothing.

use crate::api::Response;
use crate::error::Failure;
use crate::time::Millis;
use crate::wire::Wire;

/// "Contact card setup failed": transient, "retry the same call after a few seconds".
const SETUP_FAILED: i64 = 2022;
/// Those few seconds.
const SETUP_WAIT: Millis = Millis(3_000);
/// Connection and service errors behind Linq: the write didn't get through.
const SERVICE_ERRORS: core::ops::RangeInclusive<i64> = 3001..=3004;
/// The upstream write is rate-limited: "repeated attempts extend the rate limit".
const UPSTREAM_RATE_LIMITED: i64 = 4004;
/// The first wait where the server doesn't ask for one, in milliseconds. It doubles with each attempt.
const FIRST_WAIT: i64 = 1_000;
/// How many times it doubles at most: up to 16 s.
const MOST_DOUBLINGS: u32 = 4;

/// An attempt that failed.
#[derive(Clone, Copy, Debug)]
pub struct Attempt {
    /// Whether it was to change something.
    pub is_write: bool,
    /// Which one of its request, from 1.
    pub number: u32,
    /// Why it failed.
    pub failure: Failure,
    /// The response, where there was one.
    pub response: Response,
}

/// How long to wait before the next attempt; `None` where there must be none. `max_retries` is the number of attempts
/// after the first one, less than 0 for the default; `max_retry_after` is the longest wait that the server may ask for;
/// `jitter` is at random from 0 to 1.
#[must_use]
pub fn wait_before_retry(
    wire: &Wire<'_, '_>,
    attempt: &Attempt,
    max_retries: i64,
    max_retry_after: Millis,
    jitter: f64,
) -> Option<Millis> {
    let default_retries = if attempt.is_write { 1 } else { 2 };
    let retries = if max_retries < 0 {
        default_retries
    } else {
        max_retries
    };
    if !helps(wire, attempt) || i64::from(attempt.number) > retries {
        return None;
    }
    let wait = backoff(wire, attempt, jitter);
    let asked_for = Millis::from_seconds(attempt.response.retry_after(wire));
    (asked_for <= max_retry_after).then_some(wait.max(asked_for))
}

/// Whether sending the same request again can help. The header `X-Should-Retry: false` forbids any repetition, `true` allows
/// that of reads.
fn helps(wire: &Wire<'_, '_>, attempt: &Attempt) -> bool {
    if attempt.failure == Failure::NoResponse {
        return !attempt.is_write;
    }
    let response = &attempt.response;
    let should_retry = response.header(wire, b"shouldRetry");
    let (status, code) = (response.status(wire), response.code(wire));
    if attempt.failure != Failure::Api
        || wire.is(should_retry, b"false")
        || code == UPSTREAM_RATE_LIMITED
    {
        return false;
    }
    if attempt.is_write {
        return status >= 500 && (code == SETUP_FAILED || SERVICE_ERRORS.contains(&code));
    }
    status >= 500 || status == 429 || wire.is(should_retry, b"true")
}

/// The wait where the server doesn't ask for one, with up to a quarter more, so that many callers don't come back at once.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "a wait is short"
)]
fn backoff(wire: &Wire<'_, '_>, attempt: &Attempt, jitter: f64) -> Millis {
    if attempt.response.code(wire) == SETUP_FAILED {
        return SETUP_WAIT;
    }
    let doublings = attempt.number.saturating_sub(1).min(MOST_DOUBLINGS);
    let wait = FIRST_WAIT << doublings;
    Millis((wait as f64 * (1.0 + jitter / 4.0)) as i64)
}
