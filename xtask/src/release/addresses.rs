//! The package's addresses, which npm shows. Only its owners know them.

use crate::Result;

const REQUIRED: [&str; 3] = ["repository", "homepage", "bugs"];

/// What the owners have to replace in the example of the error.
const PLACEHOLDER: &str = "OWNER/NAME";

/// Returns an error if a package.json lacks an address, or has one that npm can't use.
pub fn check(manifest: &str) -> Result {
    let missing: Vec<_> = REQUIRED
        .into_iter()
        .filter(|key| !manifest.contains(&format!("\n  \"{key}\": ")))
        .collect();
    if !missing.is_empty() {
        return Err(format!(
            "add {} to pkg-template/package.json, next to \"license\", for example:\n  \
             \"repository\": {{ \"type\": \"git\", \"url\": \"git+https://github.com/{PLACEHOLDER}.git\" }},\n  \
             \"homepage\": \"https://github.com/{PLACEHOLDER}#readme\",\n  \
             \"bugs\": \"https://github.com/{PLACEHOLDER}/issues\",\n\
             npm shows them with the package, resolves the README's links by the repository, and --provenance compares it \
             with the one that publishes.",
            missing.join(", ")
        ));
    }
    if manifest.contains(PLACEHOLDER) {
        return Err(format!(
            "replace {PLACEHOLDER} in pkg-template/package.json with the repository's own path"
        ));
    }
    if manifest.contains("\"directory\": ") {
        return Err(
            "remove \"directory\" from the repository in pkg-template/package.json: npm would resolve the README's links in \
             that folder, and they start in the root"
                .to_owned(),
        );
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::check;

    /// A package.json with this repository.
    fn manifest(repository: &str) -> String {
        format!(
            "{{\n  \"repository\": {repository},\n  \"homepage\": \"https://a.example\",\n  \"bugs\": \"https://a.example/bugs\"\n}}\n"
        )
    }

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
        assert_eq!(
            check(&manifest("{ \"url\": \"https://a.example/b.git\" }")),
            Ok(())
        );
    }

    #[test]
    fn refuses_the_addresses_of_the_example() {
        let error = check(&manifest("\"https://github.com/OWNER/NAME.git\"")).unwrap_err();
        assert!(error.starts_with("replace OWNER/NAME"), "{error}");
    }

    #[test]
    fn refuses_a_folder_of_the_repository() {
        let repository = "{\n    \"url\": \"https://a.example/b.git\",\n    \"directory\": \"pkg-template\"\n  }";
        let error = check(&manifest(repository)).unwrap_err();
        assert!(error.starts_with("remove \"directory\""), "{error}");
    }

    #[test]
    fn ignores_addresses_of_something_else() {
        let manifest = "{\n  \"author\": {\n    \"repository\": \"\", \"homepage\": \"\", \"bugs\": \"\"\n  }\n}\n";
        assert!(check(manifest).is_err());
    }
}
