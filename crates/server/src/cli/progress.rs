//! Signs of life on a terminal, and nothing in a pipe.

use std::io::IsTerminal as _;
use std::time::Duration;

use indicatif::ProgressBar;

/// For work of which nobody knows how long it takes.
pub(super) fn spinner(what: &'static str) -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let spinner = ProgressBar::new_spinner().with_message(what);
    spinner.enable_steady_tick(Duration::from_millis(100));
    spinner
}
