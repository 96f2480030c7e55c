//! Sliding windows: a slot is taken for the length of its limit's window, then free again. The
//! stores that count in their own process share this module: the emulator's, and two of the npm
//! package's, in memory and in a Durable Object. The script in
//! `pkg-template/gateway/stores/redis.js` does the same inside Redis, and the same tests run on
//! every store.
//!
//! The page's [`WriteBudget`](crate::call::WriteBudget) is something else: it reserves nothing,
//! learns from responses which slots others have taken, and works without an allocator.

use alloc::vec::Vec;

use super::limits::Limit;
use super::slots::Reservation;

/// The window of one limit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlidingWindow {
    /// How many slots it has, and for how long each is taken.
    pub limit: Limit,
    /// The times at which the taken slots are free again, in milliseconds, the soonest first.
    pub taken: Vec<i64>,
}

impl SlidingWindow {
    /// Drops the slots that are free again. A slot is taken for one window at most: without that, a
    /// clock that was set back would leave it taken until it has caught up.
    fn expire(&mut self, now: i64) {
        let latest = self.end(now);
        self.taken.retain(|free_at| *free_at > now);
        for free_at in &mut self.taken {
            *free_at = latest.min(*free_at);
        }
    }

    fn is_full(&self) -> bool {
        self.taken.len() >= self.limit.count as usize
    }

    /// Returns the end of a slot that is taken now.
    fn end(&self, now: i64) -> i64 {
        now.saturating_add(self.limit.window.into())
    }

    /// Returns how many slots are taken, and the milliseconds until the next of them is free.
    fn usage(&self, now: i64) -> (u32, u32) {
        let reset = self
            .taken
            .first()
            .map_or(0, |free_at| free_at.saturating_sub(now));
        (as_u32(self.taken.len()), as_u32(reset))
    }
}

/// Takes a slot in every window, or in none where one of them is full. `now` is in milliseconds.
pub fn reserve_slots(windows: &mut [SlidingWindow], now: i64) -> Reservation {
    for window in &mut *windows {
        window.expire(now);
    }
    let is_granted = !windows.iter().any(SlidingWindow::is_full);
    if is_granted {
        for window in &mut *windows {
            window.taken.push(window.end(now));
        }
    }
    let usages = windows.iter().map(|window| window.usage(now)).collect();
    Reservation::Slots { is_granted, usages }
}

fn as_u32(number: impl TryInto<u32>) -> u32 {
    number.try_into().unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use alloc::vec;

    use super::*;

    fn window(count: u32, window: u32, taken: &[i64]) -> SlidingWindow {
        SlidingWindow {
            limit: Limit { count, window },
            taken: taken.to_vec(),
        }
    }

    fn slots(is_granted: bool, usages: &[(u32, u32)]) -> Reservation {
        Reservation::Slots {
            is_granted,
            usages: usages.to_vec(),
        }
    }

    #[test]
    fn frees_each_slot_after_its_window() {
        let mut windows = vec![window(2, 1_000, &[]), window(9, 1_000, &[])];
        let mut reserve = |now| reserve_slots(&mut windows, now);
        assert_eq!(reserve(0), slots(true, &[(1, 1_000), (1, 1_000)]));
        assert_eq!(reserve(400), slots(true, &[(2, 600), (2, 600)]));
        assert_eq!(reserve(999), slots(false, &[(2, 1), (2, 1)]));
        assert_eq!(reserve(1_000), slots(true, &[(2, 400), (2, 400)]));
    }

    #[test]
    fn takes_no_slot_where_one_window_is_full() {
        let mut windows = vec![window(9, 1_000, &[]), window(1, 1_000, &[1_000])];
        assert_eq!(
            reserve_slots(&mut windows, 10),
            slots(false, &[(0, 0), (1, 990)])
        );
        assert_eq!(windows, [window(9, 1_000, &[]), window(1, 1_000, &[1_000])]);
    }

    #[test]
    fn takes_no_slot_for_longer_than_a_window_after_the_clock_was_set_back() {
        let mut windows = vec![window(3, 1_000, &[90_500, 91_000])];
        assert_eq!(reserve_slots(&mut windows, 0), slots(true, &[(3, 1_000)]));
        assert_eq!(windows, [window(3, 1_000, &[1_000, 1_000, 1_000])]);
    }

    #[test]
    fn counts_the_slots_of_an_earlier_higher_limit() {
        let mut windows = vec![window(2, 1_000, &[100, 200, 300])];
        assert_eq!(reserve_slots(&mut windows, 50), slots(false, &[(3, 50)]));
    }
}
