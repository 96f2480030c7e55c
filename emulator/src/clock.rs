//! A clock that the control API can put forward. The endpoint and the gateway share it.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use emulator_rules::Millis;

/// The machine's clock, put forward.
#[derive(Debug)]
pub struct Clock {
    started: Instant,
    /// How far the clock is put forward.
    ahead: AtomicI64,
}

impl Clock {
    pub fn new() -> Self {
        Self {
            started: Instant::now(),
            ahead: AtomicI64::new(0),
        }
    }

    /// Milliseconds since 1970.
    pub fn now(&self) -> Millis {
        let since_1970 = SystemTime::now().duration_since(UNIX_EPOCH);
        self.put_forward(since_1970.unwrap_or_default().as_millis())
    }

    /// Milliseconds since the start: they don't change when the machine's clock is set.
    pub fn uptime(&self) -> Millis {
        self.put_forward(self.started.elapsed().as_millis())
    }

    /// Puts the clock forward.
    pub fn advance(&self, ms: u32) {
        self.ahead.fetch_add(ms.into(), Ordering::Relaxed);
    }

    /// Sets the clock back to the machine's.
    pub fn reset(&self) {
        self.ahead.store(0, Ordering::Relaxed);
    }

    fn put_forward(&self, ms: u128) -> Millis {
        let ahead = self.ahead.load(Ordering::Relaxed);
        i64::try_from(ms).unwrap_or(i64::MAX).saturating_add(ahead)
    }
}
