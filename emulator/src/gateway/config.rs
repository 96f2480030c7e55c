//! The gateway's configuration, from the flags.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use contact_card::api::BaseUrl;
use contact_card::gateway::{Config as CoreConfig, Host};
use contact_card::wire::from_json;
use emulator_rules::ApiKey;
use serde_json::{Value, json};

use super::sessions::{Sessions, SessionsError};
use crate::config::Config;
use crate::hosts::Hosts;

/// The environment variable that has the API key of the real Linq.
const KEY_VARIABLE: &str = "LINQ_API_V3_API_KEY";

/// What is wrong with the gateway's flags.
#[derive(Debug, thiserror::Error)]
pub enum GatewayError {
    /// `--live` without an API key.
    #[error("--live needs Linq's API key in the environment variable {KEY_VARIABLE}")]
    MissingKey,
    /// Real cards without users, where other machines reach the server.
    #[error(
        "everyone who reaches this server at {0} could change real contact cards: name the users \
         with --sessions FILE, or serve this machine alone with --listen, --allow-host and \
         --gateway-origin"
    )]
    NoSessions(String),
    /// The gateway forwards to this server's own endpoint, which isn't on loopback: the core refuses
    /// plain http.
    #[error(
        "the gateway can't use this server's endpoint at {0}, as plain http is for loopback: listen \
         on 0.0.0.0:{port} or [::]:{port}, with --allow-host for the address", port = .0.port()
    )]
    NotLoopback(SocketAddr),
    /// The core refuses the options.
    #[error("the gateway can't be configured: {0}")]
    Options(String),
    /// The file of `--sessions` is wrong.
    #[error(transparent)]
    Sessions(#[from] SessionsError),
}

/// The core's configuration.
pub(super) fn core_config(
    config: &Config,
    address: SocketAddr,
    hosts: &Hosts,
) -> Result<CoreConfig, GatewayError> {
    let is_own = config.gateway_upstream.is_none() && !config.live;
    if is_own && !reachable(address).ip().is_loopback() {
        return Err(GatewayError::NotLoopback(address));
    }
    let origins = match config.gateway_origin.as_slice() {
        [] => hosts.origins(),
        origins => origins.to_vec(),
    };
    let mut options = json!({
        "apiKey": key(config)?.expose(),
        "origins": origins,
        "upstream": upstream_url(config, address),
    });
    if let Some(timeout) = config.gateway_timeout {
        options["timeout"] = timeout.into();
    }
    CoreConfig::parse(&from_json(&options), Host::Native).map_err(|error| {
        let error: Value = serde_json::from_str(&error).unwrap_or_default();
        let message = error["error"]["message"].as_str().unwrap_or_default();
        GatewayError::Options(message.to_owned())
    })
}

/// The users who may use the gateway: those of a file, or the developer.
pub(super) fn sessions(config: &Config, hosts: &Hosts) -> Result<Sessions, GatewayError> {
    let upstream = config.gateway_upstream.as_deref();
    let has_real_cards = config.live || upstream.is_some_and(|url| url.starts_with("https:"));
    match (&config.sessions, hosts.first_remote()) {
        (Some(file), _) => Ok(Sessions::read(file)?),
        (None, Some(host)) if has_real_cards => Err(GatewayError::NoSessions(host.to_owned())),
        (None, _) => Ok(Sessions::developer()),
    }
}

/// Where requests are forwarded to: this server's own endpoint, unless the flags name another or
/// demand the real Linq.
pub fn upstream_url(config: &Config, address: SocketAddr) -> String {
    match &config.gateway_upstream {
        Some(url) => url.clone(),
        None if config.live => String::from_utf8_lossy(BaseUrl::LINQ.text()).into_owned(),
        None => format!("http://{}/api/partner", reachable(address)),
    }
}

/// The API key that is added. The real one is read from the environment: other users can read this
/// process's flags.
fn key(config: &Config) -> Result<ApiKey, GatewayError> {
    match &config.gateway_key {
        Some(key) => Ok(key.clone()),
        None if config.live => match std::env::var(KEY_VARIABLE) {
            Ok(key) => Ok(ApiKey::from(key.as_str())),
            Err(_) => Err(GatewayError::MissingKey),
        },
        None => Ok(config.key.clone()),
    }
}

/// The address at which a client on this machine reaches the listener.
fn reachable(address: SocketAddr) -> SocketAddr {
    let ip = match address.ip() {
        ip if ip.is_unspecified() => IpAddr::V4(Ipv4Addr::LOCALHOST),
        ip => ip,
    };
    SocketAddr::new(ip, address.port())
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    fn configured(address: &str, flags: &[&str]) -> Result<(), String> {
        let config = Config::parse_from([&["linq-emulator"], flags].concat());
        let address = address.parse().unwrap();
        let hosts = config.hosts(address);
        let configured = core_config(&config, address, &hosts);
        configured.map(drop).map_err(|error| error.to_string())
    }

    #[test]
    fn its_own_endpoint_is_reached_on_loopback() {
        for address in ["127.0.0.2:8787", "[::1]:80", "0.0.0.0:8787", "[::]:8787"] {
            assert_eq!(configured(address, &["--allow-host", "[fd00::1]"]), Ok(()));
        }
        let error = configured("192.0.2.1:8787", &[]).unwrap_err();
        assert!(error.contains("at 192.0.2.1:8787"), "{error}");
        assert!(error.contains("listen on 0.0.0.0:8787"), "{error}");
        let elsewhere = ["--gateway-upstream", "https://api.example"];
        assert_eq!(configured("192.0.2.1:8787", &elsewhere), Ok(()));
    }
}
