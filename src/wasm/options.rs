//! The options: those that are data as the core's plain data, those that aren't as what the platform calls.

use js_sys::Function;
use wasm_bindgen::prelude::*;

use super::value::{member, read};
use crate::value::Value;

/// What the platform calls for the caller.
#[derive(Default)]
pub struct Callables {
    /// Gives the key.
    pub api_key: Option<Function>,
    /// Sends.
    pub fetch: Option<Function>,
    /// Hears of attempts.
    pub on_attempt: Option<Function>,
    /// May veto a retry.
    pub should_retry: Option<Function>,
    /// Aborts; `undefined` when there is no signal.
    pub signal: JsValue,
}

/// Reads the options.
///
/// # Errors
/// What a member's getter throws.
pub fn read_options(input: &JsValue) -> Result<(Value, Callables), JsValue> {
    let mut value = read(input)?;
    let mut callables = Callables::default();
    if let Value::Object(members) = &mut value {
        let function = |name| member(input, name).dyn_into().ok();
        callables.api_key = function("apiKey");
        callables.fetch = function("fetch");
        callables.on_attempt = function("onAttempt");
        callables.should_retry = function("shouldRetry");
        callables.signal = member(input, "signal");
        for (name, value) in members {
            if name == "baseURL" && matches!(value, Value::Object(_)) {
                // A `URL` object stands for its text.
                *value = read(&member(&member(input, name), "href"))?;
            } else if name == "signal" && matches!(value, Value::Object(_)) {
                // A signal stands for the function that makes it one.
                let is_signal = member(&callables.signal, "addEventListener").is_function();
                *value = if is_signal {
                    Value::Function
                } else {
                    Value::Other
                };
            }
        }
    }
    Ok((value, callables))
}
