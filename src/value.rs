//! [`Value`]: what crosses the border, both ways, as plain data. JavaScript (or `serde_json`, natively) does the
//! reading and writing, so that the rules about values can live in the core.

use std::fmt;

use serde::ser::{Serialize, Serializer};

/// A value of a caller, of an answer, or for a caller. `Debug` names the type alone: a text may be a key or a number.
#[derive(Clone, Default, PartialEq)]
pub enum Value {
    /// Isn't there, or is `undefined`.
    #[default]
    Absent,
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number, `NaN` and infinities included.
    Number(f64),
    /// Text that UTF-8 can carry.
    Text(String),
    /// Text with a lone surrogate, which UTF-8 would silently change.
    IllFormed,
    /// A list.
    List(Vec<Value>),
    /// An object's own members. A name stands once.
    Object(Vec<(String, Value)>),
    /// A function.
    Function,
    /// Anything else: a symbol, a big integer, an object of the host.
    Other,
}

impl Value {
    /// An object's member; absent in everything else.
    #[must_use]
    pub fn get(&self, name: &str) -> &Self {
        if let Self::Object(members) = self {
            for (member, value) in members {
                if member == name {
                    return value;
                }
            }
        }
        &Self::Absent
    }

    /// The text, where the value is one.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The number, where the value is a whole one that `u32` holds.
    #[must_use]
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "`as` saturates, and the comparison refuses what it changed"
    )]
    pub fn as_u32(&self) -> Option<u32> {
        match *self {
            Self::Number(number) if f64::from(number as u32) == number => Some(number as u32),
            _ => None,
        }
    }

    /// Adds a member to an object.
    #[must_use]
    pub fn with(self, name: &str, value: impl Into<Self>) -> Self {
        self.with_value(name, value.into())
    }

    fn with_value(mut self, name: &str, value: Self) -> Self {
        if let Self::Object(members) = &mut self {
            members.push((name.to_owned(), value));
        }
        self
    }
}

/// An object without members.
#[must_use]
pub const fn object() -> Value {
    Value::Object(Vec::new())
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<u32> for Value {
    fn from(number: u32) -> Self {
        Self::Number(number.into())
    }
}

impl From<bool> for Value {
    fn from(flag: bool) -> Self {
        Self::Bool(flag)
    }
}

impl<T: Into<Self>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Absent, Into::into)
    }
}

impl fmt::Debug for Value {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
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

/// Absent members are left out.
impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Bool(flag) => serializer.serialize_bool(*flag),
            Self::Number(number) => serializer.serialize_f64(*number),
            Self::Text(text) => serializer.serialize_str(text),
            Self::List(items) => serializer.collect_seq(items),
            Self::Object(members) => serializer.collect_map(
                members
                    .iter()
                    .filter(|(_, value)| !matches!(value, Self::Absent))
                    .map(|(name, value)| (name, value)),
            ),
            _ => serializer.serialize_unit(),
        }
    }
}
