//! Finds out what has to be built again: a product is fresh while the names, times and lengths of
//! its inputs are those that its stamp recorded.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;
use std::time::UNIX_EPOCH;

use crate::Result;
use crate::process::{root, write_file};

/// A file or folder that is made from others. All paths start in the root.
#[derive(Debug)]
pub struct Product {
    pub path: String,
    pub inputs: Vec<String>,
    /// The options it is built with: other options make another product at the same path.
    pub options: String,
}

impl Product {
    /// A product that depends on its inputs alone.
    pub fn new(path: &str, inputs: &[&str]) -> Self {
        Self {
            path: path.to_owned(),
            inputs: inputs.iter().map(ToString::to_string).collect(),
            options: String::new(),
        }
    }

    /// Whether the product exists and its inputs haven't changed since it was made.
    pub fn is_fresh(&self) -> bool {
        root().join(&self.path).exists()
            && fs::read_to_string(root().join(self.stamp_path()))
                .is_ok_and(|stamp| stamp == self.stamp())
    }

    /// Makes the product, and records from what it was made.
    pub fn make(&self, make: impl FnOnce() -> Result) -> Result {
        // Of the inputs as they were before: an edit during the build makes the product stale.
        let stamp = self.stamp();
        make()?;
        fs::create_dir_all(root().join(STAMPS))
            .map_err(|error| format!("{STAMPS} can't be created: {error}"))?;
        write_file(self.stamp_path(), &stamp)
    }

    /// Makes the product unless it is fresh.
    pub fn make_if_stale(&self, make: impl FnOnce() -> Result) -> Result {
        if self.is_fresh() {
            Ok(())
        } else {
            self.make(make)
        }
    }

    /// The file that records from what the product was made, which changes each time it is made.
    pub fn stamp_path(&self) -> String {
        format!("{STAMPS}/{}", self.path.replace('/', "-"))
    }

    fn stamp(&self) -> String {
        let mut hasher = DefaultHasher::new();
        self.options.hash(&mut hasher);
        for input in &self.inputs {
            hash(&root().join(input), &mut hasher);
        }
        hasher.finish().to_string()
    }
}

const STAMPS: &str = "target/stamps";

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
