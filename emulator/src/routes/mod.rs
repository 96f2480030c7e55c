//! The routes, in groups by who may use them: `linq` has the emulated endpoint and its control API,
//! `page` the dashboard with its gateway.

mod control;
mod cors;
mod endpoint;
mod guard;
mod page;
mod user;

use std::path::Path;
use std::sync::Arc;

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::MethodRouter;

use self::guard::Guard;
use crate::access::Access;
use crate::gateway::Gateway;
use crate::hosts::Hosts;
use crate::state::AppState;

/// A path, and what handles its requests.
type Route = (&'static str, MethodRouter);

/// Stands for every path that has no route of its own.
const REST: &str = "/{*path}";

/// Routes that the same senders may use.
pub struct Group {
    access: Access,
    routes: Vec<Route>,
}

/// The endpoint, and the control API where it is on.
pub fn linq(state: &AppState) -> Vec<Group> {
    let config = &state.config;
    let (endpoint, control) = (&config.cors, &config.control_origin);
    let mut groups = vec![Group {
        access: Access::allowed("--cors", endpoint),
        routes: cors::allow(endpoint::routes(state), endpoint, config.cors_expose),
    }];
    if config.control {
        groups.push(Group {
            access: Access::allowed("--control-origin", control),
            routes: cors::allow(control::routes(state), control, false),
        });
    }
    groups
}

/// The gateway, and the files in the folder `www`.
pub fn page(gateway: &Arc<Gateway>, www: Option<&Path>) -> Vec<Group> {
    let gateway_route = ("/api/linq/{*path}", page::gateway(gateway));
    vec![
        Group {
            access: Access::Gateway,
            routes: vec![gateway_route],
        },
        Group {
            access: Access::Links,
            routes: vec![(REST, page::rest(gateway, www))],
        },
    ]
}

/// The router of all groups. Each route has a guard: there is no other way to add one.
pub fn router(groups: Vec<Group>, hosts: &Arc<Hosts>) -> Router {
    let mut router = Router::new();
    for Group { access, routes } in groups {
        let guard = Guard {
            hosts: hosts.clone(),
            access,
        };
        for (path, handlers) in routes {
            tracing::debug!(path, "a route is served");
            let handlers = handlers.layer(from_fn_with_state(guard.clone(), guard::check));
            router = match path {
                REST => router.fallback_service(handlers),
                path => router.route(path, handlers),
            };
        }
    }
    router
}
