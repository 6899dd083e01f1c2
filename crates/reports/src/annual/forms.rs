//! The forms as reports: row by row, the year before beside this one, and the accounts under each row.

use std::collections::BTreeMap;

use almoner_law::form::{Form, FormRow, Forms, Side};

use crate::annual::figures::Figures;
use crate::books::error::BuildError;
use crate::books::frame::Frame;
use crate::report::cell::{Cell, CellKind, Drill};
use crate::report::{Basis, Column, Report, Row, Section};

/// Биланс на состојба or Биланс на приходи и расходи.
///
/// `before` is the year before as it was issued, by row, in whole denars: an issued figure is never computed again.
pub fn form(
    frame: &Frame<'_>,
    form: Form,
    forms: &Forms,
    figures: &Figures,
    before: Option<&BTreeMap<String, i64>>,
) -> Result<Report, BuildError> {
    let rows = forms.rows(form);
    let mut sections: Vec<(Side, Vec<Row>)> = Vec::new();
    for row in rows {
        let cells = cells(frame, row, figures, before)?;
        let line = if row.rule.is_sum() { Row::sum(cells) } else { Row::line(cells) };
        match sections.last_mut() {
            Some((side, lines)) if *side == row.side => lines.push(line),
            _ => sections.push((row.side, vec![line])),
        }
    }
    let sections = sections.into_iter();
    let sections = sections.map(|(of, rows)| Section::new(Some(side(frame, of).to_owned()), rows));
    let columns = vec![
        Column::new("row", frame.say("АОП", "Row", "AOP"), CellKind::Code),
        Column::new("name", frame.say("Позиција", "Item", "Pozicioni"), CellKind::Text),
        Column::new("accounts", frame.say("Конта", "Accounts", "Llogaritë"), CellKind::Text),
        amount(frame, "previous", frame.say("Претходна година", "Year before", "Viti paraprak")),
        amount(frame, "current", frame.say("Тековна година", "Current year", "Viti rrjedhës")),
    ];
    let mut draft = frame.draft(columns, sections.collect());
    if rows.iter().any(|row| !row.verified) && draft.basis.iter().all(|basis| basis.verified) {
        let text = frame.say("Редови на образецот", "Rows of the form", "Rreshtat e formularit");
        draft.basis.push(Basis { text: text.to_owned(), verified: false });
    }
    draft.notes.push(
        frame
            .say(
                "Износите се во денари, без дени.",
                "Sums are in denars, without deni.",
                "Shumat janë në denarë, pa deni.",
            )
            .to_owned(),
    );
    draft.notes.extend(notes(frame, figures, before.is_some()));
    if form == Form::BalanceSheet
        && let Some((row, by)) = &figures.evened
    {
        let words = frame.say(
            "Разликата од заокружување е внесена во АОП",
            "The difference of rounding is in row",
            "Dallimi nga rrumbullakimi është në AOP",
        );
        draft.notes.push(format!("{words} {row}: {by}."));
    }
    draft.sign_off = frame.signed();
    Ok(draft.finish()?)
}

/// What a reader must know of the years before.
fn notes(frame: &Frame<'_>, figures: &Figures, has_before: bool) -> Vec<String> {
    let mut notes = Vec::new();
    if !has_before {
        let empty = frame.say(
            "За претходната година нема издаден образец; колоната е празна.",
            "No form was issued for the year before; its column is empty.",
            "Për vitin paraprak nuk është lëshuar formular; kolona është e zbrazët.",
        );
        notes.push(empty.to_owned());
    }
    if figures.earlier_result_minor != 0 {
        let words = frame.say(
            "Поранешни години не се затворени; нивниот резултат не е приход ни расход на оваа година и е внесен таму каде што би го однело затворањето",
            "Earlier years were not closed; their result is no income or expenditure of this year and stands where closing would have carried it",
            "Vitet e mëparshme nuk janë mbyllur; rezultati i tyre nuk është e ardhur as shpenzim i këtij viti dhe është aty ku do ta çonte mbyllja",
        );
        notes.push(format!("{words}: {}", frame.denars(figures.earlier_result_minor)));
    }
    notes
}

fn amount(frame: &Frame<'_>, key: &'static str, title: &str) -> Column {
    Column::new(key, title, CellKind::Denars).under(frame.say("Износ", "Amount", "Shuma"))
}

