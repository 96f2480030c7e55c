//! The package's command, in its folder cli/: the program of pkg-template/cli/ and the dashboard.

use super::{Edition, package};
use crate::Result;
use crate::process::{node, run};
use crate::stale::Product;

/// The folder cli/, with everything that it is made from.
pub fn product(edition: &Edition) -> Product {
    Product::new(
        &format!("{}/cli", edition.package),
        &[
            "pkg-template/cli",
            "www",
            &package::product(edition).stamp_path(),
            "xtask/js/command.mjs",
            "xtask/js/dashboard.mjs",
            "xtask/js/libraries.mjs",
            "package-lock.json",
        ],
    )
}

/// Adds the command to a package that has been made.
pub fn make(edition: &Edition) -> Result {
    run(node("xtask/js/command.mjs").arg(edition.package)).map(drop)
}
