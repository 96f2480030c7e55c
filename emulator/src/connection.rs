//! Connections: how they are accepted, served and closed.

use std::convert::Infallible;
use std::io;
use std::net::Shutdown;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use hyper::body::Incoming;
use hyper_util::rt::{TokioIo, TokioTimer};
use socket2::Socket;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{sleep, timeout};
use tower::ServiceExt;

use crate::delivery::Delivery;

/// An extension of a response: the connection is reset instead of the response being sent.
#[derive(Clone)]
pub struct Reset;

/// How long the rest of a refused body is read before the connection is closed.
const LINGER: Duration = Duration::from_secs(1);

/// How long no connection is accepted where the system has no room for one more.
const PAUSE: Duration = Duration::from_millis(100);

/// How a connection is served.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Whether a connection may carry more than one request.
    pub keep_alive: bool,
    /// A connection is closed when the head of a request takes longer.
    pub head_timeout: Duration,
}

/// Serves connections forever.
pub async fn serve(listener: TcpListener, router: Router, limits: Limits) {
    let mut has_warned = false;
    loop {
        match listener.accept().await {
            Ok((stream, _)) => {
                tokio::spawn(serve_connection(stream, router.clone(), limits));
            }
            Err(error) if is_of_connection(&error) => {
                tracing::debug!(%error, "a connection could not be accepted");
            }
            Err(error) => {
                if !has_warned {
                    tracing::warn!(%error, "connections wait until others are closed");
                    has_warned = true;
                }
                tracing::debug!(%error, "no connection could be accepted");
                sleep(PAUSE).await;
            }
        }
    }
}

/// Whether an error is of one connection alone, such as that of a client that is gone before it is
/// served. Any other, such as the limit of open files, would be returned again at once.
fn is_of_connection(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset, Interrupted};
    matches!(
        error.kind(),
        ConnectionAborted | ConnectionRefused | ConnectionReset | Interrupted
    )
}

async fn serve_connection(stream: TcpStream, router: Router, limits: Limits) {
    let Ok(socket) = socket2::SockRef::from(&stream).try_clone() else {
        return;
    };
    let service = hyper::service::service_fn(move |request: Request<Incoming>| {
        let router = router.clone();
        let socket = socket.try_clone();
        async move {
            let Ok::<_, Infallible>(response) = router.oneshot(request.map(Body::new)).await;
            let is_reset = response.extensions().get::<Reset>().is_some();
            let delivery = response.extensions().get::<Delivery>().cloned();
            if let Ok(socket) = socket {
                if is_reset {
                    reset_when_closed(&socket);
                } else if let Some(delivery) = delivery {
                    tokio::spawn(supervise(delivery, socket));
                }
            }
            if is_reset {
                return Err("the connection is reset");
            }
            Ok(response)
        }
    });
    let served = hyper::server::conn::http1::Builder::new()
        .keep_alive(limits.keep_alive)
        .timer(TokioTimer::new())
        .header_read_timeout(limits.head_timeout)
        .serve_connection(TokioIo::new(stream), service)
        .without_shutdown()
        .await;
    match served {
        Ok(parts) => close(parts.io.into_inner()).await,
        Err(error) => tracing::debug!(%error, "a connection ended early"),
    }
}

/// Ends the connection of a response that isn't delivered in time.
async fn supervise(delivery: Delivery, socket: Socket) {
    if !delivery.ends_in_time().await {
        reset_when_closed(&socket);
        let _ = socket.shutdown(Shutdown::Both);
    }
}

/// Makes the end of a connection a reset: without lingering, closing sends RST.
fn reset_when_closed(socket: &Socket) {
    let _ = socket.set_linger(Some(Duration::ZERO));
}

/// Closes a connection on which a body may still be arriving. Closed at once, it would be reset,
/// and the response lost.
async fn close(mut stream: TcpStream) {
    let _ = stream.shutdown().await;
    let mut rest = vec![0; 65_536];
    let read_rest =
        async { while matches!(stream.read(&mut rest).await, Ok(length) if length > 0) {} };
    let _ = timeout(LINGER, read_rest).await;
}
