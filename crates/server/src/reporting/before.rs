//! The year before, as its form was issued: read from the paper, never computed again.

use std::collections::BTreeMap;

use almoner_ledger::facts::Facts;
use almoner_ledger::rows::year::Issued;
use almoner_store::error::StoreError;
use almoner_store::store::Store;
use chrono::Datelike as _;
use serde::Deserialize;

use super::{ReportError, Wanted};

/// Whether a paper is the one that holds: its year is closed still, and by the same act.
pub(crate) fn holds(facts: &Facts, issued: &Issued) -> bool {
    facts.year_is_closed(issued.year)
        && facts.years.get(&issued.year).is_some_and(|year| year.seq == issued.closed_seq)
}

/// What is wanted of an issued form: the row of each line and its figure of that year.
#[derive(Deserialize)]
struct Form {
    columns: Vec<Column>,
    sections: Vec<Section>,
}

#[derive(Deserialize)]
struct Column {
    key: String,
}

#[derive(Deserialize)]
struct Section {
    rows: Vec<Row>,
}

#[derive(Deserialize)]
struct Row {
    cells: Vec<Cell>,
}

#[derive(Deserialize)]
struct Cell {
    value: serde_json::Value,
}

/// `None` where no form of that kind was issued for the year before, or it was superseded.
pub(super) async fn issued(
    store: &Store,
    facts: &Facts,
    wanted: &Wanted,
) -> Result<Option<BTreeMap<String, i64>>, ReportError> {
    if !matches!(wanted.report.as_str(), "balance_sheet" | "income_expenditure") {
        return Ok(None);
    }
    let before = i64::from(wanted.from.year()).saturating_sub(1);
    let papers = store.issued(Some(before)).await?;
    let form = papers.into_iter().map(|paper| paper.issued).find(|paper| {
        paper.document == wanted.report && paper.face == "json" && holds(facts, paper)
    });
    let Some(form) = form else { return Ok(None) };
    let corrupt = || StoreError::Corrupt(format!("issued_file: paper {}-{}", form.seq, form.line));
    let bytes = store.issued_file(form.seq, form.line).await?.ok_or_else(corrupt)?;
    let rows = serde_json::from_slice(&bytes).ok().as_ref().and_then(figures);
    Ok(Some(rows.ok_or_else(corrupt)?))
}

fn figures(form: &Form) -> Option<BTreeMap<String, i64>> {
    let place = |key: &str| form.columns.iter().position(|column| column.key == key);
    let (row, current) = (place("row")?, place("current")?);
    let rows = form.sections.iter().flat_map(|section| &section.rows);
    rows.map(|line| {
        let number = line.cells.get(row)?.value.as_str()?.to_owned();
        let denars = line.cells.get(current)?.value.as_str()?.parse().ok()?;
        Some((number, denars))
    })
    .collect()
}
