#![expect(clippy::arithmetic_side_effects, reason = "an overflow is a failed test")]

use super::canvas::{Page, Stroke};
use super::*;
use crate::language::Language;
use crate::report::cell::Cell;
use crate::report::sample::{draft, report};
use crate::report::{Column, Section};

fn set(report: &Report) -> (Grid, Vec<Page>) {
    let fonts = Fonts::load().unwrap();
    let grid = Grid::fit(report, &fonts);
    let pages = flow::pages(report, &grid, &fonts);
    (grid, pages)
}

fn says(page: &Page, wanted: &str) -> bool {
    page.strokes
        .iter()
        .any(|stroke| matches!(stroke, Stroke::Text { text, .. } if text.contains(wanted)))
}

/// Nothing stands outside the margins, and no two texts on each other.
#[track_caller]
fn check(report: &Report) -> Vec<Page> {
    let (grid, pages) = set(report);
    let fonts = Fonts::load().unwrap();
    let (width, height) = grid.page();
    for page in &pages {
        let mut taken: Vec<(i32, i32, i32)> = Vec::new();
        for stroke in &page.strokes {
            let (left, right, foot) = match stroke {
                Stroke::Text { x, baseline, size, weight, text } => {
                    let right = x + fonts.width(*weight, *size, text);
                    let meets = |other: &(i32, i32, i32)| {
                        other.2 == *baseline && *x < other.1 && other.0 < right
                    };
                    assert!(!taken.iter().any(meets), "{text:?} stands on another text");
                    taken.push((*x, right, *baseline));
                    (*x, right, *baseline)
                }
                Stroke::Box { x, y, width, height, .. } => (*x, x + width, y + height),
            };
            assert!(0 < left && right < width && foot < height - 600, "{stroke:?}");
        }
    }
    pages
}

#[test]
fn every_page_has_the_header_of_the_table_and_its_number() {
    let pages = check(&report(Language::Mk, 200));
    let count = pages.len();
    assert!(3 < count, "{count}");
    for (number, page) in (1..).zip(&pages) {
        assert!(says(page, &format!("Страница {number} од {count}")));
        assert!(says(page, "ПРИВРЕМЕНО"), "page {number}");
        assert!(says(page, "Побарува"), "page {number}");
    }
    let last = pages.last().unwrap();
    assert!(says(last, "ВКУПНО") && says(last, "М.П.") && says(last, "Застапник по закон"));
}

#[test]
fn a_text_longer_than_a_page_goes_on_over_the_next() {
    let mut long = draft(Language::Mk, 2);
    let story = "реченица без крај ".repeat(1500);
    long.sections[1].rows[0].cells[1] = Cell::text(story.trim());
    let pages = check(&long.finish().unwrap());
    let words = |page: &Page| {
        let texts = page.strokes.iter().filter_map(|stroke| match stroke {
            Stroke::Text { text, .. } => Some(text.matches("крај").count()),
            Stroke::Box { .. } => None,
        });
        texts.sum::<usize>()
    };
    assert_eq!(pages.iter().map(words).sum::<usize>(), 1500);
}

#[test]
fn more_columns_than_paper_still_stay_on_it() {
    let mut wide = draft(Language::En, 3);
    for key in ["a", "b", "c", "d", "e", "f", "g", "h"] {
        wide.columns.push(Column::new(key, "Another column", crate::report::cell::CellKind::Money));
        for row in wide.sections.iter_mut().flat_map(|section: &mut Section| &mut section.rows) {
            row.cells.push(Cell::money(99_999_999_999));
        }
    }
    let report = wide.finish().unwrap();
    assert!(set(&report).0.across);
    check(&report);
}
