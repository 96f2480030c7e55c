//! The routes: `linq` has the emulated endpoint, `page` the dashboard with its gateway.

mod control;
mod cors;
mod endpoint;
mod page;

use axum::Router;
use axum::middleware;
use axum::routing::any;

pub use page::page;

use crate::state::AppState;

/// The endpoint, and the control API where it is on.
pub fn linq(state: AppState) -> Router {
    let mut router = Router::new()
        .route("/api/partner/v3/contact_card", any(endpoint::contact_card))
        .route("/api/partner/{*path}", any(endpoint::not_found));
    if state.config.control {
        router = router.nest("/emulator", control::routes());
    }
    router
        .layer(middleware::from_fn_with_state(state.clone(), cors::allow))
        .with_state(state)
}
