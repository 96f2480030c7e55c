//! [`ApiKey`]: a key that can stand in a header, and [`Host`]: whether a key is safe where the code runs.
//!
//! Linq's keys open the whole account and there is no scoped one, so a key never goes into a page by accident, nor
//! over a connection that others can read.

use alloc::string::String;
use core::fmt;

use crate::base_url::BaseUrl;
use crate::error::Error;
use crate::redaction::REDACTED;
use crate::value::Value;

/// A Linq API key: visible ASCII. `Debug` doesn't show it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct ApiKey<'a>(&'a str);

impl<'a> ApiKey<'a> {
    /// What a key must look like.
    pub const RULE: &'static str =
        "must be a key of visible ASCII characters, without spaces or line breaks";

    /// Takes a key that a header can carry; `None` otherwise, as hosts put a bad header value into their errors.
    #[must_use]
    pub fn parse(value: Value<'a>) -> Option<Self> {
        let text = value.as_text()?;
        let is_visible = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic());
        is_visible.then_some(Self(text))
    }

    /// The value of the `authorization` header.
    #[must_use]
    pub fn authorization(&self) -> String {
        let mut header = String::from("Bearer ");
        header.push_str(self.0);
        header
    }
}

impl fmt::Debug for ApiKey<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(REDACTED)
    }
}

/// What the host says of the place where the code runs.
#[derive(Clone, Copy, Debug, Default)]
pub struct Host<'a> {
    /// `document` exists.
    pub has_document: bool,
    /// `WorkerGlobalScope` exists.
    pub has_worker_scope: bool,
    /// It is Node, Deno, Bun or workerd, whose global scopes may look like a page's worker.
    pub is_server_runtime: bool,
    /// `location.origin`, where relative URLs start.
    pub origin: Option<&'a str>,
}

impl<'a> Host<'a> {
    /// Takes the report of the package's JavaScript, a list in the order of the fields.
    #[must_use]
    pub fn parse(report: Value<'a>) -> Self {
        let mut parts = report.items();
        let mut part = || parts.next().unwrap_or_default();
        Self {
            has_document: part().is_true(),
            has_worker_scope: part().is_true(),
            is_server_runtime: part().is_true(),
            origin: part().as_text(),
        }
    }

    /// Whether whoever opens a page can read what runs here.
    #[must_use]
    pub const fn is_page(&self) -> bool {
        self.has_document || (self.has_worker_scope && !self.is_server_runtime)
    }

    /// Checks that a key may be used here and sent there.
    ///
    /// # Errors
    /// [`Error::UnsafeKey`] with the reason.
    pub fn check_key(
        &self,
        base_url: BaseUrl<'_>,
        dangerously_allow_browser: bool,
    ) -> Result<(), Error<'static>> {
        if self.is_page() && !dangerously_allow_browser {
            return Err(Error::UnsafeKey(
                "A key in a page can be read by everyone who opens it, and Linq's keys open the whole account. \
                 Leave the key out and call your own gateway, or accept the risk with dangerouslyAllowBrowser",
            ));
        }
        let travels_to = if base_url.is_relative() {
            self.origin.and_then(BaseUrl::parse).unwrap_or(base_url)
        } else {
            base_url
        };
        if travels_to.is_private() {
            return Ok(());
        }
        Err(Error::UnsafeKey(
            "A key over plain http can be read on its way: use https, or a loopback address",
        ))
    }
}
