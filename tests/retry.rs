//! What is tried again, when, and what the caller hears of it.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use contact_card::client::Purpose;
use contact_card::error::{ApiError, Error};
use contact_card::http::Head;
use contact_card::retry::{Decision, RetryPolicy};
use serde_json::{Value as Json, json};
use support::Body;
use support::scripted::{Scripted, call};
use support::world::Reaction;

const WRITE: RetryPolicy = RetryPolicy {
    is_write: true,
    max_retries: 9,
    max_retry_after: 20_000.0,
};
const READ: RetryPolicy = RetryPolicy {
    is_write: false,
    ..WRITE
};

fn api(status: u32, code: Option<u32>) -> ApiError<'static> {
    ApiError {
        status,
        code,
        ..ApiError::default()
    }
}

#[test]
fn what_is_tried_again() {
    // Status, code, and the first wait of a write and of a read.
    for (status, code, write, read) in [
        (500, Some(2022), Some(3_000.0), Some(3_000.0)),
        (500, Some(3001), Some(1_000.0), Some(1_000.0)),
        (500, Some(3004), Some(1_000.0), Some(1_000.0)),
        (504, Some(3005), None, Some(1_000.0)),
        (500, Some(3006), None, Some(1_000.0)),
        (500, None, None, Some(1_000.0)),
        (503, Some(4004), None, None),
        (503, None, None, Some(1_000.0)),
        (429, Some(1007), None, Some(1_000.0)),
        // A code that helps, under a status that refuses.
        (429, Some(3001), None, Some(1_000.0)),
        (400, Some(2022), None, None),
        (409, Some(2014), None, None),
        (400, Some(1002), None, None),
        (401, Some(2004), None, None),
        (404, Some(2012), None, None),
    ] {
        let failure = Error::Api(api(status, code));
        let expected = |wait: Option<f64>| wait.map_or(Decision::Stop, Decision::After);
        assert_eq!(
            WRITE.decide(1, &failure, 0.0),
            expected(write),
            "write {status} {code:?}"
        );
        assert_eq!(
            READ.decide(1, &failure, 0.0),
            expected(read),
            "read {status} {code:?}"
        );
    }
    assert_eq!(WRITE.decide(1, &Error::Connection, 0.0), Decision::Stop);
    assert_eq!(
        READ.decide(1, &Error::Connection, 0.0),
        Decision::After(1_000.0)
    );
    let unusable = Error::InvalidResponse {
        status: 200,
        code: None,
        reason: "",
    };
    for failure in [Error::Timeout, Error::Aborted, Error::CallerThrew, unusable] {
        assert_eq!(WRITE.decide(1, &failure, 0.0), Decision::Stop);
        assert_eq!(READ.decide(1, &failure, 0.0), Decision::Stop);
    }
}

#[test]
fn waits_double_up_to_a_limit_with_jitter_on_top() {
    let failure = Error::Api(api(500, Some(3001)));
    let waits: Vec<Decision> = (1..=7).map(|n| WRITE.decide(n, &failure, 0.0)).collect();
    let expected = [1.0, 2.0, 4.0, 8.0, 16.0, 16.0, 16.0];
    assert_eq!(
        waits,
        expected.map(|seconds| Decision::After(seconds * 1_000.0))
    );
    assert_eq!(WRITE.decide(1, &failure, 1.0), Decision::After(1_250.0));
    assert_eq!(WRITE.decide(10, &failure, 0.0), Decision::Stop);
    let never = RetryPolicy {
        max_retries: 0,
        ..WRITE
    };
    assert_eq!(never.decide(1, &failure, 0.0), Decision::Stop);
}

