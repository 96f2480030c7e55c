//! [`Millis`]: a point in time or a duration. The core has no clock, so every time comes in from
//! outside.

/// Whole milliseconds: a point in time on a monotonic clock, or a duration.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Millis(pub i64);

impl Millis {
    /// The longest time that a timer of JavaScript can wait. A longer one fires at once.
    pub const LONGEST_TIMER: i64 = 0x7fff_ffff;

    /// Converts milliseconds, of which JavaScript measures fractions. The fraction is dropped.
    #[must_use]
    #[expect(clippy::cast_possible_truncation, reason = "`as` saturates")]
    pub const fn from_f64(ms: f64) -> Self {
        Self(ms as i64)
    }

    /// Converts seconds.
    #[must_use]
    pub const fn from_seconds(seconds: i64) -> Self {
        Self(seconds.wrapping_mul(1_000))
    }

    /// The point in time that is later by a duration.
    #[must_use]
    pub const fn after(self, duration: Self) -> Self {
        Self(self.0.wrapping_add(duration.0))
    }

    /// The duration since an earlier point in time.
    #[must_use]
    pub const fn since(self, earlier: Self) -> Self {
        Self(self.0.wrapping_sub(earlier.0))
    }
}
