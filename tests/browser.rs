//! The border to JavaScript, in real browsers against the local Linq at `EMULATOR_URL`.
#![cfg(target_arch = "wasm32")]

use contact_card::http::Head;
use contact_card::value::Value;
use contact_card::wasm::{LiveCall, ask, call, is_e164};
use js_sys::{Array, Function, JSON, Object, Promise, Reflect};
use serde::{Deserialize, Serialize};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

#[derive(Debug, Deserialize, PartialEq, Serialize)]
struct Card {
    phone_number: String,
    first_name: String,
    last_name: Option<String>,
    image_url: Option<String>,
    is_active: bool,
}

fn json(text: &str) -> JsValue {
    JSON::parse(text).unwrap()
}

fn get(value: &JsValue, name: &str) -> JsValue {
    Reflect::get(value, &name.into()).unwrap()
}

fn text(value: &JsValue, name: &str) -> String {
    get(value, name).as_string().unwrap_or_default()
}

fn emulator(path: &str) -> String {
    format!(
        "{}{path}",
        option_env!("EMULATOR_URL").unwrap_or("http://127.0.0.1:8787")
    )
}

fn page() -> JsValue {
    json(r#"[true, false, false, "http://127.0.0.1"]"#)
}

/// Options for the local Linq, with more members from JSON.
fn options(more: &str) -> JsValue {
    let options = json(r#"{ "apiKey": "linq-emulator-key", "dangerouslyAllowBrowser": true }"#);
    Reflect::set(
        &options,
        &"baseURL".into(),
        &emulator("/api/partner").into(),
    )
    .unwrap();
    Object::assign(
        options.unchecked_ref::<Object>(),
        json(more).unchecked_ref::<Object>(),
    )
    .into()
}

#[wasm_bindgen(module = "/pkg-template/pack.js")]
extern "C" {
    #[wasm_bindgen(catch)]
    fn pack(value: &JsValue) -> Result<String, JsValue>;
    fn plain(options: &JsValue) -> JsValue;
    #[wasm_bindgen(js_name = headOf)]
    fn head_of(response: &JsValue) -> JsValue;
}

// `calls.js` imports this one and the one above; modules that no Rust names aren't there in the tests. More than four in all
// would be too many: the test runner's server has as many threads, and can forget a connection that comes with them.
#[wasm_bindgen(module = "/pkg-template/errors.js")]
extern "C" {
    fn hidden(thrown: &JsValue) -> JsValue;
    #[wasm_bindgen(js_name = createError)]
    fn create_error(description: &JsValue) -> JsValue;
}

#[wasm_bindgen(module = "/pkg-template/calls.js")]
extern "C" {
    #[wasm_bindgen(js_name = Call)]
    type NewCall;
    #[wasm_bindgen(constructor, js_class = Call)]
    fn new(options: &JsValue, resolve: &Function, reject: &Function) -> NewCall;
}

/// What the package's JavaScript makes of a question and what belongs to it.
fn packed(question: &str, more: &[&JsValue]) -> String {
    let asked = Array::of1(&question.into());
    for value in more {
        asked.push(value);
    }
    pack(&asked).unwrap()
}

/// The answer to a question, as JSON.
fn answer(question: &str, more: &[&JsValue]) -> JsValue {
    json(&ask(&packed(question, more)).as_string().unwrap())
}

async fn update(params: &JsValue, options: &JsValue) -> Result<JsValue, JsValue> {
    JsFuture::from(start(params, options)).await
}

fn start(params: &JsValue, options: &JsValue) -> Promise {
    Promise::new(&mut |resolve, reject| {
        let asked = packed("update", &[params, &plain(options), &page()]);
        let live = NewCall::new(options, &resolve, &reject);
        call(asked, live.unchecked_into::<LiveCall>());
    })
}

/// Asks the local Linq itself, past the code under test.
async fn control(method: &str, path: &str, body: Option<&str>) -> JsValue {
    let init = json(&format!(
        r#"{{ "method": "{method}", "headers": {{ "content-type": "application/json" }} }}"#
    ));
    if let Some(body) = body {
        Reflect::set(&init, &"body".into(), &body.into()).unwrap();
    }
    let fetch: Function = get(&js_sys::global(), "fetch").unchecked_into();
    let sent: Promise = fetch
        .call2(&JsValue::UNDEFINED, &emulator(path).into(), &init)
        .unwrap()
        .unchecked_into();
    let response = JsFuture::from(sent).await.unwrap();
    let read: Function = get(&response, "text").unchecked_into();
    let body = JsFuture::from(read.call0(&response).unwrap().unchecked_into::<Promise>())
        .await
        .unwrap();
    JSON::parse(&body.as_string().unwrap()).unwrap_or_default()
}

#[wasm_bindgen_test]
fn numbers_follow_the_shared_table() {
    let table: Array = json(include_str!("fixtures/phone_numbers.json")).unchecked_into();
    for row in table.iter() {
        let input = get(&row, "input");
        let parsed = answer("parse number", &[&input]);
        let is_valid = get(&row, "valid").is_truthy();
        if let Some(text) = input.as_string() {
            assert_eq!(is_e164(&text), is_valid);
        }
        assert_eq!(get(&parsed, "value").is_string(), is_valid);
        let issue = get(&parsed, "issue");
        if !is_valid {
            for name in ["code", "offset", "suggestion"] {
                assert_eq!(get(&row, name), get(&issue, name), "{name} of {row:?}");
            }
        }
    }
    let half = js_sys::JsString::from_char_code1(0xd83d);
    let issue = get(&answer("parse number", &[&half]), "issue");
    assert_eq!(text(&issue, "code"), "ill_formed");
}

#[wasm_bindgen_test]
fn updates_follow_the_shared_table() {
    let table: Array = json(include_str!("fixtures/updates.json")).unchecked_into();
    for row in table.iter() {
        let issues: Array = answer("validate", &[&get(&row, "input")]).unchecked_into();
        let expected: Array = get(&row, "issues").unchecked_into();
        assert_eq!(issues.length(), expected.length(), "{}", text(&row, "name"));
        for (issue, expected) in issues.iter().zip(expected.iter()) {
            let path: Array = get(&issue, "path").unchecked_into();
            let expected: Array = expected.unchecked_into();
            assert_eq!(path.join(".").as_string(), expected.get(0).as_string());
            assert_eq!(text(&issue, "code"), expected.get(1).as_string().unwrap());
            assert_eq!(get(&issue, "suggestion"), expected.get(2));
        }
    }
}

#[wasm_bindgen_test]
fn changed_fields_are_named() {
    let current = json(r#"{ "first_name": "Ada", "last_name": "L" }"#);
    let edited = json(r#"{ "first_name": "Ada", "last_name": { "odd": 1 }, "image_url": "" }"#);
    let changed: Array = answer("changed fields", &[&edited, &current]).unchecked_into();
    assert_eq!(changed.join(",").as_string().unwrap(), "last_name");
}

#[wasm_bindgen_test]
fn a_preview_shows_what_would_be_sent() {
    let params = json(r#"{ "phone_number": "+15551234567", "first_name": "John" }"#);
    let preview = answer("update", &[&params, &JsValue::UNDEFINED, &page()]);
    assert_eq!(
        text(&preview, "url"),
        "/api/linq/v3/contact_card?phone_number=%2B15551234567"
    );
    assert_eq!(text(&preview, "body"), r#"{"first_name":"John"}"#);
    let error = answer("update", &[&params, &json(r#"{ "apiKey": "k" }"#), &page()]);
    assert_eq!(text(&error, "name"), "UnsafeKeyError");
}

#[wasm_bindgen_test]
fn a_head_crosses_the_border_in_the_core_s_order() {
    let date = "Sun, 06 Nov 1994 08:49:37 GMT";
    let make = Function::new_with_args(
        "date",
        r#"return new Response("", { status: 429, headers: {
            "retry-after": date, "x-trace-id": "a trace", "x-should-retry": "false", "x-write-budget": "limit=3",
        } })"#,
    );
    let response = make.call1(&JsValue::NULL, &date.into()).unwrap();
    let packed = pack(&head_of(&response)).unwrap();
    let head = Head::parse(Value::unpack(&packed));
    assert!(head.received_at > 1_700_000_000);
    let expected = Head {
        received_at: head.received_at,
        status: 429,
        is_opaque_redirect: false,
        retry_after: Some(date),
        trace_id: Some("a trace"),
        should_retry: Some("false"),
        write_budget: Some("limit=3"),
        retry_at: Some(784_111_777),
    };
    assert!(head == expected, "{packed}");
}

#[wasm_bindgen_test]
fn what_stands_for_a_thrown_error_has_its_name_alone() {
    let thrown = js_sys::TypeError::new("a secret");
    let shown = hidden(&thrown);
    let seen = (text(&shown, "name"), text(&shown, "message"));
    assert_eq!(seen, ("TypeError".to_owned(), "•••".to_owned()));
}

#[wasm_bindgen_test]
fn texts_cross_the_border_as_they_are() {
    for name in ["Ada", "נועה 🌻", "\0 \u{7f}\u{80}", "10:\"{}[]"] {
        let input = Object::new();
        Reflect::set(&input, &"phone_number".into(), &"+15551234567".into()).unwrap();
        Reflect::set(&input, &"first_name".into(), &name.into()).unwrap();
        let preview = answer("update", &[&input, &JsValue::UNDEFINED, &page()]);
        let body = json(&text(&preview, "body"));
        assert_eq!(text(&body, "first_name"), name);
    }
}

#[wasm_bindgen_test]
fn every_error_of_the_core_has_a_class() {
    for name in [
        "ValidationError",
        "UnsafeKeyError",
        "BadRequestError",
        "AuthenticationError",
        "PermissionDeniedError",
        "NotFoundError",
        "ConflictError",
        "UnprocessableEntityError",
        "RateLimitError",
        "InternalServerError",
        "APIError",
        "APIConnectionError",
        "APIConnectionTimeoutError",
        "InvalidResponseError",
    ] {
        let description =
            format!(r#"{{ "name": "{name}", "message": "m", "outcome": "refused" }}"#);
        let error = create_error(&json(&description));
        assert!(error.is_instance_of::<js_sys::Error>(), "{name}");
        assert_eq!(text(&error, "name"), name);
        assert_eq!(text(&error, "outcome"), "refused");
    }
}

/// What the local Linq stores, and the order of its requests, is one story: one test, so that nothing overlaps.
#[wasm_bindgen_test]
async fn calls_reach_the_local_linq_and_come_back() {
    control("POST", "/emulator/reset", Some("{}")).await;
    let sample = json(
        r#"{ "phone_number": "+15551234567", "first_name": "John",
             "image_url": "https://cdn.linqapp.com/contact-card/example.jpg", "last_name": "Doe" }"#,
    );
    let card = update(&sample, &options("{}")).await.unwrap();
    let card: Card = serde_wasm_bindgen::from_value(card).unwrap();
    assert_eq!((card.first_name.as_str(), card.is_active), ("John", true));

    let requests: Array = get(
        &control("GET", "/emulator/requests", None).await,
        "requests",
    )
    .unchecked_into();
    let sent = requests
        .iter()
        .find(|request| text(request, "method") == "PATCH")
        .unwrap();
    assert_eq!(
        text(&sent, "target"),
        "/api/partner/v3/contact_card?phone_number=%2B15551234567"
    );
    assert_eq!(
        text(&sent, "body"),
        r#"{"first_name":"John","last_name":"Doe","image_url":"https://cdn.linqapp.com/contact-card/example.jpg"}"#
    );

    for (status, code, name) in [
        (400, 1002, "BadRequestError"),
        (401, 2004, "AuthenticationError"),
        (403, 2005, "PermissionDeniedError"),
        (404, 2001, "NotFoundError"),
        (409, 2014, "ConflictError"),
        (429, 1007, "RateLimitError"),
        (500, 3006, "InternalServerError"),
        (503, 4004, "InternalServerError"),
    ] {
        let script = format!(r#"{{ "answers": [{{ "method": "PATCH", "status": {status} }}] }}"#);
        control("POST", "/emulator/script", Some(&script)).await;
        let error = update(&sample, &options("{}")).await.unwrap_err();
        assert_eq!(text(&error, "name"), name);
        assert_eq!(
            (get(&error, "status"), get(&error, "code")),
            (status.into(), code.into())
        );
        assert!(
            text(&error, "traceId").starts_with("trace-"),
            "from the body, as the header can't be read"
        );
    }

    for (answer, more, name) in [
        // Browsers try again by themselves when a connection that they kept open is reset, once for each that they kept.
        (
            r#"{ "fault": "reset", "times": 20 }"#,
            "{}",
            "APIConnectionError",
        ),
        (
            r#"{ "fault": "stall_head" }"#,
            r#"{ "timeout": 300 }"#,
            "APIConnectionTimeoutError",
        ),
        (
            r#"{ "fault": "stall_body" }"#,
            r#"{ "timeout": 300 }"#,
            "APIConnectionTimeoutError",
        ),
        (
            r#"{ "status": 404, "fault": "stall_body" }"#,
            r#"{ "timeout": 300 }"#,
            "NotFoundError",
        ),
        (r#"{ "fault": "truncate" }"#, "{}", "InvalidResponseError"),
        (
            r#"{ "status": 200, "body": "<html>" }"#,
            "{}",
            "InvalidResponseError",
        ),
        (
            r#"{ "status": 204, "body": "" }"#,
            "{}",
            "InvalidResponseError",
        ),
        (
            r#"{ "status": 307, "headers": { "location": "/elsewhere" } }"#,
            "{}",
            "InvalidResponseError",
        ),
    ] {
        control("POST", "/emulator/reset", Some("{}")).await;
        control(
            "POST",
            "/emulator/script",
            Some(&format!(r#"{{ "answers": [{answer}] }}"#)),
        )
        .await;
        let error = update(&sample, &options(more)).await.expect_err(answer);
        assert_eq!(
            text(&error, "name"),
            name,
            "{answer}: {}",
            text(&error, "message")
        );
    }

    let long = "x".repeat(64 * 1024);
    let script = format!(r#"{{ "answers": [{{ "status": 200, "body": "{long}x" }}] }}"#);
    control("POST", "/emulator/script", Some(&script)).await;
    assert_eq!(
        text(
            &update(&sample, &options("{}")).await.unwrap_err(),
            "message"
        ),
        "The answer is too long"
    );
}

#[wasm_bindgen_test]
async fn fetch_is_told_to_keep_the_key_and_the_body_where_they_are() {
    let params = json(r#"{ "phone_number": "+15551230001", "first_name": "Ada" }"#);
    let options = options(r#"{ "keepalive": true }"#);
    let tell = Function::new_with_args("url, init", "throw JSON.stringify({ ...init, signal: 0 })");
    Reflect::set(&options, &"fetch".into(), &tell).unwrap();
    Reflect::set(&options, &"apiKey".into(), &"k".into()).unwrap();
    let error = update(&params, &options).await.unwrap_err();
    let init = json(&text(&error, "cause"));
    for (name, value) in [
        ("method", "PATCH"),
        ("redirect", "manual"),
        ("cache", "no-store"),
        ("credentials", "omit"),
        ("referrerPolicy", "no-referrer"),
    ] {
        assert_eq!(text(&init, name), value, "{name}");
    }
    assert!(get(&init, "keepalive").is_truthy());
}

#[wasm_bindgen_test]
async fn an_abort_rejects_with_the_caller_s_reason() {
    let params = json(r#"{ "phone_number": "+15551230001", "first_name": "Ada" }"#);
    let reason = JsValue::from_str("the page was left");
    let controller = web_sys::AbortController::new().unwrap();
    let options = options("{}");
    Reflect::set(&options, &"signal".into(), &controller.signal()).unwrap();
    // A `fetch` that hears nothing: the call must end all the same.
    let never = Function::new_no_args("return new Promise(() => {})");
    Reflect::set(&options, &"fetch".into(), &never).unwrap();

    let pending = start(&params, &options);
    let abort: Function = get(&controller, "abort").unchecked_into();
    abort.call1(&controller, &reason).unwrap();
    assert_eq!(JsFuture::from(pending).await.unwrap_err(), reason);
    assert_eq!(
        update(&params, &options).await.unwrap_err(),
        reason,
        "aborted before"
    );
}

#[wasm_bindgen_test]
async fn a_caller_s_own_fetch_may_answer_anything() {
    let params = json(r#"{ "phone_number": "+15551230001", "first_name": "Ada" }"#);
    for (body, name) in [
        ("return undefined", "InvalidResponseError"),
        ("return 5", "InvalidResponseError"),
        ("return {}", "InvalidResponseError"),
        ("return { status: 200 }", "InvalidResponseError"),
        ("return { status: 200, body: {} }", "InvalidResponseError"),
        (
            "return { get status() { throw 1 } }",
            "InvalidResponseError",
        ),
        (
            "return { status: 200, body: { getReader: () => ({ read: () => ({ value: 'text' }) }) } }",
            "InvalidResponseError",
        ),
        ("throw new TypeError('no')", "APIConnectionError"),
        (
            "return Promise.reject(new Error('no'))",
            "APIConnectionError",
        ),
    ] {
        let options = options("{}");
        Reflect::set(&options, &"fetch".into(), &Function::new_no_args(body)).unwrap();
        let error = update(&params, &options).await.unwrap_err();
        assert_eq!(text(&error, "name"), name, "{body}");
    }
}
