//! Any text in the wire format: what was encoded is read back, and what is broken is read without harm.
#![no_main]

use arbitrary::{Arbitrary, Result, Unstructured};
use contact_card::api::Operation;
use contact_card::call::{Machine, WriteBudget, preview, read_event, read_moment};
use contact_card::time::Millis;
use contact_card::wire::{Kind, Value, Wire};
use fuzz::plain::Plain;
use fuzz::secrets::Secrets;
use fuzz::support::{call, encode, members, parsed};
use fuzz::tree::inside;
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
    /// None: the text is whole.
    damages: Vec<Damage>,
    text: String,
}

/// What may be wrong with a text, at a position: a count of its characters, from the beginning again where it is too high.
#[derive(Arbitrary, Debug)]
enum Damage {
    /// The rest is missing.
    Cut(u16),
    /// Some characters are missing: a length is wrong, and may end within a character.
    Take(u16, u8),
    /// There is something that belongs elsewhere.
    Put(u16, #[arbitrary(with = part)] String),
    /// Lists or objects begin, one within the other, and don't end.
    Nest(u16, bool, #[arbitrary(with = depth)] u16),
}

fn operation(u: &mut Unstructured<'_>) -> Result<Operation> {
    u.choose(&Operation::ALL).copied()
}

/// A letter, a length, or any text.
fn part(u: &mut Unstructured<'_>) -> Result<String> {
    const PARTS: [&str; 25] = [
        "u",
        "n",
        "t",
        "f",
        "x",
        "F",
        "?",
        "#",
        "\"",
        "[",
        "]",
        "{",
        "}",
        ":",
        "[9:",
        "0",
        "9",
        "#1:1",
        "\"1:a",
        "\"2:é",
        "\"1:é",
        "\"",
        "99999999999999999999:",
        "18446744073709551616:",
        "\u{2022}",
    ];
    if u.ratio(1, 4)? {
        u.arbitrary()
    } else {
        Ok((*u.choose(&PARTS)?).to_owned())
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
    fn on(&self, text: &mut String) {
        let count = text.chars().count() + 1;
        let place = |place: u16, text: &str| {
            let mut starts = text.char_indices().map(|(start, _)| start);
            starts.nth(usize::from(place) % count).unwrap_or(text.len())
        };
        match self {
            Self::Cut(at) => text.truncate(place(*at, text)),
            Self::Take(at, length) => {
                let start = place(*at, text);
                for _ in 0..*length {
                    if start < text.len() {
                        text.remove(start);
                    }
                }
            }
            Self::Put(at, part) => text.insert_str(place(*at, text), part),
            Self::Nest(at, is_list, depth) => {
                let open = if *is_list { "[99999:" } else { "{99999:\"1:a" };
                text.insert_str(place(*at, text), &open.repeat((*depth).into()));
            }
        }
    }
}

fuzz_target!(|given: Given| {
    let tree = given.plain.tree(&given.secrets);
    let mut encoded = tree.encode();
    // What is behind a value is not its own.
    let twice = format!("{encoded}{encoded}");
    let input = twice.as_bytes();
    let wire = Wire::new(&input, &mut []);
    let second = wire.after(Value::FIRST);
    tree.assert_is(&wire, Value::FIRST);
    tree.assert_is(&wire, second);
    assert_eq!(wire.after(second), wire.end());
    for damage in given.damages.iter().take(8) {
        damage.on(&mut encoded);
    }
    for text in [&encoded, &given.text] {
        let input = text.as_bytes();
        check(&Wire::new(&input, &mut []), Value::FIRST, 0);
        handle(given.operation, text);
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

/// As the core takes what crosses the boundary: whatever it is, every event leads to JSON.
fn handle(operation: Operation, value: &str) {
    let operation = std::str::from_utf8(operation.name()).unwrap();
    let parts = [
        "params",
        "options",
        "environment",
        "key",
        "head",
        "body",
        "texts",
        "budget",
        "verdict",
    ];
    let mut machine = None;
    for event in [
        "started", "key", "response", "slept", "thrown", "slept", "timedOut",
    ] {
        let mut message = members(&[
            ("operation", &encode(&json!(operation))),
            ("event", &encode(&json!(event))),
        ]);
        // A broken value takes what is behind it along: each part comes first once.
        let first = event.len() % parts.len();
        for name in parts[first..].iter().chain(&parts[..first]) {
            message += &members(&[(name, value)]);
        }
        let shown = written(&message, |wire| {
            preview(wire, &call(wire, 0));
        });
        assert_ne!(shown["error"].is_object(), shown["value"].is_object());
        let before = machine;
        written(&message, |wire| {
            let call = call(wire, 0);
            let mut next = before.unwrap_or(Machine::new(call.operation));
            let event = read_event(wire).unwrap();
            let _ = next.handle(wire, &call, read_moment(wire, Millis(0), 0.0), event);
            machine = Some(next);
        });
    }
    let usage = written("", |wire| {
        wire.name(b"usage");
        WriteBudget::parse(value.as_bytes(), Millis(0)).write_usage(wire, Millis(0));
    });
    let usage = &usage["usage"];
    assert!(usage["used"].as_i64() <= usage["limit"].as_i64());
}

/// The object whose members `write` writes. A length that cuts a character leaves half of it in a text.
fn written(input: &str, mut write: impl FnMut(&mut Wire<'_, '_>)) -> Json {
    let input = input.as_bytes();
    let mut nothing = Wire::new(&input, &mut []);
    write(&mut nothing);
    let mut buffer = vec![0; nothing.written()];
    let mut wire = Wire::new(&input, &mut buffer);
    write(&mut wire);
    assert_eq!(wire.missing(), 0);
    parsed(&format!("{{{}}}", String::from_utf8_lossy(&buffer)))
}
