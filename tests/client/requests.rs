//! Calls of every operation, and the requests that they send.

use std::cell::Cell;
use std::rc::Rc;

use contact_card::client::{
    ApiKey, Client, ClientOptions, ContactCardCreate, EnsureAction, ErrorKind, IssueCode, Outcome,
    write_budget,
};
use wasm_bindgen_test::wasm_bindgen_test;

use super::page::{KEY, assert_protects_key_and_body, json, requests, reset_linq, sleep};
use super::{ada, options, sample, update, with_fetch};

#[wasm_bindgen_test]
async fn sends_an_update_and_returns_the_card() {
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
async fn sets_fetch_options_that_protect_key_and_body() {
    let error = update(ClientOptions {
        api_key: Some("k".into()),
        keepalive: true,
        ..with_fetch("throw JSON.stringify({ ...init, signal: 0 })")
    })
    .await
    .unwrap_err();
    let init = json(&error.cause.unwrap().as_string().unwrap());
    assert_protects_key_and_body(&init);
}

#[wasm_bindgen_test]
async fn calls_a_key_function_once_per_call() {
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

    let invalid = ApiKey::from_fn(|| async { Ok("a b".to_owned()) });
    let error = update(ClientOptions {
        api_key: Some(invalid),
        ..options()
    })
    .await
    .unwrap_err();
    assert_eq!(error.issues[0].path, ["options", "apiKey"]);
}

#[wasm_bindgen_test]
async fn creates_ensures_and_retrieves_cards() {
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
async fn counts_sent_writes_in_the_write_budget() {
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
async fn sends_a_call_without_a_key_to_the_gateway() {
    let client = Client::default();
    let preview = client.preview(&ada("+15551234567")).unwrap();
    let origin = js_sys::Reflect::get(&js_sys::global(), &"origin".into()).unwrap();
    assert_eq!(
        preview.url,
        origin.as_string().unwrap() + "/api/linq/v3/contact_card?phone_number=%2B15551234567"
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
