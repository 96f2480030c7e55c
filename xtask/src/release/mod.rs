//! `cargo xtask release`: prepares what a person then publishes.

mod addresses;
mod changelog;
mod versions;

use std::fs;

use crate::process::{cargo, node, npm, program, read, read_file, root, run, step, write_file};
use crate::{Result, build, test, version};

const USAGE: &str = "usage: cargo xtask release [VERSION] [--skip-tests]";

/// The npm package's manifest, from which `pkg/package.json` is made.
const MANIFEST: &str = "pkg-template/package.json";

/// Workspaces of their own, whose Cargo.lock has the version too.
const OTHER_WORKSPACES: [&str; 2] = ["examples/rust/Cargo.toml", "fuzz/Cargo.toml"];

/// The examples' manifests, which depend on the released version.
const EXAMPLES: [&str; 3] = [
    "examples/gateway-next/package.json",
    "examples/gateway-node/package.json",
    "examples/gateway-worker/package.json",
];

/// Sets the version, builds, tests, and writes the npm tarball and its bills of materials into
/// `target/release-VERSION/`. A person publishes it.
pub fn release(arguments: &[&str]) -> Result {
    let (version, skip_tests) = parse(arguments)?;
    addresses::check(&read_file(MANIFEST)?)?;
    let old = version::current()?;
    let version = version.unwrap_or(&old);
    versions::check(&old, version)?;
    check_clean(&read(program("git").args(["status", "--porcelain"]))?)?;

    step(&format!("setting the version {version}"), || {
        set_version(&old, version)
    })?;
    if skip_tests {
        build::package()?;
        build::sizes()?;
    } else {
        test::test(&[])?;
    }

    let folder = format!("target/release-{version}");
    make_artifacts(&folder, version)?;
    println!("\n{folder}/ is ready. What is left to do:\n");
    println!("git commit --all --message 'release: {version}'");
    println!("git tag v{version} && git push --follow-tags");
    println!("npm publish {folder}/linq-contact-card-{version}.tgz --provenance --access public");
    println!(
        "\nnpm makes the provenance only in CI with an OIDC token, such as GitHub Actions with `id-token: write`."
    );
    if skip_tests {
        println!("The tests were skipped: publish only what has passed `cargo xtask test`.");
    }
    Ok(())
}

fn parse<'a>(arguments: &[&'a str]) -> Result<(Option<&'a str>, bool)> {
    let (flags, versions): (Vec<&str>, Vec<&str>) = arguments
        .iter()
        .partition(|argument| argument.starts_with('-'));
    match (versions.as_slice(), flags.as_slice()) {
        (versions @ ([] | [_]), flags @ ([] | ["--skip-tests"])) => {
            Ok((versions.first().copied(), !flags.is_empty()))
        }
        _ => Err(USAGE.to_owned()),
    }
}

/// Returns an error if `git status --porcelain` printed something: a release is made from a commit.
fn check_clean(status: &str) -> Result {
    if status.is_empty() {
        Ok(())
    } else {
        Err(format!(
            "commit or stash these changes, a release is made from a commit:\n{status}"
        ))
    }
}

fn set_version(old: &str, new: &str) -> Result {
    let today = read(program("node").args(["-p", "new Date().toISOString().slice(0, 10)"]))?;
    edit("CHANGELOG.md", |text| changelog::release(text, new, &today))?;
    edit("Cargo.toml", |text| versions::set_in_workspace(text, new))?;
    edit(MANIFEST, |text| versions::set_in_package(text, new))?;
    for example in EXAMPLES {
        edit(example, |text| {
            versions::set_dependency(text, "linq-contact-card", old, new)
        })?;
    }
    run(cargo().args(["update", "--workspace", "--offline"]))?;
    for manifest in OTHER_WORKSPACES {
        run(cargo()
            .args(["update", "--workspace", "--offline", "--manifest-path"])
            .arg(root().join(manifest)))?;
    }
    Ok(())
}

fn edit(path: &str, change: impl FnOnce(&str) -> Result<String>) -> Result {
    let old = read_file(path)?;
    let new = change(&old)?;
    if new == old {
        return Ok(());
    }
    write_file(path, &new)
}

/// Makes the npm tarball and the bills of materials.
fn make_artifacts(folder: &str, version: &str) -> Result {
    let _ = fs::remove_dir_all(root().join(folder));
    fs::create_dir_all(root().join(folder))
        .map_err(|error| format!("{folder} can't be created: {error}"))?;
    let npm_pack = format!("pack ./pkg --silent --pack-destination {folder}");
    step("making the npm tarball", || run(&mut npm(&npm_pack)))?;
    let npm_publish =
        format!("publish ./{folder}/linq-contact-card-{version}.tgz --dry-run --access public");
    step("trying npm publish", || run(&mut npm(&npm_publish)))?;
    step("writing the bill of materials", || {
        run(node("xtask/js/bill-of-materials.mjs").args([version, folder]))
    })?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{check_clean, parse};

    #[test]
    fn takes_a_version_and_a_flag_in_any_order() {
        assert_eq!(parse(&[]), Ok((None, false)));
        assert_eq!(parse(&["1.2.3"]), Ok((Some("1.2.3"), false)));
        assert_eq!(parse(&["--skip-tests", "1.2.3"]), Ok((Some("1.2.3"), true)));
        assert!(parse(&["1.2.3", "1.2.4"]).is_err());
        assert!(parse(&["--skip-checks"]).is_err());
    }

    #[test]
    fn refuses_a_tree_with_changes() {
        assert_eq!(check_clean(""), Ok(()));
        let error = check_clean(" M src/lib.rs").unwrap_err();
        assert!(error.starts_with("commit or stash"), "{error}");
        assert!(error.ends_with(" M src/lib.rs"), "{error}");
    }
}
