//! A host of the core's gateway. The core decides on each step of an exchange, and this carries the
//! steps out.

mod body;
mod config;
mod lists;
mod log;
mod sessions;
mod slots;
mod upstream;

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode};
use contact_card::gateway::{
    Authorized, ConcurrentLists, Config as CoreConfig, Exchange, Limit, Limits, RequestHead,
    Response as CoreResponse, Step, next_step,
};
use tokio::time::Instant;

pub use self::config::{GatewayError, upstream_url};
use self::lists::{List, Lists};
use self::sessions::Sessions;
use self::slots::Slots;
use self::upstream::{SendOutcome, Upstream};
use crate::clock::Clock;
use crate::config::Config;
use crate::delivery::Delivery;
use crate::hosts::Hosts;

/// The limit of the developer, whose own machine and account it is.
const UNLIMITED: u32 = u32::MAX;

/// The gateway. Without `Debug`, as it holds the API key.
pub struct Gateway {
    config: CoreConfig,
    sessions: Sessions,
    upstream: Upstream,
    clock: Arc<Clock>,
    /// The write budget of the flags.
    initial_write_budget: Option<u32>,
    limited: Mutex<Limited>,
    lists: Lists,
}

/// What is reset with the emulator.
struct Limited {
    slots: Slots,
    /// Writes per number in ten minutes; `None` is unlimited.
    write_budget: Option<u32>,
    /// Whether every session has ended.
    is_signed_out: bool,
}

impl Gateway {
    /// The gateway that the flags demand, on a server that listens on `address` and is reached at
    /// these hosts.
    pub fn new(
        config: &Config,
        address: SocketAddr,
        hosts: &Hosts,
        clock: Arc<Clock>,
    ) -> Result<Self, GatewayError> {
        let write_budget = config.budget.0;
        Ok(Self {
            config: config::core_config(config, address, hosts)?,
            sessions: config::sessions(config, hosts)?,
            upstream: Upstream::default(),
            clock,
            initial_write_budget: write_budget,
            limited: Mutex::new(Limited {
                slots: Slots::default(),
                write_budget,
                is_signed_out: false,
            }),
            lists: Lists::default(),
        })
    }

    /// The timeout of a whole exchange.
    pub fn timeout(&self) -> Duration {
        Duration::from_millis(self.config.timeout().into())
    }

    /// Sets the writes per number in ten minutes; `None` is unlimited.
    pub fn set_write_budget(&self, write_budget: Option<u32>) {
        self.limited().write_budget = write_budget;
    }

    /// Ends every session, or begins them again.
    pub fn set_signed_in(&self, is_signed_in: bool) {
        self.limited().is_signed_out = !is_signed_in;
    }

    /// Frees all slots, sets the write budget of the flags and begins every session again.
    pub fn reset(&self) {
        *self.limited() = Limited {
            slots: Slots::default(),
            write_budget: self.initial_write_budget,
            is_signed_out: false,
        };
    }

    /// Responds to a request. An exchange is completed and logged even when the client closes the
    /// connection: the request may be on its way to Linq.
    pub async fn respond(self: Arc<Self>, request: Request) -> Response<Body> {
        let exchange = tokio::spawn(async move { self.exchange(request).await });
        let response = exchange.await;
        response.unwrap_or_else(|_| empty(StatusCode::INTERNAL_SERVER_ERROR))
    }

    /// Carries out the steps from the first check to the response.
    async fn exchange(&self, request: Request) -> Response<Body> {
        let started = Instant::now();
        let deadline = started + self.timeout();
        let config = self.current_config();
        let (parts, body) = request.into_parts();
        // The whole URL, where the target is in absolute form.
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
        let mut lists = Vec::new();
        let mut exchange = Exchange::new(&config, &head);
        loop {
            match next_step(&config, &exchange) {
                Step::Authorize(_) => {
                    exchange.authorized(&config, self.session(&parts.headers));
                }
                Step::ReadBody(limit) => {
                    let body = body.take().unwrap_or_default();
                    exchange.body_read(&config, &body::read(body, limit, deadline).await);
                }
                Step::CountList(user) => {
                    let (list, in_flight) = self.lists.begin(user);
                    lists.push(list);
                    exchange.list_counted(&config, in_flight);
                }
                Step::Reserve(slots) => {
                    let now = self.clock.uptime();
                    let reservation = self.limited().slots.reserve(&slots, now);
                    exchange.reserved(&config, reservation);
                }
                Step::Forward(request) => {
                    let sent = self.upstream.send(&request, deadline).await;
                    exchange.responded(&config, &outcome.insert(sent).to_core());
                }
                Step::Respond(response) => {
                    let failure = outcome.as_ref().and_then(SendOutcome::failure);
                    log::response(&response.log, started.elapsed(), failure);
                    // A refusal is short, and must not fill the cap while it is delivered.
                    let is_success = response.status < 300;
                    let counted = is_success.then_some(lists);
                    return to_http(response, counted, deadline);
                }
            }
        }
    }

