//! The wire format, in which values cross the boundary between JavaScript and the core.
//!
//! **Input** is a message: a sequence of values whose order both sides know, like the arguments of
//! a function. A value is a letter for its kind, the length of its content in bytes (a
//! little-endian `u32`), and its content:
//!
//! | letter | kind | content |
//! |---|---|---|
//! | `u` `n` `t` `f` | `undefined`, `null`, `true`, `false` | none |
//! | `#` | a number | its decimal form, as JavaScript writes it |
//! | `"` | a string | its UTF-8 |
//! | `x` | a string with a lone surrogate, which UTF-8 would silently change | none |
//! | `[` | a list | its items |
//! | `{` | an object | each member's name, a string, followed by its value |
//! | `F` | a function | none |
//! | `?` | anything else: a symbol, a big integer, a value that is nested too deeply | none |
//!
//! For example, `{ first_name: 'Ada', tags: [true] }` is
//! `{(42)"(10)first_name"(3)Ada"(4)tags[(5)t(0)`, with the lengths in brackets. As every value has
//! its length, it can be skipped without reading its content, and a [`Value`] is only its position
//! in the input: nothing is copied or owned. Malformed input isn't an error: a value whose content
//! is cut off has no content, and every value after it is absent. JavaScript encodes this format in
//! `pkg-template/runtime/message.js`. In Rust, `Encoder` encodes any value, and `from_json` those
//! that JSON can express.
//!
//! **Output** is JSON, written into a buffer of the caller's. A [`Wire`] has both the input and the
//! output.

use core::fmt;

mod decode;
#[cfg(any(feature = "web", feature = "gateway"))]
mod encode;
#[cfg(feature = "gateway")]
mod from_json;
mod json;

pub use self::decode::{Kind, Value};
#[cfg(any(feature = "web", feature = "gateway"))]
pub use self::encode::Encoder;
#[cfg(feature = "gateway")]
pub(crate) use self::from_json::add_json_text;
#[cfg(feature = "gateway")]
pub use self::from_json::{Strictness, from_json, from_json_text};
#[cfg(feature = "gateway")]
pub use self::json::to_string;
use crate::text::Text;

/// The input, a message in the wire format, and the output, JSON.
///
/// When the output is full, further bytes are only counted: the caller enlarges it by the bytes
/// that are [`missing`](Self::missing), and writes everything again.
pub struct Wire<'i, 'o> {
    input: &'i Text<'i>,
    output: &'o mut [u8],
    length: usize,
    /// The byte that was written last, which decides whether a comma must follow.
    last: u8,
    /// The number of strings that are open. A body, which is JSON, is a string of the JSON around
    /// it, so that it is escaped twice.
    depth: u8,
}

/// Shows only the number of written bytes, as input and output may contain a key.
impl fmt::Debug for Wire<'_, '_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = formatter.debug_struct("Wire");
        shown.field("written", &self.length).finish_non_exhaustive()
    }
}

impl<'i, 'o> Wire<'i, 'o> {
    /// Makes a wire that writes to the output from its start.
    #[must_use]
    pub const fn new(input: &'i Text<'i>, output: &'o mut [u8]) -> Self {
        Self {
            input,
            output,
            length: 0,
            last: b'{',
            depth: 0,
        }
    }

    /// Makes a wire with the same input and an empty output, which only counts the bytes.
    #[must_use]
    pub const fn discarding(&self) -> Wire<'i, 'static> {
        Wire::new(self.input, &mut [])
    }
}
