//! The words of the field: needs, groups, urgencies, kinds of giver and of income.
//!
//! The codes are those of the ledger; they carry no date and no source because no law sets them.

use serde::{Deserialize, Serialize};

use crate::error::{LawError, Problem};
use crate::names::Names;
use crate::table;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Term {
    pub code: String,
    pub names: Names,
}

const COLUMNS: &[&str] = &["code", "name_mk", "name_en", "name_sq"];

pub(crate) fn read(file: &'static str, text: &str) -> Result<Vec<Term>, LawError> {
    let mut terms: Vec<Term> = Vec::new();
    for row in table::read(file, COLUMNS, text)? {
        let term = Term { code: row.key("code")?, names: row.names()? };
        if terms.iter().any(|earlier| earlier.code == term.code) {
            return Err(row.refuse(Problem::Duplicate { key: term.code }));
        }
        terms.push(term);
    }
    if terms.is_empty() { Err(LawError::of_file(file, Problem::NoRows)) } else { Ok(terms) }
}
