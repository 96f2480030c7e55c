//! What the tests in a page share: JavaScript values, and Linq.
//!
//! Where `EMULATOR_URL` is set when the tests are compiled, Linq is the emulator there; otherwise it is a `fetch` in the
//! page, so that the tests need nothing else.
#![allow(dead_code, reason = "each test file uses its part")]

use js_sys::{Array, Function, JSON, Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

/// The key that Linq takes.
pub const KEY: &str = "linq-emulator-key";

const EMULATOR_URL: Option<&str> = option_env!("EMULATOR_URL");

#[wasm_bindgen(module = "/tests/page/page.js")]
extern "C" {
    fn reset();
    #[wasm_bindgen(js_name = instanceOf)]
    fn instance_of(exports: &JsValue) -> JsValue;
    #[wasm_bindgen(js_name = respondWith)]
    fn respond_with(answers: &str);
    fn received() -> JsValue;
    #[wasm_bindgen(js_name = scriptedFetch)]
    fn scripted_fetch(url: &JsValue, init: &JsValue) -> Promise;
}

/// The core as the package's driver knows it, over this module's own exports.
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

/// A member that is a text; empty where it isn't.
pub fn text(value: &JsValue, name: &str) -> String {
    get(value, name).as_string().unwrap_or_default()
}

/// What `fetch` was told leaves the key and the body where they are, also when the page is left.
pub fn assert_keeps_to_itself(init: &JsValue) {
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

pub async fn settled(promise: &JsValue) -> Result<JsValue, JsValue> {
    JsFuture::from(Promise::resolve(promise)).await
}

/// Lets timers of so many milliseconds fire.
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

/// Where Linq is.
pub fn base_url() -> String {
    EMULATOR_URL.unwrap_or("https://linq.test").to_owned() + "/api/partner"
}

/// The `fetch` that leads to Linq, where it isn't the page's own.
pub fn linq_fetch() -> Option<Function> {
    let fetch =
        Closure::<dyn Fn(JsValue, JsValue) -> Promise>::new(|url: JsValue, init: JsValue| {
            scripted_fetch(&url, &init)
        });
    EMULATOR_URL
        .is_none()
        .then(|| fetch.into_js_value().unchecked_into())
}

/// Lets Linq forget everything.
pub async fn reset_linq() {
    match EMULATOR_URL {
        Some(_) => _ = control("POST", "reset", Some("{}")).await,
        None => reset(),
    }
}

/// Sets the next responses, in the emulator's own form.
pub async fn script(answers: &str) {
    match EMULATOR_URL {
        Some(_) => {
            let script = format!(r#"{{ "answers": {answers} }}"#);
            control("POST", "script", Some(&script)).await;
        }
        None => respond_with(answers),
    }
}

/// What Linq has received since it was reset, without preflights.
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

/// Calls the emulator's own API, past the code under test.
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
