//! What the core writes, and JavaScript objects of Rust's.

use alloc::string::String;
use alloc::vec::Vec;

use serde::Serialize;
use wasm_bindgen::JsValue;

use super::fetch::parse;
use crate::wire::Wire;

/// Lets `write` read a message and write the members of an object, again with a longer buffer until there is room for all of
/// them, and parses that.
pub fn respond<T>(
    message: &[u8],
    buffer: &mut Vec<u8>,
    mut write: impl FnMut(&mut Wire<'_, '_>) -> T,
) -> (T, JsValue) {
    loop {
        let mut wire = Wire::new(&message, buffer);
        wire.byte(b'{');
        let written = write(&mut wire);
        wire.byte(b'}');
        if let Some(json) = wire.output() {
            return (written, parse(&String::from_utf8_lossy(json)).into());
        }
        let length = wire.written();
        buffer.resize(length, 0);
    }
}

/// A plain JavaScript object of the members that a value has.
pub fn to_js(value: &impl Serialize) -> JsValue {
    let serializer = serde_wasm_bindgen::Serializer::json_compatible();
    value.serialize(&serializer).unwrap_or(JsValue::UNDEFINED)
}
