//! The border to JavaScript: the package's exports. It translates and decides nothing.
//!
//! Exports keep no handle across the border: a packed value (see [`crate::value`]) goes in, JSON comes out.
#![allow(
    unsafe_code,
    reason = "the macros, the allocator and the one static need it"
)]

#[cfg(feature = "freestanding")]
mod freestanding;
mod platform;

use alloc::string::String;
use core::cell::RefCell;

use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;

pub use self::platform::LiveCall;
use self::platform::{Browser, kept_budget, now};
use crate::client::Call;
use crate::error::Outcome;
use crate::phone_number;
use crate::questions::answer;
use crate::turns::Turns;
use crate::value::Value;

#[wasm_bindgen(typescript_custom_section)]
const TYPINGS: &str = include_str!("typings.d.ts");

/// Who writes: the calls of this instance.
static TURNS: OneThread<RefCell<Turns>> = OneThread(RefCell::new(Turns::new()));

struct OneThread<T>(T);

// SAFETY: an instance without threads runs on one thread.
unsafe impl<T> Sync for OneThread<T> {}

/// Carries a call out: see [`Call::ask`] for what is asked. `live` is what the package's JavaScript has of the call, and
/// hears of its end.
#[wasm_bindgen(skip_typescript)]
pub fn call(asked: String, live: LiveCall) {
    spawn_local(async move {
        let end = match Call::ask(Value::unpack(&asked)) {
            Ok(call) => {
                let browser = Browser::start(&live, call.options().timeout);
                match call.run(&TURNS.0, &browser).await {
                    Ok(end) | Err(end) => end,
                }
            }
            Err(error) => error.to_json(Outcome::NotSent, None),
        };
        live.end(&end);
    })
}

/// Answers a question that needs no network: see [`answer`].
#[wasm_bindgen(skip_typescript)]
pub fn ask(asked: &str) -> JsValue {
    JsValue::from_str(&answer(Value::unpack(asked), now(), kept_budget))
}

/// Whether the text is a number in E.164 form.
#[wasm_bindgen(js_name = isE164, skip_typescript)]
pub fn is_e164(text: &str) -> bool {
    phone_number::is_e164(text)
}
