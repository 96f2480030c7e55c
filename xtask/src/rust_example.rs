//! The page in Rust of `examples/rust`, in target/rust-example/www/.

use std::fs;

use crate::Result;
use crate::command::{cargo, program, root, run, step};
use crate::stale::unless_fresh;
use crate::tools;

const EXAMPLE: &str = "examples/rust";
const WWW: &str = "target/rust-example/www";

/// Builds the page.
pub fn build() -> Result {
    tools::wasm_target()?;
    let inputs = ["Cargo.toml", "src", EXAMPLE, "xtask/src/rust_example.rs"];
    unless_fresh(WWW, &inputs, || step("building the page in Rust", make))
}

fn make() -> Result {
    let bindgen = tools::bindgen()?;
    let target = root().join("target/rust-example");
    run(cargo()
        .args([
            "build",
            "--locked",
            "--release",
            "--target",
            "wasm32-unknown-unknown",
        ])
        .arg("--manifest-path")
        .arg(root().join(EXAMPLE).join("Cargo.toml"))
        .arg("--target-dir")
        .arg(&target))?;
    let module = target.join("wasm32-unknown-unknown/release/contact_card_page.wasm");
    run(program(bindgen.cli)
        .args(["--target", "web", "--no-typescript", "--out-dir", WWW])
        .arg(module))?;
    for file in ["index.html", "page.css", "page.js"] {
        let (from, to) = (root().join(EXAMPLE).join(file), root().join(WWW).join(file));
        fs::copy(from, to).map_err(|error| format!("{file} can't be copied: {error}"))?;
    }
    Ok(())
}
