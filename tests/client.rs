//! The client for front ends in Rust, in real browsers.
#![cfg(target_arch = "wasm32")]

mod page;

use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::pin::Pin;
use std::rc::Rc;
use std::task::Poll;

use contact_card::client::{
    ApiKey, Client, ClientOptions, ContactCardCreate, ContactCardUpdate, Credentials, EnsureAction,
    Error, ErrorKind, Issue, IssueCode, Outcome, SetContactCard, is_e164, write_budget,
};
use contact_card::validation::Problem;
use js_sys::{Array, Function, Object};
use page::{
    KEY, assert_keeps_to_itself, base_url, get, json, linq_fetch, requests, reset_linq, script,
    set, sleep, text,
};
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::AbortController;

wasm_bindgen_test_configure!(run_in_browser);

/// Options for Linq.
fn options() -> ClientOptions {
    ClientOptions {
        api_key: Some(KEY.into()),
        base_url: Some(base_url()),
        dangerously_allow_browser: true,
        fetch: linq_fetch(),
        ..ClientOptions::default()
    }
}

fn with_fetch(body: &str) -> ClientOptions {
    ClientOptions {
        fetch: Some(Function::new_with_args("url, init", body)),
        ..options()
    }
}

fn sample() -> ContactCardUpdate {
    ContactCardUpdate {
        phone_number: "+15551234567".into(),
        first_name: Some("John".into()),
        last_name: Some("Doe".into()),
        image_url: Some("https://cdn.linqapp.com/contact-card/example.jpg".into()),
    }
}

fn ada(number: &str) -> ContactCardUpdate {
    ContactCardUpdate {
        phone_number: number.into(),
        first_name: Some("Ada".into()),
        ..ContactCardUpdate::default()
    }
}

async fn update(options: ClientOptions) -> Result<SetContactCard, Error> {
    Client::new(options).update(&sample()).await
}

/// Polls a call once, as an executor does at first.
async fn begin<T>(call: &mut Pin<Box<impl Future<Output = T>>>) -> Poll<T> {
    poll_fn(|context| Poll::Ready(call.as_mut().poll(context))).await
}

#[wasm_bindgen_test]
async fn an_update_reaches_linq_and_comes_back() {
    reset_linq().await;
    let card = update(options()).await.unwrap();
    assert_eq!((card.first_name.as_str(), card.is_active), ("John", true));
    let sent = requests().await;
    assert_eq!(sent.len(), 1);
    assert_eq!(sent[0].method, "PATCH");
    assert_eq!(
        sent[0].target,
        "/api/partner/v3/contact_card?phone_number=%2B15551234567"
    );
    assert_eq!(
        sent[0].body,
        r#"{"first_name":"John","last_name":"Doe","image_url":"https://cdn.linqapp.com/contact-card/example.jpg"}"#
    );
}

