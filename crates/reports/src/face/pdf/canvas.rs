//! A page before it is painted: texts, lines and shades at whole twips from its top left corner.

use crate::face::pdf::font::{Fonts, Weight};

/// A twentieth of a point; 1440 to the inch. Whole numbers, so that a page is the same on every machine.
pub(crate) type Twips = i32;

/// One point.
pub(crate) const POINT: Twips = 20;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Stroke {
    Text {
        x: Twips,
        baseline: Twips,
        size: Twips,
        weight: Weight,
        text: String,
    },
    /// A filled box: a shade behind a row, or a line as thin as it is high.
    Box {
        x: Twips,
        y: Twips,
        width: Twips,
        height: Twips,
        grey: u8,
    },
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Page {
    pub(crate) strokes: Vec<Stroke>,
}

/// Where a text stands between two edges.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Set {
    Left,
    Right,
    Middle,
}

/// How a text looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Type {
    pub(crate) size: Twips,
    pub(crate) weight: Weight,
}

impl Type {
    /// From one line to the next.
    pub(crate) const fn leading(self) -> Twips {
        self.size.saturating_mul(13) / 10
    }

    /// From the top of a line to the foot of its letters.
    pub(crate) const fn ascent(self) -> Twips {
        self.size.saturating_mul(104) / 100
    }
}

impl Page {
    pub(crate) fn text(
        &mut self,
        fonts: &Fonts,
        look: Type,
        (x, y, width): (Twips, Twips, Twips),
        set: Set,
        text: &str,
    ) {
        if text.is_empty() {
            return;
        }
        let room = width.saturating_sub(fonts.width(look.weight, look.size, text));
        let indent = match set {
            Set::Left => 0,
            Set::Right => room,
            Set::Middle => room / 2,
        };
        self.strokes.push(Stroke::Text {
            x: x.saturating_add(indent),
            baseline: y.saturating_add(look.ascent()),
            size: look.size,
            weight: look.weight,
            text: text.to_owned(),
        });
    }

    pub(crate) fn shade(
        &mut self,
        (x, y): (Twips, Twips),
        (width, height): (Twips, Twips),
        grey: u8,
    ) {
        self.strokes.push(Stroke::Box { x, y, width, height, grey });
    }

    /// A line across, half a point thick.
    pub(crate) fn rule(&mut self, x: Twips, y: Twips, width: Twips, grey: u8) {
        self.shade((x, y), (width, POINT / 2), grey);
    }

    /// A line down.
    pub(crate) fn pole(&mut self, x: Twips, y: Twips, height: Twips, grey: u8) {
        self.shade((x, y), (POINT / 2, height), grey);
    }
}
