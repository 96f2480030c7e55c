//! `cargo xtask rust-example`: builds the page in Rust of `examples/rust`.

use std::fs;

use crate::Result;
use crate::process::{cargo, program, root, run, step};
use crate::stale::Product;
use crate::tools;

const EXAMPLE: &str = "examples/rust";

/// The folder to serve.
pub const WWW: &str = "target/rust-example/www";

/// Builds the page.
pub fn build() -> Result {
    let inputs = [
        "Cargo.toml",
        "src",
        EXAMPLE,
        "xtask/bindgen",
        "xtask/src/rust_example.rs",
    ];
    Product::new(WWW, &inputs).make_if_stale(|| step("building the page in Rust", make))
}

fn make() -> Result {
    tools::add_wasm_target()?;
    let bindgen = tools::bindgen()?.build_if_missing()?;
    let target = "target/rust-example";
    run(cargo()
        .args(["build", "--locked", "--release"])
        .args(["--target", "wasm32-unknown-unknown"])
        .args(["--manifest-path", "examples/rust/Cargo.toml"])
        .args(["--target-dir", target]))?;
    let module = format!("{target}/wasm32-unknown-unknown/release/contact_card_page.wasm");
    run(program(bindgen).args(["web", WWW, &module]))?;
    for file in ["index.html", "page.css", "page.js"] {
        let (from, to) = (root().join(EXAMPLE).join(file), root().join(WWW).join(file));
        fs::copy(from, to).map_err(|error| format!("{file} can't be copied: {error}"))?;
    }
    Ok(())
}
