//! Reports out of the books: what is wanted, the rows a builder needs, and the face it is shown with.
//!
//! Which reports there are says [`paper`]; each is made by the module beside it that names it. Everything of one report is
//! read as of one act, so that what is booked meanwhile cannot make it contradict itself.

mod annex_vi;
mod annual;
mod assets;
pub(crate) mod before;
mod books;
mod cash;
mod counts;
mod donor_year;
mod donors;
mod face;
mod funds;
pub(crate) mod inputs;
mod invoices;
mod members;
mod named;
mod notes;
mod open_agreed;
mod open_costs;
pub mod open_data;
mod open_income;
pub mod paper;
mod public_money;
mod publish;
mod purpose;
mod registers;
mod released;
mod tax;
mod travel;
mod volume;

use std::collections::BTreeMap;

use almoner_law::document::Document;
use almoner_law::pack::Pack;
use almoner_ledger::rows::books::AssociationData;
use almoner_reports::annex_vi::plan::PlanError;
use almoner_reports::books::error::BuildError;
use almoner_reports::books::frame::Frame;
use almoner_reports::language::Language;
use almoner_reports::report::{Association, Mark, Parameter, Period, Report};
use almoner_store::error::StoreError;
use almoner_store::store::Store;
use chrono::{Datelike as _, NaiveDate};

use crate::app::App;
use crate::law_here::law_here;
use crate::routes::association::bank_accounts;
use inputs::Inputs;
use paper::{Maker, Want};
use volume::Volume;

pub use face::Face;

#[derive(Clone, Debug)]
pub struct Wanted {
    pub report: String,
    pub from: NaiveDate,
    pub to: NaiveDate,
    /// What the report is about, where it wants that said.
    pub about: BTreeMap<Want, String>,
    /// Who a natural person is that gives, where an act has shown it; else the reference stands.
    pub giver: Option<String>,
    pub language: Language,
    pub face: Face,
}

impl Wanted {
    /// What has to be said for this report.
    fn of(&self, want: Want) -> Result<&str, ReportError> {
        self.about.get(&want).map(String::as_str).ok_or(ReportError::Missing(want.code()))
    }
}

/// What every report stands on.
struct Ground {
    law: Pack,
    document: Document,
    inputs: Inputs,
    association: Association,
}

/// One report in the making: what is wanted, and what there is to make it of.
struct Task<'a> {
    store: &'a Store,
    law: &'a Pack,
    wanted: &'a Wanted,
    frame: &'a Frame<'a>,
    inputs: &'a Inputs,
    today: NaiveDate,
}

impl Task<'_> {
    /// An account's code and name.
    fn account(&self, code: &str) -> String {
        let name = self.inputs.names.get(code).map_or("", String::as_str);
        format!("{code} {name}")
    }

    /// A figure of the law as it holds for this association on the last day, and whether somebody has confirmed it.
    fn figure(&self, name: &'static str) -> Result<(i64, bool), ReportError> {
        let to = self.wanted.to;
        let value = self.inputs.facts.law_value(name, to);
        let figure = value.and_then(|value| Some((value.value.parse().ok()?, value.verified)));
        figure.ok_or(ReportError::Law(name, to))
    }
}

pub struct Made {
    pub bytes: Vec<u8>,
    pub media_type: &'static str,
    pub file_name: String,
    /// The last act that it counts.
    pub as_of_seq: i64,
}

pub struct Built {
    pub report: Report,
    /// The last act that it counts.
    pub as_of_seq: i64,
    /// Those of the volume, where one was asked for.
    pub days: (NaiveDate, NaiveDate),
}

