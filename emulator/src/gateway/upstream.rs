//! Requests to Linq, each on a connection of its own: a connection that is kept open may break
//! before a response, and a write must not be repeated. Redirects aren't followed, and proxies of
//! the environment aren't used.

use std::io;
use std::sync::{Arc, LazyLock};
use std::time::SystemTime;

use axum::body::Body;
use axum::http::response::Parts;
use axum::http::{self, Request, Response, Uri, header};
use contact_card::gateway::{BodyRead, UpstreamRequest, UpstreamResponse};
use contact_card::wire::Encoder;
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio::time::{Instant, timeout_at};
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::pki_types::{InvalidDnsNameError, ServerName};
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

use super::body;

/// The outcome of a request.
pub enum SendOutcome {
    /// A response.
    Response {
        head: Parts,
        received_at: SystemTime,
        body: BodyRead,
    },
    /// No response.
    Failed(SendError),
    /// No response before the deadline.
    Late,
}

/// Why there is no response. The text has nothing of the request.
#[derive(Debug, thiserror::Error)]
pub enum SendError {
    /// The URL has no host or no path.
    #[error("the upstream URL has no host or no path")]
    IncompleteUrl,
    /// The URL can't be parsed.
    #[error("the upstream URL can't be used: {0}")]
    Url(#[from] http::uri::InvalidUri),
    /// The host's name isn't one that a certificate can have.
    #[error("the upstream host can't be used: {0}")]
    Host(#[from] InvalidDnsNameError),
    /// The request can't be sent over HTTP.
    #[error("the request can't be sent: {0}")]
    Request(#[from] http::Error),
    /// There is no connection, or no TLS on it.
    #[error("no connection to the upstream: {0}")]
    Connect(#[from] io::Error),
    /// The connection broke, or what was received isn't HTTP.
    #[error("no response from the upstream: {0}")]
    Http(#[from] hyper::Error),
}

impl SendOutcome {
    /// The outcome as the core reads it.
    pub fn to_core(&self) -> UpstreamResponse<'_> {
        match self {
            Self::Response {
                head,
                received_at,
                body,
            } => UpstreamResponse::received(&encode_head(head, *received_at), body),
            Self::Failed(_) => UpstreamResponse::Unreachable,
            Self::Late => UpstreamResponse::Late,
        }
    }

    /// Why there is no response, for the log.
    pub fn failure(&self) -> Option<&SendError> {
        match self {
            Self::Failed(error) => Some(error),
            _ => None,
        }
    }
}

/// The head of a response, encoded for the core's `UpstreamResponse::received`.
fn encode_head(head: &Parts, received_at: SystemTime) -> Vec<u8> {
    let header = |name| head.headers.get(name).and_then(|value| value.to_str().ok());
    let retry_after = header("retry-after");
    let retry_at = retry_after.and_then(|date| httpdate::parse_http_date(date).ok());
    let mut encoder = Encoder::new();
    encoder.object(|report| {
        report.text("status").number(head.status.as_u16());
        report.text("retryAfter").optional_text(retry_after);
        if let Some(retry_at) = retry_at {
            let wait = retry_at.duration_since(received_at).unwrap_or_default();
            report.text("retryIn").number(wait.as_secs_f64().ceil());
        }
        for (name, header_name) in [
            ("traceId", "x-trace-id"),
            ("shouldRetry", "x-should-retry"),
            ("writeBudget", "x-write-budget"),
        ] {
            report.text(name).optional_text(header(header_name));
        }
    });
    encoder.finish()
}

/// A byte stream, with or without TLS.
trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}
impl<S: AsyncRead + AsyncWrite + Send + Unpin> Stream for S {}

/// The client of Linq.
pub struct Upstream {
    /// Set up for the first `https` URL: the emulator's own endpoint has none.
    tls: LazyLock<TlsConnector>,
}

impl Default for Upstream {
    fn default() -> Self {
        Self {
            tls: LazyLock::new(|| {
                let roots =
                    RootCertStore::from_iter(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
                let config = ClientConfig::builder()
                    .with_root_certificates(roots)
                    .with_no_client_auth();
                TlsConnector::from(Arc::new(config))
            }),
        }
    }
}

impl Upstream {
    /// Sends a request once and reads the response.
    pub async fn send(&self, request: &UpstreamRequest, deadline: Instant) -> SendOutcome {
        // Dropping this closes the connection.
        let mut connections = JoinSet::new();
        let response = self.response(request, &mut connections);
        let (head, body) = match timeout_at(deadline, response).await {
            Ok(Ok(response)) => response.into_parts(),
            Ok(Err(error)) => return SendOutcome::Failed(error),
            Err(_) => return SendOutcome::Late,
        };
        SendOutcome::Response {
            head,
            received_at: SystemTime::now(),
            body: body::read(body, request.longest_body, deadline).await,
        }
    }

    async fn response(
        &self,
        request: &UpstreamRequest,
        connections: &mut JoinSet<hyper::Result<()>>,
    ) -> Result<Response<Body>, SendError> {
        let url: Uri = request.url.parse()?;
        let stream = self.connect(&url).await?;
        let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
        connections.spawn(connection);
        let response = sender.send_request(to_http(request, &url)?).await?;
        Ok(response.map(Body::new))
    }

    async fn connect(&self, url: &Uri) -> Result<Box<dyn Stream>, SendError> {
        let host = url.host().ok_or(SendError::IncompleteUrl)?;
        // A URL has an IPv6 address in brackets.
        let host = host.trim_matches(['[', ']']);
        let is_secure = url.scheme_str() == Some("https");
        let port = url.port_u16().unwrap_or(if is_secure { 443 } else { 80 });
        let stream = TcpStream::connect((host, port)).await?;
        stream.set_nodelay(true)?;
        if !is_secure {
            return Ok(Box::new(stream));
        }
        let name = ServerName::try_from(host.to_owned())?;
        Ok(Box::new(self.tls.connect(name, stream).await?))
    }
}

/// The request over HTTP, with the header `host`.
fn to_http(request: &UpstreamRequest, url: &Uri) -> Result<Request<Body>, SendError> {
    let target = url.path_and_query().ok_or(SendError::IncompleteUrl)?;
    let host = url.authority().ok_or(SendError::IncompleteUrl)?;
    let mut http = Request::builder()
        .method(request.method.as_str())
        .uri(Uri::from(target.clone()))
        .header(header::HOST, host.as_str());
    for (name, value) in &request.headers {
        http = http.header(name, value);
    }
    let body = request.body.clone().map_or_else(Body::empty, Body::from);
    Ok(http.body(body)?)
}
