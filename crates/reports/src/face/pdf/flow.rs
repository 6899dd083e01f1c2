//! Sets the report on pages: head, rows one under the other, a new page where one is full, and the end kept together.

use crate::face::pdf::canvas::{POINT, Page, Set, Twips, Type};
use crate::face::pdf::font::{Fonts, Weight};
use crate::face::pdf::grid::{Grid, MARGIN, PAD};
use crate::face::{basis, groups, particulars, period};
use crate::report::words::Word;
use crate::report::{Report, Row, RowKind};

const GRID_GREY: u8 = 150;
const HEAD_GREY: u8 = 230;
const TOTAL_GREY: u8 = 243;
const FOOT: Type = Type { size: 140, weight: Weight::Regular };
const BODY: Type = Type { size: 170, weight: Weight::Regular };
const BODY_BOLD: Type = Type { size: 170, weight: Weight::Bold };
const TITLE: Type = Type { size: 260, weight: Weight::Bold };
/// Above the footer nothing is set.
const FOOT_ROOM: Twips = 22 * POINT;

pub(crate) fn pages(report: &Report, grid: &Grid, fonts: &Fonts) -> Vec<Page> {
    let mut flow = Flow { report, grid, fonts, done: Vec::new(), page: Page::default(), y: MARGIN };
    flow.head();
    flow.names();
    for section in &report.sections {
        if let Some(title) = &section.title {
            flow.section(title);
        }
        for row in section.rows.iter().chain(&section.total) {
            flow.row(row);
        }
    }
    if let Some(total) = &report.total {
        flow.row(total);
    }
    flow.notes();
    flow.sign_off();
    flow.done.push(flow.page);
    let mut pages = flow.done;
    feet(report, grid, fonts, &mut pages);
    pages
}

struct Flow<'a> {
    report: &'a Report,
    grid: &'a Grid,
    fonts: &'a Fonts,
    done: Vec<Page>,
    page: Page,
    /// Where the next thing goes.
    y: Twips,
}

