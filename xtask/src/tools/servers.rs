//! Servers that the gateway is tested and measured with.

use std::path::{Path, PathBuf};

use super::debian::find_or_install;
use crate::Result;

/// Finds Redis, and installs it where that is possible.
pub fn redis() -> Result<PathBuf> {
    find_or_install("redis-server", "Redis", "redis-server")
}

/// Finds the reverse proxies in front of a gateway and the store behind it, and installs them where
/// that is possible.
pub fn gateway_servers() -> Result {
    // By its name: the tests start it from the PATH.
    find_or_install("nginx", "nginx", "nginx-light")?;
    find_or_install("caddy", "Caddy", "caddy")?;
    redis().map(drop)
}

/// The programs that measure a gateway under load.
pub struct LoadTools {
    pub wrk: PathBuf,
    pub nginx: PathBuf,
}

/// Finds wrk and nginx, and installs them where that is possible.
pub fn load_tools() -> Result<LoadTools> {
    Ok(LoadTools {
        wrk: find_or_install("wrk", "wrk", "wrk")?,
        nginx: nginx()?,
    })
}

fn nginx() -> Result<PathBuf> {
    // Debian has servers in a folder that only root has on the PATH.
    let in_sbin = Path::new("/usr/sbin/nginx");
    if in_sbin.is_file() {
        return Ok(in_sbin.to_owned());
    }
    find_or_install("nginx", "nginx", "nginx-light")
}
