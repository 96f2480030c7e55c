//! `cargo xtask bench`: compares what the package costs with its peers. No test runs it, since
//! times depend on the machine.

use crate::process::{node, read, show, step};
use crate::{Result, build, chromium, tools};

/// Measures calls, bytes and `isE164`.
pub fn bench() -> Result {
    build::package()?;
    let tables = step("measuring (one or two minutes)", || {
        read(&mut node("bench/main.js"))
    })?;
    println!("{tables}");
    Ok(())
}

/// Measures the main thread of Chromium on the dashboard, with thousands of cards.
pub fn page() -> Result {
    let dashboard = build::all()?;
    show(
        &mut chromium::script("bench/page/main.js", &dashboard)?,
        "a goal of the dashboard is missed, or it could not be measured",
    )
}

/// Measures the gateway, and prints figures as it goes: it takes minutes.
pub fn gateway() -> Result {
    let dashboard = build::all()?;
    let tools = tools::load_tools()?;
    let mut measurement = node("bench/gateway/main.js");
    measurement
        .env("LINQ_EMULATOR", dashboard.emulator)
        .env("NGINX_PROGRAM", tools.nginx)
        .env("WRK", tools.wrk);
    show(
        &mut measurement,
        "the gateway's memory grows, or it could not be measured",
    )
}
