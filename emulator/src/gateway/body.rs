//! Bodies, read up to a length and until a deadline.

use axum::body::Body;
use contact_card::gateway::BodyRead;
use futures_util::StreamExt;
use tokio::time::{Instant, timeout_at};

/// Reads a body to its end, but no more than `limit` bytes and not after the deadline.
pub async fn read(body: Body, limit: u32, deadline: Instant) -> BodyRead {
    let mut chunks = body.into_data_stream();
    let mut bytes = Vec::new();
    loop {
        match timeout_at(deadline, chunks.next()).await {
            Err(_) => return BodyRead::Late,
            Ok(None) => return BodyRead::Whole(bytes),
            Ok(Some(Err(_))) => return BodyRead::Broken,
            Ok(Some(Ok(chunk))) if bytes.len() + chunk.len() > limit as usize => {
                return BodyRead::TooLong;
            }
            Ok(Some(Ok(chunk))) => bytes.extend_from_slice(&chunk),
        }
    }
}
