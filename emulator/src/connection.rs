//! Connections: how they are accepted, served and closed.

use std::convert::Infallible;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, Response};
use hyper::body::Incoming;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::timeout;
use tower::ServiceExt;

/// An extension of a response: the connection is reset instead of the response being sent.
#[derive(Clone)]
pub struct Reset;

/// How long the rest of a refused body is read before the connection is closed.
const LINGER: Duration = Duration::from_secs(1);

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
    loop {
        match listener.accept().await {
            Ok((stream, _)) => {
                tokio::spawn(serve_connection(stream, router.clone(), limits));
            }
            // Of this connection alone, such as a client that is gone before it is served.
            Err(error) => tracing::debug!(%error, "a connection could not be accepted"),
        }
    }
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
            if !is_reset(&response) {
                return Ok(response);
            }
            if let Ok(socket) = socket {
                // Without lingering, closing sends RST.
                let _ = socket.set_linger(Some(Duration::ZERO));
            }
            Err("the connection is reset")
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

fn is_reset(response: &Response<Body>) -> bool {
    response.extensions().get::<Reset>().is_some()
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
