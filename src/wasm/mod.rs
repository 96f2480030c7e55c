//! The border to JavaScript: the package's exports. It translates and decides nothing.
//!
//! Exports keep no handle across the border: values go in, values come out.
#![expect(
    unsafe_code,
    reason = "the macros and the allocator need it; nothing here is written unsafely by hand"
)]

mod answer;
mod callback;
mod error;
mod output;
mod params;
mod platform;

use js_sys::Promise;
use serde::Serialize;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::future_to_promise;

use crate::client::{Call, check_update};
use crate::contact_card::{changed_fields, parse_number_value};
use crate::options::OptionsInput;
use crate::phone_number;
use crate::validation::Issue;
use crate::value::Value;
use platform::Browser;

/// Half the bytes of the standard one, and calls are few and short.
#[global_allocator]
static ALLOCATOR: lol_alloc::AssumeSingleThreaded<lol_alloc::FreeListAllocator> =
    // SAFETY: a page's WebAssembly instance without threads runs on one thread.
    unsafe { lol_alloc::AssumeSingleThreaded::new(lol_alloc::FreeListAllocator::new()) };

#[wasm_bindgen(typescript_custom_section)]
const TYPINGS: &str = include_str!("typings.d.ts");

#[wasm_bindgen(js_name = updateContactCard, skip_typescript)]
pub fn update_contact_card(params: &JsValue, options: &JsValue) -> Result<Promise, JsValue> {
    start(options, |options| {
        Call::update(params::update_input(params)?, options, &platform::host())
            .map_err(|error| error::error(&error))
    })
}

#[wasm_bindgen(js_name = retrieveContactCards, skip_typescript)]
pub fn retrieve_contact_cards(query: &JsValue, options: &JsValue) -> Result<Promise, JsValue> {
    start(options, |options| {
        Call::retrieve(params::retrieve_input(query)?, options, &platform::host())
            .map_err(|error| error::error(&error))
    })
}

/// Reads everything before the first wait, so that what the caller changes later doesn't count.
fn start(
    options: &JsValue,
    call: impl FnOnce(Option<OptionsInput>) -> Result<Call, JsValue>,
) -> Result<Promise, JsValue> {
    let options = params::options(options)?;
    let call = call(options.as_ref().map(params::options_input))?;
    let browser = options.as_ref().map(Browser::new).unwrap_or_default();
    Ok(future_to_promise(async move {
        match call.run(&browser).await {
            Ok(cards) => Ok(output::cards(&cards)),
            Err(failure) => Err(error::failure(failure, &browser)),
        }
    }))
}

#[wasm_bindgen(js_name = previewUpdate, skip_typescript)]
pub fn preview_update(params: &JsValue, options: &JsValue) -> Result<JsValue, JsValue> {
    let input = params::update_input(params)?;
    let options = params::options(options)?;
    let options = options.as_ref().map(params::options_input);
    let call =
        Call::update(input, options, &platform::host()).map_err(|error| error::error(&error))?;
    Ok(output::preview(&call.preview()))
}

#[wasm_bindgen(js_name = validateContactCardUpdate, skip_typescript)]
pub fn validate_contact_card_update(
    input: &JsValue,
    options: &JsValue,
) -> Result<JsValue, JsValue> {
    let options = params::options(options)?;
    let send_empty = options.is_some_and(|options| options.send_empty().is_truthy());
    let issues = check_update(params::update_input(input)?, send_empty)
        .err()
        .unwrap_or_default();
    Ok(output::object(&issues))
}

#[wasm_bindgen(js_name = changedFields, skip_typescript)]
pub fn changed_fields_of(current: &JsValue, edited: &JsValue) -> Result<JsValue, JsValue> {
    let current = params::params(current)?;
    let edited = params::params(edited)?;
    let changed = changed_fields(&params::fields(&current), &params::fields(&edited));
    Ok(params::pick(&edited, &changed))
}

#[wasm_bindgen(js_name = parsePhoneNumber, skip_typescript)]
pub fn parse_phone_number(input: &JsValue) -> JsValue {
    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    enum Parsed<'a> {
        Value(&'a str),
        Issue(Issue),
    }
    match parse_number_value(&params::value(input)) {
        Ok(phone_number) => output::object(&Parsed::Value(phone_number.as_str())),
        Err(issue) => output::object(&Parsed::Issue(issue)),
    }
}

#[wasm_bindgen(js_name = isE164, skip_typescript)]
pub fn is_e164(input: &JsValue) -> bool {
    match params::value(input) {
        Value::Text(text) => phone_number::is_e164(&text),
        _ => false,
    }
}
