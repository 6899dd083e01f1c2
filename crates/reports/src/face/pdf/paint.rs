//! Writes the pages with the PDF engine. The only place with fractions: the engine counts in points.

use std::ops::Range;

use chrono::Datelike;
use krilla::color::luma;
use krilla::configure::{Archival, ConfigurationBuilder};
use krilla::geom::{PathBuilder, Point, Rect};
use krilla::metadata::{DateTime, Metadata};
use krilla::page::PageSettings;
use krilla::paint::Fill;
use krilla::surface::{Location, Surface};
use krilla::text::{Font, Glyph, GlyphId};
use krilla::{Document, SerializeSettings};

use crate::face::pdf::PdfError;
use crate::face::pdf::canvas::{Page, Stroke, Twips};
use crate::face::pdf::font::{Fonts, Letter, Weight};
use crate::face::pdf::grid::Grid;
use crate::report::Report;

pub(crate) fn write(
    report: &Report,
    grid: &Grid,
    fonts: &Fonts,
    pages: &[Page],
) -> Result<Vec<u8>, PdfError> {
    let failed = |what: &str| PdfError::Write(what.to_owned());
    let archive = ConfigurationBuilder::new().with_archival_validator(Archival::A2_U);
    let configuration = archive.finish().map_err(|error| PdfError::Write(format!("{error:?}")))?;
    let mut document = Document::new_with(SerializeSettings {
        configuration,
        enable_tagging: false,
        ..SerializeSettings::default()
    });
    document.set_metadata(about(report));
    let font = |weight| Font::new(fonts.data(weight).into(), 0).ok_or(PdfError::Font);
    let (regular, bold) = (font(Weight::Regular)?, font(Weight::Bold)?);
    let (width, height) = grid.page();
    for page in pages {
        let size = PageSettings::from_wh(points(width), points(height));
        let mut paper =
            document.start_page_with(size.ok_or_else(|| failed("the page has no size"))?);
        let mut surface = paper.surface();
        for stroke in &page.strokes {
            match stroke {
                Stroke::Box { x, y, width, height, grey } => {
                    fill(&mut surface, (*x, *y), (*width, *height), *grey);
                }
                Stroke::Text { x, baseline, size, weight, text } => {
                    let font = if *weight == Weight::Bold { &bold } else { &regular };
                    let glyphs = glyphs(fonts, *weight, text);
                    let start = Point::from_xy(points(*x), points(*baseline));
                    surface.set_fill(Some(ink(0)));
                    surface.draw_glyphs(start, &glyphs, font.clone(), text, points(*size), false);
                }
            }
        }
        surface.finish();
        paper.finish();
    }
    document.finish().map_err(|error| PdfError::Write(format!("{error:?}")))
}

fn about(report: &Report) -> Metadata {
    let day = report.period.to;
    let two = |number: u32| u8::try_from(number).unwrap_or(1);
    let made = DateTime::new(u16::try_from(day.year()).unwrap_or(1900))
        .month(two(day.month()))
        .day(two(day.day()))
        .hour(0)
        .minute(0)
        .second(0)
        .utc_offset_hour(0)
        .utc_offset_minute(0);
    Metadata::new()
        .title(report.title.clone())
        .authors(vec![report.association.name.clone()])
        .language(report.language.code().to_owned())
        .creator("Almoner".to_owned())
        .creation_date(made)
}

fn fill(
    surface: &mut Surface<'_>,
    (x, y): (Twips, Twips),
    (width, height): (Twips, Twips),
    grey: u8,
) {
    let mut path = PathBuilder::new();
    if let Some(rect) = Rect::from_xywh(points(x), points(y), points(width), points(height)) {
        path.push_rect(rect);
    }
    if let Some(path) = path.finish() {
        surface.set_fill(Some(ink(grey)));
        surface.draw_path(&path);
    }
}

fn ink(grey: u8) -> Fill {
    Fill { paint: luma::Color::new(grey).into(), ..Fill::default() }
}

/// Places on a page fit into sixteen bits, which an engine's number holds exactly.
#[expect(clippy::float_arithmetic, reason = "the engine counts in points; no money comes here")]
fn points(twips: Twips) -> f32 {
    f32::from(i16::try_from(twips).unwrap_or(i16::MAX)) / 20.0
}

struct Placed {
    letter: Letter,
    bytes: Range<usize>,
}

fn glyphs(fonts: &Fonts, weight: Weight, text: &str) -> Vec<Placed> {
    let placed = text.char_indices().map(|(start, letter)| Placed {
        letter: fonts.letter(weight, letter),
        bytes: start..start.saturating_add(letter.len_utf8()),
    });
    placed.collect()
}

impl Glyph for Placed {
    fn glyph_id(&self) -> GlyphId {
        GlyphId::new(self.letter.glyph)
    }

    fn text_range(&self) -> Range<usize> {
        self.bytes.clone()
    }

    #[expect(clippy::float_arithmetic, reason = "the engine counts in points; no money comes here")]
    fn x_advance(&self, size: f32) -> f32 {
        f32::from(self.letter.width) * size / 1000.0
    }

    fn x_offset(&self, _size: f32) -> f32 {
        0.0
    }

    fn y_offset(&self, _size: f32) -> f32 {
        0.0
    }

    fn y_advance(&self, _size: f32) -> f32 {
        0.0
    }

    fn location(&self) -> Option<Location> {
        None
    }
}
