//! The write budget of a phone number.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use contact_card::call::{BudgetReport, HIGHEST_LIMIT, WriteBudget};
use contact_card::time::Millis;
use proptest::prelude::*;
use serde_json::json;
use support::machine::usage;
use support::scenario::{Scenario, response, started};
use support::wire::written;

const MINUTES: i64 = 60_000;

/// A write budget as hosts store it: text, which each step reads and writes.
#[derive(Clone, Default)]
struct Stored(String);

impl Stored {
    fn change(&mut self, now: i64, change: impl Fn(&mut WriteBudget)) {
        self.0 = written(b"", |wire| {
            let mut budget = WriteBudget::parse(self.0.as_bytes(), Millis(now));
            change(&mut budget);
            budget.write(wire);
        });
    }

    fn begin(&mut self, now: i64) {
        self.change(now, |budget| budget.begin(Millis(now + MINUTES)));
    }

    fn end(&mut self, now: i64, deadline: i64) {
        self.change(now, |budget| budget.end(Millis(now), Millis(deadline)));
    }

    fn write(&mut self, from: i64, to: i64) {
        self.begin(from);
        self.end(to, from + MINUTES);
    }

    fn learn(&mut self, now: i64, report: BudgetReport) {
        self.change(now, |budget| budget.learn(Millis(now), report));
    }

    /// Returns the used writes, and when the next one is available if none is.
    fn usage(&self, now: i64) -> (u64, Option<i64>) {
        let usage = usage(&self.0, now);
        let next = usage
            .get("nextWriteIn")
            .map(|wait| wait.as_i64().unwrap() + now);
        (usage["used"].as_u64().unwrap(), next)
    }
}

#[test]
fn counts_a_write_for_ten_minutes_after_its_end() {
    let mut budget = Stored::default();
    assert_eq!(budget.usage(0), (0, None));
    budget.write(0, 100);
    budget.write(1_000, 1_100);
    assert_eq!(budget.usage(2_000), (2, None));
    budget.write(2_000, 2_100);
    assert_eq!(budget.usage(3_000), (3, Some(10 * MINUTES + 100)));
    budget.write(3_000, 3_100);
    // Only as many writes as the limit count, so the earliest one no longer matters for the next.
    assert_eq!(budget.usage(4_000), (3, Some(10 * MINUTES + 1_100)));
    assert_eq!(budget.usage(10 * MINUTES + 1_100), (2, None));
    assert_eq!(budget.usage(20 * MINUTES), (0, None));
}

#[test]
fn counts_a_write_in_flight_until_its_deadline() {
    let mut budget = Stored::default();
    budget.begin(0);
    assert_eq!(budget.usage(11 * MINUTES - 1), (1, None));
    assert_eq!(budget.usage(11 * MINUTES), (0, None));
    budget.end(5, 77);
    assert_eq!(
        budget.usage(11 * MINUTES - 1),
        (1, None),
        "the end of another call is ignored"
    );
}

/// Returns the used writes after an update with this response.
fn used_after(status: u32, retry_after: Option<u32>) -> u64 {
    let params = json!({ "phone_number": "+15551234567", "first_name": "John" });
    Scenario::update(params, json!({ "apiKey": "key" }))
        .on(started())
        .on(response(
            status,
            json!({ "error": { "retry_after": retry_after } }),
        ))
        .used_writes()
}

#[test]
fn counts_all_writes_as_used_after_a_429() {
    assert_eq!(used_after(503, Some(5)), 1);
    assert_eq!(used_after(429, None), 1);
    assert_eq!(used_after(429, Some(300)), 3);
    let refused = BudgetReport::used_up(300);

    let mut elsewhere = Stored::default();
    elsewhere.learn(0, refused);
    assert_eq!(elsewhere.usage(0), (3, Some(5 * MINUTES)));

    let mut mixed = Stored::default();
    mixed.write(0, 0);
    mixed.learn(0, refused);
    assert_eq!(mixed.usage(0), (3, Some(5 * MINUTES)));
    assert_eq!(
        mixed.usage(6 * MINUTES),
        (1, None),
        "the own write still counts"
    );

    let mut early = Stored::default();
    early.write(0, 0);
    early.learn(9 * MINUTES, refused);
    assert_eq!(
        early.usage(9 * MINUTES),
        (3, Some(14 * MINUTES)),
        "the server's report prevails"
    );
}

