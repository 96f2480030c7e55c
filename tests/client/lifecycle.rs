//! Aborts, dropped calls, queues, timeouts and retries.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use contact_card::client::{Client, ClientOptions, ContactCardUpdate, Error, ErrorKind, Outcome};
use js_sys::Function;
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::AbortController;

use super::page::{get, requests, reset_linq, script, sleep};
use super::{SERVICE_ERROR, ada, endless_fetch, options, poll_once, sample, update, with_fetch};

#[wasm_bindgen_test]
async fn fails_with_the_reason_of_an_aborted_signal() {
    let controller = AbortController::new().unwrap();
    let options = ClientOptions {
        signal: Some(controller.signal()),
        // A `fetch` that ignores its signal: the call must end all the same.
        ..with_fetch("return new Promise(() => {})")
    };
    let client = Client::new(options);
    let params = sample();
    let mut call = Box::pin(client.update(&params));
    assert!(poll_once(&mut call).await.is_pending());
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
        "the signal was aborted before the call"
    );
    assert_eq!(error.cause, Some(reason));
}

#[wasm_bindgen_test]
async fn aborts_a_dropped_call_and_removes_it_from_the_queue() {
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
        assert!(poll_once(call).await.is_pending());
    }
    assert_eq!(
        calls.length(),
        1,
        "writes of one number wait for each other"
    );
    let mut unrelated = Box::pin(client.update(&other));
    assert!(poll_once(&mut unrelated).await.is_pending());
    assert_eq!(calls.length(), 2, "writes of different numbers don't");

    drop(second);
    drop(first);
    assert!(get(&get(&calls.get(0), "signal"), "aborted").is_truthy());
    assert!(poll_once(&mut third).await.is_pending());
    assert_eq!(calls.length(), 3, "the third one is sent next");
    assert!(get(&get(&calls.get(2), "signal"), "aborted").is_falsy());
}

#[wasm_bindgen_test]
async fn wakes_the_next_call_of_a_queue() {
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
async fn sends_nothing_after_a_timeout_in_the_queue() {
    let (fetch, calls) = endless_fetch();
    let endless = ClientOptions {
        fetch: Some(fetch),
        ..options()
    };
    let params = ada("+15550000003");
    let client = Client::new(endless.clone());
    let mut first = Box::pin(client.update(&params));
    assert!(poll_once(&mut first).await.is_pending());
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
async fn reports_an_unknown_outcome_after_a_timeout() {
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

#[wasm_bindgen_test]
async fn retries_a_write_after_a_temporary_error() {
    reset_linq().await;
    script(SERVICE_ERROR).await;
    let attempts = Rc::new(RefCell::new(Vec::new()));
    let verdicts = Rc::new(Cell::new(0));
    let card = update(ClientOptions {
        should_retry: Some(Rc::new({
            let verdicts = Rc::clone(&verdicts);
            move |error, attempt| {
                assert_eq!((error.code, attempt), (Some(3001), 1));
                verdicts.set(verdicts.get() + 1);
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
    assert_eq!(verdicts.get(), 1);
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
async fn lets_the_caller_veto_a_retry_or_fail_the_call() {
    for (verdict, kind) in [
        (Ok(false), ErrorKind::InternalServer),
        (Err(JsValue::from("no")), ErrorKind::CallerThrew),
    ] {
        reset_linq().await;
        script(SERVICE_ERROR).await;
        let returned = verdict.clone();
        let should_retry = Rc::new(move |_: &Error, _| returned.clone());
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
