//! A call, from the caller's input to the outcome, as a machine without IO.
//!
//! [`Call`] is what the caller wants. [`Machine::handle`] takes what has happened, an [`Event`], and returns what to do
//! next, an [`Action`]; the driver does that and comes back with the next event. The machine pulls nothing: the time,
//! randomness and what is stored come in with each event, in a [`Moment`].

mod checks;
mod credentials;
mod environment;
mod machine;
mod message;
mod options;
mod retry;
mod write_budget;

pub use self::checks::{Call, Checked, preview, write_issues};
pub use self::credentials::is_key;
pub use self::environment::Environment;
pub use self::machine::{Action, Event, Machine, Moment, Verdict};
pub use self::message::{read_call, read_event, read_moment};
pub use self::options::{Options, milliseconds};
pub use self::retry::{Attempt, wait_before_retry};
pub use self::write_budget::{HIGHEST_LIMIT, Reported, WriteBudget};
