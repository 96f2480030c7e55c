//! A call from the input to the outcome: what happens to it, and what it must do.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use std::time::{Duration, Instant};

use contact_card::api::Operation;
use contact_card::call::{Action, read_event, read_moment};
use contact_card::phone_number::PhoneNumber;
use contact_card::time::Millis;
use contact_card::wire::Value;
use serde_json::{Value as Json, json};
use support::scenario::{
    Event, NO_HEAD, Scenario, ask_key, fails, fails_with, head, resolves, response, response_of,
    send, started, thrown, wait_in_queue,
};
use support::{
    call, encode, encode_operation, message, page, parsed, server, value, with_members, written,
};

const URL: &str = "https://api.linqapp.com/api/partner/v3/contact_card?phone_number=%2B15551234567";
const BODY: &str = r#"{"first_name":"John"}"#;

fn john() -> Json {
    json!({ "phone_number": "+15551234567", "first_name": "John" })
}

fn card() -> Json {
    json!({ "phone_number": "+15551234567", "first_name": "John", "is_active": true })
}

/// An update that has been sent.
#[track_caller]
fn sent_update() -> Scenario {
    Scenario::update(john(), json!({ "apiKey": "sk-secret-key" }))
        .on(started())
        .expect(send("PATCH", URL, BODY))
}

/// The error of an update that got this response.
#[track_caller]
fn error_of(response: Event) -> Json {
    sent_update().on(response).error()
}

/// The issues of an update of John's first name.
#[track_caller]
fn issues(options: Json, environment: Json) -> Json {
    let error = Scenario::update(john(), options)
        .within(environment.clone())
        .on(started())
        .error();
    assert_eq!(
        (&error["name"], &error["outcome"]),
        (&json!("ValidationError"), &json!("not_sent"))
    );
    error["issues"].clone()
}

#[test]
fn the_reference_page_s_sample_is_sent_byte_for_byte() {
    let params = json!({
        "phone_number": "+15551234567", "first_name": "John",
        "image_url": "https://cdn.linqapp.com/contact-card/example.jpg", "last_name": "Doe",
    });
    let card = json!({
        "phone_number": "+15551234567", "first_name": "John", "last_name": "Doe",
        "image_url": "https://cdn.linqapp.com/contact-card/example.jpg", "is_active": true,
    });
    let body = r#"{"first_name":"John","last_name":"Doe","image_url":"https://cdn.linqapp.com/contact-card/example.jpg"}"#;
    let call = Scenario::update(params, json!({ "apiKey": "sk-secret-key" }))
        .on(started())
        .expect(send("PATCH", URL, body))
        .on(response(200, card.clone()))
        .expect(resolves(card));
    assert_eq!(
        call.sent[0]["init"],
        json!({
            "method": "PATCH", "body": body, "redirect": "manual",
            "headers": { "accept": "application/json", "content-type": "application/json", "authorization": "Bearer sk-secret-key" },
        })
    );
    assert_eq!(call.sent[0]["limit"], 65_536);
}

#[test]
fn the_reference_page_s_errors_arrive_as_their_classes() {
    for (status, code, message, name, outcome) in [
        (
            400,
            1002,
            "Phone number must be in E.164 format",
            "BadRequestError",
            "refused",
        ),
        (
            401,
            2004,
            "Unauthorized - missing or invalid authentication token",
            "AuthenticationError",
            "refused",
        ),
        (
            403,
            2005,
            "Access denied - insufficient permissions for this resource",
            "PermissionDeniedError",
            "refused",
        ),
        (404, 2001, "Resource not found", "NotFoundError", "refused"),
        (
            500,
            3006,
            "Internal server error",
            "InternalServerError",
            "unknown",
        ),
        (
            503,
            4004,
            "RCS capability check is temporarily unavailable.",
            "InternalServerError",
            "unknown",
        ),
        (409, 2014, "exists", "ConflictError", "refused"),
        (422, 1005, "bad", "UnprocessableEntityError", "refused"),
        (418, 9999, "teapot", "APIError", "refused"),
    ] {
        let body = json!({ "error": { "status": status, "code": code, "message": message }, "success": false });
        sent_update().on(response(status, body)).expect(fails_with(json!({
            "name": name, "message": message, "status": status, "code": code, "outcome": outcome,
        })));
    }
}

