//! `linq-emulator`: the emulator as a program.

use std::io::Write;
use std::process::ExitCode;

use clap::Parser;
use emulator::Server;
use emulator::config::Config;
use tokio::net::TcpListener;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let config = Config::parse();
    tokio::select! {
        ended = run(config) => match ended {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                eprintln!("error: {error}");
                ExitCode::FAILURE
            }
        },
        () = stopped() => ExitCode::SUCCESS,
    }
}

async fn run(config: Config) -> Result<(), String> {
    let listener = TcpListener::bind(config.listen)
        .await
        .map_err(|error| format!("{} can't be used: {error}", config.listen))?;
    let address = listener.local_addr().map_err(|error| error.to_string())?;
    // What is wrong with the flags is said before anything else.
    let server = Server::new(config, address)?;
    let mut text = format!("listening on http://{address}\n");
    for line in server.lines() {
        text.push_str(&format!("  {line}\n"));
    }
    // Nobody may be reading.
    let _ = std::io::stdout().write_all(text.as_bytes());
    let _ = std::io::stdout().flush();
    let ended = server.serve(listener).await;
    ended.map_err(|error| error.to_string())
}

/// Ctrl-C or SIGTERM.
#[cfg(unix)]
async fn stopped() {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut terminate) = signal(SignalKind::terminate()) else {
        return std::future::pending().await;
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = terminate.recv() => {}
    }
}

/// Ctrl-C.
#[cfg(not(unix))]
async fn stopped() {
    let _ = tokio::signal::ctrl_c().await;
}
