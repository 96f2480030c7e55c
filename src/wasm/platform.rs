//! [`Browser`]: the core's platform on the host's `fetch`, timers and signals.

use js_sys::{Promise, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, AbortSignal};

use super::callback::{Aborted, Timer};
use super::options::Callables;
use super::request::fetch_init;
use super::value::{read, write};
use crate::api_key::Host;
use crate::client::Platform;
use crate::http::{Body, Head, Request};
use crate::options::CallOptions;
use crate::value::Value;

#[wasm_bindgen]
extern "C" {
    type Global;
    #[wasm_bindgen(thread_local_v2, js_name = globalThis)]
    static GLOBAL: Global;
    #[wasm_bindgen(method, getter)]
    fn fetch(this: &Global) -> JsValue;
    #[wasm_bindgen(method, getter)]
    fn document(this: &Global) -> JsValue;
    #[wasm_bindgen(method, getter, js_name = WorkerGlobalScope)]
    fn worker_global_scope(this: &Global) -> JsValue;
    #[wasm_bindgen(method, getter, js_name = Deno)]
    fn deno(this: &Global) -> JsValue;
    #[wasm_bindgen(method, getter, js_name = Bun)]
    fn bun(this: &Global) -> JsValue;
    #[wasm_bindgen(method, getter)]
    fn process(this: &Global) -> Option<Members>;
    #[wasm_bindgen(method, getter)]
    fn navigator(this: &Global) -> Option<Members>;
    #[wasm_bindgen(method, getter)]
    fn location(this: &Global) -> Option<Members>;

    type Members;
    #[wasm_bindgen(method, getter)]
    fn versions(this: &Members) -> Option<Members>;
    #[wasm_bindgen(method, getter)]
    fn node(this: &Members) -> JsValue;
    #[wasm_bindgen(method, getter, js_name = userAgent)]
    fn user_agent(this: &Members) -> JsValue;
    #[wasm_bindgen(method, getter)]
    fn origin(this: &Members) -> JsValue;

    /// `fetch`'s second argument.
    type FetchInit;
    #[wasm_bindgen(method, setter)]
    fn set_signal(this: &FetchInit, signal: &AbortSignal);

    /// What `fetch` answered: a caller's own `fetch` may answer anything.
    type ResponseLike;
    #[wasm_bindgen(method, getter, catch)]
    fn status(this: &ResponseLike) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, getter, catch, js_name = type)]
    fn kind(this: &ResponseLike) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, getter, catch)]
    fn headers(this: &ResponseLike) -> Result<HeadersLike, JsValue>;
    #[wasm_bindgen(method, getter, catch)]
    fn body(this: &ResponseLike) -> Result<Option<StreamLike>, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn text(this: &ResponseLike) -> Result<Promise, JsValue>;

    type HeadersLike;
    #[wasm_bindgen(method, catch)]
    fn get(this: &HeadersLike, name: &str) -> Result<JsValue, JsValue>;

    type StreamLike;
    #[wasm_bindgen(method, catch, js_name = getReader)]
    fn get_reader(this: &StreamLike) -> Result<ReaderLike, JsValue>;

    type ReaderLike;
    #[wasm_bindgen(method, catch)]
    fn read(this: &ReaderLike) -> Result<Promise, JsValue>;

    #[wasm_bindgen(js_namespace = JSON, js_name = parse, catch)]
    fn parse_json(text: &str) -> Result<JsValue, JsValue>;

    type Chunk;
    #[wasm_bindgen(method, getter, catch)]
    fn done(this: &Chunk) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, getter, catch)]
    fn value(this: &Chunk) -> Result<JsValue, JsValue>;
}

/// What the host says of this place.
pub fn host() -> Host {
    GLOBAL.with(|global| {
        let has_document = !global.document().is_undefined();
        let has_worker_scope = !global.worker_global_scope().is_undefined();
        Host {
            has_document,
            has_worker_scope,
            is_server_runtime: has_worker_scope && is_server_runtime(global),
            origin: global
                .location()
                .and_then(|location| location.origin().as_string()),
        }
    })
}

fn is_server_runtime(global: &Global) -> bool {
    let node = || global.process()?.versions().map(|versions| versions.node());
    let user_agent = || global.navigator()?.user_agent().as_string();
    !global.deno().is_undefined()
        || !global.bun().is_undefined()
        || node().is_some_and(|version| !version.is_undefined())
        || user_agent().is_some_and(|name| name == "Cloudflare-Workers")
}

