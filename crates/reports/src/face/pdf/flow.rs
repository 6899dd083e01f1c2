//! Sets the report on pages: head, rows one under the other, a new page where one is full, and the end kept together.

use crate::face::pdf::canvas::{POINT, Page, Set, Twips, Type};
use crate::face::pdf::font::{Fonts, Weight};
use crate::face::pdf::grid::{Grid, MARGIN};
use crate::face::{basis, particulars, period};
use crate::report::Report;
use crate::report::words::Word;

const GRID_GREY: u8 = 150;
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
        for row in section.shown() {
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

mod table;

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
