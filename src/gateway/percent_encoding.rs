//! Percent-encoding (WHATWG URL standard).

use alloc::string::String;
use alloc::vec::Vec;

/// Decodes a text. `None` for a broken encoding, or for what isn't UTF-8 or visible ASCII.
pub(super) fn decode(text: &str) -> Option<String> {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => {
                let mut digit = || char::from(rest.next()?).to_digit(16);
                let (high, low) = (digit()?, digit()?);
                u8::try_from((high << 4) | low).ok()?
            }
            byte if byte.is_ascii_graphic() => byte,
            _ => return None,
        });
    }
    String::from_utf8(bytes).ok()
}
