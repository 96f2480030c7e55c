//! The border to JavaScript: the package's exports. It translates and decides nothing.
//!
//! Exports keep no handle across the border: values go in, values come out.
#![expect(
    unsafe_code,
    reason = "the macros and the allocator need it; nothing here is written unsafely by hand"
)]

mod error;
mod options;
mod platform;
mod request;
mod value;

use js_sys::Promise;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::future_to_promise;

use self::error::{failure, to_error};
use self::options::{Callables, read_options};
use self::platform::Browser;
use self::value::{pick, read, write};
use crate::api_key::Host;
use crate::client::{Call, Purpose};
use crate::contact_card::{ContactCardUpdate, changed_fields};
use crate::phone_number::{self, PhoneNumber};
use crate::validation::issues_to_value;
use crate::value::{Value, object};

/// Half the bytes of the standard one, and calls are few and short.
#[global_allocator]
static ALLOCATOR: lol_alloc::AssumeSingleThreaded<lol_alloc::FreeListAllocator> =
    // SAFETY: a page's WebAssembly instance without threads runs on one thread.
    unsafe { lol_alloc::AssumeSingleThreaded::new(lol_alloc::FreeListAllocator::new()) };

#[wasm_bindgen(typescript_custom_section)]
const TYPINGS: &str = include_str!("typings.d.ts");

#[wasm_bindgen(js_name = updateContactCard, skip_typescript)]
pub fn update_contact_card(
    params: &JsValue,
    options: &JsValue,
    host: &JsValue,
) -> Result<Promise, JsValue> {
    start(Purpose::Update, params, options, host)
}

#[wasm_bindgen(js_name = retrieveContactCards, skip_typescript)]
pub fn retrieve_contact_cards(
    query: &JsValue,
    options: &JsValue,
    host: &JsValue,
) -> Result<Promise, JsValue> {
    start(Purpose::Retrieve, query, options, host)
}

fn start(
    purpose: Purpose,
    input: &JsValue,
    options: &JsValue,
    host: &JsValue,
) -> Result<Promise, JsValue> {
    let (call, callables) = check(purpose, input, options, host)?;
    let browser = Browser::start(callables, call.options().timeout)?;
    Ok(future_to_promise(async move {
        match call.run(&browser).await {
            Ok(cards) => Ok(write(&cards.to_value())),
            Err(reason) => Err(failure(reason, &browser)),
        }
    }))
}

/// Everything is read and checked before the first wait.
fn check(
    purpose: Purpose,
    input: &JsValue,
    options: &JsValue,
    host: &JsValue,
) -> Result<(Call, Callables), JsValue> {
    let (options, callables) = read_options(options)?;
    match Call::parse(purpose, &read(input)?, &options, &Host::parse(&read(host)?)) {
        Ok(call) => Ok((call, callables)),
        Err(error) => Err(to_error(&error, JsValue::UNDEFINED)),
    }
}

#[wasm_bindgen(js_name = previewUpdate, skip_typescript)]
pub fn preview_update(
    params: &JsValue,
    options: &JsValue,
    host: &JsValue,
) -> Result<JsValue, JsValue> {
    let (call, _) = check(Purpose::Update, params, options, host)?;
    Ok(write(&request::preview(&call.preview())))
}

#[wasm_bindgen(js_name = validateContactCardUpdate, skip_typescript)]
pub fn validate_contact_card_update(
    input: &JsValue,
    options: &JsValue,
) -> Result<JsValue, JsValue> {
    let send_empty = *read(options)?.get("sendEmpty") == Value::Bool(true);
    let issues = ContactCardUpdate::parse(&read(input)?, send_empty)
        .err()
        .unwrap_or_default();
    Ok(write(&issues_to_value(&issues)))
}

#[wasm_bindgen(js_name = changedFields, skip_typescript)]
pub fn changed_fields_of(current: &JsValue, edited: &JsValue) -> Result<JsValue, JsValue> {
    let changed = changed_fields(&read(current)?, &read(edited)?);
    Ok(if changed.is_empty() {
        JsValue::UNDEFINED
    } else {
        pick(edited, &changed)
    })
}

#[wasm_bindgen(js_name = parsePhoneNumber, skip_typescript)]
pub fn parse_phone_number(input: &JsValue) -> Result<JsValue, JsValue> {
    let parsed = match PhoneNumber::parse(&read(input)?) {
        Ok(phone_number) => object().with("value", phone_number.as_str()),
        Err(issue) => object().with("issue", issue.to_value()),
    };
    Ok(write(&parsed))
}

#[wasm_bindgen(js_name = isE164, skip_typescript)]
pub fn is_e164(input: &JsValue) -> bool {
    input
        .as_string()
        .is_some_and(|text| phone_number::is_e164(&text))
}
