//! Any bytes in the wire format: encoded values are decoded unchanged, and malformed ones are read
//! without harm.
#![no_main]

use arbitrary::{Arbitrary, Result, Unstructured};
use contact_card::api::{Operation, Response};
use contact_card::call::{
    Call, Environment, Event, Machine, Options, WriteBudget, preview, read_event, read_moment,
};
use contact_card::time::Millis;
use contact_card::wire::{Kind, Value, Wire, from_json};
use fuzz::any_value::AnyValue;
use fuzz::secrets::Secrets;
use fuzz::support::machine::{parse_call, server};
use fuzz::support::wire::{
    FUNCTION, TRUE, encode_operation, encode_with_members, message, parse_json,
};
use fuzz::tree::{inside, values};
use libfuzzer_sys::fuzz_target;
use serde_json::{Value as Json, json};

/// A depth beyond anything that the core reads.
const DEEPEST: usize = 16;

#[derive(Arbitrary, Debug)]
struct Case {
    secrets: Secrets,
    #[arbitrary(with = operation)]
    operation: Operation,
    value: AnyValue,
    /// The part of a message that is this value, or all parts.
    part: u8,
    damages: Vec<Damage>,
    bytes: Vec<u8>,
}

/// A change to encoded bytes at a position, which is taken modulo their length.
#[derive(Arbitrary, Debug)]
enum Damage {
    /// Removes the rest.
    Cut(u16),
    /// Removes some bytes, so that a length is wrong and may end inside a character.
    Remove(u16, u8),
    /// Inserts bytes.
    Insert(u16, #[arbitrary(with = part)] Vec<u8>),
    /// Replaces bytes, such as a letter or a length.
    Replace(u16, #[arbitrary(with = part)] Vec<u8>),
    /// Inserts the starts of nested lists or objects.
    Nest(u16, bool, #[arbitrary(with = depth)] u16),
}

fn operation(u: &mut Unstructured<'_>) -> Result<Operation> {
    u.choose(&Operation::ALL).copied()
}

/// A letter, a length, a valid or malformed value, or any bytes.
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
        // The start of negative numbers and absent values, a length whose value ends at the last
        // position, and the highest length.
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

/// Rarely so deep that a recursive reader would exhaust the stack, because such inputs are slow.
fn depth(u: &mut Unstructured<'_>) -> Result<u16> {
    if u.ratio(1, 32)? {
        u.arbitrary()
    } else {
        u.arbitrary::<u8>().map(u16::from)
    }
}

impl Damage {
    fn apply(&self, bytes: &mut Vec<u8>) {
        let length = bytes.len();
        let position = |at: &u16| usize::from(*at) % (length + 1);
        let end = |start: usize, count: usize| length.min(start + count);
        let (range, replacement) = match self {
            Self::Cut(at) => (position(at)..length, Vec::new()),
            Self::Remove(at, count) => {
                let start = position(at);
                (start..end(start, usize::from(*count)), Vec::new())
            }
            Self::Insert(at, part) => (position(at)..position(at), part.clone()),
            Self::Replace(at, part) => {
                let start = position(at);
                (start..end(start, part.len()), part.clone())
            }
            Self::Nest(at, is_list, depth) => {
                // The length is higher than that of all nested values.
                let open: &[u8] = if *is_list {
                    b"[\0\0\0\x01"
                } else {
                    b"{\0\0\0\x01\"\x01\0\0\0a"
                };
                (position(at)..position(at), open.repeat((*depth).into()))
            }
        };
        bytes.splice(range, replacement);
    }
}

fuzz_target!(|case: Case| {
    let tree = case.value.tree(&case.secrets);
    let mut encoded = tree.encode();
    // A value doesn't include the value behind it.
    let twice = encoded.repeat(2);
    let input = twice.as_slice();
    let wire = Wire::new(&input, &mut []);
    let second = wire.after(Value::FIRST);
    tree.assert_is(&wire, Value::FIRST);
    tree.assert_is(&wire, second);
    assert_eq!(wire.after(second), wire.end());
    for damage in case.damages.iter().take(8) {
        damage.apply(&mut encoded);
    }
    for bytes in [&encoded, &case.bytes] {
        let input = bytes.as_slice();
        check(&Wire::new(&input, &mut []), Value::FIRST, 0);
        handle(case.operation, case.part, bytes);
        handle_message(case.operation, bytes);
    }
});

/// Checks that the values inside a malformed value come after its start, and that absent members
/// aren't found.
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
        // Reading all values of overlapping lists would take exponential time.
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

/// Uses a value as one part of a message, or as all parts. Every event must lead to JSON.
fn handle(operation: Operation, part: u8, value: &[u8]) {
    let mut params = json!({ "phone_number": "+15551234567" });
    if operation != Operation::Retrieve {
        params["first_name"] = json!("Ada");
    }
    let functions = [("apiKey", FUNCTION), ("shouldRetry", FUNCTION)];
    let input = message(&[
        &from_json(&params),
        &encode_with_members(&json!({}), &functions),
        &from_json(&server()),
        &from_json(&json!("sk-1")),
        &from_json(&json!("3 600000")),
        TRUE,
        &from_json(&json!({ "status": 503 })),
        &from_json(&json!([{ "error": { "code": 3001 } }])),
        &from_json(&json!("fetch failed")),
        // Last, because a malformed value may include what is behind it.
        value,
        value,
    ]);
    let input = input.as_slice();
    let wire = Wire::new(&input, &mut []);
    let [mut parts @ .., broken] = values::<10>(&wire);
    let index = usize::from(part) % (parts.len() + 1);
    match parts.get_mut(index) {
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
    let previewed = written(input, |wire| preview(wire, &call));
    assert_ne!(
        previewed["error"].is_object(),
        previewed["value"].is_object()
    );
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

/// Uses a value as all parts of a message, one behind the other. What can't be read is absent.
fn handle_message(operation: Operation, value: &[u8]) {
    let operation = encode_operation(operation);
    for event in ["started", "key", "response", "slept", "thrown", "timedOut"] {
        let event = from_json(&json!(event));
        let parts = [
            &operation, value, value, value, value, value, value, &event, value, value,
        ];
        written(&message(&parts), |wire| {
            let mut position = Value::FIRST;
            let call = parse_call(wire, &mut position, 0);
            let moment = read_moment(wire, &mut position, Millis(0), 0.0);
            if let Some(event) = read_event(wire, &mut position) {
                let _ = Machine::new(call.operation).handle(wire, &call, moment, event);
            }
        });
    }
}

/// Returns the object whose members `write` writes. It need not be UTF-8, because a length may end
/// inside a character.
fn written(input: &[u8], mut write: impl FnMut(&mut Wire<'_, '_>)) -> Json {
    let mut nothing = Wire::new(&input, &mut []);
    write(&mut nothing);
    let mut buffer = vec![0; nothing.written()];
    let mut wire = Wire::new(&input, &mut buffer);
    write(&mut wire);
    assert_eq!(wire.missing(), 0);
    parse_json(&format!("{{{}}}", String::from_utf8_lossy(&buffer)))
}
