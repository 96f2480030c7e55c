//! Who may use a route. A web page that a developer visits can send requests to this machine: to
//! its address (CSRF), or to the page's own name, once that resolves to this machine (DNS
//! rebinding).
//!
//! Browsers set `Host`, `Origin` and `Sec-Fetch-Site`, and pages can't change them. A request that
//! has neither `Origin` nor `Sec-Fetch-Site` is a program's, such as curl's, or a GET of a browser
//! that sends no `Sec-Fetch-Site`: an old one, or any where the host isn't loopback. Such a GET
//! changes nothing, and its page can't read the response.

use crate::hosts::{Hosts, is_host};

/// Who may use a route, in addition to programs and the server's own pages.
#[derive(Clone, Debug)]
pub enum Access {
    /// The pages that a flag allows.
    Allowed(AllowedPages),
    /// A user who follows a link on any page.
    Links,
    /// The pages that the core's gateway allows: it has checks of its own.
    Gateway,
}

/// The pages of another origin that may use a route.
#[derive(Clone, Debug)]
pub struct AllowedPages {
    /// Their origin; `*` is every page.
    pub origin: Option<String>,
    /// The flag that sets the origin.
    pub flag: &'static str,
}

/// What a request's head has about its sender. A header that is sent twice, or isn't text, is an
/// empty text.
#[derive(Clone, Copy, Debug)]
pub struct Sender<'a> {
    pub method: &'a str,
    pub host: Option<&'a str>,
    pub origin: Option<&'a str>,
    /// `Sec-Fetch-Site`.
    pub site: Option<&'a str>,
    /// `Sec-Fetch-Mode`.
    pub mode: Option<&'a str>,
    /// `Sec-Fetch-Dest`.
    pub destination: Option<&'a str>,
}

/// Why a request is refused, and what to do.
#[derive(Debug, PartialEq, Eq)]
pub struct Refused(pub String);

impl Access {
    /// The pages of the origin that a flag sets.
    pub fn allowed(flag: &'static str, origin: &Option<String>) -> Self {
        let origin = origin.clone();
        Self::Allowed(AllowedPages { origin, flag })
    }

    /// Checks that a sender may use a route.
    pub fn check(&self, hosts: &Hosts, sender: &Sender<'_>) -> Result<(), Refused> {
        let Some(host) = sender.host.filter(|host| hosts.include(host)) else {
            return Err(Refused::host(sender.host));
        };
        if sender.is_own(host) {
            return Ok(());
        }
        match self {
            Self::Allowed(pages) if pages.include(sender.origin) => Ok(()),
            Self::Links if sender.follows_link() => Ok(()),
            Self::Gateway => Ok(()),
            Self::Allowed(pages) => Err(Refused::page(pages, sender.origin)),
            Self::Links => Err(Refused(
                "Pages of other origins can't load this; open it in a tab of its own".to_owned(),
            )),
        }
    }
}

impl AllowedPages {
    fn include(&self, origin: Option<&str>) -> bool {
        match (self.origin.as_deref(), origin) {
            (Some(allowed), Some(origin)) => allowed == "*" || allowed == origin,
            _ => false,
        }
    }
}

impl Sender<'_> {
    /// Whether the sender is a program, a page of this host, or a user who enters the address.
    fn is_own(&self, host: &str) -> bool {
        // A proxy in front may have the certificate.
        let is_of_host = |origin: &str| match origin.split_once("://") {
            Some(("http" | "https", own)) => own.eq_ignore_ascii_case(host),
            _ => false,
        };
        let is_own_site = |site| matches!(site, "same-origin" | "none");
        self.origin.is_none_or(is_of_host) && self.site.is_none_or(is_own_site)
    }

    /// Whether a user follows a link, and the response is shown in a tab, not in a frame.
    fn follows_link(&self) -> bool {
        self.method == "GET"
            && self.origin.is_none()
            && self.mode == Some("navigate")
            && self.destination == Some("document")
    }
}

impl Refused {
    fn host(host: Option<&str>) -> Self {
        Self(match host {
            Some(host) if is_host(host) => format!(
                "The host {host} isn't this server's, which may be DNS rebinding; \
                 start the emulator with --allow-host {host} if it is"
            ),
            _ => "The request must have one Host header, with the name of this server".to_owned(),
        })
    }

    fn page(pages: &AllowedPages, origin: Option<&str>) -> Self {
        let AllowedPages { flag, .. } = pages;
        let origin = origin
            .filter(|origin| is_origin(origin))
            .unwrap_or("ORIGIN");
        Self(format!(
            "Pages of other origins can't use this route; \
             start the emulator with {flag} {origin} if this page should"
        ))
    }
}

/// Whether a text is an origin as browsers write it: a scheme in lower case, a host, and maybe a
/// port.
pub fn is_origin(text: &str) -> bool {
    let is_scheme = |byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'+' | b'-' | b'.');
    text.split_once("://").is_some_and(|(scheme, host)| {
        !scheme.is_empty()
            && scheme.bytes().all(is_scheme)
            && is_host(host)
            && !host.bytes().any(|byte| byte.is_ascii_uppercase())
    })
}
