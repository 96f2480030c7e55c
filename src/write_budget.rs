//! [`WriteBudget`]: how many writes one number has left. Source: "3 calls per 10 minutes per phone number", POST and
//! PATCH together.

use alloc::vec::Vec;

use crate::contact_card::until;
use crate::error::ApiError;
use crate::http::parse_whole;
use crate::value::Output;

/// The length of the sliding window, in milliseconds.
const WINDOW: f64 = 600_000.0;
/// Writes in a window, unless a gateway says otherwise.
const LIMIT: u32 = 3;

/// The most writes that are kept, and the highest limit that is believed: a ledger doesn't grow with the calls.
const MOST_WRITES: u32 = 32;

/// What is known of the writes for one number: those that were sent from here, and what a server said of others. So it
/// never says more than was used, and never less than was sent. It informs; the server decides.
///
/// Times are milliseconds of a clock that never goes back.
#[derive(Clone, Debug, PartialEq)]
pub struct WriteBudget {
    limit: u32,
    /// When each write leaves the window, the earliest first.
    ends: Vec<f64>,
}

/// What is left at one moment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Usage {
    /// Writes in a window.
    pub limit: u32,
    /// Writes in this window, as far as known.
    pub used: u32,
    /// Milliseconds until the next write; `None` where one is left.
    pub next_write_in: Option<f64>,
}

impl Default for WriteBudget {
    fn default() -> Self {
        Self {
            limit: LIMIT,
            ends: Vec::new(),
        }
    }
}

impl WriteBudget {
    /// Takes the numbers that [`WriteBudget::to_numbers`] made.
    #[must_use]
    pub fn from_numbers(numbers: &[f64]) -> Self {
        let Some((limit, ends)) = numbers.split_first() else {
            return Self::default();
        };
        Self {
            limit: whole(*limit),
            ends: ends.to_vec(),
        }
    }

    /// The ledger as plain numbers, which outlive an instance of the module.
    #[must_use]
    pub fn to_numbers(&self) -> Vec<f64> {
        let mut numbers = Vec::new();
        numbers.push(f64::from(self.limit));
        numbers.extend_from_slice(&self.ends);
        numbers
    }

    /// Notes that a write is sent, by a call that ends at `deadline`: Linq may count it until then.
    pub fn begin(&mut self, now: f64, deadline: f64) {
        self.ends.retain(|end| *end > now);
        self.insert(deadline + WINDOW);
    }

    /// Notes that a write has ended, whose call would have ended at `deadline`.
    pub fn end(&mut self, now: f64, deadline: f64) {
        let begun = |end: &f64| *end == deadline + WINDOW;
        if let Some(index) = self.ends.iter().position(begun) {
            self.ends.remove(index);
            self.insert(now + WINDOW);
        }
    }

    /// Notes a server's word.
    pub fn learn(&mut self, now: f64, word: Word) {
        if let Some(limit) = word.limit {
            self.limit = limit;
        }
        let until = now + f64::from(word.seconds) * 1_000.0;
        let used = word.used.unwrap_or(self.limit) as usize;
        // The server counts the writes that are known here too: as many as it says last at least until then.
        let later = self.ends.iter().filter(|end| **end >= until).count();
        let earlier = self.ends.len().saturating_sub(later);
        let missing = used.saturating_sub(later);
        self.ends.drain(earlier.saturating_sub(missing)..earlier);
        for _ in 0..missing {
            self.insert(until);
        }
    }

    /// What is left.
    #[must_use]
    pub fn usage(&self, now: f64) -> Usage {
        let used = self.ends.iter().filter(|end| **end > now).count();
        // A write is free when fewer than `limit` are in the window: when the limit-th latest has left it.
        let last = (self.limit as usize).max(1);
        let end = self
            .ends
            .len()
            .checked_sub(last)
            .and_then(|index| self.ends.get(index));
        Usage {
            limit: self.limit,
            used: u32::try_from(used).unwrap_or(u32::MAX),
            next_write_in: end.map(|end| end - now).filter(|left| *left > 0.0),
        }
    }

    /// Keeps the ends in order, the earliest first, and the latest ones of too many.
    fn insert(&mut self, end: f64) {
        let index = self.ends.iter().position(|other| *other > end);
        self.ends.insert(index.unwrap_or(self.ends.len()), end);
        if self.ends.len() > MOST_WRITES as usize {
            self.ends.remove(0);
        }
    }
}

impl Usage {
    /// The usage for a caller, but for the time of the next write, which is a date of the caller's side.
    #[must_use]
    pub fn write<O: Output>(&self) -> O {
        let usage = O::object();
        usage.set_optional_number("limit", Some(self.limit));
        usage.set_optional_number("used", Some(self.used));
        let remaining = self.limit.saturating_sub(self.used);
        usage.set_optional_number("remaining", Some(remaining));
        usage
    }
}

/// What a server says of a number's budget.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Word {
    /// Writes in a window, where it says so.
    pub limit: Option<u32>,
    /// Writes that are used; all of them where it doesn't say.
    pub used: Option<u32>,
    /// Seconds until one of them is free again.
    pub seconds: u32,
}

impl Word {
    /// What a refused write says: with a 429, all writes are used.
    #[must_use]
    pub fn of(error: &ApiError) -> Option<Self> {
        let seconds = error.retry_after.filter(|_| error.status == 429)?;
        Some(Self {
            seconds,
            ..Self::default()
        })
    }

    /// Reads a gateway's `X-Write-Budget: limit=3, remaining=1, reset=412`; `None` for anything else. What follows these
    /// three is for later versions.
    #[must_use]
    pub fn parse(header: &str) -> Option<Self> {
        let (limit, rest) = number_after("limit=", header)?;
        let (remaining, rest) = number_after(", remaining=", rest)?;
        let (seconds, _) = number_after(", reset=", rest)?;
        (1..=MOST_WRITES).contains(&limit).then(|| Self {
            limit: Some(limit),
            used: Some(limit.saturating_sub(remaining)),
            seconds,
        })
    }
}

/// A number that stands after a name, and what follows it.
fn number_after<'t>(name: &str, text: &'t str) -> Option<(u32, &'t str)> {
    let text = text.strip_prefix(name)?;
    let digits = until(text, |byte| !byte.is_ascii_digit());
    Some((parse_whole(digits)?, text.get(digits.len()..)?))
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "`as` saturates"
)]
const fn whole(number: f64) -> u32 {
    number as u32
}
