//! Connections, and what a scripted fault does to them.

use std::convert::Infallible;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::{Response, header};
use futures_util::stream::{self, StreamExt};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::timeout;
use tower::ServiceExt;

use crate::script::Fault;

/// Marks a response whose connection is to be reset instead.
#[derive(Clone)]
struct Reset;

/// How long what is left of a refused body is read.
const LINGER: Duration = Duration::from_secs(1);

/// Serves connections until the listener fails. A connection ends when a request's head takes longer than `head_timeout`.
pub async fn accept(
    listener: TcpListener,
    router: Router,
    keep_alive: bool,
    head_timeout: Duration,
) -> std::io::Result<()> {
    loop {
        // A client that is gone before it is served is no reason to stop.
        if let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(connection(stream, router.clone(), keep_alive, head_timeout));
        }
    }
}

async fn connection(stream: TcpStream, router: Router, keep_alive: bool, head_timeout: Duration) {
    let Ok(socket) = socket2::SockRef::from(&stream).try_clone() else {
        return;
    };
    let service =
        hyper::service::service_fn(move |request: hyper::Request<hyper::body::Incoming>| {
            let router = router.clone();
            let resets = socket.try_clone();
            async move {
                let Ok::<_, Infallible>(response) = router.oneshot(request.map(Body::new)).await;
                if response.extensions().get::<Reset>().is_some() {
                    if let Ok(socket) = resets {
                        // Without lingering, closing sends RST.
                        let _ = socket.set_linger(Some(Duration::ZERO));
                    }
                    return Err("reset by script");
                }
                Ok(response)
            }
        });
    let served = hyper::server::conn::http1::Builder::new()
        .keep_alive(keep_alive)
        .timer(TokioTimer::new())
        .header_read_timeout(head_timeout)
        .serve_connection(TokioIo::new(stream), service)
        .without_shutdown()
        .await;
    if let Ok(parts) = served {
        linger(parts.io.into_inner()).await;
    }
}

/// Ends a connection on which a body may still be arriving: closed at once, it would be reset, and the answer lost.
async fn linger(mut stream: TcpStream) {
    let _ = stream.shutdown().await;
    let mut rest = vec![0; 65_536];
    let _ = timeout(LINGER, async {
        while matches!(stream.read(&mut rest).await, Ok(length) if length > 0) {}
    })
    .await;
}

/// Puts an answer on the wire as the script wants it.
pub async fn break_off(
    response: Response<Body>,
    body: Bytes,
    fault: Option<Fault>,
) -> Response<Body> {
    let (mut parts, _) = response.into_parts();
    let half = body.slice(..body.len() / 2);
    let first = |bytes: Bytes| stream::iter([Ok::<_, std::io::Error>(bytes)]);
    match fault {
        None => Response::from_parts(parts, Body::from(body)),
        Some(Fault::StallHead) => std::future::pending().await,
        Some(Fault::StallBody) => Response::from_parts(
            parts,
            Body::from_stream(first(half).chain(stream::pending())),
        ),
        Some(Fault::Truncate) => {
            parts
                .headers
                .insert(header::CONTENT_LENGTH, body.len().max(2).into());
            let end = stream::once(async {
                // An error at once would end the connection before the first half is on its way.
                tokio::time::sleep(Duration::from_millis(20)).await;
                Err(std::io::Error::other("truncated by script"))
            });
            Response::from_parts(parts, Body::from_stream(first(half).chain(end)))
        }
        Some(Fault::Reset) => {
            parts.extensions.insert(Reset);
            Response::from_parts(parts, Body::empty())
        }
        Some(Fault::SlowDrip) => {
            let bytes = stream::iter(0..body.len()).then(move |index| {
                let byte = body.slice(index..=index);
                async move {
                    tokio::time::sleep(Duration::from_millis(10)).await;
                    Ok::<_, std::io::Error>(byte)
                }
            });
            Response::from_parts(parts, Body::from_stream(bytes))
        }
    }
}
