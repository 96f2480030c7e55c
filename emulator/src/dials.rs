//! What the control routes turn, for the endpoint and the gateway alike.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Instant, SystemTime, UNIX_EPOCH};

/// Clock and write budget.
pub struct Dials {
    started: Instant,
    /// Milliseconds ahead of the real clock.
    ahead: AtomicI64,
    budget: Mutex<Option<u32>>,
}

impl Dials {
    pub fn new(budget: Option<u32>) -> Self {
        Self {
            started: Instant::now(),
            ahead: AtomicI64::new(0),
            budget: Mutex::new(budget),
        }
    }

    /// Milliseconds since 1970.
    pub fn date(&self) -> i64 {
        let since_1970 = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        self.add_ahead(since_1970.as_millis())
    }

    /// Milliseconds since the start: setting the machine's clock doesn't change them.
    pub fn uptime(&self) -> i64 {
        self.add_ahead(self.started.elapsed().as_millis())
    }

    fn add_ahead(&self, ms: u128) -> i64 {
        let ahead = self.ahead.load(Ordering::Relaxed);
        i64::try_from(ms).unwrap_or(i64::MAX).saturating_add(ahead)
    }

    /// Puts the clock forward.
    pub fn advance(&self, ms: u32) {
        self.ahead.fetch_add(ms.into(), Ordering::Relaxed);
    }

    /// Writes per number in ten minutes; `None` is unlimited.
    pub fn budget(&self) -> Option<u32> {
        *self.budget.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn set_budget(&self, budget: Option<u32>) {
        *self.budget.lock().unwrap_or_else(PoisonError::into_inner) = budget;
    }

    /// As at the start.
    pub fn reset(&self, budget: Option<u32>) {
        self.ahead.store(0, Ordering::Relaxed);
        self.set_budget(budget);
    }
}
