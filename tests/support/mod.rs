//! What the tests by subject share: JSON as the core takes it, and what the core writes.
#![allow(dead_code, reason = "each test file uses its part")]

pub mod scenario;
pub mod world;

use std::cell::RefCell;

use contact_card::call::{
    Action, Call, Machine, WriteBudget, read_call, read_event, read_moment, read_operation,
};
use contact_card::time::Millis;
use contact_card::wire::{Encoder, Wire};
use serde_json::{Value as Json, json};

/// A function in the wire format.
pub const FUNCTION: &str = "F:";

/// A JSON value in the wire format.
pub fn encode(json: &Json) -> String {
    fn add(encoder: &mut Encoder, json: &Json) {
        match json {
            Json::Null => encoder.null(),
            Json::Bool(flag) => encoder.boolean(*flag),
            Json::Number(number) => encoder.number(number),
            Json::String(text) => encoder.text(text),
            Json::Array(items) => {
                encoder.list(|list| items.iter().for_each(|item| add(list, item)))
            }
            Json::Object(members) => encoder.object(|object| {
                for (name, member) in members {
                    add(object.text(name), member);
                }
            }),
        };
    }
    let mut encoder = Encoder::new();
    add(&mut encoder, json);
    encoder.finish()
}

/// An object with more members, which are encoded already: a function is no JSON.
pub fn with_members(json: &Json, more: &[(&str, &str)]) -> String {
    let mut encoder = Encoder::new();
    encoder.object(|object| {
        for (name, member) in json.as_object().unwrap() {
            object.text(name).encoded(&encode(member));
        }
        for (name, member) in more {
            object.text(name).encoded(member);
        }
    });
    encoder.finish()
}

/// The report of a server as an environment.
pub fn server() -> Json {
    json!({ "isServer": true })
}

/// The report of a page as an environment.
pub fn page() -> Json {
    json!({ "hasDocument": true, "origin": "https://dashboard.example" })
}

/// Names and values, which are encoded already: the members of an object, or a message. Empty values are left out.
pub fn members(members: &[(&str, &str)]) -> String {
    let mut encoder = Encoder::new();
    for (name, value) in members.iter().filter(|(_, value)| !value.is_empty()) {
        encoder.text(name).encoded(value);
    }
    encoder.finish()
}

/// What the core writes.
pub fn parsed(text: &str) -> Json {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error} in {text}"))
}

/// The text that `write` writes of an input: first into an output that is too small, then again, as hosts do. Both must be
/// the same.
pub fn written(input: &str, write: impl Fn(&mut Wire<'_, '_>)) -> String {
    let input = input.as_bytes();
    let mut few = [0; 24];
    let mut short = Wire::new(&input, &mut few);
    write(&mut short);
    let length = short.written();
    let mut buffer = vec![0; length];
    let mut wire = Wire::new(&input, &mut buffer);
    write(&mut wire);
    assert_eq!(
        wire.written(),
        length,
        "a full output changes what is written"
    );
    let start = length.min(few.len());
    assert_eq!(
        buffer[..start],
        few[..start],
        "a full output changes what is written"
    );
    String::from_utf8(buffer).unwrap()
}

/// The object whose members `write` writes.
pub fn written_object(input: &str, write: impl Fn(&mut Wire<'_, '_>)) -> Json {
    parsed(&written(input, |wire| {
        wire.byte(b'{');
        write(wire);
        wire.byte(b'}');
    }))
}

/// The list whose items `write` writes.
pub fn written_list(input: &str, write: impl Fn(&mut Wire<'_, '_>)) -> Json {
    parsed(&written(input, |wire| {
        wire.byte(b'[');
        write(wire);
        wire.byte(b']');
    }))
}

/// When a call was made, when something happens to it, in milliseconds, and what is at random from 0 to 1.
#[derive(Clone, Copy)]
pub struct Clock {
    pub started_at: i64,
    pub now: i64,
    pub random: f64,
}

/// The call that a message is of.
pub fn call(wire: &Wire<'_, '_>, started_at: i64) -> Call {
    read_call(wire, read_operation(wire).unwrap(), Millis(started_at))
}

/// Takes one step and returns the action with what was written of it. As with every host whose output was too small, the
/// step is taken twice from the same state; both must come to the same.
pub fn step(machine: &mut Machine, message: &str, clock: Clock) -> (Action, Json) {
    let before = *machine;
    let steps = RefCell::new(Vec::with_capacity(2));
    let members = written_object(message, |wire| {
        let call = call(wire, clock.started_at);
        let event = read_event(wire).unwrap();
        let moment = read_moment(wire, Millis(clock.now), clock.random);
        let mut copy = before;
        let action = copy.handle(wire, &call, moment, event);
        steps.borrow_mut().push((action, copy));
    });
    let [(first, first_state), (action, state)] = steps.into_inner().try_into().unwrap();
    assert_eq!(first, action, "the same step leads to another action");
    assert_eq!(first_state, state, "the same step leads to another state");
    *machine = state;
    (action, members)
}

/// What is left of a write budget, as it was stored.
pub fn usage(budget: &str, now: i64) -> Json {
    parsed(&written(budget, |wire| {
        let now = Millis(now);
        WriteBudget::parse(budget.as_bytes(), now).write_usage(wire, now);
    }))
}

/// How many writes a write budget counts.
pub fn used(budget: &str, now: i64) -> u64 {
    usage(budget, now)["used"].as_u64().unwrap()
}
