//! Белешки: what stands behind the forms, from the same figures, and headings for what the books cannot know.

use std::collections::BTreeMap;

use almoner_law::form::Forms;
use almoner_ledger::codes::AccountKind;

use crate::annual::figures::Figures;
use crate::books::error::BuildError;
use crate::books::frame::Frame;
use crate::books::input::AccountYear;
use crate::funds::heading::Group;
use crate::funds::year::FundYear;
use crate::report::cell::{Cell, CellKind, Drill};
use crate::report::{Column, Report, Row, Section};

mod words;

/// What lies on an account in another currency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Foreign {
    pub account: String,
    pub currency: &'static str,
    pub quantity_minor: i64,
    pub value_minor: i64,
}

/// What the notes are made of. `names` has every account's name.
#[derive(Clone, Copy, Debug)]
pub struct Behind<'a> {
    pub forms: &'a Forms,
    pub figures: &'a Figures,
    pub accounts: &'a [AccountYear],
    pub names: &'a BTreeMap<String, String>,
    pub funds: &'a [FundYear],
    pub foreign: &'a [Foreign],
}

/// Empty lines below a heading that somebody fills in.
const ROOM: usize = 3;

pub fn build(frame: &Frame<'_>, behind: &Behind<'_>) -> Result<Report, BuildError> {
    let mut sections = vec![text(words::BASIS, frame), text(words::POLICIES, frame)];
    sections.push(foreign(frame, behind)?);
    sections.extend(rows(frame, behind)?);
    for fund in behind.funds {
        sections.push(fund_section(frame, fund)?);
    }
    sections.push(off_balance(frame, behind)?);
    sections.extend(words::PROMPTS.map(|prompt| open(prompt, frame)));
    let columns = vec![
        Column::new("account", frame.say("Конто", "Account", "Llogaria"), CellKind::Code),
        Column::new("text", frame.say("Опис", "Description", "Përshkrimi"), CellKind::Text),
        Column::new("amount", frame.say("Износ", "Amount", "Shuma"), CellKind::Money).adding(),
    ];
    let mut draft = frame.draft(columns, sections);
    draft.sign_off = frame.signed();
    Ok(draft.finish()?)
}

fn said(words: &str) -> Row {
    Row::line(vec![Cell::EMPTY, Cell::text(words), Cell::EMPTY])
}

fn sum(words: &str, minor: i64) -> Row {
    Row::sum(vec![Cell::EMPTY, Cell::text(words), Cell::money(minor)])
}

fn text(part: words::Part, frame: &Frame<'_>) -> Section {
    let rows = part.lines.iter().map(|line| said(line.said(frame))).collect();
    Section::new(Some(part.title.said(frame).to_owned()), rows)
}

/// What the books do not hold is said so, with room to write.
fn open(part: words::Part, frame: &Frame<'_>) -> Section {
    let mut section = text(part, frame);
    section.rows.extend((0..ROOM).map(|_| Row::line(vec![Cell::EMPTY; 3])));
    section
}

fn foreign(frame: &Frame<'_>, behind: &Behind<'_>) -> Result<Section, BuildError> {
    let mut section = text(words::CURRENCY, frame);
    let number = frame.language.number();
    for held in behind.foreign {
        let rate = held
            .value_minor
            .checked_mul(100)
            .and_then(|value| value.checked_div(held.quantity_minor))
            .ok_or(BuildError::Overflow)?;
        let words = format!(
            "{}: {} {} × {}",
            name(behind, &held.account)?,
            number.format(held.quantity_minor),
            held.currency,
            number.format(rate)
        );
        let code = Cell::code(&held.account).opens(Drill::Account(held.account.clone()));
        section.rows.push(Row::line(vec![code, Cell::text(words), Cell::money(held.value_minor)]));
    }
    if behind.foreign.is_empty() {
        section.rows.push(said(words::NONE.said(frame)));
    }
    Ok(section)
}

fn name<'a>(behind: &Behind<'a>, code: &str) -> Result<&'a str, BuildError> {
    let unknown = || BuildError::UnknownAccount { account: code.to_owned() };
    behind.names.get(code).map(String::as_str).ok_or_else(unknown)
}

/// Every row of the forms that holds accounts, with what each adds to it.
fn rows(frame: &Frame<'_>, behind: &Behind<'_>) -> Result<Vec<Section>, BuildError> {
    let forms = behind.forms;
    let mut sections = Vec::new();
    for row in forms.balance_sheet.iter().chain(&forms.income_expenditure) {
        let mut lines = Vec::new();
        for (code, minor) in behind.figures.accounts.get(&row.row).into_iter().flatten() {
            if *minor != 0 {
                let account = Cell::code(code).opens(Drill::Account(code.clone()));
                let words = Cell::text(name(behind, code)?);
                lines.push(Row::line(vec![account, words, Cell::money(*minor)]));
            }
        }
        if !lines.is_empty() {
            let word = frame.say("АОП", "Row", "AOP");
            let title = format!("{word} {} {}", row.row, frame.language.pick(&row.names));
            sections.push(Section::new(Some(title), lines).adding_up());
        }
    }
    Ok(sections)
}

fn fund_section(frame: &Frame<'_>, fund: &FundYear) -> Result<Section, BuildError> {
    let word = frame.say("Движење на фонд", "Movements of fund", "Lëvizjet e fondit");
    let mut rows = vec![sum(
        frame.say("Почетна состојба", "Opening", "Gjendja fillestare"),
        fund.opening_minor,
    )];
    for (group, words) in [
        (Group::Received, frame.say("Примено", "Received", "E pranuar")),
        (Group::Aid, frame.say("Помош", "Aid", "Ndihmë")),
        (Group::Costs, frame.say("Трошоци", "Costs", "Shpenzime")),
        (Group::Other, frame.say("Враќања и преноси", "Returned and moved", "Kthime dhe bartje")),
    ] {
        let minor = fund.sum_of(group)?;
        if minor != 0 {
            rows.push(Row::line(vec![Cell::EMPTY, Cell::text(words), Cell::money(minor)]));
        }
    }
    rows.push(sum(
        frame.say("Крајна состојба", "Closing", "Gjendja përfundimtare"),
        fund.closing_minor,
    ));
    Ok(Section::new(Some(format!("{word} {} {}", fund.code, fund.name)), rows))
}

/// 990–999.
fn off_balance(frame: &Frame<'_>, behind: &Behind<'_>) -> Result<Section, BuildError> {
    let mut section = text(words::OFF_BALANCE, frame);
    for account in behind.accounts.iter().filter(|it| it.kind == AccountKind::OffBalance) {
        let minor = account.balance()?;
        if minor != 0 {
            let code = Cell::code(&account.code).opens(Drill::Account(account.code.clone()));
            section.rows.push(Row::line(vec![
                code,
                Cell::text(&*account.name),
                Cell::money(minor),
            ]));
        }
    }
    if section.rows.is_empty() {
        section.rows.push(said(words::NONE.said(frame)));
    }
    Ok(section)
}
