//! `almoner export`: the books for other programs, the same bytes as the API's.

use std::path::PathBuf;

use almoner_reports::export::Format;
use almoner_reports::language::Language;
use chrono::NaiveDate;
use clap::{Args, ValueEnum};

use crate::cli::Outcome;
use crate::cli::reports::{self, language};
use crate::cli::session::Session;
use crate::cli::statement::{failure, put, reads_books};
use crate::config::{Database, SignIn};
use crate::export;
use crate::pieces::Whole;
use crate::reporting::open_data::{OpenFormat, OpenWanted};

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
    /// For a journal: the entries of one fund alone, by its code
    #[arg(long)]
    fund: Option<String>,
    /// For 360Giving: the prefix that its keepers gave the association
    #[arg(long)]
    prefix: Option<String>,
    /// mk, en or sq, for the names of accounts and needs
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
    /// Grants as open data in JSON: organisations one by one, people as sums of ripe quarters
    #[value(name = "360giving")]
    Grants,
    /// The same grants as a table
    #[value(name = "360giving-csv")]
    GrantsCsv,
    /// Funds as the activities of IATI 2.03, with what came in and went out in ripe quarters
    Iati,
    /// The association as IATI 2.03 wants it, with its aid by quarter
    IatiOrganisation,
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
            Program::Grants => return self.tell(session, OpenFormat::Grants).await,
            Program::GrantsCsv => return self.tell(session, OpenFormat::GrantsCsv).await,
            Program::Iati => return self.tell(session, OpenFormat::Activities).await,
            Program::IatiOrganisation => {
                return self.tell(session, OpenFormat::Organisation).await;
            }
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

    async fn tell(self, session: &Session, format: OpenFormat) -> Outcome {
        let Self { from, to, prefix, language, .. } = self;
        let wanted = OpenWanted { format, from, to, prefix, language };
        let made = session.app.open_data(&wanted).await.map_err(reports::failure)?;
        put(Whole::of(made), self.output.as_deref()).await
    }
}
