//! [`Tree`]: a value that owns what it holds, and how it is packed. Written apart from the package's own packer and from
//! the core's reader, so that each can be held against it.

use contact_card::value::Value;

/// A value in full.
#[derive(Debug)]
pub enum Tree {
    Absent,
    Null,
    Bool(bool),
    /// As JavaScript writes it.
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
    /// With a lone surrogate, as a text may have one.
    IllFormed,
}

impl Name {
    /// As the core gives it: what UTF-8 can't carry is replaced.
    #[must_use]
    pub fn read(&self) -> &str {
        match self {
            Self::Text(name) => name,
            Self::IllFormed => "\u{fffd}",
        }
    }
}

impl Tree {
    /// The packed text.
    #[must_use]
    pub fn pack(&self) -> String {
        let mut packed = String::new();
        self.pack_into(&mut packed);
        packed
    }

    fn pack_into(&self, packed: &mut String) {
        match self {
            Self::Absent => packed.push('u'),
            Self::Null => packed.push('n'),
            Self::Bool(flag) => packed.push(if *flag { 't' } else { 'f' }),
            Self::Number(number) => pack_text(packed, '#', number),
            Self::Text(text) => pack_text(packed, '"', text),
            Self::IllFormed => packed.push('x'),
            Self::List(items) => {
                packed.push('[');
                items.iter().for_each(|item| item.pack_into(packed));
                packed.push(']');
            }
            Self::Object(_) => {
                packed.push('{');
                for (name, member) in self.members() {
                    match name {
                        Name::Text(name) => pack_text(packed, '"', name),
                        Name::IllFormed => packed.push('x'),
                    }
                    member.pack_into(packed);
                }
                packed.push('}');
            }
            Self::Function => packed.push('F'),
            Self::Other => packed.push('?'),
        }
    }

    /// An object's members. Those that are `undefined` aren't packed.
    fn members(&self) -> impl Iterator<Item = &(Name, Self)> {
        let members: &[_] = match self {
            Self::Object(members) => members,
            _ => &[],
        };
        let is_packed = |member: &&(Name, Self)| !matches!(member.1, Self::Absent);
        members.iter().filter(is_packed)
    }

    /// Checks that a value is this one, in every way in which it can be read.
    ///
    /// # Panics
    /// Where it isn't.
    pub fn assert_is(&self, value: Value<'_>) {
        match (self, value) {
            (Self::Absent, Value::Absent)
            | (Self::Null, Value::Null)
            | (Self::IllFormed, Value::IllFormed)
            | (Self::Function, Value::Function)
            | (Self::Other, Value::Other)
            | (Self::List(_), Value::List(_))
            | (Self::Object(_), Value::Object(_)) => {}
            (Self::Bool(ours), Value::Bool(read)) => assert_eq!(*ours, read),
            (Self::Number(ours), Value::Number(read)) | (Self::Text(ours), Value::Text(read)) => {
                assert_eq!(ours, read);
            }
            _ => panic!("{self:?} was read as {value:?}"),
        }
        self.assert_items(value);
        self.assert_members(value);
        self.assert_questions(value);
    }

    fn assert_items(&self, value: Value<'_>) {
        let mut read = value.items();
        if let Self::List(items) = self {
            for item in items {
                item.assert_is(read.next().unwrap());
            }
        }
        // A reader may ask for more than there is.
        assert_eq!(read.next(), None);
        assert_eq!(read.next(), None);
    }

    fn assert_members(&self, value: Value<'_>) {
        const MISSING: &str = "no such name";
        let mut members = value.members();
        let read: Vec<_> = members.by_ref().collect();
        assert_eq!(members.next(), None);
        assert_eq!(read.len(), self.members().count());
        for ((name, member), (read_name, read_member)) in self.members().zip(&read) {
            assert_eq!(name.read(), *read_name);
            member.assert_is(*read_member);
        }
        for name in read.iter().map(|(name, _)| *name).chain([MISSING]) {
            let first = read.iter().find(|(other, _)| *other == name);
            let expected = first.map_or(Value::Absent, |(_, member)| *member);
            assert_eq!(value.get(name), expected);
        }
    }

    fn assert_questions(&self, value: Value<'_>) {
        let text = match self {
            Self::Text(text) => Some(text.as_str()),
            _ => None,
        };
        let whole = match self {
            Self::Number(number) => number.parse().ok(),
            _ => None,
        };
        assert_eq!(value.as_text(), text);
        assert_eq!(value.as_u32(), whole);
        assert_eq!(value.is_true(), matches!(self, Self::Bool(true)));
        assert_eq!(value.is_absent(), matches!(self, Self::Absent));
        assert_eq!(value.is_object(), matches!(self, Self::Object(_)));
    }
}

fn pack_text(packed: &mut String, kind: char, text: &str) {
    packed.push(kind);
    packed.push_str(&text.len().to_string());
    packed.push(':');
    packed.push_str(text);
}
