//! What came in, for machines: of organisations one by one, of people and as interest by quarter and fund.

use std::collections::BTreeMap;

use almoner_ledger::codes::{IncomeKind, SourceKind};
use almoner_ledger::rows::giving::Source;
use almoner_reports::publish::open::{Giver, OpenIncome, Organisation};
use almoner_reports::publish::suppress::{Cell, Rules, publish};
use almoner_store::read::income::{IncomeFilter, IncomeRow};
use chrono::{Datelike as _, NaiveDate};

use super::open_data::identifier;
use super::publish::Span;
use super::registers::incomes_of;
use super::released::Released;
use super::{ReportError, Task};

/// By the last day of a quarter, fund and person.
type Given = BTreeMap<NaiveDate, BTreeMap<i64, BTreeMap<i64, i64>>>;

/// Of organisations one by one; of people by quarter and fund, once the whole year can be told, so that nothing is left of it
/// that tells of a few.
pub(super) async fn incomes(
    task: &Task<'_>,
    (ripe, released): (&[Span], &Released),
    country: &str,
    rules: &Rules,
) -> Result<Vec<OpenIncome>, ReportError> {
    let (from_on, to_on) = (Some(task.wanted.from), Some(task.wanted.to));
    let filter = IncomeFilter { from_on, to_on, ..IncomeFilter::default() };
    let mut incomes = Vec::new();
    let mut people = Given::new();
    let mut unknown: BTreeMap<(NaiveDate, i64), i64> = BTreeMap::new();
    let mut interest: BTreeMap<(NaiveDate, i64), i64> = BTreeMap::new();
    for income in incomes_of(task, filter).await? {
        let day = income.received_on;
        let span = ripe.iter().find(|span| span.days.0 <= day && day <= span.days.1);
        let Some(span) = span.filter(|span| counts(task, &income, released.income_of(span))) else {
            continue;
        };
        let source = income.source_seq.and_then(|seq| task.inputs.facts.sources.get(&seq));
        let (place, minor) = ((span.days.1, income.fund_seq), income.value_minor);
        let add = |sum: &mut i64| *sum = sum.saturating_add(minor);
        if let Some(person) = source.filter(|source| source.kind == SourceKind::Person) {
            let of_fund = people.entry(place.0).or_default().entry(place.1).or_default();
            add(of_fund.entry(person.seq).or_default());
        } else if income.kind == IncomeKind::Interest {
            add(interest.entry(place).or_default());
        } else if let Some(organisation) = source.and_then(|it| organisation(task, it, country)) {
            let giver = Giver::Organisation { number: income.seq, organisation };
            incomes.push(OpenIncome { fund: place.1, on: day, minor, giver });
        } else {
            add(unknown.entry(place).or_default());
        }
    }
    let sums = |sums: BTreeMap<(NaiveDate, i64), i64>, giver: Giver| {
        sums.into_iter().map(move |((on, fund), minor)| {
            let giver = giver.clone();
            OpenIncome { fund, on, minor, giver }
        })
    };
    incomes.extend(sums(unknown, Giver::People(None)));
    incomes.extend(sums(interest, Giver::Interest));
    incomes.extend(of_people(ripe, &people, rules));
    incomes.sort_by_key(|income| income.on);
    Ok(incomes)
}

/// Whether it was income when its year was issued, or is now where that was not.
fn counts(task: &Task<'_>, income: &IncomeRow, issued: Option<i64>) -> bool {
    let known_at = issued.unwrap_or(task.inputs.as_of_seq);
    income.seq <= known_at && income.reversed_by_seq.is_none_or(|by| known_at < by)
}

/// Who is told by name; neither people nor who wants to stay unknown.
pub(super) fn organisation(task: &Task<'_>, source: &Source, home: &str) -> Option<Organisation> {
    if matches!(source.kind, SourceKind::Person | SourceKind::Anonymous) {
        return None;
    }
    let country = source.country.as_deref().unwrap_or(home);
    let id = source.identifier.as_ref().and_then(|number| identifier(task, country, number));
    Some(Organisation { kind: source.kind, name: source.name.clone(), id })
}

fn of_people(ripe: &[Span], given: &Given, rules: &Rules) -> Vec<OpenIncome> {
    let exact = Rules { unit_minor: 1, ..*rules };
    let mut years: BTreeMap<i32, usize> = BTreeMap::new();
    for span in ripe {
        let quarters = years.entry(span.days.1.year()).or_default();
        *quarters = quarters.saturating_add(1);
    }
    let mut told = Vec::new();
    for (year, _) in years.into_iter().filter(|(_, quarters)| *quarters == 4) {
        let of_year = given.iter().filter(|(on, _)| on.year() == year);
        let parts: Vec<(NaiveDate, i64, &BTreeMap<i64, i64>)> = of_year
            .flat_map(|(on, funds)| funds.iter().map(|(fund, people)| (*on, *fund, people)))
            .collect();
        let mut whole: BTreeMap<i64, i64> = BTreeMap::new();
        for (person, minor) in parts.iter().flat_map(|(_, _, people)| people.iter()) {
            let sum = whole.entry(*person).or_default();
            *sum = sum.saturating_add(*minor);
        }
        let figures = parts.iter().map(|(_, _, people)| Cell::of(people.values().copied()));
        let published = publish(&Cell::of(whole.into_values()), &[figures.collect()], &exact);
        let cells = published.tables.into_iter().flatten();
        told.extend(parts.iter().zip(cells).filter_map(|((on, fund, _), cell)| {
            let cell = cell?;
            let giver = Giver::People(Some(cell.persons));
            Some(OpenIncome { fund: *fund, on: *on, minor: cell.minor, giver })
        }));
    }
    told
}
