//! The routes, put together: the endpoint, the page's front to it, the control routes, the page.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request as HttpRequest, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, Response, StatusCode, header};
use axum::middleware::{self, Next};
use axum::routing::any;
use tokio::net::TcpListener;
use tower_http::services::ServeDir;
use tower_http::set_header::SetResponseHeaderLayer;

use crate::account::Account;
use crate::answer::{Answer, set_trace_id};
use crate::api::{Request, Rules, query_number};
use crate::config::{AlsoCounts, Config};
use crate::control::{self, Logged};
use crate::script::{Fault, Script, Scripted};
use crate::wire;

/// What the page may do: run its own scripts and WebAssembly, show its own styles and pictures from https, talk to its
/// own origin. Nothing else.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
    img-src 'self' https: data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// The longest body that is read, in bytes.
const LONGEST_BODY: usize = 1024 * 1024;

/// The longest log.
const LONGEST_LOG: usize = 10_000;

/// What the routes share.
#[derive(Clone)]
pub struct Shared {
    pub config: Arc<Config>,
    state: Arc<Mutex<Now>>,
}

/// What changes.
pub struct Now {
    pub account: Account,
    pub script: Script,
    pub log: Vec<Logged>,
    /// Milliseconds ahead of the real clock.
    pub clock_offset: i64,
    pub budget: Option<u32>,
    traces: u64,
}

impl Shared {
    /// The state, for a moment: no lock is held over a wait.
    pub fn lock(&self) -> MutexGuard<'_, Now> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Now {
    fn clock(&self) -> i64 {
        let since_1970 = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        i64::try_from(since_1970.as_millis())
            .unwrap_or(i64::MAX)
            .saturating_add(self.clock_offset)
    }
}

/// Serves until the listener fails.
///
/// # Errors
/// A text that says what is wrong with the state file, or the listener's error.
pub async fn serve(listener: TcpListener, config: Config) -> Result<(), String> {
    let account = Account::open(config.state.as_deref())
        .map_err(|error| format!("the state file can't be used: {error}"))?;
    let shared = Shared {
        state: Arc::new(Mutex::new(Now {
            account,
            script: Script::default(),
            log: Vec::new(),
            clock_offset: 0,
            budget: config.budget.0,
            traces: 0,
        })),
        config: Arc::new(config),
    };
    let keep_alive = !shared.config.close_connections;
    wire::accept(listener, router(shared), keep_alive)
        .await
        .map_err(|error| error.to_string())
}

fn router(shared: Shared) -> Router {
    let mut router = Router::new()
        .route("/api/partner/v3/contact_card", any(endpoint))
        .route("/api/linq/v3/contact_card", any(front))
        .route("/api/{*path}", any(not_found));
    if shared.config.control {
        router = router.nest("/emulator", control::routes());
    }
    router = router
        .route("/emulator/{*path}", any(not_found))
        .layer(middleware::from_fn_with_state(shared.clone(), cors));
    if let Some(www) = &shared.config.www {
        let set = |name: HeaderName, value| {
            SetResponseHeaderLayer::overriding(name, HeaderValue::from_static(value))
        };
        let page = Router::new()
            .fallback_service(ServeDir::new(www))
            .layer(set(
                header::CONTENT_SECURITY_POLICY,
                CONTENT_SECURITY_POLICY,
            ))
            .layer(set(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
            .layer(set(header::REFERRER_POLICY, "no-referrer"))
            .layer(set(header::CACHE_CONTROL, "no-cache"));
        router = router.fallback_service(page);
    }
    router.with_state(shared)
}

/// The endpoint in front of the page: the key is added here, so that the page needs none.
async fn front(State(shared): State<Shared>, mut request: HttpRequest) -> Response<Body> {
    let authorization = HeaderValue::from_str(&format!("Bearer {}", shared.config.key));
    if let Ok(authorization) = authorization {
        request
            .headers_mut()
            .insert(header::AUTHORIZATION, authorization);
    }
    endpoint(State(shared), request).await
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
        state.traces += 1;
        let trace_id = format!("trace-{:06}", state.traces);
        let index = log(
            &mut state,
            &parts.method,
            target,
            &parts.headers,
            body.as_deref().unwrap_or_default(),
        );
        let scripted = state
            .script
            .take(parts.method.as_str(), phone_number.as_deref());
        let is_real = scripted.as_ref().is_none_or(Scripted::is_carried_out);
        let now = state.clock();
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
                    budget: state.budget,
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
        note_status(&shared, index, answer.status);
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
        note_status(&shared, index, response.status());
    }
    wire::break_off(response, bytes, scripted.fault).await
}

async fn not_found(State(shared): State<Shared>) -> Response<Body> {
    let trace_id = {
        let mut state = shared.lock();
        state.traces += 1;
        format!("trace-{:06}", state.traces)
    };
    let mut response = Answer::documented(404).into_response(&trace_id);
    set_trace_id(response.headers_mut(), &trace_id);
    response
}

/// Notes a request; the index is for its status.
fn log(state: &mut Now, method: &Method, target: &str, headers: &HeaderMap, body: &[u8]) -> usize {
    if state.log.len() == LONGEST_LOG {
        state.log.clear();
    }
    let headers = headers.iter().map(|(name, value)| {
        let value = if name == header::AUTHORIZATION {
            "Bearer •••"
        } else {
            value.to_str().unwrap_or("")
        };
        (name.to_string(), value.to_owned())
    });
    state.log.push(Logged {
        method: method.to_string(),
        target: target.to_owned(),
        headers: headers.collect(),
        body: String::from_utf8_lossy(body).into_owned(),
        status: None,
    });
    state.log.len() - 1
}

fn note_status(shared: &Shared, index: usize, status: StatusCode) {
    if let Some(logged) = shared.lock().log.get_mut(index) {
        logged.status = Some(status.as_u16());
    }
}

/// CORS, when it is on: whether Linq answers preflights at all is not known.
async fn cors(State(shared): State<Shared>, request: HttpRequest, next: Next) -> Response<Body> {
    let Some(origin) = shared.config.cors.as_deref() else {
        return next.run(request).await;
    };
    let asked = request
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
        if let Some(asked) = asked {
            headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, asked);
        }
    }
    response
}
