//! The call of `fetch` with a request that the core has written.

use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;
use web_sys::{AbortController, RequestInit};

#[wasm_bindgen]
extern "C" {
    /// The members of an action, parsed from JSON.
    pub type ActionObject;
    #[wasm_bindgen(method, getter)]
    fn url(this: &ActionObject) -> JsValue;
    #[wasm_bindgen(method, getter)]
    fn init(this: &ActionObject) -> RequestInit;

    /// Parses JSON that the core has written.
    #[wasm_bindgen(js_namespace = JSON)]
    pub fn parse(text: &str) -> ActionObject;
}

/// Calls `fetch` with the members of [`Action::Send`](crate::call::Action::Send) and the
/// controller's signal. Returns the promise of the response, which is rejected where `fetch`
/// throws.
pub(super) fn send(
    action: &ActionObject,
    fetch: &Function,
    controller: &AbortController,
) -> JsValue {
    let init = action.init();
    init.set_signal(Some(&controller.signal()));
    // Called without `this`, like the global `fetch`.
    let sent = fetch.call2(&JsValue::UNDEFINED, &action.url(), &init);
    sent.unwrap_or_else(|thrown| Promise::reject(&thrown).into())
}
