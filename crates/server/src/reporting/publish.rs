//! What may be told to everybody, quarter by quarter: only what is closed, has been for a while, and finds nobody. What was
//! issued before stays as it was told.

use std::collections::BTreeMap;

use almoner_law::term::Term;
use almoner_ledger::codes::{Axis, SourceKind};
use almoner_ledger::month::Month;
use almoner_reports::publish::public_report::{self, PublicReport, Quarter};
use almoner_reports::publish::suppress::{Cell, Published, Rules, publish};
use almoner_reports::report::Report;
use almoner_store::read::helped::{AXES, HelpedRow};
use almoner_store::read::income::IncomeFilter;
use chrono::{Datelike as _, Days, NaiveDate};

use super::paper::{Maker, Paper};
use super::registers::{incomes_of, term};
use super::released::{Released, named, unsaid};
use super::{ReportError, Task, purpose};

pub(super) const PAPERS: &[Paper] = &[Paper::new("public_report", &[], Maker::Publish)];

const MONTHS: usize = 3;

pub(super) async fn make(task: &Task<'_>) -> Result<Report, ReportError> {
    let rules = rules(task)?;
    let released = Released::read(task).await?;
    let (mut quarters, mut waiting, mut settled) = (Vec::new(), Vec::new(), Vec::new());
    for span in spans(task)? {
        if let Some((by, quarter)) = released.quarter(&span.name) {
            quarters.push(named(task, by, quarter));
            settled.push((span.name, by.on));
        } else if span.is_ripe {
            quarters.push(quarter(task, span, &rules).await?);
        } else {
            waiting.push(span.name);
        }
    }
    let (income_settled, income) = match released.income(task) {
        Some((on, income)) => (Some(on), income),
        None => (None, income(task, &rules).await?),
    };
    let persons_min = rules.persons_min;
    let told = PublicReport { income, quarters, waiting, settled, income_settled, persons_min };
    Ok(public_report::build(task.frame, &told)?)
}

pub(super) fn rules(task: &Task<'_>) -> Result<Rules, ReportError> {
    Ok(Rules {
        persons_min: task.figure("publication_persons_min")?.0,
        largest_max: task.figure("publication_largest_max")?.0,
        two_largest_max: task.figure("publication_two_largest_max")?.0,
        unit_minor: task.figure("publication_rounding")?.0,
    })
}

/// A quarter of the calendar.
pub(super) struct Span {
    /// `2026-Q1`.
    pub(super) name: String,
    pub(super) days: (NaiveDate, NaiveDate),
    /// Whether it is told already.
    pub(super) is_ripe: bool,
}

/// The whole quarters of the period.
pub(super) fn spans(task: &Task<'_>) -> Result<Vec<Span>, ReportError> {
    let mut spans = Vec::new();
    let mut month = Month::of(task.wanted.from);
    while month.first_day() <= task.wanted.to {
        let last = (1..MONTHS).fold(month, |month, _| month.next());
        let begins = month.first_day().month0().checked_rem(3) == Some(0);
        if !begins || month.first_day() < task.wanted.from || task.wanted.to < last.last_day() {
            month = month.next();
            continue;
        }
        let number = month.first_day().month0().saturating_add(3).checked_div(3).unwrap_or(0);
        let name = format!("{}-Q{number}", month.first_day().year());
        let days = (month.first_day(), last.last_day());
        spans.push(Span { name, days, is_ripe: is_ripe(task, last)? });
        month = last.next();
    }
    Ok(spans)
}

/// Closed, so that it is the same whenever it is told, and some time ago, so that nobody is found by the day.
fn is_ripe(task: &Task<'_>, last: Month) -> Result<bool, ReportError> {
    let delay = u64::try_from(task.figure("publication_delay")?.0).unwrap_or(u64::MAX);
    let due = last.last_day().checked_add_days(Days::new(delay));
    let is_closed = task.inputs.facts.closed_through() >= Some(last);
    Ok(is_closed && due.is_some_and(|due| due <= task.today))
}

async fn quarter(task: &Task<'_>, span: Span, rules: &Rules) -> Result<Quarter, ReportError> {
    let Span { name, days, .. } = span;
    let rows = task.store.helped(days, task.inputs.as_of_seq).await?;
    let cell = |row: &HelpedRow| Cell::of(row.paid.iter().copied());
    let total = rows.iter().find(|row| row.axis.is_none()).map(cell).unwrap_or_default();
    let of_axis = |axis: Axis| rows.iter().filter(move |row| row.axis == Some(axis));
    let tables = AXES.map(|axis| of_axis(axis).map(cell).collect::<Vec<Cell>>());
    let parts = AXES.map(|axis| of_axis(axis).map(|row| part(task, axis, row)).collect());
    Ok(Quarter { name, parts: parts.to_vec(), published: publish(&total, &tables, rules) })
}

fn part(task: &Task<'_>, axis: Axis, row: &HelpedRow) -> String {
    let named = |terms: &[Term], code: &str| term(task, terms, code);
    let Some(code) = &row.part else {
        return unsaid(task.wanted.language).to_owned();
    };
    match axis {
        Axis::Category => named(&task.law.categories, code),
        Axis::TargetGroup => named(&task.law.target_groups, code),
        Axis::Municipality => purpose::place(task, code),
        Axis::Month => code.clone(),
    }
}

/// By kind of giver. Organisations are public; natural persons are people too.
async fn income(task: &Task<'_>, rules: &Rules) -> Result<(Vec<String>, Published), ReportError> {
    let (from_on, to_on) = (Some(task.wanted.from), Some(task.wanted.to));
    let filter = IncomeFilter { from_on, to_on, ..IncomeFilter::default() };
    let mut kinds: BTreeMap<SourceKind, BTreeMap<i64, i64>> = BTreeMap::new();
    for income in incomes_of(task, filter).await? {
        if income.reversed_by_seq.is_some() {
            continue;
        }
        let source = income.source_seq.and_then(|seq| task.inputs.facts.sources.get(&seq));
        let (kind, seq) = source.map_or((SourceKind::Anonymous, 0), |it| (it.kind, it.seq));
        let sum = kinds.entry(kind).or_default().entry(seq).or_default();
        *sum = sum.saturating_add(income.value_minor);
    }
    let name = |kind: SourceKind| term(task, &task.law.source_kinds, kind.code());
    let names = kinds.keys().map(|kind| name(*kind)).collect();
    let cells: Vec<Cell> = kinds
        .iter()
        .map(|(kind, sources)| {
            let cell = Cell::of(sources.values().copied());
            if *kind == SourceKind::Person { cell } else { public(cell.minor) }
        })
        .collect();
    let sum = cells.iter().fold(0_i64, |sum, cell| sum.saturating_add(cell.minor));
    let exact = Rules { unit_minor: 1, ..*rules };
    Ok((names, publish(&public(sum), &[cells], &exact)))
}

/// What is no secret, whoever it is about.
const fn public(minor: i64) -> Cell {
    Cell { persons: i64::MAX, minor, largest_minor: 0, second_minor: 0 }
}
