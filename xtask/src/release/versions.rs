//! The version in the project's manifests.

use crate::Result;
use crate::version::of_workspace;

/// Returns an error unless `new` is a version that may follow `old`.
pub fn check(old: &str, new: &str) -> Result {
    let number = parse(new).ok_or_else(|| {
        format!("{new:?} is no version; write MAJOR.MINOR.PATCH, for example 1.0.0 or 1.0.0-rc.1")
    })?;
    if parse(old).is_some_and(|old| number < old) {
        return Err(format!(
            "{new} is lower than the version {old}; choose a higher one"
        ));
    }
    Ok(())
}

/// Major, minor and patch of a semantic version.
fn parse(version: &str) -> Option<[u32; 3]> {
    let (numbers, pre_release) = match version.split_once('-') {
        Some((numbers, pre_release)) => (numbers, Some(pre_release)),
        None => (version, None),
    };
    let is_identifier = |text: &str| {
        let mut bytes = text.bytes();
        !text.is_empty() && bytes.all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    if pre_release.is_some_and(|text| !text.split('.').all(is_identifier)) {
        return None;
    }
    let parts: Vec<u32> = numbers
        .split('.')
        .map(|part| {
            let is_plain = part == "0" || !part.starts_with(['0', '+']);
            part.parse().ok().filter(|_| is_plain)
        })
        .collect::<Option<_>>()?;
    parts.try_into().ok()
}

/// Sets the version of a workspace, in its Cargo.toml.
pub fn set_in_workspace(manifest: &str, version: &str) -> Result<String> {
    let old = of_workspace(manifest).ok_or("Cargo.toml has no workspace version")?;
    let (before, after) = manifest
        .split_once("[workspace.package]\n")
        .ok_or("Cargo.toml has no section [workspace.package]")?;
    let after = after.replacen(
        &format!("version = \"{old}\""),
        &format!("version = \"{version}\""),
        1,
    );
    Ok(format!("{before}[workspace.package]\n{after}"))
}

/// Sets the version of an npm package, in its package.json.
pub fn set_in_package(manifest: &str, version: &str) -> Result<String> {
    const KEY: &str = "\n  \"version\": \"";
    let (before, after) = manifest
        .split_once(KEY)
        .ok_or("pkg-template/package.json has no version")?;
    let (_, after) = after
        .split_once('"')
        .ok_or("pkg-template/package.json has no version")?;
    Ok(format!("{before}{KEY}{version}\"{after}"))
}

/// Sets the version of a dependency, in a package.json.
pub fn set_dependency(manifest: &str, name: &str, old: &str, new: &str) -> Result<String> {
    let dependency = |version: &str| format!("\"{name}\": \"{version}\"");
    if manifest.contains(&dependency(new)) {
        return Ok(manifest.to_owned());
    }
    if !manifest.contains(&dependency(old)) {
        return Err(format!("no example depends on {name} {old}: {manifest}"));
    }
    Ok(manifest.replace(&dependency(old), &dependency(new)))
}

#[cfg(test)]
mod tests {
    use super::{check, set_dependency, set_in_package, set_in_workspace};

    #[test]
    fn accepts_the_same_version_and_higher_ones() {
        for new in ["1.2.3", "1.2.4", "1.10.0", "2.0.0-rc.1"] {
            assert_eq!(check("1.2.3", new), Ok(()), "{new}");
        }
    }

    #[test]
    fn refuses_lower_versions_and_other_texts() {
        assert!(
            check("1.2.3", "1.2.2")
                .unwrap_err()
                .contains("is lower than")
        );
        for new in [
            "",
            "1.2",
            "v1.2.3",
            "1.2.3.4",
            "1.2.03",
            "1.2.3-",
            "1.2.3-a b",
            "+1.2.3",
        ] {
            assert!(
                check("1.0.0", new).unwrap_err().contains("is no version"),
                "{new}"
            );
        }
    }

    #[test]
    fn sets_the_workspace_s_version_alone() {
        let manifest = |version| {
            format!(
                "[workspace]\nmembers = []\n\n[workspace.package]\nversion = \"{version}\"\n\n[dependencies]\nother = {{ version = \"1.0.0\" }}\n"
            )
        };
        assert_eq!(
            set_in_workspace(&manifest("1.0.0"), "1.1.0"),
            Ok(manifest("1.1.0"))
        );
        assert!(set_in_workspace("[package]\nversion = \"1.0.0\"\n", "1.1.0").is_err());
    }

    #[test]
    fn sets_the_package_s_version_alone() {
        let manifest = |version| {
            format!(
                "{{\n  \"name\": \"a\",\n  \"version\": \"{version}\",\n  \"engines\": {{\n    \"version\": \"1.0.0\"\n  }}\n}}\n"
            )
        };
        assert_eq!(
            set_in_package(&manifest("1.0.0"), "1.1.0"),
            Ok(manifest("1.1.0"))
        );
        assert!(set_in_package("{}\n", "1.1.0").is_err());
    }

    #[test]
    fn sets_a_dependency_s_version() {
        let manifest = |version| format!("{{ \"b\": \"1.0.0\", \"a\": \"{version}\" }}");
        let set = |version| set_dependency(&manifest(version), "a", "1.0.0", "1.1.0");
        assert_eq!(set("1.0.0"), Ok(manifest("1.1.0")));
        assert_eq!(set("1.1.0"), Ok(manifest("1.1.0")));
        assert!(set("0.9.0").is_err());
    }
}
