//! The state per phone number, which outlives a call: the queue of writes, and the write budget.

use alloc::collections::{BTreeMap, VecDeque};
use alloc::rc::Rc;
use alloc::string::{String, ToString};
use core::cell::RefCell;

use super::wait::TaskWaker;

thread_local! {
    /// The writes of each phone number, in call order. The first one is in flight, and the others
    /// wait.
    static QUEUES: RefCell<BTreeMap<String, VecDeque<Rc<TaskWaker>>>> = RefCell::default();

    /// The write budget of each phone number, as the core has written it.
    static BUDGETS: RefCell<BTreeMap<String, String>> = RefCell::default();
}

/// The stored write budget of a phone number; empty at first.
pub(super) fn stored_budget(number: &str) -> String {
    BUDGETS.with_borrow(|budgets| budgets.get(number).cloned().unwrap_or_default())
}

/// Stores the write budget of a phone number.
pub(super) fn store_budget(number: &str, budget: String) {
    BUDGETS.with_borrow_mut(|budgets| _ = budgets.insert(number.to_string(), budget));
}

/// Whether a write of this phone number is in flight or in the queue.
pub(super) fn has_queue(number: &str) -> bool {
    QUEUES.with_borrow(|queues| queues.contains_key(number))
}

/// The entry of a call in the queue of its phone number. Dropping it removes the entry and wakes
/// the next call.
pub(super) struct QueueEntry {
    number: String,
    waker: Rc<TaskWaker>,
}

impl QueueEntry {
    /// Adds an entry at the end of the queue.
    pub(super) fn join(number: &str, waker: &Rc<TaskWaker>) -> Self {
        let (number, waker) = (number.to_string(), Rc::clone(waker));
        QUEUES.with_borrow_mut(|queues| {
            let queue = queues.entry(number.clone()).or_default();
            queue.push_back(Rc::clone(&waker));
        });
        Self { number, waker }
    }

    /// Whether every earlier write of the phone number has ended.
    pub(super) fn is_first(&self) -> bool {
        QUEUES.with_borrow(|queues| {
            let first = queues.get(&self.number).and_then(VecDeque::front);
            first.is_some_and(|first| Rc::ptr_eq(first, &self.waker))
        })
    }
}

impl Drop for QueueEntry {
    fn drop(&mut self) {
        let next = QUEUES.with_borrow_mut(|queues| {
            let queue = queues.get_mut(&self.number)?;
            queue.retain(|waker| !Rc::ptr_eq(waker, &self.waker));
            let next = queue.front().cloned();
            if next.is_none() {
                queues.remove(&self.number);
            }
            next
        });
        // Outside of the borrow, as the task may run at once.
        if let Some(next) = next {
            next.wake();
        }
    }
}
