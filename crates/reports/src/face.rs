//! The faces of a report. Each is a function of the report alone: the same report gives the same bytes.

pub mod csv;
pub mod html;
pub mod json;
pub mod pdf;
#[cfg(test)]
mod tests;
pub mod xlsx;

use crate::report::words::Word;
use crate::report::{Association, Basis, Draft, Period};

/// What stands under the name of the association: `Скопје · ЕМБС 1234567 · ЕДБ 4030000375897`.
pub(crate) fn particulars(report: &Draft) -> String {
    let Association { name: _, seat, register_number, tax_number, activity, .. } =
        &report.association;
    let Association { phone, email, accounts, representative, .. } = &report.association;
    let numbered = |word: Word, number: &Option<String>| {
        number.as_ref().map(|number| format!("{} {number}", word.in_language(report.language)))
    };
    let parts = [
        seat.clone(),
        numbered(Word::RegisterNumber, register_number),
        numbered(Word::TaxNumber, tax_number),
        numbered(Word::Activity, activity),
        numbered(Word::Account, &(!accounts.is_empty()).then(|| accounts.join(", "))),
        phone.clone(),
        email.clone(),
        numbered(Word::Representative, representative),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// `01.01.2026 – 31.12.2026`, or the day alone.
pub(crate) fn period(report: &Draft) -> String {
    let Period { from, to } = report.period;
    if from == to {
        report.language.day(from)
    } else {
        format!("{} – {}", report.language.day(from), report.language.day(to))
    }
}

/// The law behind the report, with a star where the footnote belongs.
pub(crate) fn basis(basis: &Basis) -> String {
    format!("{}{}", basis.text, if basis.verified { "" } else { " *" })
}

/// Columns side by side under one heading: the heading, and how many there are.
pub(crate) fn groups(report: &Draft) -> Vec<(Option<&str>, usize)> {
    let mut groups: Vec<(Option<&str>, usize)> = Vec::new();
    for column in &report.columns {
        let group = column.group.as_deref();
        match groups.last_mut() {
            Some((last, count)) if group.is_some() && *last == group => {
                *count = count.saturating_add(1);
            }
            _ => groups.push((group, 1)),
        }
    }
    groups
}
