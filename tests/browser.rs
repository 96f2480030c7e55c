//! The npm package's driver over the core's exports, in real browsers.
#![cfg(target_arch = "wasm32")]

#[path = "support/page/mod.rs"]
mod page;

use contact_card::call::Machine;
use contact_card::number_in_ascii::number_in_ascii;
use contact_card::wasm::npm;
use contact_card::wasm::unicode::HostUnicode;
use contact_card::wire::{Value, Wire};
use js_sys::{Array, Function, Object, Promise};
use page::{
    KEY, assert_protects_key_and_body, base_url, get, instance, json, linq_fetch, requests,
    reset_linq, script, set, settled, text,
};
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

fn page() -> JsValue {
    json(r#"{ "hasDocument": true, "origin": "http://127.0.0.1" }"#)
}

/// Returns options with which a call reaches Linq, and further members.
fn options(more: &str) -> JsValue {
    let options = json(r#"{ "dangerouslyAllowBrowser": true }"#);
    set(&options, "apiKey", &KEY.into());
    set(&options, "baseURL", &base_url().into());
    if let Some(fetch) = linq_fetch() {
        set(&options, "fetch", &fetch);
    }
    let more: Object = json(more).unchecked_into();
    Object::assign(options.unchecked_ref(), &more).into()
}

#[wasm_bindgen(module = "/pkg-template/runtime/message.js")]
extern "C" {
    type Message;
    #[wasm_bindgen(constructor)]
    fn new() -> Message;
    #[wasm_bindgen(method)]
    fn add(this: &Message, depth: u8, value: &JsValue) -> Message;
    /// Encodes a value without a state.
    fn encoded(value: &JsValue) -> Vec<u8>;
    #[wasm_bindgen(js_name = headOf)]
    fn head_of(response: &JsValue) -> JsValue;
}

// `call.js` imports this module and the one above; the test runner serves only modules that Rust
// names. Including the one of `page` there are four, which is the limit: the runner's server has
// four threads, and can drop a further connection.
#[wasm_bindgen(module = "/pkg-template/runtime/errors.js")]
extern "C" {
    fn hidden(thrown: &JsValue) -> JsValue;
    #[wasm_bindgen(js_name = createError)]
    fn create_error(description: &JsValue) -> JsValue;
}

#[wasm_bindgen(module = "/pkg-template/client/call.js")]
extern "C" {
    type Call;
    #[wasm_bindgen(constructor)]
    fn new(operation: &str, params: &JsValue, options: &JsValue, environment: &JsValue) -> Call;
    #[wasm_bindgen(method)]
    fn run(this: &Call, instance: &JsValue) -> Promise;
}

/// Calls a function of the core that needs no network, and returns its value or its error.
fn call_core(name: &str, values: &[&JsValue]) -> JsValue {
    // The levels of options, which have more than the other values.
    let depth = 4;
    let message = Message::new().add(depth, &name.into());
    for value in values {
        message.add(depth, value);
    }
    let exchange =
        Function::new_with_args("instance, message", "return instance.exchange(message)");
    let response = exchange
        .call2(&JsValue::NULL, &instance(), &message)
        .unwrap();
    let error = get(&response, "error");
    if error.is_undefined() {
        get(&response, "value")
    } else {
        error
    }
}

fn preview(params: &JsValue, options: &JsValue) -> JsValue {
    call_core("previewUpdate", &[params, options, &page()])
}

async fn update(params: &JsValue, options: &JsValue) -> Result<JsValue, JsValue> {
    settled(&start(params, options)).await
}

fn start(params: &JsValue, options: &JsValue) -> Promise {
    Call::new("update", params, options, &page()).run(&instance())
}

#[wasm_bindgen_test]
fn checks_the_numbers_of_the_shared_table() {
    let table: Array = json(include_str!("fixtures/phone_numbers.json")).unchecked_into();
    for row in table.iter() {
        let input = get(&row, "input");
        let number = input.as_string().unwrap_or_default();
        let ascii = number_in_ascii(&number, &HostUnicode::new()).into();
        let parsed = call_core("parsePhoneNumber", &[&input, &ascii]);
        let is_valid = get(&row, "valid").is_truthy();
        if let Some(text) = input.as_string() {
            assert_eq!(npm::is_e164(text.as_ptr() as usize, text.len()), is_valid);
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
    let issue = get(&call_core("parsePhoneNumber", &[&half]), "issue");
    assert_eq!(text(&issue, "code"), "ill_formed");
}

#[wasm_bindgen_test]
fn checks_the_updates_of_the_shared_table() {
    let table: Array = json(include_str!("fixtures/updates.json")).unchecked_into();
    for row in table.iter() {
        let issues: Array = call_core("validateUpdate", &[&get(&row, "input")]).unchecked_into();
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
fn names_changed_fields() {
    let current = json(r#"{ "first_name": "Ada", "last_name": "L" }"#);
    let edited = json(r#"{ "first_name": "Ada", "last_name": { "a": 1 }, "image_url": "" }"#);
    let changed = call_core("changedFields", &[&current, &edited]);
    let changed: Array = changed.unchecked_into();
    assert_eq!(changed.join(",").as_string().unwrap(), "last_name");
}

#[wasm_bindgen_test]
fn previews_a_request() {
    let params = json(r#"{ "phone_number": "+15551234567", "first_name": "John" }"#);
    let request = preview(&params, &JsValue::UNDEFINED);
    assert_eq!(
        text(&request, "url"),
        "http://127.0.0.1/api/linq/v3/contact_card?phone_number=%2B15551234567"
    );
    assert_eq!(text(&request, "body"), r#"{"first_name":"John"}"#);
    let error = preview(&params, &json(r#"{ "apiKey": "k" }"#));
    assert_eq!(text(&error, "name"), "UnsafeKeyError");
}

#[wasm_bindgen_test]
fn returns_the_write_budget_of_an_e_164_number() {
    let usage = |number: &JsValue| {
        let stored = "3 600001 600002".into();
        call_core("writeBudget", &[number, &stored])
    };
    let budget = usage(&"+15551234567".into());
    assert_eq!(
        (get(&budget, "used"), get(&budget, "remaining")),
        (2.into(), 1.into())
    );
    assert_eq!(text(&usage(&JsValue::NULL), "name"), "ValidationError");
}

#[wasm_bindgen_test]
fn fits_a_machine_into_the_state_of_the_driver() {
    assert!(size_of::<Machine>() <= 32 && align_of::<Machine>() <= 8);
}

#[wasm_bindgen_test]
fn encodes_the_head_of_a_response() {
    let date = "Sun, 06 Nov 1994 08:49:37 GMT";
    let make = Function::new_with_args(
        "date",
        r#"return new Response("", { status: 429, headers: {
            "retry-after": date, "x-trace-id": "a trace", "x-should-retry": "false", "x-write-budget": "limit=3",
        } })"#,
    );
    let response = make.call1(&JsValue::NULL, &date.into()).unwrap();
    let message = encoded(&head_of(&response));
    let input = message.as_slice();
    let wire = Wire::new(&input, &mut []);
    let head = Value::FIRST;
    // The date is in the past.
    for (name, number) in [("status", 429), ("retryIn", 0)] {
        assert_eq!(wire.number(wire.get(head, name.as_bytes())), number);
    }
    for (name, value) in [
        ("retryAfter", date),
        ("traceId", "a trace"),
        ("shouldRetry", "false"),
        ("writeBudget", "limit=3"),
    ] {
        assert!(
            wire.is(wire.get(head, name.as_bytes()), value.as_bytes()),
            "{name}"
        );
    }
}

#[wasm_bindgen_test]
fn replaces_a_thrown_error_by_its_name() {
    let thrown = js_sys::TypeError::new("a secret");
    let replacement = hidden(&thrown);
    let seen = (text(&replacement, "name"), text(&replacement, "message"));
    assert_eq!(seen, ("TypeError".to_owned(), "•••".to_owned()));
}

#[wasm_bindgen_test]
fn passes_texts_unchanged() {
    for name in ["Ada", "נועה 🌻", "\0 \u{7f}\u{80}.", "10:\"{}[]"] {
        let input = Object::new();
        set(&input, "phone_number", &"+15551234567".into());
        set(&input, "first_name", &name.into());
        let body = json(&text(&preview(&input, &JsValue::UNDEFINED), "body"));
        assert_eq!(text(&body, "first_name"), name);
    }
}

#[wasm_bindgen_test]
fn has_a_class_for_every_error() {
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

/// One test, because its parts depend on the cards and the requests that Linq has stored.
#[wasm_bindgen_test]
async fn sends_updates_and_maps_failures() {
    reset_linq().await;
    let sample = json(
        r#"{ "phone_number": "+15551234567", "first_name": "John",
             "image_url": "https://cdn.linqapp.com/contact-card/example.jpg", "last_name": "Doe" }"#,
    );
    let card = update(&sample, &options("{}")).await.unwrap();
    assert_eq!(
        (text(&card, "first_name"), get(&card, "is_active")),
        ("John".into(), true.into())
    );

    let sent = requests().await;
    assert_eq!((sent.len(), sent[0].method.as_str()), (1, "PATCH"));
    assert_eq!(
        sent[0].target,
        "/api/partner/v3/contact_card?phone_number=%2B15551234567"
    );
    assert_eq!(
        sent[0].body,
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
        script(&format!(r#"[{{ "method": "PATCH", "status": {status} }}]"#)).await;
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

    for (result, more, name) in [
        // Browsers repeat a request for each connection that they kept open and that is reset.
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
        reset_linq().await;
        script(&format!("[{result}]")).await;
        let error = update(&sample, &options(more)).await.expect_err(result);
        assert_eq!(
            text(&error, "name"),
            name,
            "{result}: {}",
            text(&error, "message")
        );
    }

    let long = "x".repeat(64 * 1024);
    script(&format!(r#"[{{ "status": 200, "body": "{long}x" }}]"#)).await;
    let error = update(&sample, &options("{}")).await.unwrap_err();
    assert!(text(&error, "message").ends_with("is too long"));
}

#[wasm_bindgen_test]
async fn sets_fetch_options_that_protect_key_and_body() {
    let params = json(r#"{ "phone_number": "+15551230001", "first_name": "Ada" }"#);
    let options = options(r#"{ "keepalive": true }"#);
    let echo = Function::new_with_args("url, init", "throw JSON.stringify({ ...init, signal: 0 })");
    set(&options, "fetch", &echo);
    set(&options, "apiKey", &"k".into());
    let error = update(&params, &options).await.unwrap_err();
    let init = json(&text(&error, "cause"));
    assert_protects_key_and_body(&init);
}

#[wasm_bindgen_test]
async fn rejects_with_the_reason_of_an_abort() {
    let params = json(r#"{ "phone_number": "+15551230001", "first_name": "Ada" }"#);
    let reason = JsValue::from_str("the page was left");
    let controller = web_sys::AbortController::new().unwrap();
    let options = options("{}");
    set(&options, "signal", &controller.signal());
    // A `fetch` that ignores its signal: the call must end all the same.
    let never = Function::new_no_args("return new Promise(() => {})");
    set(&options, "fetch", &never);

    let pending = start(&params, &options);
    let abort: Function = get(&controller, "abort").unchecked_into();
    abort.call1(&controller, &reason).unwrap();
    assert_eq!(settled(&pending).await.unwrap_err(), reason);
    assert_eq!(
        update(&params, &options).await.unwrap_err(),
        reason,
        "the signal was aborted before the call"
    );
}

#[wasm_bindgen_test]
async fn handles_any_result_of_a_custom_fetch() {
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
        set(&options, "fetch", &Function::new_no_args(body));
        let error = update(&params, &options).await.unwrap_err();
        assert_eq!(text(&error, "name"), name, "{body}");
    }
}
