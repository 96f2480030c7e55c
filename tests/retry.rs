//! Retries: which requests are repeated and when, and the reports of attempts.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use contact_card::call::{Action, Verdict};
use serde_json::{Value as Json, json};
use support::scenario::{
    Event, NO_HEAD, Scenario, call_should_retry, head, raw_response, rejects, resolves, response,
    send, sleep, started, thrown,
};

/// A response with an error and an `X-Should-Retry` header.
fn with_header(status: u32, error: Json, should_retry: &str) -> Event {
    let head = json!({ "status": status, "shouldRetry": should_retry });
    raw_response(head, json!([{ "error": error }]))
}

/// Returns how many milliseconds a call waits after `attempts` attempts with the same result, or
/// `None` if it ends.
fn wait_after(call: Scenario, attempts: u32, event: &Event) -> Option<i64> {
    let mut call = call.on(event.clone());
    for _ in 1..attempts {
        call = call.on(Event::Slept).on(event.clone());
    }
    match call.action() {
        Action::Sleep => call.output()["ms"].as_i64(),
        _ => None,
    }
}

/// Returns the first waits of a write and of a read, with many retries left.
fn waits(event: &Event) -> (Option<i64>, Option<i64>) {
    let options = json!({ "maxRetries": 9 });
    let write = wait_after(update(options.clone()), 1, event);
    (write, wait_after(retrieve(options), 1, event))
}

#[test]
fn retries_by_status_and_code() {
    // Status, code, and the first wait of a write and of a read.
    for (status, code, write, read) in [
        (500, Some(2022), Some(3_000), Some(3_000)),
        (500, Some(3001), Some(1_000), Some(1_000)),
        (500, Some(3004), Some(1_000), Some(1_000)),
        (504, Some(3005), None, Some(1_000)),
        (500, Some(3006), None, Some(1_000)),
        (500, None, None, Some(1_000)),
        (503, Some(4004), None, None),
        (503, None, None, Some(1_000)),
        (429, Some(1007), None, Some(1_000)),
        // A code of a temporary failure, under a status that isn't retried.
        (429, Some(3001), None, Some(1_000)),
        (400, Some(2022), None, None),
        (409, Some(2014), None, None),
        (400, Some(1002), None, None),
        (401, Some(2004), None, None),
        (404, Some(2012), None, None),
    ] {
        let event = response(status, json!({ "error": { "code": code } }));
        assert_eq!(waits(&event), (write, read), "{status} {code:?}");
    }
    assert_eq!(waits(&thrown(NO_HEAD)), (None, Some(1_000)));
    let temporary = json!({ "error": { "code": 2022 } });
    for event in [
        Event::TimedOut(NO_HEAD),
        Event::TimedOut(head(200)),
        Event::Aborted(NO_HEAD),
        Event::Aborted(head(500)),
        thrown(head(200)),
        // The code counts only in an error of the API.
        response(200, temporary.clone()),
        response(307, temporary.clone()),
        response(0, temporary),
        raw_response(head(200), json!("empty")),
        raw_response(head(200), json!("notJson")),
        raw_response(head(200), json!("tooLong")),
        response(200, json!({})),
    ] {
        assert_eq!(waits(&event), (None, None), "{event:?}");
    }
}

#[test]
fn doubles_waits_up_to_a_limit_and_adds_jitter() {
    let event = failing(500, 3001);
    let wait = |attempts, options: Json, random| {
        let mut options = options;
        options["timeout"] = json!(1_000_000);
        wait_after(update(options).with_random(random), attempts, &event)
    };
    let nine = || json!({ "maxRetries": 9 });
    let waits: Vec<_> = (1..=7)
        .map(|attempts| wait(attempts, nine(), 0.0))
        .collect();
    let expected = [1, 2, 4, 8, 16, 16, 16];
    assert_eq!(waits, expected.map(|seconds| Some(seconds * 1_000)));
    assert_eq!(wait(1, nine(), 1.0), Some(1_250));
    assert_eq!(wait(9, nine(), 0.0), Some(16_000));
    assert_eq!(wait(10, nine(), 0.0), None);
    assert_eq!(wait(1, json!({ "maxRetries": 0 }), 0.0), None);
    assert_eq!(
        wait(40, json!({ "maxRetries": u32::MAX }), 0.0),
        Some(16_000)
    );
    assert_eq!(
        (wait(1, json!({}), 0.0), wait(2, json!({}), 0.0)),
        (Some(1_000), None)
    );
}

