//! `almoner export`: the books for other programs, the same bytes as the API's.

use std::path::PathBuf;

use almoner_reports::export::Format;
use almoner_reports::language::Language;
use chrono::NaiveDate;
use clap::{Args, ValueEnum};

use crate::cli::Outcome;
use crate::cli::reports::language;
use crate::cli::session::Session;
use crate::cli::statement::{failure, put, reads_books};
use crate::config::{Database, SignIn};
use crate::export;

#[derive(Args, Debug)]
pub struct Export {
    #[command(flatten)]
    database: Database,
    #[command(flatten)]
    sign_in: SignIn,
    /// For which program
    format: Program,
    /// The first day, as 2026-01-31
    #[arg(long)]
    from: NaiveDate,
    /// The last day
    #[arg(long)]
    to: NaiveDate,
    /// The entries of one fund alone: its code
    #[arg(long)]
    fund: Option<String>,
    /// mk, en or sq, for the accounts' names
    #[arg(long, default_value = "mk", value_parser = language)]
    language: Language,
    /// Write to this new file instead of the standard output
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Program {
    /// A journal that `hledger check -s` proves
    Hledger,
    /// A journal that `bean-check` proves
    Beancount,
}

impl Export {
    pub(super) async fn run(self) -> Outcome {
        let session = Session::begin(&self.database, &self.sign_in).await?;
        let outcome = self.write(&session).await;
        session.end().await;
        outcome
    }

    async fn write(self, session: &Session) -> Outcome {
        reads_books(session, "the books")?;
        let format = match self.format {
            Program::Hledger => Format::Hledger,
            Program::Beancount => Format::Beancount,
        };
        let wanted = export::Wanted {
            format,
            from: self.from,
            to: self.to,
            fund: self.fund,
            language: self.language,
        };
        let begun = export::Export::begin(&session.app.store, &wanted).await;
        put(begun.map_err(failure)?, self.output.as_deref()).await
    }
}
