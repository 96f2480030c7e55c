//! The border to JavaScript: the package's exports. It translates and decides nothing.
//!
//! Exports keep no handle across the border: values go in, values come out.
#![allow(
    unsafe_code,
    reason = "the macros, the allocator and the one static need it"
)]

mod error;
#[cfg(feature = "freestanding")]
mod freestanding;
mod options;
mod platform;
mod value;

use alloc::vec;

use js_sys::{Date, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::future_to_promise;

use self::error::{refusal, rejection};
use self::options::read_options;
use self::platform::Browser;
use self::value::{pick, read};
use crate::api_key::Host;
use crate::client::{Call, Purpose};
use crate::contact_card::{ContactCardUpdate, Needs, changed_fields};
use crate::error::Error;
use crate::phone_number::{self, PHONE_NUMBER, PhoneNumber};
use crate::turns::Turns;
use crate::validation::write_issues;
use crate::value::Output;

#[wasm_bindgen(typescript_custom_section)]
const TYPINGS: &str = include_str!("typings.d.ts");

/// Who writes: the calls of this instance.
static TURNS: OneThread<Turns> = OneThread(Turns::new());

struct OneThread<T>(T);

// SAFETY: an instance without threads runs on one thread.
unsafe impl<T> Sync for OneThread<T> {}

/// Carries a call out. `host` is the report of the package's JavaScript, `live` is where the call leaves for it what it
/// has to know when this instance breaks.
#[wasm_bindgen(skip_typescript)]
pub fn call(
    purpose: &str,
    input: &JsValue,
    options: &JsValue,
    host: &JsValue,
    live: JsValue,
) -> Result<Promise, JsValue> {
    let purpose = match purpose {
        "update" => Purpose::Update,
        "vendorUpdate" => Purpose::VendorUpdate,
        "create" => Purpose::Create,
        "ensure" => Purpose::Ensure,
        _ => Purpose::Retrieve,
    };
    // Everything is read before the first wait: what the caller changes later doesn't count.
    let input = read(input)?;
    let (options, callables) = read_options(options)?;
    let host = read(host)?;
    Ok(future_to_promise(async move {
        let call = Call::parse(purpose, &input, &options, &Host::parse(&host)).map_err(refusal)?;
        let browser = Browser::start(callables, call.options().timeout, live)?;
        let result = call.run(&TURNS.0, &browser).await;
        result.map_err(|failure| rejection(&failure, &browser))
    }))
}

/// What is left of a number's write budget.
#[wasm_bindgen(js_name = writeBudget, skip_typescript)]
pub fn write_budget(number: &JsValue) -> Result<JsValue, JsValue> {
    let number = read(number)?;
    let number = PhoneNumber::parse(PHONE_NUMBER, &number)
        .map_err(|issue| refusal(Error::Validation(vec![issue])))?;
    let usage = platform::budget(number.as_str()).usage(platform::now());
    let budget: JsValue = usage.write();
    let next_write_at = match usage.next_write_in {
        Some(ms) => Date::new(&(platform::since_1970() + ms).into()).into(),
        None => JsValue::NULL,
    };
    budget.set("nextWriteAt", next_write_at);
    Ok(budget)
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
        Call::parse(Purpose::Update, &input, &options, &Host::parse(&host)).map_err(refusal)?;
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
    let issues = ContactCardUpdate::parse(&input, Needs::AnyField, send_empty)
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
