//! The endpoint: HTTP in front of the rules.

use std::time::Duration;

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, Response, StatusCode};
use axum::routing::any;
use emulator_rules::MAX_BODY_BYTES;

use super::Route;
use crate::fault;
use crate::state::AppState;

/// The endpoint, and the other paths of Linq's API.
pub fn routes(state: &AppState) -> Vec<Route> {
    vec![
        (
            "/api/partner/v3/contact_card",
            any(contact_card).with_state(state.clone()),
        ),
        (
            "/api/partner/{*path}",
            any(not_found).with_state(state.clone()),
        ),
    ]
}

/// Responds to a request for contact cards.
async fn contact_card(State(state): State<AppState>, request: Request) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, MAX_BODY_BYTES).await.ok();
    let target = parts.uri.path_and_query();
    let headers = parts.headers.iter();
    let headers: Vec<_> = headers
        .map(|(name, value)| (name.as_str(), value.to_str().unwrap_or_default()))
        .collect();
    let exchange = state.handle(&emulator_rules::Request {
        method: parts.method.as_str(),
        target: target.map_or("", |target| target.as_str()),
        headers: &headers,
        body: body.as_deref(),
        needs_key: true,
    });
    if exchange.delay_ms > 0 {
        tokio::time::sleep(Duration::from_millis(exchange.delay_ms)).await;
    }
    state.with_emulator(|emulator| emulator.set_sent(&exchange));
    let response = to_http(exchange.response);
    match exchange.fault {
        Some(fault) => fault::inject(response, fault).await,
        None => response.map(Body::from),
    }
}

/// Responds to a request for a path that Linq doesn't have.
async fn not_found(State(state): State<AppState>) -> Response<Body> {
    let response = state.with_emulator(|emulator| emulator.not_found());
    to_http(response).map(Body::from)
}

/// The same response over HTTP. A script may have headers and a status that HTTP doesn't allow:
/// they are left out.
fn to_http(response: emulator_rules::Response) -> Response<Bytes> {
    let mut http = Response::new(Bytes::from(response.body));
    *http.status_mut() =
        StatusCode::from_u16(response.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    for (name, value) in response.headers {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            http.headers_mut().insert(name, value);
        }
    }
    http
}
