//! [`Transfer`]: a request in flight, and reading its response.

use alloc::string::String;
use alloc::vec::Vec;

use js_sys::{ArrayBuffer, Function, JSON, Promise, TypeError, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::AbortController;

use super::encode::{absent, encode, encoded, get};
use super::fetch::{ActionObject, send};
use crate::wasm::bindings::{AnyResponse, AnyStream};
use crate::wire::Encoder;

/// A request in flight. Dropping it aborts what is left of it: the request, and the body of a `fetch` that ignores its
/// signal.
pub struct Transfer {
    controller: AbortController,
    /// What `fetch` returned.
    sent: JsValue,
    /// Reads the body, once there is one.
    reader: Option<AnyStream>,
    /// The report of the response's head in the wire format; absent before the head has arrived.
    head: Vec<u8>,
    is_over: bool,
}

impl Transfer {
    /// Calls `fetch`.
    pub fn start(action: &ActionObject, fetch: &Function) -> Self {
        let Ok(controller) = AbortController::new() else {
            core::arch::wasm32::unreachable()
        };
        let sent = send(action, fetch, &controller);
        Self {
            controller,
            sent,
            reader: None,
            head: absent(),
            is_over: false,
        }
    }

    /// The report of the head, as far as that has arrived.
    pub fn head(&self) -> Vec<u8> {
        self.head.clone()
    }

    /// Waits for the response and reads it. Returns the report of its body in the wire format: the JSON in a list, or the
    /// name of what is wrong with it.
    pub async fn read(&mut self, limit: u32) -> Result<Vec<u8>, JsValue> {
        let response = settled(&self.sent).await?;
        self.head = head_of(&response);
        let body = match self.read_body(&response, limit as usize).await? {
            Some(text) => report_of(&text)?,
            None => return Ok(text("tooLong")),
        };
        self.is_over = true;
        Ok(body)
    }

    /// The text of the body; nothing where it is longer than `limit` bytes.
    async fn read_body(
        &mut self,
        response: &JsValue,
        limit: usize,
    ) -> Result<Option<String>, JsValue> {
        if response.is_null() || response.is_undefined() {
            return Ok(Some(String::new()));
        }
        let body = response.unchecked_ref::<AnyResponse>().body()?;
        if body.is_falsy() {
            return Ok(Some(String::new()));
        }
        let reader = body.unchecked_ref::<AnyStream>().get_reader()?;
        let reader = self.reader.insert(reader);
        let mut bytes = Vec::new();
        loop {
            let chunk = get(&settled(&reader.read()?).await?, "value");
            if chunk.is_undefined() {
                break;
            }
            if !ArrayBuffer::is_view(&chunk) {
                return Err(TypeError::new("The body is not made of bytes").into());
            }
            let chunk = chunk.unchecked_into::<Uint8Array>();
            if chunk.length() as usize > limit.saturating_sub(bytes.len()) {
                return Ok(None);
            }
            bytes.append(&mut chunk.to_vec());
        }
        match String::from_utf8(bytes) {
            Ok(text) => Ok(Some(text)),
            Err(_) => Err(TypeError::new("The body is not UTF-8").into()),
        }
    }
}

impl Drop for Transfer {
    fn drop(&mut self) {
        if self.is_over {
            // Aborting would make an error with a stack.
            return;
        }
        self.controller.abort();
        if let Some(reader) = self.reader.take() {
            return cancel(&reader);
        }
        let sent = self.sent.clone();
        spawn_local(async move {
            if let Ok(response) = settled(&sent).await {
                cancel(get(&response, "body").unchecked_ref());
            }
        });
    }
}

/// Waits for a promise, or for whatever else a caller's function has returned.
async fn settled(value: &JsValue) -> Result<JsValue, JsValue> {
    JsFuture::from(Promise::resolve(value)).await
}

/// Ends a body that isn't read to its end.
fn cancel(stream: &AnyStream) {
    if let Ok(cancelled) = stream.cancel() {
        spawn_local(async move { _ = settled(&cancelled).await });
    }
}

/// A text as the report of a body.
fn text(name: &str) -> Vec<u8> {
    let mut out = Encoder::new();
    out.text(name);
    out.finish()
}

/// The report of a body that was read to its end.
fn report_of(body: &str) -> Result<Vec<u8>, JsValue> {
    let body = body.strip_prefix('\u{feff}').unwrap_or(body);
    match JSON::parse(body) {
        Ok(json) => encoded(&js_sys::Array::of1(&json)),
        Err(_) if body.is_empty() => Ok(text("empty")),
        Err(_) => Ok(text("notJson")),
    }
}

/// The report of a response's head, as far as that can be read: see [`Response::head`](crate::api::Response::head).
fn head_of(response: &JsValue) -> Vec<u8> {
    let mut members = Encoder::new();
    // What can't be read to its end is not reported in part.
    if encode_head(&mut members, response).is_err() {
        members = Encoder::new();
    }
    let members = members.finish();
    let mut out = Encoder::new();
    out.object(|head| _ = head.encoded(&members));
    out.finish()
}

fn encode_head(out: &mut Encoder, response: &JsValue) -> Result<(), JsValue> {
    let headers = response.unchecked_ref::<AnyResponse>().headers()?;
    for name in ["status", "type"] {
        encode(
            out.text(name),
            &js_sys::Reflect::get(response, &name.into())?,
            0,
        )?;
    }
    for (name, header) in [
        ("retryAfter", "retry-after"),
        ("traceId", "x-trace-id"),
        ("shouldRetry", "x-should-retry"),
        ("writeBudget", "x-write-budget"),
    ] {
        let value = headers.get(header)?;
        if let (Some(text), "retryAfter") = (value.as_string(), name) {
            let seconds = (js_sys::Date::parse(&text) - js_sys::Date::now()) / 1_000.0;
            if !seconds.is_nan() {
                out.text("retryIn").number(seconds.ceil().max(0.0));
            }
        }
        encode(out.text(name), &value, 0)?;
    }
    Ok(())
}
