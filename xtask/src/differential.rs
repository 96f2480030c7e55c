//! `cargo xtask differential`: two builds of the package, the same random calls, and what differs. No test runs it: it
//! needs an earlier build to compare with.

use std::path::{Path, PathBuf};

use crate::command::{program, root, run, show};
use crate::{Result, build};

/// Builds the package where it is stale, and compares it with an earlier one: an unpacked folder, or the `.tgz` that
/// `npm pack` makes. The flags are those of `xtask/js/differential.mjs`.
pub fn differential(old: &str, flags: &[&str]) -> Result {
    // Relative paths start where the task was started; programs run in the root.
    let old = Path::new(old)
        .canonicalize()
        .map_err(|error| format!("{old} can't be read: {error}"))?;
    build::package()?;
    let old = if old.is_dir() { old } else { unpack(&old)? };
    if !old.join("package.json").is_file() {
        return Err(format!(
            "{} has no package.json: give an unpacked package, or a .tgz of one",
            old.display()
        ));
    }
    let mut comparison = program("node");
    comparison
        .arg("xtask/js/differential.mjs")
        .arg(old)
        .arg(root().join("pkg"))
        .args(flags);
    show(
        &mut comparison,
        "the two packages differ, or they could not be compared",
    )
}

/// Unpacks a `.tgz` into a folder of its own. Returns the package's folder.
fn unpack(tgz: &Path) -> Result<PathBuf> {
    let folder = root().join("target/differential");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder)
        .map_err(|error| format!("{} can't be made: {error}", folder.display()))?;
    run(program("tar").arg("-xzf").arg(tgz).arg("-C").arg(&folder))?;
    // npm packs everything into a folder of this name.
    Ok(folder.join("package"))
}
