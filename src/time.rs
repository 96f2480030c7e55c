//! [`Millis`]: time, as the core is told it.

/// Whole milliseconds: a moment of a clock that never goes back, or a duration.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Millis(pub i64);

impl Millis {
    /// The longest timer that hosts keep: a longer one fires at once.
    pub const LONGEST_TIMER: i64 = 0x7fff_ffff;

    /// Milliseconds as hosts give them, with parts of one.
    #[must_use]
    #[expect(clippy::cast_possible_truncation, reason = "`as` saturates")]
    pub const fn from_f64(ms: f64) -> Self {
        Self(ms as i64)
    }

    /// Milliseconds from seconds.
    #[must_use]
    pub const fn from_seconds(seconds: i64) -> Self {
        Self(seconds.wrapping_mul(1_000))
    }

    /// The moment so much later.
    #[must_use]
    pub const fn after(self, duration: Self) -> Self {
        Self(self.0.wrapping_add(duration.0))
    }

    /// The duration since an earlier moment.
    #[must_use]
    pub const fn since(self, earlier: Self) -> Self {
        Self(self.0.wrapping_sub(earlier.0))
    }
}
