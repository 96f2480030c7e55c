//! [`Limits`]: how many requests a gateway allows in how long a time.

use super::concurrent_lists::ConcurrentLists;
use crate::text::Text;
use crate::wire::{Value, Wire};

/// How many requests are allowed in how long a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    /// The number of requests, 1 or more.
    pub count: u32,
    /// The length of the sliding window, in milliseconds.
    pub window: u32,
}

/// The limits of a gateway.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The writes of one phone number, by all users together; `None` leaves the limit to Linq.
    pub per_number: Option<Limit>,
    /// The writes of one user.
    pub per_user: Limit,
    /// The reads of one user, lists included.
    pub reads: Limit,
    /// The lists of one user: reads without a phone number, which cost Linq and the gateway as much
    /// as hundreds of other reads.
    pub lists: Limit,
    /// The lists in flight.
    pub concurrent_lists: ConcurrentLists,
}

impl Default for Limits {
    /// The limit per number is Linq's own: "3 calls per 10 minutes per phone number" (reference
    /// page). The limits per user keep one user from using up what Linq allows the whole account,
    /// and the gateway's process: a list of 4 MiB takes as much of it as hundreds of single reads.
    fn default() -> Self {
        let limit = |count, window| Limit { count, window };
        Self {
            per_number: Some(limit(3, 600_000)),
            per_user: limit(30, 600_000),
            reads: limit(300, 60_000),
            lists: limit(30, 60_000),
            concurrent_lists: ConcurrentLists {
                per_user: 4,
                in_all: 16,
            },
        }
    }
}

impl Limits {
    /// Sets a limit; `None` for one that doesn't exist or isn't valid.
    pub(super) fn set(&mut self, wire: &Wire<'_, '_>, name: Text<'_>, value: Value) -> Option<()> {
        let positive = |name| positive(wire, wire.get(value, name));
        if name == b"concurrentLists" {
            self.concurrent_lists = ConcurrentLists {
                per_user: positive(b"perUser")?,
                in_all: positive(b"inAll")?,
            };
            return Some(());
        }
        let limit = Limit {
            count: positive(b"limit")?,
            window: positive(b"window")?,
        };
        match name {
            b"perNumber" => self.per_number = Some(limit),
            b"perUser" => self.per_user = limit,
            b"reads" => self.reads = limit,
            b"lists" => self.lists = limit,
            _ => return None,
        }
        Some(())
    }
}

/// A whole number from 1 to 2³² - 1; `None` for anything else.
fn positive(wire: &Wire<'_, '_>, value: Value) -> Option<u32> {
    let number = u32::try_from(wire.number(value)).ok();
    number.filter(|number| *number > 0)
}
