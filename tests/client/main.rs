//! The client for front ends in Rust, in real browsers.
#![cfg(target_arch = "wasm32")]

mod conversions;
mod errors;
mod lifecycle;
#[path = "../support/page/mod.rs"]
mod page;
mod requests;

use std::future::poll_fn;
use std::pin::Pin;
use std::task::Poll;

use contact_card::client::{Client, ClientOptions, ContactCardUpdate, Error, SetContactCard};
use js_sys::{Array, Function};
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test_configure;

use self::page::{KEY, base_url, linq_fetch};

wasm_bindgen_test_configure!(run_in_browser);

/// Returns options with which a call reaches Linq.
fn options() -> ClientOptions {
    ClientOptions {
        api_key: Some(KEY.into()),
        base_url: Some(base_url()),
        dangerously_allow_browser: true,
        fetch: linq_fetch(),
        ..ClientOptions::default()
    }
}

/// Returns options with a `fetch` that has this body.
fn with_fetch(body: &str) -> ClientOptions {
    ClientOptions {
        fetch: Some(Function::new_with_args("url, init", body)),
        ..options()
    }
}

fn sample() -> ContactCardUpdate {
    ContactCardUpdate {
        phone_number: "+15551234567".into(),
        first_name: Some("John".into()),
        last_name: Some("Doe".into()),
        image_url: Some("https://cdn.linqapp.com/contact-card/example.jpg".into()),
    }
}

fn ada(number: &str) -> ContactCardUpdate {
    ContactCardUpdate {
        phone_number: number.into(),
        first_name: Some("Ada".into()),
        ..ContactCardUpdate::default()
    }
}

async fn update(options: ClientOptions) -> Result<SetContactCard, Error> {
    Client::new(options).update(&sample()).await
}

/// Polls a call once, as an executor does at first.
async fn poll_once<T>(call: &mut Pin<Box<impl Future<Output = T>>>) -> Poll<T> {
    poll_fn(|context| Poll::Ready(call.as_mut().poll(context))).await
}

/// Returns a `fetch` that never settles, and the options that it was called with.
fn endless_fetch() -> (Function, Array) {
    let calls = Array::new();
    let make = Function::new_with_args(
        "calls",
        "return (url, init) => { calls.push(init); return new Promise(() => {}) }",
    );
    let fetch = make.call1(&JsValue::NULL, &calls).unwrap().unchecked_into();
    (fetch, calls)
}

/// A script with a temporary error, after which a write is retried.
const SERVICE_ERROR: &str = r#"[{ "method": "PATCH", "status": 503, "body": { "error": { "code": 3001, "message": "Try +15551234567 again" } } }]"#;
