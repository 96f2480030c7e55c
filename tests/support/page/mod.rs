//! Helpers for tests in a page: JavaScript values, and Linq.
//!
//! If `EMULATOR_URL` is set when the tests are compiled, Linq is the emulator at that address.
//! Otherwise it is a `fetch` in the page, so that the tests need no server.
#![allow(dead_code, reason = "each test file uses a part of the helpers")]

use js_sys::{Array, Function, JSON, Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

/// The API key that Linq accepts.
pub const KEY: &str = "linq-emulator-key";

const EMULATOR_URL: Option<&str> = option_env!("EMULATOR_URL");

#[wasm_bindgen(module = "/tests/support/page/page.js")]
extern "C" {
    fn reset();
    #[wasm_bindgen(js_name = instanceOf)]
    fn instance_of(exports: &JsValue) -> JsValue;
    #[wasm_bindgen(js_name = respondWith)]
    fn respond_with(results: &str);
    fn received() -> JsValue;
    #[wasm_bindgen(js_name = scriptedFetch)]
    fn scripted_fetch(url: &JsValue, init: &JsValue) -> Promise;
}

/// Returns this module's exports as the instance that the package's driver expects.
pub fn instance() -> JsValue {
    instance_of(&wasm_bindgen::exports())
}

pub fn json(text: &str) -> JsValue {
    JSON::parse(text).unwrap()
}

pub fn get(value: &JsValue, name: &str) -> JsValue {
    Reflect::get(value, &name.into()).unwrap()
}

pub fn set(object: &JsValue, name: &str, value: &JsValue) {
    Reflect::set(object, &name.into(), value).unwrap();
}

/// Returns a member that is a string, or an empty string.
pub fn text(value: &JsValue, name: &str) -> String {
    get(value, name).as_string().unwrap_or_default()
}

/// Asserts options of `fetch` that send key and body nowhere else, and keep the request alive when
/// the page is left.
pub fn assert_protects_key_and_body(init: &JsValue) {
    for (name, value) in [
        ("method", "PATCH"),
        ("redirect", "manual"),
        ("cache", "no-store"),
        ("credentials", "omit"),
        ("referrerPolicy", "no-referrer"),
    ] {
        assert_eq!(text(init, name), value, "{name}");
    }
    assert!(get(init, "keepalive").is_truthy());
}

/// Awaits a promise or a value.
pub async fn settled(promise: &JsValue) -> Result<JsValue, JsValue> {
    JsFuture::from(Promise::resolve(promise)).await
}

/// Waits for some milliseconds.
pub async fn sleep(ms: i32) {
    let timer = Function::new_with_args("done, ms", "setTimeout(done, ms)");
    let slept = Promise::new(&mut |done, _| {
        timer.call2(&JsValue::NULL, &done, &ms.into()).unwrap();
    });
    settled(&slept).await.unwrap();
}

/// A request that Linq has received.
pub struct Received {
    pub method: String,
    /// Path and query.
    pub target: String,
    pub body: String,
}

/// Returns the base URL of Linq.
pub fn base_url() -> String {
    EMULATOR_URL.unwrap_or("https://linq.test").to_owned() + "/api/partner"
}

/// Returns the `fetch` that reaches Linq, unless it is the page's own.
pub fn linq_fetch() -> Option<Function> {
    let fetch =
        Closure::<dyn Fn(JsValue, JsValue) -> Promise>::new(|url: JsValue, init: JsValue| {
            scripted_fetch(&url, &init)
        });
    EMULATOR_URL
        .is_none()
        .then(|| fetch.into_js_value().unchecked_into())
}

/// Resets Linq.
pub async fn reset_linq() {
    match EMULATOR_URL {
        Some(_) => _ = control("POST", "reset", Some("{}")).await,
        None => reset(),
    }
}

/// Sets the next responses, in the format of the emulator's scripts.
pub async fn script(results: &str) {
    match EMULATOR_URL {
        Some(_) => {
            let script = format!(r#"{{ "responses": {results} }}"#);
            control("POST", "script", Some(&script)).await;
        }
        None => respond_with(results),
    }
}

/// Returns the requests since the last reset, without preflights.
pub async fn requests() -> Vec<Received> {
    let requests = match EMULATOR_URL {
        Some(_) => get(&control("GET", "requests", None).await, "requests"),
        None => received(),
    };
    let requests = requests.unchecked_into::<Array>();
    let requests = requests.iter().map(|request| Received {
        method: text(&request, "method"),
        target: text(&request, "target"),
        body: text(&request, "body"),
    });
    requests
        .filter(|request| request.method != "OPTIONS")
        .collect()
}

/// Calls the emulator's control API.
async fn control(method: &str, path: &str, body: Option<&str>) -> JsValue {
    let init = Object::new();
    set(&init, "method", &method.into());
    set(
        &init,
        "headers",
        &json(r#"{ "content-type": "application/json" }"#),
    );
    if let Some(body) = body {
        set(&init, "body", &body.into());
    }
    let url = format!("{}/emulator/{path}", EMULATOR_URL.unwrap_or_default());
    let fetch: Function = get(&js_sys::global(), "fetch").unchecked_into();
    let response = fetch
        .call2(&JsValue::UNDEFINED, &url.into(), &init)
        .unwrap();
    let response = settled(&response).await.unwrap();
    let read: Function = get(&response, "text").unchecked_into();
    let body = settled(&read.call0(&response).unwrap()).await.unwrap();
    JSON::parse(&body.as_string().unwrap()).unwrap_or_default()
}