#[test]
fn the_server_s_words_count() {
    let with = |retry_after, should_retry, status| {
        Error::Api(ApiError {
            retry_after,
            should_retry,
            ..api(status, Some(3001))
        })
    };
    for (failure, write, read) in [
        (with(Some(5), None, 500), Some(5_000.0), Some(5_000.0)),
        // Never earlier than without its word.
        (with(Some(0), None, 500), Some(1_000.0), Some(1_000.0)),
        (with(Some(20), None, 500), Some(20_000.0), Some(20_000.0)),
        (with(Some(21), None, 500), None, None),
        (with(Some(86_400), None, 429), None, None),
        (with(None, Some(false), 500), None, None),
        (with(None, Some(true), 500), Some(1_000.0), Some(1_000.0)),
    ] {
        let expected = |wait: Option<f64>| wait.map_or(Decision::Stop, Decision::After);
        assert_eq!(
            WRITE.decide(1, &failure, 0.0),
            expected(write),
            "{failure:?}"
        );
        assert_eq!(READ.decide(1, &failure, 0.0), expected(read), "{failure:?}");
    }
    // `true` widens reads only, and never what extends the upstream limit.
    let conflict = |code| {
        Error::Api(ApiError {
            should_retry: Some(true),
            ..api(409, code)
        })
    };
    assert_eq!(WRITE.decide(1, &conflict(None), 0.0), Decision::Stop);
    assert_eq!(
        READ.decide(1, &conflict(None), 0.0),
        Decision::After(1_000.0)
    );
    assert_eq!(READ.decide(1, &conflict(Some(4004)), 0.0), Decision::Stop);
}

/// What a host takes the header for: much is a date to it.
fn at(header: &str) -> Option<u32> {
    match header {
        "Sun, 06 Nov 1994 08:50:07 GMT" => Some(784_111_807),
        "Sun, 06 Nov 1994 08:49:07 GMT" => Some(784_111_747),
        "Sun, 06 Nov 1994 08:50:07 CET" | "1994-11-06T08:50:07Z" => Some(784_108_207),
        "-3" => Some(983_404_800),
        _ => None,
    }
}

#[test]
fn retry_after_comes_from_the_body_then_from_the_header() {
    let head = |header: &'static str| Head {
        status: 429,
        retry_after: Some(header),
        retry_at: at(header),
        received_at: 784_111_777,
        ..Head::default()
    };
    let body = |json: Json| Body::Json(json!({ "error": { "retry_after": json } }));
    for (header, body, seconds) in [
        ("30", body(json!(412)), json!(412)),
        ("30", body(json!(1.5)), json!(30)),
        ("30", body(json!("412")), json!(30)),
        ("30", body(json!(-3)), json!(30)),
        ("30", Body::NotJson, json!(30)),
        ("86400", Body::NotJson, json!(86_400)),
        ("Sun, 06 Nov 1994 08:50:07 GMT", Body::NotJson, json!(30)),
        ("Sun, 06 Nov 1994 08:49:07 GMT", Body::NotJson, json!(0)),
        ("Sun, 06 Nov 1994 08:50:07 CET", Body::NotJson, json!(null)),
        ("1994-11-06T08:50:07Z", Body::NotJson, json!(null)),
        ("Sun, 06 Foo 1994 08:50:07 GMT", Body::NotJson, json!(null)),
        ("-3", Body::NotJson, json!(null)),
        ("1.5", Body::NotJson, json!(null)),
        ("soon", Body::NotJson, json!(null)),
        ("99999999999", Body::NotJson, json!(null)),
    ] {
        let error = update(&Scripted::new(head(header), body), json!({}));
        assert_eq!(error["retryAfter"], seconds, "{header:?}");
    }
}

fn update(server: &Scripted, more: Json) -> Json {
    let input = json!({ "phone_number": "+15551234567", "first_name": "John" });
    call(Purpose::Update, input, with_key(more), server)
}

fn retrieve(server: &Scripted, more: Json) -> Json {
    call(Purpose::Retrieve, json!({}), with_key(more), server)
}

fn with_key(mut options: Json) -> Json {
    options["apiKey"] = json!("sk-secret-key");
    options
}

fn failing(status: u32, code: u32) -> Reaction {
    Reaction::json(status, &json!({ "error": { "code": code } }))
}

fn card() -> Reaction {
    Reaction::json(
        200,
        &json!({ "phone_number": "+15551234567", "first_name": "John", "is_active": true }),
    )
}

