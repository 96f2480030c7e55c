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
        for (name, value) in members {
            let given = member(input, name);
            match (name.as_str(), &*value) {
                ("apiKey", Value::Function) => callables.api_key = given.dyn_into().ok(),
                ("fetch", Value::Function) => callables.fetch = given.dyn_into().ok(),
                ("onAttempt", Value::Function) => callables.on_attempt = given.dyn_into().ok(),
                ("shouldRetry", Value::Function) => callables.should_retry = given.dyn_into().ok(),
                // A `URL` object stands for its text.
                ("baseURL", Value::Object(_)) => *value = read(&member(&given, "href"))?,
                // A signal stands for the function that makes it one.
                ("signal", Value::Object(_)) => {
                    let is_signal = member(&given, "addEventListener").is_function();
                    *value = if is_signal {
                        Value::Function
                    } else {
                        Value::Other
                    };
                    callables.signal = given;
                }
                _ => {}
            }
        }
    }
    Ok((value, callables))
}
