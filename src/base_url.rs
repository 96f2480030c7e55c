//! [`BaseUrl`]: where the endpoint's paths start.

use crate::contact_card::has_space_or_control;
use crate::value::until;

/// An absolute `https:` or `http:` URL, or a path on the page's own origin; without user name, query or fragment, and
/// without a slash at its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BaseUrl<'a>(&'a str);

impl<'a> BaseUrl<'a> {
    /// The vendor's, the default with a key.
    pub const LINQ: BaseUrl<'static> = BaseUrl("https://api.linqapp.com/api/partner");
    /// The gateway on the page's own origin, the default without a key.
    pub const GATEWAY: BaseUrl<'static> = BaseUrl("/api/linq");
    /// What a base URL must look like.
    pub const RULE: &'static str = "must be an http or https URL without user name, query and fragment, or a path such as /api/linq";

    /// Takes a URL that requests can be made of.
    #[must_use]
    pub fn parse(mut text: &'a str) -> Option<Self> {
        while let Some(shorter) = text.strip_suffix('/') {
            text = shorter;
        }
        let base_url = Self(text);
        let is_absolute = !base_url.host().is_empty();
        let is_path = text.is_empty() || (text.starts_with('/') && !text.starts_with("//"));
        let is_clean = !text
            .bytes()
            .any(|byte| matches!(byte, b'?' | b'#' | b'@' | b'\\'));
        ((is_absolute || is_path) && is_clean && !has_space_or_control(text)).then_some(base_url)
    }

    /// The URL, without a slash at its end.
    #[must_use]
    pub const fn as_str(&self) -> &'a str {
        self.0
    }

    /// Whether the page's origin stands before it.
    #[must_use]
    pub fn is_relative(&self) -> bool {
        self.host().is_empty()
    }

    /// Whether nobody on the way can read what is sent there.
    #[must_use]
    pub fn is_private(&self) -> bool {
        self.0.starts_with("https://") || is_loopback(self.host())
    }

    /// The host without the port; an IPv6 address keeps its brackets. Empty for a path.
    fn host(&self) -> &'a str {
        let rest = self
            .0
            .strip_prefix("https://")
            .or_else(|| self.0.strip_prefix("http://"));
        let authority = until(rest.unwrap_or_default(), |byte| byte == b'/');
        if authority.starts_with("[::1]") {
            return "[::1]";
        }
        until(authority, |byte| byte == b':')
    }
}

/// `localhost`, `127.0.0.0/8` or `[::1]`, as written: other spellings of them are refused.
fn is_loopback(host: &str) -> bool {
    let is_address = host
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'.');
    matches!(host, "localhost" | "[::1]") || (is_address && host.starts_with("127."))
}
