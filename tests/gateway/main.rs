//! The gateway: its checks in their order, what it reserves, forwards and responds.
#![cfg(not(target_arch = "wasm32"))]

mod body;
mod checks;
mod config;
mod head;
mod limits;
mod log;
mod properties;
mod response;
mod secrets;
mod session;
#[path = "../support/mod.rs"]
mod support;

use contact_card::gateway::ListsInFlight;
use serde_json::{Value as Json, json};

use self::support::gateway::{
    ExchangeInput, ORIGIN, PATH, Transcript, Upstream, assert_invariants, config, run_exchange,
};

const NUMBER: &str = "+15551234567";
const OTHER: &str = "+15550000000";

fn card(number: &str) -> Json {
    json!({ "phone_number": number, "first_name": "Ada", "is_active": true })
}

/// The head of a response from Linq.
fn head(status: u32) -> Json {
    head_with(status, json!({}))
}

fn head_with(status: u32, headers: Json) -> Json {
    let mut head = json!({ "status": status, "type": "basic" });
    for (name, value) in headers.as_object().unwrap() {
        head[name] = value.clone();
    }
    head
}

/// A store's result that grants the slots. Each one has used slots and the milliseconds until one
/// is free.
fn granted(used: &[(u32, u32)]) -> Json {
    let places: Vec<_> = used
        .iter()
        .map(|(used, reset)| json!({ "used": used, "reset": reset }))
        .collect();
    json!({ "granted": true, "places": places })
}

/// A store's result that denies the slots.
fn denied(used: &[(u32, u32)]) -> Json {
    let mut reserved = granted(used);
    reserved["granted"] = json!(false);
    reserved
}

/// A valid read of one number.
fn read() -> ExchangeInput {
    let mut input = ExchangeInput {
        method: "GET".to_owned(),
        target: target_of(NUMBER),
        headers: Vec::new(),
        session: Vec::new(),
        body: ("whole", Vec::new()),
        lists: ListsInFlight {
            of_user: 1,
            in_all: 1,
        },
        reserved: Vec::new(),
        response: Upstream::Missing("late"),
    };
    input.set_session(&json!({ "user": "alice", "numbers": [NUMBER] }));
    input.set_reserved(&granted(&[(1, 60_000)]));
    let cards = json!({ "contact_cards": [card(NUMBER)] });
    input.set_response(&head(200), cards.to_string());
    input
}

/// The target of a request about one number.
fn target_of(number: &str) -> String {
    format!("{PATH}?phone_number={}", number.replace('+', "%2B"))
}

/// A valid read of all numbers.
fn list() -> ExchangeInput {
    with(read(), |input| {
        input.target = PATH.to_owned();
        input.set_reserved(&granted(&[(1, 60_000), (1, 60_000)]));
    })
}

/// A valid update.
fn update() -> ExchangeInput {
    let mut input = read();
    input.method = "PATCH".to_owned();
    input.set_header("content-type", "application/json");
    input.set_header("origin", ORIGIN);
    input.set_body(r#"{"first_name":"Ada"}"#);
    input.set_reserved(&granted(&[(1, 600_000), (1, 600_000)]));
    input.set_response(&head(200), card(NUMBER).to_string());
    input
}

/// A valid creation.
fn create() -> ExchangeInput {
    let mut input = update();
    input.method = "POST".to_owned();
    input.target = PATH.to_owned();
    input.set_body(json!({ "phone_number": NUMBER, "first_name": "Ada" }).to_string());
    input.set_response(&head(201), card(NUMBER).to_string());
    input
}

/// Runs an exchange and checks the invariants.
fn exchange(input: &ExchangeInput) -> Transcript {
    exchange_with(&json!({}), input)
}

/// Runs an exchange with other options.
fn exchange_with(overrides: &Json, input: &ExchangeInput) -> Transcript {
    let transcript = run_exchange(&config(overrides), input);
    assert_invariants(input, &transcript);
    transcript
}

/// Returns the input with a change.
fn with(mut input: ExchangeInput, change: impl FnOnce(&mut ExchangeInput)) -> ExchangeInput {
    change(&mut input);
    input
}
