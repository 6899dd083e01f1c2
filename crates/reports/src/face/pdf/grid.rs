//! Fits the columns to the paper: upright if they fit, across if they do not, in letters as large as there is room for.

use crate::face::pdf::canvas::{POINT, Twips, Type};
use crate::face::pdf::font::{Fonts, Weight};
use crate::report::cell::CellKind;
use crate::report::{Report, Row, RowKind};

/// A4, in twips.
const SHORT: Twips = 11_906;
const LONG: Twips = 16_838;
pub(crate) const MARGIN: Twips = 800;
/// Between a column's edge and its text.
pub(crate) const PAD: Twips = 3 * POINT;
/// What a column of text must have before smaller letters are tried, and what it gets at the least.
const TEXT_WISH: Twips = 110 * POINT;
const TEXT_LEAST: Twips = 50 * POINT;
/// A code is not broken unless it is longer than this.
const CODE_MOST: Twips = 110 * POINT;
const SIZES: [Twips; 5] = [180, 170, 160, 150, 140];

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Grid {
    pub(crate) across: bool,
    pub(crate) size: Twips,
    /// One for each column, with both pads.
    pub(crate) widths: Vec<Twips>,
}

/// How wide a column would like to be, and how narrow it can be.
#[derive(Clone, Copy)]
struct Wish {
    least: Twips,
    most: Twips,
    text: bool,
}

impl Grid {
    pub(crate) fn fit(report: &Report, fonts: &Fonts) -> Self {
        // Measured once in large letters; smaller ones need less in proportion.
        let wishes = wishes(report, fonts);
        for across in [false, true] {
            let room = room(across);
            for size in SIZES {
                let scaled: Vec<Wish> = wishes.iter().map(|wish| wish.at(size)).collect();
                let least = sum(scaled.iter().map(|wish| wish.least));
                if least <= room {
                    return Self { across, size, widths: share(&scaled, room) };
                }
            }
        }
        // Nothing fits: every column gives way in proportion, and its text breaks.
        let size = 140;
        let scaled: Vec<Wish> = wishes.iter().map(|wish| wish.at(size)).collect();
        let least = sum(scaled.iter().map(|wish| wish.least)).max(1);
        let widths = scaled.iter().map(|wish| part(room(true), wish.least, least)).collect();
        Self { across: true, size, widths }
    }

    pub(crate) const fn page(&self) -> (Twips, Twips) {
        if self.across { (LONG, SHORT) } else { (SHORT, LONG) }
    }

    /// Between the margins.
    pub(crate) const fn room(&self) -> Twips {
        room(self.across)
    }

    pub(crate) fn width(&self) -> Twips {
        sum(self.widths.iter().copied())
    }
}

const fn room(across: bool) -> Twips {
    let width = if across { LONG } else { SHORT };
    width.saturating_sub(2 * MARGIN)
}

fn sum(parts: impl Iterator<Item = Twips>) -> Twips {
    parts.fold(0, Twips::saturating_add)
}

/// `whole × share / of`.
fn part(whole: Twips, share: Twips, of: Twips) -> Twips {
    let product = i64::from(whole).saturating_mul(share.into());
    product.checked_div(of.into()).and_then(|part| part.try_into().ok()).unwrap_or(0)
}

impl Wish {
    fn at(self, size: Twips) -> Self {
        // A point more, since a width is rounded up in every size and here only once.
        let scale = |width: Twips| part(width, size, 180).saturating_add(2 * PAD + POINT);
        Self { least: scale(self.least), most: scale(self.most), text: self.text }
    }
}

fn wishes(report: &Report, fonts: &Fonts) -> Vec<Wish> {
    let rows: Vec<&Row> = report
        .sections
        .iter()
        .flat_map(crate::report::Section::shown)
        .chain(&report.total)
        .collect();
    let wish = |(index, column): (usize, &crate::report::Column)| {
        let cells = rows.iter().filter_map(|row| {
            let weight = if row.kind == RowKind::Line { Weight::Regular } else { Weight::Bold };
            let text = row.cells.get(index)?.value.on_paper(report.language);
            Some(fonts.width(weight, 180, &text))
        });
        let content = cells.max().unwrap_or(0);
        let words = column.title.split(' ').map(|word| fonts.width(Weight::Bold, 180, word));
        let title = words.max().unwrap_or(0);
        let widest = content.max(title);
        match column.kind {
            CellKind::Text => Wish {
                least: TEXT_WISH.min(widest).max(title),
                most: widest.max(TEXT_LEAST),
                text: true,
            },
            CellKind::Code => {
                let least = content.min(CODE_MOST).max(title);
                Wish { least, most: least, text: false }
            }
            CellKind::Denars
            | CellKind::Money
            | CellKind::Day
            | CellKind::Count
            | CellKind::Percent => Wish { least: widest, most: widest, text: false },
        }
    };
    report.columns.iter().enumerate().map(wish).collect()
}

/// Gives what is over to the columns of text, by how much each still wants; if none does, to all alike.
fn share(wishes: &[Wish], room: Twips) -> Vec<Twips> {
    let spare = room.saturating_sub(sum(wishes.iter().map(|wish| wish.least)));
    let wants = |wish: &Wish| if wish.text { wish.most.saturating_sub(wish.least) } else { 0 };
    let wanted = sum(wishes.iter().map(wants));
    let given = spare.min(wanted);
    let texts = i32::try_from(wishes.iter().filter(|wish| wish.text).count()).unwrap_or(0);
    let all = i32::try_from(wishes.len()).unwrap_or(1);
    let left = spare.saturating_sub(given);
    let extra = |wish: &Wish| {
        let share = if texts == 0 { part(left, 1, all) } else { part(left, 1, texts) };
        if texts == 0 || wish.text { share } else { 0 }
    };
    wishes
        .iter()
        .map(|wish| {
            let wanted = part(given, wants(wish), wanted.max(1));
            wish.least.saturating_add(wanted).saturating_add(extra(wish))
        })
        .collect()
}

impl Grid {
    pub(crate) const fn look(&self, weight: Weight) -> Type {
        Type { size: self.size, weight }
    }
}