impl Flow<'_> {
    fn room_left(&self) -> Twips {
        let (_, height) = self.grid.page();
        height.saturating_sub(MARGIN).saturating_sub(FOOT_ROOM).saturating_sub(self.y)
    }

    fn down(&mut self, by: Twips) {
        self.y = self.y.saturating_add(by);
    }

    /// A paragraph across the page.
    fn say(&mut self, look: Type, set: Set, text: &str) {
        if text.is_empty() {
            return;
        }
        for line in self.fonts.wrap(look.weight, look.size, self.grid.room(), text) {
            if self.room_left() < look.leading() {
                self.turn();
            }
            let at = (MARGIN, self.y, self.grid.room());
            self.page.text(self.fonts, look, at, set, &line);
            self.down(look.leading());
        }
    }

    fn head(&mut self) {
        let report = self.report;
        let word = |word: Word| word.in_language(report.language);
        self.say(BODY_BOLD, Set::Left, &report.association.name);
        self.say(FOOT, Set::Left, &particulars(report));
        self.down(10 * POINT);
        self.say(TITLE, Set::Middle, &report.title);
        if let Some(title) = &report.official_title {
            self.say(BODY, Set::Middle, title);
        }
        self.say(BODY, Set::Middle, &format!("{}: {}", word(Word::Period), period(report)));
        for mark in &report.marks {
            self.say(BODY_BOLD, Set::Middle, mark.in_language(report.language));
        }
        for law in &report.basis {
            self.say(FOOT, Set::Middle, &format!("{}: {}", word(Word::Basis), basis(law)));
        }
        self.down(4 * POINT);
        for parameter in &report.parameters {
            self.say(BODY, Set::Left, &format!("{}: {}", parameter.name, parameter.value));
        }
        self.down(6 * POINT);
    }

    /// Ends the page and begins the next, whose first line says whose report goes on there.
    fn turn(&mut self) {
        self.done.push(std::mem::take(&mut self.page));
        self.y = MARGIN;
        let report = self.report;
        let line = format!("{} – {} – {}", report.association.name, report.title, period(report));
        let first = self.fonts.wrap(FOOT.weight, FOOT.size, self.grid.room(), &line);
        let at = (MARGIN, self.y, self.grid.room());
        self.page.text(self.fonts, FOOT, at, Set::Left, first.first().map_or("", String::as_str));
        self.down(FOOT.leading().saturating_add(4 * POINT));
    }

    fn turn_within_table(&mut self) {
        self.turn();
        self.names();
    }

    /// The names of the columns, under their common headings.
    fn names(&mut self) {
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

    fn section(&mut self, title: &str) {
        let look = self.grid.look(Weight::Bold);
        let inner = self.grid.width().saturating_sub(2 * PAD);
        let lines = self.fonts.wrap(look.weight, look.size, inner, title);
        let height = block(look, lines.len());
        // A heading at the foot of a page, with its rows on the next, belongs to nothing.
        if self.room_left() < height.saturating_mul(3) {
            self.turn_within_table();
        }
        let (x, y, width) = (MARGIN, self.y, self.grid.width());
        self.page.tint((x, y), (width, height), TOTAL_GREY);
        self.block((x, y, width), &lines, look, Set::Left);
        self.page.pole(x, y, height, GRID_GREY);
        self.page.pole(x.saturating_add(width), y, height, GRID_GREY);
        self.down(height);
        self.page.rule(x, self.y, width, GRID_GREY);
    }

    fn row(&mut self, row: &Row) {
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
            self.page.tint((MARGIN, top), (self.grid.width(), height), TOTAL_GREY);
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
    fn block(
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

    fn notes(&mut self) {
        self.down(8 * POINT);
        for note in &self.report.notes {
            self.say(FOOT, Set::Left, note);
            self.down(2 * POINT);
        }
    }

    /// Lines to sign on, three side by side, and the place of the stamp; never torn from each other.
    fn sign_off(&mut self) {
        let sign_off = &self.report.sign_off;
        if sign_off.signatures.is_empty() {
            return;
        }
        let language = self.report.language;
        let step = 60 * POINT;
        let rows = i32::try_from(sign_off.signatures.len().div_ceil(3)).unwrap_or(1);
        let height = step.saturating_mul(rows).saturating_add(50 * POINT);
        if self.room_left() < height {
            self.turn();
        }
        self.down(14 * POINT);
        let dated = format!("{}: ______________________", Word::PlaceAndDate.in_language(language));
        self.say(BODY, Set::Left, &dated);
        let width = self.grid.room().saturating_sub(80 * POINT) / 3;
        for (place, signature) in sign_off.signatures.iter().enumerate() {
            let column = i32::try_from(place % 3).unwrap_or(0);
            if column == 0 {
                self.down(step);
            }
            let x = MARGIN.saturating_add(width.saturating_add(40 * POINT).saturating_mul(column));
            self.page.rule(x, self.y, width, 0);
            let lines = self.fonts.wrap(FOOT.weight, FOOT.size, width, signature);
            self.block((x, self.y, width), &lines, FOOT, Set::Middle);
        }
        if sign_off.stamp {
            self.down(24 * POINT);
            let stamp = Word::Stamp.in_language(language);
            self.say(BODY, Set::Middle, stamp);
        }
    }
}

/// How high so many lines stand with their pads.
fn block(look: Type, lines: usize) -> Twips {
    let lines = i32::try_from(lines).unwrap_or(i32::MAX);
    look.leading().saturating_mul(lines).saturating_add(PAD)
}

/// What every page says at its foot: its marks, and which page it is of how many.
fn feet(report: &Report, grid: &Grid, fonts: &Fonts, pages: &mut [Page]) {
    let (_, height) = grid.page();
    let y = height.saturating_sub(MARGIN).saturating_sub(FOOT.leading());
    let marks = report.marks.iter().map(|mark| mark.in_language(report.language));
    let marks = marks.collect::<Vec<_>>().join(" · ");
    let word = |word: Word| word.in_language(report.language);
    let total = pages.len();
    for (number, page) in (1_usize..).zip(pages) {
        let at = (MARGIN, y, grid.room());
        page.rule(MARGIN, y.saturating_sub(3 * POINT), grid.room(), GRID_GREY);
        page.text(fonts, FOOT, at, Set::Left, &marks);
        let count = format!("{} {number} {} {total}", word(Word::Page), word(Word::Of));
        page.text(fonts, FOOT, at, Set::Right, &count);
    }
}
