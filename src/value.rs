//! One value from outside, by the type that it had: plain data, so that the rules about it can live in the core
//! while JavaScript (or `serde_json`, natively) does the reading.

use std::fmt;

/// A value as a caller or a server gave it.
/// `Debug` names the type alone: the text may be a key or a number.
#[derive(Clone, Default, PartialEq)]
pub enum Value {
    /// The field isn't there, or is `undefined`.
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
    /// A function.
    Function,
    /// Anything else: an object, an array, a symbol, a big integer.
    Other,
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
            Self::Function => "Function",
            Self::Other => "Other",
        })
    }
}

impl Value {
    /// The text, where the value is one.
    #[must_use]
    pub fn into_text(self) -> Option<String> {
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
}
