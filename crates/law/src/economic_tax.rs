//! Which rows of the annual account the return of the tax on economic activity adds up.

use serde::{Deserialize, Serialize};

use crate::error::{LawError, Problem};
use crate::files::ECONOMIC_TAX;
use crate::form::Forms;
use crate::names::Names;
use crate::table;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EconomicTaxRow {
    /// Of the return.
    pub row: String,
    /// Of the form of income and expenditure.
    pub aop: String,
    pub names: Names,
    pub source: String,
    pub verified: bool,
}

const COLUMNS: &[&str] = &["row", "aop", "name_mk", "name_en", "name_sq", "source", "verified"];

/// A row that no form has is refused: the return would miss what stands there.
pub(crate) fn read(text: &str, forms: &[Forms]) -> Result<Vec<EconomicTaxRow>, LawError> {
    let mut rows: Vec<EconomicTaxRow> = Vec::new();
    for row in table::read(ECONOMIC_TAX, COLUMNS, text)? {
        let (source, verified) = row.provenance()?;
        let (number, aop) = (row.text("row")?.to_owned(), row.text("aop")?.to_owned());
        let known = |forms: &Forms| forms.income_expenditure.iter().any(|it| it.row == aop);
        if !forms.iter().all(known) {
            return Err(row.refuse(Problem::UnknownRow { row: aop }));
        }
        if rows.iter().any(|earlier| earlier.row == number || earlier.aop == aop) {
            return Err(row.refuse(Problem::Duplicate { key: number }));
        }
        rows.push(EconomicTaxRow { row: number, aop, names: row.names()?, source, verified });
    }
    Ok(rows)
}
