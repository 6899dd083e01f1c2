//! The letters: which there are, how wide each is, and where a line of text breaks.

use skrifa::raw::TableProvider;
use skrifa::{FontRef, GlyphId, MetadataProvider};

use crate::face::pdf::canvas::Twips;

const REGULAR: &[u8] = include_bytes!("../../../fonts/NotoSans-Regular.ttf");
const BOLD: &[u8] = include_bytes!("../../../fonts/NotoSans-Bold.ttf");

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Weight {
    Regular,
    Bold,
}

/// One letter as the font has it; its width in thousandths of its size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Letter {
    pub(crate) glyph: u32,
    pub(crate) width: u16,
}

pub(crate) struct Fonts {
    regular: Face,
    bold: Face,
}

struct Face {
    font: FontRef<'static>,
    data: &'static [u8],
    /// The letters below U+0600, which are nearly all of them.
    near: Vec<Option<Letter>>,
    unknown: Letter,
}

impl Fonts {
    pub(crate) fn load() -> Option<Self> {
        Some(Self { regular: Face::load(REGULAR)?, bold: Face::load(BOLD)? })
    }

    const fn face(&self, weight: Weight) -> &Face {
        match weight {
            Weight::Regular => &self.regular,
            Weight::Bold => &self.bold,
        }
    }

    pub(crate) const fn data(&self, weight: Weight) -> &'static [u8] {
        self.face(weight).data
    }

    /// A letter the font lacks becomes a question mark: the archive's PDF allows no empty box.
    pub(crate) fn letter(&self, weight: Weight, letter: char) -> Letter {
        let face = self.face(weight);
        face.known(letter).unwrap_or(face.unknown)
    }

    /// How wide the text is at that size.
    pub(crate) fn width(&self, weight: Weight, size: Twips, text: &str) -> Twips {
        let thousandths = text.chars().fold(0_i64, |sum, letter| {
            sum.saturating_add(self.letter(weight, letter).width.into())
        });
        let twips = thousandths.saturating_mul(size.into()).saturating_add(999) / 1000;
        Twips::try_from(twips).unwrap_or(Twips::MAX)
    }

    /// Breaks a text into lines no wider than `width`: at spaces, and inside a word only where it is wider by itself.
    pub(crate) fn wrap(
        &self,
        weight: Weight,
        size: Twips,
        width: Twips,
        text: &str,
    ) -> Vec<String> {
        let mut lines = Vec::new();
        for paragraph in text.lines() {
            let mut line = String::new();
            for word in paragraph.split(' ').filter(|word| !word.is_empty()) {
                let longer =
                    if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
                if self.width(weight, size, &longer) <= width {
                    line = longer;
                    continue;
                }
                if !line.is_empty() {
                    lines.push(std::mem::take(&mut line));
                }
                line = self.broken(weight, size, width, word, &mut lines);
            }
            lines.push(line);
        }
        if lines.is_empty() {
            lines.push(String::new());
        }
        lines
    }

    /// Sets full lines of a word that may be wider than the line; what is left over begins the next.
    fn broken(
        &self,
        weight: Weight,
        size: Twips,
        width: Twips,
        word: &str,
        lines: &mut Vec<String>,
    ) -> String {
        let mut part = String::new();
        for letter in word.chars() {
            part.push(letter);
            if width < self.width(weight, size, &part) && 1 < part.chars().count() {
                part.pop();
                lines.push(std::mem::replace(&mut part, letter.to_string()));
            }
        }
        part
    }
}

impl Face {
    fn load(data: &'static [u8]) -> Option<Self> {
        let font = FontRef::new(data).ok()?;
        let mut face =
            Self { font, data, near: Vec::new(), unknown: Letter { glyph: 0, width: 0 } };
        // Widths count in thousandths of the size; another unit would set every line wrong.
        if face.font.head().ok()?.units_per_em() != 1000 {
            return None;
        }
        let near = (0..0x600_u32).map(|code| char::from_u32(code).and_then(|at| face.look_up(at)));
        face.near = near.collect();
        face.unknown = face.look_up('?')?;
        Some(face)
    }

    fn known(&self, letter: char) -> Option<Letter> {
        let index = usize::try_from(u32::from(letter)).ok()?;
        match self.near.get(index) {
            Some(found) => *found,
            None => self.look_up(letter),
        }
    }

    fn look_up(&self, letter: char) -> Option<Letter> {
        if letter.is_control() {
            return None;
        }
        let glyph: GlyphId = self.font.charmap().map(letter)?;
        let width = self.font.hmtx().ok()?.advance(glyph)?;
        Some(Letter { glyph: glyph.to_u32(), width })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_letter_of_the_three_languages_is_there() {
        let fonts = Fonts::load().unwrap();
        let letters = "АБВГДЃЕЖЗЅИЈКЛЉМНЊОПРСТЌУФХЦЧЏШабвгдѓежзѕијклљмнњопрстќуфхцчџшѐѝ\
                       ABCÇDEËFGHIJKLMNOPQRSTUVXYZabcçdeëfghijklmnopqrstuvxyz„“”‘’–—·€%№…\u{a0}0123456789";
        for weight in [Weight::Regular, Weight::Bold] {
            for letter in letters.chars() {
                assert!(fonts.face(weight).known(letter).is_some(), "{letter:?} in {weight:?}");
            }
            let digits: Vec<u16> =
                ('0'..='9').map(|digit| fonts.letter(weight, digit).width).collect();
            assert!(digits.iter().all(|width| Some(width) == digits.first()), "{digits:?}");
        }
        assert_eq!(fonts.letter(Weight::Regular, '漢'), fonts.letter(Weight::Regular, '?'));
    }

    #[test]
    fn a_text_breaks_at_spaces_and_a_long_word_inside() {
        let fonts = Fonts::load().unwrap();
        let wrap = |text: &str, width| fonts.wrap(Weight::Regular, 200, width, text);
        assert_eq!(wrap("", 1000), [""]);
        assert_eq!(wrap("Помош за огрев", 10_000), ["Помош за огрев"]);
        assert_eq!(wrap("Помош за огрев", 800), ["Помош", "за", "огрев"]);
        assert_eq!(wrap("прв ред\nвтор", 10_000), ["прв ред", "втор"]);
        for line in wrap("неверојатнодолготрајнозбор краток", 700) {
            assert!(fonts.width(Weight::Regular, 200, &line) <= 700, "{line}");
        }
        assert_eq!(wrap("ab", 1), ["a", "b"]);
    }
}
