//! The check of the option `upstream`, which the key is sent to.

use alloc::format;

use url::{Host, Url};

/// Whether no one on the network can read what is sent to a base URL: the scheme is https, or the
/// host a loopback address that is written in full, which no resolver reads as another one.
pub(super) fn is_private(base_url: &str) -> bool {
    let Ok(url) = Url::parse(base_url) else {
        return false;
    };
    let is_loopback = match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => {
            address.is_loopback() && base_url.contains(&format!("//{address}"))
        }
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    };
    url.scheme() == "https" || is_loopback
}