fn side(frame: &Frame<'_>, side: Side) -> &'static str {
    match side {
        Side::Assets => frame.say("АКТИВА", "ASSETS", "AKTIVA"),
        Side::Sources => frame.say("ПАСИВА", "LIABILITIES AND SOURCES", "PASIVA"),
        Side::Expenses => frame.say("РАСХОДИ", "EXPENDITURE", "SHPENZIME"),
        Side::Income => frame.say("ПРИХОДИ", "INCOME", "TË ARDHURA"),
    }
}

fn cells(
    frame: &Frame<'_>,
    row: &FormRow,
    figures: &Figures,
    before: Option<&BTreeMap<String, i64>>,
) -> Result<Vec<Cell>, BuildError> {
    let missing = || BuildError::UnknownRow { row: row.row.clone() };
    let current = *figures.denars.get(&row.row).ok_or_else(missing)?;
    let previous = match before {
        None => Cell::EMPTY,
        Some(issued) => Cell::denars(*issued.get(&row.row).ok_or_else(missing)?),
    };
    let accounts: Vec<String> =
        row.rule.accounts().map(|(sign, prefix)| format!("{sign}{prefix}")).collect();
    Ok(vec![
        Cell::code(&row.row),
        Cell::text(frame.language.pick(&row.names)),
        Cell::text(accounts.join(" ").trim_start_matches('+').replace(" +", ", ")),
        previous,
        Cell::denars(current).opens(Drill::FormRow(row.row.clone())),
    ])
}

/// Разработка на АОП: the accounts that make up a row, in deni, through all the rows it adds up.
pub fn row(
    frame: &Frame<'_>,
    number: &str,
    forms: &Forms,
    figures: &Figures,
    names: &BTreeMap<String, String>,
) -> Result<Report, BuildError> {
    let mut frame = frame.clone();
    let rows = || forms.balance_sheet.iter().chain(&forms.income_expenditure);
    let unknown = |row: &str| BuildError::UnknownRow { row: row.to_owned() };
    let top = rows().find(|row| row.row == number).ok_or_else(|| unknown(number))?;
    frame.parameter(
        frame.say("АОП", "Row", "AOP"),
        format!("{number} {}", frame.language.pick(&top.names)),
    );
    let mut sections = Vec::new();
    let mut waiting = vec![top];
    while let Some(row) = waiting.pop() {
        let mut lines = Vec::new();
        for (code, minor) in figures.accounts.get(&row.row).into_iter().flatten() {
            let name = names
                .get(code)
                .ok_or_else(|| BuildError::UnknownAccount { account: code.clone() })?;
            lines.push(Row::line(vec![
                Cell::code(code).opens(Drill::Account(code.clone())),
                Cell::text(name),
                Cell::money(*minor),
            ]));
        }
        for addend in &row.rule.addends {
            let minor = figures.half(addend);
            if minor != 0 {
                let words = frame.say(
                    "Резултат на тековната година",
                    "Result of the current year",
                    "Rezultati i vitit rrjedhës",
                );
                let cells = vec![Cell::EMPTY, Cell::text(words), Cell::money(minor)];
                lines.push(Row::line(cells));
            }
        }
        if !lines.is_empty() {
            let title = format!("{} {}", row.row, frame.language.pick(&row.names));
            sections.push(Section::new(Some(title), lines).adding_up());
        }
        let below: Vec<&str> = row.rule.rows().map(|(_, below)| below).collect();
        for below in below.into_iter().rev() {
            waiting.push(rows().find(|row| row.row == below).ok_or_else(|| unknown(below))?);
        }
    }
    let columns = vec![
        Column::new("account", frame.say("Конто", "Account", "Llogaria"), CellKind::Code),
        Column::new("name", frame.say("Назив", "Name", "Emërtimi"), CellKind::Text),
        Column::new("amount", frame.say("Износ", "Amount", "Shuma"), CellKind::Money).adding(),
    ];
    let mut draft = frame.draft(columns, sections);
    let exact = figures.exact.get(number).copied().unwrap_or(0);
    let words = frame.say("Износ на редот со дени", "The row with deni", "Rreshti me deni");
    draft.notes.push(format!("{words}: {}", frame.language.number().format(exact)));
    Ok(draft.finish()?)
}
