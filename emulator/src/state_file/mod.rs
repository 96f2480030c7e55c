//! The state file, which `--state` names: it stores the account in SQLite.
//!
//! SQLite takes longer to build than the rest of the emulator. Without the Cargo feature `state-file` the emulator has
//! no state files, and refuses `--state`.

#[cfg(feature = "state-file")]
mod sqlite;
#[cfg(not(feature = "state-file"))]
mod unsupported;

#[cfg(feature = "state-file")]
pub use sqlite::{StateFile, StateFileError};
#[cfg(not(feature = "state-file"))]
pub use unsupported::{StateFile, StateFileError};
