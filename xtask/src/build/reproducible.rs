//! Checks that two builds of the package have the same bytes.

use std::fs;
use std::path::{Path, PathBuf};

use super::{Edition, PUBLISHED, command, module, package};
use crate::Result;
use crate::process::root;
use crate::tools;

/// Where the second build is made.
const TARGET: &str = "target/reproducible";

/// Builds the package a second time, from an empty folder, and returns an error if a file differs.
pub fn reproducible() -> Result {
    super::package()?;
    let second = Edition {
        package: "target/reproducible/pkg",
        glue: "target/reproducible/npm/glue",
        ..PUBLISHED
    };
    let _ = fs::remove_dir_all(root().join(TARGET));
    module::compile_all(second.modules, TARGET)?;
    package::make(&second, TARGET, &tools::bindgen()?.build_if_missing()?)?;
    command::make(&second)?;

    let read = |folder: &str, file: &Path| {
        let path = root().join(folder).join(file);
        fs::read(&path).map_err(|error| format!("{} can't be read: {error}", path.display()))
    };
    let mut different = Vec::new();
    for file in files_in(&root().join(PUBLISHED.package), Path::new(""))? {
        if read(PUBLISHED.package, &file)? != read(second.package, &file)? {
            different.push(file.display().to_string());
        }
    }
    if different.is_empty() {
        println!("two builds have the same bytes");
        return Ok(());
    }
    Err(format!("two builds differ in {}", different.join(", ")))
}

/// The files below a folder, as paths that start there. `within` is the part of the folder to list.
fn files_in(folder: &Path, within: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let entries = fs::read_dir(folder.join(within)).map_err(|error| error.to_string())?;
    for entry in entries.flatten() {
        let path = within.join(entry.file_name());
        if entry.path().is_dir() {
            files.extend(files_in(folder, &path)?);
        } else {
            files.push(path);
        }
    }
    Ok(files)
}
