//! `cargo xtask start`: the page and its gateway, to the local Linq or, with `--live`, to the real one.

use std::net::TcpListener;

use crate::command::{program, root};
use crate::{Result, build};

/// Where the key of the real account is looked for.
const KEY: &str = "LINQ_API_V3_API_KEY";

/// Builds what is stale and becomes the local Linq, so that Ctrl-C and SIGTERM reach it directly.
pub fn start(flags: &[&str]) -> Result {
    let port: u16 = match std::env::var("PORT") {
        Ok(port) => port
            .parse()
            .map_err(|_| format!("PORT must be a number up to 65535, not {port:?}"))?,
        Err(_) => 8787,
    };
    let address = format!("127.0.0.1:{port}");
    // Found out before the build, not after it; so is a missing key.
    TcpListener::bind(&address)
        .map_err(|error| format!("{address} can't be used ({error}); set PORT to another"))?;
    let is_live = flags.contains(&"--live");
    let has_key = std::env::var_os(KEY).is_some() || flags.contains(&"--gateway-key");
    if is_live && !has_key {
        return Err(format!(
            "--live needs Linq's API key in the environment variable {KEY}"
        ));
    }
    build::all()?;
    let mut command = program(build::emulator()?);
    command
        .args(["--listen", &address, "--www"])
        .arg(root().join("target/www"))
        .args(flags);
    if !is_live {
        command.arg("--control");
    }
    become_it(&mut command)
}

#[cfg(unix)]
fn become_it(command: &mut std::process::Command) -> Result {
    use std::os::unix::process::CommandExt;
    Err(format!(
        "the local Linq could not be started: {}",
        command.exec()
    ))
}

#[cfg(not(unix))]
fn become_it(command: &mut std::process::Command) -> Result {
    crate::command::show(command, "the local Linq has failed")
}
