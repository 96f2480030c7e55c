//! `cargo xtask start`: the local Linq and the page.

use std::net::TcpListener;

use crate::command::{program, root};
use crate::{Result, build};

/// Builds what is stale and becomes the local Linq, so that Ctrl-C and SIGTERM reach it directly.
pub fn start(flags: &[&str]) -> Result {
    let port: u16 = match std::env::var("PORT") {
        Ok(port) => port
            .parse()
            .map_err(|_| format!("PORT must be a number up to 65535, not {port:?}"))?,
        Err(_) => 8787,
    };
    let address = format!("127.0.0.1:{port}");
    // Found out before the build, not after it.
    TcpListener::bind(&address)
        .map_err(|error| format!("{address} can't be used ({error}); set PORT to another"))?;
    build::all()?;
    let mut command = program(build::emulator()?);
    command
        .args(["--listen", &address, "--control", "--www"])
        .arg(root().join("target/www"))
        .args(flags);
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
    let status = command
        .status()
        .map_err(|error| format!("the local Linq could not be started: {error}"))?;
    if status.success() {
        Ok(())
    } else {
        Err(format!("the local Linq ended with {status}"))
    }
}