    /// The user whose session a request is of, where there are several.
    pub fn user(&self, headers: &HeaderMap) -> Option<&str> {
        let user = self.sessions.user(headers)?;
        (!self.limited().is_signed_out).then_some(user)
    }

    /// The session of a request.
    fn session(&self, headers: &HeaderMap) -> Authorized {
        if self.limited().is_signed_out {
            return Authorized::SignedOut;
        }
        self.sessions.of(headers)
    }

    /// The config with the current limits.
    fn current_config(&self) -> CoreConfig {
        let mut config = self.config.clone();
        let limits = &mut config.limits;
        // The core has no limit of 0: such a write is forwarded, and refused by the endpoint.
        let write_budget = self.limited().write_budget.filter(|limit| *limit > 0);
        let per_number = Limits::default().per_number;
        limits.per_number = per_number
            .zip(write_budget)
            .map(|(default, count)| Limit { count, ..default });
        if self.sessions.is_developer() {
            limits.per_user.count = UNLIMITED;
            limits.reads.count = UNLIMITED;
            limits.lists.count = UNLIMITED;
            limits.concurrent_lists = ConcurrentLists {
                per_user: UNLIMITED,
                in_all: UNLIMITED,
            };
        }
        config
    }

    fn limited(&self) -> MutexGuard<'_, Limited> {
        self.limited.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The value of a header. One that isn't UTF-8 becomes a value that nothing matches.
fn text(value: &HeaderValue) -> &str {
    std::str::from_utf8(value.as_bytes()).unwrap_or("\u{fffd}")
}

/// The response over HTTP. Its lists count until it is delivered.
fn to_http(
    response: &CoreResponse,
    counted: Option<Vec<List>>,
    deadline: Instant,
) -> Response<Body> {
    let status = u16::try_from(response.status).unwrap_or_default();
    let mut http = empty(StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_GATEWAY));
    let (body, delivery) = Delivery::begin(response.body.clone(), counted, deadline);
    *http.body_mut() = Body::from(body);
    http.extensions_mut().insert(delivery);
    for (name, value) in &response.headers {
        if let Ok(value) = HeaderValue::from_str(value) {
            http.headers_mut()
                .insert(HeaderName::from_static(name), value);
        }
    }
    http
}

fn empty(status: StatusCode) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = status;
    response
}

#[cfg(test)]
mod tests {
    use axum::http::header;
    use clap::Parser;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpListener;

    use super::*;

    const LIST: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-length: 20\r\n\r\n{\"contact_cards\":[]}";

    /// Responds to each request with a list.
    async fn serve_lists(listener: TcpListener) {
        while let Ok((mut stream, _)) = listener.accept().await {
            let _ = stream.read(&mut [0; 4_096]).await;
            let _ = stream.write_all(LIST).await;
        }
    }

    #[tokio::test]
    async fn g7_a_list_counts_until_its_body_is_dropped() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(serve_lists(listener));
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("sessions.json");
        std::fs::write(&file, r#"{"alice":{"numbers":"all"}}"#).unwrap();
        let upstream = format!("http://{address}");
        let file = file.to_str().unwrap();
        let flags = [
            "linq-emulator",
            "--gateway-upstream",
            &upstream,
            "--sessions",
            file,
        ];
        let config = Config::parse_from(flags);
        let hosts = config.hosts(address);
        let clock = Arc::new(Clock::new());
        let gateway = Arc::new(Gateway::new(&config, address, &hosts, clock).unwrap());
        let list = || {
            let request = Request::get("/api/linq/v3/contact_card");
            let request = request.header(header::COOKIE, "session=alice");
            gateway
                .clone()
                .respond(request.body(Body::empty()).unwrap())
        };

        let most = Limits::default().concurrent_lists.per_user;
        let mut unread = Vec::new();
        for _ in 0..most {
            unread.push(list().await);
        }
        assert!(unread.iter().all(|list| list.status() == 200));
        let refused = list().await;
        assert_eq!(refused.status(), 429);
        unread.pop();
        // A refusal doesn't count, although it isn't read.
        assert_eq!(list().await.status(), 200);
        drop(refused);
    }
}
