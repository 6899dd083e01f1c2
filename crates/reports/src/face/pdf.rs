//! The report on paper: A4, the header of the table on every page, page x of y, a place to sign and for the stamp.
//!
//! Three steps, each of which can be read alone: `grid` fits the columns to the paper, `flow` sets rows on pages in
//! whole twips (a twentieth of a point), `paint` writes the pages. Only the last knows the PDF engine. The file is PDF/A,
//! the archive's kind: its letters are inside, it has no scripts, and it carries the last day of the period as its date,
//! so that a report printed twice is the same file.

use crate::face::pdf::font::Fonts;
use crate::face::pdf::grid::Grid;
use crate::report::Report;

mod canvas;
mod flow;
mod font;
mod grid;
mod paint;

#[derive(Debug, thiserror::Error)]
pub enum PdfError {
    #[error("the letters inside this program cannot be read")]
    Font,
    #[error(
        "the report has {pages} pages and a file may have {PAGES_MAX}; ask for it in volumes, or for a shorter period"
    )]
    TooLong { pages: usize },
    #[error("the PDF could not be written: {0}")]
    Write(String),
}

/// What one file may have; longer books come in volumes.
pub const PAGES_MAX: usize = 2000;

pub fn write(report: &Report) -> Result<Vec<u8>, PdfError> {
    let fonts = Fonts::load().ok_or(PdfError::Font)?;
    let grid = Grid::fit(report, &fonts);
    let pages = flow::pages(report, &grid, &fonts);
    if PAGES_MAX < pages.len() {
        return Err(PdfError::TooLong { pages: pages.len() });
    }
    paint::write(report, &grid, &fonts, &pages)
}

#[cfg(test)]
mod tests;
