//! `cargo xtask screenshots`: takes screenshots of the dashboard in each of its states.

use crate::process::{node, read, step};
use crate::{Result, build, tools};

/// Takes screenshots of all states, or of those named.
pub fn screenshots(states: &[&str]) -> Result {
    let dashboard = build::all()?;
    let browsers = tools::browsers()?;
    let mut command = node("tests/js/screenshots/screenshots.js");
    command
        .args(states)
        .env("BROWSER", "chromium")
        .env("CHROMIUM", &browsers.chromium)
        .env("CHROMEDRIVER", &browsers.chromedriver)
        .env("LINQ_EMULATOR", dashboard.emulator)
        .env("LINQ_WWW", dashboard.www);
    let folder = step("taking screenshots (some minutes)", || read(&mut command))?;
    println!("{folder}");
    Ok(())
}
