//! `cargo xtask bench`: what the package costs beside its peers. No test runs it: times depend on the machine.

use crate::command::{program, read, show, step};
use crate::{Result, build, tools};

/// Builds the package where it is stale, and measures it.
pub fn bench() -> Result {
    build::package()?;
    let tables = step("measuring (one or two minutes)", || {
        read(program("node").arg("bench/main.js"))
    })?;
    println!("{tables}");
    Ok(())
}

/// Builds what is stale, and measures the gateway: as it goes, since it takes minutes.
pub fn gateway() -> Result {
    build::package()?;
    let load = tools::load()?;
    let mut measurement = program("node");
    measurement
        .arg("bench/gateway/main.js")
        .env("LINQ_EMULATOR", build::emulator()?)
        .env("NGINX_PROGRAM", load.nginx)
        .env("WRK", load.wrk);
    show(
        &mut measurement,
        "the gateway's memory grows, or it could not be measured",
    )
}
