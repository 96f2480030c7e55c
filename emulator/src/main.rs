//! `linq-emulator`: the emulator as a program.

use std::io::Write;
use std::process::ExitCode;

use clap::Parser;
use emulator::config::Config;
use emulator::{Error, Server};

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let config = Config::parse();
    tracing_subscriber::fmt()
        .with_max_level(config.log_level())
        .with_target(false)
        .with_ansi(false)
        .with_writer(std::io::stderr)
        // Where stderr is closed, a message about it would end the program.
        .log_internal_errors(false)
        .init();
    tokio::select! {
        ended = run(config) => match ended {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                eprintln!("error: {error}");
                ExitCode::FAILURE
            }
        },
        () = termination() => ExitCode::SUCCESS,
    }
}

async fn run(config: Config) -> Result<(), Error> {
    let server = Server::bind(config).await?;
    let mut text = format!("listening on http://{}\n", server.address());
    for line in server.notes() {
        text.push_str(&format!("  {line}\n"));
    }
    // A closed stdout is no reason to end.
    let _ = std::io::stdout().write_all(text.as_bytes());
    let _ = std::io::stdout().flush();
    server.serve().await;
    Ok(())
}

/// Completes on Ctrl-C or SIGTERM.
#[cfg(unix)]
async fn termination() {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut terminate) = signal(SignalKind::terminate()) else {
        return std::future::pending().await;
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = terminate.recv() => {}
    }
}

/// Completes on Ctrl-C.
#[cfg(not(unix))]
async fn termination() {
    let _ = tokio::signal::ctrl_c().await;
}
