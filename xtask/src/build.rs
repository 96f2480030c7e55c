//! What is made: the npm package in pkg/, the page in target/www/, the local Linq.

use std::path::PathBuf;

use crate::Result;
use crate::command::{cargo, program, read, root, run, step};
use crate::stale::unless_fresh;
use crate::tools;

/// Everything that is shipped or served.
pub fn all() -> Result {
    package()?;
    page()?;
    emulator().map(drop)
}

/// The npm package, ready for `npm pack`.
pub fn package() -> Result {
    tools::wasm_target()?;
    tools::node_modules()?;
    let inputs = [
        "Cargo.toml",
        "Cargo.lock",
        "src",
        "pkg-template",
        "xtask/js",
        "xtask/src/build.rs",
        "package-lock.json",
        "CHANGELOG.md",
    ];
    unless_fresh("pkg", &inputs, || {
        let bindgen = tools::bindgen()?;
        step("building the package", || {
            let target = [
                "--target",
                "wasm32-unknown-unknown",
                "--target-dir",
                "target",
            ];
            // One crate type at a time: with two, cargo leaves link-time optimisation out.
            let build = [
                "rustc",
                "--locked",
                "--package",
                "linq-contact-card",
                "--lib",
                "--crate-type",
                "cdylib",
                "--profile",
                "npm",
            ];
            // Panic locations would carry the builder's folders into the module.
            let home = std::env::var("CARGO_HOME")
                .or_else(|_| std::env::var("HOME"))
                .unwrap_or_default();
            // The stack is small, as calls are shallow: less memory, and shorter addresses in the module.
            let flags = format!("--remap-path-prefix={home}= -Clink-arg=-zstack-size=65536");
            run(cargo()
                .args(build)
                .args(["--features", "freestanding"])
                .args(target)
                .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", flags))?;
            let glue = root().join("target/npm/glue");
            run(program(&bindgen.cli)
                .args(["--target", "bundler", "--no-typescript", "--out-dir"])
                .arg(&glue)
                .arg(root().join("target/wasm32-unknown-unknown/npm/contact_card.wasm")))?;
            run(program("node")
                .arg("xtask/js/package.mjs")
                .arg(&glue)
                .arg(env!("CARGO_PKG_VERSION")))
            .map(drop)
        })
    })
}

/// The page, bundled with the package.
fn page() -> Result {
    unless_fresh("target/www", &["www", "pkg", "xtask/js/page.mjs"], || {
        step("bundling the page", || {
            run(program("node").arg("xtask/js/page.mjs")).map(drop)
        })
    })
}

/// The local Linq. Returns its path.
pub fn emulator() -> Result<PathBuf> {
    let build = [
        "build",
        "--locked",
        "--release",
        "--package",
        "emulator",
        "--target-dir",
        "target",
    ];
    let binary = format!(
        "target/release/linq-emulator{}",
        std::env::consts::EXE_SUFFIX
    );
    let inputs = ["emulator", "Cargo.lock"];
    unless_fresh(&binary, &inputs, || {
        step(
            "building the local Linq (the first time takes a minute or two)",
            || run(cargo().args(build)).map(drop),
        )
    })?;
    root()
        .join(&binary)
        .canonicalize()
        .map_err(|error| format!("{binary} is missing: {error}"))
}

/// Prints what the package weighs, beside the official SDK.
pub fn sizes() -> Result {
    println!("{}", read(program("node").arg("xtask/js/sizes.mjs"))?);
    Ok(())
}
