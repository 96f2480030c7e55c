//! `cargo xtask bench`: what the package costs beside its peers. No test runs it: times depend on the machine.

use crate::command::{program, read, step};
use crate::{Result, build};

/// Builds the package where it is stale, and measures it.
pub fn bench() -> Result {
    build::package()?;
    let tables = step("measuring (half a minute)", || {
        read(program("node").arg("bench/main.js"))
    })?;
    println!("{tables}");
    Ok(())
}
