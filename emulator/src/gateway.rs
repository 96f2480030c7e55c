//! The gateway, on this server: the core says what is done next, and this does it. Nothing is decided here.

mod reading;
mod sessions;
mod store;
mod upstream;

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue, Response, StatusCode};
use contact_card::api::BaseUrl;
use contact_card::gateway::{
    Config as GatewayConfig, Exchange, Host, Limit, Limits, RequestHead, Reservation,
    Response as GatewayResponse, Slot, Step, next_step,
};
use contact_card::wire::from_json;
use serde_json::json;
use tokio::time::Instant;

use self::reading::read;
use self::sessions::Sessions;
use self::store::Store;
use self::upstream::{Outcome, Upstream};
use crate::config::Config;
use crate::dials::Dials;

/// Where a key is looked for when the cards are real.
pub const KEY_VARIABLE: &str = "LINQ_API_V3_API_KEY";

/// The developer's own machine and account: nobody else could be left without.
const UNLIMITED: u32 = u32::MAX;

/// A gateway. Without `Debug`, as it holds the key.
pub struct Gateway {
    config: GatewayConfig,
    sessions: Sessions,
    store: Mutex<Store>,
    upstream: Upstream,
    dials: Arc<Dials>,
    is_logging: bool,
}

impl Gateway {
    /// Sets it up, on a server that listens there.
    ///
    /// # Errors
    /// A text that says what is wrong with the flags.
    pub fn new(config: &Config, address: SocketAddr, dials: Arc<Dials>) -> Result<Self, String> {
        let origins = match config.gateway_origin.as_slice() {
            [] => own_origins(address),
            named => named.to_vec(),
        };
        let mut options = json!({
            "apiKey": key(config)?,
            "origins": origins,
            "upstream": upstream_url(config, address),
        });
        if let Some(timeout) = config.gateway_timeout {
            options["timeout"] = timeout.into();
        }
        Ok(Self {
            config: parse(&options)?,
            sessions: match &config.sessions {
                Some(file) => Sessions::read(file)?,
                // A proxy in front may ask in either name.
                None => Sessions::developer(&[origins, own_origins(address)].concat()),
            },
            store: Mutex::default(),
            upstream: Upstream::default(),
            dials,
            is_logging: config.live,
        })
    }

    /// Milliseconds for a whole exchange.
    pub fn timeout(&self) -> Duration {
        Duration::from_millis(self.config.timeout().into())
    }

    /// Gives all places back.
    pub fn reset(&self) {
        *self.store() = Store::default();
    }

    /// Answers a request, whatever becomes of its connection: what is on its way to Linq goes on, and is logged.
    pub async fn answer(self: Arc<Self>, request: Request) -> Response<Body> {
        let answered = tokio::spawn(async move { self.exchange(request).await }).await;
        answered.unwrap_or_else(|_| bare(StatusCode::INTERNAL_SERVER_ERROR))
    }

    /// From the first check to the answer.
    async fn exchange(&self, request: Request) -> Response<Body> {
        let started = Instant::now();
        let deadline = started + self.timeout();
        let config = self.current_config();
        let (parts, body) = request.into_parts();
        // Of an absolute-form target that is the whole URL.
        let target = parts.uri.to_string();
        let headers = parts.headers.iter();
        let head = RequestHead {
            method: parts.method.as_str(),
            target: &target,
            headers: headers
                .map(|(name, value)| (name.as_str(), text(value)))
                .collect(),
        };
        let (mut body, mut outcome) = (Some(body), None);
        let mut exchange = Exchange::new(&config, &head);
        loop {
            match next_step(&config, &exchange) {
                Step::Authorize => exchange.authorized(self.sessions.of(&parts.headers)),
                Step::ReadBody(limit) => {
                    let body = body.take().unwrap_or_default();
                    exchange.body_read(&config, &read(body, limit, deadline).await);
                }
                Step::Reserve(slots) => exchange.reserved(&config, self.reserve(&slots)),
                Step::Forward(request) => {
                    let sent = self.upstream.send(&request, deadline).await;
                    exchange.responded(outcome.insert(sent).to_core());
                }
                Step::Respond(response) => {
                    let failure = outcome.as_ref().and_then(Outcome::failure);
                    self.log(&response, started, failure);
                    return to_http(response);
                }
            }
        }
    }

