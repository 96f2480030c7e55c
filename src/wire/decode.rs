//! [`Value`]: a value of the input, and the methods of [`Wire`] that read it.

use core::fmt;

use super::Wire;
use crate::text::{Text, equal, equal_ignoring_case, parse_u32, position};

/// A value of the input, by its position there. Values are compared by position.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Value(u32);

impl Value {
    /// A value that is absent.
    pub const ABSENT: Self = Self(1 << 31);
    /// The first value of the input.
    pub const FIRST: Self = Self(0);
}

impl Default for Value {
    fn default() -> Self {
        Self::ABSENT
    }
}

/// Shows nothing, as the value is in the input of a [`Wire`].
impl fmt::Debug for Value {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Value(…)")
    }
}

/// The kind of a value: the letter that it starts with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kind(u8);

impl Kind {
    /// Absent, or `undefined`.
    pub const ABSENT: Self = Self(b'u');
    /// `null`
    pub const NULL: Self = Self(b'n');
    /// `true`
    pub const TRUE: Self = Self(b't');
    /// `false`
    pub const FALSE: Self = Self(b'f');
    /// A number.
    pub const NUMBER: Self = Self(b'#');
    /// A string.
    pub const TEXT: Self = Self(b'"');
    /// A string with a lone surrogate.
    pub const ILL_FORMED: Self = Self(b'x');
    /// A list.
    pub const LIST: Self = Self(b'[');
    /// An object.
    pub const OBJECT: Self = Self(b'{');
    /// A function.
    pub const FUNCTION: Self = Self(b'F');
    /// Anything else.
    pub const OTHER: Self = Self(b'?');
}

/// The size of a value's length, in bytes.
pub(super) const LENGTH: u32 = u32::BITS / 8;
/// The number of bytes in front of a value's content: its letter and its length.
const PREFIX: u32 = 1 + LENGTH;

