//! The local Linq: an HTTP server that behaves like Linq's contact card endpoint, for development and tests.
//!
//! Its rules (E.164, merge, write budget) are written independently of the package's core, so that a mistake there
//! can't pass its own tests.
//!
//! * `api`: the endpoint's rules, a request in and an answer out;
//! * `account`: the cards and the writes, in SQLite (in memory unless a file is given);
//! * `answer`: Linq's answers and error envelopes;
//! * `control`: the routes that only an emulator has: script the next answers, log, clock, settings;
//! * `script`: which scripted answer a request gets;
//! * `wire`: connections, and the faults of scripted answers;
//! * `server`: the routes, put together.

mod account;
mod answer;
mod api;
pub mod config;
mod control;
mod script;
mod server;
mod wire;

pub use server::serve;
