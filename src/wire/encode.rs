//! [`Encoder`]: values as the core takes them, for hosts in Rust. Pages encode in JavaScript.

use alloc::format;
use alloc::string::{String, ToString};
use core::fmt::Write;

/// Values in the wire format, one after the other. Without `Debug`, as it may hold a key.
#[derive(Clone, Default)]
pub struct Encoder(String);

impl Encoder {
    /// Nothing yet.
    #[must_use]
    pub const fn new() -> Self {
        Self(String::new())
    }

    /// What was encoded.
    #[must_use]
    pub fn finish(self) -> String {
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

    fn value(&mut self, kind: char, inside: &str) -> &mut Self {
        // Writing to a `String` never fails.
        let _ = write!(self.0, "{kind}{}:{inside}", inside.len());
        self
    }

    /// Encodes what is inside first, in place: its length comes before it.
    fn nested(&mut self, kind: char, inside: impl FnOnce(&mut Self)) -> &mut Self {
        let start = self.len();
        inside(self);
        let length = self.len().saturating_sub(start);
        if self.0.is_char_boundary(start) {
            self.0.insert_str(start, &format!("{kind}{length}:"));
        }
        self
    }

    /// Takes back everything from a position on.
    pub fn truncate(&mut self, position: usize) {
        if self.0.is_char_boundary(position) {
            self.0.truncate(position);
        }
    }

    /// A value that isn't there.
    pub fn absent(&mut self) -> &mut Self {
        self.value('u', "")
    }

    /// `null`
    pub fn null(&mut self) -> &mut Self {
        self.value('n', "")
    }

    /// `true` or `false`
    pub fn boolean(&mut self, value: bool) -> &mut Self {
        self.value(if value { 't' } else { 'f' }, "")
    }

    /// A number, in decimal.
    pub fn number(&mut self, value: impl ToString) -> &mut Self {
        self.value('#', &value.to_string())
    }

    /// A string; also a member's name, before its value.
    pub fn text(&mut self, value: &str) -> &mut Self {
        self.value('"', value)
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
        self.value('x', "")
    }

    /// A function.
    pub fn function(&mut self) -> &mut Self {
        self.value('F', "")
    }

    /// Anything else.
    pub fn other(&mut self) -> &mut Self {
        self.value('?', "")
    }

    /// A list of what `items` encodes.
    pub fn list(&mut self, items: impl FnOnce(&mut Self)) -> &mut Self {
        self.nested('[', items)
    }

    /// An object of the names and values that `members` encodes.
    pub fn object(&mut self, members: impl FnOnce(&mut Self)) -> &mut Self {
        self.nested('{', members)
    }

    /// Makes the name at this position one that nothing is called, as of duplicate names the last one counts.
    pub fn hide_name(&mut self, position: usize) {
        let end = position.saturating_add(1);
        if self.0.get(position..end) == Some("\"") {
            self.0.replace_range(position..end, "?");
        }
    }

    /// Values that are encoded already.
    pub fn encoded(&mut self, values: &str) -> &mut Self {
        self.0.push_str(values);
        self
    }
}
