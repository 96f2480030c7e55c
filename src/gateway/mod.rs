//! The gateway: a reverse proxy on the dashboard's own server that holds the key, as Linq's keys open the whole account. A
//! page sends it what the package would send to Linq, with the user's session in the key's place.
//!
//! An [`Exchange`] is one request and what came of it so far. [`next_step`] looks at it and returns what its host does
//! [next](Step); the host reports what came of that to the exchange, which checks it once and keeps it, and calls again.
//! So the order of the checks is written once, for every host: nothing is read before its sender is known, nothing is
//! reserved before everything is checked, nothing is forwarded before it is reserved. What goes to Linq is built of what was
//! checked; nothing of the request itself is passed on.

mod body;
mod checks;
mod config;
mod exchange;
mod image_url;
mod limits;
mod log;
mod refusal;
mod response;
mod session;
mod sliding_window;
mod upstream;

use alloc::vec::Vec;

pub use self::body::BodyRead;
pub use self::checks::RequestHead;
pub use self::config::{Config, Host, Limit, Limits};
pub use self::exchange::Exchange;
pub use self::limits::{Reservation, STORE_TIMEOUT, Slot};
pub use self::response::Response;
pub use self::session::{Authorized, Session};
pub use self::sliding_window::{SlidingWindow, reserve_slots};
pub use self::upstream::{Received, UpstreamRequest, UpstreamResponse};

/// What the host does next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Ask whose request this is: [`Exchange::authorized`].
    Authorize,
    /// Read the body, up to so many bytes: [`Exchange::body_read`].
    ReadBody(u32),
    /// Take one slot under each key in the store, or none: [`Exchange::reserved`].
    Reserve(Vec<Slot>),
    /// Send a request to Linq, without following redirects: [`Exchange::responded`].
    Forward(UpstreamRequest),
    /// Respond; the exchange is over.
    Respond(Response),
}

/// Returns what the host does next: up to the first thing that isn't known yet, or the first check that failed.
#[must_use]
pub fn next_step(config: &Config, exchange: &Exchange) -> Step {
    if let Some(refusal) = &exchange.refusal {
        return Step::Respond(Response::refusal(refusal, config, exchange));
    }
    let Some(session) = &exchange.session else {
        return Step::Authorize;
    };
    let (Some(method), Some(params)) = (exchange.method, &exchange.params) else {
        return Step::ReadBody(body::LONGEST);
    };
    if exchange.reservation.is_none() {
        let number = exchange.written_number();
        return Step::Reserve(limits::slots(number, session, &config.limits));
    }
    let Some(response) = &exchange.response else {
        return Step::Forward(UpstreamRequest::new(config, method, params));
    };
    Step::Respond(Response::of_upstream(
        response, session, method, params, config, exchange,
    ))
}
