//! Conversions to JavaScript objects: of the core's JSON, and of Rust values.

use alloc::string::String;
use alloc::vec::Vec;

use serde::Serialize;
use wasm_bindgen::JsValue;

use super::fetch::parse;
use crate::wire::Wire;

/// Returns the object whose members `write` writes from a message, and what `write` returns. It is
/// called again with a larger buffer until there is room for all of them.
pub(super) fn respond<T>(
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

/// Converts a value to a plain JavaScript object.
pub(super) fn to_js(value: &impl Serialize) -> JsValue {
    let serializer = serde_wasm_bindgen::Serializer::json_compatible();
    value.serialize(&serializer).unwrap_or(JsValue::UNDEFINED)
}
