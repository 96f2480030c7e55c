//! The lists in flight, by user.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use contact_card::gateway::ListsInFlight;

/// How many lists each user has in flight; a user without any has no entry.
#[derive(Clone, Default)]
pub struct Lists(Arc<Mutex<HashMap<String, u32>>>);

/// A list in flight, until this is dropped.
pub struct List {
    lists: Lists,
    user: String,
}

impl Lists {
    /// Counts another list of a user. Returns it, and how many are in flight with it.
    pub fn begin(&self, user: &str) -> (List, ListsInFlight) {
        let mut counts = self.counts();
        let of_user = counts.entry(user.to_owned()).or_default();
        *of_user += 1;
        let in_flight = ListsInFlight {
            of_user: *of_user,
            in_all: counts.values().sum(),
        };
        let list = List {
            lists: self.clone(),
            user: user.to_owned(),
        };
        (list, in_flight)
    }

    fn counts(&self) -> MutexGuard<'_, HashMap<String, u32>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for List {
    fn drop(&mut self) {
        let mut counts = self.lists.counts();
        if let Some(of_user) = counts.get_mut(&self.user) {
            *of_user -= 1;
            if *of_user == 0 {
                counts.remove(&self.user);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_the_lists_in_flight() {
        let lists = Lists::default();
        let in_flight = |of_user, in_all| ListsInFlight { of_user, in_all };
        let (first, counts) = lists.begin("alice");
        assert_eq!(counts, in_flight(1, 1));
        let (_other, counts) = lists.begin("bob");
        assert_eq!(counts, in_flight(1, 2));
        drop(first);
        let (_second, counts) = lists.begin("alice");
        assert_eq!(counts, in_flight(1, 2));
        let (_third, counts) = lists.begin("alice");
        assert_eq!(counts, in_flight(2, 3));
    }
}
