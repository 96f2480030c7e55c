//! The results of the `authorize` function.

use std::time::Instant;

use contact_card::gateway::{Authorized, Exchange, RequestHead, Step, next_step};
use contact_card::wire::{Encoder, from_json};
use serde_json::{Value as Json, json};

use super::{NUMBER, OTHER, create, exchange, list, read, target_of, update, with};
use crate::support::gateway::{ExchangeInput, config};
use crate::support::timing::assert_ratio;

#[test]
fn rejects_invalid_results_of_authorize() {
    #[rustfmt::skip]
    let sessions = [
        json!(false),
        json!(true),
        json!("alice"),
        json!([]),
        json!({}),
        json!({ "user": "alice" }),
        json!({ "numbers": "all" }),
        json!({ "user": "", "numbers": "all" }),
        json!({ "user": 7, "numbers": "all" }),
        json!({ "user": "alice", "numbers": "ALL" }),
        json!({ "user": "alice", "numbers": NUMBER }),
        json!({ "user": "alice", "numbers": null }),
        json!({ "user": "alice", "numbers": { "0": NUMBER } }),
        json!({ "user": "a".repeat(513), "numbers": "all" }),
        json!({ "user": "alice", "numbers": [NUMBER, null] }),
        json!({ "user": "alice", "numbers": [NUMBER, "15550000000"] }),
    ];
    for session in sessions {
        let encoded = from_json(&session);
        let authorized = Authorized::parse(&encoded);
        match session {
            Json::Bool(false) => assert!(matches!(authorized, Authorized::Failed)),
            _ => assert!(matches!(authorized, Authorized::Invalid), "{session}"),
        }
        for number in [OTHER, NUMBER] {
            // The host reports the listed number alone: the other ones are of no consequence.
            if session["numbers"][0] == number {
                continue;
            }
            let transcript = exchange(&with(update(), |input| {
                input.target = target_of(number);
                input.session.clone_from(&encoded);
            }));
            let error = transcript.error();
            assert_eq!((error.0, error.1), (500, 3006), "{session}");
            assert!(!transcript.read_body && transcript.header("x-should-retry") == Some("false"));
        }
        let error = exchange(&with(list(), |input| input.session = encoded)).error();
        assert_eq!((error.0, error.1), (500, 3006), "{session}");
    }
}

#[test]
fn g8_needs_the_number_alone_that_the_request_is_about() {
    let needs = |input: &ExchangeInput| {
        let head = RequestHead {
            method: &input.method,
            target: &input.target,
            headers: input
                .headers
                .iter()
                .map(|(name, value)| (name.as_str(), value.as_str()))
                .collect(),
        };
        let config = config(&json!({}));
        let exchange = Exchange::new(&config, &head);
        match next_step(&config, &exchange) {
            Step::Authorize(number) => number.map(str::to_owned),
            step => panic!("{step:?}"),
        }
    };
    assert_eq!(needs(&update()).as_deref(), Some(NUMBER));
    assert_eq!(needs(&read()).as_deref(), Some(NUMBER));
    // The number of a creation is in its body.
    assert_eq!(needs(&create()), None);
    assert_eq!(needs(&list()), None);
}

#[test]
fn g8_checks_a_long_session_once() {
    let numbers = |count: usize| {
        let numbers: Vec<_> = (0..count).map(|index| format!("+1555{index:07}")).collect();
        json!({ "user": "alice", "numbers": numbers })
    };
    let time = |input: &ExchangeInput| {
        let start = Instant::now();
        assert_eq!(exchange(input).response.status, 403);
        start.elapsed()
    };
    let session = numbers(10_000);
    let encoded = from_json(&session);
    // Creations need the whole session: their number is known after it is checked.
    let input = with(create(), |input| input.session.clone_from(&encoded));
    let check_once = || {
        let start = Instant::now();
        assert!(matches!(
            Authorized::parse(&encoded),
            Authorized::Session(_)
        ));
        start.elapsed()
    };
    assert_ratio(5, "the whole exchange", || time(&input), check_once);
}

#[test]
fn rejects_results_of_authorize_that_are_not_json() {
    let mut ill_formed = Encoder::new();
    ill_formed.object(|session| {
        session.text("user").ill_formed();
        session.text("numbers").text("all");
    });
    let encoded = |add: fn(&mut Encoder) -> &mut Encoder| {
        let mut encoder = Encoder::new();
        add(&mut encoder);
        encoder.finish()
    };
    for session in [
        encoded(Encoder::ill_formed),
        encoded(Encoder::function),
        encoded(Encoder::other),
        ill_formed.finish(),
    ] {
        let transcript = exchange(&with(update(), |input| input.session.clone_from(&session)));
        assert_eq!(transcript.response.status, 500, "{session:?}");
    }
}

#[test]
fn responds_with_401_without_a_session() {
    let signed_out = exchange(&with(update(), |input| input.set_session(&Json::Null)));
    assert_eq!(signed_out.error().0, 401);
    assert_eq!(signed_out.header("x-should-retry"), None);
}
