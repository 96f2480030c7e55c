//! [`CheckedRequest`]: what is known of a page's request, in its checked form.

use alloc::string::String;

use super::body::Params;
use super::session::Session;
use super::slots::{Purpose, Reservation};
use crate::api::Method;

/// What is known of a request so far. What isn't known yet is `None`.
pub(super) struct CheckedRequest {
    /// The method, where it is one of the endpoint's.
    pub(super) method: Option<Method>,
    /// The phone number of the query, where it is in E.164 form.
    pub(super) number: Option<String>,
    /// The `Origin` of the request, where it isn't allowed.
    pub(super) foreign_origin: Option<String>,
    /// `Content-Length`, in bytes.
    pub(super) content_length: Option<u32>,
    /// The user and their phone numbers.
    pub(super) session: Option<Session>,
    /// The params of the operation.
    pub(super) params: Option<Params>,
    /// The store's response.
    pub(super) reservation: Option<Reservation>,
}

impl CheckedRequest {
    /// Whether the request would change something.
    pub(super) fn is_write(&self) -> bool {
        self.method.is_some_and(Method::is_write)
    }

    /// Whether the request reads all contact cards of the user.
    pub(super) fn is_list(&self) -> bool {
        !self.is_write() && self.number.is_none()
    }

    /// What the request does. The phone number of a write is known once its body is checked.
    pub(super) fn purpose(&self) -> Purpose<'_> {
        let number = self
            .params
            .as_ref()
            .and_then(|params| params.number.as_deref());
        match number {
            Some(number) if self.is_write() => Purpose::Write(number),
            None if self.is_list() => Purpose::List,
            _ => Purpose::Read,
        }
    }
}
