//! Runs suites in two lanes side by side, and within a lane one after the other.

use std::collections::VecDeque;
use std::process::Command;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::count::Tally;
use super::prepared::Prepared;
use super::suites::Suite;
use crate::Result;
use crate::process::{not_started, printed};

/// The outcome of a suite.
pub struct Report {
    pub name: &'static str,
    pub tally: Tally,
    pub time: Duration,
    /// What the suite printed.
    pub output: String,
}

/// Runs suites: those of the cargo lane one after the other, as each would wait for cargo's lock, and next to them the others. A
/// lane that is done helps with what is left of the others.
pub fn run_lanes(
    cargo_suites: &[&'static Suite],
    other_suites: &[&'static Suite],
    prepared: &Prepared,
    start: Instant,
) -> Result<Vec<Report>> {
    let all = cargo_suites.len() + other_suites.len();
    let others = Queue::new(other_suites);
    let done = Mutex::new(0_usize);
    let run = |suite: &'static Suite| {
        eprintln!("{} …, {} so far", suite.name, minutes(start.elapsed()));
        let report = run_suite(suite, prepared);
        let mut done = done.lock().unwrap_or_else(PoisonError::into_inner);
        *done += 1;
        print_report(&report, &format!("[{done}/{all}]", done = *done));
        report
    };
    let mut reports = std::thread::scope(|scope| {
        let cargo_lane = scope.spawn(|| -> Vec<_> {
            let own = cargo_suites.iter().copied();
            own.chain(std::iter::from_fn(|| others.take()))
                .map(run)
                .collect()
        });
        let mut reports: Vec<_> = std::iter::from_fn(|| others.take()).map(run).collect();
        reports.extend(cargo_lane.join().map_err(|_| "the cargo lane panicked")?);
        Ok::<_, String>(reports)
    })?;
    let order = |report: &Report| {
        let mut suites = cargo_suites.iter().chain(other_suites);
        suites.position(|suite| suite.name == report.name)
    };
    reports.sort_by_key(order);
    Ok(reports)
}

/// Suites that no lane has taken yet.
struct Queue(Mutex<VecDeque<&'static Suite>>);

impl Queue {
    fn new(suites: &[&'static Suite]) -> Self {
        Self(Mutex::new(suites.iter().copied().collect()))
    }

    fn take(&self) -> Option<&'static Suite> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .pop_front()
    }
}

fn print_report(report: &Report, progress: &str) {
    let Report {
        name,
        tally,
        time,
        output,
    } = report;
    let Tally { passed, failed } = tally;
    if *failed == 0 {
        eprintln!("{progress} {name} ✓ {passed} passed, {}", minutes(*time));
    } else {
        eprintln!("{progress} {name} ✗ {passed} passed, {failed} failed\n{output}");
    }
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
