//! Scripted faults: what goes wrong while a response is sent.

use std::io;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::{Response, header};
use emulator_rules::Fault;
use futures_util::stream::{self, StreamExt};

use crate::connection::Reset;

/// The time between two bytes of [`Fault::SlowDrip`].
const DRIP: Duration = Duration::from_millis(10);

/// How long [`Fault::Truncate`] waits: an error at once would end the connection before the first
/// half is sent.
const BEFORE_END: Duration = Duration::from_millis(20);

/// The response as the server is to send it, with the fault.
pub async fn inject(response: Response<Bytes>, fault: Fault) -> Response<Body> {
    let (mut parts, body) = response.into_parts();
    let half = body.slice(..body.len() / 2);
    let half = stream::iter([Ok::<_, io::Error>(half)]);
    let body = match fault {
        Fault::StallHead => std::future::pending().await,
        Fault::StallBody => Body::from_stream(half.chain(stream::pending())),
        Fault::Truncate => {
            let promised = body.len().max(2);
            parts
                .headers
                .insert(header::CONTENT_LENGTH, promised.into());
            let end = stream::once(async {
                tokio::time::sleep(BEFORE_END).await;
                Err(io::Error::other("truncated by script"))
            });
            Body::from_stream(half.chain(end))
        }
        Fault::Reset => {
            parts.extensions.insert(Reset);
            Body::empty()
        }
        Fault::SlowDrip => Body::from_stream(stream::iter(body).then(async |byte| {
            tokio::time::sleep(DRIP).await;
            Ok::<_, io::Error>(Bytes::from(vec![byte]))
        })),
    };
    Response::from_parts(parts, body)
}
