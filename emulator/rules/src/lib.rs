//! The rules of Linq's contact card endpoint, as the emulator applies them.
//!
//! [`Emulator::handle`] takes a [`Request`] and the current time, and returns a [`Delivery`]: the
//! [`Response`], and how it is to be delivered. Sockets, files and clocks belong to the host. The
//! account is plain data in memory; a host that persists it saves each [`Change`] before it takes
//! effect.
//!
//! The rules are written independently of the package's core and share no code with it, so that a
//! bug in one of them fails the tests of the other. Their sources are the API's reference page and
//! the vendor's other documentation; where those are silent, [`Config`] has a setting.
//!
//! * `emulator`: one request, from its arrival to its response;
//! * `endpoint`: the outcome of a request, and the change that it makes;
//! * `fields`: the fields of a request's body;
//! * `query`: the query of a request's target;
//! * `account`: the cards, and the writes that count against the write budget;
//! * `response`: responses and error envelopes;
//! * `script`: scripted responses, for tests;
//! * `request_log`: the requests that reached the endpoint;
//! * `config`: the API key, and what the documentation leaves open.

#![forbid(unsafe_code)]

mod account;
mod config;
mod emulator;
mod endpoint;
mod fields;
mod query;
mod request_log;
mod response;
mod script;

pub use account::{Account, Card, CardStatus, Change, Millis, WRITE_WINDOW};
pub use config::{ApiKey, Config};
pub use emulator::{Delivery, Emulator, NotSaved};
pub use endpoint::{MAX_BODY_BYTES, Request, is_e164};
pub use request_log::{LoggedRequest, RequestId, RequestLog};
pub use response::Response;
pub use script::{Fault, Script, ScriptedResponse};
