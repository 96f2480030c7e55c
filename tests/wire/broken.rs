//! Malformed and deeply nested input, which the core must read without harm.

use contact_card::api::Operation;
use contact_card::call::Machine;
use contact_card::wire::{Encoder, Kind, Value, Wire, from_json};
use proptest::prelude::*;
use serde_json::{Value as Json, json};

use super::{inside, kinds, read};
use crate::support::machine::{Clock, page, step};
use crate::support::scenario::{Scenario, started};
use crate::support::wire::{TRUE, encode_operation, encode_raw, message};

/// Takes the first step of an update all of whose parts are this value.
fn start_with(value: &[u8]) -> Json {
    let operation = encode_operation(Operation::Update);
    let started = from_json(&json!("started"));
    first_step(&[&operation, value, value, value, b"", value, b"", &started])
}

/// Takes a step with a response whose body is this value, at the end of the message.
fn end_with(body: &[u8]) -> Json {
    let operation = encode_operation(Operation::Update);
    let (response, head) = (
        from_json(&json!("response")),
        from_json(&json!({ "status": 200 })),
    );
    first_step(&[
        &operation, b"", b"", b"", b"", b"", b"", &response, &head, body,
    ])
}

fn first_step(values: &[&[u8]]) -> Json {
    let message = message(values);
    let clock = Clock {
        started_at: 0,
        now: 0,
        random: 0.0,
    };
    step(&mut Machine::new(Operation::Update), &message, clock).1
}

#[test]
fn reads_deep_values_without_recursion() {
    for kind in [Kind::LIST, Kind::OBJECT] {
        let mut deep = TRUE.to_vec();
        for _ in 0..20_000 {
            deep = if kind == Kind::LIST {
                encode_raw(b'[', &deep)
            } else {
                encode_raw(b'{', &[encode_raw(b'"', b"a"), deep].concat())
            };
        }
        read(&[&deep[..], TRUE].concat(), |wire| {
            assert!(wire.is_true(wire.after(Value::FIRST)));
            let (mut value, mut depth) = (Value::FIRST, 0);
            while !wire.is_true(value) {
                value = if kind == Kind::LIST {
                    wire.first_item(value)
                } else {
                    wire.get(value, b"a")
                };
                depth += 1;
            }
            assert_eq!(depth, 20_000);
        });
        assert!(start_with(&deep)["error"].is_object());
    }
    // Lists and objects without an end.
    let open = |letter: u8, length: u32| [&[letter][..], &length.to_le_bytes()].concat();
    for open in [
        open(b'[', 9),
        open(b'[', 999_999),
        [open(b'{', 9), encode_raw(b'"', b"a")].concat(),
        open(b'[', u32::MAX),
    ] {
        let open = open.repeat(10_000);
        read(&open, |wire| assert!(kinds(wire).len() <= open.len()));
        assert!(end_with(&open)["error"].is_object());
    }
}

#[test]
fn reads_nothing_from_broken_values() {
    let cut = |value: Vec<u8>, length: usize| value[..length].to_vec();
    let open = |letter: u8, length: u32| [&[letter][..], &length.to_le_bytes()].concat();
    let text = |length: u32| [&open(b'"', length)[..], b"x"].concat();
    for broken in [
        Vec::new(),
        b"]".to_vec(),
        b"y".to_vec(),
        "é".as_bytes().to_vec(),
        b"\"\x04".to_vec(),
        cut(encode_raw(b'"', b"John"), 8),
        cut(encode_raw(b'#', b"12"), 6),
        open(b'[', u32::MAX),
        open(b'{', u32::MAX),
        text(u32::MAX),
        text(u32::MAX - 1),
        text(u32::MAX - 5),
        text(1 << 31),
    ] {
        let list = [TRUE, &broken].concat();
        for (input, at) in [(&broken, 0), (&list, 1)] {
            read(input, |wire| {
                let value = if at == 0 {
                    Value::FIRST
                } else {
                    wire.after(Value::FIRST)
                };
                assert!(
                    wire.text(value).is_empty() && wire.decimal(value).is_empty(),
                    "{broken:?}"
                );
                assert!(wire.number(value) < 0, "{broken:?}");
                assert!(wire.is_absent(wire.first_item(value)), "{broken:?}");
                assert!(wire.is_absent(wire.get(value, b"a")), "{broken:?}");
                assert!(
                    !wire.has_pair(value, wire.first_pair(value), b"a"),
                    "{broken:?}"
                );
                assert!(kinds(wire).len() <= input.len(), "{broken:?}");
            });
        }
    }
}

#[test]
fn finds_members_behind_an_ill_formed_name() {
    let with_ill_formed = |json: &Json| {
        let mut encoder = Encoder::new();
        encoder.object(|object| {
            object.ill_formed().boolean(true);
            for (name, member) in json.as_object().unwrap() {
                object.text(name).encoded(&from_json(member));
            }
        });
        encoder.finish()
    };
    let card = json!({ "phone_number": "+15551234567", "first_name": "John" });
    let params = with_ill_formed(&card);
    read(&params, |wire| {
        assert_eq!(wire.text(wire.get(Value::FIRST, b"first_name")), b"John");
    });
    for (params, options, code) in [
        (params, Vec::new(), "unknown_field"),
        (
            from_json(&card),
            with_ill_formed(&json!({ "sendEmpty": true })),
            "unknown_option",
        ),
    ] {
        let mut call = Scenario::update(json!({}), json!({})).within(page());
        (call.encoded_params, call.encoded_options) = (params, options);
        let issues = call.on(started()).error()["issues"].clone();
        assert_eq!(issues.as_array().unwrap().len(), 1, "{issues}");
        assert_eq!(issues[0]["code"], code);
        let path = issues[0]["path"].as_array().unwrap();
        assert_eq!(path.last().unwrap(), "\u{fffd}");
    }
}

proptest! {
    #[test]
    fn reads_any_bytes_within_bounds(input in prop::collection::vec(any::<u8>(), 0..64)) {
        let input = input.as_slice();
        let wire = Wire::new(&input, &mut []);
        prop_assert!(kinds(&wire).len() <= input.len());
        prop_assert!(inside(&wire, Value::FIRST, Kind::LIST).len() <= input.len());
        prop_assert!(wire.text(Value::FIRST).len() <= input.len());
        prop_assert_eq!(wire.get(Value::FIRST, b"no such name"), Value::ABSENT);
        prop_assert!(!wire.has_pair(Value::FIRST, wire.first_pair(Value::FIRST), b"no such name"));
    }

    #[test]
    fn steps_through_broken_messages(input in r##"([untfFx?\[{"#][\x00-\x18]\x00\x00\x00|[+a-z0-9\x00]{0,3}|phone_number|https://){0,24}"##, letter in prop::sample::select(&b"{[\""[..])) {
        let clock = Clock { started_at: 0, now: 0, random: 0.0 };
        let mut machine = Machine::new(Operation::Update);
        let input = input.as_bytes();
        for event in ["started", "key", "response", "thrown", "timedOut"] {
            let (operation, event) = (encode_operation(Operation::Update), from_json(&json!(event)));
            // A truncated value must not consume the values behind it.
            let broken = encode_raw(letter, input);
            let parts = [&operation, &broken, &broken, &broken, &broken, &broken, &broken, &event, &broken];
            let message = [&parts.map(Vec::as_slice).concat(), input].concat();
            let _ = step(&mut machine, &message, clock);
        }
    }
}
