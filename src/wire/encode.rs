//! [`Encoder`]: writes the wire format, for hosts in Rust. The npm package encodes in JavaScript.

use alloc::string::ToString;
use alloc::vec::Vec;
use core::fmt;

use super::decode::LENGTH;
use crate::text::Text;

/// Encodes a sequence of values in the wire format.
#[derive(Clone, Default)]
pub struct Encoder(Vec<u8>);

/// Shows only the length, as the values may contain a key.
impl fmt::Debug for Encoder {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Encoder({} bytes)", self.len())
    }
}

impl Encoder {
    /// Makes an encoder without values.
    #[must_use]
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// Returns the encoded values.
    #[must_use]
    pub fn finish(self) -> Vec<u8> {
        self.0
    }

    /// The length of the encoded values, in bytes, which is the position of the next one.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether no value was encoded.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Encodes a value with a text as its content.
    fn value(&mut self, letter: u8, content: &str) -> &mut Self {
        self.nested(letter, |encoder| {
            encoder.0.extend_from_slice(content.as_bytes());
        })
    }

    /// Encodes a value with the content that `encode_content` encodes. The length in front of the
    /// content is written last.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a message has fewer than 2³² bytes"
    )]
    fn nested(&mut self, letter: u8, encode_content: impl FnOnce(&mut Self)) -> &mut Self {
        self.0.push(letter);
        let start = self.len();
        self.0.extend_from_slice(&[0; LENGTH as usize]);
        let content = self.len();
        encode_content(self);
        let length = self.len().saturating_sub(content) as u32;
        if let Some(bytes) = self.0.get_mut(start..content) {
            bytes.copy_from_slice(&length.to_le_bytes());
        }
        self
    }

    /// Removes everything from a position on.
    pub fn truncate(&mut self, position: usize) {
        self.0.truncate(position);
    }

    /// Encodes an absent value.
    pub fn absent(&mut self) -> &mut Self {
        self.value(b'u', "")
    }

    /// Encodes `null`.
    pub fn null(&mut self) -> &mut Self {
        self.value(b'n', "")
    }

    /// Encodes `true` or `false`.
    pub fn boolean(&mut self, value: bool) -> &mut Self {
        self.value(if value { b't' } else { b'f' }, "")
    }

    /// Encodes a number.
    pub fn number(&mut self, value: impl ToString) -> &mut Self {
        self.value(b'#', &value.to_string())
    }

    /// Encodes a string. In an object, it is a member's name, and the member's value must follow.
    pub fn text(&mut self, value: &str) -> &mut Self {
        self.value(b'"', value)
    }

    /// Encodes a string, or an absent value for `None`.
    pub fn optional_text(&mut self, value: Option<&str>) -> &mut Self {
        match value {
            Some(text) => self.text(text),
            None => self.absent(),
        }
    }

    /// Encodes a string with a lone surrogate.
    pub fn ill_formed(&mut self) -> &mut Self {
        self.value(b'x', "")
    }

    /// Encodes a function.
    pub fn function(&mut self) -> &mut Self {
        self.value(b'F', "")
    }

    /// Encodes a value of any other kind.
    pub fn other(&mut self) -> &mut Self {
        self.value(b'?', "")
    }

    /// Encodes a list of the values that `items` encodes.
    pub fn list(&mut self, items: impl FnOnce(&mut Self)) -> &mut Self {
        self.nested(b'[', items)
    }

    /// Encodes an object of the names and values that `members` encodes.
    pub fn object(&mut self, members: impl FnOnce(&mut Self)) -> &mut Self {
        self.nested(b'{', members)
    }

    /// Makes the member whose name is at this position unreadable, so that a later member of the
    /// same name counts.
    pub fn hide_name(&mut self, position: usize) {
        if let Some(letter @ b'"') = self.0.get_mut(position) {
            *letter = b'?';
        }
    }

    /// Adds values that are already encoded.
    pub fn encoded(&mut self, values: Text<'_>) -> &mut Self {
        self.0.extend_from_slice(values);
        self
    }
}
