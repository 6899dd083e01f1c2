//! `almoner statement`: the same CSV as the API's, to a file or a pipe.

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};

use almoner_reports::csv::dialect::Dialect;
use almoner_store::read::statement::{StatementOf, StatementRequest};
use anyhow::Context as _;
use chrono::NaiveDate;
use clap::{Args, Subcommand};

use crate::cli::progress::spinner;
use crate::cli::session::Session;
use crate::cli::{Failure, Outcome};
use crate::config::{Database, SignIn};
use crate::pieces::{Pieces, SheetError};
use crate::routes::table::BOOKS;
use crate::statement::Sheet;

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

pub(super) fn dialect(text: &str) -> Result<Dialect, String> {
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
        let request = StatementRequest { of: self.of.into(), from, to, known_at: self.known_at };
        let outcome = write(&session, request, self.dialect, self.output.as_deref()).await;
        session.end().await;
        outcome
    }
}

async fn write(
    session: &Session,
    request: StatementRequest,
    dialect: Dialect,
    output: Option<&Path>,
) -> Outcome {
    reads_books(session, "statements")?;
    let sheet = Sheet::begin(&session.app.store, request, dialect).await.map_err(failure)?;
    put(sheet, output).await
}

pub(super) fn reads_books(session: &Session, what: &str) -> Outcome {
    let role = session.identity.role;
    if BOOKS.contains(&role) {
        Ok(())
    } else {
        Err(Failure::Refused(format!("the role {role} does not read {what}")))
    }
}

/// To a new file, or to the standard output.
pub(super) async fn put(mut pieces: impl Pieces, output: Option<&Path>) -> Outcome {
    let Some(path) = output else {
        return copy(&mut pieces, &mut std::io::stdout().lock()).await;
    };
    let unwritable = || format!("cannot write {}", path.display());
    let mut file = File::create_new(path).with_context(unwritable)?;
    let copied = copy(&mut pieces, &mut file).await;
    if copied.is_err() {
        // A file that was cut off must not lie there like a whole one.
        drop(std::fs::remove_file(path));
        return copied;
    }
    file.sync_all().with_context(unwritable)?;
    eprintln!("{} lines in {}", pieces.rows(), path.display());
    Ok(())
}

async fn copy(pieces: &mut impl Pieces, out: &mut impl Write) -> Outcome {
    let spinner = spinner("writing");
    let copied = async {
        while let Some(piece) = pieces.next().await.map_err(failure)? {
            out.write_all(&piece)?;
            spinner.set_message(format!("{} lines", pieces.rows()));
        }
        Ok(out.flush()?)
    };
    let copied = copied.await;
    spinner.finish_and_clear();
    copied
}

pub(super) fn failure(error: SheetError) -> Failure {
    match error {
        SheetError::Absent(_) | SheetError::Dates => Failure::Refused(error.to_string()),
        SheetError::Store(_) | SheetError::Statement(_) | SheetError::Export(_) => {
            Failure::Cannot(error.into())
        }
    }
}
