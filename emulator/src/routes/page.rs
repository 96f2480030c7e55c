//! The dashboard's files, and the gateway that the dashboard uses.

use std::path::Path;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::routing::{MethodRouter, any};
use tower::ServiceExt;
use tower_http::services::ServeDir;
use tower_http::set_header::SetResponseHeaderLayer;

use super::user;
use crate::gateway::Gateway;

/// Allows scripts, WebAssembly, styles and requests of the page's own origin, and images from
/// https; nothing else.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
    img-src 'self' https: data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// The gateway.
pub fn gateway(gateway: &Arc<Gateway>) -> MethodRouter {
    let gateway = gateway.clone();
    any(move |request| gateway.respond(request))
}

/// The files in the folder `www`. The gateway refuses each path that isn't a file.
pub fn rest(gateway: &Arc<Gateway>, www: Option<&Path>) -> MethodRouter {
    let Some(www) = www else {
        return self::gateway(gateway);
    };
    let gateway = gateway.clone();
    let files = files(www);
    any(async move |request: Request| {
        // A whole URL as the target doesn't name a file.
        if request.uri().authority().is_some() {
            return gateway.respond(request).await;
        }
        let (mut parts, body) = request.into_parts();
        let user = gateway.user(&parts.headers);
        if user.is_some() {
            user::want_whole_page(&mut parts);
        }
        let file_request = Request::from_parts(parts.clone(), Body::empty());
        let Ok(file) = files.oneshot(file_request).await;
        match file.status() {
            StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED => {
                gateway.respond(Request::from_parts(parts, body)).await
            }
            _ => user::name(file, user).await,
        }
    })
}

/// The files in a folder, with the headers that protect a page.
fn files(www: &Path) -> Router {
    let set = |name: HeaderName, value| {
        SetResponseHeaderLayer::overriding(name, HeaderValue::from_static(value))
    };
    Router::new()
        .fallback_service(ServeDir::new(www))
        .layer(set(
            header::CONTENT_SECURITY_POLICY,
            CONTENT_SECURITY_POLICY,
        ))
        .layer(set(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(set(header::REFERRER_POLICY, "no-referrer"))
        .layer(set(header::CACHE_CONTROL, "no-cache"))
}
