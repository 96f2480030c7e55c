//! Where the code runs, for the core to decide what is safe there.

use js_sys::global;
use wasm_bindgen::JsValue;

use super::encode::get;
use crate::wire::Encoder;

/// The report that the core's [`Environment`](crate::call::Environment) takes, in the wire format. Looked up at each call:
/// globals come and go in tests.
pub fn environment() -> Vec<u8> {
    let global = global();
    let at = |path: &[&str]| {
        path.iter()
            .fold(JsValue::from(&global), |value, name| get(&value, name))
    };
    let is_there = |path: &[&str]| !at(path).is_undefined();
    // Their global scopes may look like those of a page's worker.
    let is_server = is_there(&["Deno"])
        || is_there(&["Bun"])
        || is_there(&["process", "versions", "node"])
        || at(&["navigator", "userAgent"]).as_string().as_deref() == Some("Cloudflare-Workers");
    let mut out = Encoder::new();
    out.object(|members| {
        members.text("hasDocument").boolean(is_there(&["document"]));
        members
            .text("hasWorkerScope")
            .boolean(is_there(&["WorkerGlobalScope"]));
        members.text("isServer").boolean(is_server);
        let origin = at(&["location", "origin"]).as_string();
        members.text("origin").optional_text(origin.as_deref());
    });
    out.finish()
}
