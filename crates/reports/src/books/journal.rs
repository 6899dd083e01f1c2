//! Дневник: entry by entry in the order of the days, each entry proved to balance on the way.

use std::collections::BTreeMap;

use crate::books::error::BuildError;
use crate::books::frame::Frame;
use crate::books::input::{BookLine, add};
use crate::books::wording;
use crate::report::cell::{Cell, Drill};
use crate::report::{Report, Row, Section};

/// `lines` in the order of day, act and line; `names` holds every account's name.
pub fn build(
    frame: &Frame<'_>,
    lines: &[BookLine<'_>],
    names: &BTreeMap<String, String>,
) -> Result<Report, BuildError> {
    let mut rows = Vec::with_capacity(lines.len());
    let mut proof = Proof::default();
    for (number, line) in (1_i64..).zip(lines) {
        proof.take(line)?;
        let (debit, credit) = line.sides()?;
        let account = line.posting.account;
        let name = names
            .get(account)
            .ok_or_else(|| BuildError::UnknownAccount { account: account.to_owned() })?;
        rows.push(Row::line(vec![
            Cell::count(number),
            Cell::day(line.posting.booked_on),
            wording::entry_cell(line),
            wording::document_cell(line, frame.language),
            Cell::code(account).opens(Drill::Account(account.to_owned())),
            Cell::text(name),
            Cell::text(line.text),
            Cell::money_or_empty(debit),
            Cell::money_or_empty(credit),
        ]));
    }
    proof.end()?;
    let columns = vec![
        wording::number(frame),
        wording::day(frame),
        wording::entry(frame),
        wording::document(frame),
        wording::account(frame),
        wording::name(frame),
        wording::text(frame),
        wording::debit(frame, "debit").adding(),
        wording::credit(frame, "credit").adding(),
    ];
    let mut draft = frame.draft(columns, vec![Section::new(None, rows)]);
    draft.adds_up = true;
    draft.sign_off = frame.signed();
    Ok(draft.finish()?)
}

/// The entry being read, and by how much its debits outweigh its credits so far.
#[derive(Default)]
struct Proof {
    last: Option<(chrono::NaiveDate, i64, i64)>,
    entry: Option<(i64, i64, i64)>,
    difference_minor: i64,
}

impl Proof {
    fn take(&mut self, line: &BookLine<'_>) -> Result<(), BuildError> {
        if self.last.is_some_and(|last| line.order() <= last) {
            return Err(line.out_of_order());
        }
        self.last = Some(line.order());
        let entry = (line.posting.seq, line.posting.entry_year, line.posting.entry_number);
        if self.entry != Some(entry) {
            self.end()?;
            self.entry = Some(entry);
        }
        self.difference_minor = add(self.difference_minor, line.posting.amount_minor)?;
        Ok(())
    }

    fn end(&self) -> Result<(), BuildError> {
        match self.entry {
            Some((_, year, number)) if self.difference_minor != 0 => {
                let difference_minor = self.difference_minor;
                Err(BuildError::EntryUnbalanced { year, number, difference_minor })
            }
            Some(_) | None => Ok(()),
        }
    }
}
