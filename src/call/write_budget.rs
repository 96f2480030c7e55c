//! [`WriteBudget`]: how many writes one number has left. Source: "3 calls per 10 minutes per phone number", POST and
//! PATCH together.

use crate::text::{Text, split, starts_with, until, whole, whole_u32};
use crate::time::Millis;
use crate::wire::Wire;

/// The length of the sliding window.
const WINDOW: Millis = Millis(600_000);
/// Writes in a window, unless a gateway says otherwise.
const LIMIT: i64 = 3;
/// The highest limit that is believed.
pub const HIGHEST_LIMIT: i64 = 32;

/// What is known of the writes for one number: those that were sent from here, and what a server reported of others. So it
/// is a lower bound of what was used, and never less than what was sent from here. It informs; the server decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WriteBudget {
    /// Writes in a window.
    limit: i64,
    /// When each of the latest writes leaves the window, in no order; 0 where there was none. Of more than `limit` writes, the
    /// earlier ones don't matter.
    ends: [Millis; HIGHEST_LIMIT as usize],
}

/// What a server reports of a number's writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reported {
    /// Writes in a window; less than 0 where it doesn't say.
    pub limit: i64,
    /// Writes that are used; less than 0 where it doesn't say, which means all of them.
    pub used: i64,
    /// Seconds until one of them is free again; less than 0 where nothing was reported.
    pub seconds: i64,
}

impl Reported {
    /// Nothing was reported.
    pub const NOTHING: Self = Self::used_up(-1);

    /// All writes are used, as a 429 says.
    #[must_use]
    pub const fn used_up(seconds: i64) -> Self {
        Self {
            limit: -1,
            used: -1,
            seconds,
        }
    }

    /// Reads a gateway's `X-Write-Budget: limit=3, remaining=1, reset=412`; nothing in anything else. What follows these
    /// three is for later versions.
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

/// Takes a name and the digits behind it off a text; returns less than 0, and takes everything, where there are none.
fn take_number(text: &mut Text<'_>, name: Text<'_>) -> i64 {
    let (_, behind) = split(text, name.len());
    let (digits, rest) = split(behind, until(behind, b", "));
    let number = if starts_with(text, name) {
        whole_u32(digits)
    } else {
        -1
    };
    *text = if number < 0 { &[] } else { rest };
    number
}

impl WriteBudget {
    /// Parses the text that [`write`](Self::write) wrote, without the writes that have left the window. An empty text is the
    /// budget of a number without writes.
    #[must_use]
    pub fn parse(text: Text<'_>, now: Millis) -> Self {
        let (limit, mut rest) = split(text, until(text, b" "));
        let limit = whole(limit);
        let is_limit = limit > 0 && limit <= HIGHEST_LIMIT;
        let mut budget = Self::new(if is_limit { limit } else { LIMIT });
        while !rest.is_empty() {
            let (_, behind) = split(rest, 1);
            let (end, after) = split(behind, until(behind, b" "));
            let end = Millis(whole(end));
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
            ends: [Millis(0); HIGHEST_LIMIT as usize],
        }
    }

    /// Writes the budget as a text, which outlives an instance of the module.
    pub fn write(&self, wire: &mut Wire<'_, '_>) {
        wire.digits(self.limit);
        for end in self.ends {
            if end.0 > 0 {
                wire.byte(b' ');
                wire.digits(end.0);
            }
        }
    }

    /// Notes that a write is sent, by a call that ends at `deadline`: Linq may count it until then.
    pub fn begin(&mut self, deadline: Millis) {
        self.insert(deadline.after(WINDOW));
    }

    /// Notes that a write has ended, whose call would have ended at `deadline`.
    pub fn end(&mut self, now: Millis, deadline: Millis) {
        for end in &mut self.ends {
            if *end == deadline.after(WINDOW) {
                *end = now.after(WINDOW);
                return;
            }
        }
    }

    /// Notes what a server reported.
    pub fn learn(&mut self, now: Millis, reported: Reported) {
        if reported.seconds < 0 {
            return;
        }
        // Where it is lower than before, the earlier writes are forgotten when the budget is parsed the next time.
        if reported.limit >= 0 {
            self.limit = reported.limit;
        }
        let until = now.after(Millis::from_seconds(reported.seconds));
        let mut missing = if reported.used < 0 {
            self.limit
        } else {
            reported.used
        };
        // None of the writes that the server counts leaves the window before `until`. Writes that are known here are among
        // them: those that would leave earlier are moved, the latest first, and only what is still missing is added.
        for end in self.ends {
            missing = missing.wrapping_sub(i64::from(end >= until));
        }
        while missing > 0 {
            missing = missing.wrapping_sub(1);
            let mut known = self.ends.iter_mut();
            let latest = known
                .by_ref()
                .filter(|end| **end < until && end.0 > 0)
                .max();
            match latest {
                Some(end) => *end = until,
                None => self.insert(until),
            }
        }
    }

    /// Writes what is left for a caller, as an object: `limit` (writes in a window), `used` (as far as known; at most
    /// `limit`), `remaining`, and where none is left `nextWriteIn` (milliseconds until the next write; a date is for the
    /// caller's side to make).
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
            // A write is free when the earliest of as many as are allowed has left the window.
            wire.number_member(b"nextWriteIn", earliest.since(now).0);
        }
        wire.byte(b'}');
    }

    /// Adds a write: in a free slot, or in that of the earliest write where none is free.
    fn insert(&mut self, end: Millis) {
        let slots = self.ends.iter_mut().take(self.limit as usize);
        if let Some(earliest) = slots.min()
            && *earliest < end
        {
            *earliest = end;
        }
    }
}
