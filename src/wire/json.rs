//! The methods of [`Wire`] that write JSON.

use super::{Value, Wire};
use crate::text::Text;

/// Whether a byte must be escaped in a JSON string.
const fn needs_escape(byte: &u8) -> bool {
    matches!(byte, 0..=b'\x1f' | b'"' | b'\\')
}

impl Wire<'_, '_> {
    /// The number of bytes that were written, whether there was room for them or not.
    #[must_use]
    pub const fn written(&self) -> usize {
        self.length
    }

    /// The number of bytes for which the output had no room.
    #[must_use]
    pub const fn missing(&self) -> usize {
        self.length.saturating_sub(self.output.len())
    }

    /// The written bytes; `None` where the output had no room for all of them.
    #[must_use]
    pub fn output(&self) -> Option<Text<'_>> {
        self.output.get(..self.length)
    }

    /// Writes one byte as it is.
    fn put(&mut self, byte: u8) {
        if let Some(slot) = self.output.get_mut(self.length) {
            *slot = byte;
        }
        self.length = self.length.wrapping_add(1);
        self.last = byte;
    }

    /// Writes one byte, which is escaped once for each open string.
    pub fn byte(&mut self, byte: u8) {
        let mut final_byte = byte;
        if self.depth > 0 && needs_escape(&byte) {
            // Inside d strings, 2^d - 1 backslashes precede a quote or a backslash, and 2^(d - 1)
            // the `u` of a control character.
            let mut backslashes = (1_u32 << self.depth).wrapping_sub(1);
            if byte < b' ' {
                backslashes = (backslashes / 2).wrapping_add(1);
            }
            for _ in 0..backslashes {
                self.put(b'\\');
            }
            if byte < b' ' {
                self.bytes(b"u00");
                self.put(b'0' | byte >> 4);
                let low = byte & 15;
                final_byte = low.wrapping_add(if low > 9 { b'a' - 10 } else { b'0' });
            }
        }
        self.put(final_byte);
    }

    /// Writes a text without quotes. It is escaped once for each open string, so only outside of
    /// strings is it written as it is.
    pub fn bytes(&mut self, text: Text<'_>) {
        let end = self.length.wrapping_add(text.len());
        match self.output.get_mut(self.length..end) {
            Some(room) if !text.iter().any(needs_escape) => {
                room.copy_from_slice(text);
                self.length = end;
                if let [.., last] = text {
                    self.last = *last;
                }
            }
            _ => {
                for &byte in text {
                    self.byte(byte);
                }
            }
        }
    }

    /// Writes a comma, unless an object, a list or a member has just begun.
    pub fn separate(&mut self) {
        if !matches!(self.last, b'{' | b'[' | b':') {
            self.byte(b',');
        }
    }

    /// Opens a string.
    pub fn open_string(&mut self) {
        self.separate();
        self.byte(b'"');
        self.depth = self.depth.wrapping_add(1);
    }

    /// Closes a string.
    pub fn close_string(&mut self) {
        self.depth = self.depth.wrapping_sub(1);
        self.byte(b'"');
    }

    /// Writes a string.
    pub fn string(&mut self, text: Text<'_>) {
        self.open_string();
        self.bytes(text);
        self.close_string();
    }

    /// Writes the name of a member, whose value must follow.
    pub fn name(&mut self, name: Text<'_>) {
        self.string(name);
        self.byte(b':');
    }

    /// Writes the name of a member and opens its value, a string.
    pub fn open_text(&mut self, name: Text<'_>) {
        self.name(name);
        self.open_string();
    }

    /// Writes the name of a member and opens its value, an object or a list. `bracket` is `{` or
    /// `[`.
    pub fn open(&mut self, name: Text<'_>, bracket: u8) {
        self.name(name);
        self.byte(bracket);
    }

    /// Writes a member that is a string.
    pub fn member(&mut self, name: Text<'_>, text: Text<'_>) {
        self.name(name);
        self.string(text);
    }

    /// Writes a member that is a string of the input. Writes nothing for a value of another kind.
    pub fn copy_member(&mut self, name: Text<'_>, value: Value) {
        if self.is_text(value) {
            self.member(name, self.text(value));
        }
    }

    /// Writes a whole number, which is 0 or more.
    #[expect(clippy::cast_sign_loss, reason = "the number is 0 or more")]
    pub fn digits(&mut self, number: i64) {
        if number > 9 {
            self.digits(number / 10);
        }
        self.byte(b'0' | (number % 10) as u8);
    }

    /// Writes a member that is a whole number. Writes nothing for a number below 0, which means
    /// that it is absent.
    pub fn number_member(&mut self, name: Text<'_>, number: i64) {
        if number >= 0 {
            self.name(name);
            self.digits(number);
        }
    }

    /// Writes a member that is `true` or `false`.
    pub fn boolean_member(&mut self, name: Text<'_>, value: bool) {
        self.name(name);
        self.bytes(if value { b"true" } else { b"false" });
    }
}

/// Returns the text that `write` writes for an input. `write` is called once if the text fits into
/// `room` bytes, otherwise twice.
#[cfg(feature = "gateway")]
#[must_use]
pub fn to_string(
    input: Text<'_>,
    room: usize,
    write: impl Fn(&mut Wire<'_, '_>),
) -> alloc::string::String {
    let mut buffer = alloc::vec![0; room];
    let mut wire = Wire::new(&input, &mut buffer);
    write(&mut wire);
    let (length, missing) = (wire.written(), wire.missing());
    buffer.resize(length, 0);
    if missing > 0 {
        write(&mut Wire::new(&input, &mut buffer));
    }
    alloc::string::String::from_utf8(buffer).unwrap_or_default()
}
