//! [`BaseUrl`]: the URL in front of the endpoint's path.

use core::fmt;

use crate::text::{
    Text, contains, equal, has_no_space_or_control, is_without, length_until, split, starts_with,
};

/// The endpoint's path, which follows the base URL.
pub const PATH: Text<'static> = b"/v3/contact_card";

/// An absolute `https:` or `http:` URL, or a path on the page's own origin. It has no user name, no
/// query, no fragment and no slash at its end.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct BaseUrl<'a>(Text<'a>);

impl<'a> BaseUrl<'a> {
    /// Linq's own base URL, the default with a key.
    pub const LINQ: BaseUrl<'static> = BaseUrl(b"https://api.linqapp.com/api/partner");
    /// The gateway's path on the page's own origin, the default without a key.
    pub const GATEWAY: BaseUrl<'static> = BaseUrl(b"/api/linq");

    /// Parses a base URL; `None` for anything else.
    #[must_use]
    pub fn parse(text: Text<'a>) -> Option<Self> {
        let url = Self::trimmed(text);
        let text = url.0;
        let is_path = text.is_empty() || starts_with(text, b"/") && !starts_with(text, b"//");
        let is_clean = is_without(text, b"?#@\\") && has_no_space_or_control(text);
        ((url.is_absolute() || is_path) && is_clean).then_some(url)
    }

    /// Removes the slashes at the end of a text that is known to be a base URL.
    #[must_use]
    pub(crate) fn trimmed(mut text: Text<'a>) -> Self {
        while let [shorter @ .., b'/'] = text {
            text = shorter;
        }
        Self(text)
    }

    /// The URL, without a slash at its end.
    #[must_use]
    pub const fn text(&self) -> Text<'a> {
        self.0
    }

    /// Whether the URL has a host. Otherwise it is on the page's origin.
    #[must_use]
    pub fn is_absolute(&self) -> bool {
        self.after_scheme()
            .first()
            .is_some_and(|&byte| !contains(b"/:", byte))
    }

    /// Whether the URL is a path on the page's origin: all others start with `http`.
    #[must_use]
    pub fn is_path(&self) -> bool {
        self.0.first() != Some(&b'h')
    }

    /// Whether no one on the network can read what is sent there: the scheme is https, or the host
    /// is a loopback address in its usual notation (`localhost`, `127.0.0.0/8`, `[::1]`).
    #[must_use]
    pub fn is_private(&self) -> bool {
        let rest = self.after_scheme();
        let (host, _) = split(rest, length_until(rest, b"/:"));
        let is_address = host
            .iter()
            .all(|&byte| byte.is_ascii_digit() || byte == b'.');
        starts_with(self.0, b"https://")
            || starts_with(rest, b"[::1]")
            || equal(host, b"localhost")
            || is_address && starts_with(host, b"127.")
    }

    /// The part after the scheme; empty for a path.
    fn after_scheme(&self) -> Text<'a> {
        let (scheme, rest) = split(self.0, length_until(self.0, b"/").wrapping_add(2));
        if equal(scheme, b"https://") || equal(scheme, b"http://") {
            rest
        } else {
            &[]
        }
    }
}

impl fmt::Debug for BaseUrl<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(core::str::from_utf8(self.0).unwrap_or_default())
    }
}
