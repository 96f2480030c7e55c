//! The spell checker.

use std::path::PathBuf;

use super::cache;
use crate::Result;
use crate::process::{executable, find, program, run, step};

const VERSION: &str = "1.52.0";

/// `typos`, always at this version: others have other dictionaries. PyPI has it built, which takes
/// seconds instead of the minutes that cargo needs.
pub fn typos() -> Result<PathBuf> {
    let folder = cache()?.join(format!("typos-{VERSION}"));
    let path = folder.join("bin").join(executable("typos"));
    if path.is_file() {
        return Ok(path);
    }
    let python = find("python3")
        .or_else(|| find("python"))
        .ok_or("install Python 3 with pip, which installs the spell checker typos")?;
    step(&format!("installing typos {VERSION}, once"), || {
        run(program(python)
            .args(["-m", "pip", "install", "--quiet", "--no-deps"])
            .args(["--only-binary", ":all:", "--disable-pip-version-check"])
            .arg("--target")
            .arg(&folder)
            .arg(format!("typos=={VERSION}")))
        .map(drop)
    })?;
    Ok(path)
}
