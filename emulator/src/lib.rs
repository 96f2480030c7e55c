//! The emulator: an HTTP server that behaves like Linq's contact card endpoint, for development and
//! tests. It also serves the dashboard, and the gateway that the dashboard needs.
//!
//! The endpoint's rules are the crate `emulator_rules`, which shares no code with the package's
//! core: a bug in the core can't pass its own tests. The gateway's rules are the core's. This crate
//! is the host of both:
//!
//! * `config`: the flags;
//! * `server`: the listener's routes, and what is printed at the start;
//! * `routes`: the endpoint, the gateway, the control API, the dashboard's files, CORS;
//! * `access`: who may use a route;
//! * `hosts`: the hosts at which the server is reached;
//! * `state`: what the endpoint and the control API share;
//! * `state_file`: the account in SQLite, for `--state`;
//! * `gateway`: the core's gateway, in front of the endpoint or of the real Linq;
//! * `clock`: a clock that the control API can put forward;
//! * `connection`: how connections are served and closed;
//! * `delivery`: what is stored until a response is delivered, and until when;
//! * `fault`: scripted faults, such as a body that stops halfway;
//! * `error`: why the emulator can't start.

mod access;
mod clock;
pub mod config;
mod connection;
mod delivery;
mod error;
mod fault;
mod gateway;
mod hosts;
mod routes;
mod server;
mod state;
mod state_file;

pub use error::Error;
pub use server::Server;
