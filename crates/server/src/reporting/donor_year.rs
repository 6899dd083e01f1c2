//! A year of one giver, out of the traces of what they gave; the months are whole, as the traces tell them.

use std::collections::BTreeMap;

use almoner_ledger::codes::Category;
use almoner_ledger::month::Month;
use almoner_ledger::rows::giving::Source;
use almoner_ledger::trace::Sums;
use almoner_reports::books::frame::Frame;
use almoner_reports::donors::year::{self, DonorYear, Given};
use almoner_reports::report::{Period, Report};
use almoner_store::error::StoreError;
use almoner_store::read::income::IncomeFilter;
use almoner_store::read::trace::IncomeTrace;

use super::paper::Want;
use super::registers::{incomes_of, term};
use super::{ReportError, Task};

pub(super) async fn make(task: &Task<'_>) -> Result<Report, ReportError> {
    let source = source(task)?;
    let (first, last) = (Month::of(task.wanted.from), Month::of(task.wanted.to));
    let filter = IncomeFilter {
        source: Some(source.seq),
        to_on: Some(last.last_day()),
        ..IncomeFilter::default()
    };
    let mut reading = Reading::new((first, last));
    for income in incomes_of(task, filter).await? {
        let traced = task.store.income_trace(income.seq).await?;
        let lost = || StoreError::Corrupt(format!("income {} is gone", income.seq));
        reading.count(task, traced.ok_or_else(lost)?)?;
    }
    let mut year = reading.told(task);
    year.giver = task.wanted.giver.clone().unwrap_or_else(|| source.name.clone());
    let period = Period { from: first.first_day(), to: last.last_day() };
    Ok(year::build(&Frame { period, ..task.frame.clone() }, &year)?)
}

/// By number, or by the public name or reference.
fn source<'a>(task: &'a Task<'_>) -> Result<&'a Source, ReportError> {
    let said = task.wanted.of(Want::Source)?;
    let mut sources = task.inputs.facts.sources.values();
    let found = sources.find(|source| source.name == said || source.seq.to_string() == said);
    found.ok_or_else(|| ReportError::NoSuch(Want::Source.code(), said.to_owned()))
}

struct Reading {
    months: (String, String),
    before: Sums,
    within: Sums,
    aid: BTreeMap<Category, i64>,
    given: Vec<Given>,
}

impl Reading {
    fn new((first, last): (Month, Month)) -> Self {
        Self {
            months: (first.to_string(), last.to_string()),
            before: Sums::default(),
            within: Sums::default(),
            aid: BTreeMap::new(),
            given: Vec::new(),
        }
    }

    fn count(&mut self, task: &Task<'_>, trace: IncomeTrace) -> Result<(), ReportError> {
        let mut received = 0_i64;
        for line in &trace.moved {
            if line.month < self.months.0 {
                self.before.add_all(&line.sums);
            } else if line.month <= self.months.1 {
                self.within.add_all(&line.sums);
                received = received.saturating_add(line.sums.received());
                if let Some(category) = line.category {
                    let sum = self.aid.entry(category).or_default();
                    *sum = sum.saturating_add(line.sums.spent_on_aid());
                }
            }
        }
        let income = trace.income;
        if received != 0 {
            let receipt = income.receipt_year.zip(income.receipt_number);
            self.given.push(Given {
                seq: income.seq,
                on: income.received_on,
                receipt: receipt
                    .map_or_else(String::new, |(year, number)| format!("{number}/{year}")),
                what: term(task, &task.law.income_kinds, income.kind.code()),
                minor: received,
            });
        }
        Ok(())
    }

    fn told(self, task: &Task<'_>) -> DonorYear {
        let Self { before, within, aid, given, .. } = self;
        let mut all = before.clone();
        all.add_all(&within);
        let unspent = |sums: &Sums| sums.left().saturating_add(sums.reserved());
        let other = within
            .spent_on_aid()
            .saturating_sub(aid.values().fold(0_i64, |sum, minor| sum.saturating_add(*minor)));
        let mut aid: Vec<(String, i64)> = aid
            .into_iter()
            .filter(|(_, minor)| *minor != 0)
            .map(|(category, minor)| (term(task, &task.law.categories, category.code()), minor))
            .collect();
        if other != 0 {
            let word = task.wanted.language.say("Друга помош", "Other aid", "Ndihmë tjetër");
            aid.push((word.to_owned(), other));
        }
        let moved = within.moved_in().saturating_sub(within.moved_out());
        DonorYear {
            giver: String::new(),
            opening_minor: unspent(&before),
            given,
            aid,
            costs_minor: within.spent_on_costs(),
            refunded_minor: within.refunded(),
            elsewhere_minor: within.exchanged().saturating_add(moved),
            reserved_minor: all.reserved(),
            closing_minor: unspent(&all),
        }
    }
}
