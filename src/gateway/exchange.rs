//! [`Exchange`]: the state of one request. What a host reports is checked when it is reported, and
//! its checked form is stored, so that nothing is checked twice.

use alloc::string::String;
use core::fmt;

use super::body::{self, BodyRead, Params};
use super::checked_request::CheckedRequest;
use super::checks;
use super::concurrent_lists::{self, ListsInFlight};
use super::config::Config;
use super::forwarded;
use super::refusal::Refusal;
use super::request::RequestHead;
use super::response::Response;
use super::session::Authorized;
use super::slots::{self, Reservation};
use super::upstream::UpstreamResponse;
use crate::phone_number::is_e164;

/// The state of one request.
pub struct Exchange {
    pub(super) request: CheckedRequest,
    /// Whether a list was counted among those in flight.
    pub(super) is_counted: bool,
    /// The response to the page: Linq's, or the refusal of the first check that failed.
    pub(super) response: Option<Response>,
}

/// Shows only the method: the rest is what users send.
impl fmt::Debug for Exchange {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = formatter.debug_struct("Exchange");
        shown
            .field("method", &self.request.method)
            .finish_non_exhaustive()
    }
}

impl Exchange {
    /// Begins an exchange with the head of a request.
    #[must_use]
    pub fn new(config: &Config, head: &RequestHead<'_>) -> Self {
        let numbers = head.query_numbers();
        let number = numbers.as_ref().ok().and_then(|numbers| numbers.last());
        let number = number.filter(|number| is_e164(number.as_bytes())).cloned();
        let refusal = checks::check(config, head, numbers).err();
        let is_foreign = refusal.as_ref() == Some(&Refusal::FOREIGN_ORIGIN);
        let origin = || head.header("origin").unwrap_or_default().into_owned();
        let mut exchange = Self {
            request: CheckedRequest {
                method: head.known_method(),
                number,
                foreign_origin: is_foreign.then(origin),
                content_length: head.content_length(),
                session: None,
                params: None,
                reservation: None,
            },
            is_counted: false,
            response: None,
        };
        exchange.refuse(config, refusal);
        exchange
    }

    /// Takes the result of [`Step::Authorize`](super::Step::Authorize).
    pub fn authorized(&mut self, config: &Config, authorized: Authorized) {
        let refusal = match authorized {
            Authorized::Session(session) => {
                let number = self.request.number.as_ref();
                let is_theirs = number.is_none_or(|number| session.may_see(number.as_bytes()));
                self.request.session = Some(session);
                (!is_theirs).then_some(Refusal::FOREIGN_NUMBER)
            }
            Authorized::SignedOut => Some(Refusal::SIGNED_OUT),
            Authorized::Failed => Some(Refusal::AUTHORIZE_FAILED),
            Authorized::Invalid => Some(Refusal::NO_SESSION),
        };
        self.refuse(config, refusal);
        if !self.request.is_write() {
            self.request.params = Some(Params::new(self.request.number.clone(), b""));
        }
    }

    /// Takes the result of [`Step::ReadBody`](super::Step::ReadBody).
    pub fn body_read(&mut self, config: &Config, read: &BodyRead) {
        let context = body::Context {
            number: self.request.number.as_deref(),
            length: self.request.content_length,
            allow_empty: config.allow_empty,
        };
        match body::check(read, &context) {
            Ok(params) => {
                // The number of the query was checked before the body was read.
                if let (None, Some(number)) = (&self.request.number, &params.number) {
                    let session = self.request.session.as_ref();
                    let is_theirs =
                        session.is_some_and(|session| session.may_see(number.as_bytes()));
                    self.refuse(config, (!is_theirs).then_some(Refusal::FOREIGN_NUMBER));
                }
                self.request.params = Some(params);
            }
            Err(refusal) => self.refuse(config, Some(refusal)),
        }
    }

    /// Takes the result of [`Step::CountList`](super::Step::CountList).
    pub fn list_counted(&mut self, config: &Config, lists: ListsInFlight) {
        let checked = concurrent_lists::check(lists, config.limits.concurrent_lists);
        self.refuse(config, checked.err());
        self.is_counted = true;
    }

    /// Takes the result of [`Step::Reserve`](super::Step::Reserve).
    pub fn reserved(&mut self, config: &Config, reservation: Reservation) {
        let checked = slots::check(self.request.purpose(), &reservation, &config.limits);
        self.request.reservation = Some(reservation);
        self.refuse(config, checked.err());
    }

    /// Takes the result of [`Step::Forward`](super::Step::Forward).
    pub fn responded(&mut self, config: &Config, upstream: &UpstreamResponse<'_>) {
        if self.response.is_none() {
            self.response = forwarded::respond(upstream, config, &self.request);
        }
    }

    /// Takes the body out of the response, so that a long one isn't copied.
    pub fn take_body(&mut self) -> String {
        let response = self.response.as_mut();
        response.map_or_else(String::new, |response| core::mem::take(&mut response.body))
    }

    /// Makes the response of a refusal, unless an earlier check has failed.
    fn refuse(&mut self, config: &Config, refusal: Option<Refusal>) {
        if let (None, Some(refusal)) = (&self.response, refusal) {
            self.response = Some(Response::refusal(&refusal, config, &self.request));
        }
    }
}
