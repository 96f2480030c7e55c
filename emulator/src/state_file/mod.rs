//! The state file, which `--state` names: it stores the account in SQLite.
//!
//! SQLite is the slowest part of the build. Without the Cargo feature `state-file` it isn't built,
//! and `--state` is refused.

#[cfg(feature = "state-file")]
mod sqlite;
#[cfg(not(feature = "state-file"))]
mod unsupported;

#[cfg(feature = "state-file")]
pub use sqlite::{StateFile, StateFileError};
#[cfg(not(feature = "state-file"))]
pub use unsupported::{StateFile, StateFileError};
