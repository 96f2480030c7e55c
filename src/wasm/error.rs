//! The core's errors to the JavaScript error classes.

use wasm_bindgen::prelude::*;

use super::platform::Browser;
use crate::client::{Failure, Stop};
use crate::error::Error;

#[wasm_bindgen(module = "/pkg-template/errors.js")]
extern "C" {
    /// Makes an error of the class of that name.
    #[wasm_bindgen(js_name = createError)]
    fn create_error(name: &str, message: &str, fields: JsValue, cause: JsValue) -> JsValue;
}

/// The error object; `cause` is `undefined` when nothing was thrown.
pub fn to_error(error: &Error<'_>, cause: JsValue) -> JsValue {
    create_error(error.name(), &error.message(), error.write(), cause)
}

/// What a failed call rejects with. The caller's own reasons go back untouched.
pub fn failure(failure: Failure<JsValue>, browser: &Browser) -> JsValue {
    let error = failure.error;
    match failure.stop {
        Some(Stop::Aborted) => browser.abort_reason(),
        Some(Stop::Thrown(thrown)) if error == Error::KeyUnavailable => thrown,
        Some(Stop::Thrown(thrown)) => to_error(&error, thrown),
        _ => to_error(&error, JsValue::UNDEFINED),
    }
}
