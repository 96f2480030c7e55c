//! The package's addresses, which npm shows. Only its owners know them.

use crate::Result;

const REQUIRED: [&str; 3] = ["repository", "homepage", "bugs"];

/// Returns an error if a package.json lacks an address.
pub fn check(manifest: &str) -> Result {
    let missing: Vec<_> = REQUIRED
        .into_iter()
        .filter(|key| !manifest.contains(&format!("\n  \"{key}\": ")))
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    Err(format!(
        "add {} to pkg-template/package.json, next to \"license\", for example:\n  \
         \"repository\": {{ \"type\": \"git\", \"url\": \"git+https://github.com/OWNER/NAME.git\" }},\n  \
         \"homepage\": \"https://github.com/OWNER/NAME#readme\",\n  \
         \"bugs\": \"https://github.com/OWNER/NAME/issues\",\n\
         npm shows them with the package, and --provenance compares the repository with the one that publishes.",
        missing.join(", ")
    ))
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn refuses_a_manifest_without_addresses() {
        let error =
            check("{\n  \"name\": \"a\",\n  \"homepage\": \"https://a.example\"\n}\n").unwrap_err();
        assert!(
            error.starts_with("add repository, bugs to pkg-template/package.json"),
            "{error}"
        );
    }

    #[test]
    fn accepts_a_manifest_with_all_addresses() {
        let manifest = "{\n  \"repository\": {\n    \"url\": \"\"\n  },\n  \"homepage\": \"\",\n  \"bugs\": \"\"\n}\n";
        assert_eq!(check(manifest), Ok(()));
    }

    #[test]
    fn ignores_addresses_of_something_else() {
        let manifest = "{\n  \"author\": {\n    \"repository\": \"\", \"homepage\": \"\", \"bugs\": \"\"\n  }\n}\n";
        assert!(check(manifest).is_err());
    }
}
