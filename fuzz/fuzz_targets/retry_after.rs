//! Any `Retry-After` and any `X-Write-Budget`: a wait that the grammar gives, or none.
#![no_main]

use arbitrary::{Arbitrary, Result, Unstructured};
use contact_card::endpoint::Operation;
use contact_card::error::{ApiError, Error};
use contact_card::http::{Body, Head, Response};
use contact_card::retry::{Decision, RetryPolicy};
use contact_card::value::Value;
use contact_card::write_budget::{Word, WriteBudget};
use fuzz::support::pack_head;
use libfuzzer_sys::fuzz_target;

#[derive(Arbitrary, Debug)]
struct Answer {
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

fuzz_target!(|answer: Answer| {
    let retry_after = seconds(&answer);
    let text = answer.retry_after.as_str();
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    // The host alone knows dates; only what looks like one of HTTP's may be one.
    let looks_like_date = text.len() == 29 && text.ends_with(" GMT");
    if is_number {
        assert_eq!(retry_after, text.parse().ok());
    } else if let Some(date) = answer.retry_at.filter(|_| looks_like_date) {
        let left = (i64::from(date) - i64::from(answer.now)).max(0);
        assert_eq!(retry_after.map(i64::from), Some(left));
    } else {
        assert_eq!(retry_after, None);
    }

    let policy = RetryPolicy {
        is_write: answer.is_write,
        max_retries: 2,
        max_retry_after: 20_000.0,
    };
    let failure = Error::Api(ApiError {
        status: 500,
        code: Some(3001),
        retry_after,
        ..Default::default()
    });
    let jitter = f64::from(answer.jitter) / 256.0;
    match policy.decide(answer.attempt.into(), &failure, jitter) {
        Decision::After(wait) => {
            assert!((1_000.0..=20_000.0).contains(&wait));
            assert!(answer.attempt <= 2);
            assert!(wait >= f64::from(retry_after.unwrap_or(0)) * 1_000.0);
        }
        Decision::Stop => assert!(answer.attempt > 2 || retry_after > Some(20)),
    }

    if let Some(word) = Word::parse(&answer.write_budget) {
        check_budget(word);
    }
});

fn check_budget(word: Word) {
    let mut budget = WriteBudget::from_text("");
    budget.begin(0.0, 1.0);
    budget.learn(0.0, word);
    let usage = budget.usage(0.0);
    assert!(usage.used >= word.used.unwrap().max(1) || word.seconds == 0);
    assert_eq!(Some(usage.limit), word.limit);
    assert_eq!(usage.next_write_in.is_none(), usage.used < usage.limit);
    if let Some(wait) = usage.next_write_in.filter(|_| word.used == word.limit) {
        // None is free before the server says so, or before the longest wait that can be said.
        let asked = u64::from(word.seconds) * 1_000;
        assert!(u64::from(wait) >= asked.min(u32::MAX.into()));
    }
    assert_eq!(WriteBudget::from_text(&budget.to_text()), budget);
}

/// What the answer's head makes of the error.
fn seconds(answer: &Answer) -> Option<u32> {
    let head = Head {
        received_at: answer.now,
        status: 429,
        retry_after: Some(&answer.retry_after),
        write_budget: Some(&answer.write_budget),
        retry_at: answer.retry_at,
        ..Head::default()
    };
    let report = pack_head(&head);
    assert_eq!(Head::parse(Value::unpack(&report)), head);
    let response = Response::without_body(Value::unpack(&report));
    assert!(matches!(response.body, Body::Unusable(_)));
    match Operation::Retrieve(None).outcome(&response) {
        Err(Error::Api(error)) => error.retry_after,
        _ => panic!("a 429 is an error of the API's"),
    }
}
