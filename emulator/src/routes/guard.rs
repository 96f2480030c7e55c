//! Refuses requests of senders that may not use a route. [`crate::access`] decides.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode, header};
use axum::middleware::Next;
use serde_json::json;

use crate::access::{Access, Refused, Sender};
use crate::hosts::Hosts;

const SITE: HeaderName = HeaderName::from_static("sec-fetch-site");
const MODE: HeaderName = HeaderName::from_static("sec-fetch-mode");
const DESTINATION: HeaderName = HeaderName::from_static("sec-fetch-dest");

/// What routes are guarded with.
#[derive(Clone)]
pub struct Guard {
    pub hosts: Arc<Hosts>,
    pub access: Access,
}

/// Passes a request on if its sender may use the route.
pub async fn check(State(guard): State<Guard>, request: Request, next: Next) -> Response<Body> {
    let headers = request.headers();
    let sender = Sender {
        method: request.method().as_str(),
        host: only(headers, header::HOST),
        origin: only(headers, header::ORIGIN),
        site: only(headers, SITE),
        mode: only(headers, MODE),
        destination: only(headers, DESTINATION),
    };
    match guard.access.check(&guard.hosts, &sender) {
        Ok(()) => next.run(request).await,
        Err(refused) => {
            let path = request.uri().path();
            tracing::debug!(path, ?sender, "a request is refused");
            respond(&refused)
        }
    }
}

/// The value of a header; empty where it is sent twice or isn't text.
fn only(headers: &HeaderMap, name: HeaderName) -> Option<&str> {
    let mut values = headers.get_all(name).iter();
    let value = values.next()?;
    Some(match values.next() {
        None => value.to_str().unwrap_or_default(),
        Some(_) => "",
    })
}

/// The error, in the format of Linq's.
fn respond(Refused(message): &Refused) -> Response<Body> {
    let status = StatusCode::FORBIDDEN;
    let error = json!({ "status": status.as_u16(), "code": 2005, "message": message });
    let body = json!({ "error": error, "success": false });
    let mut response = Response::new(Body::from(body.to_string()));
    *response.status_mut() = status;
    for (name, value) in [
        (header::CONTENT_TYPE, "application/json"),
        (header::CACHE_CONTROL, "no-store"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ] {
        let value = HeaderValue::from_static(value);
        response.headers_mut().insert(name, value);
    }
    response
}
