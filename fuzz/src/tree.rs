//! [`Tree`]: an owned value and its encoding, written independently of the encoders and the decoder
//! of the package and the core, so that they can be checked against it.

use contact_card::wire::{Kind, Value, Wire};

/// An owned value.
#[derive(Debug)]
pub enum Tree {
    Absent,
    Null,
    Bool(bool),
    /// A number as JavaScript writes it.
    Number(String),
    Text(String),
    IllFormed,
    List(Vec<Tree>),
    Object(Vec<(Name, Tree)>),
    Function,
    Other,
}

/// A member's name.
#[derive(Debug, PartialEq)]
pub enum Name {
    Text(String),
    /// A name with a lone surrogate.
    IllFormed,
}

impl Tree {
    /// Encodes the value in the wire format.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        match self {
            Self::Absent => sized(b'u', b""),
            Self::Null => sized(b'n', b""),
            Self::Bool(flag) => sized(if *flag { b't' } else { b'f' }, b""),
            Self::Number(number) => sized(b'#', number.as_bytes()),
            Self::Text(text) => sized(b'"', text.as_bytes()),
            Self::IllFormed => sized(b'x', b""),
            Self::List(items) => {
                let items: Vec<_> = items.iter().flat_map(Self::encode).collect();
                sized(b'[', &items)
            }
            Self::Object(_) => {
                let members = self.members().flat_map(|(name, member)| {
                    let name = match name {
                        Name::Text(name) => sized(b'"', name.as_bytes()),
                        Name::IllFormed => sized(b'x', b""),
                    };
                    [name, member.encode()].concat()
                });
                sized(b'{', &members.collect::<Vec<_>>())
            }
            Self::Function => sized(b'F', b""),
            Self::Other => sized(b'?', b""),
        }
    }

    /// Returns an object's members, without those that are `undefined`, which aren't encoded.
    fn members(&self) -> impl Iterator<Item = &(Name, Self)> {
        let members: &[_] = match self {
            Self::Object(members) => members,
            _ => &[],
        };
        let is_encoded = |member: &&(Name, Self)| !matches!(member.1, Self::Absent);
        members.iter().filter(is_encoded)
    }

    fn kind(&self) -> Kind {
        match self {
            Self::Absent => Kind::ABSENT,
            Self::Null => Kind::NULL,
            Self::Bool(true) => Kind::TRUE,
            Self::Bool(false) => Kind::FALSE,
            Self::Number(_) => Kind::NUMBER,
            Self::Text(_) => Kind::TEXT,
            Self::IllFormed => Kind::ILL_FORMED,
            Self::List(_) => Kind::LIST,
            Self::Object(_) => Kind::OBJECT,
            Self::Function => Kind::FUNCTION,
            Self::Other => Kind::OTHER,
        }
    }

    /// Asserts that a decoded value is this one, by every method that reads it.
    ///
    /// # Panics
    /// Panics if it is another one.
    pub fn assert_is(&self, wire: &Wire<'_, '_>, value: Value) {
        assert_eq!(wire.kind(value), self.kind(), "{self:?}");
        self.assert_items(wire, value);
        self.assert_members(wire, value);
        self.assert_content(wire, value);
    }

    fn assert_items(&self, wire: &Wire<'_, '_>, value: Value) {
        let read = inside(wire, value, Kind::LIST);
        let items: &[_] = match self {
            Self::List(items) => items,
            _ => &[],
        };
        assert_eq!(read.len(), items.len());
        for (item, read) in items.iter().zip(&read) {
            item.assert_is(wire, *read);
        }
        let first = read.first().copied().unwrap_or(Value::ABSENT);
        assert_eq!(wire.first_item(value), first);
    }

    fn assert_members(&self, wire: &Wire<'_, '_>, value: Value) {
        const MISSING: &[u8] = b"no such name";
        let read = inside(wire, value, Kind::OBJECT);
        assert_eq!(read.len(), 2 * self.members().count());
        let mut pair = wire.first_pair(value);
        for ((name, member), read) in self.members().zip(read.chunks(2)) {
            match name {
                Name::Text(name) => {
                    assert_eq!(wire.kind(read[0]), Kind::TEXT);
                    assert!(wire.is(read[0], name.as_bytes()));
                }
                Name::IllFormed => assert_eq!(wire.kind(read[0]), Kind::ILL_FORMED),
            }
            member.assert_is(wire, read[1]);
            assert_eq!(wire.pair_name(value, pair), read[0]);
            pair = wire.next_pair(value, pair);
        }
        let names = read.chunks(2).map(|pair| wire.text(pair[0]));
        for name in names.chain([MISSING]).filter(|name| !name.is_empty()) {
            let first = read.chunks(2).find(|pair| wire.text(pair[0]) == name);
            let expected = first.map_or(Value::ABSENT, |pair| pair[1]);
            assert_eq!(wire.get(value, name), expected);
        }
        assert_collected(wire, value, &read);
    }

    fn assert_content(&self, wire: &Wire<'_, '_>, value: Value) {
        let text = match self {
            Self::Text(text) => Some(text.as_bytes()),
            _ => None,
        };
        let number = match self {
            Self::Number(number) => number,
            _ => "",
        };
        let whole = number.parse::<u32>().map_or(-1, i64::from);
        assert_eq!(wire.text(value), text.unwrap_or_default());
        assert_eq!(wire.decimal(value), number.as_bytes());
        assert_eq!(wire.number(value), whole);
        assert_eq!(wire.is_text(value), text.is_some());
        assert_eq!(
            wire.has_text(value),
            text.is_some_and(|text| !text.is_empty())
        );
        assert_eq!(wire.is_true(value), matches!(self, Self::Bool(true)));
        assert_eq!(wire.is_boolean(value), matches!(self, Self::Bool(_)));
        assert_eq!(wire.is_absent(value), matches!(self, Self::Absent));
        assert_eq!(
            wire.is_absent_or_null(value),
            matches!(self, Self::Absent | Self::Null)
        );
    }
}

/// Returns the values inside a value of a kind, or none for another kind.
#[must_use]
pub fn inside(wire: &Wire<'_, '_>, value: Value, kind: Kind) -> Vec<Value> {
    let (mut at, mut values) = (wire.first(value, kind), Vec::new());
    while at < wire.after(value) {
        values.push(wire.take(&mut at));
    }
    values
}

/// Returns the first values of a message.
#[must_use]
pub fn values<const COUNT: usize>(wire: &Wire<'_, '_>) -> [Value; COUNT] {
    let mut position = Value::FIRST;
    std::array::from_fn(|_| wire.take(&mut position))
}

/// Asserts that an object's members are found by a list of names, the last of which doesn't exist.
fn assert_collected(wire: &Wire<'_, '_>, object: Value, read: &[Value]) {
    let (mut list, mut expected) = (String::new(), Vec::new());
    for pair in read.chunks(2) {
        let name = std::str::from_utf8(wire.text(pair[0])).unwrap();
        if !name.is_empty() && !name.contains('\0') {
            list += &format!("{name}\0");
            expected.push(pair[1]);
        }
    }
    list += "no such name\0";
    expected.push(Value::ABSENT);
    let mut members = vec![Value::ABSENT; expected.len()];
    wire.collect_members(object, &list, &mut members);
    assert_eq!(members, expected);
}

fn sized(kind: u8, inside: &[u8]) -> Vec<u8> {
    let length = u32::try_from(inside.len()).unwrap();
    [&[kind], length.to_le_bytes().as_slice(), inside].concat()
}
