//! Times, compared with each other: a machine may be slow or busy.

use std::time::Duration;

/// How often both are measured at most.
const ATTEMPTS: usize = 50;

/// Asserts that something takes less than `limit` times as long as something else. The fastest of
/// several runs counts, as a busy machine slows some of them.
#[track_caller]
pub fn assert_ratio(
    limit: u32,
    name: &str,
    measured: impl Fn() -> Duration,
    reference: impl Fn() -> Duration,
) {
    let (mut fastest, mut fastest_reference) = (Duration::MAX, Duration::MAX);
    for _ in 0..ATTEMPTS {
        fastest = fastest.min(measured());
        fastest_reference = fastest_reference.min(reference());
        if fastest < fastest_reference * limit {
            return;
        }
    }
    panic!("{name}: {fastest:?}, compared with {fastest_reference:?}");
}
