//! The core's errors to the JavaScript error classes.

use wasm_bindgen::prelude::*;

use super::platform::Browser;
use super::value::member;
use crate::client::{Call, Failure, Stop};
use crate::error::Error;
use crate::redaction::REDACTED;

#[wasm_bindgen(module = "/pkg-template/errors.js")]
extern "C" {
    /// Makes an error of the class of that name.
    #[wasm_bindgen(js_name = createError)]
    fn create_error(name: &str, message: &str, fields: JsValue, cause: JsValue) -> JsValue;
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = Object, catch)]
    fn values(object: &JsValue) -> Result<js_sys::Array, JsValue>;
}

/// The error object; `cause` is `undefined` when nothing was thrown.
pub fn to_error(error: &Error<'_>, cause: JsValue) -> JsValue {
    create_error(error.name(), &error.message(), error.write(), cause)
}

/// What a failed call rejects with. The caller's own reasons go back untouched.
pub fn failure(call: &Call<'_>, failure: Failure<JsValue>, browser: &Browser) -> JsValue {
    let error = failure.error;
    match failure.stop {
        Some(Stop::Aborted) => browser.abort_reason(),
        Some(Stop::Thrown(thrown)) if error == Error::KeyUnavailable => thrown,
        Some(Stop::Thrown(thrown)) => {
            let authorization = failure.authorization.as_deref();
            to_error(
                &error,
                cause(thrown, &|text| call.reveals(text, authorization)),
            )
        }
        _ => to_error(&error, JsValue::UNDEFINED),
    }
}

/// What was thrown, or a plain error of the same name where that would show a secret: hosts put URLs and header values
/// into their errors.
fn cause(thrown: JsValue, reveals: &dyn Fn(&str) -> bool) -> JsValue {
    if !shows(&thrown, reveals, 3) {
        return thrown;
    }
    let stand_in = js_sys::Error::new(REDACTED);
    if let Some(name) = member(&thrown, "name").as_string() {
        stand_in.set_name(&name);
    }
    stand_in.into()
}

/// Whether a text of a thrown value, or of what it holds, reveals a secret.
fn shows(thrown: &JsValue, reveals: &dyn Fn(&str) -> bool, depth: u32) -> bool {
    if !thrown.is_object() {
        return thrown.as_string().is_some_and(|text| reveals(&text));
    }
    // What is nested deeper than anybody nests is not looked at, and not kept.
    let Some(depth) = depth.checked_sub(1) else {
        return true;
    };
    let hidden = ["name", "message", "stack", "cause"].map(|name| member(thrown, name));
    // What can't be looked at isn't kept.
    let Ok(own) = values(thrown) else { return true };
    hidden.iter().any(|value| shows(value, reveals, depth))
        || (0..own.length()).any(|index| shows(&own.get(index), reveals, depth))
}
