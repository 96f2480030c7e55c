//! [`BaseUrl`]: where the endpoint's paths start.

use crate::contact_card::is_space_or_control;
use crate::value::Value;

/// An absolute `https:` or `http:` URL, or a path on the page's own origin; without user name, query or fragment, and
/// without a slash at its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseUrl(String);

impl BaseUrl {
    /// What a base URL must look like.
    pub const RULE: &str = "must be an http or https URL without user name, query and fragment, or a path such as /api/linq";

    /// The vendor's, the default with a key.
    #[must_use]
    pub fn linq() -> Self {
        Self("https://api.linqapp.com/api/partner".to_owned())
    }

    /// The gateway on the page's own origin, the default without a key.
    #[must_use]
    pub fn gateway() -> Self {
        Self("/api/linq".to_owned())
    }

    /// Takes a URL that requests can be made of.
    #[must_use]
    pub fn parse(value: Value) -> Option<Self> {
        let text = value.into_text()?;
        if text.contains(is_space_or_control) || text.contains(['?', '#', '@', '\\']) {
            return None;
        }
        let base_url = Self(text.trim_end_matches('/').to_owned());
        let is_usable = if base_url.is_relative() {
            // `//host` would be another origin.
            text.starts_with('/') && !text.starts_with("//")
        } else {
            !base_url.host().is_empty()
        };
        is_usable.then_some(base_url)
    }

    /// The URL, without a slash at its end.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the page's origin stands before it.
    #[must_use]
    pub fn is_relative(&self) -> bool {
        self.scheme_and_rest().is_none()
    }

    /// Whether nobody on the way can read what is sent there.
    #[must_use]
    pub fn is_private(&self) -> bool {
        match self.scheme_and_rest() {
            Some(("https", _)) => true,
            Some(_) => is_loopback(self.host()),
            None => false,
        }
    }

    fn scheme_and_rest(&self) -> Option<(&str, &str)> {
        self.0
            .split_once("://")
            .filter(|(scheme, _)| matches!(*scheme, "http" | "https"))
    }

    /// The host without the port; an IPv6 address keeps its brackets.
    fn host(&self) -> &str {
        let rest = self.scheme_and_rest().map_or("", |(_, rest)| rest);
        let authority = rest.split('/').next().unwrap_or_default();
        match authority.split_once(']') {
            Some((address, _)) => authority
                .get(..address.len().saturating_add(1))
                .unwrap_or_default(),
            None => authority.split(':').next().unwrap_or_default(),
        }
    }
}

/// `localhost`, `127.0.0.0/8` or `[::1]`, as written: other spellings of them are refused.
fn is_loopback(host: &str) -> bool {
    let is_ipv4 = host.split('.').count() == 4
        && host.split('.').all(|part| part.parse::<u8>().is_ok())
        && host.starts_with("127.");
    is_ipv4 || matches!(host, "localhost" | "[::1]")
}
