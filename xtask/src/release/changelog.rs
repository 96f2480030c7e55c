//! The changelog's unreleased section.

use crate::Result;

/// Replaces the heading of the unreleased section with the version and the date. A changelog that
/// has the version's section already is returned unchanged.
pub fn release(changelog: &str, version: &str, date: &str) -> Result<String> {
    let heading = format!("## {version} ({date})");
    let dated = format!("## {version} (2");
    if changelog.lines().any(|line| line.starts_with(&dated)) {
        return Ok(changelog.to_owned());
    }
    let unreleased = changelog
        .lines()
        .find(|line| *line == "## Unreleased" || is_not_released(line))
        .ok_or("add a section \"## Unreleased\" to CHANGELOG.md that lists what is new")?;
    let (before, after) = changelog
        .split_once(unreleased)
        .ok_or("CHANGELOG.md can't be split")?;
    let section = after.split("\n## ").next().unwrap_or_default();
    if section.trim().is_empty() {
        return Err(format!(
            "describe the release in CHANGELOG.md, below \"{unreleased}\""
        ));
    }
    Ok(format!("{before}{heading}{after}"))
}

/// Whether a line is a heading such as `## 0.1.0 (not released)`.
fn is_not_released(line: &str) -> bool {
    line.starts_with("## ") && line.ends_with(" (not released)")
}

#[cfg(test)]
mod tests {
    use super::release;

    const DATE: &str = "2026-11-29";

    #[test]
    fn dates_the_unreleased_section() {
        let changelog =
            "# Changelog\n\n## Unreleased\n\n- New.\n\n## 1.0.0 (2026-01-02)\n\n- Old.\n";
        let expected =
            "# Changelog\n\n## 1.1.0 (2026-11-29)\n\n- New.\n\n## 1.0.0 (2026-01-02)\n\n- Old.\n";
        assert_eq!(release(changelog, "1.1.0", DATE).as_deref(), Ok(expected));
        // A second run of the task changes nothing.
        assert_eq!(
            release(expected, "1.1.0", "2026-12-01").as_deref(),
            Ok(expected)
        );
    }

    #[test]
    fn accepts_a_version_that_is_not_released() {
        let changelog = "# Changelog\n\n## 0.1.0 (not released)\n\n- First.\n";
        let expected = "# Changelog\n\n## 0.1.0 (2026-11-29)\n\n- First.\n";
        assert_eq!(release(changelog, "0.1.0", DATE).as_deref(), Ok(expected));
    }

    #[test]
    fn refuses_a_changelog_without_news() {
        let error = release("# Changelog\n\n## 1.0.0 (2026-01-02)\n", "1.1.0", DATE).unwrap_err();
        assert!(error.contains("## Unreleased"), "{error}");
        let empty = "# Changelog\n\n## Unreleased\n\n## 1.0.0 (2026-01-02)\n\n- Old.\n";
        let error = release(empty, "1.1.0", DATE).unwrap_err();
        assert!(error.starts_with("describe the release"), "{error}");
    }
}
