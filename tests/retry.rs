//! What is tried again, when, and what is reported of it.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use contact_card::call::{Action, Verdict};
use serde_json::{Value as Json, json};
use support::scenario::{
    Event, NO_HEAD, Scenario, ask_retry, fails, head, resolves, response, response_of, send, sleep,
    started, thrown,
};

/// A response with this error and this `X-Should-Retry`.
fn with_header(status: u32, error: Json, should_retry: &str) -> Event {
    let head = json!({ "status": status, "shouldRetry": should_retry });
    response_of(head, json!([{ "error": error }]))
}

/// How long a call waits after so many attempts with the same end, in milliseconds; `None` where it doesn't try again.
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

/// The first waits of a write and of a read, with many retries left.
fn waits(event: &Event) -> (Option<i64>, Option<i64>) {
    let options = json!({ "maxRetries": 9 });
    let write = wait_after(update(options.clone()), 1, event);
    (write, wait_after(retrieve(options), 1, event))
}

#[test]
fn what_is_tried_again() {
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
        // A code that helps, under a status that refuses.
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
    let helps = json!({ "error": { "code": 2022 } });
    for event in [
        Event::TimedOut(NO_HEAD),
        Event::TimedOut(head(200)),
        Event::Aborted(NO_HEAD),
        Event::Aborted(head(500)),
        thrown(head(200)),
        // Of what is no error of the API's, the code doesn't count.
        response(200, helps.clone()),
        response(307, helps.clone()),
        response(0, helps),
        response_of(head(200), json!("empty")),
        response_of(head(200), json!("notJson")),
        response_of(head(200), json!("tooLong")),
        response(200, json!({})),
    ] {
        assert_eq!(waits(&event), (None, None), "{event:?}");
    }
}

