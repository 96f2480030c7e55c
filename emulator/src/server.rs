//! The routes, put together: the endpoint, the gateway in front of it, the control routes, the page.

use std::fmt;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request as HttpRequest, State};
use axum::http::{HeaderName, HeaderValue, Method, Response, StatusCode, header};
use axum::middleware::{self, Next};
use axum::routing::any;
use tokio::net::TcpListener;
use tower::ServiceExt;
use tower_http::services::ServeDir;
use tower_http::set_header::SetResponseHeaderLayer;

use crate::account::Account;
use crate::answer::{Answer, set_trace_id};
use crate::api::{Request, Rules, query_number};
use crate::config::{AlsoCounts, Config};
use crate::control;
use crate::dials::Dials;
use crate::gateway::{Gateway, upstream_url};
use crate::script::{Fault, Scripted};
use crate::state::Shared;
use crate::wire;

/// Allows the page its own scripts, WebAssembly and styles, images from https, and requests to its own origin; nothing
/// else.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
    img-src 'self' https: data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// The longest body that is read, in bytes.
const LONGEST_BODY: usize = 1024 * 1024;

/// The shortest time for which a connection may stay open without a request.
const SHORTEST_IDLE: Duration = Duration::from_secs(5);

/// The whole server, ready to serve.
pub struct Server {
    gateway: Arc<Gateway>,
    router: Router,
    keep_alive: bool,
    lines: Vec<String>,
}

/// Shows nothing of the gateway, which has a key.
impl fmt::Debug for Server {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Server").finish_non_exhaustive()
    }
}

impl Server {
    /// A server for a listener at this address.
    ///
    /// # Errors
    /// The problem with the flags or their files, as a text.
    pub fn new(config: Config, address: SocketAddr) -> Result<Self, String> {
        let dials = Arc::new(Dials::new(config.budget.0));
        let gateway = Arc::new(Gateway::new(&config, address, dials.clone())?);
        let config = Arc::new(config);
        let (linq, lines) = if config.live {
            let warning = format!(
                "LIVE: what the page saves changes real contact cards, at {}",
                upstream_url(&config, address)
            );
            (Router::new(), vec![warning])
        } else {
            let account = Account::open(config.state.as_deref())
                .map_err(|error| format!("the state file can't be used: {error}"))?;
            let shared = Shared::new(config.clone(), dials, gateway.clone(), account);
            (linq(shared), config.assumptions())
        };
        Ok(Self {
            router: linq.merge(page(gateway.clone(), &config)),
            gateway,
            keep_alive: !config.close_connections,
            lines,
        })
    }

    /// The lines to print at the start.
    #[must_use]
    pub fn lines(&self) -> &[String] {
        &self.lines
    }

    /// Serves until the listener fails.
    ///
    /// # Errors
    /// The listener's.
    pub async fn serve(self, listener: TcpListener) -> std::io::Result<()> {
        let head_timeout = self.gateway.timeout().max(SHORTEST_IDLE);
        wire::accept(listener, self.router, self.keep_alive, head_timeout).await
    }
}

/// The endpoint and the control routes.
fn linq(shared: Shared) -> Router {
    let mut router = Router::new()
        .route("/api/partner/v3/contact_card", any(endpoint))
        .route("/api/partner/{*path}", any(not_found));
    if shared.config.control {
        router = router.nest("/emulator", control::routes());
    }
    router
        .layer(middleware::from_fn_with_state(shared.clone(), cors))
        .with_state(shared)
}

