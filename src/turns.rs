//! [`Turns`]: writes for one number go one after the other, in the order in which they were asked for.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;
use core::cell::RefCell;
use core::future::{Future, poll_fn};
use core::task::{Poll, Waker};

/// Who writes, and who waits to.
#[derive(Debug, Default)]
pub struct Turns(RefCell<Queue>);

#[derive(Debug, Default)]
struct Queue {
    last_ticket: u64,
    /// In the order of their tickets.
    waiting: Vec<Waiting>,
}

#[derive(Debug)]
struct Waiting {
    ticket: u64,
    key: String,
    waker: Option<Waker>,
}

/// A place in the queue, which is given up when it is dropped.
#[derive(Debug)]
pub struct Turn<'t> {
    turns: &'t Turns,
    ticket: u64,
}

impl Turns {
    /// Nobody writes.
    #[must_use]
    pub const fn new() -> Self {
        Self(RefCell::new(Queue {
            last_ticket: 0,
            waiting: Vec::new(),
        }))
    }

    /// Takes a place behind all that have the same key.
    pub fn take(&self, key: &str) -> Turn<'_> {
        let mut queue = self.0.borrow_mut();
        let ticket = queue.last_ticket.wrapping_add(1);
        queue.last_ticket = ticket;
        queue.waiting.push(Waiting {
            ticket,
            key: key.to_owned(),
            waker: None,
        });
        Turn {
            turns: self,
            ticket,
        }
    }
}

impl Turn<'_> {
    /// Waits until all that came before, with the same key, have given up their places.
    pub fn come(&self) -> impl Future<Output = ()> {
        poll_fn(|context| {
            let mut queue = self.turns.0.borrow_mut();
            let waiting = &mut queue.waiting;
            let Some(own) = waiting.iter().position(|place| place.ticket == self.ticket) else {
                return Poll::Ready(());
            };
            let (before, rest) = waiting.split_at_mut(own);
            match rest.first_mut() {
                Some(place) if before.iter().any(|other| other.key == place.key) => {
                    place.waker = Some(context.waker().clone());
                    Poll::Pending
                }
                _ => Poll::Ready(()),
            }
        })
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        let mut queue = self.turns.0.borrow_mut();
        let waiting = &mut queue.waiting;
        let Some(own) = waiting.iter().position(|place| place.ticket == self.ticket) else {
            return;
        };
        let key = waiting.remove(own).key;
        let next = waiting.iter_mut().find(|place| place.key == key);
        if let Some(waker) = next.and_then(|place| place.waker.take()) {
            waker.wake();
        }
    }
}
