//! The version that the workspace's crates and the npm package share.

use crate::Result;
use crate::process::read_file;

/// The version in the root's Cargo.toml. It is read when a task runs, since `cargo xtask release`
/// changes it.
pub fn current() -> Result<String> {
    of_workspace(&read_file("Cargo.toml")?)
        .map(str::to_owned)
        .ok_or_else(|| "Cargo.toml has no workspace version".to_owned())
}

/// The version of a workspace, from its Cargo.toml.
pub fn of_workspace(manifest: &str) -> Option<&str> {
    let (_, package) = manifest.split_once("[workspace.package]\n")?;
    let (_, version) = package.split_once("version = \"")?;
    version.split('"').next()
}

#[cfg(test)]
mod tests {
    use super::{current, of_workspace};

    #[test]
    fn reads_the_workspace_s_version() {
        let manifest = "[workspace]\n\n[workspace.package]\nversion = \"1.2.3\"\n\n[package]\nversion = \"4.5.6\"\n";
        assert_eq!(of_workspace(manifest), Some("1.2.3"));
        assert_eq!(of_workspace("[package]\nversion = \"4.5.6\"\n"), None);
        assert_eq!(current().as_deref(), Ok(env!("CARGO_PKG_VERSION")));
    }
}
