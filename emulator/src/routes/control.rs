//! The control API, with `--control`: routes with which tests script the emulator and read what it
//! received.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::{get, post, put};
use emulator_rules::ScriptedResponse;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::Route;
use crate::state::AppState;

/// The control API.
pub fn routes(state: &AppState) -> Vec<Route> {
    let routes = [
        (
            "/emulator/script",
            get(remaining_script).post(extend_script),
        ),
        ("/emulator/reset", post(reset)),
        ("/emulator/clock", post(advance_clock)),
        ("/emulator/requests", get(requests)),
        ("/emulator/settings", get(settings).put(change_settings)),
        ("/emulator/session", put(change_session)),
    ];
    routes
        .map(|(path, handlers)| (path, handlers.with_state(state.clone())))
        .into()
}

#[derive(Deserialize)]
struct ScriptExtension {
    responses: Vec<ScriptedResponse>,
}

async fn extend_script(
    State(state): State<AppState>,
    Json(script): Json<ScriptExtension>,
) -> StatusCode {
    state.with_emulator(|emulator| emulator.extend_script(script.responses));
    StatusCode::NO_CONTENT
}

async fn remaining_script(State(state): State<AppState>) -> Json<Value> {
    state.with_emulator(|emulator| Json(json!({ "responses": emulator.script() })))
}

async fn reset(State(state): State<AppState>) -> StatusCode {
    match state.reset() {
        Ok(()) => StatusCode::NO_CONTENT,
        Err(error) => {
            tracing::error!(%error, "the emulator is not reset");
            StatusCode::INTERNAL_SERVER_ERROR
        }
    }
}

#[derive(Deserialize)]
struct ClockAdvance {
    advance_ms: u32,
}

async fn advance_clock(
    State(state): State<AppState>,
    Json(advance): Json<ClockAdvance>,
) -> StatusCode {
    state.clock.advance(advance.advance_ms);
    StatusCode::NO_CONTENT
}

async fn requests(State(state): State<AppState>) -> Json<Value> {
    state.with_emulator(|emulator| Json(json!({ "requests": emulator.log() })))
}

#[derive(Deserialize, Serialize)]
struct Settings {
    /// Writes per number in ten minutes; `null` is unlimited.
    budget: Option<u32>,
}

async fn settings(State(state): State<AppState>) -> Json<Settings> {
    let budget = state.with_emulator(|emulator| emulator.write_budget());
    Json(Settings { budget })
}

async fn change_settings(
    State(state): State<AppState>,
    Json(settings): Json<Settings>,
) -> Json<Settings> {
    state.set_write_budget(settings.budget);
    Json(settings)
}

#[derive(Deserialize)]
struct Session {
    /// Whether users of the gateway are signed in. Without it, each of their requests gets 401.
    signed_in: bool,
}

async fn change_session(State(state): State<AppState>, Json(session): Json<Session>) -> StatusCode {
    state.gateway.set_signed_in(session.signed_in);
    StatusCode::NO_CONTENT
}