#[test]
fn waits_double_up_to_a_limit_with_jitter_on_top() {
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
fn the_server_has_a_say() {
    let with = |retry_after: Option<u32>, should_retry, status| {
        with_header(
            status,
            json!({ "code": 3001, "retry_after": retry_after }),
            should_retry,
        )
    };
    for (event, write, read) in [
        (with(Some(5), "", 500), Some(5_000), Some(5_000)),
        // Never earlier than without it.
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
    // `true` widens reads only, and never what extends the upstream limit.
    let conflict = |code: Option<u32>| with_header(409, json!({ "code": code }), "true");
    assert_eq!(waits(&conflict(None)), (None, Some(1_000)));
    assert_eq!(waits(&conflict(Some(4004))), (None, None));
}

/// In how many seconds it is what a host takes the header for, at 08:49:37: much is a date to it.
fn retry_in(header: &str) -> Option<u32> {
    match header {
        "Sun, 06 Nov 1994 08:50:07 GMT" | "1994-11-06T08:50:07Z" => Some(30),
        "Sun, 06 Nov 1994 08:49:07 GMT" | "Sun, 06 Nov 1994 08:50:07 CET" => Some(0),
        "-3" => Some(199_293_023),
        _ => None,
    }
}

#[test]
fn retry_after_comes_from_the_body_then_from_the_header() {
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
            .on(response_of(head, body.clone()))
            .error();
        assert_eq!(error["retryAfter"], seconds, "{header:?} {body}");
    }
}

const URL: &str = "https://api.linqapp.com/api/partner/v3/contact_card";

fn patch() -> support::scenario::Expected {
    let url = format!("{URL}?phone_number=%2B15551234567");
    send("PATCH", &url, r#"{"first_name":"John"}"#)
}

/// An update that has been sent.
#[track_caller]
fn update(options: Json) -> Scenario {
    Scenario::update(john(), with_key(options))
        .on(started())
        .expect(patch())
}

/// A retrieval that has been sent.
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
fn a_write_is_tried_once_more_where_linq_reports_that_it_helps() {
    let tried_again = || {
        update(json!({}))
            .on(failing(500, 2022))
            .expect(sleep(3_000))
            .on(Event::Slept)
            .expect(patch())
    };
    assert_eq!(tried_again().on(card()).value()["first_name"], "John");
    tried_again()
        .on(failing(500, 2022))
        .expect(fails(json!({ "code": 2022, "outcome": "unknown" })));

    let is_over = || fails(json!({ "name": "InternalServerError" }));
    update(json!({ "maxRetries": 0 }))
        .on(failing(500, 2022))
        .expect(is_over());
    update(json!({ "maxRetries": 2 }))
        .on(failing(500, 2022))
        .on(Event::Slept)
        .on(failing(500, 2022))
        .on(Event::Slept)
        .expect(patch())
        .on(failing(500, 2022))
        .expect(is_over());
    // Another attempt would begin after the call's deadline.
    for timeout in [2_000, 3_000] {
        update(json!({ "timeout": timeout }))
            .on(failing(500, 2022))
            .expect(is_over());
    }
    update(json!({ "timeout": 3_001 }))
        .on(failing(500, 2022))
        .expect(sleep(3_000));
}

#[test]
fn nothing_is_sent_after_the_deadline() {
    // A host that was too busy to report it in time.
    update(json!({ "timeout": 5_000 }))
        .on(failing(500, 2022))
        .expect(sleep(3_000))
        .after(2_000)
        .on(Event::Slept)
        .expect(fails(
            json!({ "name": "APIConnectionTimeoutError", "outcome": "unknown" }),
        ));
    update(json!({ "timeout": 5_000 }))
        .on(failing(500, 2022))
        .after(1_999)
        .on(Event::Slept)
        .expect(patch());
}

#[test]
fn a_write_is_not_repeated_blindly() {
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
fn a_read_is_tried_twice_more() {
    let cards = json!({ "contact_cards": [] });
    let tried_again = |first: Event, second: Event| {
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
    tried_again(thrown(NO_HEAD), failing(503, 1))
        .on(response(200, cards.clone()))
        .expect(resolves(cards));
    tried_again(thrown(NO_HEAD), thrown(NO_HEAD))
        .on(thrown(NO_HEAD))
        .expect(fails(json!({ "name": "APIConnectionError" })));
}

#[test]
fn the_caller_may_veto() {
    let asked = || {
        Scenario::update(john(), with_key(json!({})))
            .with_function("shouldRetry")
            .on(started())
            .on(failing(500, 2022))
            .expect(ask_retry(
                json!({ "name": "InternalServerError", "code": 2022 }),
                1,
            ))
    };
    for (verdict, name) in [
        (Verdict::Vetoed, "InternalServerError"),
        (Verdict::Threw, "CallerThrew"),
    ] {
        asked()
            .on_verdict(verdict)
            .expect(fails(json!({ "name": name, "outcome": "unknown" })));
        // The same where the function took so long that it is too late for a retry.
        asked()
            .after(59_000)
            .on_verdict(verdict)
            .expect(fails(json!({ "name": name, "outcome": "unknown" })));
    }
    asked()
        .after(59_000)
        .on_verdict(Verdict::Allowed)
        .expect(fails(
            json!({ "name": "InternalServerError", "code": 2022 }),
        ));
    asked()
        .on_verdict(Verdict::Allowed)
        .expect(sleep(3_000))
        .on(Event::Slept)
        .expect(patch())
        // No retry is left that could be vetoed.
        .on(failing(500, 2022))
        .expect(fails(json!({ "code": 2022 })));
    // It is a veto alone.
    for event in [failing(500, 3006), failing(429, 1007), thrown(NO_HEAD)] {
        Scenario::update(john(), with_key(json!({})))
            .with_function("shouldRetry")
            .on(started())
            .on(event)
            .error();
    }
}

#[test]
fn a_verdict_counts_a_write_once() {
    let call = Scenario::update(john(), with_key(json!({})))
        .with_function("shouldRetry")
        .on(started())
        .on(failing(500, 2022));
    assert_eq!(call.used(), 1);
    let call = call.after(5).on_verdict(Verdict::Allowed);
    assert_eq!(call.used(), 1);
    let call = call.on(Event::Slept);
    assert_eq!(call.used(), 2);
}

#[test]
fn each_attempt_is_reported() {
    let number = "+1•••••••567";
    Scenario::update(john(), with_key(json!({})))
        .with_function("onAttempt")
        .on(started())
        .after(40)
        .on(failing(500, 2022))
        .expect(sleep(3_000))
        .reports(json!({ "method": "PATCH", "phone_number": number, "attempt": 1, "status": 500, "duration": 40, "nextWait": 3000 }))
        .on(Event::Slept)
        .on(card())
        .reports(json!({ "method": "PATCH", "phone_number": number, "attempt": 2, "status": 200, "duration": 0 }));
    let vetoed = Scenario::update(john(), with_key(json!({})))
        .with_function("onAttempt")
        .with_function("shouldRetry")
        .on(started())
        .on(failing(500, 2022))
        // Not before the verdict, as it decides on the wait.
        .reports(json!(null));
    let report = json!({ "method": "PATCH", "phone_number": number, "attempt": 1, "status": 500, "duration": 0 });
    vetoed.on_verdict(Verdict::Vetoed).reports(report);
    Scenario::retrieve(json!({}), with_key(json!({ "maxRetries": 0 })))
        .with_function("onAttempt")
        .on(started())
        .on(thrown(NO_HEAD))
        .reports(json!({ "method": "GET", "attempt": 1, "duration": 0 }));
    // Nobody asked.
    update(json!({})).on(card()).reports(json!(null));
}

#[test]
fn an_abort_during_a_sleep_ends_the_call_at_once() {
    update(json!({}))
        .on(failing(500, 2022))
        .expect(sleep(3_000))
        .after(1_500)
        .on(Event::Aborted(NO_HEAD))
        .expect(fails(json!({ "name": "Aborted", "outcome": "unknown" })));
}

#[test]
fn what_an_earlier_attempt_may_have_done_isn_t_forgotten() {
    update(json!({}))
        .on(failing(500, 3001))
        .expect(sleep(1_000))
        .on(Event::Slept)
        .on(failing(400, 1002))
        .expect(fails(
            json!({ "name": "BadRequestError", "outcome": "unknown" }),
        ));
    // A gateway reported of the first one that nothing was changed.
    let refused = json!({ "error": { "code": 3001, "outcome": "refused" } });
    update(json!({}))
        .on(response(500, refused))
        .expect(sleep(1_000))
        .on(Event::Slept)
        .on(failing(400, 1002))
        .expect(fails(
            json!({ "name": "BadRequestError", "outcome": "refused" }),
        ));
}
