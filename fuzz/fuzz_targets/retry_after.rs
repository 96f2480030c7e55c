//! Any `Retry-After` and any `X-Write-Budget`: a wait that the grammar gives, or none.
#![no_main]

use arbitrary::Arbitrary;
use contact_card::base_url::BaseUrl;
use contact_card::endpoint::Operation;
use contact_card::error::Error;
use contact_card::http::{Body, Head, Response};
use contact_card::http_date::parse_http_date;
use contact_card::options::Endpoint;
use contact_card::retry::{Decision, RetryPolicy};
use contact_card::value::Value;
use contact_card::write_budget::{Word, WriteBudget};
use libfuzzer_sys::fuzz_target;

#[derive(Arbitrary, Debug)]
struct Answer {
    retry_after: String,
    write_budget: String,
    now: u32,
    attempt: u8,
    is_write: bool,
    jitter: u8,
}

fuzz_target!(|answer: Answer| {
    let retry_after = retry_after(&answer);
    let text = answer.retry_after.as_str();
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if is_number {
        assert_eq!(retry_after, text.parse().ok());
    } else if let Some(date) = parse_http_date(text) {
        let left = (date / 1_000.0 - f64::from(answer.now)).max(0.0).ceil();
        assert_eq!(retry_after, Some(left as u32));
    } else {
        assert_eq!(retry_after, None);
    }

    let policy = RetryPolicy {
        is_write: answer.is_write,
        max_retries: 2,
        max_retry_after: 20_000.0,
    };
    let failure = Error::Api(contact_card::error::ApiError {
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
        let mut budget = WriteBudget::default();
        budget.begin(0.0, 1.0);
        budget.learn(0.0, word);
        let usage = budget.usage(0.0);
        assert!(usage.used >= word.used.unwrap().max(1) || word.seconds == 0);
        assert_eq!(Some(usage.limit), word.limit);
        assert_eq!(WriteBudget::from_numbers(&budget.to_numbers()), budget);
    }
});

/// What the answer's header makes of the error.
fn retry_after(answer: &Answer) -> Option<u32> {
    let endpoint = Endpoint {
        base_url: BaseUrl::LINQ,
        headers: Vec::new(),
    };
    let operation = Operation::Retrieve(None);
    let response = Response {
        head: Head {
            status: 429,
            retry_after: Value::Text(answer.retry_after.clone()),
            received_at: f64::from(answer.now) * 1_000.0,
            ..Head::default()
        },
        body: Body::NOT_JSON,
    };
    match operation.outcome(&operation.request(&endpoint, None), &response) {
        Err(Error::Api(error)) => error.retry_after,
        other => panic!("{other:?}"),
    }
}
