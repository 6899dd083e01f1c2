//! The table on the pages: its header on each, its rows one under the other, a long one over as many as it needs.

use crate::face::groups;
use crate::face::pdf::canvas::{Set, Twips, Type};
use crate::face::pdf::flow::Flow;
use crate::face::pdf::font::Weight;
use crate::face::pdf::grid::{MARGIN, PAD};
use crate::report::{Row, RowKind};

const GRID_GREY: u8 = 150;
const HEAD_GREY: u8 = 230;
const TOTAL_GREY: u8 = 243;

impl Flow<'_> {
    pub(super) fn turn_within_table(&mut self) {
        self.turn();
        self.names();
    }

    /// The names of the columns, under their common headings.
    pub(super) fn names(&mut self) {
        let (grid, look) = (self.grid, self.grid.look(Weight::Bold));
        let titles: Vec<Vec<String>> = self
            .report
            .columns
            .iter()
            .zip(&grid.widths)
            .map(|(column, width)| {
                let inner = width.saturating_sub(2 * PAD);
                self.fonts.wrap(look.weight, look.size, inner, &column.title)
            })
            .collect();
        let grouped = self.report.columns.iter().any(|column| column.group.is_some());
        let heading = if grouped { look.leading().saturating_add(2 * PAD) } else { 0 };
        let lines = titles.iter().map(Vec::len).max().unwrap_or(1);
        let height = block(look, lines).saturating_add(heading);
        let top = self.y;
        self.page.shade((MARGIN, top), (grid.width(), height), HEAD_GREY);
        self.page.rule(MARGIN, top, grid.width(), GRID_GREY);
        let mut columns = titles.iter().zip(&grid.widths);
        let mut x = MARGIN;
        for (group, count) in groups(self.report) {
            let start = x;
            for (lines, width) in columns.by_ref().take(count) {
                let high = if group.is_some() { top.saturating_add(heading) } else { top };
                self.page.pole(x, high, top.saturating_add(height).saturating_sub(high), GRID_GREY);
                self.block((x, high, *width), lines, look, Set::Middle);
                x = x.saturating_add(*width);
            }
            if let Some(group) = group {
                let span = x.saturating_sub(start);
                self.page.pole(start, top, heading, GRID_GREY);
                self.page.rule(start, top.saturating_add(heading), span, GRID_GREY);
                self.block((start, top, span), &[group.to_owned()], look, Set::Middle);
            }
        }
        self.page.pole(x, top, height, GRID_GREY);
        self.down(height);
        self.page.rule(MARGIN, self.y, grid.width(), GRID_GREY);
    }

    pub(super) fn section(&mut self, title: &str) {
        let look = self.grid.look(Weight::Bold);
        let inner = self.grid.width().saturating_sub(2 * PAD);
        let lines = self.fonts.wrap(look.weight, look.size, inner, title);
        let height = block(look, lines.len());
        // A heading at the foot of a page, with its rows on the next, belongs to nothing.
        if self.room_left() < height.saturating_mul(3) {
            self.turn_within_table();
        }
        let (x, y, width) = (MARGIN, self.y, self.grid.width());
        self.page.shade((x, y), (width, height), TOTAL_GREY);
        self.page.rule(x, y, width, GRID_GREY);
        self.block((x, y, width), &lines, look, Set::Left);
        self.page.pole(x, y, height, GRID_GREY);
        self.page.pole(x.saturating_add(width), y, height, GRID_GREY);
        self.down(height);
        self.page.rule(x, self.y, width, GRID_GREY);
    }

    pub(super) fn row(&mut self, row: &Row) {
        let bold = row.kind != RowKind::Line;
        let look = self.grid.look(if bold { Weight::Bold } else { Weight::Regular });
        let mut cells: Vec<Vec<String>> = row
            .cells
            .iter()
            .zip(&self.grid.widths)
            .map(|(cell, width)| {
                let inner = width.saturating_sub(2 * PAD);
                let text = cell.value.on_paper(self.report.language);
                self.fonts.wrap(look.weight, look.size, inner, &text)
            })
            .collect();
        loop {
            let lines = cells.iter().map(Vec::len).max().unwrap_or(1);
            if block(look, lines) <= self.room_left() {
                return self.band(row, &cells, lines, look);
            }
            self.turn_within_table();
            let room = self.room_left().saturating_sub(PAD);
            let fits = room.checked_div(look.leading()).and_then(|fits| fits.try_into().ok());
            let fits: usize = fits.unwrap_or(1).max(1);
            // Taller than a whole page: as much of it as fits, and the rest under the next header.
            if fits < lines {
                let rest = cells.iter_mut().map(|lines| {
                    let at = lines.len().min(fits);
                    lines.split_off(at)
                });
                let rest = rest.collect();
                self.band(row, &cells, fits, look);
                cells = rest;
            }
        }
    }

    /// One row of the table, or what of it stands on this page.
    fn band(&mut self, row: &Row, cells: &[Vec<String>], lines: usize, look: Type) {
        let height = block(look, lines);
        let top = self.y;
        if row.kind == RowKind::Total {
            self.page.shade((MARGIN, top), (self.grid.width(), height), TOTAL_GREY);
            self.page.rule(MARGIN, top, self.grid.width(), GRID_GREY);
        }
        let mut x = MARGIN;
        for ((lines, column), width) in
            cells.iter().zip(&self.report.columns).zip(&self.grid.widths)
        {
            let set = if column.kind.is_number() { Set::Right } else { Set::Left };
            self.page.pole(x, top, height, GRID_GREY);
            self.block((x, top, *width), lines, look, set);
            x = x.saturating_add(*width);
        }
        self.page.pole(x, top, height, GRID_GREY);
        self.down(height);
        self.page.rule(MARGIN, self.y, self.grid.width(), GRID_GREY);
    }

    /// Lines of text inside the pads of a box.
    pub(super) fn block(
        &mut self,
        (x, y, width): (Twips, Twips, Twips),
        lines: &[String],
        look: Type,
        set: Set,
    ) {
        let inner = width.saturating_sub(2 * PAD);
        let mut y = y.saturating_add(PAD / 2);
        for line in lines {
            self.page.text(self.fonts, look, (x.saturating_add(PAD), y, inner), set, line);
            y = y.saturating_add(look.leading());
        }
    }
}

/// How high so many lines stand with their pads.
fn block(look: Type, lines: usize) -> Twips {
    let lines = i32::try_from(lines).unwrap_or(i32::MAX);
    look.leading().saturating_mul(lines).saturating_add(PAD)
}
