//! The gateway, on this server: the core says what is done next, and this does it. Nothing is decided here.

mod reading;
mod sessions;
mod store;
mod upstream;

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue, Response, StatusCode};
use contact_card::error::{Error, Outcome};
use contact_card::gateway::{
    Exchange, Limit, Limits, Place, Reply, Reserved, Rules, Step, next, pack_json,
};
use contact_card::value::Value;
use serde_json::json;
use tokio::time::Instant;

use self::reading::Read;
use self::sessions::Sessions;
use self::store::Store;
use self::upstream::{Got, Upstream};
use crate::config::Config;
use crate::dials::Dials;

/// Where a key is looked for when the cards are real.
pub const KEY_VARIABLE: &str = "LINQ_API_V3_API_KEY";

/// The developer's own machine and account: nobody else could be left without.
const UNLIMITED: u32 = u32::MAX;

/// A gateway. Without `Debug`, as it holds the key.
pub struct Gateway {
    /// The options, packed and checked.
    options: String,
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
        let options = pack_json(options.to_string().as_bytes()).unwrap_or_default();
        check(&options)?;
        Ok(Self {
            options,
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
        Duration::from_millis(self.rules().map_or(0, |rules| rules.timeout()).into())
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
        let Some(rules) = self.rules() else {
            return bare(StatusCode::INTERNAL_SERVER_ERROR);
        };
        let (parts, body) = request.into_parts();
        // Of an absolute-form target that is the whole URL.
        let target = parts.uri.to_string();
        let (mut body, read, got) = (Some(body), OnceLock::new(), OnceLock::<Got>::new());
        let mut exchange = Exchange {
            method: parts.method.as_str(),
            target: &target,
            headers: parts
                .headers
                .iter()
                .map(|(name, value)| (name.as_str(), text(value)))
                .collect(),
            ..Exchange::default()
        };
        loop {
            match next(&rules, &exchange) {
                Step::Authorize => exchange.session = Some(self.sessions.of(&parts.headers)),
                Step::Read(limit) => {
                    let body = body.take().unwrap_or_default();
                    let done = Read::all(body, limit, deadline).await;
                    exchange.body = Some(read.get_or_init(|| done).as_core());
                }
                Step::Reserve(places) => exchange.reserved = Some(self.reserve(&places)),
                Step::Forward(request) => {
                    let done = self.upstream.send(&request, deadline).await;
                    exchange.answer = Some(got.get_or_init(|| done).as_core());
                }
                Step::Reply(reply) => {
                    self.log(&reply, started, got.get().and_then(Got::failure));
                    return response(reply);
                }
            }
        }
    }

    /// They were checked when the gateway was set up.
    fn rules(&self) -> Option<Rules<'_>> {
        let mut rules = Rules::parse_plain(Value::unpack(&self.options)).ok()?;
        let limits = &mut rules.limits;
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
        Some(rules)
    }

    fn reserve(&self, places: &[Place]) -> Reserved {
        self.store().reserve(places, self.dials.uptime())
    }

    fn store(&self) -> std::sync::MutexGuard<'_, Store> {
        self.store.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A line for each answer where cards are real. The local Linq keeps a log of its own.
    fn log(&self, reply: &Reply, started: Instant, failure: Option<&str>) {
        use std::io::Write;
        if !self.is_logging {
            return;
        }
        let mut entry: serde_json::Value = serde_json::from_str(&reply.log).unwrap_or_default();
        entry["duration"] = json!(started.elapsed().as_millis() as u64);
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
        true => contact_card::base_url::BaseUrl::LINQ.as_str().to_owned(),
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

fn check(options: &str) -> Result<(), String> {
    let Err(issues) = Rules::parse_plain(Value::unpack(options)) else {
        return Ok(());
    };
    let error = Error::Validation(issues).to_json(Outcome::NotSent, None);
    let error: serde_json::Value = serde_json::from_str(&error).unwrap_or_default();
    let message = error["message"].as_str().unwrap_or_default();
    Err(format!("the gateway can't be set up: {message}"))
}

/// A header's value; one that UTF-8 can't carry is one that nothing is called.
fn text(value: &HeaderValue) -> &str {
    std::str::from_utf8(value.as_bytes()).unwrap_or("\u{fffd}")
}

fn response(reply: Reply) -> Response<Body> {
    let status = u16::try_from(reply.status).unwrap_or_default();
    let mut response = bare(StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_GATEWAY));
    *response.body_mut() = Body::from(reply.body);
    for (name, value) in reply.headers {
        if let Ok(value) = HeaderValue::from_str(&value) {
            response
                .headers_mut()
                .insert(HeaderName::from_static(name), value);
        }
    }
    response
}

fn bare(status: StatusCode) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = status;
    response
}
