//! The command line. It has no back door: empty books are opened, a demo is made, and everything else is done as a person
//! who is signed in by a token.

mod call;
mod demo;
mod expire;
mod export;
mod grid;
mod import;
mod init;
mod log;
mod payment_list;
mod progress;
mod report;
mod reports;
mod serve;
mod session;
mod statement;
mod token;
mod trace;
mod user;
mod vault;
mod verify;
mod year;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// The books of a small association's emergency-aid fund.
#[derive(Parser, Debug)]
#[command(
    name = "almoner",
    version,
    max_term_width = 100,
    after_help = "Exit codes: 0 done; 1 refused by the books, or not sound; 2 wrong usage, or it cannot be told."
)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Subcommand, Debug)]
pub enum Command {
    /// Serve the books over HTTP
    Serve(serve::Serve),
    /// Make a year of plainly fictional books and serve them
    Demo(demo::Demo),
    /// Open empty books, with two administrators
    Init(init::Init),
    /// People and the roles they hold
    User(user::User),
    /// Tokens by which people sign in
    Token(token::Token),
    /// Take a CSV of incomes or of needs in, or show what would become of every row
    Import(import::Import),
    /// Give back the reservations whose time has run out
    Expire(expire::Expire),
    /// Payment orders for the bank in one file
    PaymentList(payment_list::PaymentList),
    /// The papers that the law and the accountant want
    Report(reports::Reports),
    /// Count a year, close it by two persons, and issue its papers
    Year(year::Year),
    /// Statements as CSV
    Statement(statement::Statement),
    /// The books as a journal for another program, which checks their sums
    Export(export::Export),
    /// From money to what it paid for, and from help back to who gave
    Trace(trace::Trace),
    /// Money about to end unused, and the needs it would fit
    Expiring(trace::ExpiringMoney),
    /// Anything that the API can do, without a server
    Call(Box<call::Call>),
    /// Check that the books are what was recorded
    Verify(verify::Verify),
    /// The vault in which identities are kept
    Vault(vault::VaultCommand),
    /// Sign the head of the log
    Checkpoint(verify::Checkpoint),
    /// Make a checked copy of the books while they are in use
    Backup(verify::Backup),
    /// Put a backup in the place of the books
    Restore(verify::Restore),
}

/// Why a command of the command line did not do what it was asked.
#[derive(Debug)]
pub enum Failure {
    /// The books said no, or are not sound.
    Refused(String),
    /// It could not be tried, or its outcome cannot be told.
    Cannot(anyhow::Error),
}

impl<E: Into<anyhow::Error>> From<E> for Failure {
    fn from(error: E) -> Self {
        Self::Cannot(error.into())
    }
}

pub type Outcome = Result<(), Failure>;

pub fn run() -> ExitCode {
    stop_with_the_reader();
    let cli = Cli::parse();
    log::begin(matches!(cli.command, Command::Serve(_) | Command::Demo(_)));
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("almoner: the program cannot start: {error}");
            return ExitCode::from(2);
        }
    };
    match runtime.block_on(dispatch(cli.command)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Refused(why)) => {
            eprintln!("almoner: {why}");
            ExitCode::from(1)
        }
        Err(Failure::Cannot(error)) => {
            eprintln!("almoner: {error:#}");
            ExitCode::from(2)
        }
    }
}

/// Who reads no further (`almoner report list | head -1`) has what they wanted: that is no fault to tell of.
fn stop_with_the_reader() {
    let others = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |fault| {
        if fault.payload_as_str().is_some_and(|text| text.starts_with("failed printing to stdout"))
        {
            std::process::exit(0);
        }
        others(fault);
    }));
}

async fn dispatch(command: Command) -> Outcome {
    match command {
        Command::Serve(serve) => serve.run().await,
        Command::Demo(demo) => demo.run().await,
        Command::Init(init) => init.run().await,
        Command::User(user) => user.run().await,
        Command::Token(token) => token.run().await,
        Command::Import(import) => import.run().await,
        Command::Expire(expire) => expire.run().await,
        Command::PaymentList(list) => list.run().await,
        Command::Report(reports) => reports.run().await,
        Command::Year(year) => year.run().await,
        Command::Statement(statement) => statement.run().await,
        Command::Export(export) => export.run().await,
        Command::Trace(trace) => trace.run().await,
        Command::Expiring(expiring) => expiring.run().await,
        Command::Call(call) => call.run().await,
        Command::Verify(verify) => verify.run().await,
        Command::Vault(vault) => vault.run().await,
        Command::Checkpoint(checkpoint) => checkpoint.run().await,
        Command::Backup(backup) => backup.run().await,
        Command::Restore(restore) => restore.run().await,
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_command_line_is_well_formed() {
        Cli::command().debug_assert();
    }
}
