//! JavaScript values in the wire format, as the package's `message.js` writes them.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use js_sys::{JsString, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use crate::wasm::bindings::to_text;
use crate::wire::{Encoder, Value, Wire};

/// What is nested deeper than this is nothing that the core reads, and may contain itself.
pub const DEPTH: u32 = 5;

/// Adds a value. Of objects, own members alone are read, each once. Fails with what a getter throws.
pub fn encode(out: &mut Encoder, value: &JsValue, depth: u32) -> Result<(), JsValue> {
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
        // Whatever can be iterated is a list: an array, a `Headers` object, a `Map`.
        let mut inside = Encoder::new();
        for item in items {
            encode(&mut inside, &item?, depth.saturating_sub(1))?;
        }
        let inside = inside.finish();
        out.list(|items| _ = items.encoded(&inside));
    } else {
        let mut inside = Encoder::new();
        for (name, value) in own_members(value)? {
            inside.text(&name);
            encode(&mut inside, &value, depth.saturating_sub(1))?;
        }
        let inside = inside.finish();
        out.object(|members| _ = members.encoded(&inside));
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

/// The members of an object's own that aren't `undefined`, each read once.
pub fn own_members(object: &JsValue) -> Result<Vec<(String, JsValue)>, JsValue> {
    let mut members = Vec::new();
    for name in Object::keys(object.unchecked_ref::<Object>()).iter() {
        let value = Reflect::get(object, &name)?;
        if !value.is_undefined() {
            members.push((to_text(&name)?, value));
        }
    }
    Ok(members)
}

/// One value in the wire format.
pub fn encoded(value: &JsValue) -> Result<Vec<u8>, JsValue> {
    let mut out = Encoder::new();
    encode(&mut out, value, DEPTH)?;
    Ok(out.finish())
}

/// A value that isn't there, in the wire format.
pub fn absent() -> Vec<u8> {
    let mut out = Encoder::new();
    out.absent();
    out.finish()
}

/// A member of anything; `undefined` where there is none, or where it can't be read.
pub fn get(value: &JsValue, name: &str) -> JsValue {
    Reflect::get(value, &name.into()).unwrap_or(JsValue::UNDEFINED)
}

/// A text of the input; nothing for anything else.
pub fn as_string(wire: &Wire<'_, '_>, value: Value) -> Option<String> {
    let text = core::str::from_utf8(wire.text(value)).ok()?;
    wire.is_text(value).then(|| text.to_string())
}
