//! `cargo xtask screenshots` and `cargo xtask picture`: screenshots of the dashboard in each of its states, and of the element
//! for the README.

use crate::process::{read, step};
use crate::{Result, build, chromium};

/// Takes screenshots of all states, or of those named.
pub fn screenshots(states: &[&str]) -> Result {
    let dashboard = build::all()?;
    let mut command = chromium::script("tests/js/screenshots/screenshots.js", &dashboard)?;
    command.args(states);
    let folder = step("taking screenshots (some minutes)", || read(&mut command))?;
    println!("{folder}");
    Ok(())
}

/// Takes the README's picture of the element.
pub fn picture() -> Result {
    let mut command = chromium::script("tests/js/screenshots/editor.js", &build::all()?)?;
    step("taking the picture", || read(&mut command))?;
    println!("docs/images/editor.png");
    Ok(())
}
