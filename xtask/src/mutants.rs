//! `cargo xtask mutants`: changes the core in small ways, and lists the changes that no test
//! notices.

use crate::Result;
use crate::process::{cargo, read, show};

/// Fewer random histories than in `cargo test`: a mutant that they catch, a thousand catch.
const HISTORIES: &str = "1000";

/// Runs cargo-mutants with `.cargo/mutants.toml`. The flags are those of `cargo mutants`, such as
/// `--re src/redact.rs`.
pub fn mutants(flags: &[&str]) -> Result {
    read(cargo().args(["mutants", "--version"]))
        .map_err(|_| "install cargo-mutants: cargo install cargo-mutants --locked")?;
    let mut command = cargo();
    command
        .args(["mutants", "--output", "target"])
        .args(flags)
        // Each change is compiled: without debug information, in half of the time.
        .env("CARGO_PROFILE_DEV_DEBUG", "0")
        .env("SIMULATION_HISTORIES", HISTORIES);
    show(&mut command, "some changes were noticed by no test")
}
