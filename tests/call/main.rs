//! A call, from its input to its outcome: the events that it receives and the actions that it must
//! take.
#![cfg(not(target_arch = "wasm32"))]

mod lifecycle;
mod options;
mod request;
mod response;
#[path = "../support/mod.rs"]
mod support;

use serde_json::{Value as Json, json};

use self::support::scenario::{Event, Scenario, send, started};

const URL: &str = "https://api.linqapp.com/api/partner/v3/contact_card?phone_number=%2B15551234567";
const BODY: &str = r#"{"first_name":"John"}"#;

fn john() -> Json {
    json!({ "phone_number": "+15551234567", "first_name": "John" })
}

fn card() -> Json {
    json!({ "phone_number": "+15551234567", "first_name": "John", "is_active": true })
}

/// Starts an update, whose request is sent.
#[track_caller]
fn sent_update() -> Scenario {
    Scenario::update(john(), json!({ "apiKey": "sk-secret-key" }))
        .on(started())
        .expect(send("PATCH", URL, BODY))
}

/// Returns the error of an update with this response.
#[track_caller]
fn error_of(response: Event) -> Json {
    sent_update().on(response).error()
}
