//! Log lines.

use serde_json::{Value as Json, json};

use super::{exchange, update, with};
use crate::support::gateway::{ExchangeInput, KEY, ORIGIN, PATH, config};
use crate::support::wire::parse_json;

#[test]
fn masks_phone_numbers() {
    let log = |input: &ExchangeInput| parse_json(&exchange(input).response.log);
    assert_eq!(
        log(&update()),
        json!({ "method": "PATCH", "number": "+1•••••••567", "user": "alice", "status": 200, "outcome": "forwarded" }),
    );
    let refused = with(update(), |input| {
        input.method = "BREW".to_owned();
        input.target = format!("{PATH}?phone_number={}", "9".repeat(99));
    });
    assert_eq!(
        log(&refused),
        json!({ "method": "other", "status": 405, "code": 1005, "outcome": "refused", "reason": "The method must be GET, PATCH or POST" }),
    );
}

#[test]
fn names_an_origin_that_is_not_allowed() {
    let log = |origin: Option<&str>| {
        let input = with(update(), |input| {
            input.headers.retain(|(name, _)| name != "origin");
            input
                .headers
                .extend(origin.map(|origin| ("origin".to_owned(), origin.to_owned())));
        });
        parse_json(&exchange(&input).response.log)["origin"].clone()
    };
    assert_eq!(log(Some("http://localhost:3000")), "http://localhost:3000");
    assert_eq!(log(None), "");
    assert_eq!(
        log(Some("https://x/+15551234567")),
        "https://x/+1•••••••567"
    );
    assert_eq!(log(Some(&"é".repeat(9_999))), "é".repeat(200));
    assert_eq!(log(Some(ORIGIN)), Json::Null);
}

#[test]
fn rejects_error_texts_with_the_key_or_a_phone_number() {
    let config = config(&json!({}));
    for text in [
        "",
        "connect ECONNREFUSED 127.0.0.1:6379",
        "1732540000000",
        "+123456",
        "at +1 555",
    ] {
        assert!(config.may_log(text), "{text}");
    }
    for text in [
        &format!("no sessions with {KEY}"),
        "writes of +15551234567",
        "message\n+1555123",
        "?phone_number=%2B15551234567",
        "?phone_number=%2b15551234567",
    ] {
        assert!(!config.may_log(text), "{text}");
    }
}
