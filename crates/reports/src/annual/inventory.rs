//! Попис: what there is and what is owed on the last day of a year, by the books and as it was found.
//!
//! Where nothing was counted yet the columns of the count stay empty, to be filled in by hand and signed. The column of remarks
//! is for the hand always: what people typed can be erased, and a paper cannot.

use crate::books::error::BuildError;
use crate::books::frame::Frame;
use crate::books::wording;
use crate::report::cell::{Cell, CellKind, Drill};
use crate::report::{Column, Report, Row, Section, SignOff};

/// What belongs together on the list, in its order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    FixedAssets,
    Money,
    Stock,
    Claims,
    Obligations,
    Deferred,
    Other,
}

impl Group {
    const ALL: [Self; 7] = [
        Self::FixedAssets,
        Self::Money,
        Self::Stock,
        Self::Claims,
        Self::Obligations,
        Self::Deferred,
        Self::Other,
    ];

    fn title(self, frame: &Frame<'_>) -> &'static str {
        match self {
            Self::FixedAssets => frame.say("Основни средства", "Fixed assets", "Mjetet themelore"),
            Self::Money => frame.say("Парични средства", "Money", "Mjetet monetare"),
            Self::Stock => frame.say("Залихи", "Stock", "Stoqet"),
            Self::Claims => {
                frame.say("Побарувања и аванси", "Claims and advances", "Kërkesat dhe paradhëniet")
            }
            Self::Obligations => frame.say("Обврски", "Obligations", "Detyrimet"),
            Self::Deferred => {
                frame.say("Одложени приходи", "Deferred income", "Të ardhurat e shtyra")
            }
            Self::Other => frame.say("Друго", "Other", "Të tjera"),
        }
    }
}

/// An account in a fund, or over all funds where it was counted so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CountRow {
    pub group: Group,
    pub account: String,
    pub name: String,
    /// Empty for all funds.
    pub fund: String,
    /// The currency in which it is counted.
    pub unit: String,
    pub booked_minor: i64,
    pub counted_minor: Option<i64>,
}

/// Goods of one kind in a fund.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GoodsRow {
    pub account: String,
    pub item: String,
    pub fund: String,
    pub unit: String,
    pub quantity: i64,
}

pub fn build(
    frame: &Frame<'_>,
    rows: &[CountRow],
    goods: &[GoodsRow],
) -> Result<Report, BuildError> {
    let mut sections = Vec::new();
    for group in Group::ALL {
        let mut lines = Vec::new();
        for row in rows.iter().filter(|row| row.group == group) {
            lines.push(line(row)?);
        }
        if group == Group::Stock {
            lines.extend(goods.iter().map(item));
        }
        if !lines.is_empty() {
            sections.push(Section::new(Some(group.title(frame).to_owned()), lines));
        }
    }
    let mut draft = frame.draft(columns(frame), sections);
    if rows.iter().all(|row| row.counted_minor.is_none()) {
        let empty = frame.say(
            "Пописот уште не е внесен; колоните за попишана состојба и разлика се пополнуваат рачно.",
            "The count has not been recorded yet; fill in the columns of the count and the difference by hand.",
            "Regjistrimi ende nuk është futur; kolonat e gjendjes së regjistruar dhe të dallimit plotësohen me dorë.",
        );
        draft.notes.push(empty.to_owned());
    }
    let member = frame.say("Член на пописната комисија", "Counted by", "Anëtar i komisionit");
    let legal = frame.say("Застапник по закон", "Legal representative", "Përfaqësuesi ligjor");
    let signatures = [member, member, member, legal];
    draft.sign_off = SignOff { signatures: signatures.map(str::to_owned).to_vec(), stamp: true };
    Ok(draft.finish()?)
}

fn columns(frame: &Frame<'_>) -> Vec<Column> {
    let money = |key, title| Column::new(key, title, CellKind::Money);
    let state = frame.say("Состојба", "Balance", "Gjendja");
    vec![
        wording::account(frame),
        wording::name(frame),
        Column::new("fund", frame.say("Фонд", "Fund", "Fondi"), CellKind::Text),
        Column::new("unit", frame.say("Мера", "Unit", "Njësia"), CellKind::Text),
        Column::new("quantity", frame.say("Количина", "Quantity", "Sasia"), CellKind::Count),
        money("booked", frame.say("По книги", "By the books", "Sipas librave")).under(state),
        money("counted", frame.say("По попис", "As found", "Sipas regjistrimit")).under(state),
        money("difference", frame.say("Разлика", "Difference", "Dallimi")),
        Column::new("remark", frame.say("Забелешка", "Remark", "Vërejtje"), CellKind::Text),
    ]
}

fn line(row: &CountRow) -> Result<Row, BuildError> {
    let difference = match row.counted_minor {
        Some(counted) => {
            let minor = counted.checked_sub(row.booked_minor).ok_or(BuildError::Overflow)?;
            Cell::money(minor)
        }
        None => Cell::EMPTY,
    };
    Ok(Row::line(vec![
        Cell::code(&row.account).opens(Drill::Account(row.account.clone())),
        Cell::text(&row.name),
        Cell::text(&row.fund),
        Cell::text(&row.unit),
        Cell::EMPTY,
        Cell::money(row.booked_minor),
        row.counted_minor.map_or(Cell::EMPTY, Cell::money),
        difference,
        Cell::text(""),
    ]))
}

/// Goods are counted by the piece; what they are worth stands on their account above.
fn item(row: &GoodsRow) -> Row {
    Row::line(vec![
        Cell::code(&row.account),
        Cell::text(&row.item),
        Cell::text(&row.fund),
        Cell::text(&row.unit),
        Cell::count(row.quantity),
        Cell::EMPTY,
        Cell::EMPTY,
        Cell::EMPTY,
        Cell::text(""),
    ])
}
