//! The course of a call: queue, key, deadline and abort.

use contact_card::api::Operation;
use contact_card::call::Action;
use serde_json::json;

use super::{BODY, URL, card, john, sent_update};
use crate::support::scenario::{
    Event, NO_HEAD, Scenario, call_key_function, head, rejects, response, send, started, thrown,
    wait_in_queue,
};

#[test]
fn counts_a_write_from_when_it_is_sent() {
    let call = sent_update();
    assert_eq!((call.used_writes(), call.budget.as_str()), (1, "3 660000"));
    let call = call.after(100).on(response(200, card()));
    assert_eq!((call.used_writes(), call.budget.as_str()), (1, "3 600100"));
    let read = Scenario::retrieve(
        json!({ "phone_number": "+15551234567" }),
        json!({ "apiKey": "k" }),
    );
    assert_eq!(read.on(started()).budget, "");
}

#[test]
fn reports_the_outcome_of_an_interrupted_write() {
    for (event, name, outcome) in [
        (
            Event::TimedOut(NO_HEAD),
            "APIConnectionTimeoutError",
            "unknown",
        ),
        (thrown(NO_HEAD), "APIConnectionError", "unknown"),
        (Event::Aborted(NO_HEAD), "Aborted", "unknown"),
        // While the body is read.
        (
            Event::TimedOut(head(200)),
            "APIConnectionTimeoutError",
            "unknown",
        ),
        (thrown(head(200)), "InvalidResponseError", "unknown"),
        (Event::TimedOut(head(404)), "NotFoundError", "refused"),
        (thrown(head(404)), "NotFoundError", "refused"),
        (Event::Aborted(head(404)), "Aborted", "unknown"),
    ] {
        sent_update()
            .on(event)
            .expect(rejects(json!({ "name": name, "outcome": outcome })));
    }
}

#[test]
fn has_a_status_only_where_the_response_is_the_error() {
    let status = |event| sent_update().on(event).error().get("status").cloned();
    assert_eq!(status(Event::TimedOut(head(200))), None);
    assert_eq!(status(Event::Aborted(head(404))), None);
    assert_eq!(status(thrown(head(200))), Some(json!(200)));
    assert_eq!(status(thrown(head(404))), Some(json!(404)));
}

#[test]
fn sends_nothing_after_an_abort_or_the_deadline() {
    let nothing_sent = |name: &str| rejects(json!({ "name": name, "outcome": "not_sent" }));
    let update = || Scenario::update(john(), json!({ "apiKey": "key", "timeout": 500 }));
    let (is_aborted, must_wait) = (true, true);
    update()
        .on(Event::Started {
            is_aborted,
            must_wait,
        })
        .expect(nothing_sent("Aborted"));
    let waiting = || {
        update()
            .on(Event::Started {
                is_aborted: false,
                must_wait,
            })
            .expect(wait_in_queue())
    };
    waiting()
        .on(Event::Aborted(NO_HEAD))
        .expect(nothing_sent("Aborted"));
    waiting()
        .on(Event::TimedOut(NO_HEAD))
        .expect(nothing_sent("APIConnectionTimeoutError"));
    // The host was too busy to report the deadline in time.
    waiting()
        .after(500)
        .on(Event::Dequeued)
        .expect(nothing_sent("APIConnectionTimeoutError"));
    waiting()
        .after(499)
        .on(Event::Dequeued)
        .expect(send("PATCH", URL, BODY));
}

#[test]
fn queues_a_write_behind_another_of_the_same_number() {
    let must_wait = true;
    let is_aborted = false;
    let options = json!({ "apiKey": "key" });
    for operation in Operation::ALL {
        let call = Scenario::new(operation, john(), options.clone()).on(Event::Started {
            is_aborted,
            must_wait,
        });
        if operation == Operation::Retrieve {
            call.expect(rejects(json!({ "name": "ValidationError" })));
            continue;
        }
        let call = call.expect(wait_in_queue()).on(Event::Dequeued);
        assert_eq!(call.sent.len(), 1);
    }
    // A read isn't queued.
    let read = Scenario::retrieve(json!({ "phone_number": "+15551234567" }), options)
        .on(Event::Started {
            is_aborted,
            must_wait,
        })
        .expect(send("GET", URL, ""));
    assert_eq!(read.output()["isWrite"], json!(null));
}

#[test]
fn calls_the_key_function_before_sending() {
    let waiting_for_key = || {
        Scenario::update(john(), json!({}))
            .with_function("apiKey")
            .on(started())
            .expect(call_key_function())
    };
    for (call, name) in [
        (waiting_for_key().on(thrown(NO_HEAD)), "CallerThrew"),
        (
            waiting_for_key().on(Event::TimedOut(NO_HEAD)),
            "APIConnectionTimeoutError",
        ),
        (
            waiting_for_key().after(60_000).on_key(json!("key")),
            "APIConnectionTimeoutError",
        ),
        (waiting_for_key().on(Event::Aborted(NO_HEAD)), "Aborted"),
        (waiting_for_key().on_key(json!("a b")), "ValidationError"),
        (waiting_for_key().on_key(json!("")), "ValidationError"),
        (waiting_for_key().on_key(json!(null)), "ValidationError"),
        (
            waiting_for_key().on_key(json!({ "key": "key" })),
            "ValidationError",
        ),
    ] {
        let call = call.expect(rejects(json!({ "name": name, "outcome": "not_sent" })));
        assert!(call.sent.is_empty());
    }
    let call = waiting_for_key()
        .on_key(json!("fresh-key"))
        .expect(send("PATCH", URL, BODY));
    assert_eq!(
        call.sent[0]["init"]["headers"]["authorization"],
        "Bearer fresh-key"
    );
    // The queue comes first.
    let (is_aborted, must_wait) = (false, true);
    Scenario::update(john(), json!({}))
        .with_function("apiKey")
        .on(Event::Started {
            is_aborted,
            must_wait,
        })
        .expect(wait_in_queue())
        .on(Event::Dequeued)
        .expect(call_key_function());
}

#[test]
fn names_actions_as_the_package_expects() {
    let actions = [
        (Action::WaitInQueue, "waitInQueue"),
        (Action::AskKey, "askKey"),
        (Action::Send, "send"),
        (Action::Sleep, "sleep"),
        (Action::AskRetry, "askRetry"),
        (Action::Done, "done"),
    ];
    for (action, name) in actions {
        assert_eq!(action.name(), name.as_bytes());
    }
    for operation in Operation::ALL {
        assert_eq!(Operation::parse(operation.name()), Some(operation));
    }
    assert_eq!(Operation::parse(b"delete"), None);
}
