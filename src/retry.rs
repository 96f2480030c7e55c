//! [`RetryPolicy`]: whether a failed attempt is worth another one, and when.

use crate::error::{ApiError, Error};

/// What Linq says about a card that couldn't be set up: "retry the same call after a few seconds".
const SETUP_FAILED: u32 = 2022;
/// The wait that "a few seconds" asks for, in milliseconds.
const SETUP_WAIT: f64 = 3_000.0;
/// Connection and service errors behind Linq: the write didn't get through.
const SERVICE_ERRORS: core::ops::RangeInclusive<u32> = 3001..=3004;
/// The upstream write is rate-limited: "repeated attempts extend the rate limit".
const UPSTREAM_LIMITED: u32 = 4004;
/// The first wait and the longest one without a word from the server, in milliseconds.
const BACKOFF: (f64, f64) = (1_000.0, 16_000.0);

/// How often and how long a call tries.
///
/// Three writes per number in ten minutes are all there is, so a write is sent again only where Linq says that it
/// didn't take effect and that the same call helps. A read costs nothing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RetryPolicy {
    /// Whether attempts change something.
    pub is_write: bool,
    /// Attempts after the first one.
    pub max_retries: u32,
    /// The longest wait that is slept when the server asks for one, in milliseconds; a longer one is reported.
    pub max_retry_after: f64,
}

/// What follows a failed attempt.
#[must_use]
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Decision {
    /// The failure is the call's.
    Stop,
    /// Another attempt, after so many milliseconds.
    After(f64),
}

impl RetryPolicy {
    /// Decides after attempt number `attempt`, counted from 1. `jitter` is at random from 0 to 1.
    pub fn decide(&self, attempt: u32, failure: &Error<'_>, jitter: f64) -> Decision {
        let (wait, asked) = match failure {
            Error::Api(error) if self.repeats(error) => {
                (own_wait(attempt, error.code, jitter), error.retry_after)
            }
            Error::Connection if !self.is_write => (own_wait(attempt, None, jitter), None),
            _ => return Decision::Stop,
        };
        let asked = asked.map_or(0.0, |seconds| f64::from(seconds) * 1_000.0);
        if attempt > self.max_retries || asked > self.max_retry_after {
            return Decision::Stop;
        }
        Decision::After(wait.max(asked))
    }

    /// Whether the same call can help. The server's `x-should-retry` forbids any repetition, and allows that of reads.
    fn repeats(&self, error: &ApiError<'_>) -> bool {
        if error.should_retry == Some(false) || error.code == Some(UPSTREAM_LIMITED) {
            return false;
        }
        if self.is_write {
            let helps = |code: u32| code == SETUP_FAILED || SERVICE_ERRORS.contains(&code);
            return error.status >= 500 && error.code.is_some_and(helps);
        }
        error.status >= 500 || error.status == 429 || error.should_retry == Some(true)
    }
}

/// Without a word from the server: twice as long each time, and up to a quarter more, so that many callers don't come
/// back at once.
fn own_wait(attempt: u32, code: Option<u32>, jitter: f64) -> f64 {
    if code == Some(SETUP_FAILED) {
        return SETUP_WAIT;
    }
    let (mut wait, longest) = BACKOFF;
    for _ in 1..attempt {
        wait = (wait * 2.0).min(longest);
    }
    wait * (1.0 + jitter / 4.0)
}
