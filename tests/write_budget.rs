//! The ledger of a number's writes.
#![cfg(not(target_arch = "wasm32"))]

use contact_card::error::ApiError;
use contact_card::write_budget::{Word, WriteBudget};

const MINUTES: f64 = 60_000.0;

/// Used writes, and when the next one is free.
fn usage(budget: &WriteBudget, now: f64) -> (u32, Option<f64>) {
    let usage = budget.usage(now);
    let next = usage.next_write_in.map(|wait| f64::from(wait) + now);
    (usage.used, next)
}

fn unused() -> WriteBudget {
    WriteBudget::from_text("")
}

fn write(budget: &mut WriteBudget, from: f64, to: f64) {
    budget.begin(from, from + MINUTES);
    budget.end(to, from + MINUTES);
}

#[test]
fn writes_leave_the_window_ten_minutes_after_they_ended() {
    let mut budget = unused();
    assert_eq!(usage(&budget, 0.0), (0, None));
    write(&mut budget, 0.0, 100.0);
    write(&mut budget, 1_000.0, 1_100.0);
    assert_eq!(usage(&budget, 2_000.0), (2, None));
    write(&mut budget, 2_000.0, 2_100.0);
    assert_eq!(usage(&budget, 3_000.0), (3, Some(10.0 * MINUTES + 100.0)));
    write(&mut budget, 3_000.0, 3_100.0);
    // No more than the limit count: the earliest one doesn't matter for when the next is free.
    assert_eq!(usage(&budget, 4_000.0), (3, Some(10.0 * MINUTES + 1_100.0)));
    assert_eq!(usage(&budget, 10.0 * MINUTES + 1_100.0), (2, None));
    assert_eq!(usage(&budget, 20.0 * MINUTES), (0, None));
}

#[test]
fn a_write_under_way_counts_until_its_call_must_have_ended() {
    let mut budget = unused();
    budget.begin(0.0, MINUTES);
    assert_eq!(usage(&budget, 10.9 * MINUTES), (1, None));
    assert_eq!(usage(&budget, 11.0 * MINUTES), (0, None));
    budget.end(5.0, 77.0);
    assert_eq!(usage(&budget, 10.9 * MINUTES), (1, None), "of another call");
}

#[test]
fn a_429_says_that_all_are_used() {
    let refused = |status, retry_after| ApiError {
        status,
        retry_after,
        ..ApiError::default()
    };
    assert_eq!(Word::of(&refused(503, Some(5))), None);
    assert_eq!(Word::of(&refused(429, None)), None);
    let word = Word::of(&refused(429, Some(300))).unwrap();

    let mut elsewhere = unused();
    elsewhere.learn(0.0, word);
    assert_eq!(usage(&elsewhere, 0.0), (3, Some(5.0 * MINUTES)));

    let mut mixed = unused();
    write(&mut mixed, 0.0, 0.0);
    mixed.learn(0.0, word);
    assert_eq!(usage(&mixed, 0.0), (3, Some(5.0 * MINUTES)));
    assert_eq!(
        usage(&mixed, 6.0 * MINUTES),
        (1, None),
        "its own write stays"
    );

    let mut early = unused();
    write(&mut early, 0.0, 0.0);
    early.learn(9.0 * MINUTES, word);
    assert_eq!(
        usage(&early, 9.0 * MINUTES),
        (3, Some(14.0 * MINUTES)),
        "the server knows better when a write leaves the window"
    );
}

#[test]
fn a_gateway_s_word_is_read() {
    let word = Word {
        limit: Some(5),
        used: Some(3),
        seconds: 412,
    };
    let header = "limit=5, remaining=2, reset=412";
    assert_eq!(Word::parse(header), Some(word));
    assert_eq!(Word::parse(&format!("{header}, more=1")), Some(word));
    for header in [
        "",
        "limit=3",
        "limit=3, remaining=1",
        "limit=-3, remaining=1, reset=4",
        "limit=0, remaining=0, reset=4",
        "limit=4294967295, remaining=0, reset=4",
        "limit=3; remaining=1; reset=4",
    ] {
        assert_eq!(Word::parse(header), None, "{header:?}");
    }
    let mut budget = unused();
    budget.learn(0.0, word);
    assert_eq!(usage(&budget, 0.0), (3, None));
    assert_eq!(budget.usage(0.0).limit, 5);
    write(&mut budget, 0.0, 0.0);
    assert_eq!(usage(&budget, 0.0), (4, None));
    // A lower word than what was sent from here isn't believed.
    let fewer = Word {
        used: Some(0),
        ..word
    };
    budget.learn(0.0, fewer);
    assert_eq!(usage(&budget, 0.0), (4, None));
}

#[test]
fn a_wait_that_is_too_long_to_say_is_the_longest() {
    let mut budget = unused();
    budget.learn(
        0.0,
        Word {
            seconds: 4_294_968,
            ..Word::default()
        },
    );
    assert_eq!(budget.usage(0.0).next_write_in, Some(u32::MAX));
}

#[test]
fn a_ledger_doesn_t_grow_with_the_calls() {
    let mut budget = unused();
    for second in 0..100 {
        write(
            &mut budget,
            1_000.0 * f64::from(second),
            1_000.0 * f64::from(second),
        );
    }
    assert_eq!(
        usage(&budget, 100_000.0),
        (3, Some(97_000.0 + 10.0 * MINUTES))
    );
    assert!(budget.to_text().len() < 40);
}

#[test]
fn a_ledger_survives_as_text() {
    let mut budget = unused();
    write(&mut budget, 0.0, 5.5);
    budget.begin(10.0, 70.0);
    assert_eq!(budget.to_text(), "3 600006 600070");
    assert_eq!(WriteBudget::from_text(&budget.to_text()), budget);
}

#[test]
fn a_lower_limit_keeps_the_latest_writes() {
    let mut budget = unused();
    for minute in [0.0, 1.0, 2.0] {
        write(&mut budget, minute * MINUTES, minute * MINUTES);
    }
    let word = Word {
        limit: Some(2),
        used: Some(2),
        seconds: 1,
    };
    budget.learn(2.0 * MINUTES, word);
    assert_eq!(usage(&budget, 2.0 * MINUTES), (2, Some(11.0 * MINUTES)));
}
