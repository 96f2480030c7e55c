//! One request to Linq, on a connection of its own: a request on a connection that was kept open may have to be repeated
//! where the other side closes it, and a write is never repeated. Redirects aren't followed, proxies aren't asked.

use std::sync::{Arc, LazyLock};
use std::time::SystemTime;

use axum::body::Body;
use axum::http::response::Parts;
use axum::http::{HeaderName, HeaderValue, Request, Uri, header};
use contact_card::gateway::{BodyRead, UpstreamRequest, UpstreamResponse};
use contact_card::wire::Encoder;
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio::time::{Instant, timeout_at};
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

use super::reading::read;

/// What came of a request.
pub enum Outcome {
    Response {
        head: Parts,
        received_at: SystemTime,
        body: BodyRead,
    },
    /// No response, and what went wrong: never what was sent.
    Unreachable(String),
    Late,
}

impl Outcome {
    /// The same, as the core takes it.
    pub fn to_core(&self) -> UpstreamResponse {
        match self {
            Self::Response {
                head,
                received_at,
                body,
            } => UpstreamResponse::received(&encode_head(head, *received_at), body),
            Self::Unreachable(_) => UpstreamResponse::Unreachable,
            Self::Late => UpstreamResponse::Late,
        }
    }

    /// Why there is no response, for the log.
    pub fn failure(&self) -> Option<&str> {
        match self {
            Self::Unreachable(failure) => Some(failure),
            _ => None,
        }
    }
}

/// The report of a response's head: see the core's `Response::head`.
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

/// What Linq is asked through.
pub struct Upstream {
    /// Made where a URL asks for it: the local Linq's doesn't.
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

type Error = Box<dyn std::error::Error + Send + Sync>;

impl Upstream {
    /// Sends a request once and reads the response.
    pub async fn send(&self, request: &UpstreamRequest, deadline: Instant) -> Outcome {
        // What is left of the connection ends with this.
        let mut connections = JoinSet::new();
        let asked = timeout_at(deadline, self.ask(request, &mut connections)).await;
        let (head, body) = match asked {
            Ok(Ok(response)) => response.into_parts(),
            Ok(Err(error)) => return Outcome::Unreachable(error.to_string()),
            Err(_) => return Outcome::Late,
        };
        Outcome::Response {
            head,
            received_at: SystemTime::now(),
            body: read(body, request.longest_body, deadline).await,
        }
    }

    async fn ask(
        &self,
        request: &UpstreamRequest,
        connections: &mut JoinSet<hyper::Result<()>>,
    ) -> Result<axum::http::Response<Body>, Error> {
        let url: Uri = request.url.parse()?;
        let stream = self.connect(&url).await?;
        let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
        connections.spawn(connection);
        let response = sender.send_request(to_http(request, &url)?).await?;
        Ok(response.map(Body::new))
    }

    async fn connect(&self, url: &Uri) -> Result<Box<dyn Stream>, Error> {
        let host = url.host().ok_or("a URL without a host")?;
        // An IPv6 address stands in brackets.
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

/// The request as it goes on the wire, with the host that HTTP asks for.
fn to_http(request: &UpstreamRequest, url: &Uri) -> Result<Request<Body>, Error> {
    let target = url.path_and_query().ok_or("a URL without a path")?;
    let body = request.body.clone().map_or_else(Body::empty, Body::from);
    let mut http = Request::new(body);
    *http.method_mut() = request.method.parse()?;
    *http.uri_mut() = Uri::from(target.clone());
    let headers = http.headers_mut();
    let authority = url.authority().ok_or("a URL without a host")?;
    headers.insert(header::HOST, HeaderValue::from_str(authority.as_str())?);
    for (name, value) in &request.headers {
        headers.insert(HeaderName::try_from(name)?, HeaderValue::from_str(value)?);
    }
    Ok(http)
}
