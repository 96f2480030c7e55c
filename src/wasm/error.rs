//! The core's errors to the JavaScript error classes.

use serde::Serialize;
use wasm_bindgen::prelude::*;

use super::output;
use super::platform::Browser;
use crate::client::Failure;
use crate::error::{Error, Outcome};
use crate::validation::Issue;

#[wasm_bindgen(raw_module = "./errors.js")]
extern "C" {
    /// Makes an error of the class of that name.
    #[wasm_bindgen(js_name = createError)]
    fn create_error(name: &str, message: &str, fields: JsValue, cause: JsValue) -> JsValue;
}

/// The own properties of the error classes.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ErrorFields<'a> {
    outcome: Outcome,
    #[serde(skip_serializing_if = "Option::is_none")]
    issues: Option<&'a [Issue]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    trace_id: Option<&'a str>,
    #[serde(rename = "docURL", skip_serializing_if = "Option::is_none")]
    doc_url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    retry_after: Option<u32>,
}

/// The error object of an error that needs nothing from outside.
pub fn error(error: &Error) -> JsValue {
    with_cause(error, JsValue::UNDEFINED)
}

/// What a failed call rejects with. The caller's own reasons go back untouched.
pub fn failure(failure: Failure<JsValue>, browser: &Browser) -> JsValue {
    match (failure.error, failure.thrown) {
        (Error::Aborted, _) => browser.abort_reason(),
        (Error::KeyUnavailable, Some(thrown)) => thrown,
        (error, Some(thrown)) => with_cause(&error, thrown),
        (error, None) => with_cause(&error, JsValue::UNDEFINED),
    }
}

fn with_cause(error: &Error, cause: JsValue) -> JsValue {
    let mut fields = ErrorFields {
        outcome: error.outcome(),
        issues: None,
        status: None,
        code: None,
        trace_id: None,
        doc_url: None,
        retry_after: None,
    };
    match error {
        Error::Validation(issues) => fields.issues = Some(issues),
        Error::Api(api) => {
            fields.status = Some(api.status);
            fields.code = api.code;
            fields.trace_id = api.trace_id.as_deref();
            fields.doc_url = api.doc_url.as_deref();
            fields.retry_after = api.retry_after;
        }
        Error::InvalidResponse { status, code, .. } => {
            fields.status = *status;
            fields.code = *code;
        }
        _ => {}
    }
    create_error(
        error.name(),
        &error.message(),
        output::object(&fields),
        cause,
    )
}
