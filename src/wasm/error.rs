//! The core's errors to the JavaScript error classes.

use wasm_bindgen::prelude::*;

use super::platform::Browser;
use super::value::write;
use crate::client::Failure;
use crate::error::Error;

#[wasm_bindgen(raw_module = "./errors.js")]
extern "C" {
    /// Makes an error of the class of that name.
    #[wasm_bindgen(js_name = createError)]
    fn create_error(name: &str, message: &str, fields: JsValue, cause: JsValue) -> JsValue;
}

/// What a failed call rejects with. The caller's own reasons go back untouched.
pub fn failure(failure: Failure<JsValue>, browser: &Browser) -> JsValue {
    match (failure.error, failure.thrown) {
        (Error::Aborted, _) => browser.abort_reason(),
        (Error::KeyUnavailable, Some(thrown)) => thrown,
        (error, Some(thrown)) => to_error(&error, thrown),
        (error, None) => to_error(&error, JsValue::UNDEFINED),
    }
}

/// The error object; `cause` is `undefined` when nothing was thrown.
pub fn to_error(error: &Error, cause: JsValue) -> JsValue {
    create_error(
        error.name(),
        &error.message(),
        write(&error.to_value()),
        cause,
    )
}
