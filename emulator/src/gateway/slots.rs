//! The slots of the gateway's limits, in memory: for one process, until it ends.

use std::collections::HashMap;

use contact_card::gateway::{Reservation, SlidingWindow, Slot, reserve_slots};

/// How often keys whose slots are all free are removed, in milliseconds.
const SWEEP_INTERVAL: i64 = 60_000;

/// The times at which the taken slots of each key become free, the soonest first.
#[derive(Default)]
pub struct Slots {
    taken: HashMap<String, Vec<i64>>,
    last_sweep: i64,
}

impl Slots {
    /// Takes one slot of every key, or none when one of the keys is full. A slot becomes free after
    /// its window.
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
        if now - self.last_sweep < SWEEP_INTERVAL {
            return;
        }
        self.last_sweep = now;
        self.taken
            .retain(|_, taken| taken.last().is_some_and(|free_at| *free_at > now));
    }
}

#[cfg(test)]
mod tests {
    use contact_card::gateway::Limit;

    use super::*;

    fn slot(key: &str, count: u32, window: u32) -> Slot {
        Slot {
            key: key.to_owned(),
            limit: Limit { count, window },
        }
    }

    fn reserved(is_granted: bool, usages: &[(u32, u32)]) -> Reservation {
        Reservation::Slots {
            is_granted,
            usages: usages.to_vec(),
        }
    }

    #[test]
    fn frees_a_slot_after_its_window() {
        let mut slots = Slots::default();
        let both = [slot("number", 2, 1_000), slot("user", 9, 1_000)];
        assert_eq!(
            slots.reserve(&both, 0),
            reserved(true, &[(1, 1_000), (1, 1_000)])
        );
        assert_eq!(
            slots.reserve(&both, 400),
            reserved(true, &[(2, 600), (2, 600)])
        );
        assert_eq!(
            slots.reserve(&both, 999),
            reserved(false, &[(2, 1), (2, 1)])
        );
        assert_eq!(
            slots.reserve(&both, 1_000),
            reserved(true, &[(2, 400), (2, 400)])
        );
    }

    #[test]
    fn takes_no_slot_when_one_key_is_full() {
        let mut slots = Slots::default();
        let of = |number: &str| [slot(number, 9, 1_000), slot("user", 1, 1_000)];
        slots.reserve(&of("one"), 0);
        assert_eq!(
            slots.reserve(&of("two"), 10),
            reserved(false, &[(0, 0), (1, 990)])
        );
    }

    #[test]
    fn removes_keys_without_taken_slots() {
        let mut slots = Slots::default();
        for user in 0..100 {
            slots.reserve(&[slot(&user.to_string(), 1, 1_000)], 0);
        }
        slots.reserve(&[slot("last", 1, 1_000)], SWEEP_INTERVAL);
        assert_eq!(slots.taken.len(), 1);
    }
}
