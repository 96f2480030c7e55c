//! WebAssembly modules, compiled from Rust for the npm package.

use std::path::Path;

use crate::Result;
use crate::process::{cargo, program, root, run};
use crate::tools;

/// A module of the npm package.
pub struct Module {
    pub name: &'static str,
    /// A profile of Cargo.toml.
    profile: &'static str,
    cargo_arguments: &'static [&'static str],
    stack_bytes: u32,
}

/// The page's module. Its stack is small, which makes the addresses in the module shorter: calls
/// take about 1 KiB, and the recursion doesn't grow with the input. The stack lies below all data,
/// so an overflow would trap.
pub const CONTACT_CARD: Module = Module {
    name: "contact_card",
    profile: "npm",
    cargo_arguments: &[
        "--package",
        "linq-contact-card",
        "--no-default-features",
        "--features",
        "npm,freestanding",
    ],
    stack_bytes: 4096,
};

/// The servers' module. It reads JSON of any depth.
pub const GATEWAY: Module = Module {
    name: "gateway",
    profile: "server",
    cargo_arguments: &["--package", "gateway"],
    stack_bytes: 1_048_576,
};

/// The emulator's module, for tests. A page doesn't have it, so that speed and bytes count alike. It
/// reads JSON of any depth.
pub const TESTING: Module = Module {
    name: "testing",
    profile: "npm",
    cargo_arguments: &["--package", "testing"],
    stack_bytes: 1_048_576,
};

/// Compiles modules, in cargo's folder `target`.
pub fn compile_all(modules: &[Module], target: &str) -> Result {
    tools::add_wasm_target()?;
    modules.iter().try_for_each(|module| module.compile(target))
}

impl Module {
    fn compile(&self, target: &str) -> Result {
        // One crate type at a time: with two, cargo leaves link-time optimisation out.
        let build = "rustc --locked --lib --crate-type cdylib";
        let stack = self.stack_bytes;
        run(cargo()
            .args(build.split(' '))
            .args(self.cargo_arguments)
            .args(["--profile", self.profile])
            .args(["--target", "wasm32-unknown-unknown"])
            .args(["--target-dir", target])
            .env(
                "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS",
                format!("{} -Clink-arg=-zstack-size={stack}", without_folders()),
            ))
        .map(drop)
    }

    /// Writes the compiled module's JavaScript into the folder `glue`.
    pub fn make_glue(&self, bindgen: &Path, target: &str, glue: &str) -> Result {
        let Self { name, profile, .. } = self;
        let compiled = format!("{target}/wasm32-unknown-unknown/{profile}/{name}.wasm");
        run(program(bindgen).args(["bundler", glue, &compiled])).map(drop)
    }
}

/// Flags that keep the builder's folders out of a module: panic messages have the paths of source
/// files.
fn without_folders() -> String {
    let home = std::env::var("CARGO_HOME").unwrap_or_else(|_| {
        let home = std::env::var("HOME").unwrap_or_default();
        format!("{home}/.cargo")
    });
    let registries = std::fs::read_dir(root().join(&home).join("registry/src"));
    let registries = registries.into_iter().flatten().flatten();
    // The last prefix that matches is the one that is removed.
    let folders = std::iter::once(home.clone())
        .chain(registries.map(|entry| entry.path().display().to_string() + "/"));
    let flags: Vec<_> = folders
        .map(|folder| format!("--remap-path-prefix={folder}="))
        .collect();
    flags.join(" ")
}
