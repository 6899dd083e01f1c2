//! On which grounds aid is taxed or not, as dated law.

use chrono::NaiveDate;

use crate::codes::TaxBasis;
use crate::record;

record! {
    /// What a basis means from a day on: whether it is taxed, and which papers show it.
    TaxRule = "tax_rule" Append {
        key seq: i64,
        key line: i64,
        log valid_from: NaiveDate,
        log basis: TaxBasis,
        log article: Option<String>,
        log taxable: bool,
        /// Papers of which one group must be there whole: `medical+pro_forma|medical+final_invoice`.
        log evidence: Option<String>,
        log name_mk: String,
        log name_en: String,
        log name_sq: String,
        log source: String,
        log verified: bool,
    }
}
