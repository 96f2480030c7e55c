//! State files of an emulator that is built without them.

use std::convert::Infallible;
use std::path::Path;

use emulator_rules::{Account, Change};

/// `--state` was used.
#[derive(Debug, thiserror::Error)]
#[error(
    "--state needs an emulator with the Cargo feature `state-file`, which this one was built without: \
     build it with `cargo build --package emulator`"
)]
pub struct StateFileError;

/// There is no such file.
pub struct StateFile(Infallible);

impl StateFile {
    /// Refuses to open a state file.
    pub fn open(_: &Path) -> Result<(Self, Account), StateFileError> {
        Err(StateFileError)
    }

    pub fn save(&mut self, _: &Change) -> Result<(), StateFileError> {
        match self.0 {}
    }

    pub fn replace(&mut self, _: &Account) -> Result<(), StateFileError> {
        match self.0 {}
    }
}
