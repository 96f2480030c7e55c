//! JavaScript values to the core's plain data, and back. Any value can be read, so the ABI can't fail; what a value
//! means is for the core to say.

use js_sys::{Array, JsString, Object};
use serde::Serialize;
use wasm_bindgen::prelude::*;

use crate::value::Value;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = Object, catch)]
    fn entries(object: &JsValue) -> Result<Array, JsValue>;
    #[wasm_bindgen(js_namespace = Array, js_name = from, catch)]
    fn array_from(iterable: &JsValue) -> Result<Array, JsValue>;
}

/// Objects nested deeper than this hold nothing that the core reads, and may hold themselves.
const DEPTH: u32 = 4;

/// Copies a value. An object's own members are read once, here: what the caller changes later doesn't count.
///
/// # Errors
/// What a member's getter throws.
pub fn read(value: &JsValue) -> Result<Value, JsValue> {
    read_nested(value, DEPTH)
}

fn read_nested(value: &JsValue, depth: u32) -> Result<Value, JsValue> {
    Ok(if value.is_undefined() {
        Value::Absent
    } else if let Some(text) = value.as_string() {
        read_text(value, text)
    } else if value.is_null() {
        Value::Null
    } else if let Some(flag) = value.as_bool() {
        Value::Bool(flag)
    } else if let Some(number) = value.as_f64() {
        Value::Number(number)
    } else if value.is_function() {
        Value::Function
    } else if !value.is_object() || depth == 0 {
        Value::Other
    } else {
        read_object(value, depth.saturating_sub(1))?
    })
}

fn read_object(object: &JsValue, depth: u32) -> Result<Value, JsValue> {
    // Whatever can be iterated is a list: an array, a `Headers` object, a `Map`.
    let items = array_from(object)?;
    if items.length() > 0 || Array::is_array(object) {
        let mut values = Vec::new();
        for index in 0..items.length() {
            values.push(read_nested(&items.get(index), depth)?);
        }
        return Ok(Value::List(values));
    }
    let entries = entries(object)?;
    let mut members = Vec::new();
    for index in 0..entries.length() {
        let entry: Array = entries.get(index).unchecked_into();
        let name = entry.get(0).as_string().unwrap_or_default();
        members.push((name, read_nested(&entry.get(1), depth)?));
    }
    Ok(Value::Object(members))
}

/// The copy into UTF-8 turns lone surrogates into U+FFFD, which is rare enough to look twice.
fn read_text(value: &JsValue, text: String) -> Value {
    let is_suspect = text.chars().any(|c| c == char::REPLACEMENT_CHARACTER);
    if is_suspect && !value.unchecked_ref::<JsString>().is_well_formed() {
        return Value::IllFormed;
    }
    Value::Text(text)
}

/// Makes the JavaScript value.
pub fn write(value: &Value) -> JsValue {
    let serializer = serde_wasm_bindgen::Serializer::new().serialize_maps_as_objects(true);
    // Every variant has a JavaScript form.
    value.serialize(&serializer).unwrap_or_default()
}

/// Some members of an object, as they are.
pub fn pick(object: &JsValue, names: &[&str]) -> JsValue {
    let picked = Object::new();
    for name in names {
        let name = JsValue::from_str(name);
        let value = js_sys::Reflect::get(object, &name).unwrap_or_default();
        let _ = js_sys::Reflect::set(&picked, &name, &value);
    }
    picked.into()
}