#[wasm_bindgen_test]
async fn every_error_status_has_its_kind() {
    for (status, code, kind) in [
        (400, 1002, ErrorKind::BadRequest),
        (401, 2004, ErrorKind::Authentication),
        (403, 2005, ErrorKind::PermissionDenied),
        (404, 2001, ErrorKind::NotFound),
        (409, 2014, ErrorKind::Conflict),
        (429, 1007, ErrorKind::RateLimit),
        (500, 3006, ErrorKind::InternalServer),
        (503, 4004, ErrorKind::InternalServer),
    ] {
        reset_linq().await;
        script(&format!(r#"[{{ "method": "PATCH", "status": {status} }}]"#)).await;
        let error = update(options()).await.unwrap_err();
        assert_eq!(
            (error.kind, error.status, error.code),
            (kind, Some(status), Some(code))
        );
        let outcome = if status < 500 {
            Outcome::Refused
        } else {
            Outcome::Unknown
        };
        assert_eq!(error.outcome, outcome, "{status}");
        // From the body, as the header can't be read.
        assert!(error.trace_id.unwrap().starts_with("trace-"));
    }
}

#[wasm_bindgen_test]
async fn every_failure_has_its_kind() {
    for (answer, timeout, kind) in [
        // Browsers repeat a request by themselves when a connection that they kept open is reset.
        (
            r#"{ "fault": "reset", "times": 20 }"#,
            None,
            ErrorKind::Connection,
        ),
        (
            r#"{ "fault": "stall_head" }"#,
            Some(300),
            ErrorKind::ConnectionTimeout,
        ),
        (
            r#"{ "fault": "stall_body" }"#,
            Some(300),
            ErrorKind::ConnectionTimeout,
        ),
        (
            r#"{ "status": 404, "fault": "stall_body" }"#,
            Some(300),
            ErrorKind::NotFound,
        ),
        (
            r#"{ "fault": "truncate" }"#,
            None,
            ErrorKind::InvalidResponse,
        ),
        (
            r#"{ "status": 200, "body": "<html>" }"#,
            None,
            ErrorKind::InvalidResponse,
        ),
        (
            r#"{ "status": 204, "body": "" }"#,
            None,
            ErrorKind::InvalidResponse,
        ),
        (
            r#"{ "status": 307, "headers": { "location": "/elsewhere" } }"#,
            None,
            ErrorKind::InvalidResponse,
        ),
    ] {
        reset_linq().await;
        script(&format!("[{answer}]")).await;
        let error = update(ClientOptions {
            timeout,
            ..options()
        })
        .await
        .expect_err(answer);
        assert_eq!(error.kind, kind, "{answer}: {error}");
    }
}

#[wasm_bindgen_test]
async fn a_body_is_read_up_to_its_limit() {
    reset_linq().await;
    let long = "x".repeat(64 * 1024);
    script(&format!(r#"[{{ "status": 200, "body": "{long}x" }}]"#)).await;
    let error = update(options()).await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::InvalidResponse);
    assert!(error.to_string().ends_with("is too long"), "{error}");
}

#[wasm_bindgen_test]
async fn a_body_that_isn_t_utf_8_is_an_invalid_response() {
    for (bytes, is_card) in [("0xff", false), ("", true)] {
        let body = format!(
            "const card = {{ phone_number: '+15551234567', first_name: 'J', is_active: true }};
             return new Response(new Uint8Array([0xef, 0xbb, 0xbf, ...new TextEncoder().encode(JSON.stringify(card)), {bytes}]))"
        );
        let result = update(with_fetch(&body)).await;
        assert_eq!(result.is_ok(), is_card, "{result:?}");
    }
}

#[wasm_bindgen_test]
async fn fetch_is_told_to_keep_the_key_and_the_body_where_they_are() {
    let error = update(ClientOptions {
        api_key: Some("k".into()),
        keepalive: true,
        ..with_fetch("throw JSON.stringify({ ...init, signal: 0 })")
    })
    .await
    .unwrap_err();
    let init = json(&error.cause.unwrap().as_string().unwrap());
    assert_keeps_to_itself(&init);
}

#[wasm_bindgen_test]
async fn a_caller_s_own_fetch_may_return_anything() {
    for (body, kind) in [
        ("return undefined", ErrorKind::InvalidResponse),
        ("return 5", ErrorKind::InvalidResponse),
        ("return {}", ErrorKind::InvalidResponse),
        ("return { status: 200 }", ErrorKind::InvalidResponse),
        (
            "return { status: 200, body: {} }",
            ErrorKind::InvalidResponse,
        ),
        (
            "return { get status() { throw 1 } }",
            ErrorKind::InvalidResponse,
        ),
        (
            "return { status: 200, headers: new Headers(), body: { getReader: () => ({ read: () => ({ value: 'text' }) }) } }",
            ErrorKind::InvalidResponse,
        ),
        ("return { get then() { throw 1 } }", ErrorKind::Connection),
        ("throw new TypeError('no')", ErrorKind::Connection),
        (
            "return Promise.reject(new Error('no'))",
            ErrorKind::Connection,
        ),
    ] {
        let error = update(with_fetch(body)).await.unwrap_err();
        assert_eq!(error.kind, kind, "{body}");
    }
}

#[wasm_bindgen_test]
async fn an_abort_fails_with_the_signal_s_reason() {
    let controller = AbortController::new().unwrap();
    let options = ClientOptions {
        signal: Some(controller.signal()),
        // A `fetch` that ignores its signal: the call must end all the same.
        ..with_fetch("return new Promise(() => {})")
    };
    let client = Client::new(options);
    let params = sample();
    let mut call = Box::pin(client.update(&params));
    assert!(begin(&mut call).await.is_pending());
    let abort: Function = get(&controller, "abort").unchecked_into();
    let reason = JsValue::from("the page was left");
    abort.call1(&controller, &reason).unwrap();
    let error = call.await.unwrap_err();
    assert_eq!(
        (error.kind, error.outcome),
        (ErrorKind::Aborted, Outcome::Unknown)
    );
    assert_eq!(error.to_js(), reason);

    let error = client.update(&params).await.unwrap_err();
    assert_eq!(
        (error.kind, error.outcome),
        (ErrorKind::Aborted, Outcome::NotSent),
        "aborted before"
    );
    assert_eq!(error.cause, Some(reason));
}

/// A `fetch` that never settles, and what it was called with.
fn endless_fetch() -> (Function, Array) {
    let calls = Array::new();
    let make = Function::new_with_args(
        "calls",
        "return (url, init) => { calls.push(init); return new Promise(() => {}) }",
    );
    let fetch = make.call1(&JsValue::NULL, &calls).unwrap().unchecked_into();
    (fetch, calls)
}

#[wasm_bindgen_test]
async fn a_dropped_call_is_aborted_and_leaves_the_queue() {
    let (fetch, calls) = endless_fetch();
    let client = Client::new(ClientOptions {
        fetch: Some(fetch),
        ..options()
    });
    let params = ada("+15550000001");
    let other = ada("+15550000002");
    let mut first = Box::pin(client.update(&params));
    let mut second = Box::pin(client.update(&params));
    let mut third = Box::pin(client.update(&params));
    for call in [&mut first, &mut second, &mut third] {
        assert!(begin(call).await.is_pending());
    }
    assert_eq!(
        calls.length(),
        1,
        "writes of one number wait for each other"
    );
    let mut unrelated = Box::pin(client.update(&other));
    assert!(begin(&mut unrelated).await.is_pending());
    assert_eq!(calls.length(), 2, "those of another don't");

    drop(second);
    drop(first);
    assert!(get(&get(&calls.get(0), "signal"), "aborted").is_truthy());
    assert!(begin(&mut third).await.is_pending());
    assert_eq!(calls.length(), 3, "the third is next");
    assert!(get(&get(&calls.get(2), "signal"), "aborted").is_falsy());
}

#[wasm_bindgen_test]
async fn a_queue_wakes_the_next_call() {
    reset_linq().await;
    let client = Client::new(options());
    let order = Rc::new(RefCell::new(Vec::new()));
    for name in ["one", "two", "three"] {
        let (client, order) = (client.clone(), Rc::clone(&order));
        wasm_bindgen_futures::spawn_local(async move {
            let params = ContactCardUpdate {
                first_name: Some(name.into()),
                ..sample()
            };
            client.update(&params).await.unwrap();
            order.borrow_mut().push(name);
        });
    }
    while order.borrow().len() < 3 {
        sleep(10).await;
    }
    assert_eq!(*order.borrow(), ["one", "two", "three"]);
    let bodies: Vec<_> = requests()
        .await
        .into_iter()
        .map(|request| request.body)
        .collect();
    assert!(bodies[0].contains("one") && bodies[1].contains("two") && bodies[2].contains("three"));
}

#[wasm_bindgen_test]
async fn a_call_whose_time_is_over_in_the_queue_sends_nothing() {
    let (fetch, calls) = endless_fetch();
    let endless = ClientOptions {
        fetch: Some(fetch),
        ..options()
    };
    let params = ada("+15550000003");
    let client = Client::new(endless.clone());
    let mut first = Box::pin(client.update(&params));
    assert!(begin(&mut first).await.is_pending());
    let hurried = Client::new(ClientOptions {
        timeout: Some(50),
        ..endless
    });
    let error = hurried.update(&params).await.unwrap_err();
    assert_eq!(
        (error.kind, error.outcome),
        (ErrorKind::ConnectionTimeout, Outcome::NotSent)
    );
    drop(first);
    sleep(10).await;
    assert_eq!(calls.length(), 1);
}

#[wasm_bindgen_test]
async fn the_outcome_of_a_write_that_timed_out_is_unknown() {
    let (fetch, calls) = endless_fetch();
    let options = ClientOptions {
        fetch: Some(fetch),
        timeout: Some(50),
        ..options()
    };
    let error = Client::new(options)
        .update(&ada("+15550000004"))
        .await
        .unwrap_err();
    assert_eq!(
        (error.kind, error.outcome),
        (ErrorKind::ConnectionTimeout, Outcome::Unknown)
    );
    assert!(get(&get(&calls.get(0), "signal"), "aborted").is_truthy());
}

const SERVICE_ERROR: &str = r#"[{ "method": "PATCH", "status": 503, "body": { "error": { "code": 3001, "message": "Try +15551234567 again" } } }]"#;

#[wasm_bindgen_test]
async fn a_write_is_tried_again_where_that_helps() {
    reset_linq().await;
    script(SERVICE_ERROR).await;
    let attempts = Rc::new(RefCell::new(Vec::new()));
    let asked = Rc::new(Cell::new(0));
    let card = update(ClientOptions {
        should_retry: Some(Rc::new({
            let asked = Rc::clone(&asked);
            move |error, attempt| {
                assert_eq!((error.code, attempt), (Some(3001), 1));
                asked.set(asked.get() + 1);
                Ok(true)
            }
        })),
        on_attempt: Some(Rc::new({
            let attempts = Rc::clone(&attempts);
            move |attempt| attempts.borrow_mut().push(attempt.clone())
        })),
        ..options()
    });
    card.await.unwrap();
    assert_eq!(asked.get(), 1);
    let attempts = attempts.take();
    let reports: Vec<_> = attempts
        .iter()
        .map(|one| (one.attempt, one.status))
        .collect();
    assert_eq!(reports, [(1, Some(503)), (2, Some(200))]);
    assert_eq!(attempts[0].phone_number.as_deref(), Some("+1•••••••567"));
    assert!(
        attempts[0]
            .next_wait
            .is_some_and(|ms| (1_000..=1_250).contains(&ms))
    );
    assert_eq!(attempts[1].next_wait, None);
}

#[wasm_bindgen_test]
async fn a_caller_may_veto_a_retry_or_fail_the_call() {
    for (verdict, kind) in [
        (Ok(false), ErrorKind::InternalServer),
        (Err(JsValue::from("no")), ErrorKind::CallerThrew),
    ] {
        reset_linq().await;
        script(SERVICE_ERROR).await;
        let given = verdict.clone();
        let should_retry = Rc::new(move |_: &Error, _| given.clone());
        let error = update(ClientOptions {
            should_retry: Some(should_retry),
            ..options()
        })
        .await
        .unwrap_err();
        assert_eq!(error.kind, kind);
        assert_eq!(error.cause, verdict.err());
        assert_eq!(error.outcome, Outcome::Unknown);
    }
}

#[wasm_bindgen_test]
async fn a_key_function_is_called_once_a_call() {
    reset_linq().await;
    let calls = Rc::new(Cell::new(0));
    let counted = Rc::clone(&calls);
    let key = ApiKey::from_fn(move || {
        counted.set(counted.get() + 1);
        async {
            sleep(5).await;
            Ok(KEY.to_owned())
        }
    });
    let client = Client::new(ClientOptions {
        api_key: Some(key),
        ..options()
    });
    client.update(&sample()).await.unwrap();
    client.retrieve(None).await.unwrap();
    assert_eq!(calls.get(), 2);

    let failing = ApiKey::from_fn(|| async { Err("no key".into()) });
    let error = update(ClientOptions {
        api_key: Some(failing),
        ..options()
    })
    .await
    .unwrap_err();
    assert_eq!(
        (error.kind, error.outcome),
        (ErrorKind::CallerThrew, Outcome::NotSent)
    );
    assert_eq!(error.to_js(), "no key");

    let odd = ApiKey::from_fn(|| async { Ok("two words".to_owned()) });
    let error = update(ClientOptions {
        api_key: Some(odd),
        ..options()
    })
    .await
    .unwrap_err();
    assert_eq!(error.issues[0].path, ["options", "apiKey"]);
}

#[wasm_bindgen_test]
async fn cards_are_created_ensured_and_retrieved() {
    reset_linq().await;
    let client = Client::new(options());
    let number = "+15551230001";
    let before = client.retrieve(Some(number)).await.unwrap_or_default();
    let params = ContactCardCreate {
        phone_number: number.into(),
        first_name: "Grace".into(),
        ..ContactCardCreate::default()
    };
    let ensured = client.ensure(&params).await.unwrap();
    let expected = if before.is_empty() {
        EnsureAction::Created
    } else {
        EnsureAction::Updated
    };
    assert_eq!(ensured.action, expected);
    let ensured = client.ensure(&params).await.unwrap();
    assert_eq!(ensured.action, EnsureAction::Unchanged);
    let cards = client.retrieve(Some(number)).await.unwrap();
    assert_eq!(cards, std::slice::from_ref(&ensured.card));
    assert!(client.retrieve(None).await.unwrap().contains(&ensured.card));

    let error = client.create(&params).await.unwrap_err();
    assert_eq!((error.kind, error.code), (ErrorKind::Conflict, Some(2014)));
}

#[wasm_bindgen_test]
async fn the_write_budget_counts_what_was_sent() {
    reset_linq().await;
    let number = "+15551230002";
    assert_eq!(write_budget(number).unwrap().remaining, 3);
    for _ in 0..3 {
        Client::new(options()).update(&ada(number)).await.unwrap();
    }
    let budget = write_budget(number).unwrap();
    assert_eq!((budget.limit, budget.used, budget.remaining), (3, 3, 0));
    assert!(
        budget
            .next_write_in
            .is_some_and(|ms| (1..=600_000).contains(&ms))
    );
    let error = write_budget("5551234567").unwrap_err();
    assert_eq!(error.issues[0].code, IssueCode::MissingPlus);
}

#[wasm_bindgen_test]
async fn a_call_without_a_key_goes_to_the_gateway() {
    let client = Client::default();
    let preview = client.preview(&ada("+15551234567")).unwrap();
    assert_eq!(
        preview.url,
        "/api/linq/v3/contact_card?phone_number=%2B15551234567"
    );
    assert_eq!(
        (preview.method.as_str(), preview.body.as_str()),
        ("PATCH", r#"{"first_name":"Ada"}"#)
    );
    let headers: Vec<_> = preview.headers.keys().map(String::as_str).collect();
    assert_eq!(headers, ["accept", "content-type"]);

    let client = Client::new(ClientOptions {
        api_key: Some("a-key".into()),
        ..ClientOptions::default()
    });
    let error = client.preview(&ada("+15551234567")).unwrap_err();
    assert_eq!(error.kind, ErrorKind::UnsafeKey);
    assert_eq!(
        client.update(&ada("+15551234567")).await.unwrap_err().kind,
        ErrorKind::UnsafeKey
    );
}

#[wasm_bindgen_test]
async fn what_is_wrong_is_found_before_anything_is_sent() {
    let (fetch, calls) = endless_fetch();
    let client = Client::new(ClientOptions {
        fetch: Some(fetch),
        timeout: Some(0),
        ..options()
    });
    let params = ContactCardUpdate {
        phone_number: "+1 (555) 123-4567".into(),
        last_name: Some(String::new()),
        image_url: Some("http://example.com".into()),
        ..ContactCardUpdate::default()
    };
    let error = client.update(&params).await.unwrap_err();
    assert_eq!(
        (error.kind, error.outcome),
        (ErrorKind::Validation, Outcome::NotSent)
    );
    let codes: Vec<_> = error.issues.iter().map(|issue| issue.code).collect();
    assert_eq!(
        codes,
        [
            IssueCode::InvalidCharacter,
            IssueCode::CannotClear,
            IssueCode::NotHttpsUrl,
            IssueCode::InvalidOption,
        ]
    );
    assert_eq!(error.issues[0].suggestion, None);
    assert_eq!(calls.length(), 0);

    let issues = client.validate(&params);
    assert_eq!(issues.len(), 3);
    assert_eq!(
        (issues[0].path[0].as_str(), issues[0].offset),
        ("phone_number", Some(2))
    );
    assert_eq!(issues[0].suggestion.as_deref(), Some("+15551234567"));
    assert!(client.validate(&sample()).is_empty());
}

#[wasm_bindgen_test]
async fn errors_show_neither_key_nor_number() {
    let error = update(with_fetch(
        "throw Object.assign(new TypeError('Bad header'), { header: init.headers.authorization })",
    ))
    .await
    .unwrap_err();
    assert!(error.cause.is_none(), "it holds the key");
    let error = update(with_fetch("throw new TypeError('No connection')"))
        .await
        .unwrap_err();
    assert_eq!(text(&error.cause.unwrap(), "message"), "No connection");
    let options = ClientOptions {
        headers: vec![("x-secret".into(), Some("a-secret-header".into()))],
        ..options()
    };
    let shown = format!(
        "{:?} {:?} {:?}",
        Client::new(options),
        sample(),
        ApiKey::from(KEY)
    );
    assert!(
        !shown.contains(KEY) && !shown.contains("a-secret") && !shown.contains("5551234567"),
        "{shown}"
    );
}

#[wasm_bindgen_test]
async fn a_vendor_s_sentence_is_masked() {
    reset_linq().await;
    script(SERVICE_ERROR).await;
    let error = update(ClientOptions {
        max_retries: Some(0),
        ..options()
    })
    .await
    .unwrap_err();
    assert_eq!(error.to_string(), "Try +1•••••••567 again");
    let shown = format!("{error:?}");
    assert!(
        shown.contains("InternalServer") && !shown.contains("5551234567"),
        "{shown}"
    );
    let error = error.to_js();
    assert!(error.is_instance_of::<js_sys::Error>());
    assert_eq!(text(&error, "name"), "InternalServerError");
    assert_eq!(text(&error, "message"), "Try +1•••••••567 again");
    assert_eq!(text(&error, "outcome"), "unknown");
    assert_eq!(
        (get(&error, "status"), get(&error, "code")),
        (503.into(), 3001.into())
    );
}

#[wasm_bindgen_test]
async fn options_come_from_javascript() {
    reset_linq().await;
    let given = json(
        r#"{ "dangerouslyAllowBrowser": true, "timeout": 5000.5, "maxRetries": 0, "credentials": "include", "headers": { "x-one": "1", "x-two": null } }"#,
    );
    set(&given, "baseURL", &base_url().into());
    let key = format!("return Promise.resolve('{KEY}')");
    set(&given, "apiKey", &Function::new_no_args(&key));
    let attempts = Array::new();
    let note = Function::new_with_args(
        "attempts",
        "return (attempt) => { attempts.push(attempt); throw 'reported' }",
    );
    set(
        &given,
        "onAttempt",
        &note.call1(&JsValue::NULL, &attempts).unwrap(),
    );
    if let Some(fetch) = linq_fetch() {
        set(&given, "fetch", &fetch);
    }
    let controller = AbortController::new().unwrap();
    set(&given, "signal", &controller.signal());
    let options = ClientOptions::from_js(&given).unwrap();
    assert_eq!(
        (options.timeout, options.max_retries),
        (Some(5001), Some(0))
    );
    assert_eq!(options.credentials, Some(Credentials::Include));
    assert_eq!(
        options.headers,
        [("x-one".into(), Some("1".into())), ("x-two".into(), None)]
    );
    assert!(options.signal.is_some());
    assert_eq!(
        ClientOptions::from_js(&JsValue::UNDEFINED).unwrap().timeout,
        None
    );
    // Another origin allows no cookies with `*`.
    let options = ClientOptions {
        credentials: None,
        headers: Vec::new(),
        on_attempt: None,
        ..options
    };
    update(options).await.unwrap();
}

#[wasm_bindgen_test]
fn what_is_wrong_with_options_of_javascript_is_the_core_s_to_say() {
    for (given, path, code) in [
        (
            r#"{ "apikey": "k" }"#,
            "options.apikey",
            IssueCode::UnknownOption,
        ),
        (
            r#"{ "timeout": "5" }"#,
            "options.timeout",
            IssueCode::InvalidOption,
        ),
        (
            r#"{ "timeout": 5e-324 }"#,
            "options.timeout",
            IssueCode::InvalidOption,
        ),
        (
            r#"{ "signal": {} }"#,
            "options.signal",
            IssueCode::InvalidOption,
        ),
        (
            r#"{ "headers": [["a"]] }"#,
            "options.headers",
            IssueCode::InvalidOption,
        ),
        ("[]", "options", IssueCode::NotAnObject),
        ("5", "options", IssueCode::NotAnObject),
    ] {
        let error = ClientOptions::from_js(&json(given)).unwrap_err();
        assert_eq!(
            (
                error.issues[0].path.join(".").as_str(),
                error.issues[0].code
            ),
            (path, code),
            "{given}"
        );
    }
    let throwing = Object::new();
    let define = Function::new_with_args(
        "object",
        "Object.defineProperty(object, 'timeout', { enumerable: true, get() { throw 'no' } })",
    );
    define.call1(&JsValue::NULL, &throwing).unwrap();
    let error = ClientOptions::from_js(&throwing).unwrap_err();
    assert_eq!(
        (error.kind, error.to_js()),
        (ErrorKind::CallerThrew, "no".into())
    );
}

#[wasm_bindgen_test]
fn params_and_cards_cross_to_javascript_and_back() {
    let params = ContactCardUpdate::from_js(&json(
        r#"{ "phone_number": "+15551234567", "first_name": "נועה 🌻" }"#,
    ))
    .unwrap();
    assert_eq!(params.first_name.as_deref(), Some("נועה 🌻"));
    for (given, code) in [
        (
            r#"{ "phone_number": "+15551234567", "firstName": "J" }"#,
            IssueCode::UnknownField,
        ),
        (
            r#"{ "phone_number": "+15551234567", "last_name": null }"#,
            IssueCode::NullNotSupported,
        ),
        (
            r#"{ "phone_number": "+15551234567", "last_name": 5 }"#,
            IssueCode::NotAString,
        ),
        (
            r#"{ "phone_number": "+15551234567", "last_name": "\ud83d" }"#,
            IssueCode::IllFormed,
        ),
        (r#"{}"#, IssueCode::Required),
        (r#"null"#, IssueCode::NotAnObject),
    ] {
        let error = ContactCardUpdate::from_js(&json(given)).unwrap_err();
        assert_eq!(error.issues[0].code, code, "{given}");
    }
    let error =
        ContactCardCreate::from_js(&json(r#"{ "phone_number": "+15551234567" }"#)).unwrap_err();
    assert_eq!(error.issues[0].code, IssueCode::Required);

    let card = SetContactCard {
        phone_number: "+15551234567".into(),
        first_name: "John".into(),
        is_active: true,
        ..SetContactCard::default()
    };
    let object = card.to_js();
    assert_eq!(
        js_sys::JSON::stringify(&object).unwrap(),
        r#"{"phone_number":"+15551234567","first_name":"John","is_active":true}"#
    );
    assert_eq!(SetContactCard::from_js(&object).unwrap(), card);
    assert_eq!(
        SetContactCard::from_js(&JsValue::NULL).unwrap_err().kind,
        ErrorKind::InvalidResponse
    );
}

#[wasm_bindgen_test]
fn only_what_has_changed_is_sent() {
    let card = SetContactCard {
        phone_number: "+15551234567".into(),
        first_name: "Ada".into(),
        last_name: Some("L".into()),
        is_active: true,
        ..SetContactCard::default()
    };
    let edited = ContactCardUpdate {
        last_name: Some("Lovelace".into()),
        image_url: Some(String::new()),
        ..ada("+15551234567")
    };
    let changes = card.changes(&edited).unwrap();
    let expected = ContactCardUpdate {
        first_name: None,
        image_url: None,
        ..edited
    };
    assert!(changes == expected);
    assert_eq!(card.changes(&ada("+15551234567")), None);
}

#[wasm_bindgen_test]
fn numbers_follow_the_shared_table() {
    let table: Array = json(include_str!("fixtures/phone_numbers.json")).unchecked_into();
    for row in table.iter() {
        if let Some(number) = get(&row, "input").as_string() {
            assert_eq!(is_e164(&number), get(&row, "valid").is_truthy(), "{number}");
        }
    }
}

#[wasm_bindgen_test]
fn every_issue_of_the_core_has_a_code() {
    for problem in Problem::ALL {
        let code = str::from_utf8(problem.code()).unwrap();
        let issue = json(&format!(
            r#"{{ "path": [], "code": "{code}", "message": "" }}"#
        ));
        assert!(
            serde_wasm_bindgen::from_value::<Issue>(issue).is_ok(),
            "{code}"
        );
    }
}
