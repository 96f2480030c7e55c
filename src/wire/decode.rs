//! [`Value`]: where a value is in the input, and how it is read there.

use core::fmt;

use super::Wire;
use crate::text::{Text, position, same, same_name, whole_u32};

/// Where a value of a caller or of a response is in the input. Values are compared by their place.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Value(u32);

impl Value {
    /// A value that isn't there.
    pub const ABSENT: Self = Self(1 << 31);
    /// The first value of the input.
    pub const FIRST: Self = Self(0);
}

impl Default for Value {
    fn default() -> Self {
        Self::ABSENT
    }
}

/// Nothing is shown of what the value is.
impl fmt::Debug for Value {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Value(…)")
    }
}

/// What a value is: the letter that it starts with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kind(u8);

impl Kind {
    /// Isn't there, or is `undefined`.
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

/// How many bytes a length has.
pub(super) const LENGTH: usize = size_of::<u32>();
/// How many bytes are in front of what belongs to a value: its letter and its length.
const PREFIX: u32 = 1_u32.wrapping_add(LENGTH as u32);

impl<'i> Wire<'i, '_> {
    // Out of line: at each of its many callers, the check of the bound would weigh more than the call.
    #[inline(never)]
    fn byte_at(&self, at: u32) -> u8 {
        self.input.get(at as usize).copied().unwrap_or(b'u')
    }

    /// Where the input ends.
    #[must_use]
    pub const fn end(&self) -> Value {
        Value(self.input.len() as u32)
    }

    /// What a value is.
    #[must_use]
    pub fn kind(&self, value: Value) -> Kind {
        Kind(self.byte_at(value.0))
    }

    /// Where what belongs to a value starts: behind its letter and its length.
    const fn content(value: Value) -> u32 {
        value.0.wrapping_add(PREFIX)
    }

    /// The value behind a value.
    // Out of line: it has many callers.
    #[inline(never)]
    #[must_use]
    pub fn after(&self, value: Value) -> Value {
        let content = Self::content(value);
        let behind_letter = self.input.get(value.0.wrapping_add(1) as usize..);
        let length = behind_letter.and_then(|rest| rest.first_chunk());
        let length = length.map_or(u32::MAX, |bytes| u32::from_le_bytes(*bytes));
        // What breaks off ends behind the input, so that it isn't read.
        let behind = self.end().0.wrapping_add(1);
        Value(content.saturating_add(length).min(behind))
    }

    /// Takes the value at a place; the place is that of the next one then.
    pub fn take(&self, place: &mut Value) -> Value {
        let value = *place;
        *place = self.after(value);
        value
    }

    /// Puts the values of an object's members where their names are in a list; of the same names, that of the last one.
    pub fn sort_members(&self, object: Value, names: &str, members: &mut [Value]) {
        let (mut name, end) = (self.first(object, Kind::OBJECT), self.after(object));
        while name < end {
            let value = self.after(name);
            if let Some(member) = members.get_mut(position(names.as_bytes(), self.text(name))) {
                *member = value;
            }
            name = self.after(value);
        }
    }

    /// The first value inside one of this kind; where that ends, inside of every other one.
    #[must_use]
    pub fn first(&self, value: Value, kind: Kind) -> Value {
        if self.kind(value) == kind {
            Value(Self::content(value))
        } else {
            self.after(value)
        }
    }

    /// The first item of a list; absent where there is none.
    #[must_use]
    pub fn first_item(&self, list: Value) -> Value {
        let item = self.first(list, Kind::LIST);
        if item < self.after(list) {
            item
        } else {
            Value::ABSENT
        }
    }

    /// A member of an object, the first one of the name; absent in everything else.
    #[must_use]
    pub fn get(&self, object: Value, name: Text<'_>) -> Value {
        let (mut at, end) = (self.first(object, Kind::OBJECT), self.after(object));
        while at < end {
            let value = self.after(at);
            // Most names differ in their lengths.
            let length = value.0.wrapping_sub(Self::content(at));
            if length as usize == name.len() && self.is(at, name) {
                return value;
            }
            at = self.after(value);
        }
        Value::ABSENT
    }

    /// What belongs to a value of this kind; nothing of every other one.
    #[must_use]
    pub fn inside(&self, value: Value, kind: Kind) -> Text<'i> {
        let range = Self::content(value) as usize..self.after(value).0 as usize;
        match self.input.get(range) {
            Some(inside) if self.kind(value) == kind => inside,
            _ => &[],
        }
    }

    /// A text; an empty one for everything else.
    #[must_use]
    pub fn text(&self, value: Value) -> Text<'i> {
        self.inside(value, Kind::TEXT)
    }

    /// A number in decimal, as JavaScript writes it; an empty text for everything else.
    #[must_use]
    pub fn decimal(&self, value: Value) -> Text<'i> {
        self.inside(value, Kind::NUMBER)
    }

    /// A whole number that a `u32` holds; less than 0 for everything else.
    #[must_use]
    pub fn number(&self, value: Value) -> i64 {
        whole_u32(self.decimal(value))
    }

    /// Whether a value is this text. What is no text is an empty one here.
    #[must_use]
    pub fn is(&self, value: Value, text: Text<'_>) -> bool {
        same(self.text(value), text)
    }

    /// Whether two texts are the same. What is no text is an empty one here.
    #[must_use]
    pub fn are_same(&self, one: Value, other: Value) -> bool {
        self.is(one, self.text(other))
    }

    /// Whether a value is a text that isn't empty.
    #[must_use]
    pub fn has_text(&self, value: Value) -> bool {
        !self.is(value, b"")
    }

    /// Whether a value is a text.
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
    pub fn is_nothing(&self, value: Value) -> bool {
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

    // Pairs: an object's members, or a list of lists of two, as headers may be given.

    /// The first pair of a value.
    #[must_use]
    pub fn first_pair(&self, pairs: Value) -> Value {
        let is_list = self.kind(pairs) == Kind::LIST;
        self.first(pairs, if is_list { Kind::LIST } else { Kind::OBJECT })
    }

    /// The name of a pair, behind which its value is; absent where it is no pair.
    #[must_use]
    pub fn pair_name(&self, pairs: Value, pair: Value) -> Value {
        if self.kind(pairs) == Kind::OBJECT {
            return pair;
        }
        let name = self.first_item(pair);
        if self.after(name) < self.after(pair) {
            name
        } else {
            Value::ABSENT
        }
    }

    /// The pair behind a pair.
    #[must_use]
    pub fn next_pair(&self, pairs: Value, pair: Value) -> Value {
        let next = self.after(pair);
        if self.kind(pairs) == Kind::OBJECT {
            self.after(next)
        } else {
            next
        }
    }

    /// Whether one of the pairs, from this one on, has a name, in any case.
    #[must_use]
    pub fn has_pair(&self, pairs: Value, from: Value, name: Text<'_>) -> bool {
        let (mut pair, end) = (from, self.after(pairs));
        while pair < end {
            if same_name(self.text(self.pair_name(pairs, pair)), name) {
                return true;
            }
            pair = self.next_pair(pairs, pair);
        }
        false
    }
}
