//! The report of where the code runs, by which the core decides what is safe.

use js_sys::global;
use wasm_bindgen::JsValue;

use super::encode::get;
use crate::wire::Encoder;

/// Encodes the core's [`Environment`](crate::call::Environment). It is read at each call, as tests
/// add and remove globals.
pub(super) fn environment() -> Vec<u8> {
    let global = global();
    let at = |path: &[&str]| {
        path.iter()
            .fold(JsValue::from(&global), |value, name| get(&value, name))
    };
    let exists = |path: &[&str]| !at(path).is_undefined();
    // Servers may have globals of a page or a worker.
    let is_server = exists(&["Deno"])
        || exists(&["Bun"])
        || exists(&["process", "versions", "node"])
        || at(&["navigator", "userAgent"]).as_string().as_deref() == Some("Cloudflare-Workers");
    let mut out = Encoder::new();
    out.object(|members| {
        members.text("hasDocument").boolean(exists(&["document"]));
        members
            .text("hasWorkerScope")
            .boolean(exists(&["WorkerGlobalScope"]));
        members.text("isServer").boolean(is_server);
        // Pages and workers made from a blob have no origin in their location.
        let origin = at(&["origin"]).as_string();
        let origin = origin.or_else(|| at(&["location", "origin"]).as_string());
        members.text("origin").optional_text(origin.as_deref());
    });
    out.finish()
}
