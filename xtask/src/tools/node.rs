//! Node, and the packages that package-lock.json pins.

use crate::Result;
use crate::process::{npm, program, read, run, step};
use crate::stale::Product;

const OLDEST: u32 = 20;

/// Returns an error unless Node is new enough.
pub fn check_node() -> Result {
    let version = read(program("node").arg("--version")).unwrap_or_default();
    let major = version
        .trim_start_matches('v')
        .split('.')
        .next()
        .and_then(|major| major.parse().ok());
    match major {
        Some(OLDEST..) => Ok(()),
        Some(_) => Err(format!(
            "install Node {OLDEST} or newer, this is {version}: https://nodejs.org"
        )),
        None => Err(format!(
            "install Node {OLDEST} or newer: https://nodejs.org"
        )),
    }
}

/// Installs the packages that package-lock.json pins, unless they are there.
pub fn node_modules() -> Result {
    check_node()?;
    if has_node_modules() {
        return Ok(());
    }
    step("installing npm packages", install_node_modules)
}

/// Whether `node_modules` has what package-lock.json pins.
pub fn has_node_modules() -> bool {
    product().is_fresh()
}

/// Installs the packages that package-lock.json pins.
pub fn install_node_modules() -> Result {
    product().make(|| run(&mut npm("ci --ignore-scripts --no-audit --no-fund")).map(drop))
}

fn product() -> Product {
    Product::new("node_modules", &["package-lock.json"])
}
