//! What an issued public report told, read back from its paper, so that no later one tells it otherwise.
//!
//! A quarter that was issued stands in every later report exactly as it was issued first, with what was withheld then, and
//! so does the income of the same days. Whatever was corrected since is not told at all, be it of one person or of many: two
//! releases differ only by quarters that the first did not tell, so their difference tells nothing that the second does not
//! tell by itself. The corrected figures stand in the books and in the papers of the year in which they were booked.
//!
//! Only what was issued counts as published: a report that somebody merely looked at leaves no trace to compare with.

use almoner_ledger::money::parse_minor;
use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::Value;

use super::public_report::{MARK, Quarter, WITHHELD};
use super::suppress::{Published, Told};

/// One public report as it was issued.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Release {
    /// The first and the last day that its income is of.
    pub days: (NaiveDate, NaiveDate),
    pub income: (Vec<String>, Published),
    pub quarters: Vec<Quarter>,
}

#[derive(Deserialize)]
struct Paper {
    period: Days,
    sections: Vec<Section>,
}

#[derive(Deserialize)]
struct Days {
    from: NaiveDate,
    to: NaiveDate,
}

#[derive(Deserialize)]
struct Section {
    title: String,
    rows: Vec<Row>,
}

#[derive(Deserialize)]
struct Row {
    kind: String,
    cells: Vec<Cell>,
}

#[derive(Deserialize)]
struct Cell {
    value: Value,
}

/// The names of a table's rows, their cells, and its total.
type Table = (Vec<String>, Vec<Option<Told>>, Option<Told>);

impl Release {
    /// From the face for programs; `None` where it is no public report.
    pub fn read(json: &[u8]) -> Option<Self> {
        let paper: Paper = serde_json::from_slice(json).ok()?;
        let (mut income, mut quarters) = (None, Vec::<Quarter>::new());
        for section in &paper.sections {
            let (names, cells, total) = table(section)?;
            let Some((name, _)) = section.title.split_once(MARK) else {
                income = Some((names, Published { total, tables: vec![cells] }));
                continue;
            };
            let is_next = quarters.last().is_none_or(|quarter| quarter.name != name);
            if is_next {
                let published = Published { total, tables: Vec::new() };
                quarters.push(Quarter { name: name.to_owned(), parts: Vec::new(), published });
            }
            let quarter = quarters.last_mut()?;
            quarter.parts.push(names);
            quarter.published.tables.push(cells);
        }
        Some(Self { days: (paper.period.from, paper.period.to), income: income?, quarters })
    }
}

/// How a quarter was told first; releases in the order in which they were issued.
pub fn told_first<'a, D: Copy>(
    releases: &'a [(D, Release)],
    quarter: &str,
) -> Option<(D, &'a Quarter)> {
    releases.iter().find_map(|(by, release)| {
        let found = release.quarters.iter().find(|told| told.name == quarter)?;
        Some((*by, found))
    })
}

fn table(section: &Section) -> Option<Table> {
    let (mut names, mut cells, mut total) = (Vec::new(), Vec::new(), None);
    for row in &section.rows {
        let (name, told) = line(row)?;
        if row.kind == "sum" {
            total = told;
        } else {
            names.push(name);
            cells.push(told);
        }
    }
    Some((names, cells, total))
}

fn line(row: &Row) -> Option<(String, Option<Told>)> {
    let [name, persons, amount, ..] = row.cells.as_slice() else { return None };
    let name = name.value.as_str()?;
    if amount.value.is_null() {
        return Some((name.strip_suffix(WITHHELD).unwrap_or(name).to_owned(), None));
    }
    let minor = parse_minor(amount.value.as_str()?).ok()?;
    let persons = persons.value.as_i64().unwrap_or(0);
    Some((name.to_owned(), Some(Told { persons, minor })))
}
