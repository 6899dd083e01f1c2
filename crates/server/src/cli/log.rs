//! Where the log goes: readable lines on a terminal, JSON otherwise, always to standard error.

use std::io::IsTerminal as _;

use tracing_subscriber::EnvFilter;

/// Begins logging; `ALMONER_LOG` says how much, for example `debug` or `info,almoner_server=debug`. Who serves tells what it
/// does; who was asked for one thing tells only what went wrong.
pub(super) fn begin(serves: bool) {
    let usual = if serves { "info,sqlx=warn" } else { "warn" };
    let filter = EnvFilter::try_from_env("ALMONER_LOG").unwrap_or_else(|_| EnvFilter::new(usual));
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    if std::io::stderr().is_terminal() {
        builder.with_target(false).init();
    } else {
        builder.json().flatten_event(true).init();
    }
}
