//! The JavaScript that the client calls. What a caller's own objects may throw is caught.

use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// Milliseconds on a clock that never goes back.
    #[wasm_bindgen(js_namespace = performance)]
    pub fn now() -> f64;

    #[wasm_bindgen(js_name = setTimeout)]
    pub fn set_timeout(callback: &Closure<dyn FnMut()>, ms: f64) -> JsValue;

    #[wasm_bindgen(js_name = clearTimeout)]
    pub fn clear_timeout(id: &JsValue);

    /// A value as text. Throws where the value's own conversion does.
    #[wasm_bindgen(catch, js_name = String)]
    pub fn to_text(value: &JsValue) -> Result<String, JsValue>;

    /// The kind of an object, such as `[object Array]`.
    #[wasm_bindgen(catch, js_namespace = ["Object", "prototype", "toString"], js_name = call)]
    pub fn kind_of(value: &JsValue) -> Result<String, JsValue>;

    /// A response, or whatever else a caller's `fetch` returns.
    pub type AnyResponse;
    #[wasm_bindgen(catch, method, getter)]
    pub fn body(this: &AnyResponse) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, method, getter)]
    pub fn headers(this: &AnyResponse) -> Result<AnyHeaders, JsValue>;

    /// Its headers.
    pub type AnyHeaders;
    #[wasm_bindgen(catch, method)]
    pub fn get(this: &AnyHeaders, name: &str) -> Result<JsValue, JsValue>;

    /// Its body, or the reader of that.
    pub type AnyStream;
    #[wasm_bindgen(catch, method, js_name = getReader)]
    pub fn get_reader(this: &AnyStream) -> Result<AnyStream, JsValue>;
    #[wasm_bindgen(catch, method)]
    pub fn read(this: &AnyStream) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, method)]
    pub fn cancel(this: &AnyStream) -> Result<JsValue, JsValue>;
}
