//! Writes a statement one line at a time, and checks while it goes that the lines lead from opening to closing.

use std::borrow::Cow;

use chrono::NaiveDate;

use crate::csv::dialect::Dialect;
use crate::csv::guard::guard_text;
use crate::statement::column::Column;
use crate::statement::words::{self, Name, Record};
use crate::statement::{
    LineDocument, StatementError, StatementHead, StatementLine, StatementTotals,
};

/// Holds the sums so far; what is written goes to the caller's buffer, which the caller sends and empties.
#[derive(Clone, Debug)]
pub struct StatementWriter {
    dialect: Dialect,
    head: StatementHead,
    rows: u64,
    debit_minor: i64,
    credit_minor: i64,
    balance_minor: i64,
    last: Option<(NaiveDate, i64, i64)>,
}

impl StatementWriter {
    pub fn new(dialect: Dialect, head: StatementHead) -> Self {
        let balance_minor = head.opening_minor;
        Self { dialect, head, rows: 0, debit_minor: 0, credit_minor: 0, balance_minor, last: None }
    }

    /// Writes the names of the fields, the head and the opening balance. Called once, first.
    pub fn begin(&self, out: &mut Vec<u8>) -> Result<(), StatementError> {
        let dialect = self.dialect;
        let head = &self.head;
        out.extend_from_slice(dialect.prologue());
        dialect.record(Column::of(head.kind).iter().map(|column| column.name(dialect)), out)?;
        let statement = words::statement(head.kind, dialect);
        self.named(Record::Head, Name::Books, &guard_text(&head.books), out)?;
        self.named(Record::Head, Name::Statement, statement, out)?;
        self.named(Record::Head, Name::Subject, &guard_text(&head.subject), out)?;
        self.named(Record::Head, Name::From, &dialect.day(head.from), out)?;
        self.named(Record::Head, Name::To, &dialect.day(head.to), out)?;
        self.named(Record::Head, Name::Currency, head.currency.code(), out)?;
        self.named(Record::Head, Name::AsOfSeq, &head.as_of_seq.to_string(), out)?;
        self.named(Record::Head, Name::Demo, words::yes_or_no(head.demo, dialect), out)?;
        if head.kind.has_balance() {
            self.balance(Record::Opening, head.from, out)?;
        }
        Ok(())
    }

    pub fn line(
        &mut self,
        line: &StatementLine<'_>,
        out: &mut Vec<u8>,
    ) -> Result<(), StatementError> {
        self.accept(line)?;
        let dialect = self.dialect;
        let money = |minor: i64| Cow::Owned(dialect.number().format(minor));
        let (debit, credit) = sides(line.amount_minor)?;
        self.write(out, |column| match column {
            Column::Record => Record::Line.word(dialect).into(),
            Column::Name | Column::Value => "".into(),
            Column::EntryYear => line.entry_year.to_string().into(),
            Column::EntryNumber => line.entry_number.to_string().into(),
            Column::BookedOn => dialect.day(line.booked_on).into(),
            Column::DocumentKind => match line.document {
                LineDocument::Paper { kind, .. } => words::document(kind, dialect).into(),
                LineDocument::Missing(reason) => words::no_document(reason, dialect).into(),
            },
            Column::Document => match line.document {
                LineDocument::Paper { number, .. } => guard_text(number),
                LineDocument::Missing(_) => "".into(),
            },
            Column::Kind => words::entry(line.kind, dialect).into(),
            Column::Account => guard_text(line.account),
            Column::Fund => guard_text(line.fund),
            Column::Source => guard_text(line.source.unwrap_or_default()),
            Column::Reference => guard_text(line.reference.unwrap_or_default()),
            Column::Currency => line.currency.code().into(),
            Column::Quantity => money(line.quantity_minor),
            Column::Debit => debit.map_or("".into(), money),
            Column::Credit => credit.map_or("".into(), money),
            Column::Balance => money(self.balance_minor),
            Column::Seq => line.seq.to_string().into(),
            Column::Line => line.line.to_string().into(),
        })
    }

    /// Writes totals, closing balance and controls, unless the lines do not lead where the books say they lead.
    ///
    /// `expected_closing_minor` is what the books hold by another way, a stored balance; `None` where there is none.
    pub fn finish(
        self,
        expected_closing_minor: Option<i64>,
        out: &mut Vec<u8>,
    ) -> Result<StatementTotals, StatementError> {
        let totals = StatementTotals {
            rows: self.rows,
            debit_minor: self.debit_minor,
            credit_minor: self.credit_minor,
            closing_minor: self.balance_minor,
        };
        self.check(&totals, expected_closing_minor)?;
        let both_minor =
            totals.debit_minor.checked_add(totals.credit_minor).ok_or(StatementError::Overflow)?;
        let dialect = self.dialect;
        let money = |minor: i64| Cow::Owned(dialect.number().format(minor));
        let total = [
            (Column::Record, Record::Total.word(dialect).into()),
            (Column::BookedOn, dialect.day(self.head.to).into()),
            (Column::Debit, money(totals.debit_minor)),
            (Column::Credit, money(totals.credit_minor)),
        ];
        self.sparse(&total, out)?;
        if self.head.kind.has_balance() {
            self.balance(Record::Closing, self.head.to, out)?;
        }
        self.named(Record::Control, Name::Rows, &totals.rows.to_string(), out)?;
        self.named(Record::Control, Name::ControlTotal, &dialect.number().format(both_minor), out)?;
        Ok(totals)
    }

