//! The core's requests, as `fetch` and a preview take them.

use crate::http::{Header, Request};
use crate::options::CallOptions;
use crate::value::{Value, object};

/// What a preview shows.
pub fn preview(request: &Request) -> Value {
    message(request).with("url", request.url.as_str())
}

/// The second argument of `fetch`, but for the signal.
pub fn fetch_init(request: &Request, options: &CallOptions) -> Value {
    message(request)
        .with("cache", "no-store")
        .with("credentials", options.credentials)
        .with("keepalive", options.keepalive)
        .with("redirect", "manual")
        .with("referrerPolicy", "no-referrer")
}

fn message(request: &Request) -> Value {
    object()
        .with("method", request.method.as_str())
        .with("headers", headers(&request.headers))
        .with("body", request.body.as_deref())
}

fn headers(headers: &[Header]) -> Value {
    let mut members = Vec::new();
    for (name, value) in headers {
        members.push((name.clone(), Value::Text(value.clone())));
    }
    Value::Object(members)
}
