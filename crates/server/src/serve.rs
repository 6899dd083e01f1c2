//! Listening: the socket, TLS, and an end that finishes what has begun.

use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use anyhow::Context as _;
use axum_server::Handle;
use axum_server::tls_rustls::RustlsConfig;

use crate::app::App;
use crate::config::{Listening, Protection};
use crate::routes::service;

/// How long requests that have begun may take once the program is asked to stop.
const STOP_WITHIN: Duration = Duration::from_secs(20);
/// How long a connection may take to send its first request.
const FIRST_REQUEST_WITHIN: Duration = Duration::from_secs(15);

/// Serves until SIGTERM or SIGINT, then answers what has begun and finishes every started write.
pub async fn serve(
    app: App,
    listening: &Listening,
    ready: impl FnOnce(SocketAddr),
) -> anyhow::Result<()> {
    let tls = match listening.protection()? {
        Protection::Plain => None,
        Protection::Tls { certificate, key } => Some(certified(&certificate, &key).await?),
    };
    let listener = std::net::TcpListener::bind(listening.listen)
        .with_context(|| format!("cannot listen on {}", listening.listen))?;
    listener.set_nonblocking(true)?;
    let address = listener.local_addr()?;
    let handle = Handle::new();
    tokio::spawn(stop_on_signal(handle.clone()));
    let held = app.clone();
    crate::watch::begin(app.clone());
    let service = service(app).into_make_service();
    ready(address);
    match tls {
        None => {
            axum_server::from_tcp(listener)?
                .first_request_timeout(FIRST_REQUEST_WITHIN)
                .handle(handle)
                .serve(service)
                .await?;
        }
        Some(tls) => {
            axum_server::from_tcp_rustls(listener, tls)?
                .first_request_timeout(FIRST_REQUEST_WITHIN)
                .handle(handle)
                .serve(service)
                .await?;
        }
    }
    if tokio::time::timeout(STOP_WITHIN, held.close()).await.is_err() {
        tracing::warn!(
            "some writes did not finish in time; whoever asked repeats them with the same key"
        );
    }
    tracing::info!("stopped");
    Ok(())
}

async fn certified(certificate: &Path, key: &Path) -> anyhow::Result<RustlsConfig> {
    // Another part of the process may have chosen a provider already, which is as good.
    let _ = rustls::crypto::ring::default_provider().install_default();
    RustlsConfig::from_pem_file(certificate, key).await.with_context(|| {
        format!(
            "cannot read the certificate {} with the key {}",
            certificate.display(),
            key.display()
        )
    })
}

async fn stop_on_signal(handle: Handle<SocketAddr>) {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => drop(signal.recv().await),
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! {
        _ = interrupt => {}
        () = terminate => {}
    }
    tracing::info!("stopping: finishing what has begun");
    handle.graceful_shutdown(Some(STOP_WITHIN));
}
