//! ДБ-НП/ВП: the tax on income from economic activity, from the rows of the annual account.

use std::collections::BTreeMap;

use almoner_law::economic_tax::EconomicTaxRow;

use crate::books::error::BuildError;
use crate::books::frame::Frame;
use crate::report::cell::{Cell, CellKind, Drill};
use crate::report::{Column, Report, Row, Section};

/// As the law data has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terms {
    /// In denars.
    pub threshold_denars: i64,
    /// Hundredths of a per cent.
    pub rate_points: i64,
    /// Whether somebody has read them, and which rows count, in the Official Gazette.
    pub verified: bool,
}

/// `of` says which rows of the annual account count, and `denars` what they hold as they were rounded.
pub fn build(
    frame: &Frame<'_>,
    of: &[EconomicTaxRow],
    denars: &BTreeMap<String, i64>,
    terms: Terms,
) -> Result<Report, BuildError> {
    let mut rows = Vec::new();
    let mut total = 0_i64;
    for line in of {
        let income = denars.get(&line.aop).copied();
        let income = income.ok_or_else(|| BuildError::UnknownRow { row: line.aop.clone() })?;
        total = total.checked_add(income).ok_or(BuildError::Overflow)?;
        let words = frame.language.pick(&line.names);
        rows.push(row(&line.row, words, Some(line.aop.as_str()), income));
    }
    let above = total.saturating_sub(terms.threshold_denars).max(0);
    let tax = share(above, terms.rate_points).ok_or(BuildError::Overflow)?;
    let words = [
        (frame.say("Вкупни приходи", "All income", "Të ardhurat gjithsej"), total),
        (
            frame.say(
                "Намалување за неоданочив износ",
                "Less what is free of tax",
                "Zbritja e shumës së patatueshme",
            ),
            terms.threshold_denars,
        ),
        (frame.say("Основа", "Base", "Baza"), above),
        (frame.say("Годишен данок", "Tax of the year", "Tatimi vjetor"), tax),
    ];
    let next = of.len().saturating_add(1);
    let numbered = (next..).zip(words);
    rows.extend(
        numbered.map(|(number, (words, sum))| row(&format!("{number:02}"), words, None, sum)),
    );
    let columns = vec![
        Column::new("row", frame.say("Ред", "Row", "Rreshti"), CellKind::Code),
        Column::new("name", frame.say("Позиција", "Item", "Pozicioni"), CellKind::Text),
        Column::new("aop", frame.say("АОП", "Row of the account", "AOP"), CellKind::Code),
        Column::new("amount", frame.say("Износ", "Amount", "Shuma"), CellKind::Denars),
    ];
    let mut draft = frame.draft(columns, vec![Section::new(None, rows)]);
    let due = if above == 0 {
        frame.say(
            "Приходите не го надминуваат неоданочивиот износ: данок нема, и образецот не мора да се поднесе.",
            "The income is not above what is free of tax: there is no tax, and the form need not be handed in.",
            "Të ardhurat nuk e kalojnë shumën e patatueshme: nuk ka tatim dhe formulari nuk duhet të dorëzohet.",
        )
    } else {
        frame.say(
            "Приходите го надминуваат неоданочивиот износ: образецот се поднесува.",
            "The income is above what is free of tax: the form is to be handed in.",
            "Të ardhurat e kalojnë shumën e patatueshme: formulari dorëzohet.",
        )
    };
    let rate = Cell::from(crate::report::cell::Value::Percent(terms.rate_points));
    let word = frame.say("Стапка", "Rate", "Norma");
    draft.notes.push(format!("{word}: {}", rate.value.on_paper(frame.language)));
    draft.notes.push(due.to_owned());
    draft.basis.extend(frame.figures(terms.verified));
    draft.sign_off = frame.signed();
    Ok(draft.finish()?)
}

fn row(number: &str, words: &str, aop: Option<&str>, denars: i64) -> Row {
    let opened = |row: &str| Cell::code(row).opens(Drill::FormRow(row.to_owned()));
    Row::line(vec![
        Cell::code(number),
        Cell::text(words),
        aop.map_or(Cell::EMPTY, opened),
        Cell::denars(denars),
    ])
}

/// So many hundredths of a per cent of whole denars, rounded half up.
fn share(denars: i64, points: i64) -> Option<i64> {
    denars.checked_mul(points)?.checked_add(5_000)?.checked_div(10_000)
}
