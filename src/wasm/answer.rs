//! A response's JSON, as `JSON.parse` made it, to the core's plain data.

use js_sys::Array;
use wasm_bindgen::prelude::*;

use super::params::value;
use crate::http::{Answer, CardData, ErrorData};

#[wasm_bindgen]
extern "C" {
    /// An object that `JSON.parse` made: its members are data, so that reading them can't throw.
    type Json;
    #[wasm_bindgen(method, getter)]
    fn phone_number(this: &Json) -> JsValue;
    #[wasm_bindgen(method, getter)]
    fn first_name(this: &Json) -> JsValue;
    #[wasm_bindgen(method, getter)]
    fn last_name(this: &Json) -> JsValue;
    #[wasm_bindgen(method, getter)]
    fn image_url(this: &Json) -> JsValue;
    #[wasm_bindgen(method, getter)]
    fn is_active(this: &Json) -> JsValue;
    #[wasm_bindgen(method, getter)]
    fn contact_cards(this: &Json) -> JsValue;
    #[wasm_bindgen(method, getter)]
    fn error(this: &Json) -> JsValue;
    #[wasm_bindgen(method, getter)]
    fn trace_id(this: &Json) -> JsValue;
    #[wasm_bindgen(method, getter)]
    fn code(this: &Json) -> JsValue;
    #[wasm_bindgen(method, getter)]
    fn message(this: &Json) -> JsValue;
    #[wasm_bindgen(method, getter)]
    fn doc_url(this: &Json) -> JsValue;
    #[wasm_bindgen(method, getter)]
    fn retry_after(this: &Json) -> JsValue;

    #[wasm_bindgen(js_namespace = JSON, js_name = parse, catch)]
    fn parse_json(text: &str) -> Result<JsValue, JsValue>;
}

/// Reads a body; `None` for what is no JSON.
pub fn parse(text: &str) -> Option<Answer> {
    let root = parse_json(text).ok()?;
    let Some(json) = members(&root) else {
        return Some(Answer::default());
    };
    let cards = json.contact_cards();
    Some(Answer {
        card: card(json),
        contact_cards: Array::is_array(&cards).then(|| {
            let cards: &Array = cards.unchecked_ref();
            cards
                .iter()
                .map(|item| members(&item).map(card).unwrap_or_default())
                .collect()
        }),
        error: members(&json.error()).map(|error| ErrorData {
            code: value(&error.code()),
            message: value(&error.message()),
            doc_url: value(&error.doc_url()),
            retry_after: value(&error.retry_after()),
        }),
        trace_id: value(&json.trace_id()),
    })
}

fn members(value: &JsValue) -> Option<&Json> {
    value.is_object().then(|| value.unchecked_ref())
}

fn card(json: &Json) -> CardData {
    CardData {
        phone_number: value(&json.phone_number()),
        first_name: value(&json.first_name()),
        last_name: value(&json.last_name()),
        image_url: value(&json.image_url()),
        is_active: value(&json.is_active()),
    }
}
