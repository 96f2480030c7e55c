//! What an exchange takes of the limits. A place is taken before a request leaves and never given back: Linq may have
//! counted it.

use alloc::format;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;
use core::fmt;

use super::exchange::{Reserved, Session};
use super::reply::Refusal;
use super::rules::{Limit, Limits};
use crate::endpoint::Operation;
use crate::error::ApiError;
use crate::redaction::mask_numbers;
use crate::write_budget::HIGHEST_LIMIT;

/// How long a store is waited for, in milliseconds.
pub const PATIENCE: u32 = 5_000;

/// One of `limit` places, taken for as long as the window is. `Debug` masks numbers.
#[derive(Clone, PartialEq, Eq)]
pub struct Place {
    /// What the limit is of.
    pub key: String,
    /// How many of it, in how long a time.
    pub limit: Limit,
}

impl fmt::Debug for Place {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} {:?}", mask_numbers(&self.key), self.limit)
    }
}

/// The places that an operation takes: of a write that of the number, where there is a limit, and that of the user.
pub(super) fn of(operation: &Operation<'_>, session: Session<'_>, limits: &Limits) -> Vec<Place> {
    let place = |what: &str, name: &str, limit| Place {
        key: format!("{what} {name}"),
        limit,
    };
    let number = operation.phone_number().filter(|_| operation.is_write());
    let Some(number) = number else {
        return vec![place("reads by", session.user, limits.reads)];
    };
    let of_number = limits
        .per_number
        .map(|limit| place("writes of", number.as_str(), limit));
    let of_user = place("writes by", session.user, limits.per_user);
    of_number.into_iter().chain([of_user]).collect()
}

/// Checks that all places were taken. A read goes on without the store, as it costs nothing; a write doesn't.
pub(super) fn check(
    operation: &Operation<'_>,
    reserved: &Reserved,
    limits: &Limits,
) -> Result<(), Refusal> {
    let away = if operation.is_write() {
        let message =
            "The gateway's store of write budgets is away; writes are refused until it is back";
        Err(Refusal::new(503, 4004, message))
    } else {
        Ok(())
    };
    let Reserved::Places { is_granted, usages } = reserved else {
        return away;
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
    let asked: Vec<_> = if operation.is_write() {
        of_number.into_iter().chain([write]).collect()
    } else {
        vec![read]
    };
    let full = asked
        .iter()
        .zip(usages)
        .find(|((limit, _), (used, _))| *used >= limit.limit);
    let Some(((_, message), (_, reset))) = full else {
        return away;
    };
    let mut refusal = Refusal::new(429, 1007, message);
    refusal.retry_after = Some(seconds(*reset).max(1));
    Err(refusal)
}

/// Limit, remaining writes and seconds until one more is free, of the number; `None` where that isn't known, or can't be
/// said in the header. A 429 of Linq means that others have used what is left.
pub(super) fn left(
    reserved: &Reserved,
    limits: &Limits,
    refused: Option<&ApiError<'_>>,
) -> Option<(u32, u32, u32)> {
    let limit = limits.per_number?.limit;
    let Reserved::Places { usages, .. } = reserved else {
        return None;
    };
    let (used, reset) = *usages.first()?;
    let reset = seconds(reset);
    let left = match refused {
        Some(error) => (limit, 0, error.retry_after.unwrap_or(reset)),
        None => (limit, limit.saturating_sub(used), reset),
    };
    (limit <= HIGHEST_LIMIT).then_some(left)
}

/// Whole seconds, rounded up.
const fn seconds(ms: u32) -> u32 {
    ms.div_ceil(1_000)
}
