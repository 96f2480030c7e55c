//! [`BaseUrl`]: where the endpoint's paths start.

use crate::contact_card::is_space_or_control;

/// An absolute `https:` or `http:` URL, or a path on the page's own origin; without user name, query or fragment, and
/// without a slash at its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseUrl {
    text: String,
    scheme: Scheme,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Scheme {
    /// The page's own.
    Relative,
    Https,
    Http,
}

impl BaseUrl {
    /// What a base URL must look like.
    pub const RULE: &str = "must be an http or https URL without user name, query and fragment, or a path such as /api/linq";

    /// The vendor's, the default with a key.
    #[must_use]
    pub fn linq() -> Self {
        Self {
            text: "https://api.linqapp.com/api/partner".to_owned(),
            scheme: Scheme::Https,
        }
    }

    /// The gateway on the page's own origin, the default without a key.
    #[must_use]
    pub fn gateway() -> Self {
        Self {
            text: "/api/linq".to_owned(),
            scheme: Scheme::Relative,
        }
    }

    /// Takes a URL that requests can be made of.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let is_forbidden = |c| matches!(c, '?' | '#' | '@' | '\\') || is_space_or_control(c);
        if text.chars().any(is_forbidden) {
            return None;
        }
        let scheme = if text.starts_with("https://") {
            Scheme::Https
        } else if text.starts_with("http://") {
            Scheme::Http
        } else if text.starts_with('/') && !text.starts_with("//") {
            Scheme::Relative
        } else {
            return None;
        };
        let base_url = Self {
            text: text.trim_end_matches('/').to_owned(),
            scheme,
        };
        (scheme == Scheme::Relative || !base_url.host().is_empty()).then_some(base_url)
    }

    /// The URL, without a slash at its end.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether the page's origin stands before it.
    #[must_use]
    pub fn is_relative(&self) -> bool {
        self.scheme == Scheme::Relative
    }

    /// Whether nobody on the way can read what is sent there.
    #[must_use]
    pub fn is_private(&self) -> bool {
        match self.scheme {
            Scheme::Https => true,
            Scheme::Http => is_loopback(self.host()),
            Scheme::Relative => false,
        }
    }

    /// The host without the port; an IPv6 address keeps its brackets.
    fn host(&self) -> &str {
        let start = if self.scheme == Scheme::Https { 8 } else { 7 };
        let rest = self.text.get(start..).unwrap_or_default();
        let mut is_address = false;
        for (index, c) in rest.char_indices() {
            is_address = c == '[' || (is_address && c != ']');
            if c == '/' || (c == ':' && !is_address) {
                return rest.get(..index).unwrap_or_default();
            }
        }
        rest
    }
}

/// `localhost`, `127.0.0.0/8` or `[::1]`, as written: other spellings of them are refused.
fn is_loopback(host: &str) -> bool {
    if matches!(host, "localhost" | "[::1]") {
        return true;
    }
    let is_digits = host
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'.');
    let dots = host.bytes().filter(|byte| *byte == b'.').count();
    host.starts_with("127.") && is_digits && dots == 3
}
