//! What crosses the border, as plain data: [`Value`] comes in, [`Output`] goes out. JavaScript (or `serde_json`,
//! natively) does the reading and writing, so that the rules about values can live in the core.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

/// A value of a caller or of an answer. `Debug` names the type alone: a text may be a key or a number.
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
    /// An object's members; none in everything else.
    #[must_use]
    pub fn members(&self) -> &[(String, Self)] {
        match self {
            Self::Object(members) => members,
            _ => &[],
        }
    }

    /// An object's member; absent in everything else.
    #[must_use]
    pub fn get(&self, name: &str) -> &Self {
        for (member, value) in self.members() {
            if member == name {
                return value;
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

    /// Whether the value is absent.
    #[must_use]
    pub const fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    /// Whether the value is `true`.
    #[must_use]
    pub const fn is_true(&self) -> bool {
        matches!(self, Self::Bool(true))
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

/// A value for a caller, in the form that the caller's side has for it.
pub trait Output: Sized {
    /// An object without members.
    fn object() -> Self;
    /// A list without items.
    fn list() -> Self;
    /// A text.
    fn text(text: &str) -> Self;
    /// A number.
    fn number(number: f64) -> Self;
    /// `true` or `false`.
    fn flag(flag: bool) -> Self;
    /// Adds a member to an object.
    fn set(&self, name: &str, value: Self);
    /// Adds an item to a list.
    fn push(&self, item: Self);

    /// Adds a text to an object.
    fn set_text(&self, name: &str, text: &str) {
        self.set(name, Self::text(text));
    }

    /// Adds a text to an object, where there is one.
    fn set_optional_text(&self, name: &str, text: Option<&str>) {
        if let Some(text) = text {
            self.set_text(name, text);
        }
    }

    /// Adds a number to an object, where there is one.
    fn set_optional_number(&self, name: &str, number: Option<u32>) {
        if let Some(number) = number {
            self.set(name, Self::number(f64::from(number)));
        }
    }
}