/// The host's platform for one call.
pub struct Browser(pub Callables);

impl Browser {
    /// Why the caller aborted.
    pub fn abort_reason(&self) -> JsValue {
        let reason = self
            .0
            .signal
            .as_ref()
            .and_then(|signal| signal.reason().ok());
        reason.unwrap_or_default()
    }
}

/// A response whose body is still to be read. Dropping it ends the transfer.
pub struct Incoming {
    response: ResponseLike,
    _transfer: Transfer,
}

/// Aborts the request when it is dropped; after its end, that does nothing.
struct Transfer(AbortController);

impl Drop for Transfer {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl Platform for Browser {
    type Thrown = JsValue;
    type Incoming = Incoming;

    async fn key(&self) -> Result<Value, JsValue> {
        let Some(function) = &self.0.api_key else {
            return Ok(Value::Absent);
        };
        read(&settled(function.call0(&JsValue::UNDEFINED)?).await?)
    }

    async fn send(
        &self,
        request: &Request,
        options: &CallOptions,
    ) -> Result<(Head, Incoming), JsValue> {
        let fetch = match &self.0.fetch {
            Some(fetch) => fetch.clone(),
            None => GLOBAL.with(Global::fetch).dyn_into()?,
        };
        let transfer = Transfer(AbortController::new()?);
        let init = write(&fetch_init(request, options));
        init.unchecked_ref::<FetchInit>()
            .set_signal(&transfer.0.signal());

        let url = JsValue::from_str(&request.url);
        let response = settled(fetch.call2(&JsValue::UNDEFINED, &url, &init)?).await?;
        let response: ResponseLike = response.unchecked_into();
        let head = head(&response);
        let incoming = Incoming {
            response,
            _transfer: transfer,
        };
        Ok((head, incoming))
    }

    async fn read(&self, incoming: &Incoming, longest: u32) -> Body {
        match read_bytes(&incoming.response, longest as usize).await {
            Ok(Some(bytes)) if bytes.is_empty() => Body::EMPTY,
            Ok(Some(bytes)) => decode(bytes),
            Ok(None) => Body::TOO_LONG,
            Err(_) => Body::UNREADABLE,
        }
    }

    async fn sleep(&self, ms: f64) {
        Timer::start(ms).await;
    }

    async fn aborted(&self) {
        Aborted::listen(self.0.signal.as_ref()).await;
    }
}

/// Waits for a value that may be a promise.
async fn settled(value: JsValue) -> Result<JsValue, JsValue> {
    JsFuture::from(Promise::resolve(&value)).await
}

fn head(response: &ResponseLike) -> Head {
    // A caller's own `fetch` may answer anything: what can't be read isn't there.
    let value =
        |value: Result<JsValue, JsValue>| value.and_then(|value| read(&value)).unwrap_or_default();
    let header = |name| value(response.headers().and_then(|headers| headers.get(name)));
    let status = value(response.status()).as_u32().unwrap_or_default();
    Head {
        status: status.try_into().unwrap_or_default(),
        opaque_redirect: value(response.kind()).as_text() == Some("opaqueredirect"),
        retry_after: header("retry-after"),
        trace_id: header("x-trace-id"),
    }
}

/// The body's bytes; `None` when there are more than `longest`.
async fn read_bytes(response: &ResponseLike, longest: usize) -> Result<Option<Vec<u8>>, JsValue> {
    let mut bytes = Vec::new();
    let Some(stream) = response.body()? else {
        // No body, or a host whose responses have no streams.
        let text = settled(response.text()?.into()).await?;
        bytes = text.as_string().unwrap_or_default().into_bytes();
        return Ok((bytes.len() <= longest).then_some(bytes));
    };
    let reader = stream.get_reader()?;
    loop {
        let chunk: Chunk = settled(reader.read()?.into()).await?.unchecked_into();
        if chunk.done()?.is_truthy() {
            return Ok(Some(bytes));
        }
        let chunk: Uint8Array = chunk.value()?.dyn_into()?;
        if bytes.len().saturating_add(chunk.length() as usize) > longest {
            return Ok(None);
        }
        bytes.extend(chunk.to_vec());
    }
}

fn decode(bytes: Vec<u8>) -> Body {
    let Ok(text) = String::from_utf8(bytes) else {
        return Body::NOT_JSON;
    };
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    match parse_json(text).and_then(|json| read(&json)) {
        Ok(json) => Body::Json(json),
        Err(_) => Body::NOT_JSON,
    }
}
