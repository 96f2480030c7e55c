//! `cargo xtask shots`: what the page looks like in each of its states.

use crate::command::{program, read, root, step};
use crate::{Result, build, tools};

/// Builds the page where it is stale, and takes the screenshots: of all states, or of those named.
pub fn shots(states: &[&str]) -> Result {
    build::all()?;
    let browsers = tools::browsers()?;
    let mut shots = program("node");
    shots
        .arg("tests/js/screenshots/screenshots.js")
        .args(states)
        .env("BROWSER", "chromium")
        .env("CHROMIUM", &browsers.chromium)
        .env("CHROMEDRIVER", &browsers.chromedriver)
        .env("LINQ_EMULATOR", build::emulator()?)
        .env("LINQ_WWW", root().join("target/www"));
    let said = step("taking screenshots (some minutes)", || read(&mut shots))?;
    println!("{said}");
    Ok(())
}