/// The page and its gateway. The gateway refuses every path that is no file of the page.
fn page(gateway: Arc<Gateway>, config: &Config) -> Router {
    let answer = move |request| gateway.clone().answer(request);
    let router = Router::new().route("/api/linq/{*path}", any(answer.clone()));
    let Some(www) = &config.www else {
        return router.fallback(answer);
    };
    let set = |name: HeaderName, value| {
        SetResponseHeaderLayer::overriding(name, HeaderValue::from_static(value))
    };
    let files = Router::new()
        .fallback_service(ServeDir::new(www))
        .layer(set(
            header::CONTENT_SECURITY_POLICY,
            CONTENT_SECURITY_POLICY,
        ))
        .layer(set(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(set(header::REFERRER_POLICY, "no-referrer"))
        .layer(set(header::CACHE_CONTROL, "no-cache"));
    router.fallback(async move |request: HttpRequest| {
        // A URL where a path should be is no file's name.
        if request.uri().authority().is_some() {
            return answer(request).await;
        }
        let (parts, body) = request.into_parts();
        let for_file = HttpRequest::from_parts(parts.clone(), Body::empty());
        let Ok(file) = files.oneshot(for_file).await;
        let is_missing = [StatusCode::NOT_FOUND, StatusCode::METHOD_NOT_ALLOWED];
        if !is_missing.contains(&file.status()) {
            return file;
        }
        answer(HttpRequest::from_parts(parts, body)).await
    })
}

async fn endpoint(State(shared): State<Shared>, request: HttpRequest) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, LONGEST_BODY).await;
    let target = parts
        .uri
        .path_and_query()
        .map_or("", |target| target.as_str());
    let phone_number = query_number(parts.uri.query());

    let (trace_id, index, scripted, real) = {
        let mut state = shared.lock();
        let trace_id = state.next_trace_id();
        let index = state.log.add(
            &parts.method,
            target,
            &parts.headers,
            body.as_deref().unwrap_or_default(),
        );
        let scripted = state
            .script
            .take(parts.method.as_str(), phone_number.as_deref());
        let is_real = scripted.as_ref().is_none_or(Scripted::is_carried_out);
        let now = shared.dials.date();
        let is_write = parts.method == Method::PATCH || parts.method == Method::POST;
        let is_5xx = scripted
            .as_ref()
            .and_then(|scripted| scripted.status)
            .is_some_and(|status| status >= 500);
        if is_5xx && is_write && !is_real && shared.config.also_counts == AlsoCounts::Scripted5xx {
            let counted = phone_number.as_deref().unwrap_or_default();
            let _ = state
                .account
                .change(|account| account.count_write(counted, now));
        }
        let real = is_real.then(|| match &body {
            Err(_) => Answer::error(400, 1003, "Request body is too large"),
            Ok(body) => {
                let rules = Rules {
                    config: &shared.config,
                    budget: shared.dials.budget(),
                    now,
                };
                let query = parts.uri.query();
                let request = Request {
                    method: &parts.method,
                    query,
                    headers: &parts.headers,
                    body,
                };
                rules.answer(&request, &mut state.account)
            }
        });
        (trace_id, index, scripted, real)
    };

    let Some(scripted) = scripted else {
        let answer = real.unwrap_or_else(|| Answer::documented(500));
        shared.lock().log.set_status(index, answer.status);
        return answer.into_response(&trace_id);
    };
    tokio::time::sleep(Duration::from_millis(scripted.delay_ms)).await;
    let answer = match (scripted.status, real) {
        (None, Some(real)) => real,
        (status, _) => Answer::documented(status.unwrap_or(200)),
    };
    let mut response = answer.into_response(&trace_id);
    let mut bytes = to_bytes(std::mem::take(response.body_mut()), LONGEST_BODY)
        .await
        .unwrap_or_default();
    match scripted.body {
        Some(serde_json::Value::String(text)) => bytes = Bytes::from(text),
        Some(json) => bytes = Bytes::from(json.to_string()),
        None => {}
    }
    if let Some(status) = scripted
        .status
        .and_then(|status| StatusCode::from_u16(status).ok())
    {
        *response.status_mut() = status;
    }
    for (name, value) in &scripted.headers {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            response.headers_mut().insert(name, value);
        }
    }
    if !matches!(scripted.fault, Some(Fault::Reset | Fault::StallHead)) {
        shared.lock().log.set_status(index, response.status());
    }
    wire::break_off(response, bytes, scripted.fault).await
}

async fn not_found(State(shared): State<Shared>) -> Response<Body> {
    let trace_id = shared.lock().next_trace_id();
    let mut response = Answer::documented(404).into_response(&trace_id);
    set_trace_id(response.headers_mut(), &trace_id);
    response
}

/// Adds CORS, when it is on. It isn't known whether Linq answers preflights at all.
async fn cors(State(shared): State<Shared>, request: HttpRequest, next: Next) -> Response<Body> {
    let Some(origin) = shared.config.cors.as_deref() else {
        return next.run(request).await;
    };
    let requested_headers = request
        .headers()
        .get(header::ACCESS_CONTROL_REQUEST_HEADERS)
        .cloned();
    let is_preflight = request.method() == Method::OPTIONS;
    let mut response = if is_preflight {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::NO_CONTENT;
        response
    } else {
        next.run(request).await
    };
    let headers = response.headers_mut();
    let mut set = |name, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(name, value);
        }
    };
    set(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    if shared.config.cors_expose {
        set(
            header::ACCESS_CONTROL_EXPOSE_HEADERS,
            "X-Trace-ID, Retry-After",
        );
    }
    if is_preflight {
        set(
            header::ACCESS_CONTROL_ALLOW_METHODS,
            "GET, POST, PATCH, PUT",
        );
        if let Some(requested_headers) = requested_headers {
            headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, requested_headers);
        }
    }
    response
}
