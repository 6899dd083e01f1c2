//! Checks a draft, adds up what is to be added, and makes it a report.

use crate::report::cell::{Cell, CellKind, Value};
use crate::report::words::Word;
use crate::report::{Column, Draft, DraftError, Report, Row, RowKind};

impl Draft {
    /// Checks the fields against the columns, adds up what is to be added, and says what was not confirmed.
    pub fn finish(mut self) -> Result<Report, DraftError> {
        if self.period.to < self.period.from {
            return Err(DraftError::PeriodReversed);
        }
        if let Some(column) = self.columns.iter().find(|column| column.adds && !column.kind.adds())
        {
            return Err(DraftError::CannotAdd { column: column.key });
        }
        self.check_fields()?;
        let mut all = vec![0_i64; self.columns.len()];
        for section in &mut self.sections {
            let sums = sums_of(&self.columns, &section.rows)?;
            for ((sum, one), column) in all.iter_mut().zip(&sums).zip(&self.columns) {
                *sum = sum.checked_add(*one).ok_or(DraftError::Overflow { column: column.key })?;
            }
            section.total = section.adds_up.then(|| {
                total_row(&self.columns, &sums, Word::SectionTotal.in_language(self.language))
            });
        }
        self.total = self
            .adds_up
            .then(|| total_row(&self.columns, &all, Word::Total.in_language(self.language)));
        if self.basis.iter().any(|basis| !basis.verified) {
            self.notes.push(Word::NotConfirmed.in_language(self.language).to_owned());
        }
        Ok(Report(self))
    }

    fn check_fields(&self) -> Result<(), DraftError> {
        for (section, rows) in self.sections.iter().enumerate() {
            for (row, cells) in rows.shown().map(|row| &row.cells).enumerate() {
                if cells.len() != self.columns.len() {
                    let (found, expected) = (cells.len(), self.columns.len());
                    return Err(DraftError::FieldCount { section, row, found, expected });
                }
                let stray = cells.iter().zip(&self.columns).find(|(cell, column)| {
                    cell.value.kind().is_some_and(|kind| kind != column.kind)
                });
                if let Some((_, column)) = stray {
                    return Err(DraftError::OtherKind { section, row, column: column.key });
                }
            }
        }
        Ok(())
    }
}

/// What the lines of each column come to; nothing for a column that does not add.
fn sums_of(columns: &[Column], rows: &[Row]) -> Result<Vec<i64>, DraftError> {
    let lines = || rows.iter().filter(|row| row.kind == RowKind::Line);
    let sum = |(index, column): (usize, &Column)| {
        if !column.adds {
            return Ok(0);
        }
        lines()
            .filter_map(|row| row.cells.get(index)?.value.number())
            .try_fold(0_i64, i64::checked_add)
            .ok_or(DraftError::Overflow { column: column.key })
    };
    columns.iter().enumerate().map(sum).collect()
}

/// The word stands in the last column of text before the sums, or nowhere.
fn total_row(columns: &[Column], sums: &[i64], word: &str) -> Row {
    let before = columns.iter().take_while(|column| !column.adds).count();
    let labelled = columns.iter().take(before).rposition(|column| column.kind == CellKind::Text);
    let cells = columns.iter().zip(sums).enumerate().map(|(index, (column, sum))| {
        if column.adds {
            Cell::from(column.kind.of_sum(*sum))
        } else if Some(index) == labelled {
            Cell::from(Value::Text(word.to_owned()))
        } else {
            Cell::EMPTY
        }
    });
    Row { kind: RowKind::Total, cells: cells.collect() }
}
