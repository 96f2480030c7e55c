//! Counts the tests that passed and failed, from what a test program printed.

use std::ops::AddAssign;

/// How a suite's tests are counted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Count {
    /// One for each command, which passes or fails as a whole.
    One,
    /// From lines such as `test result: ok. 3 passed; 0 failed`, which are added up.
    Cargo,
    /// From the last lines such as `# pass 3` and `# fail 0`.
    Tap,
}

/// Tests that passed and tests that failed.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Tally {
    pub passed: u32,
    pub failed: u32,
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

impl Count {
    /// The tests of a command. One that failed has at least one failed test.
    pub fn tally(self, is_success: bool, output: &str) -> Tally {
        let mut tally = match self {
            Self::One => Tally {
                passed: u32::from(is_success),
                failed: 0,
            },
            Self::Cargo => cargo(output),
            Self::Tap => Tally {
                passed: tap(output, "# pass"),
                failed: tap(output, "# fail"),
            },
        };
        if !is_success {
            tally.failed = tally.failed.max(1);
        }
        tally
    }
}

fn cargo(output: &str) -> Tally {
    let number_before = |line: &str, label: &str| {
        let (before, _) = line.split_once(label)?;
        before.split_whitespace().last()?.parse().ok()
    };
    let mut tally = Tally::default();
    for line in output.lines().filter(|line| line.contains("test result:")) {
        tally += Tally {
            passed: number_before(line, " passed").unwrap_or(0),
            failed: number_before(line, " failed").unwrap_or(0),
        };
    }
    tally
}

fn tap(output: &str, label: &str) -> u32 {
    output
        .lines()
        .rev()
        .find_map(|line| line.strip_prefix(label)?.trim().parse().ok())
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::{Count, Tally};

    fn tally(passed: u32, failed: u32) -> Tally {
        Tally { passed, failed }
    }

    #[test]
    fn adds_up_the_results_of_cargo() {
        let output = "test result: ok. 3 passed; 0 failed; 0 ignored\n\ntest result: FAILED. 2 passed; 1 failed;";
        assert_eq!(Count::Cargo.tally(false, output), tally(5, 1));
    }

    #[test]
    fn takes_the_last_totals_of_tap() {
        let output = "# pass 1\n# fail 1\n# pass 7\n# fail 0\n";
        assert_eq!(Count::Tap.tally(true, output), tally(7, 0));
    }

    #[test]
    fn counts_a_failed_test_for_a_command_that_failed() {
        assert_eq!(Count::Tap.tally(false, "SyntaxError"), tally(0, 1));
        assert_eq!(Count::Cargo.tally(false, "error[E0308]"), tally(0, 1));
        assert_eq!(Count::One.tally(false, ""), tally(0, 1));
    }
}
