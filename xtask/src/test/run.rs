//! Runs suites in lanes: side by side, and within a lane one after the other.

use std::process::Command;
use std::time::{Duration, Instant};

use super::count::Tally;
use super::prepared::Prepared;
use super::suites::Suite;
use crate::process::{not_started, printed};

/// The outcome of a suite.
pub struct Report {
    pub name: &'static str,
    pub tally: Tally,
    pub time: Duration,
    /// What the suite printed.
    pub output: String,
}

/// Runs suites one after the other.
pub fn run_lane(
    lane: &str,
    suites: &[&'static Suite],
    prepared: &Prepared,
    start: Instant,
) -> Vec<Report> {
    let run = |(index, suite): (usize, &&'static Suite)| {
        let label = format!("[{lane} {}/{}] {}", index + 1, suites.len(), suite.name);
        eprintln!("{label} …, {} so far", minutes(start.elapsed()));
        let report = run_suite(suite, prepared);
        let Tally { passed, failed } = report.tally;
        if failed == 0 {
            eprintln!("{label} ✓ {passed} passed, {}", minutes(report.time));
        } else {
            eprintln!(
                "{label} ✗ {passed} passed, {failed} failed\n{}",
                report.output
            );
        }
        report
    };
    suites.iter().enumerate().map(run).collect()
}

fn run_suite(suite: &Suite, prepared: &Prepared) -> Report {
    let start = Instant::now();
    let mut tally = Tally::default();
    let mut output = String::new();
    match suite.commands(prepared) {
        Ok(commands) => {
            for mut command in commands {
                let (is_success, text) = run(&mut command);
                tally += suite.count().tally(is_success, &text);
                output.push_str(&text);
            }
        }
        Err(error) => (tally.failed, output) = (1, error),
    }
    // A suite without tests fails, as its files have probably moved.
    if tally == Tally::default() {
        tally.failed = 1;
    }
    Report {
        name: suite.name,
        tally,
        time: start.elapsed(),
        output,
    }
}

fn run(command: &mut Command) -> (bool, String) {
    let name = command.get_program().to_string_lossy().into_owned();
    match command.output() {
        Ok(output) => (output.status.success(), printed(&output)),
        Err(error) => (false, not_started(&name, &error)),
    }
}

/// A duration for people: `34 s`, `12 min`.
fn minutes(time: Duration) -> String {
    match time.as_secs() {
        seconds @ 0..120 => format!("{seconds} s"),
        seconds => format!("{} min", seconds / 60),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::minutes;

    #[test]
    fn shows_minutes_from_two_on() {
        assert_eq!(minutes(Duration::from_millis(1999)), "1 s");
        assert_eq!(minutes(Duration::from_secs(119)), "119 s");
        assert_eq!(minutes(Duration::from_secs(750)), "12 min");
    }
}
