//! Failures of every kind, and what errors contain.

use contact_card::client::{
    ApiKey, Client, ClientOptions, ContactCardUpdate, ErrorKind, IssueCode, Outcome,
};
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use super::page::{KEY, get, reset_linq, script, text};
use super::{SERVICE_ERROR, endless_fetch, options, sample, update, with_fetch};

#[wasm_bindgen_test]
async fn maps_every_error_status_to_its_kind() {
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
async fn maps_every_failure_to_its_kind() {
    for (result, timeout, kind) in [
        // Browsers repeat a request when a connection that they kept open is reset.
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
        script(&format!("[{result}]")).await;
        let error = update(ClientOptions {
            timeout,
            ..options()
        })
        .await
        .expect_err(result);
        assert_eq!(error.kind, kind, "{result}: {error}");
    }
}

#[wasm_bindgen_test]
async fn reads_a_body_up_to_its_limit() {
    reset_linq().await;
    let long = "x".repeat(64 * 1024);
    script(&format!(r#"[{{ "status": 200, "body": "{long}x" }}]"#)).await;
    let error = update(options()).await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::InvalidResponse);
    assert!(error.to_string().ends_with("is too long"), "{error}");
}

#[wasm_bindgen_test]
async fn rejects_a_body_that_is_not_utf_8() {
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
async fn handles_any_result_of_a_custom_fetch() {
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
async fn reports_issues_before_sending() {
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
async fn hides_keys_and_numbers_in_errors_and_debug_output() {
    let error = update(with_fetch(
        "throw Object.assign(new TypeError('Bad header'), { header: init.headers.authorization })",
    ))
    .await
    .unwrap_err();
    assert!(error.cause.is_none(), "the cause contains the key");
    let error = update(with_fetch("throw new TypeError('No connection')"))
        .await
        .unwrap_err();
    assert_eq!(text(&error.cause.unwrap(), "message"), "No connection");
    let options = ClientOptions {
        headers: vec![("x-secret".into(), Some("a-secret-header".into()))],
        ..options()
    };
    let debug = format!(
        "{:?} {:?} {:?}",
        Client::new(options),
        sample(),
        ApiKey::from(KEY)
    );
    assert!(
        !debug.contains(KEY) && !debug.contains("a-secret") && !debug.contains("5551234567"),
        "{debug}"
    );
}

#[wasm_bindgen_test]
async fn masks_numbers_in_messages_of_linq() {
    reset_linq().await;
    script(SERVICE_ERROR).await;
    let error = update(ClientOptions {
        max_retries: Some(0),
        ..options()
    })
    .await
    .unwrap_err();
    assert_eq!(error.to_string(), "Try +1•••••••567 again");
    let debug = format!("{error:?}");
    assert!(
        debug.contains("InternalServer") && !debug.contains("5551234567"),
        "{debug}"
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
async fn c16_compares_a_date_in_retry_after_with_the_date_of_the_response() {
    let retry_after = async |date: &str| {
        let headers = format!("'retry-after': 'Tue, 01 Jan 2030 00:00:30 GMT', {date}");
        let response =
            format!("return new Response('{{}}', {{ status: 429, headers: {{ {headers} }} }})");
        update(with_fetch(&response)).await.unwrap_err().retry_after
    };
    assert_eq!(
        retry_after("date: 'Tue, 01 Jan 2030 00:00:00 GMT'").await,
        Some(30)
    );
    // Without it, this machine's clock decides.
    for other in ["", "date: 'yesterday'"] {
        assert_ne!(retry_after(other).await, Some(30));
    }
}
