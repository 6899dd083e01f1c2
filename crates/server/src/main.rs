//! The program `almoner`.

use std::process::ExitCode;

fn main() -> ExitCode {
    almoner_server::cli::run()
}
