//! The texts of thrown values, in which the core looks for secrets.

use alloc::string::String;

use js_sys::Reflect;
use wasm_bindgen::JsValue;

use crate::wasm::bindings::{class_of, to_text};
use crate::wire::Encoder;

/// The depth to which objects are read.
const DEPTH: u32 = 4;

/// The classes whose objects have all their texts in their own members. A `Headers` or a `Request`
/// object doesn't.
const READABLE: [&str; 4] = [
    "[object Array]",
    "[object DOMException]",
    "[object Error]",
    "[object Object]",
];

/// Encodes all texts of a thrown value as one string; as an absent value where some of them can't
/// be read.
pub(super) fn texts_of(thrown: &JsValue) -> Vec<u8> {
    let mut texts = String::new();
    let mut out = Encoder::new();
    if add_texts(thrown, DEPTH, &mut texts).is_ok() {
        out.text(&texts);
    } else {
        out.absent();
    }
    out.finish()
}

/// Adds the texts of a value. Fails where some of them can't be read.
fn add_texts(value: &JsValue, depth: u32, texts: &mut String) -> Result<(), JsValue> {
    if !value.is_object() && !value.is_function() {
        texts.push_str(&to_text(value)?);
        return Ok(());
    }
    if depth == 0 || !READABLE.contains(&class_of(value)?.as_str()) {
        return Err(JsValue::UNDEFINED);
    }
    let names = Reflect::own_keys(value)?;
    names.push(&"name".into());
    names.push(&"message".into());
    for name in names.iter() {
        texts.push_str(&to_text(&name)?);
        texts.push('\n');
        add_texts(&Reflect::get(value, &name)?, depth.saturating_sub(1), texts)?;
        texts.push('\n');
    }
    Ok(())
}
