//! Where the log goes: readable lines on a terminal, JSON otherwise, always to standard error.

use std::io::IsTerminal as _;

use tracing_subscriber::EnvFilter;

/// Begins logging; `ALMONER_LOG` says how much, for example `debug` or `info,almoner_server=debug`.
pub(super) fn begin() {
    let filter =
        EnvFilter::try_from_env("ALMONER_LOG").unwrap_or_else(|_| EnvFilter::new("info,sqlx=warn"));
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    if std::io::stderr().is_terminal() {
        builder.with_target(false).init();
    } else {
        builder.json().flatten_event(true).init();
    }
}
