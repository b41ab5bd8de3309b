//! The listener: loopback only, HTTP or HTTPS.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use thiserror::Error;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::config::Config;
use crate::control;
use crate::front::Front;
use crate::guard::Guard;
use crate::ready::Ready;
use crate::record::Recorder;
use crate::tenant::{Tenant, TenantError};
use crate::tls::{Tls, TlsError};

/// How long a connection may take over its handshake or its headers.
const PATIENCE: Duration = Duration::from_secs(30);
/// How long requests may take to finish when the tenant ends.
const FAREWELL: Duration = Duration::from_secs(5);

/// Starts practice tenants.
#[derive(Debug)]
pub struct Server;

/// A tenant that answers. Dropping it ends it too, but does not wait.
#[derive(Debug)]
pub struct Running {
    ready: Ready,
    tenant: Arc<Tenant>,
    stop: CancellationToken,
    connections: TaskTracker,
}

/// The tenant could not be started.
#[derive(Debug, Error)]
pub enum StartError {
    /// The address is none of those whose names the tenant answers to.
    #[error("the practice tenant listens on 127.0.0.1 and [::1] alone, and not on {0}")]
    NotLoopback(SocketAddr),
    /// The address cannot be listened on.
    #[error("cannot listen on {address}: {source}")]
    Listen {
        /// Where.
        address: SocketAddr,
        /// Why.
        source: std::io::Error,
    },
    /// HTTPS.
    #[error(transparent)]
    Tls(#[from] TlsError),
    /// The tenant itself.
    #[error(transparent)]
    Tenant(#[from] TenantError),
    /// Exchanges cannot be written down where they should be.
    #[error("cannot record exchanges: {0}")]
    Record(#[source] std::io::Error),
    /// The work of starting was cut short.
    #[error("the start was cut short")]
    CutShort,
}

impl Server {
    /// Starts a tenant on the current tokio runtime; when this returns,
    /// everything answers. It installs nothing global: no signal handlers, no
    /// logging.
    pub async fn start(config: Config) -> Result<Running, StartError> {
        let address = config.listen;
        let own = [
            IpAddr::from(Ipv4Addr::LOCALHOST),
            IpAddr::from(Ipv6Addr::LOCALHOST),
        ];
        if !own.contains(&address.ip()) {
            return Err(StartError::NotLoopback(address));
        }
        let listener = TcpListener::bind(address)
            .await
            .map_err(|source| StartError::Listen { address, source })?;
        let bound = listener
            .local_addr()
            .map_err(|source| StartError::Listen { address, source })?;
        let tls = config.tls_dir.as_deref().map(Tls::open).transpose()?;
        let recorder = config
            .record
            .as_deref()
            .map(Recorder::open)
            .transpose()
            .map_err(StartError::Record)?;
        let tenant = tokio::task::spawn_blocking(move || Tenant::open(&config))
            .await
            .map_err(|_| StartError::CutShort)??;
        let tenant = Arc::new(tenant);
        let ready = describe(&tenant, bound, tls.as_ref());
        tenant.set_ready(ready.clone());

        let front = Front::new(Arc::clone(&tenant), Guard { tls: tls.is_some() }, recorder);
        let acceptor = tls.map(|tls| TlsAcceptor::from(tls.config));
        let stop = CancellationToken::new();
        let connections = TaskTracker::new();
        connections.spawn(listen(
            listener,
            acceptor,
            front,
            stop.clone(),
            connections.clone(),
        ));
        Ok(Running {
            ready,
            tenant,
            stop,
            connections,
        })
    }
}

impl Running {
    /// Where everything is.
    pub fn ready(&self) -> &Ready {
        &self.ready
    }

    /// The tenant behind it.
    pub fn tenant(&self) -> &Arc<Tenant> {
        &self.tenant
    }

    /// Ends the tenant: no new connections, a short time for open requests.
    pub async fn shutdown(self) {
        self.stop.cancel();
        self.connections.close();
        if tokio::time::timeout(FAREWELL, self.connections.wait())
            .await
            .is_err()
        {
            tracing::warn!("some connections were still open at the end");
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

fn describe(tenant: &Tenant, bound: SocketAddr, tls: Option<&Tls>) -> Ready {
    let origin = match tls {
        Some(_) => format!("https://localhost:{}", bound.port()),
        None => format!("http://{bound}"),
    };
    Ready {
        control: format!("{origin}{}", control::PATH),
        outbox: format!("{origin}/outbox"),
        login: origin.clone(),
        graph: origin,
        ca: tls.map(|tls| tls.ca.clone()),
        control_key: tenant.control_key().to_owned(),
        tenant_id: tenant.id(),
        initial_domain: tenant.read(|view| view.organization().initial_domain().to_owned()),
        client_id: tenant.client_id(),
        client_id_unconsented: tenant.client_id_unconsented(),
        accounts: tenant.accounts().to_vec(),
        pid: std::process::id(),
    }
}

async fn listen(
    listener: TcpListener,
    acceptor: Option<TlsAcceptor>,
    front: Front,
    stop: CancellationToken,
    connections: TaskTracker,
) {
    loop {
        let accepted = tokio::select! {
            () = stop.cancelled() => return,
            accepted = listener.accept() => accepted,
        };
        let stream = match accepted {
            Ok((stream, _)) => stream,
            Err(error) => {
                // Out of file handles, mostly: give connections time to close.
                tracing::warn!(%error, "a connection could not be accepted");
                tokio::time::sleep(Duration::from_millis(50)).await;
                continue;
            }
        };
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "a connection was gone at once");
            continue;
        }
        let (acceptor, front, stop) = (acceptor.clone(), front.clone(), stop.clone());
        connections.spawn(async move {
            match acceptor {
                None => converse(stream, front, stop).await,
                Some(acceptor) => {
                    match tokio::time::timeout(PATIENCE, acceptor.accept(stream)).await {
                        Ok(Ok(stream)) => converse(stream, front, stop).await,
                        Ok(Err(error)) => tracing::debug!(%error, "a TLS handshake failed"),
                        Err(_) => tracing::debug!("a TLS handshake took too long"),
                    }
                }
            }
        });
    }
}

async fn converse<S>(stream: S, front: Front, stop: CancellationToken)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let service = service_fn(move |request| {
        let front = front.clone();
        async move { front.answer(request).await }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(PATIENCE)
        .serve_connection(TokioIo::new(stream), service);
    let mut connection = std::pin::pin!(connection);
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        () = stop.cancelled() => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = ended {
        tracing::debug!(%error, "a connection ended early");
    }
}
