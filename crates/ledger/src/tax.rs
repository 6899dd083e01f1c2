//! The tax on aid: on which ground there is none, what it comes to where there is, and the papers that show it.

use chrono::NaiveDate;

use crate::codes::{EvidenceKind, Method, TaxBasis};
use crate::facts::Facts;
use crate::money::MINOR_MAX;
use crate::refusal::Refusal;
use crate::rows::request::Evidence;
use crate::rows::tax::TaxRule;

/// The whole, in the hundredths of a per cent in which rates are kept.
const WHOLE: i64 = 10_000;

/// The rate by which aid is taxed, among the law's values.
pub const RATE: &str = "personal_income_tax_rate";

/// The basis that a proposal names. Money must name one that is not for goods; goods may leave it out, and are not taxed.
pub fn basis(method: Method, named: Option<TaxBasis>) -> Result<TaxBasis, Refusal> {
    match (method, named) {
        (Method::InKind, None) => Ok(TaxBasis::InKind),
        (_, None) => Err(Refusal::TaxBasisMissing),
        (Method::InKind, Some(basis @ TaxBasis::Taxable))
        | (
            Method::Bank | Method::Cash | Method::Voucher | Method::ThirdParty,
            Some(basis @ TaxBasis::InKind),
        ) => Err(Refusal::TaxBasisUnfit { basis, method }),
        (_, Some(basis)) => Ok(basis),
    }
}

/// What the law says of a basis on a day.
pub fn rule(facts: &Facts, basis: TaxBasis, on: NaiveDate) -> Result<&TaxRule, Refusal> {
    let in_force = facts.tax_rules.iter().filter(|row| row.basis == basis && row.valid_from <= on);
    in_force
        .max_by_key(|row| (row.valid_from, row.seq, row.line))
        .ok_or(Refusal::TaxLawSilent { what: basis.code() })
}

/// What must be given so that a sum reaches the person: the sum itself, or with the tax on top of it, rounded half away from
/// zero to the deni.
pub fn gross(
    facts: &Facts,
    basis: TaxBasis,
    net_minor: i64,
    on: NaiveDate,
) -> Result<i64, Refusal> {
    if !rule(facts, basis, on)?.taxable {
        return Ok(net_minor);
    }
    let rate = facts.law_number(RATE, on).filter(|rate| (0..WHOLE).contains(rate));
    let rate = rate.ok_or(Refusal::TaxLawSilent { what: RATE })?;
    let left = i128::from(WHOLE.saturating_sub(rate));
    let doubled = i128::from(net_minor).saturating_mul(i128::from(WHOLE)).saturating_mul(2);
    let gross = doubled.saturating_add(left).checked_div(left.saturating_mul(2));
    gross
        .and_then(|gross| i64::try_from(gross).ok())
        .filter(|gross| *gross <= MINOR_MAX)
        .ok_or(Refusal::AmountTooLarge)
}

/// The papers that a basis wants and a request does not have, as the law data writes them; `None` where nothing is missing.
pub fn papers_missing<'r>(rule: &'r TaxRule, papers: &[Evidence]) -> Option<&'r str> {
    let wanted = rule.evidence.as_deref()?;
    let has = |word: &str| {
        EvidenceKind::parse(word).is_some_and(|kind| papers.iter().any(|paper| paper.kind == kind))
    };
    let whole = wanted.split('|').any(|group| group.split('+').all(has));
    Some(wanted).filter(|_| !whole)
}
