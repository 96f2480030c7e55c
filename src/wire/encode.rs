//! [`Encoder`]: values as the core takes them, for hosts in Rust. Pages encode in JavaScript.

use alloc::string::ToString;
use alloc::vec::Vec;

use super::decode::LENGTH;
use crate::text::Text;

/// Values in the wire format, one after the other. Without `Debug`, as it may hold a key.
#[derive(Clone, Default)]
pub struct Encoder(Vec<u8>);

impl Encoder {
    /// Nothing yet.
    #[must_use]
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// What was encoded.
    #[must_use]
    pub fn finish(self) -> Vec<u8> {
        self.0
    }

    /// The length of what was encoded, in bytes; the position of what comes next.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether nothing was encoded.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn value(&mut self, letter: u8, inside: &str) -> &mut Self {
        self.nested(letter, |encoder| {
            encoder.0.extend_from_slice(inside.as_bytes());
        })
    }

    /// Encodes what is inside; its length, which is before it, is written last.
    fn nested(&mut self, letter: u8, inside: impl FnOnce(&mut Self)) -> &mut Self {
        self.0.push(letter);
        let start = self.len();
        self.0.extend_from_slice(&[0; LENGTH]);
        let content = self.len();
        inside(self);
        let length = self.len().saturating_sub(content) as u32;
        if let Some(place) = self.0.get_mut(start..content) {
            place.copy_from_slice(&length.to_le_bytes());
        }
        self
    }

    /// Takes back everything from a position on.
    pub fn truncate(&mut self, position: usize) {
        self.0.truncate(position);
    }

    /// A value that isn't there.
    pub fn absent(&mut self) -> &mut Self {
        self.value(b'u', "")
    }

    /// `null`
    pub fn null(&mut self) -> &mut Self {
        self.value(b'n', "")
    }

    /// `true` or `false`
    pub fn boolean(&mut self, value: bool) -> &mut Self {
        self.value(if value { b't' } else { b'f' }, "")
    }

    /// A number, in decimal.
    pub fn number(&mut self, value: impl ToString) -> &mut Self {
        self.value(b'#', &value.to_string())
    }

    /// A string; also a member's name, before its value.
    pub fn text(&mut self, value: &str) -> &mut Self {
        self.value(b'"', value)
    }

    /// A string, or nothing where there is none.
    pub fn optional_text(&mut self, value: Option<&str>) -> &mut Self {
        match value {
            Some(text) => self.text(text),
            None => self.absent(),
        }
    }

    /// A string with a lone surrogate.
    pub fn ill_formed(&mut self) -> &mut Self {
        self.value(b'x', "")
    }

    /// A function.
    pub fn function(&mut self) -> &mut Self {
        self.value(b'F', "")
    }

    /// Anything else.
    pub fn other(&mut self) -> &mut Self {
        self.value(b'?', "")
    }

    /// A list of what `items` encodes.
    pub fn list(&mut self, items: impl FnOnce(&mut Self)) -> &mut Self {
        self.nested(b'[', items)
    }

    /// An object of the names and values that `members` encodes.
    pub fn object(&mut self, members: impl FnOnce(&mut Self)) -> &mut Self {
        self.nested(b'{', members)
    }

    /// Makes the name at this position one that nothing is called, as of duplicate names the last one counts.
    pub fn hide_name(&mut self, position: usize) {
        if let Some(letter @ b'"') = self.0.get_mut(position) {
            *letter = b'?';
        }
    }

    /// Values that are encoded already.
    pub fn encoded(&mut self, values: Text<'_>) -> &mut Self {
        self.0.extend_from_slice(values);
        self
    }
}
