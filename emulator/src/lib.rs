//! The emulator: an HTTP server that behaves like Linq's contact card endpoint, for development and tests, with a page
//! and the gateway that it needs.
//!
//! Its rules (E.164, merge, write budget) are written independently of the package's core, so that a mistake there
//! can't pass its own tests. The gateway is the core's.
//!
//! * `api`: the endpoint's rules, from request to response;
//! * `account`: the cards and the writes, in SQLite (in memory unless a file is given);
//! * `answer`: Linq's responses and error envelopes;
//! * `control`: the emulator's own routes: script of the next responses, log, clock, settings;
//! * `dials`: clock and write budget, which the control routes set;
//! * `gateway`: the core's gateway, in front of the endpoint or of the real Linq;
//! * `request_log`: the requests that arrived at the endpoint;
//! * `script`: which scripted response a request gets;
//! * `state`: what the endpoint and the control routes share;
//! * `wire`: connections, and the faults of scripted responses;
//! * `server`: the routes, put together.

mod account;
mod answer;
mod api;
pub mod config;
mod control;
mod dials;
mod gateway;
mod request_log;
mod script;
mod server;
mod state;
mod wire;

pub use server::Server;
