//! Tools that cargo builds, once per version.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::PathBuf;

use super::cache;
use crate::Result;
use crate::process::{cargo, executable, read_file, run, step};

const CARGO_DENY: &str = "0.20.2";
const GECKODRIVER: &str = "0.37.1";

/// A tool from a crate, in the cache folder.
pub struct CrateTool {
    pub name: &'static str,
    pub version: String,
    pub path: PathBuf,
    /// The folder in the cache in which it is built or installed.
    folder: PathBuf,
    source: Source,
}

enum Source {
    /// A member of the workspace, whose dependencies Cargo.lock pins.
    Workspace,
    CratesIo,
}

impl CrateTool {
    /// Whether this version has been built.
    pub fn is_built(&self) -> bool {
        self.path.is_file()
    }

    /// Builds the tool.
    pub fn build(&self) -> Result {
        let folder = &self.folder;
        match self.source {
            Source::Workspace => run(cargo()
                .args(["build", "--locked", "--profile", "quick"])
                .args(["--package", self.name, "--target-dir"])
                .arg(folder)),
            Source::CratesIo => run(cargo()
                .args(["install", self.name, "--locked", "--version", &self.version])
                .arg("--root")
                .arg(folder)),
        }
        .map(drop)
    }

    /// The path of the tool, which is built if it is missing.
    pub fn build_if_missing(self) -> Result<PathBuf> {
        if !self.is_built() {
            step(
                &format!(
                    "building {} {}, once (some minutes)",
                    self.name, self.version
                ),
                || self.build(),
            )?;
        }
        Ok(self.path)
    }

    fn new(name: &'static str, version: &str, source: Source) -> Result<Self> {
        let (edition, profile) = match source {
            Source::Workspace => (format!("{version}-{}", digest_of(name)?), "quick"),
            Source::CratesIo => (version.to_owned(), "bin"),
        };
        let folder = cache()?.join(format!("{name}-{edition}"));
        Ok(Self {
            name,
            version: version.to_owned(),
            path: folder.join(profile).join(executable(name)),
            folder,
            source,
        })
    }
}

/// wasm-bindgen's command, at the version in Cargo.lock.
pub fn bindgen() -> Result<CrateTool> {
    CrateTool::new("bindgen", &wasm_bindgen_version()?, Source::Workspace)
}

/// wasm-bindgen's test runner, at the version in Cargo.lock.
pub fn test_runner() -> Result<CrateTool> {
    CrateTool::new("test-runner", &wasm_bindgen_version()?, Source::Workspace)
}

/// cargo-deny, always at this version: others have other rules.
pub fn cargo_deny() -> Result<CrateTool> {
    CrateTool::new("cargo-deny", CARGO_DENY, Source::CratesIo)
}

/// geckodriver, for systems that have none.
pub fn geckodriver() -> Result<CrateTool> {
    CrateTool::new("geckodriver", GECKODRIVER, Source::CratesIo)
}

/// A digest of the source of a tool in `xtask/`: an edited one is built again.
fn digest_of(name: &str) -> Result<String> {
    let mut hasher = DefaultHasher::new();
    for file in ["Cargo.toml", "src/main.rs"] {
        read_file(format!("xtask/{name}/{file}"))?.hash(&mut hasher);
    }
    Ok(format!("{:016x}", hasher.finish()))
}

fn wasm_bindgen_version() -> Result<String> {
    let lock = read_file("Cargo.lock")?;
    locked_version(&lock, "wasm-bindgen")
        .map(str::to_owned)
        .ok_or_else(|| "Cargo.lock has no wasm-bindgen".to_owned())
}

/// The version of a package in a Cargo.lock.
fn locked_version<'a>(lock: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = lock.split_once(&format!("name = \"{name}\"\nversion = \""))?;
    rest.split('"').next()
}

#[cfg(test)]
mod tests {
    use super::locked_version;

    #[test]
    fn finds_the_locked_version_of_a_package() {
        let lock = "[[package]]\nname = \"wasm-bindgen\"\nversion = \"1.0.0\"\n\n[[package]]\nname = \"wasm-bindgen-cli\"\nversion = \"1.0.1\"\n";
        assert_eq!(locked_version(lock, "wasm-bindgen"), Some("1.0.0"));
        assert_eq!(locked_version(lock, "wasm-bindgen-cli"), Some("1.0.1"));
        assert_eq!(locked_version(lock, "wasm"), None);
    }
}
