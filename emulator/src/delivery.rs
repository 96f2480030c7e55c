//! The delivery of responses to clients, which may not read them.

use std::time::Duration;

use axum::body::Bytes;
use tokio::sync::watch;
use tokio::time::{Instant, timeout_at};

/// The shortest time for a delivery: a response that reports a timeout has to be delivered, too.
const SHORTEST: Duration = Duration::from_secs(1);

/// An extension of a response: its connection is reset unless it is delivered by a deadline.
#[derive(Clone)]
pub struct Delivery {
    deadline: Instant,
    /// Closes with the end of the delivery.
    end: watch::Receiver<()>,
}

/// A body in memory. It is dropped when the system has all of it, or its connection has ended.
struct Stored<T> {
    body: String,
    _until_delivered: T,
    _end: watch::Sender<()>,
}

impl<T> AsRef<[u8]> for Stored<T> {
    fn as_ref(&self) -> &[u8] {
        self.body.as_bytes()
    }
}

impl Delivery {
    /// Begins the delivery of a body. `until_delivered` is dropped at its end.
    pub fn begin<T: Send + 'static>(
        body: String,
        until_delivered: T,
        deadline: Instant,
    ) -> (Bytes, Self) {
        let (sender, end) = watch::channel(());
        let stored = Stored {
            body,
            _until_delivered: until_delivered,
            _end: sender,
        };
        let delivery = Self {
            deadline: deadline.max(Instant::now() + SHORTEST),
            end,
        };
        (Bytes::from_owner(stored), delivery)
    }

    /// Waits for the end of the delivery, and returns whether it is in time.
    pub async fn ends_in_time(mut self) -> bool {
        timeout_at(self.deadline, self.end.changed()).await.is_ok()
    }
}