    /// The config with the limits of this moment.
    fn current_config(&self) -> GatewayConfig {
        let mut config = self.config.clone();
        let limits = &mut config.limits;
        // A budget of none at all is for Linq to refuse.
        let budget = self.dials.budget().filter(|budget| *budget > 0);
        limits.per_number = Limits::default()
            .per_number
            .zip(budget)
            .map(|(own, limit)| Limit { limit, ..own });
        if self.sessions.is_developer() {
            limits.per_user.limit = UNLIMITED;
            limits.reads.limit = UNLIMITED;
        }
        config
    }

    fn reserve(&self, slots: &[Slot]) -> Reservation {
        self.store().reserve(slots, self.dials.uptime())
    }

    fn store(&self) -> std::sync::MutexGuard<'_, Store> {
        self.store.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A line for each answer where cards are real. The local Linq keeps a log of its own.
    fn log(&self, response: &GatewayResponse, started: Instant, failure: Option<&str>) {
        use std::io::Write;
        if !self.is_logging {
            return;
        }
        let mut entry: serde_json::Value = serde_json::from_str(&response.log).unwrap_or_default();
        entry["duration"] = json!(u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX));
        if let Some(failure) = failure {
            entry["error"] = failure.into();
        }
        // Nobody may be reading.
        let _ = writeln!(std::io::stderr(), "{entry}");
    }
}

/// The key, of the flag or from where it is kept: what a flag says, others on this machine can read.
fn key(config: &Config) -> Result<String, String> {
    match (&config.gateway_key, config.live) {
        (Some(key), _) => Ok(key.clone()),
        (None, false) => Ok(config.key.clone()),
        (None, true) => std::env::var(KEY_VARIABLE).map_err(|_| {
            format!("--live needs Linq's API key in the environment variable {KEY_VARIABLE}")
        }),
    }
}

/// The listener's own origins, under its address and by name.
fn own_origins(address: SocketAddr) -> Vec<String> {
    let own = reachable(address);
    vec![
        format!("http://{own}"),
        format!("http://localhost:{}", own.port()),
    ]
}

/// Where requests are forwarded to: to this server's own endpoint, unless another is named or the cards are real.
pub fn upstream_url(config: &Config, address: SocketAddr) -> String {
    let own = || match config.live {
        true => String::from_utf8_lossy(BaseUrl::LINQ.text()).into_owned(),
        false => format!("http://{}/api/partner", reachable(address)),
    };
    config.gateway_upstream.clone().unwrap_or_else(own)
}

/// The address under which a listener on this machine is reached.
fn reachable(address: SocketAddr) -> SocketAddr {
    let host = match address.ip() {
        ip if ip.is_unspecified() => IpAddr::V4(Ipv4Addr::LOCALHOST),
        ip => ip,
    };
    SocketAddr::new(host, address.port())
}

/// Checks the options.
fn parse(options: &serde_json::Value) -> Result<GatewayConfig, String> {
    let config = GatewayConfig::parse(&from_json(options), Host::Native);
    config.map_err(|error| {
        let error: serde_json::Value = serde_json::from_str(&error).unwrap_or_default();
        let message = error["error"]["message"].as_str().unwrap_or_default();
        format!("the gateway can't be set up: {message}")
    })
}

/// A header's value; one that UTF-8 can't carry is one that nothing is called.
fn text(value: &HeaderValue) -> &str {
    std::str::from_utf8(value.as_bytes()).unwrap_or("\u{fffd}")
}

fn to_http(response: GatewayResponse) -> Response<Body> {
    let status = u16::try_from(response.status).unwrap_or_default();
    let mut http = bare(StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_GATEWAY));
    *http.body_mut() = Body::from(response.body);
    for (name, value) in response.headers {
        if let Ok(value) = HeaderValue::from_str(&value) {
            http.headers_mut()
                .insert(HeaderName::from_static(name), value);
        }
    }
    http
}

fn bare(status: StatusCode) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = status;
    response
}