#[test]
fn a_gateway_reports_of_a_5xx_that_nothing_was_changed() {
    let outcome = |reported: Json| {
        let body = json!({ "error": { "status": 503, "code": 4004, "message": "away", "outcome": reported }, "success": false });
        error_of(response(503, body))["outcome"].clone()
    };
    assert_eq!(outcome(json!("refused")), "refused");
    for other in [
        json!("unknown"),
        json!(true),
        json!(null),
        json!(["refused"]),
    ] {
        assert_eq!(outcome(other), "unknown");
    }
}

#[test]
fn an_error_has_what_the_server_reports_without_secrets() {
    let body = json!({
        "error": { "code": 1007, "message": "+15551234567 with sk-secret-key: slow down", "doc_url": "https://d.example/sk-secret-key", "retry_after": 412 },
        "trace_id": "t-15551234567",
    });
    sent_update().on(response(429, body)).expect(fails_with(json!({
        "name": "RateLimitError", "message": "+1•••••••567 with •••: slow down", "status": 429, "code": 1007,
        "outcome": "refused", "retryAfter": 412, "docURL": "https://d.example/•••", "traceId": "t-•••",
    })));
}

#[test]
fn a_message_as_long_as_a_body_may_be_is_masked_at_once() {
    let digits = "1".repeat(60_000);
    let body = json!({ "error": { "message": digits } });
    let started = Instant::now();
    let error = error_of(response(400, body));
    assert_eq!(
        error["message"].as_str().unwrap().chars().count(),
        digits.len()
    );
    assert!(started.elapsed() < Duration::from_secs(2));
}

#[test]
fn a_number_of_seven_digits_is_hidden_wherever_it_is() {
    let params = json!({ "phone_number": "+9300707", "first_name": "John" });
    let body =
        json!({ "error": { "doc_url": "https://d.example/+9300707" }, "trace_id": "t-9300707" });
    Scenario::update(params, json!({ "apiKey": "sk-secret-key" }))
        .on(started())
        .on(response(400, body))
        .expect(fails(
            json!({ "docURL": "https://d.example/+•••", "traceId": "t-•••" }),
        ));
}

#[test]
fn headers_take_the_place_of_the_envelope() {
    for (text, seconds) in [
        ("30", json!(30)),
        ("000000000000000000030", json!(30)),
        ("-3", json!(null)),
        ("1.5", json!(null)),
        ("", json!(null)),
        ("99999999999", json!(null)),
    ] {
        let head = json!({ "status": 429, "retryAfter": text, "traceId": "t-1" });
        sent_update()
            .on(response_of(head, json!("notJson")))
            .expect(fails(json!({
                "retryAfter": seconds, "traceId": "t-1",
                "message": "The server answered with an error status, without saying why",
            })));
    }
}

#[test]
fn a_budget_that_cannot_be_read_does_not_hide_what_a_429_reports() {
    for (header, used) in [
        (json!(null), 3),
        (json!("unknown"), 3),
        (json!("limit=3, remaining=1, reset=60"), 2),
    ] {
        let head = json!({ "status": 429, "retryAfter": "60", "writeBudget": header });
        let call = sent_update().on(response_of(head, json!("notJson")));
        assert_eq!(call.used(), used, "{header}");
    }
}

#[test]
fn a_write_counts_from_when_it_is_sent() {
    let call = sent_update();
    assert_eq!((call.used(), call.budget.as_str()), (1, "3 660000"));
    let call = call.after(100).on(response(200, card()));
    assert_eq!((call.used(), call.budget.as_str()), (1, "3 600100"));
    let read = Scenario::retrieve(
        json!({ "phone_number": "+15551234567" }),
        json!({ "apiKey": "k" }),
    );
    assert_eq!(read.on(started()).budget, "");
}

