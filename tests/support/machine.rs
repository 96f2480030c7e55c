//! Single steps of a call's [`Machine`], environments, and write budgets.

use std::cell::RefCell;

use contact_card::api::Operation;
use contact_card::call::{Action, Call, Machine, WriteBudget, read_call, read_event, read_moment};
use contact_card::time::Millis;
use contact_card::wire::{Value, Wire};
use serde_json::{Value as Json, json};

use super::wire::{parse_json, written, written_object};

/// The environment of a server, as hosts report it.
pub fn server() -> Json {
    json!({ "isServer": true })
}

/// The environment of a page, as hosts report it.
pub fn page() -> Json {
    json!({ "hasDocument": true, "origin": "https://dashboard.example" })
}

/// The times of one step, in milliseconds, and its random number from 0 to 1.
#[derive(Clone, Copy)]
pub struct Clock {
    pub started_at: i64,
    pub now: i64,
    pub random: f64,
}

/// Reads the call at the start of a message, and moves the position behind it.
pub fn parse_call(wire: &Wire<'_, '_>, position: &mut Value, started_at: i64) -> Call {
    let operation = Operation::parse(wire.text(wire.take(position))).unwrap();
    read_call(wire, position, operation, Millis(started_at))
}

/// Takes one step of a machine, and returns the action and the object that the machine wrote.
///
/// The step is taken twice from the same state, as by a host whose first output is too small; both
/// must lead to the same.
pub fn step(machine: &mut Machine, message: &[u8], clock: Clock) -> (Action, Json) {
    let before = *machine;
    let steps = RefCell::new(Vec::with_capacity(2));
    let output = written_object(message, |wire| {
        let mut position = Value::FIRST;
        let call = parse_call(wire, &mut position, clock.started_at);
        let moment = read_moment(wire, &mut position, Millis(clock.now), clock.random);
        let event = read_event(wire, &mut position).unwrap();
        let mut copy = before;
        let action = copy.handle(wire, &call, moment, event);
        steps.borrow_mut().push((action, copy));
    });
    let [(first, first_state), (action, state)] = steps.into_inner().try_into().unwrap();
    assert_eq!(first, action, "the same step leads to another action");
    assert_eq!(first_state, state, "the same step leads to another state");
    *machine = state;
    (action, output)
}

/// Returns the usage that a caller sees of a stored write budget.
pub fn usage(budget: &str, now: i64) -> Json {
    parse_json(&written(b"", |wire| {
        let now = Millis(now);
        WriteBudget::parse(budget.as_bytes(), now).write_usage(wire, now);
    }))
}

/// Returns how many writes a stored write budget counts.
pub fn used_writes(budget: &str, now: i64) -> u64 {
    usage(budget, now)["used"].as_u64().unwrap()
}
