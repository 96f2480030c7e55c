//! [`WriteBudget`]: the writes that one phone number has left. Source: the reference page, "3 calls
//! per 10 minutes per phone number", for POST and PATCH together.

use crate::text::{Text, length_until, parse_digits, parse_u32, split, starts_with};
use crate::time::Millis;
use crate::wire::Wire;

/// The length of the sliding window.
const WINDOW: Millis = Millis(600_000);
/// The number of writes in a window, unless a gateway reports another one.
const LIMIT: i64 = 3;
/// The highest limit that a gateway can report. A header with a higher one is ignored.
pub const HIGHEST_LIMIT: i64 = 32;
/// The number of writes that can be stored.
#[expect(clippy::cast_possible_truncation, reason = "the limit is small")]
const SLOTS: usize = HIGHEST_LIMIT as usize;

/// The known writes of one phone number: those of this instance, and those that servers have
/// reported. Linq may have counted more, so that a call is sent even where no write is left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WriteBudget {
    /// The number of writes in a window, from 1 to [`HIGHEST_LIMIT`].
    limit: i64,
    /// The times at which the latest writes leave the window, in no order; 0 for a slot without a
    /// write. Only the latest `limit` writes are stored.
    ends: [Millis; SLOTS],
}

/// A server's report about the writes of a phone number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BudgetReport {
    /// The number of writes in a window; below 0 where it wasn't reported.
    pub limit: i64,
    /// The number of used writes; below 0 where all are used.
    pub used: i64,
    /// Seconds until a write is free again; below 0 where nothing was reported.
    pub seconds: i64,
}

impl BudgetReport {
    /// The absence of a report.
    pub const NOTHING: Self = Self::used_up(-1);

    /// The report that all writes are used, which a 429 is. `seconds` is its `Retry-After`.
    #[must_use]
    pub const fn used_up(seconds: i64) -> Self {
        Self {
            limit: -1,
            used: -1,
            seconds,
        }
    }

    /// Parses the header of a gateway, `X-Write-Budget: limit=3, remaining=1, reset=412`, with
    /// `reset` in seconds. Returns [`NOTHING`](Self::NOTHING) for anything else. Later versions may
    /// add further items.
    #[must_use]
    pub fn parse(header: Text<'_>) -> Self {
        let mut rest = header;
        let limit = take_number(&mut rest, b"limit=");
        let remaining = take_number(&mut rest, b", remaining=");
        let seconds = take_number(&mut rest, b", reset=");
        if limit <= 0 || limit > HIGHEST_LIMIT {
            return Self::NOTHING;
        }
        let used = limit.wrapping_sub(remaining).max(0);
        Self {
            limit,
            used,
            seconds,
        }
    }
}

/// Removes a name and the digits after it from the start of a text, and returns the number. Where
/// there are none, it removes everything and returns a number below 0.
fn take_number(text: &mut Text<'_>, name: Text<'_>) -> i64 {
    let (_, after_name) = split(text, name.len());
    let (digits, rest) = split(after_name, length_until(after_name, b", "));
    let number = if starts_with(text, name) {
        parse_u32(digits)
    } else {
        -1
    };
    *text = if number < 0 { &[] } else { rest };
    number
}

impl WriteBudget {
    /// Parses the text that [`write`](Self::write) has written, without the writes that have left
    /// the window. An empty text is the budget of a phone number without writes.
    #[must_use]
    pub fn parse(text: Text<'_>, now: Millis) -> Self {
        let (limit, mut rest) = split(text, length_until(text, b" "));
        let limit = parse_digits(limit);
        let is_limit = limit > 0 && limit <= HIGHEST_LIMIT;
        let mut budget = Self::new(if is_limit { limit } else { LIMIT });
        while !rest.is_empty() {
            let (_, after_space) = split(rest, 1);
            let (end, after) = split(after_space, length_until(after_space, b" "));
            let end = Millis(parse_digits(end));
            if end > now {
                budget.insert(end);
            }
            rest = after;
        }
        budget
    }

    const fn new(limit: i64) -> Self {
        Self {
            limit,
            ends: [Millis(0); SLOTS],
        }
    }

    /// Writes the budget as a text. JavaScript stores it, so that it outlives an instance of the
    /// WebAssembly module.
    pub fn write(&self, wire: &mut Wire<'_, '_>) {
        wire.digits(self.limit);
        for end in self.ends {
            if end.0 > 0 {
                wire.byte(b' ');
                wire.digits(end.0);
            }
        }
    }

    /// Adds a write that is sent now. Linq may count it at any time until the deadline of its call.
    pub fn begin(&mut self, deadline: Millis) {
        self.insert(deadline.after(WINDOW));
    }

    /// Sets the time of a write that has ended. It was added with the same deadline.
    pub fn end(&mut self, now: Millis, deadline: Millis) {
        for end in &mut self.ends {
            if *end == deadline.after(WINDOW) {
                *end = now.after(WINDOW);
                return;
            }
        }
    }

    /// Adds a server's report.
    pub fn learn(&mut self, now: Millis, report: BudgetReport) {
        if report.seconds < 0 {
            return;
        }
        // Where the limit is lower than before, the earliest writes are dropped when the budget is
        // parsed again.
        if report.limit >= 0 {
            self.limit = report.limit;
        }
        let free_at = now.after(Millis::from_seconds(report.seconds));
        let mut missing = if report.used < 0 {
            self.limit
        } else {
            report.used
        };
        // The next write is free at `free_at`, so none of the writes that the server counts leaves
        // the window earlier. The known writes are among them: those that would leave earlier are
        // moved to `free_at`, the latest first, and only writes that are then still missing are
        // added.
        for end in self.ends {
            missing = missing.wrapping_sub(i64::from(end >= free_at));
        }
        while missing > 0 {
            missing = missing.wrapping_sub(1);
            let mut known = self.ends.iter_mut();
            let latest = known
                .by_ref()
                .filter(|end| **end < free_at && end.0 > 0)
                .max();
            match latest {
                Some(end) => *end = free_at,
                None => self.insert(free_at),
            }
        }
    }

    /// Writes the budget for a caller, as an object: `limit`, `used` (the known writes, at most
    /// `limit`), `remaining`, and where none is left `nextWriteIn`, the milliseconds until the next
    /// write.
    pub fn write_usage(&self, wire: &mut Wire<'_, '_>, now: Millis) {
        let (mut remaining, mut earliest) = (self.limit, Millis(i64::MAX));
        for end in self.ends {
            if end.0 > 0 {
                remaining = remaining.wrapping_sub(1);
                earliest = earliest.min(end);
            }
        }
        wire.byte(b'{');
        wire.number_member(b"limit", self.limit);
        wire.number_member(b"used", self.limit.wrapping_sub(remaining));
        wire.number_member(b"remaining", remaining);
        if remaining <= 0 {
            // As many writes as are allowed are stored, so the next one is free when the earliest
            // leaves the window.
            wire.number_member(b"nextWriteIn", earliest.since(now).0);
        }
        wire.byte(b'}');
    }

    /// Adds a write in a free slot, or in that of the earliest write where none is free.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a limit is at most `HIGHEST_LIMIT`"
    )]
    fn insert(&mut self, end: Millis) {
        let slots = self.ends.iter_mut().take(self.limit as usize);
        if let Some(earliest) = slots.min()
            && *earliest < end
        {
            *earliest = end;
        }
    }
}
