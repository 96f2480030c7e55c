//! The slots of the gateway's limits, in memory: for one process, until it ends.

use std::collections::{HashMap, VecDeque};

use contact_card::gateway::{Reservation, Slot};

/// How often keys whose slots are all free are removed, in milliseconds.
const SWEEP_INTERVAL: i64 = 60_000;

/// When the taken slots of each key become free, the soonest first.
#[derive(Default)]
pub struct Slots {
    taken: HashMap<String, VecDeque<i64>>,
    last_sweep: i64,
}

impl Slots {
    /// Takes one slot of every key, or none when one of the keys is full. A slot becomes free after its window.
    pub fn reserve(&mut self, slots: &[Slot], now: i64) -> Reservation {
        self.sweep(now);
        let mut is_granted = true;
        for slot in slots {
            let taken = self.taken.entry(slot.key.clone()).or_default();
            free_expired(taken, now);
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
        if now - self.last_sweep < SWEEP_INTERVAL {
            return;
        }
        self.last_sweep = now;
        self.taken.retain(|_, taken| {
            free_expired(taken, now);
            !taken.is_empty()
        });
    }
}

fn free_expired(taken: &mut VecDeque<i64>, now: i64) {
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
