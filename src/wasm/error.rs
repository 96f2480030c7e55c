//! The core's errors to the JavaScript error classes.

use wasm_bindgen::prelude::*;

use super::platform::Browser;
use super::value::member;
use crate::client::Failure;
use crate::error::{Error, Outcome};
use crate::http::Request;
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
pub fn to_error(error: &Error<'_>, outcome: Outcome, cause: JsValue) -> JsValue {
    create_error(error.name(), &error.message(), error.write(outcome), cause)
}

/// What a call that was never started rejects with.
pub fn refusal(error: Error<'_>) -> JsValue {
    to_error(&error, Outcome::NotSent, JsValue::UNDEFINED)
}

/// What a failed call rejects with. The caller's own reasons go back untouched.
pub fn rejection(failure: &Failure, browser: &Browser) -> JsValue {
    match failure.error {
        Error::Aborted => browser.abort_reason(),
        Error::CallerThrew => browser.thrown(),
        _ => to_error(&failure.error, failure.outcome, browser.thrown()),
    }
}

/// What was thrown, or a plain error of the same name where that would show a secret: hosts put URLs and header values
/// into their errors.
pub fn safe_cause(thrown: JsValue, request: &Request<'_>) -> JsValue {
    if !shows(&thrown, request, 3) {
        return thrown;
    }
    let stand_in = js_sys::Error::new(REDACTED);
    if let Some(name) = member(&thrown, "name").as_string() {
        stand_in.set_name(&name);
    }
    stand_in.into()
}

/// Whether a text of a thrown value, or of what it holds, reveals a secret.
fn shows(thrown: &JsValue, request: &Request<'_>, depth: u32) -> bool {
    if !thrown.is_object() {
        return thrown
            .as_string()
            .is_some_and(|text| request.reveals(&text));
    }
    // What is nested deeper than anybody nests is not looked at, and not kept.
    let Some(depth) = depth.checked_sub(1) else {
        return true;
    };
    let hidden = ["name", "message", "stack", "cause"].map(|name| member(thrown, name));
    // What can't be looked at isn't kept.
    let Ok(own) = values(thrown) else { return true };
    hidden.iter().any(|value| shows(value, request, depth))
        || (0..own.length()).any(|index| shows(&own.get(index), request, depth))
}
