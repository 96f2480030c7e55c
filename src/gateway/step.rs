//! [`next_step`]: the order of an exchange, which is the same for every host.

use alloc::vec::Vec;

use super::body;
use super::config::Config;
use super::exchange::Exchange;
use super::response::Response;
use super::slots::{self, Slot};
use super::upstream::UpstreamRequest;

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
    let request = &exchange.request;
    let Some(session) = &request.session else {
        return Step::Authorize(request.number.as_deref());
    };
    let (Some(method), Some(params)) = (request.method, &request.params) else {
        return Step::ReadBody(body::LONGEST);
    };
    if request.is_list() && !exchange.is_counted {
        return Step::CountList(&session.user);
    }
    if request.reservation.is_none() {
        let slots = slots::slots(request.purpose(), session, &config.limits);
        return Step::Reserve(slots);
    }
    Step::Forward(UpstreamRequest::new(config, method, params))
}
