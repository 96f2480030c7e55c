//! What outlives a call: the queue of writes for each number, and each number's write budget.

use alloc::collections::{BTreeMap, VecDeque};
use alloc::rc::Rc;
use alloc::string::{String, ToString};
use core::cell::RefCell;

use super::wait::Bell;

thread_local! {
    /// The calls that write to a number, in call order: the first one writes, the others wait.
    static QUEUES: RefCell<BTreeMap<String, VecDeque<Rc<Bell>>>> = RefCell::default();

    /// Each number's write budget, as the core wrote it.
    static BUDGETS: RefCell<BTreeMap<String, String>> = RefCell::default();
}

/// The number's write budget as it was stored; empty at first.
pub fn stored_budget(number: &str) -> String {
    BUDGETS.with_borrow(|budgets| budgets.get(number).cloned().unwrap_or_default())
}

/// Stores a number's write budget.
pub fn store_budget(number: &str, budget: String) {
    BUDGETS.with_borrow_mut(|budgets| _ = budgets.insert(number.to_string(), budget));
}

/// Whether a write of this number is in flight or waits.
pub fn has_queue(number: &str) -> bool {
    QUEUES.with_borrow(|queues| queues.contains_key(number))
}

/// A call's place in the queue of its number, which is free again when this is dropped.
pub struct Place {
    number: String,
    bell: Rc<Bell>,
}

impl Place {
    /// Joins the queue at its end.
    pub fn join(number: &str, bell: &Rc<Bell>) -> Self {
        let (number, bell) = (number.to_string(), Rc::clone(bell));
        QUEUES.with_borrow_mut(|queues| {
            let queue = queues.entry(number.clone()).or_default();
            queue.push_back(Rc::clone(&bell));
        });
        Self { number, bell }
    }

    /// Whether every earlier write of the number has ended.
    pub fn is_first(&self) -> bool {
        QUEUES.with_borrow(|queues| {
            let first = queues.get(&self.number).and_then(VecDeque::front);
            first.is_some_and(|first| Rc::ptr_eq(first, &self.bell))
        })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let next = QUEUES.with_borrow_mut(|queues| {
            let queue = queues.get_mut(&self.number)?;
            queue.retain(|bell| !Rc::ptr_eq(bell, &self.bell));
            let next = queue.front().cloned();
            if next.is_none() {
                queues.remove(&self.number);
            }
            next
        });
        // Outside of the borrow: what is woken may run at once.
        if let Some(next) = next {
            next.ring();
        }
    }
}
