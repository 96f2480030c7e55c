//! What is made: the npm package in pkg/, the page in target/www/, the local Linq.

use std::path::{Path, PathBuf};

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
        "gateway",
        "pkg-template",
        "xtask/js/package.mjs",
        "xtask/js/module.mjs",
        "xtask/js/encode.mjs",
        "xtask/src/build.rs",
        "package-lock.json",
        "CHANGELOG.md",
    ];
    unless_fresh("pkg", &inputs, || {
        step("building the package", || make_package("target", "pkg"))
    })
}

/// Makes the package in the folder `out`, with what cargo makes for it in `target`.
fn make_package(target: &str, out: &str) -> Result {
    let bindgen = tools::bindgen()?;
    let target = root().join(target);
    let glue = target.join("npm/glue");
    let page = [
        "--package",
        "linq-contact-card",
        "--no-default-features",
        "--features",
        "npm,freestanding",
    ];
    // The page's stack is small, which makes the addresses in the module shorter: calls take about 1 KiB, and nothing recurses
    // as deep as the input. It lies below all data, so outgrowing it would trap. A gateway reads JSON of any depth.
    make_module(&bindgen.cli, "contact_card", &page, 4096, &target, &glue)?;
    make_module(
        &bindgen.cli,
        "gateway",
        &["--package", "gateway"],
        1_048_576,
        &target,
        &glue,
    )?;
    run(program("node")
        .arg("xtask/js/package.mjs")
        .arg(&glue)
        .arg(root().join(out))
        .arg(env!("CARGO_PKG_VERSION")))
    .map(drop)
}

/// Makes a module, with a stack of so many bytes, and its glue.
fn make_module(
    bindgen: &Path,
    name: &str,
    which: &[&str],
    stack: u32,
    target: &Path,
    glue: &Path,
) -> Result {
    // One crate type at a time: with two, cargo leaves link-time optimisation out.
    let build = [
        "rustc",
        "--locked",
        "--lib",
        "--crate-type",
        "cdylib",
        "--profile",
        "npm",
    ];
    let flags = format!("{} -Clink-arg=-zstack-size={stack}", without_folders());
    run(cargo()
        .args(build)
        .args(which)
        .args(["--target", "wasm32-unknown-unknown", "--target-dir"])
        .arg(target)
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", flags))?;
    run(program(bindgen)
        .args(["--target", "bundler", "--no-typescript", "--out-dir"])
        .arg(glue)
        .arg(target.join(format!("wasm32-unknown-unknown/npm/{name}.wasm"))))
    .map(drop)
}

/// Flags that keep the builder's folders out of a module, whose panics name the files that they stand in.
fn without_folders() -> String {
    let home = std::env::var("CARGO_HOME").unwrap_or_else(|_| {
        let home = std::env::var("HOME").unwrap_or_default();
        format!("{home}/.cargo")
    });
    let registries = std::fs::read_dir(Path::new(&home).join("registry/src"));
    let registries = registries.into_iter().flatten().flatten();
    // Of two that fit, the last one counts.
    let folders = std::iter::once(home.clone())
        .chain(registries.map(|entry| entry.path().display().to_string() + "/"));
    let flags: Vec<_> = folders
        .map(|folder| format!("--remap-path-prefix={folder}="))
        .collect();
    flags.join(" ")
}

/// Makes the package once more from nothing, and says which files differ from those of the first time.
pub fn again() -> Result {
    package()?;
    let folder = root().join("target/again");
    let _ = std::fs::remove_dir_all(&folder);
    make_package("target/again", "target/again/pkg")?;
    let read = |path: PathBuf| {
        std::fs::read(&path).map_err(|error| format!("{} can't be read: {error}", path.display()))
    };
    let mut differing = Vec::new();
    for file in files_in(&root().join("pkg"), Path::new(""))? {
        if read(root().join("pkg").join(&file))? != read(folder.join("pkg").join(&file))? {
            differing.push(file.display().to_string());
        }
    }
    if differing.is_empty() {
        println!("two builds give the same bytes");
        return Ok(());
    }
    Err(format!("two builds differ in {}", differing.join(", ")))
}

/// The files of a folder and of those in it, from this one on.
fn files_in(folder: &Path, from: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let entries = std::fs::read_dir(folder.join(from)).map_err(|error| error.to_string())?;
    for entry in entries.flatten() {
        let path = from.join(entry.file_name());
        if entry.path().is_dir() {
            files.extend(files_in(folder, &path)?);
        } else {
            files.push(path);
        }
    }
    Ok(files)
}

/// The page, bundled with the package.
fn page() -> Result {
    let inputs = ["www", "pkg", "xtask/js/page.mjs", "package-lock.json"];
    unless_fresh("target/www", &inputs, || {
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
    let inputs = ["emulator", "src", "Cargo.toml", "Cargo.lock"];
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

/// The API reference in target/reference/, made from the typings.
pub fn reference() -> Result {
    package()?;
    step("making the API reference", || {
        run(program("node").arg("node_modules/typedoc/bin/typedoc")).map(drop)
    })?;
    println!("target/reference/index.html");
    Ok(())
}

/// Prints what the package weighs, beside the official SDK.
pub fn sizes() -> Result {
    println!("{}", read(program("node").arg("xtask/js/sizes.mjs"))?);
    Ok(())
}
