//! `cargo xtask start`: serves the dashboard and its gateway, with the emulator or, with `--live`,
//! with the real Linq.

use std::net::TcpListener;

use crate::process::program;
use crate::{Result, build};

/// The environment variable with the key of a real account.
const KEY: &str = "LINQ_API_V3_API_KEY";

/// Builds what is stale, and replaces this process with the emulator, so that Ctrl-C and SIGTERM
/// reach it.
pub fn start(flags: &[&str]) -> Result {
    let port: u16 = match std::env::var("PORT") {
        Ok(port) => port
            .parse()
            .map_err(|_| format!("PORT must be a number up to 65535, not {port:?}"))?,
        Err(_) => 8787,
    };
    let address = format!("127.0.0.1:{port}");
    // Checked before the build, which takes a while; so is the key.
    TcpListener::bind(&address)
        .map_err(|error| format!("{address} can't be used ({error}); set PORT to another port"))?;
    let is_live = flags.contains(&"--live");
    let has_key = std::env::var_os(KEY).is_some() || has_flag(flags, "--gateway-key");
    if is_live && !has_key {
        return Err(format!(
            "--live needs an API key of Linq in the environment variable {KEY}"
        ));
    }
    let dashboard = build::for_start(has_flag(flags, "--state"))?;
    let mut emulator = program(dashboard.emulator);
    emulator
        .args(["--listen", &address, "--www"])
        .arg(dashboard.www)
        .args(flags);
    if !is_live {
        emulator.arg("--control");
    }
    replace_with(&mut emulator)
}

/// Whether a flag is set, as `--flag value` or `--flag=value`.
fn has_flag(flags: &[&str], name: &str) -> bool {
    flags.iter().any(|flag| {
        flag.strip_prefix(name)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('='))
    })
}

#[cfg(unix)]
fn replace_with(command: &mut std::process::Command) -> Result {
    use std::os::unix::process::CommandExt;
    let error = command.exec();
    Err(crate::process::not_started("the emulator", &error))
}

#[cfg(not(unix))]
fn replace_with(command: &mut std::process::Command) -> Result {
    crate::process::show(command, "the emulator failed")
}

#[cfg(test)]
mod tests {
    use super::has_flag;

    #[test]
    fn finds_a_flag_with_and_without_an_equals_sign() {
        assert!(has_flag(&["--live", "--state", "file"], "--state"));
        assert!(has_flag(&["--state=file"], "--state"));
        assert!(!has_flag(&["--stateless", "file"], "--state"));
    }
}
