//! Any text as a packed one: what was packed is read back, and what is broken is read without harm.
#![no_main]

use arbitrary::{Arbitrary, Result, Unstructured};
use contact_card::client::Call;
use contact_card::error::Outcome;
use contact_card::http::{Body, Head};
use contact_card::questions::answer;
use contact_card::value::Value;
use fuzz::plain::Plain;
use fuzz::secrets::Secrets;
use fuzz::support::parsed;
use libfuzzer_sys::fuzz_target;

/// Deeper than anything that the core reads.
const DEEPEST: usize = 16;

#[derive(Arbitrary, Debug)]
struct Packing {
    secrets: Secrets,
    plain: Plain,
    /// None: the text is whole.
    damages: Vec<Damage>,
    text: String,
}

/// What may be wrong with a text, at a place: a count of its characters, from the beginning again where it is too high.
#[derive(Arbitrary, Debug)]
enum Damage {
    /// The rest is missing.
    Cut(u16),
    /// Some characters are missing: a length is wrong, and may end within a character.
    Take(u16, u8),
    /// Something stands there that belongs elsewhere.
    Put(u16, #[arbitrary(with = part)] String),
    /// Lists or objects begin, one within the other, and don't end.
    Nest(u16, bool, #[arbitrary(with = depth)] u16),
}

/// A letter, a length, or any text.
fn part(u: &mut Unstructured<'_>) -> Result<String> {
    const PARTS: [&str; 24] = [
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
                let open = if *is_list { "[" } else { "{\"1:a" };
                text.insert_str(place(*at, text), &open.repeat((*depth).into()));
            }
        }
    }
}

fuzz_target!(|packing: Packing| {
    let tree = packing.plain.tree(&packing.secrets);
    let mut packed = tree.pack();
    tree.assert_is(Value::unpack(&packed));
    // What stands behind a value is not its own.
    tree.assert_is(Value::unpack(&format!("{packed}{packed}")));
    for damage in packing.damages.iter().take(8) {
        damage.on(&mut packed);
    }
    for text in [&packed, &packing.text] {
        assert!(text.len() >= count(Value::unpack(text), 0));
        read(text);
        read(&format!("[{text}"));
    }
});

/// How many values there are. Each of them takes a byte at least, and none is found twice.
fn count(value: Value<'_>, depth: usize) -> usize {
    let mut found = usize::from(!value.is_absent());
    if depth > DEEPEST {
        return found;
    }
    let mut items = value.items();
    found += items
        .by_ref()
        .map(|item| count(item, depth + 1))
        .sum::<usize>();
    // A reader may ask for more than there is.
    assert_eq!(items.next(), None);
    for (name, member) in value.members() {
        found += 1 + count(member, depth + 1);
        let first = value.members().find(|(other, _)| *other == name);
        assert_eq!(first.map(|(_, member)| member), Some(value.get(name)));
    }
    found
}

/// As the core takes what crosses the border: whatever it is, what comes of it is JSON.
fn read(text: &str) {
    let value = Value::unpack(text);
    let answered = parsed(&answer(value, 0.0, |_| String::new()));
    match Call::ask(value) {
        Ok(call) => {
            let request = call.preview();
            request.body.map(|body| parsed(&body));
        }
        Err(error) => assert_eq!(
            parsed(&error.to_json(Outcome::NotSent, None))["outcome"],
            "not_sent"
        ),
    }
    assert!(answered.is_object() || answered.is_array());
    let mut parts = value.items();
    let _ = Head::parse(parts.next().unwrap_or_default());
    let _ = Body::parse(parts.next().unwrap_or_default());
}
