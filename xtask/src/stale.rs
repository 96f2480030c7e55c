//! What has to be made again: a product is fresh while its inputs' names, times and lengths are those of its stamp.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;
use std::time::UNIX_EPOCH;

use crate::Result;
use crate::command::root;

/// Makes a product unless it is fresh. Inputs and product are files or folders in the root.
pub fn unless_fresh(product: &str, inputs: &[&str], make: impl FnOnce() -> Result) -> Result {
    let stamp_file = root().join("target/stamps").join(product.replace('/', "-"));
    let stamp = stamp(inputs);
    if root().join(product).exists()
        && fs::read_to_string(&stamp_file).is_ok_and(|old| old == stamp)
    {
        return Ok(());
    }
    make()?;
    let write = |file: &Path| {
        fs::create_dir_all(root().join("target/stamps"))?;
        fs::write(file, &stamp)
    };
    write(&stamp_file)
        .map_err(|error| format!("{} can't be written: {error}", stamp_file.display()))
}

fn stamp(inputs: &[&str]) -> String {
    let mut hasher = DefaultHasher::new();
    for input in inputs {
        hash(&root().join(input), &mut hasher);
    }
    hasher.finish().to_string()
}

fn hash(path: &Path, hasher: &mut DefaultHasher) {
    let Ok(metadata) = fs::metadata(path) else {
        return;
    };
    path.hash(hasher);
    if metadata.is_file() {
        metadata.len().hash(hasher);
        let modified = metadata
            .modified()
            .ok()
            .and_then(|time| time.duration_since(UNIX_EPOCH).ok());
        modified.hash(hasher);
    } else if let Ok(entries) = fs::read_dir(path) {
        let mut paths: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
        paths.sort();
        for path in paths {
            hash(&path, hasher);
        }
    }
}
