//! `bindgen TARGET OUT MODULE`: writes a WebAssembly module and its JavaScript into the folder
//! `OUT`.
//!
//! The targets are wasm-bindgen's: `bundler` or `web`. This command has the parts of wasm-bindgen's
//! own that the project uses, and so builds in a third of the time: `cargo xtask start` waits for
//! it in a fresh clone.

use wasm_bindgen_cli_support::Bindgen;

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [target, out, module] = arguments.as_slice() else {
        anyhow::bail!("usage: bindgen (bundler | web) OUT MODULE");
    };
    let mut bindgen = Bindgen::new();
    match target.as_str() {
        "bundler" => bindgen.bundler(true)?,
        "web" => bindgen.web(true)?.omit_default_module_path(false),
        other => anyhow::bail!("the target must be bundler or web, not {other:?}"),
    };
    bindgen.input_path(module).typescript(false).generate(out)
}
