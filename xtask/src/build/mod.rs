//! Builds the npm package, the dashboard and the emulator, in two editions: one that is published,
//! tested and measured, and one for `cargo xtask start`, which is built in a minute.

mod command;
mod emulator;
mod module;
mod package;
mod reproducible;

use std::path::PathBuf;

use crate::Result;
use crate::plan::{JobId, Plan};
use crate::process::{node, read, root, run, step};
use crate::stale::Product;
use crate::tools;

pub use reproducible::reproducible;

use emulator::Emulator;
use module::Module;

/// How the package and the dashboard are built, and where.
struct Edition {
    package: &'static str,
    dashboard: &'static str,
    /// wasm-bindgen's output, from which the package is made.
    glue: &'static str,
    modules: &'static [Module],
    /// Whether the package has its command. It needs the gateway.
    has_command: bool,
    emulator: Emulator,
}

/// What is published.
const PUBLISHED: Edition = Edition {
    package: "pkg",
    dashboard: "target/www",
    glue: "target/npm/glue",
    modules: &[module::CONTACT_CARD, module::GATEWAY, module::TESTING],
    has_command: true,
    emulator: emulator::OPTIMIZED,
};

/// What `cargo xtask start` serves. The page's module is the published one; the gateway's is for
/// servers, and the emulator has its gateway compiled in.
const START: Edition = Edition {
    package: "target/start/pkg",
    dashboard: "target/start/www",
    glue: "target/start/glue",
    modules: &[module::CONTACT_CARD],
    has_command: false,
    emulator: emulator::QUICK,
};

/// Cargo's folder. Both editions use one compilation of the page's module.
const CARGO_TARGET: &str = "target";

/// What the dashboard's server is started with.
pub struct Dashboard {
    pub emulator: PathBuf,
    pub www: PathBuf,
}

/// Builds the npm package in `pkg/`.
pub fn package() -> Result {
    let mut plan = Plan::default();
    let package = add_package(&mut plan, &PUBLISHED)?;
    add_command(&mut plan, &PUBLISHED, package);
    plan.run()
}

/// Builds the package, the dashboard and the emulator.
pub fn all() -> Result<Dashboard> {
    build(&PUBLISHED)
}

/// Builds what `cargo xtask start` serves. SQLite is compiled only for an emulator that stores its
/// state in a file.
pub fn for_start(has_state_file: bool) -> Result<Dashboard> {
    build(&Edition {
        emulator: if has_state_file {
            emulator::QUICK_WITH_STATE_FILE
        } else {
            emulator::QUICK
        },
        ..START
    })
}

fn build(edition: &Edition) -> Result<Dashboard> {
    let mut plan = Plan::default();
    edition.emulator.add_to(&mut plan);
    let package = add_package(&mut plan, edition)?;
    if edition.has_command {
        add_command(&mut plan, edition, package);
    }
    add_dashboard(&mut plan, edition, package);
    plan.run()?;
    Ok(Dashboard {
        emulator: edition.emulator.path(),
        www: root().join(edition.dashboard),
    })
}

fn add_package<'a>(plan: &mut Plan<'a>, edition: &'a Edition) -> Result<JobId> {
    tools::check_node()?;
    let npm_packages = plan.tool(
        (
            "installing npm packages",
            ": esbuild bundles JavaScript, binaryen shrinks WebAssembly",
        ),
        tools::has_node_modules(),
        tools::install_node_modules,
    );
    let bindgen = tools::bindgen()?;
    let command = bindgen.path.clone();
    let bindgen = plan.tool(
        (
            &format!("building wasm-bindgen {}", bindgen.version),
            ", once: it makes the WebAssembly's JavaScript",
        ),
        bindgen.is_built(),
        move || bindgen.build(),
    );
    let package = package::product(edition);
    let is_fresh = package.is_fresh();
    let modules = plan.product(("compiling Rust to WebAssembly", ""), is_fresh, &[], || {
        module::compile_all(edition.modules, CARGO_TARGET)
    });
    Ok(plan.product(
        ("making the npm package", ""),
        is_fresh,
        &[npm_packages, bindgen, modules],
        move || package.make(|| package::make(edition, CARGO_TARGET, &command)),
    ))
}

fn add_command<'a>(plan: &mut Plan<'a>, edition: &'a Edition, package: JobId) {
    let command = command::product(edition);
    plan.product(
        ("bundling the command", ""),
        command.is_fresh(),
        &[package],
        move || command.make(|| command::make(edition)),
    );
}

fn add_dashboard<'a>(plan: &mut Plan<'a>, edition: &'a Edition, package: JobId) {
    let dashboard = Product::new(
        edition.dashboard,
        &[
            "www",
            &package::product(edition).stamp_path(),
            "xtask/js/dashboard.mjs",
            "package-lock.json",
        ],
    );
    plan.product(
        ("bundling the dashboard", ""),
        dashboard.is_fresh(),
        &[package],
        move || {
            let mut bundle = node("xtask/js/dashboard.mjs");
            bundle.args([edition.package, edition.dashboard]);
            dashboard.make(|| run(&mut bundle).map(drop))
        },
    );
}

/// Writes the API reference into target/reference/, from the typings.
pub fn reference() -> Result {
    package()?;
    step("making the API reference", || {
        run(&mut node("node_modules/typedoc/bin/typedoc")).map(drop)
    })?;
    println!("target/reference/index.html");
    Ok(())
}

/// Prints how large the package is, compared with the official SDK.
pub fn sizes() -> Result {
    println!("{}", read(&mut node("xtask/js/sizes.mjs"))?);
    Ok(())
}
