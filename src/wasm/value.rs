//! JavaScript values to the core's plain data, and back. Any value can be read, so the ABI can't fail; what a value
//! means is for the core to say.

use alloc::vec::Vec;

use js_sys::{Array, JsString, Object, Reflect};
use wasm_bindgen::prelude::*;

use crate::value::{Output, Value};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = Object, catch)]
    fn entries(object: &JsValue) -> Result<Array, JsValue>;
    #[wasm_bindgen(js_namespace = Array, js_name = from, catch)]
    fn array_from(iterable: &JsValue) -> Result<Array, JsValue>;

    /// A plain object: setting its members can't fail.
    type Record;
    #[wasm_bindgen(method, indexing_setter)]
    fn set_value(this: &Record, name: &str, value: JsValue);
    #[wasm_bindgen(method, indexing_setter)]
    fn set_str(this: &Record, name: &str, text: &str);
}

/// A member of an object of the host or of the caller. What can't be read isn't there.
pub fn member(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &JsValue::from_str(name)).unwrap_or_default()
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
    } else if value.is_null() {
        Value::Null
    } else if let Some(text) = value.as_string() {
        // The copy into UTF-8 turns lone surrogates into U+FFFD, which is rare enough to look twice.
        let is_suspect = text.chars().any(|c| c == char::REPLACEMENT_CHARACTER);
        if is_suspect && !value.unchecked_ref::<JsString>().is_well_formed() {
            Value::IllFormed
        } else {
            Value::Text(text)
        }
    } else if let Some(flag) = value.as_bool() {
        Value::Bool(flag)
    } else if let Some(number) = value.as_f64() {
        Value::Number(number)
    } else if value.is_function() {
        Value::Function
    } else if depth == 0 || !value.is_object() {
        Value::Other
    } else {
        return read_object(value, depth.saturating_sub(1));
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

impl Output for JsValue {
    fn object() -> Self {
        Object::new().into()
    }

    fn list() -> Self {
        Array::new().into()
    }

    fn text(text: &str) -> Self {
        Self::from_str(text)
    }

    fn number(number: f64) -> Self {
        Self::from(number)
    }

    fn flag(flag: bool) -> Self {
        Self::from_bool(flag)
    }

    fn set(&self, name: &str, value: Self) {
        self.unchecked_ref::<Record>().set_value(name, value);
    }

    fn set_text(&self, name: &str, text: &str) {
        self.unchecked_ref::<Record>().set_str(name, text);
    }

    fn push(&self, item: Self) {
        self.unchecked_ref::<Array>().push(&item);
    }
}

/// Some members of an object, as they are.
pub fn pick(object: &JsValue, names: &[&str]) -> JsValue {
    let picked = JsValue::object();
    for name in names {
        picked.set(name, member(object, name));
    }
    picked
}