#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    #[error("there is no report called {0}; the list of reports names them all")]
    Unknown(String),
    #[error("the first day comes after the last")]
    Dates,
    #[error("these books begin in {begins}; ask for that year or a later one")]
    BeforeTheBooks { begins: i32 },
    #[error("say which {0}")]
    Missing(&'static str),
    #[error("there is no {0} {1}")]
    NoSuch(&'static str, String),
    #[error("the law data has no {0} for {1}")]
    Law(&'static str, NaiveDate),
    #[error(
        "this report comes whole; volumes are of journal, general_ledger, account_card and cash_book"
    )]
    Whole,
    #[error("these days have volumes 1 to {of}, one for each month")]
    NoVolume { of: usize },
    #[error(transparent)]
    Plan(#[from] PlanError),
    #[error(transparent)]
    Build(#[from] BuildError),
    #[error(
        "no quarter of these days is told yet: close its months, and wait {0} days after its end"
    )]
    NotRipe(i64),
    #[error("nothing of these quarters can be told without finding somebody; ask for more of them")]
    NothingToTell,
    #[error("the association has no number in the register; record it with the association's data")]
    NoRegisterNumber,
    #[error("a prefix is letters, digits, dots, hyphens and underscores, as 360Giving gave it")]
    Prefix,
    #[error("the report cannot be written as {0}: {1}")]
    Unwritten(&'static str, String),
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl App {
    pub async fn report(&self, wanted: &Wanted) -> Result<Made, ReportError> {
        let Built { report, as_of_seq, days } = self.built(wanted).await?;
        let file_name = format!(
            "{}-{}-{}-{}.{}",
            wanted.report,
            days.0,
            days.1,
            wanted.language.code(),
            wanted.face.ending()
        );
        Ok(Made {
            bytes: wanted.face.write(&report)?,
            media_type: wanted.face.media_type(),
            file_name,
            as_of_seq,
        })
    }

    /// The report itself, before it has a face.
    pub async fn built(&self, wanted: &Wanted) -> Result<Built, ReportError> {
        if wanted.to < wanted.from {
            return Err(ReportError::Dates);
        }
        let narrowed = self.volume(wanted).await?;
        let (wanted, volume) = match &narrowed {
            Some((wanted, volume)) => (wanted, Some(*volume)),
            None => (wanted, None),
        };
        let Ground { law, document, inputs, association } = &self.ground(wanted).await?;
        let unknown = || ReportError::Unknown(wanted.report.clone());
        let paper = paper::find(&wanted.report).ok_or_else(unknown)?;
        let frame = &self.frame((wanted, document), association, inputs, volume);
        let today = self.clock.today();
        let task = Task { store: &self.store, law, wanted, frame, inputs, today };
        let report = match paper.made_by {
            Maker::Books => books::make(wanted, frame, inputs)?,
            Maker::Cash => cash::make(&task).await?,
            Maker::Invoices => invoices::make(&task).await?,
            Maker::Assets => assets::make(&task).await?,
            Maker::Members => members::make(&task).await?,
            Maker::Travel => travel::make(&task).await?,
            Maker::Registers => registers::make(&task).await?,
            Maker::Funds => funds::make(&task).await?,
            Maker::PublicMoney => public_money::make(&task).await?,
            Maker::Notes => notes::make(&task).await?,
            Maker::Tax => tax::make(&task).await?,
            Maker::AnnexVi => annex_vi::make(&task).await?,
            Maker::Publish => publish::make(&task).await?,
            Maker::Donors => donors::make(&task).await?,
            Maker::Annual => annual::make(wanted, law, frame, inputs)?,
        };
        let days = (wanted.from, wanted.to);
        Ok(Built { report, as_of_seq: inputs.as_of_seq, days })
    }

    async fn ground(&self, wanted: &Wanted) -> Result<Ground, ReportError> {
        if wanted.to < wanted.from {
            return Err(ReportError::Dates);
        }
        let inputs = Inputs::read(&self.store, wanted).await?;
        let law = law_here(&inputs.facts).map_err(|_| ReportError::Law("pack", wanted.to))?;
        let document = law.document(&wanted.report).cloned();
        let document = document.ok_or_else(|| ReportError::Unknown(wanted.report.clone()))?;
        let association = self.association(wanted, &inputs);
        Ok(Ground { law, document, inputs, association })
    }

    /// Whose books these are on the last day; where nobody has said it, the name of the books.
    fn association(&self, wanted: &Wanted, inputs: &Inputs) -> Association {
        let told = inputs.facts.association(wanted.to);
        let of = |part: fn(&AssociationData) -> Option<String>| told.and_then(part);
        let name = told.map(|told| told.name.clone()).or_else(|| self.about.name.clone());
        Association {
            name: name.unwrap_or_default(),
            seat: of(|told| Some(told.seat.clone())),
            register_number: of(|told| told.register_number.clone()),
            tax_number: of(|told| told.tax_number.clone()),
            activity: of(|told| told.activity.clone()),
            phone: of(|told| told.phone.clone()),
            email: of(|told| told.email.clone()),
            accounts: bank_accounts(&inputs.facts),
            representative: of(|told| told.representative.clone()),
        }
    }

    fn frame<'a>(
        &self,
        (wanted, document): (&Wanted, &'a Document),
        association: &'a Association,
        inputs: &Inputs,
        volume: Option<Volume>,
    ) -> Frame<'a> {
        let mut marks = Vec::new();
        if !inputs.is_closed {
            marks.push(Mark::Provisional);
        }
        if self.about.demo {
            marks.push(Mark::Demo);
        }
        let volume = volume.map(|Volume { number, of }| Parameter {
            name: wanted.language.say("Том", "Volume", "Vëllimi").to_owned(),
            value: format!("{number} / {of}"),
        });
        Frame {
            language: wanted.language,
            association,
            period: Period { from: wanted.from, to: wanted.to },
            document,
            marks,
            parameters: volume.into_iter().collect(),
        }
    }
}

/// The days of a year.
pub fn year(year: i32) -> Option<(NaiveDate, NaiveDate)> {
    Some((NaiveDate::from_ymd_opt(year, 1, 1)?, NaiveDate::from_ymd_opt(year, 12, 31)?))
}

/// The year of a day, for what says only when the books begin.
pub(crate) fn year_of(day: NaiveDate) -> i32 {
    day.year()
}
