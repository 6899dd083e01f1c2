//! The quarters that may be told, for machines: organisations one by one, and people as sums in which nobody is found.

use std::collections::{BTreeMap, BTreeSet};

use almoner_ledger::codes::Category;
use almoner_ledger::rows::giving::Fund;
use almoner_reports::language::Language;
use almoner_reports::publish::apart::{self, Payment};
use almoner_reports::publish::open::{OpenBooks, OpenFund, OpenGrant, OpenQuarter, Publisher};
use almoner_reports::publish::suppress::Rules;
use almoner_reports::publish::tables::Tables;
use almoner_reports::publish::{costs, grants, iati};
use almoner_store::read::helped::HelpRow;
use chrono::NaiveDate;

use super::open_agreed::agreed;
use super::open_income::incomes;
use super::publish::{Span, rules, spans};
use super::registers::term;
use super::released::Released;
use super::{Face, Made, ReportError, Task, Wanted, open_costs, purpose};
use crate::app::App;

/// Where [`AXES`](almoner_store::read::helped::AXES) have the need and the municipality.
const NEED: usize = 0;
const PLACE: usize = 2;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OpenFormat {
    Grants,
    GrantsCsv,
    Activities,
    Organisation,
}

impl OpenFormat {
    pub const ALL: [Self; 4] =
        [Self::Grants, Self::GrantsCsv, Self::Activities, Self::Organisation];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Grants => "360giving",
            Self::GrantsCsv => "360giving-csv",
            Self::Activities => "iati",
            Self::Organisation => "iati-organisation",
        }
    }

    /// The media type, and how a file of it ends.
    const fn kind(self) -> (&'static str, &'static str) {
        match self {
            Self::Grants => ("application/json", "json"),
            Self::GrantsCsv => ("text/csv; charset=utf-8", "csv"),
            Self::Activities | Self::Organisation => ("application/xml", "xml"),
        }
    }

    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.code() == code)
    }
}

/// What is to be told.
#[derive(Clone, Debug)]
pub struct OpenWanted {
    pub format: OpenFormat,
    pub from: NaiveDate,
    pub to: NaiveDate,
    /// For grants: what the standard's keepers gave the association.
    pub prefix: Option<String>,
    pub language: Language,
}

impl App {
    pub async fn open_data(&self, open: &OpenWanted) -> Result<Made, ReportError> {
        let &OpenWanted { format, from, to, language, .. } = open;
        let wanted = &Wanted {
            report: "public_report".to_owned(),
            from,
            to,
            about: BTreeMap::new(),
            giver: None,
            language,
            face: Face::Json,
        };
        let ground = self.ground(wanted).await?;
        let (law, inputs) = (&ground.law, &ground.inputs);
        let frame = &self.frame((wanted, &ground.document), &ground.association, inputs, None);
        let today = self.clock.today();
        let task = Task { store: &self.store, law, wanted, frame, inputs, today };
        let books = books(&task, self.about.demo).await?;
        let unwritten = |error: String| ReportError::Unwritten(format.code(), error);
        let bytes = match format {
            OpenFormat::Grants => grants::json(&books, prefix(open, &books)?)
                .map_err(|error| unwritten(error.to_string()))?,
            OpenFormat::GrantsCsv => grants::csv(&books, prefix(open, &books)?)
                .map_err(|error| unwritten(error.to_string()))?,
            OpenFormat::Activities => {
                iati::activities(&books).map_err(|error| unwritten(error.to_string()))?
            }
            OpenFormat::Organisation => {
                iati::organisation(&books).map_err(|error| unwritten(error.to_string()))?
            }
        };
        let (media_type, ending) = format.kind();
        let file_name = format!("{}-{from}-{to}.{ending}", format.code());
        Ok(Made { bytes, media_type, file_name, as_of_seq: inputs.as_of_seq })
    }
}

/// A file of grants wants a prefix, and something to tell.
fn prefix<'a>(open: &'a OpenWanted, books: &OpenBooks) -> Result<&'a str, ReportError> {
    let prefix = open.prefix.as_deref().ok_or(ReportError::Missing("prefix"))?;
    let fits = |letter: char| letter.is_ascii_alphanumeric() || "-_.".contains(letter);
    if prefix.is_empty() || !prefix.chars().all(fits) {
        return Err(ReportError::Prefix);
    }
    if books.grants_count() == 0 {
        return Err(ReportError::NothingToTell);
    }
    Ok(prefix)
}

async fn books(task: &Task<'_>, demo: bool) -> Result<OpenBooks, ReportError> {
    let rules = rules(task)?;
    let publisher = publisher(task)?;
    let mut ripe = spans(task)?;
    let released = Released::read(task).await?;
    ripe.retain(|span| span.is_ripe || released.quarter(&span.name).is_some());
    if ripe.is_empty() {
        return Err(ReportError::NotRipe(task.figure("publication_delay")?.0));
    }
    let incomes = incomes(task, (&ripe, &released), &publisher.country, &rules).await?;
    let agreed = agreed(task, (&ripe, &released), &publisher.country).await?;
    let mut quarters = Vec::new();
    for span in ripe {
        quarters.push(quarter(task, (span, &released), (&publisher.country, &rules)).await?);
    }
    Ok(OpenBooks {
        language: task.wanted.language,
        publisher,
        issued: task.today,
        demo,
        funds: task.inputs.facts.funds.values().map(fund).collect(),
        quarters,
        incomes,
        agreed,
    })
}

