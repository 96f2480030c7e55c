//! CORS, with `--cors`. Linq's documentation doesn't mention it.

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, Response, StatusCode, header};
use axum::middleware::Next;

use crate::state::AppState;

/// Lets pages of the origin of `--cors` read responses, and responds to their preflight requests.
pub async fn allow(State(state): State<AppState>, request: Request, next: Next) -> Response<Body> {
    let Some(origin) = state.config.cors.as_deref() else {
        return next.run(request).await;
    };
    let is_preflight = request.method() == Method::OPTIONS;
    let requested_headers = request
        .headers()
        .get(header::ACCESS_CONTROL_REQUEST_HEADERS)
        .cloned();
    let mut response = if is_preflight {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::NO_CONTENT;
        response
    } else {
        next.run(request).await
    };
    let headers = response.headers_mut();
    if let Ok(origin) = HeaderValue::from_str(origin) {
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    }
    if state.config.cors_expose {
        headers.insert(
            header::ACCESS_CONTROL_EXPOSE_HEADERS,
            HeaderValue::from_static("X-Trace-ID, Retry-After"),
        );
    }
    if is_preflight {
        headers.insert(
            header::ACCESS_CONTROL_ALLOW_METHODS,
            HeaderValue::from_static("GET, POST, PATCH, PUT"),
        );
        if let Some(requested_headers) = requested_headers {
            headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, requested_headers);
        }
    }
    response
}
