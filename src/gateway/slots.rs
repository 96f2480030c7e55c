//! The slots of limits. A request takes a slot of each limit that applies to it. A slot is taken
//! before the request is forwarded and is never released, as Linq may have counted the request.
//!
//! The window of a slot starts before the request is forwarded, and Linq's when the request arrives.
//! A write that is late on its way, by up to the gateway's timeout, may arrive within Linq's window
//! of three later ones: then Linq refuses the fourth. A window that is longer by the timeout prevents
//! that.

use alloc::format;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;
use core::fmt;

use super::limits::{Limit, Limits};
use super::refusal::Refusal;
use super::session::Session;
use crate::call::HIGHEST_LIMIT;
use crate::redact::mask;
use crate::text::{Text, length_until, parse_u32, split};
use crate::wire::{Value, Wire, to_string};

/// The longest time to wait for a store, in milliseconds.
pub const STORE_TIMEOUT: u32 = 5_000;

/// A slot of a limit, which is taken for the length of the limit's window. `Debug` masks phone
/// numbers.
#[derive(Clone, PartialEq, Eq)]
pub struct Slot {
    /// The key in the store: what is limited, such as `writes of +15551234567`.
    pub key: String,
    /// The number of slots under the key, and how long each is taken.
    pub limit: Limit,
}

impl fmt::Debug for Slot {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let key = to_string(b"", 256, |wire| mask(wire, self.key.as_bytes()));
        write!(formatter, "{key} {:?}", self.limit)
    }
}

/// The store's response to a request for slots.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reservation {
    /// The slots were taken, or one of the limits was reached.
    Slots {
        /// Whether all slots were taken; otherwise none was.
        is_granted: bool,
        /// For each requested slot, the number of slots that are taken now, and the milliseconds
        /// until one of them is free.
        usages: Vec<(u32, u32)>,
    },
    /// The store returned no usable response.
    Unavailable {
        /// Seconds until it is worth trying again, where the host knows.
        retry_after: Option<u32>,
    },
}

impl Reservation {
    /// Reads a store's response in the wire format: an object with `granted` and, for each slot in
    /// the list `places`, `used` and `reset`. Where there is none, the host reports an object with
    /// `retryAfter`, in seconds.
    #[must_use]
    pub fn parse(report: Text<'_>) -> Self {
        let wire = Wire::new(&report, &mut []);
        let retry_after = wire.number(wire.get(Value::FIRST, b"retryAfter"));
        let unavailable = Self::Unavailable {
            retry_after: retry_after.try_into().ok(),
        };
        let granted = wire.get(Value::FIRST, b"granted");
        if !wire.is_boolean(granted) {
            return unavailable;
        }
        let (mut usages, slots) = (Vec::new(), wire.get(Value::FIRST, b"places"));
        for slot in wire.items(slots) {
            let reset = wire.decimal(wire.get(slot, b"reset"));
            let (reset, _) = split(reset, length_until(reset, b"."));
            let used = wire.number(wire.get(slot, b"used"));
            let (Ok(used), Ok(reset)) = (used.try_into(), parse_u32(reset).try_into()) else {
                return unavailable;
            };
            usages.push((used, reset));
        }
        Self::Slots {
            is_granted: wire.is_true(granted),
            usages,
        }
    }
}

/// What a request does, by which it is limited.
#[derive(Clone, Copy)]
pub(super) enum Purpose<'a> {
    /// It writes the contact card of this phone number.
    Write(&'a str),
    /// It reads the contact card of one phone number.
    Read,
    /// It reads all contact cards of the user.
    List,
}

/// A limit that applies to a request.
struct Applied<'a> {
    /// What is limited, as keys of the store name it.
    what: &'static str,
    /// The phone number that is limited; `None` where it is the user.
    number: Option<&'a str>,
    limit: Limit,
    /// The refusal when the limit is reached.
    refusal: Refusal,
}

/// The limits that apply to a request, in the order of its slots. Of a write, that of the phone
/// number comes first, where there is one. A list is a read, too.
fn limits_of<'a>(purpose: Purpose<'a>, limits: &Limits) -> Vec<Applied<'a>> {
    let of_user = |what, limit, refusal| Applied {
        what,
        number: None,
        limit,
        refusal,
    };
    let reads = of_user("reads by", limits.reads, Refusal::READ_LIMIT);
    match purpose {
        Purpose::Write(number) => {
            let of_number = limits.per_number.map(|limit| Applied {
                what: "writes of",
                number: Some(number),
                limit,
                refusal: Refusal::NUMBER_LIMIT,
            });
            let writes = of_user("writes by", limits.per_user, Refusal::USER_LIMIT);
            of_number.into_iter().chain([writes]).collect()
        }
        Purpose::Read => vec![reads],
        Purpose::List => vec![
            reads,
            of_user("lists by", limits.lists, Refusal::LIST_LIMIT),
        ],
    }
}

/// The slots that a request takes.
pub(super) fn slots(purpose: Purpose<'_>, session: &Session, limits: &Limits) -> Vec<Slot> {
    let slot = |applied: Applied<'_>| Slot {
        key: format!(
            "{} {}",
            applied.what,
            applied.number.unwrap_or(&session.user)
        ),
        limit: applied.limit,
    };
    limits_of(purpose, limits).into_iter().map(slot).collect()
}

/// Checks that all slots were taken. Without the store, a read is forwarded, as it costs nothing,
/// and a write is refused.
pub(super) fn check(
    purpose: Purpose<'_>,
    reservation: &Reservation,
    limits: &Limits,
) -> Result<(), Refusal> {
    let unavailable = |retry_after| {
        let mut refusal = Refusal::STORE_UNAVAILABLE;
        refusal.retry_after = retry_after;
        match purpose {
            Purpose::Write(_) => Err(refusal),
            Purpose::Read | Purpose::List => Ok(()),
        }
    };
    let (is_granted, usages) = match reservation {
        Reservation::Slots { is_granted, usages } => (is_granted, usages),
        Reservation::Unavailable { retry_after } => return unavailable(*retry_after),
    };
    if *is_granted {
        return Ok(());
    }
    let reached = limits_of(purpose, limits)
        .into_iter()
        .zip(usages)
        .find(|(applied, (used, _))| *used >= applied.limit.count);
    let Some((Applied { mut refusal, .. }, (_, reset))) = reached else {
        return unavailable(None);
    };
    refusal.retry_after = Some(seconds(*reset).max(1));
    Err(refusal)
}

/// The write budget of a phone number, as the header `X-Write-Budget` reports it.
pub(super) struct BudgetHeader {
    /// The number of writes in a window.
    pub(super) limit: u32,
    /// The writes that are left in this window.
    pub(super) remaining: u32,
    /// Seconds until one more write is free.
    pub(super) reset: u32,
}

/// The write budget of the request's phone number; `None` where it isn't known, or is too large for
/// the header.
pub(super) fn write_budget(reservation: &Reservation, limits: &Limits) -> Option<BudgetHeader> {
    let limit = limits.per_number?.count;
    let Reservation::Slots { usages, .. } = reservation else {
        return None;
    };
    let (used, reset) = *usages.first()?;
    let budget = BudgetHeader {
        limit,
        remaining: limit.saturating_sub(used),
        reset: seconds(reset),
    };
    (i64::from(limit) <= HIGHEST_LIMIT).then_some(budget)
}

/// Whole seconds, rounded up.
const fn seconds(ms: u32) -> u32 {
    ms.div_ceil(1_000)
}
