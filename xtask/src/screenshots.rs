//! `cargo xtask screenshots` and `cargo xtask picture`: screenshots of the dashboard in each of its states, and of the element
//! for the README.

use std::process::Command;

use crate::build::Dashboard;
use crate::process::{node, read, step};
use crate::{Result, build, tools};

/// Takes screenshots of all states, or of those named.
pub fn screenshots(states: &[&str]) -> Result {
    let dashboard = build::all()?;
    let mut command = in_chromium("tests/js/screenshots/screenshots.js", &dashboard)?;
    command.args(states).env("LINQ_WWW", dashboard.www);
    let folder = step("taking screenshots (some minutes)", || read(&mut command))?;
    println!("{folder}");
    Ok(())
}

/// Takes the README's picture of the element.
pub fn picture() -> Result {
    let mut command = in_chromium("tests/js/screenshots/editor.js", &build::all()?)?;
    step("taking the picture", || read(&mut command))?;
    println!("docs/images/editor.png");
    Ok(())
}

/// A script that drives Chromium, with an emulator.
fn in_chromium(script: &str, dashboard: &Dashboard) -> Result<Command> {
    let browsers = tools::browsers()?;
    let mut command = node(script);
    command
        .env("BROWSER", "chromium")
        .env("CHROMIUM", &browsers.chromium)
        .env("CHROMEDRIVER", &browsers.chromedriver)
        .env("LINQ_EMULATOR", &dashboard.emulator);
    Ok(command)
}