    /// Takes the line into the sums, or says why it cannot belong here.
    fn accept(&mut self, line: &StatementLine<'_>) -> Result<(), StatementError> {
        let StatementLine { seq, line: place, booked_on: on, amount_minor, .. } = *line;
        let here = (on, seq, place);
        if self.last.is_some_and(|last| here <= last) {
            return Err(StatementError::OutOfOrder { seq, line: place });
        }
        if on < self.head.from || self.head.to < on {
            return Err(StatementError::OutsideRange { seq, line: place, on });
        }
        if self.head.as_of_seq < seq {
            return Err(StatementError::TooNew {
                seq,
                line: place,
                as_of_seq: self.head.as_of_seq,
            });
        }
        let (debit, credit) = sides(amount_minor)?;
        let add = |sum: i64, minor: i64| sum.checked_add(minor).ok_or(StatementError::Overflow);
        self.debit_minor = add(self.debit_minor, debit.unwrap_or(0))?;
        self.credit_minor = add(self.credit_minor, credit.unwrap_or(0))?;
        self.balance_minor = add(self.balance_minor, amount_minor)?;
        self.rows = self.rows.checked_add(1).ok_or(StatementError::Overflow)?;
        self.last = Some(here);
        Ok(())
    }

    fn check(
        &self,
        totals: &StatementTotals,
        expected_closing_minor: Option<i64>,
    ) -> Result<(), StatementError> {
        let StatementTotals { debit_minor, credit_minor, closing_minor, .. } = *totals;
        if !self.head.kind.has_balance() && debit_minor != credit_minor {
            return Err(StatementError::Unbalanced { debit_minor, credit_minor });
        }
        // The balance was added up line by line; the totals side by side. They meet or one of them is wrong.
        let found_minor = self
            .head
            .opening_minor
            .checked_add(debit_minor)
            .and_then(|sum| sum.checked_sub(credit_minor))
            .ok_or(StatementError::Overflow)?;
        let expected_minor = expected_closing_minor.unwrap_or(closing_minor);
        if found_minor != expected_minor || closing_minor != expected_minor {
            return Err(StatementError::ClosingDiffers { found_minor, expected_minor });
        }
        Ok(())
    }

    fn named(
        &self,
        record: Record,
        name: Name,
        value: &str,
        out: &mut Vec<u8>,
    ) -> Result<(), StatementError> {
        let cells = [
            (Column::Record, record.word(self.dialect).into()),
            (Column::Name, name.word(self.dialect).into()),
            (Column::Value, value.into()),
        ];
        self.sparse(&cells, out)
    }

    fn balance(
        &self,
        record: Record,
        on: NaiveDate,
        out: &mut Vec<u8>,
    ) -> Result<(), StatementError> {
        let cells = [
            (Column::Record, record.word(self.dialect).into()),
            (Column::BookedOn, self.dialect.day(on).into()),
            (Column::Currency, self.head.currency.code().into()),
            (Column::Balance, self.dialect.number().format(self.balance_minor).into()),
        ];
        self.sparse(&cells, out)
    }

    /// Writes a record of which most fields are empty.
    fn sparse(
        &self,
        cells: &[(Column, Cow<'_, str>)],
        out: &mut Vec<u8>,
    ) -> Result<(), StatementError> {
        self.write(out, |column| {
            let cell = cells.iter().find(|(of, _)| *of == column);
            Cow::Borrowed(cell.map_or("", |(_, text)| text.as_ref()))
        })
    }

    fn write<'a>(
        &self,
        out: &mut Vec<u8>,
        cell: impl Fn(Column) -> Cow<'a, str>,
    ) -> Result<(), StatementError> {
        let columns = Column::of(self.head.kind);
        let mut cells: [Cow<'a, str>; 20] = std::array::from_fn(|_| Cow::Borrowed(""));
        for (place, column) in cells.iter_mut().zip(columns) {
            *place = cell(*column);
        }
        self.dialect.record(cells.iter().take(columns.len()).map(|cell| cell.as_ref()), out)?;
        Ok(())
    }
}

/// Debit and credit of a signed amount. A line that moves only a quantity is a debit of nothing.
fn sides(amount_minor: i64) -> Result<(Option<i64>, Option<i64>), StatementError> {
    if amount_minor < 0 {
        Ok((None, Some(amount_minor.checked_neg().ok_or(StatementError::Overflow)?)))
    } else {
        Ok((Some(amount_minor), None))
    }
}
