//! The check of image URLs against SSRF: Linq fetches an image from the public web, and from
//! nowhere else.

use url::{Host, Url};

/// Top-level domains whose names are not on the public web: those of RFC 6761, 6762, 7686 and 8375,
/// `internal` as ICANN has reserved it, and those that private networks are known to use.
const PRIVATE: [&str; 9] = [
    "arpa",
    "corp",
    "home",
    "internal",
    "invalid",
    "lan",
    "local",
    "localhost",
    "onion",
];

/// Whether the host of a URL is a name on the public web: neither an IP address in any notation,
/// nor a name of a private network. A user name is refused too. The address that a public name
/// resolves to is for Linq to check (DNS rebinding).
pub(super) fn is_public(url: &str) -> bool {
    let Ok(url) = Url::parse(url) else {
        return false;
    };
    let Some(Host::Domain(name)) = url.host() else {
        return false;
    };
    let name = name.strip_suffix('.').unwrap_or(name);
    let is_public_name = name
        .rsplit_once('.')
        .is_some_and(|(_, top)| !top.is_empty() && !PRIVATE.contains(&top));
    url.scheme() == "https"
        && url.username().is_empty()
        && url.password().is_none()
        && is_public_name
}
