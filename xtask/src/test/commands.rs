//! The suites' commands.

use std::path::Path;
use std::process::Command;

use super::consumers;
use super::prepared::{Need, Prepared, required};
use crate::process::{cargo, node as node_script, program, root};
use crate::{Result, rust_example};

const BIOME: &str = "node_modules/@biomejs/biome/bin/biome";
const TSC: &str = "node_modules/typescript/bin/tsc";
const TYPEDOC: &str = "node_modules/typedoc/bin/typedoc";

/// A browser that tests drive.
#[derive(Clone, Copy, PartialEq)]
pub enum Engine {
    Chromium,
    Firefox,
    WebKit,
}

/// Formatting of Rust, JavaScript, JSON and CSS.
pub fn fmt(_: &Prepared) -> Result<Vec<Command>> {
    let mut biome = node_script(BIOME);
    biome.args(["format", "."]);
    Ok(vec![
        cargo_with("fmt --all --check"),
        cargo_with("fmt --manifest-path fuzz/Cargo.toml --check"),
        cargo_with("fmt --manifest-path examples/rust/Cargo.toml --check"),
        biome,
    ])
}

/// Clippy on all crates, and on each build of the core for WebAssembly. The tools that wrap
/// wasm-bindgen are left out: their dependencies take minutes.
pub fn clippy(_: &Prepared) -> Result<Vec<Command>> {
    let native =
        "clippy --locked --workspace --exclude bindgen --exclude test-runner --all-targets";
    let core = "clippy --locked --package linq-contact-card --target wasm32-unknown-unknown";
    let gateway = "clippy --locked --package gateway --target wasm32-unknown-unknown";
    let testing = "clippy --locked --package testing --target wasm32-unknown-unknown";
    let bare_emulator = "clippy --locked --package emulator --no-default-features";
    let published = "--lib --no-default-features --features npm,freestanding";
    let rust_client = "--lib --no-default-features --features web";
    Ok(vec![
        cargo_with(&format!("{native} -- -Dwarnings")),
        cargo_with(&format!("{core} --tests -- -Dwarnings")),
        cargo_with(&format!("{core} {published} -- -Dwarnings")),
        cargo_with(&format!("{core} {rust_client} -- -Dwarnings")),
        cargo_with(&format!("{gateway} -- -Dwarnings")),
        cargo_with(&format!("{testing} -- -Dwarnings")),
        cargo_with(&format!("{bare_emulator} -- -Dwarnings")),
    ])
}

/// JavaScript's linter, and TypeScript's checker on JavaScript.
pub fn lint(_: &Prepared) -> Result<Vec<Command>> {
    let mut biome = node_script(BIOME);
    biome.args(["lint", "--error-on-warnings", "."]);
    let types = ["tsconfig.json", "www/tsconfig.json"].map(|config| {
        let mut tsc = node_script(TSC);
        tsc.args(["-p", config]);
        tsc
    });
    Ok(std::iter::once(biome).chain(types).collect())
}

/// The spelling of code and prose.
pub fn typos(prepared: &Prepared) -> Result<Vec<Command>> {
    Ok(vec![program(required(
        prepared.typos.as_ref(),
        Need::Typos,
    )?)])
}

/// Rust's documentation for native targets and for WebAssembly, which has the client for Rust front
/// ends; then the API reference from the typings. A warning fails the suite: typedoc.config.mjs
/// makes typedoc report its warnings as errors.
pub fn docs(_: &Prepared) -> Result<Vec<Command>> {
    let doc = "doc --locked --no-deps --package linq-contact-card";
    let mut native = cargo_with(&format!("{doc} --features gateway"));
    let mut wasm = cargo_with(&format!("{doc} --target wasm32-unknown-unknown"));
    native.env("RUSTDOCFLAGS", "-Dwarnings");
    wasm.env("RUSTDOCFLAGS", "-Dwarnings");
    let mut reference = node_script(TYPEDOC);
    reference.args(["--emit", "none"]);
    Ok(vec![native, wasm, reference])
}

/// The tests of all crates.
pub fn rust(_: &Prepared) -> Result<Command> {
    Ok(cargo_with(
        "test --locked --workspace --exclude bindgen --exclude test-runner --no-fail-fast",
    ))
}

/// Two builds of the package, which must have the same bytes.
pub fn reproducible(_: &Prepared) -> Result<Vec<Command>> {
    let xtask = std::env::current_exe().map_err(|error| error.to_string())?;
    let mut command = program(xtask);
    command.arg("reproducible");
    Ok(vec![command])
}

/// The dependencies of both workspaces, checked against deny.toml. What deny.toml allows without
/// need fails too, unless it is there for the other workspace.
pub fn deny(prepared: &Prepared) -> Result<Vec<Command>> {
    let cargo_deny = required(prepared.cargo_deny.as_ref(), Need::CargoDeny)?;
    let check = |manifest: &str, allowed: &[&str]| {
        let mut command = program(cargo_deny);
        // Without `--workspace`, cargo-deny checks only the root's own crate.
        command
            .args(["--workspace", "--locked", "--manifest-path", manifest])
            .args(["check", "--deny", "warnings"]);
        for code in allowed {
            command.args(["--allow", code]);
        }
        command.args(["licenses", "bans", "sources"]);
        command
    };
    let only_for_fuzz = ["license-exception-not-encountered"];
    let not_for_fuzz = [
        "license-not-encountered",
        "unmatched-skip",
        "unnecessary-skip",
    ];
    Ok(vec![
        check("Cargo.toml", &only_for_fuzz),
        check("fuzz/Cargo.toml", &not_for_fuzz),
    ])
}

