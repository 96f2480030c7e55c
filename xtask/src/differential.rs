//! `cargo xtask differential`: makes the same random calls with two builds of the package, and
//! reports what differs. No test runs it: it needs an earlier build to compare with.

use std::path::{Path, PathBuf};

use crate::process::{node, program, root, run, show};
use crate::{Result, build};

/// Compares the package with an earlier one: an unpacked folder, or a `.tgz` that `npm pack` made.
/// The flags are those of `xtask/js/differential.mjs`.
pub fn differential(old: &str, flags: &[&str]) -> Result {
    // The task's folder need not be the root, where programs run.
    let old = Path::new(old)
        .canonicalize()
        .map_err(|error| format!("{old} can't be read: {error}"))?;
    build::package()?;
    let old = if old.is_dir() { old } else { unpack(&old)? };
    if !old.join("package.json").is_file() {
        return Err(format!(
            "{} has no package.json; pass an unpacked package or its .tgz",
            old.display()
        ));
    }
    let mut comparison = node("xtask/js/differential.mjs");
    comparison.arg(old).arg(root().join("pkg")).args(flags);
    show(
        &mut comparison,
        "the two packages differ, or they could not be compared",
    )
}

/// Unpacks a `.tgz`. Returns the package's folder.
fn unpack(tgz: &Path) -> Result<PathBuf> {
    let folder = root().join("target/differential");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder)
        .map_err(|error| format!("{} can't be created: {error}", folder.display()))?;
    run(program("tar").arg("-xzf").arg(tgz).arg("-C").arg(&folder))?;
    // npm packs everything into a folder of this name.
    Ok(folder.join("package"))
}
