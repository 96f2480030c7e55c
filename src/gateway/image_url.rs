//! Where Linq is sent to fetch an image: to the public web, and nowhere else.

use url::{Host, Url};

/// Names below these are somebody's own network (RFC 6762, 6761, 7686, 8375; ICANN on `internal`).
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

/// Whether a URL names a host of the public web: no address in any notation, as addresses hide where they lead, no name
/// of a private network, no user name. What a public name leads to is for Linq to check.
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