/// The core's tests in Chromium.
pub fn wasm_in_chromium(prepared: &Prepared) -> Result<Command> {
    let browsers = required(prepared.browsers.as_ref(), Need::Browsers)?;
    wasm(prepared, "CHROMEDRIVER", &browsers.chromedriver)
}

/// The core's tests in Firefox.
pub fn wasm_in_firefox(prepared: &Prepared) -> Result<Command> {
    let browsers = required(prepared.browsers.as_ref(), Need::Browsers)?;
    wasm(prepared, "GECKODRIVER", &browsers.geckodriver)
}

fn wasm(prepared: &Prepared, driver_variable: &str, driver: &Path) -> Result<Command> {
    let test_runner = required(prepared.test_runner.as_ref(), Need::TestRunner)?;
    let emulator = required(prepared.emulator_server.as_ref(), Need::EmulatorServer)?;
    let test = "test --locked --package linq-contact-card --target wasm32-unknown-unknown";
    let mut command = cargo_with(&format!("{test} --test browser --test client"));
    command
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", test_runner)
        .env("EMULATOR_URL", &emulator.url)
        .env("WASM_BINDGEN_TEST_ADDRESS", &emulator.page_address)
        // Seconds for all tests, and for the browser to start. A busy machine needs minutes.
        .env("WASM_BINDGEN_TEST_TIMEOUT", "900")
        .env("WASM_BINDGEN_TEST_DRIVER_TIMEOUT", "300")
        .env(driver_variable, driver);
    Ok(command)
}

/// The gateway's stores, with a real Redis, and its faults.
pub fn gateway(prepared: &Prepared) -> Result<Command> {
    let redis = required(prepared.redis.as_ref(), Need::Redis)?;
    let mut command = node(prepared, &["gateway/stores", "gateway/faults"]);
    command.env("REDIS_SERVER", redis);
    Ok(command)
}

/// The page of `examples/rust`, in Chromium.
pub fn rust_example(prepared: &Prepared) -> Result<Command> {
    rust_example::build()?;
    let mut command = browser(prepared, "rust-example", Engine::Chromium)?;
    command.env("RUST_EXAMPLE_WWW", root().join(rust_example::WWW));
    Ok(command)
}

/// The packed package in the projects of tests/js/consumers that the command line chose.
pub fn consumers(prepared: &Prepared) -> Result<Command> {
    let mut command = browser(prepared, consumers::SUITE, Engine::Chromium)?;
    command.env("CONSUMER", prepared.consumers.join(" "));
    Ok(command)
}

/// The test files of these folders of tests/js.
pub fn node(prepared: &Prepared, folders: &[&str]) -> Command {
    let mut command = program("node");
    command.args(["--test", "--test-reporter=tap"]);
    for folder in folders {
        let mut files: Vec<_> = std::fs::read_dir(root().join("tests/js").join(folder))
            .into_iter()
            .flatten()
            .flatten()
            .map(|entry| entry.path())
            .filter(|path| path.to_string_lossy().ends_with(".test.js"))
            .collect();
        files.sort();
        command.args(files);
    }
    if let Some(dashboard) = &prepared.dashboard {
        command
            .env("LINQ_EMULATOR", &dashboard.emulator)
            .env("LINQ_WWW", &dashboard.www);
    }
    if let Some(tarball) = &prepared.tarball {
        command.env("LINQ_PACKAGE", tarball);
    }
    command
}

/// The test files of a folder of tests/js, with a browser.
pub fn browser(prepared: &Prepared, folder: &str, engine: Engine) -> Result<Command> {
    let mut command = node(prepared, &[folder]);
    if engine == Engine::WebKit {
        let webkit = required(prepared.webkit.as_ref(), Need::WebKit)?;
        command
            .env("BROWSER", "webkit")
            .env("WEBKITWEBDRIVER", &webkit.driver)
            .env("XVFB", &webkit.xvfb);
        return Ok(command);
    }
    let browsers = required(prepared.browsers.as_ref(), Need::Browsers)?;
    let name = if engine == Engine::Firefox {
        "firefox"
    } else {
        "chromium"
    };
    command
        .env("BROWSER", name)
        .env("CHROMIUM", &browsers.chromium)
        .env("CHROMEDRIVER", &browsers.chromedriver)
        .env("FIREFOX", &browsers.firefox)
        .env("GECKODRIVER", &browsers.geckodriver);
    Ok(command)
}

/// `cargo` with arguments that have no spaces.
fn cargo_with(arguments: &str) -> Command {
    let mut command = cargo();
    command.args(arguments.split(' '));
    command
}
