//! The options: those that are data as the core's plain data, those that aren't as what the platform calls.

use js_sys::Function;
use wasm_bindgen::prelude::*;

use super::platform::AbortSignalLike;
use super::value::read;
use crate::value::Value;

#[wasm_bindgen]
extern "C" {
    /// The caller's options.
    type Options;
    #[wasm_bindgen(method, getter, js_name = apiKey)]
    fn api_key(this: &Options) -> JsValue;
    #[wasm_bindgen(method, getter, js_name = baseURL)]
    fn base_url(this: &Options) -> JsValue;
    #[wasm_bindgen(method, getter)]
    fn fetch(this: &Options) -> JsValue;
    #[wasm_bindgen(method, getter)]
    fn signal(this: &Options) -> JsValue;

    type Members;
    #[wasm_bindgen(method, getter, catch)]
    fn href(this: &Members) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, getter, catch, js_name = addEventListener)]
    fn add_event_listener(this: &Members) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(js_namespace = Object, catch)]
    fn assign(target: js_sys::Object, source: &JsValue) -> Result<JsValue, JsValue>;
}

/// What the platform calls for the caller.
#[derive(Default)]
pub struct Callables {
    /// Gives the key.
    pub api_key: Option<Function>,
    /// Sends.
    pub fetch: Option<Function>,
    /// Aborts.
    pub signal: Option<AbortSignalLike>,
}

/// Reads the options.
///
/// # Errors
/// What a member's getter throws.
pub fn read_options(input: &JsValue) -> Result<(Value, Callables), JsValue> {
    let mut value = read(input)?;
    let Value::Object(members) = &mut value else {
        return Ok((value, Callables::default()));
    };
    let options: Options = assign(js_sys::Object::new(), input)?.unchecked_into();
    let signal = options.signal();
    for (name, value) in members {
        match name.as_str() {
            "baseURL" => read_url(&options.base_url(), value),
            "signal" => read_signal(&signal, value),
            _ => {}
        }
    }
    let callables = Callables {
        api_key: options.api_key().dyn_into().ok(),
        fetch: options.fetch().dyn_into().ok(),
        signal: signal.is_object().then(|| signal.unchecked_into()),
    };
    Ok((value, callables))
}

/// A `URL` object stands for its text.
fn read_url(url: &JsValue, value: &mut Value) {
    if let Value::Object(_) = value
        && let Ok(href) = url.unchecked_ref::<Members>().href()
    {
        *value = href.as_string().map_or(Value::Other, Value::Text);
    }
}

/// A signal stands for the function that makes it one.
fn read_signal(signal: &JsValue, value: &mut Value) {
    if let Value::Object(_) = value {
        let listener = signal.unchecked_ref::<Members>().add_event_listener();
        let is_signal = listener.is_ok_and(|listener| listener.is_function());
        *value = if is_signal {
            Value::Function
        } else {
            Value::Other
        };
    }
}