#[test]
fn reads_the_header_of_a_gateway() {
    let report = BudgetReport {
        limit: 5,
        used: 3,
        seconds: 412,
    };
    let header = "limit=5, remaining=2, reset=412";
    assert_eq!(BudgetReport::parse(header.as_bytes()), report);
    let longer = format!("{header}, more=1");
    assert_eq!(BudgetReport::parse(longer.as_bytes()), report);
    for header in [
        "",
        "limit=3",
        "limit=3, remaining=1",
        "limit=-3, remaining=1, reset=4",
        "limit=0, remaining=0, reset=4",
        "limit=33, remaining=0, reset=4",
        "limit=4294967295, remaining=0, reset=4",
        "limit=3; remaining=1; reset=4",
        "limit=3, remaining=1, reset=",
        "limit=3, remaining=1, reset=4294967296",
    ] {
        assert!(
            BudgetReport::parse(header.as_bytes()).seconds < 0,
            "{header:?}"
        );
    }
    let mut budget = Stored::default();
    budget.learn(0, report);
    assert_eq!(budget.usage(0), (3, None));
    assert_eq!(usage(&budget.0, 0)["limit"], 5);
    budget.write(0, 0);
    assert_eq!(budget.usage(0), (4, None));
    // The report is ignored, because more writes were sent from here.
    let fewer = BudgetReport { used: 0, ..report };
    budget.learn(0, fewer);
    assert_eq!(budget.usage(0), (4, None));
}

#[test]
fn reports_a_long_wait_in_full() {
    let mut budget = Stored::default();
    budget.learn(0, BudgetReport::used_up(u32::MAX.into()));
    assert_eq!(budget.usage(0), (3, Some(4_294_967_295_000)));
}

#[test]
fn stores_no_more_writes_than_the_limit() {
    let mut budget = Stored::default();
    for second in 0..100 {
        let now = 1_000 * second;
        budget.write(now, now);
    }
    assert_eq!(budget.usage(100_000), (3, Some(97_000 + 10 * MINUTES)));
    assert!(budget.0.len() < 40);
}

#[test]
fn keeps_a_budget_that_is_read_and_written() {
    let mut budget = Stored::default();
    budget.write(0, 6);
    budget.change(10, |budget| budget.begin(Millis(70)));
    assert_eq!(budget.0, "3 600006 600070");
    let before = budget.0.clone();
    budget.change(10, |_| ());
    assert_eq!(budget.0, before);
}

#[test]
fn recovers_from_invalid_stored_text() {
    for text in [
        "33",
        "99999999999999999",
        "9999999999999999999",
        "-1",
        "0",
        "x 1",
        " ",
    ] {
        let mut budget = Stored(text.to_owned());
        budget.learn(0, BudgetReport::used_up(60));
        assert_eq!(budget.usage(0), (3, Some(60_000)), "{text}");
    }
}

#[test]
fn keeps_the_latest_writes_under_a_lower_limit() {
    let mut budget = Stored::default();
    for minute in [0, 1, 2] {
        budget.write(minute * MINUTES, minute * MINUTES);
    }
    let report = BudgetReport {
        limit: 2,
        used: 2,
        seconds: 1,
    };
    budget.learn(2 * MINUTES, report);
    assert_eq!(budget.usage(2 * MINUTES), (2, Some(11 * MINUTES)));
}

#[test]
fn writes_the_usage_for_a_caller() {
    let mut budget = Stored::default();
    assert_eq!(
        usage(&budget.0, 0),
        json!({ "limit": 3, "used": 0, "remaining": 3 })
    );
    for _ in 0..3 {
        budget.write(0, 0);
    }
    assert_eq!(
        usage(&budget.0, 1_000),
        json!({ "limit": 3, "used": 3, "remaining": 0, "nextWriteIn": 599_000 })
    );
}

proptest! {
    #[test]
    fn reads_any_stored_text(stored in r"([0-9]{1,20} ?){0,40}|\PC{0,40}") {
        let mut budget = Stored(stored);
        budget.change(1, |_| ());
        let usage = usage(&budget.0, 1);
        prop_assert!(usage["used"].as_i64() <= usage["limit"].as_i64());
        let before = budget.0.clone();
        budget.change(1, |_| ());
        prop_assert_eq!(budget.0, before);
    }

    #[test]
    fn counts_up_to_any_limit(limit in 1..=HIGHEST_LIMIT, used in 0..=HIGHEST_LIMIT, writes in 0..40_i64) {
        let mut budget = Stored::default();
        budget.learn(0, BudgetReport { limit, used, seconds: 60 });
        prop_assert_eq!(i64::try_from(budget.usage(0).0).unwrap(), used.min(limit));
        for second in 0..writes {
            budget.write(1_000 * second, 1_000 * second);
        }
        let expected = limit.min(used.min(limit) + writes);
        prop_assert_eq!(i64::try_from(budget.usage(59_999).0).unwrap(), expected);
    }
}
