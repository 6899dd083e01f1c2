//! `almoner report`: the papers that the law and the accountant want, as files.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Write as _;
use std::path::PathBuf;

use almoner_reports::language::Language;
use anyhow::Context as _;
use chrono::NaiveDate;
use clap::{Args, Subcommand};

use crate::cli::session::Session;
use crate::cli::{Failure, Outcome};
use crate::config::{Database, SignIn};
use crate::reporting::paper::{self, Want};
use crate::reporting::{Face, ReportError, Wanted, year};
use crate::routes::table::BOOKS;

#[derive(Args, Debug)]
pub struct Reports {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand, Debug)]
enum What {
    /// The reports that can be made, with the law behind each
    List,
    /// Make one report
    Show(Box<Show>),
}

#[derive(Args, Debug)]
struct Show {
    #[command(flatten)]
    database: Database,
    #[command(flatten)]
    sign_in: SignIn,
    /// Its code, as the list has it
    name: String,
    /// The whole year
    #[arg(long, conflicts_with_all = ["from", "to"], required_unless_present = "from")]
    year: Option<i32>,
    /// The first day, as 2026-01-31
    #[arg(long, requires = "to")]
    from: Option<NaiveDate>,
    /// The last day
    #[arg(long, requires = "from")]
    to: Option<NaiveDate>,
    /// For the card of one account: its code
    #[arg(long)]
    account: Option<String>,
    /// For the breakdown of a row of a form: its number
    #[arg(long)]
    row: Option<String>,
    /// For what is about one fund: its code
    #[arg(long)]
    fund: Option<String>,
    /// For what is about one agreement: its code
    #[arg(long)]
    agreement: Option<String>,
    /// For what is about one source: its code
    #[arg(long)]
    source: Option<String>,
    /// For what is about one income: the act that recorded it
    #[arg(long)]
    income: Option<String>,
    /// For one cash voucher: its number
    #[arg(long)]
    voucher: Option<String>,
    /// For tax relief: the giver's own total income, or tax debt, of the year
    #[arg(long)]
    base: Option<String>,
    /// For a report in euro: inforeuro_month, inforeuro_average, instalment or nbrm_daily
    #[arg(long)]
    rate_method: Option<String>,
    /// For a report against a budget: a JSON file with its lines and the rates
    #[arg(long, value_name = "FILE")]
    plan: Option<PathBuf>,
    /// mk, en or sq
    #[arg(long, default_value = "mk", value_parser = language)]
    language: Language,
    /// html, csv, excel-mk, xlsx, pdf or json
    #[arg(long, default_value = "pdf", value_parser = face)]
    format: Face,
    /// For a long book: a file for each month, numbered
    #[arg(long, conflicts_with = "output")]
    volumes: bool,
    /// The new file; named after the report if absent
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

pub(super) fn language(text: &str) -> Result<Language, String> {
    Language::parse(text).ok_or_else(|| "a language is mk, en or sq".to_owned())
}

fn face(text: &str) -> Result<Face, String> {
    Face::parse(text).ok_or_else(|| "a format is html, csv, excel-mk, xlsx, pdf or json".to_owned())
}

impl Reports {
    pub(super) async fn run(self) -> Outcome {
        match self.what {
            What::List => list(),
            What::Show(show) => show.run().await,
        }
    }
}

fn list() -> Outcome {
    let law = almoner_law::mk()?;
    for document in paper::all().filter_map(|paper| law.document(paper.code)) {
        let mark = if document.verified { "" } else { " (not confirmed)" };
        println!("{:<24} {}", document.code, document.names.mk);
        println!("{:<24} {}{mark}", "", document.basis.mk);
    }
    Ok(())
}

impl Show {
    async fn run(self) -> Outcome {
        let session = Session::begin(&self.database, &self.sign_in).await?;
        let outcome = self.make(&session).await;
        session.end().await;
        outcome
    }

    fn about(&self) -> anyhow::Result<BTreeMap<Want, String>> {
        let read = |path: &PathBuf| {
            let unread = || format!("cannot read {}", path.display());
            std::fs::read_to_string(path).with_context(unread)
        };
        let plan = self.plan.as_ref().map(read).transpose()?;
        let said = [
            (Want::Account, &self.account),
            (Want::Row, &self.row),
            (Want::Fund, &self.fund),
            (Want::Agreement, &self.agreement),
            (Want::Source, &self.source),
            (Want::Income, &self.income),
            (Want::Voucher, &self.voucher),
            (Want::Base, &self.base),
            (Want::RateMethod, &self.rate_method),
            (Want::Plan, &plan),
        ];
        Ok(said.into_iter().filter_map(|(want, said)| Some((want, said.clone()?))).collect())
    }

    async fn make(&self, session: &Session) -> Outcome {
        let role = session.identity.role;
        if !BOOKS.contains(&role) {
            return Err(Failure::Refused(format!("the role {role} does not read the books")));
        }
        let days = self.from.zip(self.to).or_else(|| year(self.year?));
        let (from, to) = days.context("there is no such year")?;
        let wanted = Wanted {
            report: self.name.clone(),
            from,
            to,
            about: self.about()?,
            giver: None,
            language: self.language,
            face: self.format,
        };
        if !self.volumes {
            return self.write(session, &wanted).await;
        }
        let count = session.app.volumes(&wanted).await.map_err(failure)?.len();
        for number in 1..=count {
            let mut one = wanted.clone();
            one.about.insert(Want::Volume, number.to_string());
            self.write(session, &one).await?;
        }
        Ok(())
    }

    async fn write(&self, session: &Session, wanted: &Wanted) -> Outcome {
        let made = session.app.report(wanted).await.map_err(failure)?;
        let path = self.output.clone().unwrap_or_else(|| PathBuf::from(&made.file_name));
        let unwritable = || format!("cannot write {}", path.display());
        let mut file = File::create_new(&path).with_context(unwritable)?;
        let written = file.write_all(&made.bytes).and_then(|()| file.sync_all());
        written.with_context(unwritable)?;
        eprintln!("{} as of act {}", path.display(), made.as_of_seq);
        Ok(())
    }
}

/// What was asked wrongly or does not sum is a refusal; what could not be read or written is not known.
pub(super) fn failure(error: ReportError) -> Failure {
    match error {
        ReportError::Store(_) | ReportError::Unwritten(..) => Failure::Cannot(error.into()),
        ReportError::Unknown(_)
        | ReportError::Dates
        | ReportError::BeforeTheBooks { .. }
        | ReportError::Missing(_)
        | ReportError::Whole
        | ReportError::NoVolume { .. }
        | ReportError::NotRipe(_)
        | ReportError::NothingToTell
        | ReportError::NoRegisterNumber
        | ReportError::Prefix
        | ReportError::NoSuch(..)
        | ReportError::Law(..)
        | ReportError::Plan(_)
        | ReportError::Build(_) => Failure::Refused(error.to_string()),
    }
}
