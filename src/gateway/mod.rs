//! The gateway: a reverse proxy on the dashboard's own server. It holds the key, which opens
//! every line it covers and so must not be in a page. A page sends the gateway the same requests
//! as to Linq, with the user's session in place of the key.
//!
//! An [`Exchange`] is the state of one request. [`next_step`] reads it and returns the [`Step`]
//! that the host has to do; the host does it, reports the result to the exchange, and calls
//! `next_step` again. The exchange checks each result when it is reported, and stores the checked
//! form.
//!
//! So the order of the checks is written once, for every host: the body is read after the user is
//! known, slots are reserved after everything is checked, and a request is forwarded after its
//! slots are reserved. The request to Linq is built from checked values; nothing of the page's
//! request is copied into it unchecked.

mod body;
mod cards;
mod checked_request;
mod checks;
mod concurrent_lists;
mod config;
mod exchange;
mod forwarded;
mod image_url;
mod limits;
mod log;
mod origin;
mod percent_encoding;
mod refusal;
mod request;
mod response;
mod secrets;
mod session;
mod sliding_window;
mod slots;
mod step;
mod upstream;
mod upstream_url;

pub use self::body::BodyRead;
pub use self::concurrent_lists::{ConcurrentLists, ListsInFlight};
pub use self::config::{Config, Host};
pub use self::exchange::Exchange;
pub use self::limits::{Limit, Limits};
pub use self::refusal::Refusal;
pub use self::request::RequestHead;
pub use self::response::Response;
pub use self::session::{Authorized, Session};
pub use self::sliding_window::{SlidingWindow, reserve_slots};
pub use self::slots::{Reservation, STORE_TIMEOUT, Slot};
pub use self::step::{Step, next_step};
pub use self::upstream::{Received, UpstreamRequest, UpstreamResponse};
