//! [`Transfer`]: a request in flight and its response.

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

/// A request in flight. Dropping it aborts the request, and cancels the body of a response whose
/// `fetch` ignores its signal.
pub(super) struct Transfer {
    controller: AbortController,
    /// The value that `fetch` has returned, which should be a promise.
    sent: JsValue,
    /// The reader of the body, once there is one.
    reader: Option<AnyStream>,
    /// The head of the response in the wire format; absent before it has arrived.
    head: Vec<u8>,
    /// Whether the body was read to its end.
    is_over: bool,
}

impl Transfer {
    /// Calls `fetch`.
    pub(super) fn start(action: &ActionObject, fetch: &Function) -> Self {
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

    /// The head of the response in the wire format; absent before it has arrived.
    pub(super) fn head(&self) -> Vec<u8> {
        self.head.clone()
    }

    /// Waits for the response and reads it. Returns [`Response::body`](crate::api::Response::body)
    /// in the wire format.
    pub(super) async fn read(&mut self, limit: u32) -> Result<Vec<u8>, JsValue> {
        let response = settled(&self.sent).await?;
        self.head = head_of(&response);
        let body = match self.read_body(&response, limit as usize).await? {
            Some(text) => encode_body(&text)?,
            None => return Ok(text("tooLong")),
        };
        self.is_over = true;
        Ok(body)
    }

    /// Reads the text of the body; `None` where it is longer than `limit` bytes.
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
            // Aborting now would only create an error with a stack.
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

/// Waits for a promise. Any other value is returned as it is.
async fn settled(value: &JsValue) -> Result<JsValue, JsValue> {
    JsFuture::from(Promise::resolve(value)).await
}

/// Cancels a body that isn't read to its end.
fn cancel(stream: &AnyStream) {
    if let Ok(cancelled) = stream.cancel() {
        spawn_local(async move { _ = settled(&cancelled).await });
    }
}

/// Encodes a string.
fn text(name: &str) -> Vec<u8> {
    let mut out = Encoder::new();
    out.text(name);
    out.finish()
}

/// Encodes the JSON of a body that was read to its end, or its problem.
fn encode_body(body: &str) -> Result<Vec<u8>, JsValue> {
    let body = body.strip_prefix('\u{feff}').unwrap_or(body);
    match JSON::parse(body) {
        Ok(json) => encoded(&js_sys::Array::of1(&json)),
        Err(_) if body.is_empty() => Ok(text("empty")),
        Err(_) => Ok(text("notJson")),
    }
}

/// Encodes [`Response::head`](crate::api::Response::head), which is empty where a part of it can't
/// be read.
fn head_of(response: &JsValue) -> Vec<u8> {
    let mut members = Encoder::new();
    if encode_head(&mut members, response).is_err() {
        members = Encoder::new();
    }
    let members = members.finish();
    let mut out = Encoder::new();
    out.object(|head| _ = head.encoded(&members));
    out.finish()
}

/// Encodes the members of the head.
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
            // The server's clock, where it can be read: this host's may be off.
            let date = headers.get("date")?.as_string().unwrap_or_default();
            let server_time = js_sys::Date::parse(&date);
            let now = if server_time.is_nan() {
                js_sys::Date::now()
            } else {
                server_time
            };
            let seconds = (js_sys::Date::parse(&text) - now) / 1_000.0;
            if !seconds.is_nan() {
                out.text("retryIn").number(seconds.ceil().max(0.0));
            }
        }
        encode(out.text(name), &value, 0)?;
    }
    Ok(())
}
