//! Any bytes in the wire format: what was encoded is read back, and what is broken is read without harm.
#![no_main]

use arbitrary::{Arbitrary, Result, Unstructured};
use contact_card::api::{Operation, Response};
use contact_card::call::{
    Call, Environment, Event, Machine, Options, WriteBudget, preview, read_event, read_moment,
};
use contact_card::time::Millis;
use contact_card::wire::{Kind, Value, Wire};
use fuzz::plain::Plain;
use fuzz::secrets::Secrets;
use fuzz::support::{
    FUNCTION, TRUE, call, encode, encode_operation, message, parsed, server, with_members,
};
use fuzz::tree::{inside, values};
use libfuzzer_sys::fuzz_target;
use serde_json::{Value as Json, json};

/// Deeper than anything that the core reads.
const DEEPEST: usize = 16;

#[derive(Arbitrary, Debug)]
struct Given {
    secrets: Secrets,
    #[arbitrary(with = operation)]
    operation: Operation,
    plain: Plain,
    /// Of a message: the one that is this value, or all of them.
    part: u8,
    /// None: the bytes are whole.
    damages: Vec<Damage>,
    bytes: Vec<u8>,
}

/// What may be wrong with bytes, at a position: from the beginning again where it is too high.
#[derive(Arbitrary, Debug)]
enum Damage {
    /// The rest is missing.
    Cut(u16),
    /// Some bytes are missing: a length is wrong, and may end within a character.
    Take(u16, u8),
    /// There is something that belongs elsewhere.
    Put(u16, #[arbitrary(with = part)] Vec<u8>),
    /// The same instead of what was there: another letter, another length.
    Change(u16, #[arbitrary(with = part)] Vec<u8>),
    /// Lists or objects begin, one within the other, and don't end.
    Nest(u16, bool, #[arbitrary(with = depth)] u16),
}

fn operation(u: &mut Unstructured<'_>) -> Result<Operation> {
    u.choose(&Operation::ALL).copied()
}

/// A letter, a length, both with what belongs to them or something else, or any bytes.
fn part(u: &mut Unstructured<'_>) -> Result<Vec<u8>> {
    const PARTS: [&[u8]; 27] = [
        b"u",
        b"n",
        b"t",
        b"f",
        b"x",
        b"F",
        b"?",
        b"#",
        b"\"",
        b"[",
        b"]",
        b"{",
        b"}",
        b"\0\0\0\0",
        b"\x01\0\0\0",
        b"\x09\0\0\0",
        // From where signed numbers and absent values begin, to the highest one. With its letter and its length, the middle one
        // ends where positions do.
        b"\0\0\0\x80",
        b"\xfa\xff\xff\xff",
        b"\xff\xff\xff\xff",
        b"[\x09\0\0\0",
        b"{\x09\0\0\0",
        b"#\x01\0\0\x001",
        b"\"\x01\0\0\0a",
        b"\"\x02\0\0\0\xc3\xa9",
        b"\"\x01\0\0\0\xc3\xa9",
        b"9",
        b"\xe2\x80\xa2",
    ];
    if u.ratio(1, 4)? {
        u.arbitrary()
    } else {
        Ok(u.choose(&PARTS)?.to_vec())
    }
}

/// Seldom so deep that a reader which calls itself would exhaust the stack: that takes time.
fn depth(u: &mut Unstructured<'_>) -> Result<u16> {
    if u.ratio(1, 32)? {
        u.arbitrary()
    } else {
        u.arbitrary::<u8>().map(u16::from)
    }
}

impl Damage {
    fn on(&self, bytes: &mut Vec<u8>) {
        let length = bytes.len();
        let place = |place: &u16| usize::from(*place) % (length + 1);
        let behind = |start: usize, count: usize| length.min(start + count);
        let (damaged, instead) = match self {
            Self::Cut(at) => (place(at)..length, Vec::new()),
            Self::Take(at, count) => {
                let start = place(at);
                (start..behind(start, usize::from(*count)), Vec::new())
            }
            Self::Put(at, part) => (place(at)..place(at), part.clone()),
            Self::Change(at, part) => {
                let start = place(at);
                (start..behind(start, part.len()), part.clone())
            }
            Self::Nest(at, is_list, depth) => {
                // Longer than all that the depth makes of them.
                let open: &[u8] = if *is_list {
                    b"[\0\0\0\x01"
                } else {
                    b"{\0\0\0\x01\"\x01\0\0\0a"
                };
                (place(at)..place(at), open.repeat((*depth).into()))
            }
        };
        bytes.splice(damaged, instead);
    }
}

fuzz_target!(|given: Given| {
    let tree = given.plain.tree(&given.secrets);
    let mut encoded = tree.encode();
    // What is behind a value is not its own.
    let twice = encoded.repeat(2);
    let input = twice.as_slice();
    let wire = Wire::new(&input, &mut []);
    let second = wire.after(Value::FIRST);
    tree.assert_is(&wire, Value::FIRST);
    tree.assert_is(&wire, second);
    assert_eq!(wire.after(second), wire.end());
    for damage in given.damages.iter().take(8) {
        damage.on(&mut encoded);
    }
    for bytes in [&encoded, &given.bytes] {
        let input = bytes.as_slice();
        check(&Wire::new(&input, &mut []), Value::FIRST, 0);
        handle(given.operation, given.part, bytes);
        handle_message(given.operation, bytes);
    }
});

/// However a value is broken, what is inside of it comes behind it, and what isn't there isn't found.
fn check(wire: &Wire<'_, '_>, value: Value, depth: usize) {
    let after = wire.after(value);
    assert!(after > value || value == Value::ABSENT);
    assert_eq!(wire.get(value, b"no such name"), Value::ABSENT);
    assert!(!wire.has_pair(value, wire.first_pair(value), b"no such name"));
    assert!(wire.is_text(value) || wire.text(value).is_empty());
    if depth > DEEPEST {
        return;
    }
    for kind in [Kind::LIST, Kind::OBJECT] {
        let values = inside(wire, value, kind);
        assert!(values.is_empty() || wire.kind(value) == kind);
        assert!(values.is_sorted());
        // Lists that end behind one another would be read again and again.
        values
            .first()
            .into_iter()
            .for_each(|first| check(wire, *first, depth + 1));
        values
            .last()
            .into_iter()
            .for_each(|last| check(wire, *last, depth + 1));
    }
}

/// In the place of one part of a message, or of all of them: whatever it is, every event leads to JSON.
fn handle(operation: Operation, part: u8, value: &[u8]) {
    let mut params = json!({ "phone_number": "+15551234567" });
    if operation != Operation::Retrieve {
        params["first_name"] = json!("Ada");
    }
    let functions = [("apiKey", FUNCTION), ("shouldRetry", FUNCTION)];
    let input = message(&[
        &encode(&params),
        &with_members(&json!({}), &functions),
        &encode(&server()),
        &encode(&json!("sk-1")),
        &encode(&json!("3 600000")),
        TRUE,
        &encode(&json!({ "status": 503 })),
        &encode(&json!([{ "error": { "code": 3001 } }])),
        &encode(&json!("fetch failed")),
        // Last, as a broken value takes what is behind it along.
        value,
        value,
    ]);
    let input = input.as_slice();
    let wire = Wire::new(&input, &mut []);
    let [mut parts @ .., broken] = values::<10>(&wire);
    let place = usize::from(part) % (parts.len() + 1);
    match parts.get_mut(place) {
        Some(part) => *part = broken,
        None => parts.fill(broken),
    }
    let [
        params,
        options,
        environment,
        key,
        mut budget,
        _verdict,
        head,
        body,
        texts,
    ] = parts;
    let call = Call {
        operation,
        params,
        options: Options::read(&wire, options),
        environment: Environment(environment),
        key,
        started_at: Millis(0),
    };
    let shown = written(input, |wire| preview(wire, &call));
    assert_ne!(shown["error"].is_object(), shown["value"].is_object());
    let moment = read_moment(&wire, &mut budget, Millis(0), 0.0);
    let mut machine = Machine::new(operation);
    for event in [
        Event::Started {
            is_aborted: false,
            must_wait: false,
        },
        Event::Key,
        Event::Response(Response { head, body }),
        Event::Slept,
        Event::Thrown { texts, head },
        Event::Slept,
        Event::Thrown {
            texts,
            head: Value::ABSENT,
        },
        Event::Slept,
        Event::TimedOut(head),
    ] {
        let before = machine;
        written(input, |wire| {
            machine = before;
            let _ = machine.handle(wire, &call, moment, event);
        });
    }
    let usage = written(b"", |wire| {
        wire.name(b"usage");
        WriteBudget::parse(value, Millis(0)).write_usage(wire, Millis(0));
    });
    let usage = &usage["usage"];
    assert!(usage["used"].as_i64() <= usage["limit"].as_i64());
}

/// As hosts hand it over, one value behind the other: what can't be read is absent, and what can leads to JSON.
fn handle_message(operation: Operation, value: &[u8]) {
    let operation = encode_operation(operation);
    for event in ["started", "key", "response", "slept", "thrown", "timedOut"] {
        let event = encode(&json!(event));
        let parts = [
            &operation, value, value, value, value, value, value, &event, value, value,
        ];
        written(&message(&parts), |wire| {
            let mut place = Value::FIRST;
            let call = call(wire, &mut place, 0);
            let moment = read_moment(wire, &mut place, Millis(0), 0.0);
            if let Some(event) = read_event(wire, &mut place) {
                let _ = Machine::new(call.operation).handle(wire, &call, moment, event);
            }
        });
    }
}

/// The object whose members `write` writes. A length that cuts a character leaves half of it in a text.
fn written(input: &[u8], mut write: impl FnMut(&mut Wire<'_, '_>)) -> Json {
    let mut nothing = Wire::new(&input, &mut []);
    write(&mut nothing);
    let mut buffer = vec![0; nothing.written()];
    let mut wire = Wire::new(&input, &mut buffer);
    write(&mut wire);
    assert_eq!(wire.missing(), 0);
    parsed(&format!("{{{}}}", String::from_utf8_lossy(&buffer)))
}
