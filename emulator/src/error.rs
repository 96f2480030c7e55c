//! The errors with which the emulator ends.

use std::net::SocketAddr;

use crate::gateway::GatewayError;
use crate::state_file::StateFileError;

/// Why the emulator can't start, or has to end.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The address of `--listen` can't be listened on.
    #[error("{address} can't be used: {source}. Choose another address with --listen")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// The reason.
        source: std::io::Error,
    },
    /// The gateway's flags, or their files, are wrong.
    #[error(transparent)]
    Gateway(#[from] GatewayError),
    /// The file of `--state` can't be used.
    #[error(transparent)]
    StateFile(#[from] StateFileError),
}
