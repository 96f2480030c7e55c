//! The server: its listener, its routes, and what it prints at the start.

use std::fmt;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use tokio::net::TcpListener;

use crate::clock::Clock;
use crate::config::Config;
use crate::connection::{self, Limits};
use crate::error::Error;
use crate::gateway::{Gateway, upstream_url};
use crate::routes;
use crate::state::AppState;

/// The shortest time for which a connection may stay open without a request.
const MIN_IDLE: Duration = Duration::from_secs(5);

/// A server that listens, ready to serve.
pub struct Server {
    listener: TcpListener,
    address: SocketAddr,
    router: Router,
    limits: Limits,
    notes: Vec<String>,
}

/// Shows nothing of the gateway, which has a key.
impl fmt::Debug for Server {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Server").finish_non_exhaustive()
    }
}

impl Server {
    /// Listens, and sets up what the flags demand.
    ///
    /// # Errors
    /// The address, the flags or their files can't be used.
    pub async fn bind(config: Config) -> Result<Self, Error> {
        let listen_error = |source| Error::Listen {
            address: config.listen,
            source,
        };
        let listener = TcpListener::bind(config.listen).await;
        let listener = listener.map_err(listen_error)?;
        let address = listener.local_addr().map_err(listen_error)?;

        let clock = Arc::new(Clock::new());
        let hosts = Arc::new(config.hosts(address));
        let gateway = Arc::new(Gateway::new(&config, address, &hosts, clock.clone())?);
        let config = Arc::new(config);
        let limits = Limits {
            keep_alive: !config.close_connections,
            head_timeout: gateway.timeout().max(MIN_IDLE),
        };
        let mut groups = routes::page(&gateway, config.www.as_deref());
        let notes = if config.live {
            let upstream = upstream_url(&config, address);
            let warning =
                format!("LIVE: what the page saves changes real contact cards, at {upstream}");
            vec![warning]
        } else {
            let notes = config.assumptions();
            groups.extend(routes::linq(&AppState::new(config, clock, gateway)?));
            notes
        };
        Ok(Self {
            listener,
            address,
            router: routes::router(groups, &hosts),
            limits,
            notes,
        })
    }

    /// The address, with the port that the system chose where port 0 was demanded.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// What a user should know: what is assumed about Linq, or that changes are real.
    #[must_use]
    pub fn notes(&self) -> &[String] {
        &self.notes
    }

    /// Serves forever.
    pub async fn serve(self) {
        connection::serve(self.listener, self.router, self.limits).await;
    }
}
