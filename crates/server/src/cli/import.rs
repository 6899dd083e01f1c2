//! `almoner import`: a CSV of incomes, shown first and taken in when asked.

use std::path::{Path, PathBuf};

use almoner_ledger::authority::INCOME;
use almoner_ledger::codes::{IncomeKind, SourceKind};
use almoner_ledger::text::Text;
use anyhow::Context as _;
use chrono::NaiveDate;
use clap::Args;

use crate::cli::session::{self, Session};
use crate::cli::{Failure, Outcome};
use crate::config::{Database, SignIn};
use crate::import::profile::{Choices, Profile, StatedRate, names};
use crate::intake::{self, File, IntakeError, Taken};
use crate::routes::imports::query::exclusion;

/// Shows what a CSV of incomes would do to the books: the fate of every row, the totals, and how numbers and dates were
/// read. With `--take` it is taken in, as a whole or not at all; what the books know already adds nothing.
#[derive(Args, Debug)]
pub struct Import {
    #[command(flatten)]
    database: Database,
    #[command(flatten)]
    sign_in: SignIn,
    /// The file
    file: PathBuf,
    /// A profile that comes with the program (generic-utf8, bank-mk-utf8, bank-mk-1251, grants-360giving-gbp) or a
    /// profile file
    #[arg(long, value_name = "NAME|FILE")]
    profile: String,
    /// Record it, instead of only showing it
    #[arg(long)]
    take: bool,
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
        let file = self.stated()?;
        let session = Session::begin(&self.database, &self.sign_in).await?;
        let role = session.identity.role;
        if !INCOME.roles.contains(&role) {
            return Err(Failure::Refused(format!("the role {role} does not record money")));
        }
        let run = intake::try_out(&session.app, file.clone()).await.map_err(failure)?;
        print!("{run}");
        if self.take {
            take(&session, file).await?;
        }
        session.end().await;
        match (self.take, run.counts.refused) {
            (false, refused @ 1..) => {
                Err(Failure::Refused(format!("{refused} rows stand in the way of this import")))
            }
            _ => Ok(()),
        }
    }

    fn stated(&self) -> Result<File, Failure> {
        let bytes = std::fs::read(&self.file);
        let bytes = bytes.with_context(|| format!("cannot read {}", self.file.display()))?;
        let profile = if names().contains(&self.profile.as_str()) {
            Profile::shipped(&self.profile)?
        } else {
            let text = std::fs::read_to_string(Path::new(&self.profile));
            let unread =
                || format!("{} is no shipped profile and cannot be read as a file", self.profile);
            Profile::parse(&text.with_context(unread)?)?
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

async fn take(session: &Session, file: File) -> Outcome {
    let began = std::time::Instant::now();
    let taken = intake::take(&session.app, &session.identity, None, file).await.map_err(failure)?;
    let took_ms = began.elapsed().as_millis();
    match taken {
        Taken::Recorded { answer, .. } => {
            println!("taken in as import {}: {} acts in {took_ms} ms", answer.seq, answer.acts);
        }
        Taken::NothingNew(_) => println!("nothing in this file is new; nothing was recorded"),
    }
    Ok(())
}

fn failure(error: IntakeError) -> Failure {
    match error {
        IntakeError::File(_) | IntakeError::Rows(_) => Failure::Refused(error.to_string()),
        IntakeError::Unwritten(error) => session::failure(error),
        IntakeError::Unread(_) | IntakeError::Interrupted(_) => Failure::Cannot(error.into()),
    }
}
