//! `almoner import`: a CSV of incomes or of needs, all of it or nothing; `--dry-run` only shows what would become of
//! every row.

mod needs;

use std::path::{Path, PathBuf};

use almoner_ledger::authority::INCOME;
use almoner_ledger::codes::{ImportKind, IncomeKind, SourceKind};
use almoner_ledger::text::Text;
use anyhow::Context as _;
use chrono::NaiveDate;
use clap::Args;

use crate::cli::progress::spinner;
use crate::cli::session::{self, Session};
use crate::cli::{Failure, Outcome};
use crate::config::{Database, SignIn, VaultAt};
use crate::import::profile::{Choices, Profile, StatedRate, names};
use crate::intake::{self, File, IntakeError, Taken};
use crate::routes::imports::query::exclusion;

/// Takes a CSV in, as a whole or not at all, and shows the totals, the rows that were set aside, and how numbers and dates
/// were read. `import FILE` and `import incomes FILE` take incomes, `import requests FILE` a list of needs. What the books know already adds nothing. With --dry-run nothing is recorded.
///
/// Exit code 0: taken in, or nothing in it was new; 1: refused, and the rows that stand in the way are named; 2: the file
/// or the books cannot be read, or what was stated does not fit.
#[derive(Args, Debug)]
pub struct Import {
    #[command(flatten)]
    database: Database,
    #[command(flatten)]
    sign_in: SignIn,
    #[command(flatten)]
    vault: VaultAt,
    /// The file, and before it what it holds: incomes if nothing is said
    #[arg(required = true, num_args = 1..=2, value_names = ["incomes|requests", "FILE"])]
    what: Vec<PathBuf>,
    /// A profile that comes with the program (incomes: generic-utf8, bank-mk-utf8, bank-mk-1251, grants-360giving-gbp;
    /// requests: requests-en, requests-mk) or a profile file
    #[arg(long, value_name = "NAME|FILE")]
    profile: String,
    /// Show what would become of every row, and record nothing
    #[arg(long)]
    dry_run: bool,
    /// Show the fate of every row as JSON, as the API does
    #[arg(long)]
    json: bool,
    /// The account the money arrived on
    #[arg(long)]
    account: Option<String>,
    /// The code of the fund it is for
    #[arg(long)]
    fund: Option<String>,
    /// What kind of income it is, where the file does not say
    #[arg(long, value_parser = income_kind)]
    income_kind: Option<IncomeKind>,
    /// What kind of source gives, where the file does not say
    #[arg(long, value_parser = source_kind)]
    source_kind: Option<SourceKind>,
    /// Denars for one unit of the file's currency
    #[arg(long, requires = "rate_on", requires = "rate_source")]
    rate: Option<String>,
    /// The day of the rate
    #[arg(long, value_name = "DATE")]
    rate_on: Option<NaiveDate>,
    /// Who says so, for example NBRM
    #[arg(long, value_name = "CODE")]
    rate_source: Option<String>,
    /// Take a list of needs in although check digits of identity numbers are odd, because somebody has looked at them
    #[arg(long)]
    accept_odd_numbers: bool,
    /// Leave a row out, by its number and with a reason; may be given again
    #[arg(long = "exclude", value_name = "ROW=REASON", value_parser = left_out)]
    excluded: Vec<(i64, Text)>,
}

fn income_kind(text: &str) -> Result<IncomeKind, String> {
    IncomeKind::parse(text).ok_or_else(|| {
        let kinds: Vec<&str> = IncomeKind::ALL.iter().map(|kind| kind.code()).collect();
        format!("one of {}", kinds.join(", "))
    })
}

fn source_kind(text: &str) -> Result<SourceKind, String> {
    SourceKind::parse(text).ok_or_else(|| {
        let kinds: Vec<&str> = SourceKind::ALL.iter().map(|kind| kind.code()).collect();
        format!("one of {}", kinds.join(", "))
    })
}

fn left_out(text: &str) -> Result<(i64, Text), String> {
    exclusion(text, '=')
}