impl<'i> Wire<'i, '_> {
    /// The byte at a position; past the end of the input, the letter of an absent value.
    // Not inlined: a call is smaller than the bounds check, and there are many callers.
    #[inline(never)]
    fn byte_at(&self, at: u32) -> u8 {
        self.input.get(at as usize).copied().unwrap_or(b'u')
    }

    /// The position at which the input ends.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "an input has fewer than 2³² bytes"
    )]
    #[must_use]
    pub const fn end(&self) -> Value {
        Value(self.input.len() as u32)
    }

    /// The kind of a value.
    #[must_use]
    pub fn kind(&self, value: Value) -> Kind {
        Kind(self.byte_at(value.0))
    }

    /// The position of a value's content.
    const fn content_start(value: Value) -> u32 {
        value.0.wrapping_add(PREFIX)
    }

    /// The value that follows this one, at the position where this one ends.
    // Not inlined, as it has many callers.
    #[inline(never)]
    #[must_use]
    pub fn after(&self, value: Value) -> Value {
        let content = Self::content_start(value);
        let after_letter = self.input.get(value.0.wrapping_add(1) as usize..);
        let length = after_letter.and_then(|rest| rest.first_chunk());
        let length = length.map_or(u32::MAX, |bytes| u32::from_le_bytes(*bytes));
        // A value that is cut off ends past the input, so that its content can't be read.
        let past_end = self.end().0.wrapping_add(1);
        Value(content.saturating_add(length).min(past_end))
    }

    /// Returns the value at the cursor and moves the cursor past it.
    pub fn take(&self, cursor: &mut Value) -> Value {
        let value = *cursor;
        *cursor = self.after(value);
        value
    }

    /// Stores the value of each member of an object in `members`, at the position that its name has
    /// in a list of names. Of members with the same name, the last one is stored.
    pub fn collect_members(&self, object: Value, names: &str, members: &mut [Value]) {
        let (mut name, end) = (self.first(object, Kind::OBJECT), self.after(object));
        while name < end {
            let value = self.after(name);
            if let Some(member) = members.get_mut(position(names.as_bytes(), self.text(name))) {
                *member = value;
            }
            name = self.after(value);
        }
    }

    /// The first value inside a value of this kind. For a value of another kind, or one without
    /// content, it is the end of the value.
    #[must_use]
    pub fn first(&self, value: Value, kind: Kind) -> Value {
        if self.kind(value) == kind {
            Value(Self::content_start(value))
        } else {
            self.after(value)
        }
    }

    /// The items of a list; none for another value. A page has no code for iterators: its loops
    /// call [`after`](Self::after).
    #[cfg(feature = "gateway")]
    pub fn items(&self, list: Value) -> impl Iterator<Item = Value> + use<'i> {
        let (mut cursor, end) = (self.first(list, Kind::LIST), self.after(list));
        let wire = self.discarding();
        core::iter::from_fn(move || (cursor < end).then(|| wire.take(&mut cursor)))
    }

    /// The names and values of an object's members; none for another value.
    #[cfg(feature = "gateway")]
    pub fn members(&self, object: Value) -> impl Iterator<Item = (Value, Value)> + use<'i> {
        let (mut cursor, end) = (self.first(object, Kind::OBJECT), self.after(object));
        let wire = self.discarding();
        core::iter::from_fn(move || {
            (cursor < end).then(|| (wire.take(&mut cursor), wire.take(&mut cursor)))
        })
    }

    /// The first item of a list; absent for an empty list, or another value.
    #[must_use]
    pub fn first_item(&self, list: Value) -> Value {
        let item = self.first(list, Kind::LIST);
        if item < self.after(list) {
            item
        } else {
            Value::ABSENT
        }
    }

    /// The first member of an object with this name; absent where there is none, or for another
    /// value.
    #[must_use]
    pub fn get(&self, object: Value, name: Text<'_>) -> Value {
        let (mut at, end) = (self.first(object, Kind::OBJECT), self.after(object));
        while at < end {
            let value = self.after(at);
            // Most names differ in their lengths.
            let length = value.0.wrapping_sub(Self::content_start(at));
            if length as usize == name.len() && self.is(at, name) {
                return value;
            }
            at = self.after(value);
        }
        Value::ABSENT
    }

    /// The content of a value of this kind; empty for another value.
    #[must_use]
    pub fn content_of(&self, value: Value, kind: Kind) -> Text<'i> {
        let range = Self::content_start(value) as usize..self.after(value).0 as usize;
        match self.input.get(range) {
            Some(content) if self.kind(value) == kind => content,
            _ => &[],
        }
    }

    /// The text of a string; empty for another value.
    #[must_use]
    pub fn text(&self, value: Value) -> Text<'i> {
        self.content_of(value, Kind::TEXT)
    }

    /// The text of a number, as JavaScript writes it; empty for another value.
    #[must_use]
    pub fn decimal(&self, value: Value) -> Text<'i> {
        self.content_of(value, Kind::NUMBER)
    }

    /// A whole number that a `u32` can hold; below 0 for another value.
    #[must_use]
    pub fn number(&self, value: Value) -> i64 {
        parse_u32(self.decimal(value))
    }

    /// Whether a value is a string with this text. A value of another kind counts as an empty
    /// string.
    #[must_use]
    pub fn is(&self, value: Value, text: Text<'_>) -> bool {
        equal(self.text(value), text)
    }

    /// Whether two strings are equal. A value of another kind counts as an empty string.
    #[must_use]
    pub fn are_equal(&self, one: Value, other: Value) -> bool {
        self.is(one, self.text(other))
    }

    /// Whether a value is a string that isn't empty.
    #[must_use]
    pub fn has_text(&self, value: Value) -> bool {
        !self.is(value, b"")
    }

    /// Whether a value is a string.
    #[must_use]
    pub fn is_text(&self, value: Value) -> bool {
        self.kind(value) == Kind::TEXT
    }

    /// Whether a value is absent.
    #[must_use]
    pub fn is_absent(&self, value: Value) -> bool {
        self.kind(value) == Kind::ABSENT
    }

    /// Whether a value is absent or `null`.
    #[must_use]
    pub fn is_absent_or_null(&self, value: Value) -> bool {
        matches!(self.kind(value), Kind::ABSENT | Kind::NULL)
    }

    /// Whether a value is `true`.
    #[must_use]
    pub fn is_true(&self, value: Value) -> bool {
        self.kind(value) == Kind::TRUE
    }

    /// Whether a value is `true` or `false`.
    #[must_use]
    pub fn is_boolean(&self, value: Value) -> bool {
        matches!(self.kind(value), Kind::TRUE | Kind::FALSE)
    }

    // Pairs are the members of an object, or the items of a list of lists with two items each: both
    // are ways to pass headers.

    /// The first pair of a value.
    #[must_use]
    pub fn first_pair(&self, pairs: Value) -> Value {
        let is_list = self.kind(pairs) == Kind::LIST;
        self.first(pairs, if is_list { Kind::LIST } else { Kind::OBJECT })
    }

    /// The name of a pair, which is followed by its value; absent where it isn't a pair.
    #[must_use]
    pub fn pair_name(&self, pairs: Value, pair: Value) -> Value {
        if self.kind(pairs) == Kind::OBJECT {
            return pair;
        }
        let name = self.first_item(pair);
        if self.after(self.after(name)) == self.after(pair) {
            name
        } else {
            Value::ABSENT
        }
    }

    /// The pair that follows this one.
    #[must_use]
    pub fn next_pair(&self, pairs: Value, pair: Value) -> Value {
        let next = self.after(pair);
        if self.kind(pairs) == Kind::OBJECT {
            self.after(next)
        } else {
            next
        }
    }

    /// Whether the pair `from`, or one after it, has this name, without regard to case.
    #[must_use]
    pub fn has_pair(&self, pairs: Value, from: Value, name: Text<'_>) -> bool {
        let (mut pair, end) = (from, self.after(pairs));
        while pair < end {
            if equal_ignoring_case(self.text(self.pair_name(pairs, pair)), name) {
                return true;
            }
            pair = self.next_pair(pairs, pair);
        }
        false
    }
}