#[test]
fn a_response_that_cannot_be_used_is_reported_with_the_reason() {
    let with = |name: &str, value: Json| {
        let mut changed = card();
        changed[name] = value;
        json!([changed])
    };
    for (body, reason) in [
        (json!("empty"), "The answer has no body"),
        (json!("notJson"), "The answer is not JSON"),
        (json!("tooLong"), "The answer is too long"),
        (json!([[]]), "The answer is not a contact card"),
        (
            with("is_active", json!(null)),
            "The answer is not a contact card",
        ),
        (
            with("phone_number", json!("+15550000000")),
            "The answer holds the card of another number",
        ),
        (
            with("error", json!({ "code": 3006 })),
            "The server answered with success and an error at once",
        ),
    ] {
        sent_update().on(response_of(head(200), body)).expect(fails(json!({
            "name": "InvalidResponseError", "message": reason, "status": 200, "outcome": "unknown",
        })));
    }
    for (head, status) in [
        (head(307), json!(307)),
        (
            json!({ "status": 0, "type": "opaqueredirect" }),
            json!(null),
        ),
        (json!({}), json!(null)),
    ] {
        sent_update()
            .on(response_of(head, json!("empty")))
            .expect(fails(
                json!({ "name": "InvalidResponseError", "status": status }),
            ));
    }
}

#[test]
fn lists_are_checked_card_by_card() {
    let other = json!({ "phone_number": "+15550000000", "first_name": "K", "is_active": true, "last_name": null });
    let retrieve = |query: Json, list: Json| {
        Scenario::retrieve(query, json!({ "apiKey": "k" }))
            .on(started())
            .on(response(200, list))
    };
    let one = json!({ "phone_number": "+15551234567" });
    let both = json!({ "contact_cards": [card(), other] });
    let cards = retrieve(json!({}), both.clone()).value();
    assert_eq!(cards["contact_cards"].as_array().unwrap().len(), 2);
    let none = json!({ "contact_cards": [] });
    retrieve(json!({}), none.clone()).expect(resolves(none));
    for (query, list, message) in [
        (one, both, "The answer holds the card of another number"),
        (
            json!({}),
            json!({}),
            "The answer is not a list of contact cards",
        ),
        (
            json!({}),
            json!({ "contact_cards": [null] }),
            "The answer is not a contact card",
        ),
    ] {
        retrieve(query, list).expect(fails(json!({
            "name": "InvalidResponseError", "message": message,
        })));
    }
    for (query, code) in [
        (json!({ "phone_number": "5" }), "missing_plus"),
        (json!({ "number": "5" }), "unknown_field"),
        (json!([]), "not_an_object"),
    ] {
        let error = Scenario::retrieve(query, json!({ "apiKey": "k" }))
            .on(started())
            .error();
        assert_eq!(error["issues"][0]["code"], code);
    }
}

#[test]
fn a_list_may_be_longer_than_a_card() {
    let url = "https://api.linqapp.com/api/partner/v3/contact_card";
    let read = Scenario::retrieve(json!({}), json!({ "apiKey": "k" }))
        .on(started())
        .expect(send("GET", url, ""));
    assert_eq!(read.sent[0]["limit"], 4_194_304);
}

#[test]
fn interruptions_report_the_write_s_outcome() {
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
            .expect(fails(json!({ "name": name, "outcome": outcome })));
    }
}

