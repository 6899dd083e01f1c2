//! The banks, by the three digits with which an account number of the country begins.

use serde::{Deserialize, Serialize};

use crate::error::{LawError, Problem};
use crate::files::BANKS;
use crate::names::Names;
use crate::table;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bank {
    pub code: String,
    pub bic: Option<String>,
    pub names: Names,
    pub source: String,
    pub verified: bool,
}

const COLUMNS: &[&str] = &["code", "bic", "name_mk", "name_en", "name_sq", "source", "verified"];

pub(crate) fn read(text: &str) -> Result<Vec<Bank>, LawError> {
    let mut banks: Vec<Bank> = Vec::new();
    for row in table::read(BANKS, COLUMNS, text)? {
        let (source, verified) = row.provenance()?;
        let bank = Bank {
            code: row.text("code")?.to_owned(),
            bic: row.optional("bic")?.map(str::to_owned),
            names: row.names()?,
            source,
            verified,
        };
        if banks.iter().any(|earlier| earlier.code == bank.code) {
            return Err(row.refuse(Problem::Duplicate { key: bank.code }));
        }
        banks.push(bank);
    }
    Ok(banks)
}
