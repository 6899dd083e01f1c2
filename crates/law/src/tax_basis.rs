//! On which ground aid is free of personal income tax, or is not, and the papers that show it.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::error::{LawError, Problem};
use crate::files::TAX_BASES;
use crate::names::Names;
use crate::table;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaxBasis {
    /// A later row of the same basis replaces this one.
    pub valid_from: NaiveDate,
    pub basis: String,
    /// Article, paragraph and item; absent where no article is named.
    pub article: Option<String>,
    pub taxable: bool,
    /// Papers of which one group must be there whole: `a+b|a+c` is a with b, or a with c. Absent where none is needed.
    pub evidence: Option<String>,
    pub names: Names,
    pub source: String,
    pub verified: bool,
}

const COLUMNS: &[&str] = &[
    "valid_from",
    "basis",
    "article",
    "taxable",
    "evidence",
    "name_mk",
    "name_en",
    "name_sq",
    "source",
    "verified",
];

pub(crate) fn read(text: &str) -> Result<Vec<TaxBasis>, LawError> {
    let mut rows: Vec<TaxBasis> = Vec::new();
    for row in table::read(TAX_BASES, COLUMNS, text)? {
        let (source, verified) = row.provenance()?;
        let read = TaxBasis {
            valid_from: row.word("valid_from")?,
            basis: row.key("basis")?,
            article: row.optional("article")?.map(str::to_owned),
            taxable: row.whole("taxable")?,
            evidence: row.optional("evidence")?.map(str::to_owned),
            names: row.names()?,
            source,
            verified,
        };
        if let Some(text) = read.evidence.as_deref().filter(|text| !is_groups(text)) {
            let text = text.to_owned();
            return Err(row.refuse(Problem::Unreadable { column: "evidence", text }));
        }
        let known = |earlier: &TaxBasis| {
            (&earlier.basis, earlier.valid_from) == (&read.basis, read.valid_from)
        };
        if rows.iter().any(known) {
            return Err(row.refuse(Problem::Duplicate { key: read.basis }));
        }
        rows.push(read);
    }
    if rows.is_empty() { Err(LawError::of_file(TAX_BASES, Problem::NoRows)) } else { Ok(rows) }
}

fn is_groups(text: &str) -> bool {
    text.split('|').all(|group| group.split('+').all(table::is_key))
}
