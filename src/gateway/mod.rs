//! The gateway: a reverse proxy on the dashboard's own server. It holds the key, which opens
//! every line it covers and so must not be in a page. A page sends the gateway the same requests
//! as to Linq, with the user's session in place of the key.
//!
//! An [`Exchange`] is the state of one request. [`next_step`] reads it and returns the [`Step`]
//! that the host has to do; the host does it, reports the result to the exchange, and calls
//! `next_step` again. The exchange checks each result when it is reported, and stores the checked
//! form.
//!
//! So the order of the checks is written once, for every host: the body is read after the user is
//! known, slots are reserved after everything is checked, and a request is forwarded after its
//! slots are reserved. The request to Linq is built from checked values; nothing of the page's
//! request is copied into it unchecked.

mod body;
mod checks;
mod config;
mod exchange;
mod image_url;
mod limits;
mod log;
mod refusal;
mod request;
mod response;
mod session;
mod sliding_window;
mod upstream;

use alloc::vec::Vec;

pub use self::body::BodyRead;
pub use self::config::{Config, Host, Limit, Limits};
pub use self::exchange::Exchange;
pub use self::limits::{Reservation, STORE_TIMEOUT, Slot};
pub use self::refusal::Refusal;
pub use self::request::RequestHead;
pub use self::response::Response;
pub use self::session::{Authorized, Session};
pub use self::sliding_window::{SlidingWindow, reserve_slots};
pub use self::upstream::{Received, UpstreamRequest, UpstreamResponse};

/// What the host has to do next, and the method of [`Exchange`] that takes the result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Find out which user sent the request: [`Exchange::authorized`].
    Authorize,
    /// Read the body, up to this number of bytes: [`Exchange::body_read`].
    ReadBody(u32),
    /// Take all of these slots in the store, or none: [`Exchange::reserved`].
    Reserve(Vec<Slot>),
    /// Send a request to Linq, without following redirects: [`Exchange::responded`].
    Forward(UpstreamRequest),
    /// Send this response to the page. The exchange is over.
    Respond(Response),
}

/// Returns the next step of an exchange: the first whose result isn't known yet, and the response
/// when all are known.
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
