//! Any `Retry-After` and any `X-Write-Budget`: a wait that the grammar allows, or none.
#![no_main]

use arbitrary::{Arbitrary, Result, Unstructured};
use contact_card::api::Response;
use contact_card::call::{Attempt, Reported, WriteBudget, wait_before_retry};
use contact_card::error::Failure;
use contact_card::time::Millis;
use contact_card::wire::{Value, Wire};
use fuzz::support::{encode, members, usage, written};
use libfuzzer_sys::fuzz_target;
use serde_json::json;

#[derive(Arbitrary, Debug)]
struct Given {
    #[arbitrary(with = retry_after)]
    retry_after: String,
    /// What the host takes it for, as a date: hosts take much for one.
    retry_at: Option<u32>,
    write_budget: String,
    now: u32,
    attempt: u8,
    is_write: bool,
    jitter: u8,
}

/// Any text, and one as long as a date of HTTP's.
fn retry_after(u: &mut Unstructured<'_>) -> Result<String> {
    let mut text: String = u.arbitrary()?;
    if u.ratio(1, 4)? {
        let end = text.char_indices().map(|(start, _)| start);
        let end = end.take_while(|start| *start <= 25).last().unwrap_or(0);
        text.truncate(end);
        text.push_str(&" ".repeat(25 - end));
        text.push_str(" GMT");
    }
    Ok(text)
}

fuzz_target!(|given: Given| {
    let head = encode(&json!({
        "receivedAt": given.now, "status": 500, "retryAfter": given.retry_after, "retryAt": given.retry_at,
        "writeBudget": given.write_budget,
    }));
    let body = encode(&json!([{ "error": { "code": 3001 } }]));
    let message = members(&[("head", &head), ("body", &body)]);
    let input = message.as_bytes();
    let wire = Wire::new(&input, &mut []);
    let response = Response {
        head: wire.message(b"head"),
        body: wire.message(b"body"),
    };
    let retry_after = response.retry_after(&wire);
    let without_body = Response {
        body: Value::ABSENT,
        ..response
    };
    assert_eq!(without_body.retry_after(&wire), retry_after);
    let retry_after = u32::try_from(retry_after).ok();
    check_retry_after(&given, retry_after);
    check_wait(&given, &wire, response, retry_after);

    let header = wire.text(response.header(&wire, b"writeBudget"));
    assert_eq!(header, given.write_budget.as_bytes());
    let reported = Reported::parse(header);
    if reported.seconds >= 0 {
        check_budget(reported);
    }
    // What is stored is text, too.
    let stored = text(&WriteBudget::parse(header, Millis(0)));
    assert_eq!(
        text(&WriteBudget::parse(stored.as_bytes(), Millis(0))),
        stored
    );
});

fn check_retry_after(given: &Given, retry_after: Option<u32>) {
    let text = given.retry_after.as_str();
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    // The host alone knows dates; only what looks like one of HTTP's may be one.
    let looks_like_date = text.len() == 29 && text.ends_with(" GMT");
    if is_number {
        assert_eq!(retry_after, text.parse().ok());
    } else if let Some(date) = given.retry_at.filter(|_| looks_like_date) {
        let left = (i64::from(date) - i64::from(given.now)).max(0);
        assert_eq!(retry_after.map(i64::from), Some(left));
    } else {
        assert_eq!(retry_after, None);
    }
}

fn check_wait(given: &Given, wire: &Wire<'_, '_>, response: Response, retry_after: Option<u32>) {
    let attempt = Attempt {
        is_write: given.is_write,
        number: given.attempt.into(),
        failure: Failure::Api,
        response,
    };
    let jitter = f64::from(given.jitter) / 256.0;
    match wait_before_retry(wire, &attempt, 2, Millis(20_000), jitter) {
        Some(Millis(wait)) => {
            assert!((1_000..=20_000).contains(&wait));
            assert!(given.attempt <= 2);
            assert!(wait >= i64::from(retry_after.unwrap_or(0)) * 1_000);
        }
        None => assert!(given.attempt > 2 || retry_after > Some(20)),
    }
}

fn check_budget(reported: Reported) {
    let now = Millis(0);
    let mut budget = WriteBudget::parse(b"", now);
    budget.begin(Millis(1));
    budget.learn(now, reported);
    let stored = text(&budget);
    let usage = usage(&stored, 0);
    let (used, limit) = (
        usage["used"].as_i64().unwrap(),
        usage["limit"].as_i64().unwrap(),
    );
    assert!(used >= reported.used.max(1) || reported.seconds == 0);
    assert_eq!(limit, reported.limit);
    let next = usage["nextWriteIn"].as_i64();
    assert_eq!(next.is_none(), used < limit);
    if let Some(wait) = next.filter(|_| reported.used == reported.limit) {
        // None is free before the server reports it.
        assert!(wait >= reported.seconds * 1_000);
    }
    assert_eq!(text(&WriteBudget::parse(stored.as_bytes(), now)), stored);
}

fn text(budget: &WriteBudget) -> String {
    written("", |wire| budget.write(wire))
}
