//! `almoner statement`: the same CSV as the API's, to a file or a pipe.

use std::io::Write as _;
use std::path::PathBuf;

use almoner_reports::csv::dialect::Dialect;
use almoner_store::read::statement::{StatementOf, StatementRequest};
use anyhow::Context as _;
use chrono::NaiveDate;
use clap::{Args, Subcommand};

use crate::cli::session::Session;
use crate::cli::{Failure, Outcome};
use crate::config::{Database, SignIn};
use crate::routes::table::BOOKS;
use crate::statement::{Sheet, SheetError};

/// Writes a statement as CSV: opening balance, every line, closing balance, control totals and row count.
#[derive(Args, Debug)]
pub struct Statement {
    #[command(flatten)]
    database: Database,
    #[command(flatten)]
    sign_in: SignIn,
    #[command(subcommand)]
    of: Of,
    /// The first day, as 2026-01-31
    #[arg(long, global = true)]
    from: Option<NaiveDate>,
    /// The last day
    #[arg(long, global = true)]
    to: Option<NaiveDate>,
    /// As the log knew the books at this act
    #[arg(long, global = true, value_name = "SEQ")]
    known_at: Option<i64>,
    /// data (for programs) or excel-mk (for Excel as set up in Macedonia)
    #[arg(long, global = true, default_value = "data", value_parser = dialect)]
    dialect: Dialect,
    /// Write to this new file instead of the standard output
    #[arg(long, short, global = true, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Subcommand, Debug)]
enum Of {
    /// Every posting of an account
    Account { code: String },
    /// An account with the numbers of its cash slips
    CashBook { code: String },
    /// What a fund has, by number
    Fund { fund: i64 },
    /// What a source gave, by number
    Source { source: i64 },
    /// What came under an agreement and what became of it, by number
    Agreement { agreement: i64 },
    /// Every entry with all its lines
    Journal,
}

fn dialect(text: &str) -> Result<Dialect, String> {
    Dialect::parse(text).ok_or_else(|| "a dialect is data or excel-mk".to_owned())
}

impl From<Of> for StatementOf {
    fn from(of: Of) -> Self {
        match of {
            Of::Account { code } => Self::Account { account: code, fund: None },
            Of::CashBook { code } => Self::CashBook { account: code },
            Of::Fund { fund } => Self::Fund { fund },
            Of::Source { source } => Self::Source { source },
            Of::Agreement { agreement } => Self::Agreement { agreement },
            Of::Journal => Self::Journal,
        }
    }
}

impl Statement {
    pub(super) async fn run(self) -> Outcome {
        let (Some(from), Some(to)) = (self.from, self.to) else {
            return Err(Failure::Cannot(anyhow::anyhow!(
                "a statement needs its days: --from and --to"
            )));
        };
        let session = Session::begin(&self.database, &self.sign_in).await?;
        if !BOOKS.contains(&session.identity.role) {
            return Err(Failure::Refused(format!(
                "the role {} does not read statements",
                session.identity.role
            )));
        }
        let mut out: Box<dyn std::io::Write> = match &self.output {
            Some(path) => {
                let file = std::fs::File::create_new(path);
                Box::new(file.with_context(|| format!("cannot write {}", path.display()))?)
            }
            None => Box::new(std::io::stdout().lock()),
        };
        let request = StatementRequest { of: self.of.into(), from, to, known_at: self.known_at };
        let sheet = Sheet::begin(&session.app.store, request, self.dialect).await;
        let mut sheet = sheet.map_err(|error| match error {
            SheetError::Absent(_) | SheetError::Dates => Failure::Refused(error.to_string()),
            SheetError::Store(_) | SheetError::Statement(_) => Failure::Cannot(error.into()),
        })?;
        while let Some(piece) = sheet.next().await? {
            out.write_all(&piece)?;
        }
        out.flush()?;
        session.end().await;
        Ok(())
    }
}
