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
mod cards;
mod checks;
mod concurrent_lists;
mod config;
mod exchange;
mod image_url;
mod limits;
mod log;
mod origin;
mod refusal;
mod request;
mod response;
mod session;
mod sliding_window;
mod upstream;

use alloc::vec::Vec;

pub use self::body::BodyRead;
pub use self::concurrent_lists::ListsInFlight;
pub use self::config::{ConcurrentLists, Config, Host, Limit, Limits};
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
pub enum Step<'e> {
    /// Find out which user sent the request: [`Exchange::authorized`]. Of the user's phone numbers
    /// only this one is needed, where there is one.
    Authorize(Option<&'e str>),
    /// Read the body, up to this number of bytes: [`Exchange::body_read`].
    ReadBody(u32),
    /// Count this list of this user among those in flight until its response is delivered:
    /// [`Exchange::list_counted`].
    CountList(&'e str),
    /// Take all of these slots in the store, or none: [`Exchange::reserved`].
    Reserve(Vec<Slot>),
    /// Send a request to Linq, without following redirects: [`Exchange::responded`].
    Forward(UpstreamRequest),
    /// Send this response to the page. The exchange is over.
    Respond(&'e Response),
}

/// Returns the next step of an exchange: the first whose result isn't known yet, and the response
/// when all are known.
#[must_use]
pub fn next_step<'e>(config: &Config, exchange: &'e Exchange) -> Step<'e> {
    if let Some(response) = &exchange.response {
        return Step::Respond(response);
    }
    let Some(session) = &exchange.session else {
        return Step::Authorize(exchange.number.as_deref());
    };
    let (Some(method), Some(params)) = (exchange.method, &exchange.params) else {
        return Step::ReadBody(body::LONGEST);
    };
    if exchange.is_list() && !exchange.is_counted {
        return Step::CountList(&session.user);
    }
    if exchange.reservation.is_none() {
        let slots = limits::slots(exchange.purpose(), session, &config.limits);
        return Step::Reserve(slots);
    }
    Step::Forward(UpstreamRequest::new(config, method, params))
}
