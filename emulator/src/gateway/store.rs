//! Budgets in memory: for one process, until it ends.

use std::collections::{HashMap, VecDeque};

use contact_card::gateway::{Reservation, Slot};

/// How often keys of which every slot is free are dropped, in milliseconds.
const SWEEP: i64 = 60_000;

/// When the slots of each key are free again, the soonest first.
#[derive(Default)]
pub struct Store {
    taken: HashMap<String, VecDeque<i64>>,
    swept: i64,
}

impl Store {
    /// Takes one slot under every key, or none where one of them is full. A slot is free after its window.
    pub fn reserve(&mut self, slots: &[Slot], now: i64) -> Reservation {
        self.sweep(now);
        let mut is_granted = true;
        for slot in slots {
            let taken = self.taken.entry(slot.key.clone()).or_default();
            free(taken, now);
            is_granted &= taken.len() < slot.limit.limit as usize;
        }
        let usage = |slot: &Slot| {
            let taken = self.taken.entry(slot.key.clone()).or_default();
            if is_granted {
                taken.push_back(now + i64::from(slot.limit.window));
            }
            let reset = taken.front().map_or(0, |free_at| free_at - now);
            (as_u32(taken.len()), as_u32(reset))
        };
        let usages = slots.iter().map(usage).collect();
        Reservation::Slots { is_granted, usages }
    }

    fn sweep(&mut self, now: i64) {
        if now - self.swept < SWEEP {
            return;
        }
        self.swept = now;
        self.taken.retain(|_, taken| {
            free(taken, now);
            !taken.is_empty()
        });
    }
}

fn free(taken: &mut VecDeque<i64>, now: i64) {
    while taken.front().is_some_and(|free_at| *free_at <= now) {
        taken.pop_front();
    }
}

fn as_u32(number: impl TryInto<u32>) -> u32 {
    number.try_into().unwrap_or(u32::MAX)
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
