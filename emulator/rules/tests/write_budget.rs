//! The write budget: three writes per number in ten minutes.

mod support;

use emulator_rules::{Account, Change, Config, Emulator, Millis, WRITE_WINDOW};
use serde_json::json;

use support::{Harness, NOW, assert_error, json_of};

/// The status of an update of a number.
fn write(harness: &mut Harness, number: &str) -> u16 {
    let response = harness.patch(number, &json!({ "first_name": "J" }));
    response.status
}

const JOHN: &str = "15551234567";
const ADA: &str = "15551230001";

#[test]
fn refuses_the_fourth_write_of_a_number() {
    let mut harness = Harness::new(Config::default());
    for _ in 0..3 {
        assert_eq!(write(&mut harness, JOHN), 200);
        harness.now += 1;
    }
    let refused = harness.patch(JOHN, &json!({ "first_name": "K" }));
    assert_error(&refused, 429, 1007);
    assert_eq!(json_of(&refused)["error"]["retry_after"], 600);
    assert_eq!(refused.headers["retry-after"], "600");
    assert_eq!(write(&mut harness, ADA), 200, "each number has its own");
}

#[test]
fn a_write_counts_for_ten_minutes() {
    let mut harness = Harness::new(Config::default());
    for _ in 0..3 {
        assert_eq!(write(&mut harness, JOHN), 200);
    }
    harness.now = NOW + 599_999;
    let refused = harness.patch(JOHN, &json!({ "first_name": "K" }));
    assert_eq!(refused.headers["retry-after"], "1", "rounded up");
    for later in [600_000, 3_600_000] {
        harness.now = NOW + later;
        assert_eq!(write(&mut harness, JOHN), 200);
    }
}

#[test]
fn expired_writes_are_forgotten() {
    let count_writes = |times: &[Millis]| {
        let mut account = Account::default();
        for at in times {
            account.apply(Change {
                phone_number: "+15551234567".to_owned(),
                at: *at,
                card: None,
            });
        }
        account
    };
    let last = NOW + WRITE_WINDOW;
    assert_eq!(count_writes(&[NOW, last]), count_writes(&[last]));
    assert_ne!(count_writes(&[NOW + 1, last]), count_writes(&[last]));
}

#[test]
fn the_window_slides() {
    let mut harness = Harness::new(Config::default());
    for minute in [0, 4, 8] {
        harness.now = NOW + minute * 60_000;
        assert_eq!(write(&mut harness, JOHN), 200);
    }
    harness.now = NOW + 10 * 60_000;
    assert_eq!(write(&mut harness, JOHN), 200);
    let refused = harness.patch(JOHN, &json!({ "first_name": "K" }));
    assert_eq!(refused.headers["retry-after"], "240", "until minute 14");
}

#[test]
fn creates_count_and_refused_requests_do_not() {
    let mut harness = Harness::new(Config::default());
    let card = json!({ "phone_number": "+15557654321", "first_name": "New" });
    assert_eq!(harness.post(&card).status, 200);
    for _ in 0..3 {
        assert_error(&harness.post(&card), 409, 2014);
        assert_error(&harness.patch("15557654321", &json!({})), 400, 1005);
    }
    assert_eq!(write(&mut harness, "15557654321"), 200);
    assert_eq!(write(&mut harness, "15557654321"), 200);
    assert_error(&harness.post(&card), 429, 1007);
}

#[test]
fn the_limit_can_be_set_and_lifted() {
    let mut harness = Harness::new(Config::default());
    harness.emulator.set_write_budget(None);
    for _ in 0..5 {
        assert_eq!(write(&mut harness, JOHN), 200);
    }
    harness.emulator.set_write_budget(Some(0));
    assert_eq!(write(&mut harness, ADA), 429);
    harness.emulator.set_write_budget(Some(6));
    assert_eq!(
        write(&mut harness, JOHN),
        200,
        "unlimited writes count, too"
    );
    assert_eq!(write(&mut harness, JOHN), 429);
    harness.emulator.reset(Account::default());
    assert_eq!(harness.emulator.write_budget(), Some(3));
    assert_eq!(write(&mut harness, JOHN), 200);
}

#[test]
fn restored_writes_count_in_any_order() {
    let write_at = |at| ("+15551234567".to_owned(), at);
    let writes = [write_at(NOW + 2), write_at(NOW), write_at(NOW + 1)];
    let restored = Account::new(Account::default().cards().cloned(), writes);
    let mut harness = Harness {
        emulator: Emulator::new(Config::default(), restored.clone()),
        now: NOW + 3,
    };
    assert_eq!(write(&mut harness, JOHN), 429);
    let mut applied = Account::default();
    for at in [NOW + 1, NOW + 2, NOW] {
        applied.apply(Change {
            phone_number: "+15551234567".to_owned(),
            at,
            card: None,
        });
    }
    assert_eq!(applied, restored);
}
