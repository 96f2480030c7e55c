//! [`Refusal`]: why the gateway responds by itself.

use alloc::borrow::Cow;

/// An error of the gateway's own. Codes are Linq's, the nearest there are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Refusal {
    pub status: u32,
    pub code: u32,
    pub message: Cow<'static, str>,
    /// Seconds.
    pub retry_after: Option<u32>,
    /// Whether the request was forwarded, and no usable response came.
    pub is_forwarded: bool,
}

impl Refusal {
    pub const NOBODY: Self = Self::new(401, 2004, "Unauthorized - sign in to use this gateway");
    pub const NOT_AUTHORIZED: Self = Self::new(
        500,
        3006,
        "The gateway could not find out whose request this is",
    );
    pub const NO_SESSION: Self = Self::new(
        500,
        3006,
        "The gateway's authorize must answer null or { user, numbers }, with numbers in E.164 form or 'all'",
    );
    pub const FOREIGN: Self = Self::new(
        403,
        2005,
        "Access denied - this page may not use this gateway",
    );
    pub const NOT_YOURS: Self = Self::new(403, 2006, "This phone number is not one of yours");

    /// Nothing was sent to Linq.
    pub const fn new(status: u32, code: u32, message: &'static str) -> Self {
        Self {
            status,
            code,
            message: Cow::Borrowed(message),
            retry_after: None,
            is_forwarded: false,
        }
    }

    /// What was sent to Linq got no usable response.
    pub const fn failure(status: u32, code: u32, message: &'static str) -> Self {
        let mut failure = Self::new(status, code, message);
        failure.is_forwarded = true;
        failure
    }
}
