//! The request, as the core has written it.

use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;
use web_sys::{AbortController, RequestInit};

#[wasm_bindgen]
extern "C" {
    /// The JSON of an action, parsed.
    pub type ActionObject;
    #[wasm_bindgen(method, getter)]
    fn url(this: &ActionObject) -> JsValue;
    #[wasm_bindgen(method, getter)]
    fn init(this: &ActionObject) -> RequestInit;

    /// Parses what the core has written, which is JSON.
    #[wasm_bindgen(js_namespace = JSON)]
    pub fn parse(text: &str) -> ActionObject;
}

/// Calls `fetch` as [`Action::Send`](crate::call::Action::Send) says, with the signal of what aborts it. Returns the promise of
/// the response; what is thrown at once becomes a rejected promise.
pub fn send(action: &ActionObject, fetch: &Function, controller: &AbortController) -> JsValue {
    let init = action.init();
    init.set_signal(Some(&controller.signal()));
    // Unbound, as callers expect of `fetch`.
    let sent = fetch.call2(&JsValue::UNDEFINED, &action.url(), &init);
    sent.unwrap_or_else(|thrown| Promise::reject(&thrown).into())
}