fn cards() -> Reaction {
    Reaction::json(200, &json!({ "contact_cards": [] }))
}

#[test]
fn a_write_is_tried_once_more_where_linq_says_that_it_helps() {
    let server = Scripted::reacting(vec![failing(500, 2022), card()]);
    assert_eq!(update(&server, json!({}))["first_name"], "John");
    assert_eq!(*server.sent_at.borrow(), [0.0, 3_000.0]);

    let server = Scripted::reacting(vec![failing(500, 2022)]);
    assert_eq!(update(&server, json!({}))["code"], 2022);
    assert_eq!(server.sent.borrow().len(), 2);

    for (options, sent) in [
        (json!({ "maxRetries": 0 }), 1),
        (json!({ "maxRetries": 2 }), 3),
        // Another attempt would end after the call's deadline.
        (json!({ "timeout": 2_000 }), 1),
    ] {
        let server = Scripted::reacting(vec![failing(500, 2022)]);
        assert_eq!(update(&server, options)["name"], "InternalServerError");
        assert_eq!(server.sent.borrow().len(), sent);
    }
}

#[test]
fn a_write_is_not_repeated_blindly() {
    let reset = Reaction {
        head: None,
        ..card()
    };
    for reaction in [
        failing(503, 4004),
        failing(429, 1007),
        failing(409, 2015),
        failing(500, 3006),
        reset,
    ] {
        let server = Scripted::reacting(vec![reaction, card()]);
        assert!(update(&server, json!({ "maxRetries": 5 }))["name"].is_string());
        assert_eq!(server.sent.borrow().len(), 1);
    }
}

#[test]
fn a_read_is_tried_twice_more() {
    let reset = Reaction {
        head: None,
        ..cards()
    };
    let server = Scripted::reacting(vec![reset.clone(), failing(503, 1), cards()]);
    assert!(retrieve(&server, json!({}))["contact_cards"].is_array());
    assert_eq!(*server.sent_at.borrow(), [0.0, 1_000.0, 3_000.0]);
    let server = Scripted::reacting(vec![reset]);
    assert_eq!(retrieve(&server, json!({}))["name"], "APIConnectionError");
    assert_eq!(server.sent.borrow().len(), 3);
}

#[test]
fn the_caller_may_veto_and_hears_of_each_attempt() {
    for (says, name) in [(Some(false), "InternalServerError"), (None, "CallerThrew")] {
        let server = Scripted {
            allows_retry: says,
            ..Scripted::reacting(vec![failing(500, 2022)])
        };
        assert_eq!(update(&server, json!({}))["name"], name);
        assert_eq!(server.sent.borrow().len(), 1);
    }
    let slow = Reaction {
        head_after: 40.0,
        ..failing(500, 2022)
    };
    let server = Scripted::reacting(vec![slow, card()]);
    update(&server, json!({}));
    assert_eq!(
        *server.reports.borrow(),
        [
            json!({ "method": "PATCH", "phone_number": "+1•••••••567", "attempt": 1, "status": 500, "duration": 40, "nextWait": 3000 }),
            json!({ "method": "PATCH", "phone_number": "+1•••••••567", "attempt": 2, "status": 200, "duration": 0 }),
        ]
    );
}

#[test]
fn an_abort_during_a_sleep_ends_the_call_at_once() {
    let server = Scripted {
        aborts_at: 1_500.0,
        ..Scripted::reacting(vec![failing(500, 2022)])
    };
    assert_eq!(update(&server, json!({}))["name"], "Aborted");
    assert_eq!(server.world.now(), 1_500.0);
    assert_eq!(server.sent.borrow().len(), 1);
}

#[test]
fn what_an_earlier_attempt_may_have_done_isn_t_forgotten() {
    let server = Scripted::reacting(vec![failing(500, 3001), failing(400, 1002)]);
    let error = update(&server, json!({}));
    assert_eq!(
        (&error["name"], &error["outcome"]),
        (&json!("BadRequestError"), &json!("unknown"))
    );
}
