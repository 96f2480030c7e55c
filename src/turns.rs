//! [`Turns`]: writes for one number go one after the other, in the order in which they were asked for.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

/// Who writes, and who waits to: in the order of their tickets, each with whose card it is about. `Debug` shows how many.
#[derive(Default)]
pub struct Turns {
    last: Ticket,
    places: Vec<(Ticket, String)>,
}

impl fmt::Debug for Turns {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_tuple("Turns")
            .field(&self.places.len())
            .finish()
    }
}

/// A place in the queue.
pub type Ticket = u32;

impl Turns {
    /// Nobody writes.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            last: 0,
            places: Vec::new(),
        }
    }

    /// Takes a place behind all that have the same key, and says whether there are any: who has to wait is called when
    /// its turn has come.
    pub fn take(&mut self, key: &str) -> (Ticket, bool) {
        self.last = self.last.wrapping_add(1);
        let must_wait = self.places.iter().any(|(_, other)| other == key);
        self.places.push((self.last, key.to_owned()));
        (self.last, must_wait)
    }

    /// Gives a place up. Who has to be called, as its turn has come?
    #[must_use]
    pub fn leave(&mut self, ticket: Ticket) -> Option<Ticket> {
        let own = self.places.iter().position(|(place, _)| *place == ticket)?;
        let (_, key) = self.places.remove(own);
        let next = self.places.iter().position(|(_, other)| *other == key)?;
        // Where somebody before it writes, nobody is called.
        let (next, _) = self.places.get(next).filter(|_| next >= own)?;
        Some(*next)
    }
}
