//! Any `Retry-After` and `X-Write-Budget` headers: valid ones are respected, others are ignored.
#![no_main]

use arbitrary::{Arbitrary, Result, Unstructured};
use contact_card::api::Response;
use contact_card::call::{Attempt, BudgetReport, WriteBudget, wait_before_retry};
use contact_card::error::Failure;
use contact_card::time::Millis;
use contact_card::wire::{Value, Wire, from_json};
use fuzz::support::machine::usage;
use fuzz::support::wire::{encode_with_members, message, written};
use fuzz::tree::{Tree, values};
use libfuzzer_sys::fuzz_target;
use serde_json::json;

#[derive(Arbitrary, Debug)]
struct Case {
    #[arbitrary(with = retry_after)]
    retry_after: String,
    /// The seconds until the header's date, if the host parses one. Hosts parse many texts as
    /// dates.
    retry_in: Option<u32>,
    write_budget: String,
    attempt: u8,
    is_write: bool,
    jitter: u8,
}

/// Any text, sometimes as long as an HTTP date.
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

fuzz_target!(|case: Case| {
    let head = json!({
        "status": 500, "retryAfter": case.retry_after, "writeBudget": case.write_budget,
    });
    let retry_in = case.retry_in.map(|seconds| seconds.to_string());
    // For an invalid date, JavaScript computes NaN.
    let retry_in = Tree::Number(retry_in.unwrap_or_else(|| "NaN".to_owned()));
    let head = encode_with_members(&head, &[("retryIn", &retry_in.encode())]);
    let body = from_json(&json!([{ "error": { "code": 3001 } }]));
    let message = message(&[&head, &body]);
    let input = message.as_slice();
    let wire = Wire::new(&input, &mut []);
    let [head, body] = values(&wire);
    let response = Response { head, body };
    let retry_after = response.retry_after(&wire);
    let without_body = Response {
        body: Value::ABSENT,
        ..response
    };
    assert_eq!(without_body.retry_after(&wire), retry_after);
    let retry_after = u32::try_from(retry_after).ok();
    check_retry_after(&case, retry_after);
    check_wait(&case, &wire, response, retry_after);

    let header = wire.text(response.header(&wire, b"writeBudget"));
    assert_eq!(header, case.write_budget.as_bytes());
    let report = BudgetReport::parse(header);
    if report.seconds >= 0 {
        check_budget(report);
    }
    // A stored budget is text too.
    let stored = text(&WriteBudget::parse(header, Millis(0)));
    assert_eq!(
        text(&WriteBudget::parse(stored.as_bytes(), Millis(0))),
        stored
    );
});

fn check_retry_after(case: &Case, retry_after: Option<u32>) {
    let text = case.retry_after.as_str();
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    // The host parses dates, but the core accepts only texts that look like an HTTP date.
    let looks_like_date = text.len() == 29 && text.ends_with(" GMT");
    if is_number {
        assert_eq!(retry_after, text.parse().ok());
    } else {
        let seconds = case.retry_in.filter(|_| looks_like_date);
        assert_eq!(retry_after, seconds);
    }
}

fn check_wait(case: &Case, wire: &Wire<'_, '_>, response: Response, retry_after: Option<u32>) {
    let attempt = Attempt {
        is_write: case.is_write,
        number: case.attempt.into(),
        failure: Failure::Api,
        response,
    };
    let jitter = f64::from(case.jitter) / 256.0;
    match wait_before_retry(wire, &attempt, 2, Millis(20_000), jitter) {
        Some(Millis(wait)) => {
            assert!((1_000..=20_000).contains(&wait));
            assert!(case.attempt <= 2);
            assert!(wait >= i64::from(retry_after.unwrap_or(0)) * 1_000);
        }
        None => assert!(case.attempt > 2 || retry_after > Some(20)),
    }
}

fn check_budget(report: BudgetReport) {
    let now = Millis(0);
    let mut budget = WriteBudget::parse(b"", now);
    budget.begin(Millis(1));
    budget.learn(now, report);
    let stored = text(&budget);
    let usage = usage(&stored, 0);
    let (used, limit) = (
        usage["used"].as_i64().unwrap(),
        usage["limit"].as_i64().unwrap(),
    );
    assert!(used >= report.used.max(1) || report.seconds == 0);
    assert_eq!(limit, report.limit);
    let next = usage["nextWriteIn"].as_i64();
    assert_eq!(next.is_none(), used < limit);
    if let Some(wait) = next.filter(|_| report.used == report.limit) {
        // No write is available before the time that the server reported.
        assert!(wait >= report.seconds * 1_000);
    }
    assert_eq!(text(&WriteBudget::parse(stored.as_bytes(), now)), stored);
}

fn text(budget: &WriteBudget) -> String {
    written(b"", |wire| budget.write(wire))
}
