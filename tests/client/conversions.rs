//! Values from and to JavaScript, and functions that send nothing.

use contact_card::client::{
    Client, ClientOptions, ContactCardCreate, ContactCardUpdate, Credentials, ErrorKind, Issue,
    IssueCode, SetContactCard, is_e164,
};
use contact_card::validation::Problem;
use js_sys::{Array, Function, Object};
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::AbortController;

use super::page::{KEY, base_url, get, json, linq_fetch, reset_linq, set};
use super::{ada, update};

#[wasm_bindgen_test]
async fn reads_options_of_javascript() {
    reset_linq().await;
    let input = json(
        r#"{ "dangerouslyAllowBrowser": true, "timeout": 5000.5, "maxRetries": 0, "credentials": "include", "headers": { "x-one": "1", "x-two": null } }"#,
    );
    set(&input, "baseURL", &base_url().into());
    let key = format!("return Promise.resolve('{KEY}')");
    set(&input, "apiKey", &Function::new_no_args(&key));
    let attempts = Array::new();
    let note = Function::new_with_args(
        "attempts",
        "return (attempt) => { attempts.push(attempt); throw 'reported' }",
    );
    set(
        &input,
        "onAttempt",
        &note.call1(&JsValue::NULL, &attempts).unwrap(),
    );
    if let Some(fetch) = linq_fetch() {
        set(&input, "fetch", &fetch);
    }
    let controller = AbortController::new().unwrap();
    set(&input, "signal", &controller.signal());
    let options = ClientOptions::from_js(&input).unwrap();
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
fn reports_issues_of_options_of_javascript() {
    for (input, path, code) in [
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
        let error = ClientOptions::from_js(&json(input)).unwrap_err();
        assert_eq!(
            (
                error.issues[0].path.join(".").as_str(),
                error.issues[0].code
            ),
            (path, code),
            "{input}"
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
fn converts_params_and_cards_from_and_to_javascript() {
    let params = ContactCardUpdate::from_js(&json(
        r#"{ "phone_number": "+15551234567", "first_name": "נועה 🌻" }"#,
    ))
    .unwrap();
    assert_eq!(params.first_name.as_deref(), Some("נועה 🌻"));
    for (input, code) in [
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
        let error = ContactCardUpdate::from_js(&json(input)).unwrap_err();
        assert_eq!(error.issues[0].code, code, "{input}");
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
fn finds_changed_fields() {
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
fn checks_the_numbers_of_the_shared_table() {
    let table: Array = json(include_str!("../fixtures/phone_numbers.json")).unchecked_into();
    for row in table.iter() {
        if let Some(number) = get(&row, "input").as_string() {
            let is_valid = get(&row, "valid").is_truthy();
            assert_eq!(is_e164(&number), is_valid, "{number}");
            let issues = Client::default().validate(&ada(&number));
            assert_eq!(issues.len(), usize::from(!is_valid), "{row:?}");
            if let [issue] = issues.as_slice() {
                let suggestion = get(&row, "suggestion").as_string();
                assert_eq!(issue.suggestion, suggestion, "{row:?}");
                let offset = get(&row, "offset").as_f64();
                assert_eq!(issue.offset.map(f64::from), offset, "{row:?}");
            }
        }
    }
}

#[wasm_bindgen_test]
fn knows_the_code_of_every_issue() {
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
