//! Programs from Debian's packages.

use std::path::{Path, PathBuf};

use crate::Result;
use crate::process::{find, program, read, run, step};

/// Installs packages, on Debian and as root; elsewhere does nothing.
pub fn install(name: &str, packages: &[&str]) -> Result {
    let is_debian = Path::new("/etc/debian_version").exists();
    if !is_debian || read(program("id").arg("-u")).as_deref() != Ok("0") {
        return Ok(());
    }
    let apt_get = |arguments: &[&str]| {
        run(program("apt-get")
            .args(arguments)
            .env("DEBIAN_FRONTEND", "noninteractive"))
    };
    step(&format!("installing {name}"), || {
        apt_get(&["update"])?;
        apt_get(&[&["install", "-y"], packages].concat()).map(drop)
    })
}

/// Finds a program, and installs its package where it is missing. `name` is what people call it.
pub fn find_or_install(executable: &str, name: &str, package: &str) -> Result<PathBuf> {
    if find(executable).is_none() {
        install(name, &[package])?;
    }
    find(executable).ok_or_else(|| format!("install {name} (on Debian: apt-get install {package})"))
}
