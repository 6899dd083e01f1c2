//! How each kind of field looks in a workbook.

use rust_xlsxwriter::{Format, FormatAlign, FormatBorder};

use crate::report::RowKind;
use crate::report::cell::CellKind;

pub(super) struct Formats {
    pub(super) plain: Format,
    pub(super) bold: Format,
    pub(super) head: Format,
    /// By kind of column, for lines and for sums.
    cells: Vec<(CellKind, Format, Format)>,
}

impl Formats {
    pub(super) fn new() -> Self {
        let grid = || Format::new().set_border(FormatBorder::Hair).set_align(FormatAlign::Top);
        let cell = |kind: CellKind| {
            let format = match kind {
                CellKind::Text => grid().set_text_wrap(),
                CellKind::Code => grid().set_num_format("@"),
                CellKind::Denars | CellKind::Count => grid().set_num_format("#,##0"),
                CellKind::Money => grid().set_num_format("#,##0.00"),
                CellKind::Percent => grid().set_num_format("0.00"),
                CellKind::Day => grid().set_num_format("dd.mm.yyyy"),
            };
            (kind, format.clone(), format.set_bold())
        };
        let kinds = [
            CellKind::Text,
            CellKind::Code,
            CellKind::Denars,
            CellKind::Money,
            CellKind::Day,
            CellKind::Count,
            CellKind::Percent,
        ];
        let head = Format::new().set_bold().set_text_wrap().set_border(FormatBorder::Thin);
        Self {
            plain: Format::new(),
            bold: Format::new().set_bold(),
            head: head.set_align(FormatAlign::Center).set_background_color(0x00EE_EEEE_u32),
            cells: kinds.map(cell).to_vec(),
        }
    }

    pub(super) fn of(&self, kind: CellKind, row: RowKind) -> &Format {
        let found = self.cells.iter().find(|(of, _, _)| *of == kind);
        found.map_or(&self.plain, |(_, line, sum)| if row == RowKind::Line { line } else { sum })
    }
}
