//! Bodies, read up to a number of bytes and a moment.

use axum::body::Body;
use contact_card::gateway::BodyRead;
use futures_util::StreamExt;
use tokio::time::{Instant, timeout_at};

/// What came of reading a body.
pub enum Read {
    Whole(Vec<u8>),
    TooLong,
    Late,
    Broken,
}

impl Read {
    /// Reads to the end, or no further than `limit` bytes and the deadline.
    pub async fn all(body: Body, limit: u32, deadline: Instant) -> Self {
        let mut chunks = body.into_data_stream();
        let mut bytes = Vec::new();
        loop {
            match timeout_at(deadline, chunks.next()).await {
                Err(_) => return Self::Late,
                Ok(None) => return Self::Whole(bytes),
                Ok(Some(Err(_))) => return Self::Broken,
                Ok(Some(Ok(chunk))) if bytes.len() + chunk.len() > limit as usize => {
                    return Self::TooLong;
                }
                Ok(Some(Ok(chunk))) => bytes.extend_from_slice(&chunk),
            }
        }
    }

    /// The same, as the core takes it.
    pub fn as_core(&self) -> BodyRead<'_> {
        match self {
            Self::Whole(bytes) => BodyRead::Whole(bytes),
            Self::TooLong => BodyRead::TooLong,
            Self::Late => BodyRead::Late,
            Self::Broken => BodyRead::Broken,
        }
    }
}