#[test]
fn respects_retry_headers_of_the_server() {
    let with = |retry_after: Option<u32>, should_retry, status| {
        with_header(
            status,
            json!({ "code": 3001, "retry_after": retry_after }),
            should_retry,
        )
    };
    for (event, write, read) in [
        (with(Some(5), "", 500), Some(5_000), Some(5_000)),
        // The header can't shorten the wait.
        (with(Some(0), "", 500), Some(1_000), Some(1_000)),
        (with(Some(20), "", 500), Some(20_000), Some(20_000)),
        (with(Some(21), "", 500), None, None),
        (with(Some(86_400), "", 429), None, None),
        (with(Some(u32::MAX), "", 500), None, None),
        (with(None, "false", 500), None, None),
        (with(None, "true", 500), Some(1_000), Some(1_000)),
        (with(None, "False", 500), Some(1_000), Some(1_000)),
    ] {
        assert_eq!(waits(&event), (write, read), "{event:?}");
    }
    // `true` allows retries of reads only, except after code 4004.
    let conflict = |code: Option<u32>| with_header(409, json!({ "code": code }), "true");
    assert_eq!(waits(&conflict(None)), (None, Some(1_000)));
    assert_eq!(waits(&conflict(Some(4004))), (None, None));
}

/// Returns the seconds until a date as a host parses it at 08:49:37. Hosts parse many texts as
/// dates.
fn retry_in(header: &str) -> Option<u32> {
    match header {
        "Sun, 06 Nov 1994 08:50:07 GMT" | "1994-11-06T08:50:07Z" => Some(30),
        "Sun, 06 Nov 1994 08:49:07 GMT" | "Sun, 06 Nov 1994 08:50:07 CET" => Some(0),
        "-3" => Some(199_293_023),
        _ => None,
    }
}

#[test]
fn reads_retry_after_from_the_body_then_from_the_header() {
    let not_json = json!("notJson");
    let body = |json: Json| json!([{ "error": { "retry_after": json } }]);
    for (header, body, seconds) in [
        ("30", body(json!(412)), json!(412)),
        ("30", body(json!(1.5)), json!(30)),
        ("30", body(json!("412")), json!(30)),
        ("30", body(json!(-3)), json!(30)),
        ("30", not_json.clone(), json!(30)),
        ("86400", not_json.clone(), json!(86_400)),
        ("Sun, 06 Nov 1994 08:50:07 GMT", not_json.clone(), json!(30)),
        ("Sun, 06 Nov 1994 08:49:07 GMT", not_json.clone(), json!(0)),
        (
            "Sun, 06 Nov 1994 08:50:07 CET",
            not_json.clone(),
            json!(null),
        ),
        ("1994-11-06T08:50:07Z", not_json.clone(), json!(null)),
        (
            "Sun, 06 Foo 1994 08:50:07 GMT",
            not_json.clone(),
            json!(null),
        ),
        ("-3", not_json.clone(), json!(null)),
        ("1.5", not_json.clone(), json!(null)),
        ("soon", not_json.clone(), json!(null)),
        ("99999999999", not_json.clone(), json!(null)),
    ] {
        let head = json!({ "status": 429, "retryAfter": header, "retryIn": retry_in(header) });
        let error = update(json!({}))
            .on(raw_response(head, body.clone()))
            .error();
        assert_eq!(error["retryAfter"], seconds, "{header:?} {body}");
    }
}

const URL: &str = "https://api.linqapp.com/api/partner/v3/contact_card";

