//! The hosts at which the server is reached. Requests for others are refused because of DNS
//! rebinding: a page whose own name resolves to this machine has the server's origin for the
//! browser.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};

/// The values that requests may have in `Host`.
#[derive(Debug)]
pub struct Hosts {
    /// The server's own, by the names and addresses of this machine.
    own: Vec<String>,
    /// Names of `--allow-host` that have no port: they are allowed at each.
    names: Vec<String>,
    /// Names of `--allow-host` that have a port, and the hosts of `--gateway-origin`, whose servers
    /// may forward the page's host.
    exact: Vec<String>,
    port: u16,
}

impl Hosts {
    /// The hosts of a server that listens on `address`, with the hosts that `--allow-host` names, and
    /// those of the origins that `--gateway-origin` names.
    pub fn new(allowed: &[String], origins: &[String], address: SocketAddr) -> Self {
        let port = address.port();
        let listening = match address.ip() {
            IpAddr::V4(ip) => ip.to_string(),
            IpAddr::V6(ip) => format!("[{ip}]"),
        };
        let own = ["localhost", "127.0.0.1", "[::1]", &listening];
        let (names, at_one_port): (Vec<_>, Vec<_>) = allowed
            .iter()
            .partition(|host| without_port(host) == host.as_str());
        let hosts_of_origins = origins
            .iter()
            .filter_map(|origin| Some(origin.split_once("://")?.1));
        let exact = at_one_port.into_iter().map(String::as_str);
        let exact = exact.chain(hosts_of_origins).map(without_default_port);
        Self {
            own: own.map(|name| at_port(name, port)).into(),
            names: names.into_iter().cloned().collect(),
            exact: exact.map(str::to_owned).collect(),
            port,
        }
    }

    /// Whether requests may have this `Host`.
    pub fn include(&self, host: &str) -> bool {
        let host = without_default_port(host);
        let is = |allowed: &String| allowed.eq_ignore_ascii_case(host);
        let is_at = |name: &String| name.eq_ignore_ascii_case(without_port(host));
        self.own.iter().any(is) || self.exact.iter().any(is) || self.names.iter().any(is_at)
    }

    /// The origins of the server's own pages: what `Origin` is in their requests.
    pub fn origins(&self) -> Vec<String> {
        let names = self.names.iter().map(|name| at_port(name, self.port));
        let hosts = self.own.iter().chain(&self.exact).cloned().chain(names);
        hosts.map(|host| format!("http://{host}")).collect()
    }

    /// A host by which others than this machine's users reach the server.
    pub fn first_remote(&self) -> Option<&str> {
        let mut hosts = self.own.iter().chain(&self.names).chain(&self.exact);
        hosts.find(|host| !is_loopback(host)).map(String::as_str)
    }
}

/// Whether a text is a host as requests have it: a name, or an address, and maybe a port.
pub fn is_host(text: &str) -> bool {
    let name = without_port(text);
    let is_name =
        |byte| matches!(byte, b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'-' | b'_');
    ipv6(name).is_some() || (!name.is_empty() && name.bytes().all(is_name))
}

fn at_port(name: &str, port: u16) -> String {
    without_default_port(&format!("{name}:{port}")).to_owned()
}

/// A host without the port that browsers leave out, as it is HTTP's own.
fn without_default_port(host: &str) -> &str {
    let name = host.strip_suffix(":80");
    name.filter(|name| without_port(name) == *name)
        .unwrap_or(host)
}

fn without_port(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port))
            if !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit()) =>
        {
            name
        }
        _ => host,
    }
}

fn is_loopback(host: &str) -> bool {
    let name = without_port(host);
    let ip = ipv6(name).map_or_else(|| name.parse().ok(), |ip| Some(IpAddr::V6(ip)));
    match ip {
        Some(ip) => ip.is_loopback(),
        // Names below `localhost` are this machine's, too (RFC 6761, 6.3).
        None => name == "localhost" || name.ends_with(".localhost"),
    }
}

fn ipv6(name: &str) -> Option<Ipv6Addr> {
    let address = name.strip_prefix('[')?.strip_suffix(']')?;
    address.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hosts(address: &str, allowed: &[&str], origins: &[&str]) -> Hosts {
        let owned = |texts: &[&str]| Vec::from_iter(texts.iter().map(ToString::to_string));
        Hosts::new(&owned(allowed), &owned(origins), address.parse().unwrap())
    }

    #[test]
    fn g3_a_listener_has_the_hosts_of_this_machine_and_its_address() {
        for (address, included, others) in [
            (
                "192.0.2.1:8787",
                &["192.0.2.1:8787", "localhost:8787", "[::1]:8787"][..],
                &["192.0.2.1", "192.0.2.2:8787", "127.0.0.2:8787"][..],
            ),
            (
                "[fd00::1]:8787",
                &["[fd00::1]:8787"],
                &["[fd00::2]:8787", "fd00::1:8787"],
            ),
            (
                "0.0.0.0:8787",
                &["0.0.0.0:8787", "127.0.0.1:8787"],
                &["192.0.2.1:8787"],
            ),
            // Browsers leave HTTP's own port out.
            (
                "127.0.0.1:80",
                &["127.0.0.1", "localhost", "[::1]:80"],
                &["localhost:8787", "localhost:80:80", "local"],
            ),
        ] {
            let hosts = hosts(address, &[], &[]);
            for host in included {
                assert!(hosts.include(host), "{host} at {address}");
            }
            for host in others {
                assert!(!hosts.include(host), "{host} at {address}");
            }
        }
    }

    #[test]
    fn g5_others_reach_the_server_where_a_host_is_not_loopback() {
        for (address, allowed, origins, remote) in [
            ("127.0.0.1:8787", &[][..], &[][..], None),
            ("127.0.0.2:8787", &[], &["http://[::1]:5173"], None),
            ("[::1]:8787", &["linq.localhost:1"], &[], None),
            ("0.0.0.0:8787", &[], &[], Some("0.0.0.0:8787")),
            ("[::]:80", &[], &[], Some("[::]")),
            ("127.0.0.1:8787", &["emulator"], &[], Some("emulator")),
            (
                "127.0.0.1:8787",
                &["notlocalhost:1"],
                &[],
                Some("notlocalhost:1"),
            ),
        ] {
            assert_eq!(
                hosts(address, allowed, origins).first_remote(),
                remote,
                "{address} {allowed:?} {origins:?}"
            );
        }
    }
}
