//! The slots that a request takes of the limits. A slot is taken before a request leaves and never given back: Linq may
//! have counted it.

use alloc::format;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;
use core::fmt;

use super::config::{Limit, Limits};
use super::refusal::Refusal;
use super::session::Session;
use crate::call::HIGHEST_LIMIT;
use crate::redact::mask;
use crate::text::{Text, split, until, whole_u32};
use crate::wire::{Kind, Value, Wire, to_string};

/// How long a store is waited for, in milliseconds.
pub const STORE_TIMEOUT: u32 = 5_000;

/// One of the slots under a key, taken for as long as the limit's window is. `Debug` masks numbers.
#[derive(Clone, PartialEq, Eq)]
pub struct Slot {
    /// What the limit is of.
    pub key: String,
    /// How many of it, in how long a time.
    pub limit: Limit,
}

impl fmt::Debug for Slot {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let key = to_string(b"", 256, |wire| mask(wire, self.key.as_bytes()));
        write!(formatter, "{key} {:?}", self.limit)
    }
}

/// The result of reserving slots.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reservation {
    /// The store's response.
    Slots {
        /// Whether all slots were taken; otherwise none was.
        is_granted: bool,
        /// For each slot that was asked for: how many are used now, and the milliseconds until one of them is free.
        usages: Vec<(u32, u32)>,
    },
    /// The store gave no usable response.
    Unavailable,
}

impl Reservation {
    /// Takes a store's response, encoded: `granted`, and for each of the `places` (as stores call slots) `used` and `reset`.
    #[must_use]
    pub fn parse(report: Text<'_>) -> Self {
        let wire = Wire::new(&report, &mut []);
        let granted = wire.get(Value::FIRST, b"granted");
        if !wire.is_boolean(granted) {
            return Self::Unavailable;
        }
        let (mut usages, places) = (Vec::new(), wire.get(Value::FIRST, b"places"));
        let mut place = wire.first(places, Kind::LIST);
        while place < wire.after(places) {
            let reset = wire.decimal(wire.get(place, b"reset"));
            let (reset, _) = split(reset, until(reset, b"."));
            let used = wire.number(wire.get(place, b"used"));
            let (Ok(used), Ok(reset)) = (used.try_into(), whole_u32(reset).try_into()) else {
                return Self::Unavailable;
            };
            usages.push((used, reset));
            place = wire.after(place);
        }
        Self::Slots {
            is_granted: wire.is_true(granted),
            usages,
        }
    }
}

/// The slots that a request takes: a write one of its number (`written`), where that has a limit, and one of the user; a
/// read one of the user.
pub(super) fn slots(written: Option<&str>, session: &Session, limits: &Limits) -> Vec<Slot> {
    let slot = |what: &str, name: &str, limit| Slot {
        key: format!("{what} {name}"),
        limit,
    };
    let Some(number) = written else {
        return vec![slot("reads by", &session.user, limits.reads)];
    };
    let of_number = limits
        .per_number
        .map(|limit| slot("writes of", number, limit));
    let of_user = slot("writes by", &session.user, limits.per_user);
    of_number.into_iter().chain([of_user]).collect()
}

/// Checks that all slots were taken. A read goes on without the store, as it costs nothing; a write doesn't.
pub(super) fn check(
    is_write: bool,
    reservation: &Reservation,
    limits: &Limits,
) -> Result<(), Refusal> {
    let unavailable = if is_write {
        let message =
            "The gateway's store of write budgets is away; writes are refused until it is back";
        Err(Refusal::new(503, 4004, message))
    } else {
        Ok(())
    };
    let Reservation::Slots { is_granted, usages } = reservation else {
        return unavailable;
    };
    if *is_granted {
        return Ok(());
    }
    let (read, write) = (
        (limits.reads, "You have read too often; wait a little"),
        (
            limits.per_user,
            "You have made too many changes; wait a little",
        ),
    );
    let of_number = "This phone number has no write left for now";
    let of_number = limits.per_number.map(|limit| (limit, of_number));
    let wanted: Vec<_> = if is_write {
        of_number.into_iter().chain([write]).collect()
    } else {
        vec![read]
    };
    let full = wanted
        .iter()
        .zip(usages)
        .find(|((limit, _), (used, _))| *used >= limit.limit);
    let Some(((_, message), (_, reset))) = full else {
        return unavailable;
    };
    let mut refusal = Refusal::new(429, 1007, message);
    refusal.retry_after = Some(seconds(*reset).max(1));
    Err(refusal)
}

/// Limit, remaining writes and seconds until one more is free, of the number; `None` where that isn't known, or the header
/// can't carry it. A 429 of Linq means that others have used what is left; it may say when one more is free.
pub(super) fn remaining(
    reservation: &Reservation,
    limits: &Limits,
    refused: Option<Option<u32>>,
) -> Option<(u32, u32, u32)> {
    let limit = limits.per_number?.limit;
    let Reservation::Slots { usages, .. } = reservation else {
        return None;
    };
    let (used, reset) = *usages.first()?;
    let reset = seconds(reset);
    let remaining = match refused {
        Some(retry_after) => (limit, 0, retry_after.unwrap_or(reset)),
        None => (limit, limit.saturating_sub(used), reset),
    };
    (i64::from(limit) <= HIGHEST_LIMIT).then_some(remaining)
}

/// Whole seconds, rounded up.
const fn seconds(ms: u32) -> u32 {
    ms.div_ceil(1_000)
}
