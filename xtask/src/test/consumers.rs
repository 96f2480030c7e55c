//! The consumers in `tests/js/consumers`: projects that use the packed package.

use std::fmt::{self, Display};

use crate::Result;
use crate::process::root;

/// The suite, and its folder of `tests/js`. The command line can choose from its tests.
pub const SUITE: &str = "consumers";

/// The names of all consumers, sorted. Each is a folder with a `consumer.js`.
pub fn all() -> Vec<String> {
    let mut names: Vec<_> = std::fs::read_dir(root().join("tests/js").join(SUITE))
        .into_iter()
        .flatten()
        .flatten()
        .filter(|entry| entry.path().join("consumer.js").is_file())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

/// The consumers that any of the filters matches; all without filters.
pub fn choose(all: Vec<String>, filters: &[&str]) -> Result<Vec<String>> {
    if let Some(filter) = filters
        .iter()
        .find(|filter| !all.iter().any(|name| matches(name, filter)))
    {
        let names = all.join(" ");
        return Err(format!(
            "there is no consumer {filter:?}; there are: {names}"
        ));
    }
    let is_chosen =
        |name: &String| filters.is_empty() || filters.iter().any(|filter| matches(name, filter));
    Ok(all.into_iter().filter(is_chosen).collect())
}

/// Whether the filter is a part of the name between hyphens: `vite` matches `vite-dev`, but not
/// `vitest`.
fn matches(name: &str, filter: &str) -> bool {
    format!("-{name}-").contains(&format!("-{filter}-"))
}

/// A consumer's outcome: a row of the table.
#[derive(Debug, PartialEq)]
pub struct ConsumerOutcome {
    name: String,
    is_ok: bool,
    seconds: Option<f64>,
}

impl Display for ConsumerOutcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let result = if self.is_ok { "ok" } else { "FAILED" };
        let seconds = self.seconds.unwrap_or_default();
        write!(f, "{:<24}{result:>8}{seconds:>10.1}", self.name)
    }
}

/// The outcome of each consumer, from the suite's TAP: `ok N - name` or `not ok N - name`, four
/// spaces in, and then its duration.
pub fn outcomes(tap: &str) -> Vec<ConsumerOutcome> {
    let mut outcomes: Vec<ConsumerOutcome> = Vec::new();
    for line in tap.lines().filter_map(|line| line.strip_prefix("    ")) {
        if let Some((verdict, name)) = line.split_once(" - ")
            && (verdict.starts_with("ok ") || verdict.starts_with("not ok "))
        {
            outcomes.push(ConsumerOutcome {
                name: name.to_owned(),
                is_ok: verdict.starts_with("ok "),
                seconds: None,
            });
        } else if let Some(milliseconds) = line.strip_prefix("  duration_ms: ")
            && let Some(outcome) = outcomes.last_mut()
        {
            outcome.seconds = milliseconds.parse().ok().map(|ms: f64| ms / 1000.0);
        }
    }
    outcomes
}

#[cfg(test)]
mod tests {
    use super::{all, choose, outcomes};

    #[test]
    fn a_filter_matches_a_part_of_a_name_between_hyphens() {
        let all = ["deno", "vite-build", "vite-dev", "vitest"];
        let chosen = |filters: &[&str]| choose(all.map(str::to_owned).to_vec(), filters);
        assert_eq!(chosen(&[]).unwrap(), all);
        assert_eq!(chosen(&["vite"]).unwrap(), ["vite-build", "vite-dev"]);
        assert_eq!(chosen(&["vitest", "deno"]).unwrap(), ["deno", "vitest"]);
        assert_eq!(chosen(&["vite-dev"]).unwrap(), ["vite-dev"]);
        assert_eq!(
            chosen(&["deno", "vit"]).unwrap_err(),
            "there is no consumer \"vit\"; there are: deno vite-build vite-dev vitest"
        );
    }

    #[test]
    fn finds_the_consumers() {
        let all = all();
        assert!(all.iter().any(|name| name == "node-esm"), "{all:?}");
        assert!(all.is_sorted());
    }

    #[test]
    fn makes_a_row_of_each_consumer() {
        let tap = "\
TAP version 13
# Subtest: consumers
    # Subtest: deno
    ok 1 - deno
      ---
      duration_ms: 249.1
      ...
    # Subtest: vite-dev
    not ok 2 - vite-dev
      ---
      duration_ms: 31892.4
      failureType: 'testCodeFailure'
      error: |-
        not ok 3 - a line of its error
        duration_ms: 1
      ...
    1..2
not ok 1 - consumers
  ---
  duration_ms: 32140.5
  ...
";
        let rows: Vec<_> = outcomes(tap).iter().map(ToString::to_string).collect();
        assert_eq!(
            rows,
            [
                "deno                          ok       0.2",
                "vite-dev                  FAILED      31.9",
            ]
        );
    }
}
