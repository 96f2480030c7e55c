//! The tools that tasks need. Missing ones are installed where that is possible. Those that cargo
//! builds are in the user's cache folder, by version, so that a second clone doesn't build them
//! again.

mod browsers;
mod crates;
mod debian;
mod node;
mod servers;
mod typos;

use std::path::PathBuf;

use crate::Result;

pub use browsers::{Browsers, WebKit, browsers, webkit};
pub use crates::{bindgen, cargo_deny, test_runner};
pub use node::{check_node, has_node_modules, install_node_modules, node_modules};
pub use servers::{gateway_servers, load_tools, redis};
pub use typos::typos;

use crate::process::{program, read, run, step};

const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// Adds the WebAssembly target, where rustup doesn't have it.
pub fn add_wasm_target() -> Result {
    let installed = read(program("rustup").args(["target", "list", "--installed"]))
        .map_err(|_| "install rustup, which adds the WebAssembly target: https://rustup.rs")?;
    if installed.lines().any(|target| target == WASM_TARGET) {
        return Ok(());
    }
    step("adding the WebAssembly target", || {
        run(program("rustup").args(["target", "add", WASM_TARGET])).map(drop)
    })
}

/// The user's folder for files that can be made again.
fn cache() -> Result<PathBuf> {
    let in_home = |folder: &str| Some(PathBuf::from(std::env::var_os("HOME")?).join(folder));
    let folder = match std::env::consts::OS {
        "windows" => std::env::var_os("LOCALAPPDATA").map(PathBuf::from),
        "macos" => in_home("Library/Caches"),
        _ => std::env::var_os("XDG_CACHE_HOME")
            .map(PathBuf::from)
            .or_else(|| in_home(".cache")),
    };
    Ok(folder
        .ok_or("set HOME: its cache folder is where built tools are stored")?
        .join("linq-contact-card"))
}
