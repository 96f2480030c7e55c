//! `cargo xtask test`: runs suites and prints a table of their results.

mod commands;
mod consumers;
mod count;
mod emulator_server;
mod prepared;
mod run;
mod suites;

use std::time::Instant;

use crate::{Result, build};
use count::Tally;
use prepared::{Need, Prepared};
use run::{Report, run_lanes};
use suites::{CARGO_LANE, NODE_LANE, Suite};

/// Chooses all fast suites.
const FAST: &str = "fast";

/// Runs all suites, the fast ones, or those named.
pub fn test(arguments: &[&str]) -> Result {
    let start = Instant::now();
    let (names, consumers) = split_arguments(arguments)?;
    let consumers = consumers::choose(consumers::all(), &consumers)?;
    let choose = |lane: &'static [Suite]| -> Vec<&'static Suite> {
        let is_chosen = |suite: &&Suite| {
            names.is_empty()
                || names.contains(&suite.name)
                || (names.contains(&FAST) && suite.is_fast)
        };
        lane.iter().filter(is_chosen).collect()
    };
    let (cargo_suites, node_suites) = (choose(CARGO_LANE), choose(NODE_LANE));
    let needs: Vec<Need> = cargo_suites
        .iter()
        .chain(&node_suites)
        .flat_map(|suite| suite.needs.iter().copied())
        .collect();
    let prepared = Prepared::new(&needs, consumers)?;

    let reports = run_lanes(&cargo_suites, &node_suites, &prepared, start)?;

    if needs.contains(&Need::Build) {
        build::sizes()?;
    }
    print_table(&reports);
    let mut total = Tally::default();
    for report in &reports {
        total += report.tally;
    }
    println!("\n{} passed, {} failed", total.passed, total.failed);
    if total.failed > 0 {
        return Err("some tests failed; see above".to_owned());
    }
    Ok(())
}

fn print_table(reports: &[Report]) {
    for report in reports
        .iter()
        .filter(|report| report.name == consumers::SUITE)
    {
        println!("\n{:<24}{:>8}{:>10}", "consumer", "result", "seconds");
        for outcome in consumers::outcomes(&report.output) {
            println!("{outcome}");
        }
    }
    println!(
        "\n{:<20}{:>8}{:>8}{:>10}",
        "suite", "passed", "failed", "seconds"
    );
    for report in reports {
        let Tally { passed, failed } = report.tally;
        let seconds = report.time.as_secs_f64();
        println!("{:<20}{passed:>8}{failed:>8}{seconds:>10.1}", report.name);
    }
}

/// Separates the names of suites from those of consumers, which may follow the suite `consumers`.
fn split_arguments<'a>(arguments: &[&'a str]) -> Result<(Vec<&'a str>, Vec<&'a str>)> {
    let known: Vec<_> = std::iter::once(FAST)
        .chain(suites::all().map(|suite| suite.name))
        .collect();
    let (suites, others): (Vec<_>, Vec<_>) = arguments
        .iter()
        .partition(|argument| known.contains(argument));
    match others.first() {
        Some(name) if !suites.contains(&consumers::SUITE) => Err(format!(
            "there is no suite {name:?}; there are: {}",
            known.join(" ")
        )),
        _ => Ok((suites, others)),
    }
}

#[cfg(test)]
mod tests {
    use super::split_arguments;

    #[test]
    fn separates_suites_from_consumers() {
        let both = ["vite", "fast", "consumers"];
        assert_eq!(
            split_arguments(&both),
            Ok((vec!["fast", "consumers"], vec!["vite"]))
        );
        let error = split_arguments(&["fast", "vite"]).unwrap_err();
        assert!(error.starts_with("there is no suite \"vite\"; there are: fast fmt "));
    }
}
