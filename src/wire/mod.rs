//! The format of what crosses the boundary between JavaScript and the core.
//!
//! **In** comes a message: values in an order that both sides know, as a function knows its arguments. A value is a letter for
//! its kind, the length in bytes of what belongs to it (four bytes, the lowest first), and that:
//!
//! | letter | kind | what belongs to it |
//! |---|---|---|
//! | `u` `n` `t` `f` | `undefined`, `null`, `true`, `false` | nothing |
//! | `#` | a number | its decimal form, as JavaScript writes it |
//! | `"` | a string | its UTF-8 |
//! | `x` | a string with a lone surrogate, which UTF-8 would silently change | nothing |
//! | `[` | a list | its values |
//! | `{` | an object | name, value, name, value… Each name is a string |
//! | `F` | a function | nothing |
//! | `?` | anything else: a symbol, a big integer, what is nested too deep | nothing |
//!
//! So with lengths in brackets, `{ first_name: 'Ada', tags: [true] }` is `{(42)"(10)first_name"(3)Ada"(4)tags[(5)t(0)`. As every
//! value has its length, skipping one is a step and not a walk, and a [`Value`] is no more than its place in the input: nothing
//! is copied or owned. Malformed input is no error of its own: what breaks off has nothing inside, and behind it all is absent.
//! `pkg-template/runtime/message.js` writes this format, and `Encoder` does in Rust; `from_json` encodes what JSON can express.
//!
//! **Out** goes JSON, written into a buffer of the caller's. A [`Wire`] has both.

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

/// A message that comes in, and the JSON that goes out. Without `Debug`, as both may hold a key.
///
/// What is written when the output is full is counted: the caller makes room for what is [`missing`](Self::missing) and does
/// the same again. So a wire without an output discards what it is given.
pub struct Wire<'i, 'o> {
    input: &'i Text<'i>,
    output: &'o mut [u8],
    length: usize,
    /// The byte that was written last.
    last: u8,
    /// How many strings the output is inside of: a body, which is JSON, is a string in the JSON around it.
    depth: u8,
}

impl<'i, 'o> Wire<'i, 'o> {
    /// A wire that reads the input and fills the output from its start.
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

    /// The same input, with an output that discards.
    #[must_use]
    pub const fn discarding(&self) -> Wire<'i, 'static> {
        Wire::new(self.input, &mut [])
    }
}
