//! [`Exchange`]: one request and what came of it so far. Whatever a host reports is checked as it comes in and kept as
//! checked; nothing is checked again.

use alloc::string::String;

use super::body::{self, BodyRead, Params};
use super::checks::{self, RequestHead};
use super::config::Config;
use super::limits::{self, Reservation};
use super::refusal::Refusal;
use super::session::{Authorized, Session};
use super::upstream::UpstreamResponse;
use crate::api::Method;
use crate::phone_number::is_e164;

/// One request and what came of it so far. What isn't known yet is `None`. Without `Debug`, as it holds what users send.
pub struct Exchange {
    /// The method, where it is one of the endpoint's.
    pub(super) method: Option<Method>,
    /// The number of the query, where there is one in E.164 form.
    pub(super) number: Option<String>,
    /// The origin that the head names, where that isn't allowed.
    pub(super) foreign_origin: Option<String>,
    content_length: Option<u32>,
    /// The first check that failed.
    pub(super) refusal: Option<Refusal>,
    pub(super) session: Option<Session>,
    /// What is asked of Linq.
    pub(super) params: Option<Params>,
    pub(super) reservation: Option<Reservation>,
    pub(super) response: Option<UpstreamResponse>,
}

impl Exchange {
    /// Takes the head of a request.
    #[must_use]
    pub fn new(config: &Config, head: &RequestHead<'_>) -> Self {
        let numbers = head.query_numbers();
        let number = numbers.as_ref().ok().and_then(|numbers| numbers.last());
        let number = number.filter(|number| is_e164(number.as_bytes())).cloned();
        let refusal = checks::check(config, head, numbers).err();
        let is_foreign = refusal.as_ref() == Some(&Refusal::FOREIGN);
        let origin = || head.header("origin").unwrap_or_default().into_owned();
        Self {
            method: head.known_method(),
            number,
            foreign_origin: is_foreign.then(origin),
            content_length: head.content_length(),
            refusal,
            session: None,
            params: None,
            reservation: None,
            response: None,
        }
    }

    /// Takes whose request it is.
    pub fn authorized(&mut self, authorized: Authorized) {
        let refusal = match authorized {
            Authorized::Session(session) => {
                let number = self.number.as_ref();
                let is_theirs = number.is_none_or(|number| session.may_see(number.as_bytes()));
                self.session = Some(session);
                (!is_theirs).then_some(Refusal::NOT_YOURS)
            }
            Authorized::Nobody => Some(Refusal::NOBODY),
            Authorized::Failed => Some(Refusal::NOT_AUTHORIZED),
            Authorized::Invalid => Some(Refusal::NO_SESSION),
        };
        self.refuse(refusal);
        if !self.is_write() {
            self.params = Some(Params::new(self.number.clone(), b""));
        }
    }

    /// Takes the body of a write.
    pub fn body_read(&mut self, config: &Config, read: &BodyRead) {
        let expected = body::Expected {
            number: self.number.as_deref(),
            length: self.content_length,
            allow_empty: config.allow_empty,
        };
        match body::check(read, &expected) {
            Ok(params) => {
                // The query's number is known to be theirs.
                if let (None, Some(number)) = (&self.number, &params.number) {
                    let session = self.session.as_ref();
                    let is_theirs =
                        session.is_some_and(|session| session.may_see(number.as_bytes()));
                    self.refuse((!is_theirs).then_some(Refusal::NOT_YOURS));
                }
                self.params = Some(params);
            }
            Err(refusal) => self.refuse(Some(refusal)),
        }
    }

    /// Takes the store's response.
    pub fn reserved(&mut self, config: &Config, reservation: Reservation) {
        self.refuse(limits::check(self.is_write(), &reservation, &config.limits).err());
        self.reservation = Some(reservation);
    }

    /// Takes what came of the request to Linq.
    pub fn responded(&mut self, response: UpstreamResponse) {
        self.response = Some(response);
    }

    /// Whether it would change something.
    pub(super) fn is_write(&self) -> bool {
        self.method.is_some_and(Method::is_write)
    }

    /// The number that would be written to.
    pub(super) fn written_number(&self) -> Option<&str> {
        let params = self.params.as_ref().filter(|_| self.is_write())?;
        params.number.as_deref()
    }

    fn refuse(&mut self, refusal: Option<Refusal>) {
        if self.refusal.is_none() {
            self.refusal = refusal;
        }
    }
}
