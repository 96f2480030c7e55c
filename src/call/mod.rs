//! A call, from the caller's input to the outcome, as a state machine without IO.
//!
//! [`Call`] has the caller's params and options. A driver passes each [`Event`] of the call to
//! [`Machine::handle`], which returns the [`Action`] that the driver has to do; its result is the
//! next event. The machine reads nothing by itself: the time, a random number and the stored write
//! budget come in with each event, in a [`Moment`].

mod checks;
mod credentials;
mod environment;
mod input;
mod machine;
mod message;
mod options;
mod preview;
mod retry;
mod write_budget;

pub use self::checks::{Check, write_issues};
pub use self::credentials::is_key;
pub use self::environment::Environment;
pub use self::input::Call;
pub use self::machine::{Action, Event, Machine, Moment, Verdict};
pub use self::message::{read_call, read_event, read_moment};
pub use self::options::{Options, milliseconds};
pub use self::preview::preview;
pub use self::retry::{Attempt, wait_before_retry};
pub use self::write_budget::{BudgetReport, HIGHEST_LIMIT, WriteBudget};
