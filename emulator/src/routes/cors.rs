//! CORS: lets pages of another origin read responses. Linq's documentation doesn't mention it.

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, Response, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};

use super::Route;

/// Whose pages may read responses.
#[derive(Clone)]
struct Cors {
    /// An origin, or `*` for all.
    origin: HeaderValue,
    /// Whether pages may read the headers of Linq's responses.
    exposes_headers: bool,
}

/// The routes with CORS for the pages of an origin; without an origin, they are returned as they
/// are.
pub fn allow(routes: Vec<Route>, origin: &Option<String>, exposes_headers: bool) -> Vec<Route> {
    let origin = origin.as_deref().map(HeaderValue::from_str);
    let Some(Ok(origin)) = origin else {
        return routes;
    };
    let cors = Cors {
        origin,
        exposes_headers,
    };
    let routes = routes.into_iter();
    let layer = from_fn_with_state(cors, respond);
    routes
        .map(|(path, handlers)| (path, handlers.layer(layer.clone())))
        .collect()
}

/// Responds to preflight requests, and adds the headers of CORS to other responses.
async fn respond(State(cors): State<Cors>, request: Request, next: Next) -> Response<Body> {
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
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, cors.origin);
    if cors.exposes_headers {
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
