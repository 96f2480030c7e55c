//! The emulator's own routes, under a prefix of their own and only with `--control`.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::{get, post};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::script::Scripted;
use crate::state::Shared;

/// The routes, to be nested under `/emulator`.
pub fn routes() -> axum::Router<Shared> {
    axum::Router::new()
        .route("/script", get(remaining_script).post(extend_script))
        .route("/reset", post(reset))
        .route("/clock", post(advance_clock))
        .route("/requests", get(requests))
        .route("/settings", get(settings).put(change_settings))
}

#[derive(Deserialize)]
struct Answers {
    answers: Vec<Scripted>,
}

async fn extend_script(State(shared): State<Shared>, Json(script): Json<Answers>) -> StatusCode {
    shared.lock().script.extend(script.answers);
    StatusCode::NO_CONTENT
}

async fn remaining_script(State(shared): State<Shared>) -> Json<Value> {
    Json(json!({ "answers": shared.lock().script.rest() }))
}

async fn reset(State(shared): State<Shared>) -> StatusCode {
    shared.dials.reset(shared.config.budget.0);
    shared.gateway.reset();
    let mut state = shared.lock();
    state.script = Default::default();
    state.log = Default::default();
    match state.account.reset() {
        Ok(()) => StatusCode::NO_CONTENT,
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

#[derive(Deserialize)]
struct Advance {
    advance_ms: u32,
}

async fn advance_clock(State(shared): State<Shared>, Json(advance): Json<Advance>) -> StatusCode {
    shared.dials.advance(advance.advance_ms);
    StatusCode::NO_CONTENT
}

async fn requests(State(shared): State<Shared>) -> Json<Value> {
    Json(json!({ "requests": shared.lock().log }))
}

#[derive(Deserialize, Serialize)]
struct Settings {
    /// Writes per number in ten minutes; `null` is unlimited.
    budget: Option<u32>,
}

async fn settings(State(shared): State<Shared>) -> Json<Settings> {
    Json(Settings {
        budget: shared.dials.budget(),
    })
}

async fn change_settings(
    State(shared): State<Shared>,
    Json(settings): Json<Settings>,
) -> Json<Settings> {
    shared.dials.set_budget(settings.budget);
    Json(settings)
}
