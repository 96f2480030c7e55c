//! The rules of retries: whether a failed attempt is followed by another one, and when.
//!
//! Linq allows only three writes per phone number in ten minutes. So a write is retried only where
//! Linq documents that it took no effect and that the same request may succeed. Reads are retried
//! more often.

use crate::api::Response;
use crate::error::Failure;
use crate::time::Millis;
use crate::wire::Wire;

/// The code of "Contact card setup failed". Source: the reference page, "retry the same call after
/// a few seconds".
const SETUP_FAILED: i64 = 2022;
/// The wait after [`SETUP_FAILED`].
const SETUP_WAIT: Millis = Millis(3_000);
/// The codes of errors of a connection or a service that Linq itself uses. After them, a write took
/// no effect.
const SERVICE_ERRORS: core::ops::RangeInclusive<i64> = 3001..=3004;
/// The code of a rate limit of a service that Linq itself uses. Source: the reference page,
/// "repeated attempts extend the rate limit".
const UPSTREAM_RATE_LIMITED: i64 = 4004;
/// The wait before the second attempt, in milliseconds. It doubles with each attempt.
const FIRST_WAIT: i64 = 1_000;
/// The number of times that the wait doubles, up to 16 s.
const MAX_DOUBLINGS: u32 = 4;

/// An attempt that failed.
#[derive(Clone, Copy, Debug)]
pub struct Attempt {
    /// Whether the request is a write.
    pub is_write: bool,
    /// The number of the attempt for its request, from 1.
    pub number: u32,
    /// The failure.
    pub failure: Failure,
    /// The response; its parts are absent where none arrived.
    pub response: Response,
}

/// Returns the wait before the next attempt; `None` where there must be none.
///
/// `max_retries` is the number of attempts after the first one, below 0 for the default.
/// `max_retry_after` is the longest wait that a server may set. `jitter` is a random number from 0
/// to 1.
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
    if !may_succeed(wire, attempt) || i64::from(attempt.number) > retries {
        return None;
    }
    let wait = backoff(wire, attempt, jitter);
    let retry_after = Millis::from_seconds(attempt.response.retry_after(wire));
    (retry_after <= max_retry_after).then_some(wait.max(retry_after))
}

/// Whether the same request may succeed when it is sent again. The header `X-Should-Retry: false`
/// forbids it for every request, and `true` allows it for reads.
fn may_succeed(wire: &Wire<'_, '_>, attempt: &Attempt) -> bool {
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

/// The wait where the server doesn't set a longer one. Up to a quarter is added at random, so that
/// many clients don't retry at the same time.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "a wait is at most 20 s"
)]
fn backoff(wire: &Wire<'_, '_>, attempt: &Attempt, jitter: f64) -> Millis {
    if attempt.response.code(wire) == SETUP_FAILED {
        return SETUP_WAIT;
    }
    let doublings = attempt.number.saturating_sub(1).min(MAX_DOUBLINGS);
    let wait = FIRST_WAIT << doublings;
    Millis((wait as f64 * (1.0 + jitter / 4.0)) as i64)
}
