//! The JavaScript functions and methods that the client calls. Those of a caller's own objects may
//! throw.

use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// The time on a monotonic clock, in milliseconds.
    #[wasm_bindgen(js_namespace = performance)]
    pub fn now() -> f64;

    #[wasm_bindgen(js_name = setTimeout)]
    pub fn set_timeout(callback: &Closure<dyn FnMut()>, ms: f64) -> JsValue;

    #[wasm_bindgen(js_name = clearTimeout)]
    pub fn clear_timeout(id: &JsValue);

    /// Converts a value to a string. Throws what the value's own conversion throws.
    #[wasm_bindgen(catch, js_name = String)]
    pub fn to_text(value: &JsValue) -> Result<String, JsValue>;

    /// The class of an object, such as `[object Array]`.
    #[wasm_bindgen(catch, js_namespace = ["Object", "prototype", "toString"], js_name = call)]
    pub fn class_of(value: &JsValue) -> Result<String, JsValue>;

    /// The value that a caller's `fetch` has returned, which should be a response.
    pub type AnyResponse;
    #[wasm_bindgen(catch, method, getter)]
    pub fn body(this: &AnyResponse) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, method, getter)]
    pub fn headers(this: &AnyResponse) -> Result<AnyHeaders, JsValue>;

    /// The headers of a response.
    pub type AnyHeaders;
    #[wasm_bindgen(catch, method)]
    pub fn get(this: &AnyHeaders, name: &str) -> Result<JsValue, JsValue>;

    /// The body of a response, or the reader of a body.
    pub type AnyStream;
    #[wasm_bindgen(catch, method, js_name = getReader)]
    pub fn get_reader(this: &AnyStream) -> Result<AnyStream, JsValue>;
    #[wasm_bindgen(catch, method)]
    pub fn read(this: &AnyStream) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, method)]
    pub fn cancel(this: &AnyStream) -> Result<JsValue, JsValue>;
}
