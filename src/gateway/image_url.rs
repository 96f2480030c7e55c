//! The check of image URLs against SSRF: Linq fetches an image from the public web, and from
//! nowhere else.

use url::{Host, Url};

/// Top-level domains whose names aren't on the public web:
///
/// * special-use names: RFC 6761, 6762, 7686, 8375 (`home.arpa`) and 9476. The one for
///   documentation, `example`, is missing, as it names nothing in any network;
/// * names that ICANN reserves for private use or never delegates, as private networks have them:
///   `internal`, `corp`, `home`, `mail`;
/// * names that private networks are known to use: RFC 6762, appendix G; the frequent ones among the
///   names that the root servers don't know (ICANN, SAC045); and the defaults of widespread software
///   such as Kubernetes, Consul and Windows.
const PRIVATE: [&str; 22] = [
    "alt",
    "arpa",
    "belkin",
    "consul",
    "corp",
    "domain",
    "home",
    "internal",
    "intranet",
    "invalid",
    "lan",
    "local",
    "localdomain",
    "localhost",
    "mail",
    "mshome",
    "onion",
    "private",
    "router",
    "svc",
    "test",
    "wpad",
];

/// The ports of https, and of its usual alternative (IANA's registry, and proxies such as
/// Cloudflare). Anything else is a port scan rather than an image.
const PORTS: [u16; 2] = [443, 8443];

/// Whether a URL may name an image on the public web: https, without a user name, on a port of
/// https, and with a name of the public DNS for its host. That is neither an IP address in any
/// notation, nor a single label, nor a name of a private network. The address that a public name
/// resolves to is for Linq to check (DNS rebinding).
pub(super) fn is_public(text: &str) -> bool {
    let Ok(url) = Url::parse(text) else {
        return false;
    };
    let Some(Host::Domain(name)) = url.host() else {
        return false;
    };
    // A name may end with a dot, which stands for the root of the DNS.
    let name = name.strip_suffix('.').unwrap_or(name);
    let is_public_name = name
        .rsplit_once('.')
        .is_some_and(|(_, top)| !top.is_empty() && !PRIVATE.contains(&top));
    url.scheme() == "https"
        && !is_ambiguous(text)
        && url
            .port_or_known_default()
            .is_some_and(|port| PORTS.contains(&port))
        && is_public_name
}

/// Whether parsers disagree about the host of an https URL: it has a user name, or what some take for
/// one. Of `https://a.example#@10.0.0.1/`, the host is `a.example` by the URL standard, which ends it
/// at the `#`, and `10.0.0.1` to a parser that ends it at the next slash. Some take a backslash for
/// that slash, too.
fn is_ambiguous(text: &str) -> bool {
    let mut parts = text.split('/').skip(2);
    parts.next().unwrap_or_default().contains(['@', '\\'])
}
