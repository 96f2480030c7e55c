//! What the tests by subject share: JSON as the core takes it, and what the core writes.
#![allow(dead_code, reason = "each test file uses its part")]

pub mod scenario;
pub mod world;

use std::cell::RefCell;

use contact_card::api::Operation;
use contact_card::call::{Action, Call, Machine, WriteBudget, read_call, read_event, read_moment};
use contact_card::time::Millis;
use contact_card::wire::{Encoder, Value, Wire};
use serde_json::{Value as Json, json};

// In the wire format, what JSON doesn't have, and what is written often.
pub const ABSENT: &[u8] = b"u\0\0\0\0";
pub const FUNCTION: &[u8] = b"F\0\0\0\0";
pub const ILL_FORMED: &[u8] = b"x\0\0\0\0";
pub const NULL: &[u8] = b"n\0\0\0\0";
pub const TRUE: &[u8] = b"t\0\0\0\0";
pub const FALSE: &[u8] = b"f\0\0\0\0";

/// A value in the wire format, by its letter and what belongs to it.
pub fn value(letter: u8, inside: &[u8]) -> Vec<u8> {
    let length = (inside.len() as u32).to_le_bytes();
    [&[letter][..], &length, inside].concat()
}

/// A JSON value in the wire format.
pub fn encode(json: &Json) -> Vec<u8> {
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
pub fn with_members(json: &Json, more: &[(&str, &[u8])]) -> Vec<u8> {
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

/// A message of values that are encoded already. Empty ones are absent.
pub fn message(values: &[&[u8]]) -> Vec<u8> {
    let or_absent = |value: &&[u8]| if value.is_empty() { ABSENT } else { *value }.to_vec();
    values.iter().flat_map(or_absent).collect()
}

/// The name of an operation in the wire format.
pub fn encode_operation(operation: Operation) -> Vec<u8> {
    encode(&json!(std::str::from_utf8(operation.name()).unwrap()))
}

/// What the core writes.
pub fn parsed(text: &str) -> Json {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error} in {text}"))
}

/// The text that `write` writes of an input: first into an output that is too small, then again, as hosts do. Both must be
/// the same.
pub fn written(input: &[u8], write: impl Fn(&mut Wire<'_, '_>)) -> String {
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
pub fn written_object(input: &[u8], write: impl Fn(&mut Wire<'_, '_>)) -> Json {
    parsed(&written(input, |wire| {
        wire.byte(b'{');
        write(wire);
        wire.byte(b'}');
    }))
}

/// The list whose items `write` writes.
pub fn written_list(input: &[u8], write: impl Fn(&mut Wire<'_, '_>)) -> Json {
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

/// The call that a message is of. The place is behind it then.
pub fn call(wire: &Wire<'_, '_>, place: &mut Value, started_at: i64) -> Call {
    let operation = Operation::parse(wire.text(wire.take(place))).unwrap();
    read_call(wire, place, operation, Millis(started_at))
}

/// Takes one step and returns the action with what was written of it. As with every host whose output was too small, the
/// step is taken twice from the same state; both must come to the same.
pub fn step(machine: &mut Machine, message: &[u8], clock: Clock) -> (Action, Json) {
    let before = *machine;
    let steps = RefCell::new(Vec::with_capacity(2));
    let members = written_object(message, |wire| {
        let mut place = Value::FIRST;
        let call = call(wire, &mut place, clock.started_at);
        let moment = read_moment(wire, &mut place, Millis(clock.now), clock.random);
        let event = read_event(wire, &mut place).unwrap();
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
    parsed(&written(b"", |wire| {
        let now = Millis(now);
        WriteBudget::parse(budget.as_bytes(), now).write_usage(wire, now);
    }))
}

/// How many writes a write budget counts.
pub fn used(budget: &str, now: i64) -> u64 {
    usage(budget, now)["used"].as_u64().unwrap()
}
