//! Scripts that drive Chromium, with the dashboard and an emulator.

use std::process::Command;

use crate::build::Dashboard;
use crate::process::node;
use crate::{Result, tools};

/// A script with the programs that it needs, and the folder of the dashboard.
pub fn script(path: &str, dashboard: &Dashboard) -> Result<Command> {
    let browsers = tools::browsers()?;
    let mut command = node(path);
    command
        .env("BROWSER", "chromium")
        .env("CHROMIUM", &browsers.chromium)
        .env("CHROMEDRIVER", &browsers.chromedriver)
        .env("LINQ_EMULATOR", &dashboard.emulator)
        .env("LINQ_WWW", &dashboard.www);
    Ok(command)
}