impl Import {
    pub(super) async fn run(self) -> Outcome {
        let (holds, path) = self.holds()?;
        if holds == ImportKind::Requests {
            return self.run_needs(path).await;
        }
        let file = self.stated(path)?;
        let mut session = Session::begin(&self.database, &self.sign_in).await?;
        session.app = session::with_vault(session.app, &self.vault, &self.database).await;
        let outcome = self.show_and_take(&session, file).await;
        session.end().await;
        outcome
    }

    /// What is in the file, and where it is.
    fn holds(&self) -> Result<(ImportKind, &Path), Failure> {
        let unknown = || anyhow::anyhow!("say what the file holds: `incomes` or `requests`");
        match self.what.as_slice() {
            [file] => Ok((ImportKind::Incomes, file)),
            [kind, file] => {
                let kind = kind.to_str().and_then(ImportKind::parse).ok_or_else(unknown)?;
                Ok((kind, file))
            }
            _ => Err(unknown().into()),
        }
    }

    async fn show_and_take(&self, session: &Session, file: File) -> Outcome {
        let role = session.identity.role;
        if !INCOME.roles.contains(&role) {
            return Err(Failure::Refused(format!("the role {role} does not record money")));
        }
        let spinner = spinner("reading the file");
        let run = intake::try_out(&session.app, file.clone()).await;
        spinner.finish_and_clear();
        let run = run.map_err(failure)?;
        if self.json {
            println!("{}", serde_json::to_string_pretty(&run)?);
        } else {
            print!("{run}");
        }
        standing(run.counts.refused)?;
        if self.dry_run { Ok(()) } else { take(session, file).await }
    }

    fn profile_text(&self) -> Result<String, Failure> {
        let text = std::fs::read_to_string(Path::new(&self.profile));
        let unread =
            || format!("{} is no shipped profile and cannot be read as a file", self.profile);
        Ok(text.with_context(unread)?)
    }

    fn stated(&self, path: &Path) -> Result<File, Failure> {
        let bytes = read(path)?;
        let profile = if names().contains(&self.profile.as_str()) {
            Profile::shipped(&self.profile)?
        } else {
            Profile::parse(&self.profile_text()?)?
        };
        let rate = match (&self.rate, self.rate_on, &self.rate_source) {
            (Some(value), Some(on), Some(source)) => {
                Some(StatedRate { value: value.clone(), on, source: source.clone() })
            }
            _ => None,
        };
        let mapping = profile.settle(&Choices {
            account: self.account.clone(),
            fund: self.fund.clone(),
            income_kind: self.income_kind,
            source_kind: self.source_kind,
            rate,
        })?;
        Ok(File { bytes, mapping, excluded: self.excluded.iter().cloned().collect() })
    }
}

fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    Ok(std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?)
}

/// Rows that stand in the way, for whoever mends the file.
fn standing(refused: i64) -> Outcome {
    if refused == 0 {
        return Ok(());
    }
    let rows = if refused == 1 { "1 row stands" } else { &format!("{refused} rows stand") };
    Err(Failure::Refused(format!(
        "{rows} in the way of this import and nothing was recorded; mend the file, or leave rows out with --exclude"
    )))
}

async fn take(session: &Session, file: File) -> Outcome {
    let began = std::time::Instant::now();
    let spinner = spinner("recording");
    let taken = intake::take(&session.app, &session.identity, None, file).await;
    spinner.finish_and_clear();
    let took_ms = began.elapsed().as_millis();
    match taken.map_err(failure)? {
        Taken::Recorded { answer, counts } => {
            eprintln!("taken in as import {}: {} incomes in {took_ms} ms", answer.seq, counts.new)
        }
        Taken::NothingNew(_) => eprintln!("nothing in this file is new; nothing was recorded"),
    }
    Ok(())
}

fn failure(error: IntakeError) -> Failure {
    match error {
        IntakeError::File(_) | IntakeError::Rows(_) | IntakeError::Vault(_) => {
            Failure::Refused(error.to_string())
        }
        IntakeError::Unwritten(error) => session::failure(error),
        IntakeError::Unread(_) | IntakeError::Interrupted(_) => Failure::Cannot(error.into()),
    }
}