#[test]
fn nothing_is_sent_when_the_call_is_over_already() {
    let nothing_sent = |name: &str| fails(json!({ "name": name, "outcome": "not_sent" }));
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
    // A host that was too busy to report it in time.
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
fn a_write_waits_for_others_of_its_number() {
    let must_wait = true;
    let is_aborted = false;
    let options = json!({ "apiKey": "key" });
    for operation in Operation::ALL {
        let call = Scenario::new(operation, john(), options.clone()).on(Event::Started {
            is_aborted,
            must_wait,
        });
        if operation == Operation::Retrieve {
            call.expect(fails(json!({ "name": "ValidationError" })));
            continue;
        }
        let call = call.expect(wait_in_queue()).on(Event::Dequeued);
        assert_eq!(call.sent.len(), 1);
    }
    // A read waits for nothing.
    let read = Scenario::retrieve(json!({ "phone_number": "+15551234567" }), options)
        .on(Event::Started {
            is_aborted,
            must_wait,
        })
        .expect(send("GET", URL, ""));
    assert_eq!(read.output()["isWrite"], json!(null));
}

#[test]
fn a_key_function_is_called_before_anything_is_sent() {
    let asked = || {
        Scenario::update(john(), json!({}))
            .with_function("apiKey")
            .on(started())
            .expect(ask_key())
    };
    for (call, name) in [
        (asked().on(thrown(NO_HEAD)), "CallerThrew"),
        (
            asked().on(Event::TimedOut(NO_HEAD)),
            "APIConnectionTimeoutError",
        ),
        (
            asked().after(60_000).on_key(json!("key")),
            "APIConnectionTimeoutError",
        ),
        (asked().on(Event::Aborted(NO_HEAD)), "Aborted"),
        (asked().on_key(json!("two words")), "ValidationError"),
        (asked().on_key(json!("")), "ValidationError"),
        (asked().on_key(json!(null)), "ValidationError"),
        (asked().on_key(json!({ "key": "key" })), "ValidationError"),
    ] {
        let call = call.expect(fails(json!({ "name": name, "outcome": "not_sent" })));
        assert!(call.sent.is_empty());
    }
    let call = asked()
        .on_key(json!("fresh-key"))
        .expect(send("PATCH", URL, BODY));
    assert_eq!(
        call.sent[0]["init"]["headers"]["authorization"],
        "Bearer fresh-key"
    );
    // It waits for its place in the queue first.
    let (is_aborted, must_wait) = (false, true);
    Scenario::update(john(), json!({}))
        .with_function("apiKey")
        .on(Event::Started {
            is_aborted,
            must_wait,
        })
        .expect(wait_in_queue())
        .on(Event::Dequeued)
        .expect(ask_key());
}

#[test]
fn what_was_thrown_is_hidden_where_it_has_a_secret() {
    let texts = |text: &str| Event::Thrown {
        texts: json!(text),
        head: NO_HEAD,
    };
    let hidden = |event| sent_update().on(event).output()["hide"] == true;
    assert!(!hidden(texts("fetch failed")));
    assert!(hidden(texts("bad header value: Bearer sk-secret-key")));
    assert!(hidden(texts(
        "cannot GET /v3/contact_card?phone_number=%2B15551234567"
    )));
    let unseen = Event::Thrown {
        texts: json!(null),
        head: NO_HEAD,
    };
    assert!(hidden(unseen), "not all of it can be looked at");
}

#[test]
fn every_option_is_checked() {
    for (name, bad) in [
        ("apiKey", json!("")),
        ("apiKey", json!("two words")),
        ("apiKey", json!("line\nbreak")),
        ("apiKey", json!(null)),
        ("baseURL", json!("ftp://a.example")),
        ("baseURL", json!("https://user:pass@a.example")),
        ("baseURL", json!("https://a.example?x")),
        ("baseURL", json!("https://")),
        ("baseURL", json!("//a.example")),
        ("baseURL", json!("https://a.example\\@b.example")),
        ("baseURL", json!("api")),
        ("baseURL", json!({})),
        ("credentials", json!("always")),
        ("dangerouslyAllowBrowser", json!(1)),
        ("fetch", json!({})),
        ("headers", json!("x: y")),
        ("headers", json!({ "a b": "c" })),
        ("headers", json!({ "a": "b\nc" })),
        ("headers", json!({ "a": "日本" })),
        ("headers", json!([["a"]])),
        ("headers", json!({ "": "c" })),
        ("keepalive", json!("yes")),
        ("maxRetries", json!(-1)),
        ("maxRetries", json!(1.5)),
        ("maxRetryAfter", json!(-1)),
        ("onAttempt", json!("log")),
        ("shouldRetry", json!(true)),
        ("sendEmpty", json!(null)),
        ("signal", json!({})),
        ("timeout", json!(0)),
        ("timeout", json!(-1)),
        ("timeout", json!("1000")),
        ("timeout", json!(2_147_483_648_u32)),
        ("timeout", json!(f64::MAX)),
        ("maxRetryAfter", json!(1.5e21)),
    ] {
        let mut options = json!({ "apiKey": "key" });
        options[name] = bad.clone();
        let issues = issues(options, page());
        assert_eq!(issues[0]["path"], json!(["options", name]), "{name}: {bad}");
        assert_eq!(issues[0]["code"], "invalid_option");
        assert!(
            !issues.to_string().contains("two words"),
            "the value isn't shown"
        );
    }
    assert_eq!(
        issues(json!({ "apiKey": "key", "timeuot": 5 }), server())[0],
        json!({ "path": ["options", "timeuot"], "code": "unknown_option", "message": "is not an option" }),
        "an error doesn't hold the suggestion"
    );
    let whole = Scenario::update(john(), json!({ "apiKey": "key", "timeuot": 5 })).issues();
    assert_eq!(whole[0]["suggestion"], "timeout");
    let error = Scenario::update(john(), json!(5))
        .within(page())
        .on(started())
        .error();
    assert_eq!(error["message"], "options must be an object");
}

#[test]
fn every_option_has_values_that_are_taken() {
    for (name, good) in [
        ("apiKey", json!("k")),
        ("baseURL", json!("https://a.example/api//")),
        ("baseURL", json!("/")),
        ("credentials", json!("omit")),
        ("dangerouslyAllowBrowser", json!(false)),
        ("headers", json!({ "x": "é\t" })),
        ("headers", json!({ "x": null })),
        ("headers", json!([["x", "y"], ["x", null]])),
        ("keepalive", json!(true)),
        ("maxRetries", json!(0)),
        ("maxRetryAfter", json!(0)),
        ("maxRetryAfter", json!(0.5)),
        ("sendEmpty", json!(true)),
        ("signal", json!(null)),
        ("timeout", json!(1)),
    ] {
        let call = Scenario::update(john(), json!({ name: good })).within(page());
        let call = call.on(started());
        assert!(
            call.sent.len() == 1 || call.error()["name"] == "UnsafeKeyError",
            "{name}: {good}"
        );
    }
    for name in ["apiKey", "fetch", "onAttempt", "shouldRetry", "signal"] {
        let call = Scenario::update(john(), json!({ "baseURL": "https://a.example" }))
            .with_function(name)
            .on(started());
        assert!(call.output()["error"].is_null(), "{name}");
    }
}

#[test]
fn milliseconds_are_taken_as_javascript_writes_them() {
    let timeout = |number: &str| {
        let mut call = Scenario::update(john(), json!({}));
        let number = value(b'#', number.as_bytes());
        call.encoded_options = with_members(&json!({ "apiKey": "key" }), &[("timeout", &number)]);
        call.on(started()).output()["timeout"].as_u64()
    };
    for (number, ms) in [
        ("1", Some(1)),
        ("0.5", Some(1)),
        ("1000.25", Some(1_001)),
        ("2147483647", Some(2_147_483_647)),
        ("2147483647.5", None),
        ("1e+21", None),
        ("1.5e+21", None),
        ("NaN", None),
        ("Infinity", None),
        ("-0.5", None),
    ] {
        assert_eq!(timeout(number), ms, "{number}");
    }
}

#[test]
fn issues_of_params_and_options_come_together_and_masked() {
    let params = json!({ "phone_number": "+1 555 123 4567", "+15551234567": 1 });
    let error = Scenario::update(params, json!({ "apiKey": "key", "timeout": -5 }))
        .on(started())
        .error();
    let paths: Vec<_> = error["issues"]
        .as_array()
        .unwrap()
        .iter()
        .map(|issue| &issue["path"])
        .collect();
    assert_eq!(
        json!(paths),
        json!([["phone_number"], ["+1•••••••567"], ["options", "timeout"]])
    );
    let text = error.to_string();
    assert!(text.contains("options timeout must be"), "{text}");
    assert!(text.contains("+1•••••••567"), "{text}");
    assert!(!text.contains("5551234567"), "{text}");
}

#[test]
fn a_key_is_refused_where_others_can_read_it() {
    let origin = "https://dashboard.example";
    let worker = json!({ "hasWorkerScope": true, "origin": origin });
    let workerd = json!({ "hasWorkerScope": true, "isServer": true, "origin": origin });
    let jsdom = json!({ "hasDocument": true, "isServer": true });
    let http_page = json!({ "hasDocument": true, "origin": "http://dashboard.example" });
    let dev_page = json!({ "hasDocument": true, "origin": "http://localhost:5173" });
    let key = json!({ "apiKey": "key" });
    let allowed = json!({ "apiKey": "key", "dangerouslyAllowBrowser": true });
    let header = json!({ "headers": { "Authorization": "Bearer key" } });
    let with_url =
        |url: &str| json!({ "apiKey": "key", "dangerouslyAllowBrowser": true, "baseURL": url });
    for (environment, options, is_safe) in [
        (server(), key.clone(), true),
        (page(), key.clone(), false),
        (jsdom, key.clone(), false),
        (worker, key.clone(), false),
        (workerd, key, true),
        (page(), allowed, true),
        (page(), header, false),
        (
            page(),
            json!({ "headers": [["Authorization", "Bearer key"]] }),
            false,
        ),
        (
            page(),
            json!({ "headers": { "authorization": null } }),
            true,
        ),
        (page(), json!({}), true),
        (page(), with_url("http://api.example"), false),
        (page(), with_url("http://localhost.example"), false),
        (page(), with_url("http://127.0.0.1.example"), false),
        (page(), with_url("http://12.7.0.1"), false),
        (page(), with_url("http://128.0.0.1"), false),
        (page(), with_url("http://127.0.0.1:8787/api/partner"), true),
        (page(), with_url("http://127.1.2.3"), true),
        (page(), with_url("http://localhost:8787"), true),
        (page(), with_url("http://[::1]:8787"), true),
        (page(), with_url("http://[::2]:8787"), false),
        (page(), with_url("https://api.example"), true),
        (page(), with_url("/api/other"), true),
        (http_page, with_url("/api/other"), false),
        (dev_page, with_url("/api/other"), true),
    ] {
        let call = Scenario::update(john(), options.clone())
            .within(environment.clone())
            .on(started());
        if is_safe {
            assert_eq!(call.sent.len(), 1, "{environment} {options}");
        } else {
            call.expect(fails(
                json!({ "name": "UnsafeKeyError", "outcome": "not_sent" }),
            ));
        }
    }
    // A function isn't even called.
    Scenario::update(john(), json!({}))
        .with_function("apiKey")
        .within(page())
        .on(started())
        .expect(fails(json!({ "name": "UnsafeKeyError" })));
}

/// The request that would be sent first.
fn preview(options: Json) -> Json {
    parsed(&Scenario::update(john(), options).preview())
}

/// Its headers as they are written: `serde_json` would keep one of two.
fn headers_in(options: Json) -> String {
    let text = Scenario::update(john(), options).preview();
    let (_, headers) = text.split_once(r#""headers":"#).unwrap();
    let (headers, _) = headers.split_once(r#","body""#).unwrap();
    headers.to_owned()
}

#[test]
fn headers_are_merged_last() {
    let options = json!({
        "apiKey": "key",
        "headers": [["X-Tenant", "café\t7"], ["Accept", "application/vnd.x+json"], ["content-type", null], ["x-tenant", "8"]],
    });
    assert_eq!(
        headers_in(options),
        r#"{"authorization":"•••","Accept":"application/vnd.x+json","x-tenant":"8"}"#
    );
}

#[test]
fn each_header_is_sent_once() {
    for (options, headers) in [
        (
            json!({ "apiKey": "key" }),
            r#"{"accept":"application/json","content-type":"application/json","authorization":"•••"}"#,
        ),
        (
            json!({ "apiKey": "key", "headers": { "Authorization": "Bearer other" } }),
            r#"{"accept":"application/json","content-type":"application/json","Authorization":"•••"}"#,
        ),
        (
            json!({ "apiKey": "key", "headers": { "AUTHORIZATION": null, "ACCEPT": null } }),
            r#"{"content-type":"application/json"}"#,
        ),
    ] {
        assert_eq!(headers_in(options), headers);
    }
}

#[test]
fn a_preview_hides_every_key() {
    let shown = preview(json!({
        "headers": { "Authorization": "Bearer sk-secret-key" }, "baseURL": "https://g.example/api/",
    }));
    assert_eq!(
        shown,
        json!({ "value": {
            "url": "https://g.example/api/v3/contact_card?phone_number=%2B15551234567", "method": "PATCH", "body": BODY,
            "headers": { "accept": "application/json", "content-type": "application/json", "Authorization": "•••" },
        } })
    );
    let shown = preview(json!({ "apiKey": "two words" }));
    assert_eq!(shown["error"]["name"], "ValidationError");
    assert_eq!(shown["value"], json!(null));
}

#[test]
fn no_debug_holds_a_number_or_a_key() {
    let number = PhoneNumber::parse(b"+15551234567");
    assert_eq!(format!("{number:?}"), "Some(+1•••••••567)");
    // The rest is places in the input.
    let message = message(&[
        &encode_operation(Operation::Update),
        &encode(&john()),
        &encode(&json!({ "apiKey": "sk-secret-key" })),
        &encode(&page()),
        b"",
        &encode(&json!("+15551234567")),
        b"",
        &encode(&json!("response")),
        &encode(&json!({ "status": 400, "traceId": "t-15551234567" })),
        &encode(&json!([{ "trace_id": "t-15551234567" }])),
    ]);
    written(&message, |wire| {
        let mut place = Value::FIRST;
        let call = call(wire, &mut place, 0);
        let moment = read_moment(wire, &mut place, Millis(0), 0.0);
        let event = read_event(wire, &mut place).unwrap();
        let text = format!("{call:?} {event:?} {moment:?}");
        assert!(!text.contains("555") && !text.contains("secret"), "{text}");
    });
}

#[test]
fn outside_a_page_the_gateway_needs_an_address() {
    assert_eq!(
        issues(json!({}), server())[0]["path"],
        json!(["options", "baseURL"])
    );
    // What can't be a key is none.
    let paths: Vec<_> = issues(json!({ "apiKey": "no key" }), server())
        .as_array()
        .unwrap()
        .iter()
        .map(|issue| issue["path"][1].clone())
        .collect();
    assert_eq!(paths, ["apiKey", "baseURL"]);
    let mut call = Scenario::update(john(), json!({})).within(page());
    call.encoded_options = Vec::new();
    call.on(started()).expect(send(
        "PATCH",
        "/api/linq/v3/contact_card?phone_number=%2B15551234567",
        BODY,
    ));
}

#[test]
fn a_page_with_a_server_s_globals_has_a_browser_s_fetch() {
    let desktop = json!({ "hasDocument": true, "isServer": true });
    for (environment, is_browser) in [(page(), true), (desktop, true), (server(), false)] {
        let call = Scenario::update(john(), json!({ "baseURL": "https://gateway.example" }))
            .within(environment.clone())
            .on(started());
        let init = &call.sent[0]["init"];
        let expected = |value: &str| {
            if is_browser {
                json!(value)
            } else {
                json!(null)
            }
        };
        assert_eq!(init["cache"], expected("no-store"), "{environment}");
        assert_eq!(init["referrerPolicy"], expected("no-referrer"));
        assert_eq!(init["credentials"], expected("same-origin"));
        assert_eq!(init["redirect"], "manual");
        assert_eq!(
            (&init["mode"], &init["keepalive"]),
            (&json!(null), &json!(null))
        );
    }
}

#[test]
fn credentials_follow_the_key() {
    for (options, expected) in [
        (json!({}), "same-origin"),
        (
            json!({ "apiKey": "k", "dangerouslyAllowBrowser": true }),
            "omit",
        ),
        (json!({ "credentials": "include" }), "include"),
    ] {
        let call = Scenario::update(john(), options)
            .within(page())
            .on(started());
        assert_eq!(call.sent[0]["init"]["credentials"], expected);
    }
}

#[test]
fn a_request_may_outlive_the_page() {
    let call = Scenario::update(john(), json!({ "keepalive": true })).within(page());
    assert_eq!(call.on(started()).sent[0]["init"]["keepalive"], true);
}

#[test]
fn actions_have_the_names_that_the_package_knows() {
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
