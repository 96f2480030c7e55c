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
    #[wasm_bindgen(method, getter, catch, js_name = apiKey)]
    fn api_key(this: &Options) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, getter, catch, js_name = baseURL)]
    fn base_url(this: &Options) -> Result<Members, JsValue>;
    #[wasm_bindgen(method, getter, catch)]
    fn fetch(this: &Options) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, getter, catch)]
    fn signal(this: &Options) -> Result<JsValue, JsValue>;

    type Members;
    #[wasm_bindgen(method, getter, catch)]
    fn href(this: &Members) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, getter, catch, js_name = addEventListener)]
    fn add_event_listener(this: &Members) -> Result<JsValue, JsValue>;
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
    let mut callables = Callables::default();
    if let Value::Object(members) = &mut value {
        let options: &Options = input.unchecked_ref();
        for (name, value) in members {
            match (name.as_str(), &*value) {
                ("apiKey", Value::Function) => {
                    callables.api_key = options.api_key()?.dyn_into().ok()
                }
                ("fetch", Value::Function) => callables.fetch = options.fetch()?.dyn_into().ok(),
                // A `URL` object stands for its text.
                ("baseURL", Value::Object(_)) => *value = read(&options.base_url()?.href()?)?,
                // A signal stands for the function that makes it one.
                ("signal", Value::Object(_)) => {
                    let signal = options.signal()?;
                    let listener = signal.unchecked_ref::<Members>().add_event_listener()?;
                    *value = if listener.is_function() {
                        Value::Function
                    } else {
                        Value::Other
                    };
                    callables.signal = Some(signal.unchecked_into());
                }
                _ => {}
            }
        }
    }
    Ok((value, callables))
}
