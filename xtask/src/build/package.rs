//! The npm package: pkg-template/ with the WebAssembly modules.

use std::path::Path;

use super::Edition;
use crate::Result;
use crate::process::{node, root, run};
use crate::stale::Product;
use crate::version;

/// The package's folder, with everything that it is made from.
pub fn product(edition: &Edition) -> Product {
    Product::new(
        edition.package,
        &[
            "Cargo.toml",
            "Cargo.lock",
            "src",
            "gateway",
            "emulator/rules",
            "emulator/wasm",
            "pkg-template",
            "xtask/js/package.mjs",
            "xtask/js/entries.mjs",
            "xtask/js/module.mjs",
            "xtask/js/encode.mjs",
            "xtask/js/compressed-size.mjs",
            "xtask/bindgen",
            "xtask/src/build/module.rs",
            "xtask/src/build/package.rs",
            "package-lock.json",
            "CHANGELOG.md",
            "README.md",
            "docs",
        ],
    )
}

/// Makes the package from modules that have been compiled in cargo's folder `target`.
pub fn make(edition: &Edition, target: &str, bindgen: &Path) -> Result {
    for module in edition.modules {
        module.make_glue(bindgen, target, edition.glue)?;
    }
    let names: Vec<_> = edition.modules.iter().map(|module| module.name).collect();
    run(node("xtask/js/package.mjs")
        .arg(root().join(edition.glue))
        .arg(root().join(edition.package))
        .args([version::current()?, names.join(",")]))
    .map(drop)
}
