//! [`WriteBudget`]: how many writes one number has left. Source: "3 calls per 10 minutes per phone number", POST and
//! PATCH together.

use alloc::string::String;
use alloc::vec::Vec;

use crate::error::ApiError;
use crate::json::Json;
use crate::number::{parse_u32, parse_whole, push_whole};
use crate::value::until;

/// The length of the sliding window, in milliseconds.
const WINDOW: f64 = 600_000.0;
/// Writes in a window, unless a gateway says otherwise.
const LIMIT: u32 = 3;

/// The highest limit that is believed.
pub(crate) const HIGHEST_LIMIT: u32 = 32;

/// What is known of the writes for one number: those that were sent from here, and what a server said of others. So it
/// never says more than was used, and never less than was sent. It informs; the server decides.
///
/// Times are milliseconds of a clock that never goes back, whole ones, so that what is kept is short.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WriteBudget {
    limit: u32,
    /// When each write leaves the window: of the latest `limit` writes, as no more of them matter.
    ends: Vec<u64>,
}

/// What is left at one moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Usage {
    /// Writes in a window.
    pub limit: u32,
    /// Writes in this window, as far as known; at most `limit`.
    pub used: u32,
    /// Milliseconds until the next write, or the most that can be said; `None` where one is left.
    pub next_write_in: Option<u32>,
}

impl WriteBudget {
    /// Takes the text that [`WriteBudget::to_text`] made; an empty one is that of a number without writes.
    #[must_use]
    pub fn from_text(text: &str) -> Self {
        let mut words = text.split_ascii_whitespace();
        Self {
            limit: words.next().and_then(parse_u32).unwrap_or(LIMIT),
            ends: words.filter_map(parse_whole).collect(),
        }
    }

    /// The ledger as a text, which outlives an instance of the module.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut text = String::new();
        push_whole(&mut text, self.limit.into());
        for end in &self.ends {
            text.push(' ');
            push_whole(&mut text, *end);
        }
        text
    }

    /// Notes that a write is sent, by a call that ends at `deadline`: Linq may count it until then.
    pub fn begin(&mut self, now: f64, deadline: f64) {
        self.ends.retain(|end| *end as f64 > now);
        self.insert(moment(deadline + WINDOW));
    }

    /// Notes that a write has ended, whose call would have ended at `deadline`.
    pub fn end(&mut self, now: f64, deadline: f64) {
        let begun = moment(deadline + WINDOW);
        if let Some(end) = self.ends.iter_mut().find(|end| **end == begun) {
            *end = moment(now + WINDOW);
        }
    }

    /// Notes a server's word.
    pub fn learn(&mut self, now: f64, word: Word) {
        if let Some(limit) = word.limit {
            self.limit = limit;
            let latest = core::mem::take(&mut self.ends);
            latest.into_iter().for_each(|end| self.insert(end));
        }
        let until = moment(now + f64::from(word.seconds) * 1_000.0);
        let later = self.ends.iter().filter(|end| **end >= until).count();
        let used = word.used.unwrap_or(self.limit) as usize;
        // The server counts the writes that are known here too: as many as it says last at least until then.
        for _ in later..used {
            match self.ends.iter_mut().filter(|end| **end < until).max() {
                Some(end) => *end = until,
                None => self.insert(until),
            }
        }
    }

    /// What is left.
    #[must_use]
    pub fn usage(&self, now: f64) -> Usage {
        let now = now as u64;
        let used = self.ends.iter().filter(|end| **end > now).count() as u32;
        // A write is free when the earliest of as many as are allowed has left the window.
        let earliest = self.ends.iter().min().filter(|_| used >= self.limit);
        Usage {
            limit: self.limit,
            used,
            next_write_in: earliest
                .map(|end| u32::try_from(end.saturating_sub(now)).unwrap_or(u32::MAX)),
        }
    }

    /// Adds a write, in the place of the earliest one of too many.
    fn insert(&mut self, end: u64) {
        if self.ends.len() < self.limit as usize {
            self.ends.push(end);
        } else if let Some(earliest) = self.ends.iter_mut().min() {
            *earliest = end.max(*earliest);
        }
    }
}

impl Usage {
    /// The usage for a caller, as JSON. When the next write is free is in milliseconds from now, as a date is for the
    /// caller's side to make.
    #[must_use]
    pub fn to_json(&self) -> String {
        Json::object(|usage| {
            usage.number("limit", self.limit);
            usage.number("used", self.used);
            usage.number("remaining", self.limit.saturating_sub(self.used));
            usage.optional_number("nextWriteIn", self.next_write_in);
        })
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
    pub fn of(error: &ApiError<'_>) -> Option<Self> {
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
        let mut rest = header;
        let mut number_after = |name| {
            let text = rest.strip_prefix(name)?;
            let digits = until(text, |byte| !byte.is_ascii_digit());
            rest = text.get(digits.len()..)?;
            parse_u32(digits)
        };
        let limit = number_after("limit=")?;
        let remaining = number_after(", remaining=")?;
        let seconds = number_after(", reset=")?;
        (1..=HIGHEST_LIMIT).contains(&limit).then(|| Self {
            limit: Some(limit),
            used: Some(limit.saturating_sub(remaining)),
            seconds,
        })
    }
}

/// Whole milliseconds, rounded up.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "`as` saturates"
)]
const fn moment(ms: f64) -> u64 {
    let whole = ms as u64;
    whole.saturating_add((ms > whole as f64) as u64)
}
