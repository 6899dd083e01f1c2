//! A limit, rate or deadline of the law, changed for one association by two persons.
//!
//! What was decided under the earlier figure stays as it was: a value is asked for by the day it is to hold for, and of two
//! that begin on the same day the later one counts.

use chrono::NaiveDate;

use crate::act::Act;
use crate::command::LawValueSpec;
use crate::facts::Facts;
use crate::refusal::Refusal;
use crate::rows::books::LawValue;

pub(super) fn set(facts: &Facts, spec: &LawValueSpec) -> Result<Act, Refusal> {
    let known = facts.values.iter().find(|value| value.name == spec.name);
    let unit = known.ok_or_else(|| Refusal::LawValueUnknown { name: spec.name.clone() })?;
    let unit = unit.unit.clone();
    let in_order = spec.valid_to.is_none_or(|last| spec.valid_from <= last);
    if !in_order || !is_readable(&spec.value, &unit) {
        return Err(Refusal::LawValueUnreadable { name: spec.name.clone(), unit });
    }
    let seq = facts.next_seq;
    Ok(Act::new(seq, "law_value.set").with(LawValue {
        seq,
        line: 1,
        name: spec.name.clone(),
        value: spec.value.clone(),
        unit,
        valid_from: spec.valid_from,
        valid_to: spec.valid_to,
        source: spec.source.clone(),
        verified: false,
    }))
}

/// Whether a text is a figure in that unit, written in the one way in which values are written.
fn is_readable(text: &str, unit: &str) -> bool {
    let whole = |most: i64| {
        let number = text.parse::<i64>().ok().filter(|number| (0..=most).contains(number));
        number.is_some_and(|number| number.to_string() == text)
    };
    // A year without a 29 February, so that the day exists every year.
    let day = |month_and_day: &str| {
        let day = NaiveDate::parse_from_str(&format!("2001-{month_and_day}"), "%Y-%m-%d");
        day.is_ok_and(|day| day.format("%m-%d").to_string() == month_and_day)
    };
    match unit {
        "mkd_minor" | "eur_minor" => whole(crate::money::MINOR_MAX),
        "basis_points" => whole(10_000),
        "hours" | "days" => whole(36_600),
        "years" => whole(100),
        "count" => whole(1_000_000),
        "month_day" => day(text),
        "month_end" => day(&format!("{text}-01")),
        _ => false,
    }
}
