//! The border to JavaScript: the package's exports. It translates and decides nothing.
//!
//! Exports keep no handle across the border: values go in, values come out.
#![allow(
    unsafe_code,
    reason = "the macros and the allocator need it; nothing here is unsafe by hand"
)]

mod error;
#[cfg(feature = "freestanding")]
mod freestanding;
mod options;
mod platform;
mod value;

use js_sys::Promise;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::future_to_promise;

use self::error::{failure, to_error};
use self::options::read_options;
use self::platform::Browser;
use self::value::{pick, read};
use crate::api_key::Host;
use crate::client::{Call, Purpose};
use crate::contact_card::{ContactCardUpdate, changed_fields};
use crate::phone_number::{self, PhoneNumber};
use crate::validation::write_issues;
use crate::value::Output;

#[wasm_bindgen(typescript_custom_section)]
const TYPINGS: &str = include_str!("typings.d.ts");

/// Carries a call out: to update a card, or else to retrieve cards. `host` is the report of the package's JavaScript.
#[wasm_bindgen(skip_typescript)]
pub fn call(
    is_update: bool,
    input: &JsValue,
    options: &JsValue,
    host: &JsValue,
) -> Result<Promise, JsValue> {
    let purpose = if is_update {
        Purpose::Update
    } else {
        Purpose::Retrieve
    };
    // Everything is read before the first wait: what the caller changes later doesn't count.
    let input = read(input)?;
    let (options, callables) = read_options(options)?;
    let host = read(host)?;
    Ok(future_to_promise(async move {
        let call =
            Call::parse(purpose, &input, &options, &Host::parse(&host)).map_err(rejection)?;
        let browser = Browser::start(callables, call.options().timeout)?;
        match call.exchange(&browser).await {
            Ok(exchange) => Ok(call.outcome(&exchange).map_err(rejection)?.write()),
            Err(reason) => Err(failure(&call, reason, &browser)),
        }
    }))
}

fn rejection(error: crate::error::Error<'_>) -> JsValue {
    to_error(&error, JsValue::UNDEFINED)
}

/// What an update would send.
#[wasm_bindgen(js_name = previewUpdate, skip_typescript)]
pub fn preview_update(
    params: &JsValue,
    options: &JsValue,
    host: &JsValue,
) -> Result<JsValue, JsValue> {
    let input = read(params)?;
    let (options, _) = read_options(options)?;
    let host = read(host)?;
    let call =
        Call::parse(Purpose::Update, &input, &options, &Host::parse(&host)).map_err(rejection)?;
    let request = call.preview();
    let preview: JsValue = request.write(true);
    preview.set_text("url", &request.url);
    Ok(preview)
}

/// Every issue of an update's input.
#[wasm_bindgen(js_name = validateContactCardUpdate, skip_typescript)]
pub fn validate_contact_card_update(
    input: &JsValue,
    options: &JsValue,
) -> Result<JsValue, JsValue> {
    let send_empty = read(options)?.get("sendEmpty").is_true();
    let input = read(input)?;
    let issues = ContactCardUpdate::parse(&input, send_empty)
        .err()
        .unwrap_or_default();
    Ok(write_issues(&issues, false))
}

/// The fields of a form that differ from the card, as they are.
#[wasm_bindgen(js_name = changedFields, skip_typescript)]
pub fn changed_fields_of(current: &JsValue, edited: &JsValue) -> Result<JsValue, JsValue> {
    let changed = changed_fields(&read(current)?, &read(edited)?);
    Ok(if changed.is_empty() {
        JsValue::UNDEFINED
    } else {
        pick(edited, &changed)
    })
}

/// A number, or what is wrong with it.
#[wasm_bindgen(js_name = parsePhoneNumber, skip_typescript)]
pub fn parse_phone_number(input: &JsValue) -> Result<JsValue, JsValue> {
    let parsed = JsValue::object();
    match PhoneNumber::parse("", &read(input)?) {
        Ok(phone_number) => parsed.set_text("value", phone_number.as_str()),
        Err(issue) => parsed.set("issue", issue.write(false)),
    }
    Ok(parsed)
}

/// Whether the input is a number in E.164 form.
#[wasm_bindgen(js_name = isE164, skip_typescript)]
pub fn is_e164(input: &JsValue) -> bool {
    input
        .as_string()
        .is_some_and(|text| phone_number::is_e164(&text))
}