fn patch() -> support::scenario::Expected {
    let url = format!("{URL}?phone_number=%2B15551234567");
    send("PATCH", &url, r#"{"first_name":"John"}"#)
}

/// Starts an update, whose request is sent.
#[track_caller]
fn update(options: Json) -> Scenario {
    Scenario::update(john(), with_key(options))
        .on(started())
        .expect(patch())
}

/// Starts a retrieval, whose request is sent.
#[track_caller]
fn retrieve(options: Json) -> Scenario {
    Scenario::retrieve(json!({}), with_key(options))
        .on(started())
        .expect(send("GET", URL, ""))
}

fn john() -> Json {
    json!({ "phone_number": "+15551234567", "first_name": "John" })
}

fn with_key(mut options: Json) -> Json {
    options["apiKey"] = json!("sk-secret-key");
    options
}

fn failing(status: u32, code: u32) -> Event {
    response(status, json!({ "error": { "code": code } }))
}

fn card() -> Event {
    response(
        200,
        json!({ "phone_number": "+15551234567", "first_name": "John", "is_active": true }),
    )
}

#[test]
fn retries_a_write_once_after_code_2022() {
    let retried = || {
        update(json!({}))
            .on(failing(500, 2022))
            .expect(sleep(3_000))
            .on(Event::Slept)
            .expect(patch())
    };
    assert_eq!(retried().on(card()).value()["first_name"], "John");
    retried()
        .on(failing(500, 2022))
        .expect(rejects(json!({ "code": 2022, "outcome": "unknown" })));

    let ended = || rejects(json!({ "name": "InternalServerError" }));
    update(json!({ "maxRetries": 0 }))
        .on(failing(500, 2022))
        .expect(ended());
    update(json!({ "maxRetries": 2 }))
        .on(failing(500, 2022))
        .on(Event::Slept)
        .on(failing(500, 2022))
        .on(Event::Slept)
        .expect(patch())
        .on(failing(500, 2022))
        .expect(ended());
    // The next attempt would start after the call's deadline.
    for timeout in [2_000, 3_000] {
        update(json!({ "timeout": timeout }))
            .on(failing(500, 2022))
            .expect(ended());
    }
    update(json!({ "timeout": 3_001 }))
        .on(failing(500, 2022))
        .expect(sleep(3_000));
}

#[test]
fn sends_nothing_after_the_deadline() {
    // The host was too busy to report the deadline in time.
    update(json!({ "timeout": 5_000 }))
        .on(failing(500, 2022))
        .expect(sleep(3_000))
        .after(2_000)
        .on(Event::Slept)
        .expect(rejects(
            json!({ "name": "APIConnectionTimeoutError", "outcome": "unknown" }),
        ));
    update(json!({ "timeout": 5_000 }))
        .on(failing(500, 2022))
        .after(1_999)
        .on(Event::Slept)
        .expect(patch());
}

#[test]
fn does_not_retry_a_write_blindly() {
    for event in [
        failing(503, 4004),
        failing(429, 1007),
        failing(409, 2015),
        failing(500, 3006),
        thrown(NO_HEAD),
        Event::TimedOut(NO_HEAD),
    ] {
        let error = update(json!({ "maxRetries": 5 })).on(event.clone()).error();
        assert!(error["name"].is_string(), "{event:?}");
    }
}

#[test]
fn retries_a_read_twice() {
    let cards = json!({ "contact_cards": [] });
    let retried = |first: Event, second: Event| {
        retrieve(json!({}))
            .on(first)
            .expect(sleep(1_000))
            .on(Event::Slept)
            .expect(send("GET", URL, ""))
            .on(second)
            .expect(sleep(2_000))
            .on(Event::Slept)
            .expect(send("GET", URL, ""))
    };
    retried(thrown(NO_HEAD), failing(503, 1))
        .on(response(200, cards.clone()))
        .expect(resolves(cards));
    retried(thrown(NO_HEAD), thrown(NO_HEAD))
        .on(thrown(NO_HEAD))
        .expect(rejects(json!({ "name": "APIConnectionError" })));
}

#[test]
fn lets_the_caller_veto_a_retry() {
    let failed = || {
        Scenario::update(john(), with_key(json!({})))
            .with_function("shouldRetry")
            .on(started())
            .on(failing(500, 2022))
            .expect(call_should_retry(
                json!({ "name": "InternalServerError", "code": 2022 }),
                1,
            ))
    };
    for (verdict, name) in [
        (Verdict::Vetoed, "InternalServerError"),
        (Verdict::Threw, "CallerThrew"),
    ] {
        failed()
            .on_verdict(verdict)
            .expect(rejects(json!({ "name": name, "outcome": "unknown" })));
        // The function took so long that it is too late for a retry.
        failed()
            .after(59_000)
            .on_verdict(verdict)
            .expect(rejects(json!({ "name": name, "outcome": "unknown" })));
    }
    failed()
        .after(59_000)
        .on_verdict(Verdict::Allowed)
        .expect(rejects(
            json!({ "name": "InternalServerError", "code": 2022 }),
        ));
    failed()
        .on_verdict(Verdict::Allowed)
        .expect(sleep(3_000))
        .on(Event::Slept)
        .expect(patch())
        // No retry is left to veto.
        .on(failing(500, 2022))
        .expect(rejects(json!({ "code": 2022 })));
    // `true` doesn't cause a retry.
    for event in [failing(500, 3006), failing(429, 1007), thrown(NO_HEAD)] {
        Scenario::update(john(), with_key(json!({})))
            .with_function("shouldRetry")
            .on(started())
            .on(event)
            .error();
    }
}

#[test]
fn counts_a_write_once_despite_a_verdict() {
    let call = Scenario::update(john(), with_key(json!({})))
        .with_function("shouldRetry")
        .on(started())
        .on(failing(500, 2022));
    assert_eq!(call.used_writes(), 1);
    let call = call.after(5).on_verdict(Verdict::Allowed);
    assert_eq!(call.used_writes(), 1);
    let call = call.on(Event::Slept);
    assert_eq!(call.used_writes(), 2);
}

#[test]
fn reports_each_attempt() {
    let number = "+1•••••••567";
    Scenario::update(john(), with_key(json!({})))
        .with_function("onAttempt")
        .on(started())
        .after(40)
        .on(failing(500, 2022))
        .expect(sleep(3_000))
        .expect_report(json!({ "method": "PATCH", "phone_number": number, "attempt": 1, "status": 500, "duration": 40, "nextWait": 3000 }))
        .on(Event::Slept)
        .on(card())
        .expect_report(json!({ "method": "PATCH", "phone_number": number, "attempt": 2, "status": 200, "duration": 0 }));
    let vetoed = Scenario::update(john(), with_key(json!({})))
        .with_function("onAttempt")
        .with_function("shouldRetry")
        .on(started())
        .on(failing(500, 2022))
        // The report follows the verdict, which decides on the wait.
        .expect_report(json!(null));
    let report = json!({ "method": "PATCH", "phone_number": number, "attempt": 1, "status": 500, "duration": 0 });
    vetoed.on_verdict(Verdict::Vetoed).expect_report(report);
    Scenario::retrieve(json!({}), with_key(json!({ "maxRetries": 0 })))
        .with_function("onAttempt")
        .on(started())
        .on(thrown(NO_HEAD))
        .expect_report(json!({ "method": "GET", "attempt": 1, "duration": 0 }));
    // Without `onAttempt` there is no report.
    update(json!({})).on(card()).expect_report(json!(null));
}

#[test]
fn ends_at_once_when_aborted_during_a_sleep() {
    update(json!({}))
        .on(failing(500, 2022))
        .expect(sleep(3_000))
        .after(1_500)
        .on(Event::Aborted(NO_HEAD))
        .expect(rejects(json!({ "name": "Aborted", "outcome": "unknown" })));
}

#[test]
fn reports_an_unknown_outcome_of_an_earlier_attempt() {
    update(json!({}))
        .on(failing(500, 3001))
        .expect(sleep(1_000))
        .on(Event::Slept)
        .on(failing(400, 1002))
        .expect(rejects(
            json!({ "name": "BadRequestError", "outcome": "unknown" }),
        ));
    // A gateway reported that the first attempt changed nothing.
    let refused = json!({ "error": { "code": 3001, "outcome": "refused" } });
    update(json!({}))
        .on(response(500, refused))
        .expect(sleep(1_000))
        .on(Event::Slept)
        .on(failing(400, 1002))
        .expect(rejects(
            json!({ "name": "BadRequestError", "outcome": "refused" }),
        ));
}