/// The association by its number in the register of its country.
fn publisher(task: &Task<'_>) -> Result<Publisher, ReportError> {
    let books = task.inputs.facts.books.as_ref();
    let country = books.map(|books| books.law.to_uppercase()).unwrap_or_default();
    let number = task.frame.association.register_number.as_ref();
    let id = identifier(task, &country, number.ok_or(ReportError::NoRegisterNumber)?);
    let id = id.ok_or(ReportError::NoRegisterNumber)?;
    Ok(Publisher { id, name: task.frame.association.name.clone(), country })
}

/// A number in the register of a country, as it is known abroad.
pub(super) fn identifier(task: &Task<'_>, country: &str, number: &str) -> Option<String> {
    let digits = !number.is_empty() && number.chars().all(|letter| letter.is_ascii_digit());
    let register = task.law.register(country)?;
    digits.then(|| register.identifier(number))
}

fn fund(fund: &Fund) -> OpenFund {
    OpenFund {
        seq: fund.seq,
        code: fund.code.clone(),
        name: fund.name.clone(),
        opened_on: fund.opened_on,
        closed_on: fund.closed_on,
    }
}

/// A quarter of an issued public report is told as the books knew it then, with the sum of all aid as it stands there: what
/// is told apart beside other figures than its own would tell of whoever was corrected.
async fn quarter(
    task: &Task<'_>,
    (span, released): (Span, &Released),
    (home, rules): (&str, &Rules),
) -> Result<OpenQuarter, ReportError> {
    let Span { name, days: (from, to), .. } = span;
    let issue = released.quarter(&name).map(|(by, told)| (by.as_of_seq, &told.published));
    let known_at = issue.map_or(task.inputs.as_of_seq, |(seq, _)| seq);
    let rows = task.store.help((from, to), known_at).await?;
    let payments: Vec<Payment> = rows.iter().map(payment).collect();
    let tables = Tables::of(&payments, rules);
    let aid = tables.published.total;
    if let Some((_, told)) = issue.filter(|(_, told)| told.total != aid) {
        // Told by another rule then than now: nothing more is told of it.
        return Ok(OpenQuarter { aid: told.total, ..untold(name, (from, to)) });
    }
    // Who was moved to another place since, or erased, would be the one who is told otherwise.
    let is_same = issue.is_none_or(|(_, told)| *told == tables.published);
    let spent = open_costs::costs(task, (from, to), known_at).await?;
    let opened = apart::open(&payments, &tables, rules);
    let mut shown = vec![false; payments.len()];
    let mut needs = BTreeSet::new();
    if is_same {
        shown = tables.shown(&payments, (NEED, PLACE), rules);
        let rest = payments.iter().zip(&opened.apart).filter(|(_, told)| !**told);
        let rest = rest.filter_map(|(payment, _)| payment.parts.get(NEED));
        let rest = rest.filter(|need| tables.is_told(NEED, need));
        needs.extend(rest.filter_map(|need| Category::parse(need.as_deref()?)));
    }
    let of_funds = opened.people.tables.first().map(Vec::as_slice).unwrap_or_default();
    let people_of_funds = opened.funds.iter().zip(of_funds);
    let told = rows.iter().zip(&opened.apart).zip(shown).filter(|((_, told), _)| **told);
    Ok(OpenQuarter {
        aid,
        people: opened.people.total,
        people_of_funds: people_of_funds
            .filter_map(|(fund, told)| Some((*fund, (*told)?)))
            .collect(),
        costs_minor: costs::told(spent, aid, rules),
        needs,
        grants: told.filter_map(|((row, _), shown)| grant(task, home, (row, shown))).collect(),
        ..untold(name, (from, to))
    })
}

fn payment(row: &HelpRow) -> Payment {
    Payment {
        person: row.person,
        parts: row.parts.to_vec(),
        fund: row.fund_seq,
        minor: row.minor,
        is_public: row.payee_kind.is_organisation() && row.payee_seq.is_some(),
    }
}

/// A quarter of which nothing is told yet.
const fn untold(name: String, (from, to): (NaiveDate, NaiveDate)) -> OpenQuarter {
    OpenQuarter {
        name,
        from,
        to,
        aid: None,
        people: None,
        people_of_funds: Vec::new(),
        costs_minor: None,
        needs: BTreeSet::new(),
        grants: Vec::new(),
    }
}

fn grant(task: &Task<'_>, home: &str, (row, is_placed): (&HelpRow, bool)) -> Option<OpenGrant> {
    let number = row.payee_number.as_ref();
    let [category, _, place] = &row.parts;
    let purpose = category.as_ref().map(|code| term(task, &task.law.categories, code));
    let place = place.as_ref().filter(|_| is_placed);
    Some(OpenGrant {
        number: row.payout_seq,
        payee: row.payee_seq?,
        payee_kind: row.payee_kind,
        payee_name: row.payee_name.clone(),
        payee_id: number.and_then(|number| identifier(task, home, number)),
        fund: row.fund_seq,
        need: category.as_deref().and_then(Category::parse),
        purpose: purpose.unwrap_or_default(),
        place: place.map(|code| purpose::place(task, code)),
        asked_minor: row.asked_minor,
        awarded_on: row.owed_on.unwrap_or(row.paid_on),
        paid_on: row.paid_on,
        awarded_minor: row.minor,
        disbursed_minor: row.minor.saturating_sub(row.tax_minor),
    })
}
