//! The law as it holds for this association: the country's, with the values that two persons have changed.

use almoner_law::error::LawError;
use almoner_law::figure::{Figure, Unit};
use almoner_law::pack::Pack;
use almoner_law::value::Value;
use almoner_ledger::facts::Facts;

/// What begins last counts, and of that what was said last, as for every rule of the ledger.
pub fn law_here(facts: &Facts) -> Result<Pack, LawError> {
    let mut told: Vec<_> = facts.values.iter().collect();
    told.sort_by_key(|row| std::cmp::Reverse((row.valid_from, row.seq)));
    let values = told.into_iter().filter_map(|row| {
        Some(Value {
            key: row.name.clone(),
            figure: Figure::parse(&row.value, Unit::parse(&row.unit)?)?,
            valid_from: row.valid_from,
            valid_to: row.valid_to,
            source: row.source.clone(),
            verified: row.verified,
        })
    });
    Ok(almoner_law::mk()?.with(values.collect()))
}
