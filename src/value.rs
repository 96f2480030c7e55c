//! What comes in across the border: [`Value`], read in place from a packed text.
//!
//! A packed value is a letter for its kind and what belongs to it: a text, as its length in bytes, a colon and itself
//! (`"4:John`), or an object's names and values, or a list's items, up to a closing letter (`{"10:first_name"4:John}`).
//! The host's side packs what it has in one go, JSON that it has parsed included, so that one text crosses the border
//! instead of a call for each member; here nothing is copied or owned. What can't be read isn't there.

use crate::number::parse_u32;

/// A value of a caller or of an answer.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub enum Value<'a> {
    /// Isn't there, or is `undefined`.
    #[default]
    Absent,
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number, as JavaScript writes it in decimal.
    Number(&'a str),
    /// Text that UTF-8 can carry.
    Text(&'a str),
    /// Text with a lone surrogate, which UTF-8 would silently change.
    IllFormed,
    /// A list of its items.
    List(Packed<'a>),
    /// An object: each name, which stands once, before its value.
    Object(Packed<'a>),
    /// A function.
    Function,
    /// Anything else: a symbol, a big integer, what is nested too deep.
    Other,
}

/// Packed values, one after the other.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Packed<'a>(&'a str);

impl<'a> Iterator for Packed<'a> {
    type Item = Value<'a>;

    fn next(&mut self) -> Option<Value<'a>> {
        Some(match self.step()? {
            Value::List(_) => Value::List(self.inside()),
            Value::Object(_) => Value::Object(self.inside()),
            value => value,
        })
    }
}

impl<'a> Packed<'a> {
    /// The next value, or the next letter that opens one.
    fn step(&mut self) -> Option<Value<'a>> {
        let (kind, inside) = self.0.split_at_checked(1)?;
        self.0 = inside;
        Some(match kind {
            "u" => Value::Absent,
            "n" => Value::Null,
            "t" => Value::Bool(true),
            "f" => Value::Bool(false),
            "x" => Value::IllFormed,
            "F" => Value::Function,
            "#" => Value::Number(self.text()?),
            "\"" => Value::Text(self.text()?),
            "[" => Value::List(*self),
            "{" => Value::Object(*self),
            "?" => Value::Other,
            // The closing letter.
            _ => return None,
        })
    }

    fn text(&mut self) -> Option<&'a str> {
        let (mut start, mut length) = (0_usize, 0_usize);
        for byte in self.0.bytes() {
            start = start.wrapping_add(1);
            if byte == b':' {
                break;
            }
            length = length
                .wrapping_mul(10)
                .wrapping_add(usize::from(byte & 0xf));
        }
        let (text, rest) = self.0.get(start..)?.split_at_checked(length)?;
        self.0 = rest;
        Some(text)
    }

    /// Steps over what is inside, and over the closing letter. It doesn't call itself: depth would exhaust the stack.
    fn inside(&mut self) -> Self {
        let start = self.0;
        let mut rest = start;
        let mut depth = 1_usize;
        while depth > 0 {
            rest = self.0;
            depth = match self.step() {
                None => depth.saturating_sub(1),
                Some(Value::List(_) | Value::Object(_)) => depth.saturating_add(1),
                Some(_) => depth,
            };
        }
        let length = start.len().saturating_sub(rest.len());
        Self(start.get(..length).unwrap_or_default())
    }
}

impl<'a> Value<'a> {
    /// The value that a text packs.
    #[must_use]
    pub fn unpack(text: &'a str) -> Self {
        Packed(text).next().unwrap_or_default()
    }

    /// A list's items; none in everything else.
    #[must_use]
    pub const fn items(self) -> Packed<'a> {
        match self {
            Self::List(items) => items,
            _ => Packed(""),
        }
    }

    /// An object's members; none in everything else. A name that UTF-8 can't carry is one that nothing is called.
    pub fn members(self) -> impl Iterator<Item = (&'a str, Self)> {
        let mut parts = match self {
            Self::Object(parts) => parts,
            _ => Packed(""),
        };
        core::iter::from_fn(move || {
            let name = match parts.next()? {
                Value::Text(name) => name,
                Value::IllFormed => "\u{fffd}",
                _ => return None,
            };
            Some((name, parts.next()?))
        })
    }

    /// An object's member; absent in everything else.
    #[must_use]
    pub fn get(self, name: &str) -> Self {
        for (member, value) in self.members() {
            if member == name {
                return value;
            }
        }
        Self::Absent
    }

    /// The text, where the value is one.
    #[must_use]
    pub const fn as_text(self) -> Option<&'a str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Whether the value is absent.
    #[must_use]
    pub const fn is_absent(self) -> bool {
        matches!(self, Self::Absent)
    }

    /// Whether the value is an object.
    #[must_use]
    pub const fn is_object(self) -> bool {
        matches!(self, Self::Object(_))
    }

    /// Whether the value is `true`.
    #[must_use]
    pub const fn is_true(self) -> bool {
        matches!(self, Self::Bool(true))
    }

    /// The number, where the value is a whole one that `u32` holds.
    #[must_use]
    pub fn as_u32(self) -> Option<u32> {
        match self {
            Self::Number(number) => parse_u32(number),
            _ => None,
        }
    }
}

/// The kind alone: a text may be a key or a number.
impl core::fmt::Debug for Value<'_> {
    fn fmt(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        formatter.write_str(match self {
            Self::Absent => "Absent",
            Self::Null => "Null",
            Self::Bool(_) => "Bool(…)",
            Self::Number(_) => "Number(…)",
            Self::Text(_) => "Text(…)",
            Self::IllFormed => "IllFormed",
            Self::List(_) => "List(…)",
            Self::Object(_) => "Object(…)",
            Self::Function => "Function",
            Self::Other => "Other",
        })
    }
}

/// The text up to the first byte, an ASCII character, that `ends` it.
pub(crate) fn until(text: &str, ends: impl Fn(u8) -> bool) -> &str {
    let end = text.bytes().position(ends).unwrap_or(text.len());
    text.get(..end).unwrap_or_default()
}
