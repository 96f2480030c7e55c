//! What others throw, as far as it can be looked at.

use alloc::string::String;

use js_sys::Reflect;
use wasm_bindgen::JsValue;

use crate::wasm::bindings::{kind_of, to_text};
use crate::wire::Encoder;

/// How deep to look.
const DEPTH: u32 = 4;

/// The objects that show all that they are among their own members. Others, a `Headers` or a `Request` object, don't.
const PLAIN: [&str; 4] = [
    "[object Array]",
    "[object DOMException]",
    "[object Error]",
    "[object Object]",
];

/// All texts of what was thrown, in the wire format; absent where not all of it can be looked at.
pub fn texts_of(thrown: &JsValue) -> Vec<u8> {
    let mut texts = String::new();
    let mut out = Encoder::new();
    if add_texts(thrown, DEPTH, &mut texts).is_ok() {
        out.text(&texts);
    } else {
        out.absent();
    }
    out.finish()
}

fn add_texts(value: &JsValue, depth: u32, texts: &mut String) -> Result<(), JsValue> {
    if !value.is_object() && !value.is_function() {
        texts.push_str(&to_text(value)?);
        return Ok(());
    }
    if depth == 0 || !PLAIN.contains(&kind_of(value)?.as_str()) {
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
