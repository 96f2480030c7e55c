//! Encoding of JavaScript values in the wire format, like that of the npm package's `message.js`.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use js_sys::{JsString, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use crate::wasm::bindings::to_text;
use crate::wire::{Encoder, Value, Wire};

/// The depth to which values are encoded. The core reads nothing below it, where a value may
/// contain itself.
pub(super) const DEPTH: u32 = 5;

/// Encodes a value. Only the own members of objects are read, each once. Returns what a getter
/// throws as the error.
pub(super) fn encode(out: &mut Encoder, value: &JsValue, depth: u32) -> Result<(), JsValue> {
    if value.is_undefined() {
        out.absent();
    } else if value.is_null() {
        out.null();
    } else if let Some(flag) = value.as_bool() {
        out.boolean(flag);
    } else if value.as_f64().is_some() {
        out.number(to_text(value)?);
    } else if let Some(text) = value.dyn_ref::<JsString>() {
        encode_text(out, text);
    } else if value.is_function() {
        out.function();
    } else if !value.is_object() || depth == 0 {
        out.other();
    } else if let Some(items) = js_sys::try_iter(value)? {
        // Every iterable is a list: an array, a `Headers` object, a `Map`.
        let mut contents = Encoder::new();
        for item in items {
            encode(&mut contents, &item?, depth.saturating_sub(1))?;
        }
        let contents = contents.finish();
        out.list(|items| _ = items.encoded(&contents));
    } else {
        let mut contents = Encoder::new();
        for (name, value) in own_members(value)? {
            contents.text(&name);
            encode(&mut contents, &value, depth.saturating_sub(1))?;
        }
        let contents = contents.finish();
        out.object(|members| _ = members.encoded(&contents));
    }
    Ok(())
}

fn encode_text(out: &mut Encoder, text: &JsString) {
    if text.is_valid_utf16() {
        out.text(&String::from(text));
    } else {
        out.ill_formed();
    }
}

/// The own members of an object that aren't `undefined`. Each is read once.
pub(super) fn own_members(object: &JsValue) -> Result<Vec<(String, JsValue)>, JsValue> {
    let mut members = Vec::new();
    for name in Object::keys(object.unchecked_ref::<Object>()).iter() {
        let value = Reflect::get(object, &name)?;
        if !value.is_undefined() {
            members.push((to_text(&name)?, value));
        }
    }
    Ok(members)
}

/// Encodes one value.
pub(super) fn encoded(value: &JsValue) -> Result<Vec<u8>, JsValue> {
    let mut out = Encoder::new();
    encode(&mut out, value, DEPTH)?;
    Ok(out.finish())
}

/// Encodes an absent value.
pub(super) fn absent() -> Vec<u8> {
    let mut out = Encoder::new();
    out.absent();
    out.finish()
}

/// A member of a value; `undefined` where it is absent or can't be read.
pub(super) fn get(value: &JsValue, name: &str) -> JsValue {
    Reflect::get(value, &name.into()).unwrap_or(JsValue::UNDEFINED)
}

/// The text of a string of the input; `None` for another value.
pub(super) fn as_string(wire: &Wire<'_, '_>, value: Value) -> Option<String> {
    let text = core::str::from_utf8(wire.text(value)).ok()?;
    wire.is_text(value).then(|| text.to_string())
}
