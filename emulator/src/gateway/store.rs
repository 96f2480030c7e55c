//! Budgets in memory: for one process, until it ends.

use std::collections::HashMap;

use contact_card::gateway::{Reservation, SlidingWindow, Slot, reserve_slots};

/// How often keys of which every slot is free are dropped, in milliseconds.
const SWEEP: i64 = 60_000;

/// The times at which the taken slots of each key are free again, the soonest first.
#[derive(Default)]
pub struct Store {
    taken: HashMap<String, Vec<i64>>,
    swept: i64,
}

impl Store {
    /// Takes one slot under every key, or none where one of them is full.
    pub fn reserve(&mut self, slots: &[Slot], now: i64) -> Reservation {
        self.sweep(now);
        let window = |slot: &Slot| SlidingWindow {
            limit: slot.limit,
            taken: self.taken.remove(&slot.key).unwrap_or_default(),
        };
        let mut windows: Vec<_> = slots.iter().map(window).collect();
        let reservation = reserve_slots(&mut windows, now);
        for (slot, window) in slots.iter().zip(windows) {
            if !window.taken.is_empty() {
                self.taken.insert(slot.key.clone(), window.taken);
            }
        }
        reservation
    }

    fn sweep(&mut self, now: i64) {
        if now - self.swept < SWEEP {
            return;
        }
        self.swept = now;
        self.taken
            .retain(|_, taken| taken.last().is_some_and(|free_at| *free_at > now));
    }
}

#[cfg(test)]
mod tests {
    use contact_card::gateway::Limit;

    use super::*;

    fn slot(key: &str, limit: u32, window: u32) -> Slot {
        Slot {
            key: key.to_owned(),
            limit: Limit { limit, window },
        }
    }

    fn reserved(is_granted: bool, usages: &[(u32, u32)]) -> Reservation {
        Reservation::Slots {
            is_granted,
            usages: usages.to_vec(),
        }
    }

    #[test]
    fn a_slot_slides_out_of_its_window() {
        let mut store = Store::default();
        let both = [slot("number", 2, 1_000), slot("user", 9, 1_000)];
        assert_eq!(
            store.reserve(&both, 0),
            reserved(true, &[(1, 1_000), (1, 1_000)])
        );
        assert_eq!(
            store.reserve(&both, 400),
            reserved(true, &[(2, 600), (2, 600)])
        );
        assert_eq!(
            store.reserve(&both, 999),
            reserved(false, &[(2, 1), (2, 1)])
        );
        assert_eq!(
            store.reserve(&both, 1_000),
            reserved(true, &[(2, 400), (2, 400)])
        );
    }

    #[test]
    fn where_one_key_is_full_none_is_taken() {
        let mut store = Store::default();
        let of = |number: &str| [slot(number, 9, 1_000), slot("user", 1, 1_000)];
        store.reserve(&of("one"), 0);
        assert_eq!(
            store.reserve(&of("two"), 10),
            reserved(false, &[(0, 0), (1, 990)])
        );
    }

    #[test]
    fn free_keys_are_dropped() {
        let mut store = Store::default();
        for user in 0..100 {
            store.reserve(&[slot(&user.to_string(), 1, 1_000)], 0);
        }
        store.reserve(&[slot("last", 1, 1_000)], SWEEP);
        assert_eq!(store.taken.len(), 1);
    }
}
