//! [`ApiKey`]: a key that can stand in a header, and [`Host`]: whether a key is safe where the code runs.
//!
//! Linq's keys open the whole account and there is no scoped one, so a key never goes into a page by accident, nor
//! over a connection that others can read.

use std::fmt;

use crate::base_url::BaseUrl;
use crate::error::Error;
use crate::redaction::REDACTED;
use crate::value::Value;

/// A Linq API key: visible ASCII. `Debug` doesn't show it.
#[derive(Clone, PartialEq, Eq)]
pub struct ApiKey(String);

impl ApiKey {
    /// What a key must look like.
    pub const RULE: &str =
        "must be a key of visible ASCII characters, without spaces or line breaks";

    /// Takes a key that a header can carry; `None` otherwise, as hosts put a bad header value into their errors.
    #[must_use]
    pub fn parse(value: &Value) -> Option<Self> {
        let text = value.as_text()?;
        let is_visible = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic());
        is_visible.then(|| Self(text.to_owned()))
    }

    /// The value of the `authorization` header.
    #[must_use]
    pub fn authorization(&self) -> String {
        bearer(&self.0)
    }
}

impl fmt::Debug for ApiKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(REDACTED)
    }
}

/// The value of an `authorization` header.
#[must_use]
pub fn bearer(key: &str) -> String {
    let mut header = String::from("Bearer ");
    header.push_str(key);
    header
}

/// What the host says of the place where the code runs.
#[derive(Clone, Debug, Default)]
pub struct Host {
    /// `document` exists.
    pub has_document: bool,
    /// `WorkerGlobalScope` exists.
    pub has_worker_scope: bool,
    /// It is Node, Deno, Bun or workerd, whose global scopes may look like a page's worker.
    pub is_server_runtime: bool,
    /// `location.origin`, where relative URLs start.
    pub origin: Option<String>,
}

impl Host {
    /// Takes the entry's report.
    #[must_use]
    pub fn parse(report: &Value) -> Self {
        let flag = |name| *report.get(name) == Value::Bool(true);
        Self {
            has_document: flag("document"),
            has_worker_scope: flag("worker"),
            is_server_runtime: flag("server"),
            origin: report.get("origin").as_text().map(str::to_owned),
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
        base_url: &BaseUrl,
        dangerously_allow_browser: bool,
    ) -> Result<(), Error> {
        if self.is_page() && !dangerously_allow_browser {
            return Err(Error::UnsafeKey(
                "A key in a page can be read by everyone who opens it, and Linq's keys open the whole account. \
                 Leave the key out and call your own gateway, or accept the risk with dangerouslyAllowBrowser",
            ));
        }
        let is_private = if base_url.is_relative() {
            let origin = self.origin.as_deref().and_then(BaseUrl::parse);
            origin.is_some_and(|origin| origin.is_private())
        } else {
            base_url.is_private()
        };
        if !is_private {
            return Err(Error::UnsafeKey(
                "A key over plain http can be read on its way: use https, or a loopback address",
            ));
        }
        Ok(())
    }
}
