//! One record of the file, read cell by cell, with everything that is wrong with it.

use chrono::NaiveDate;

use almoner_ledger::codes::{Currency, IncomeKind, SourceKind};
use almoner_ledger::text::{Code, Text, TextError};
use almoner_proof::hash::Hash;

use crate::import::cells::Cells;
use crate::import::fingerprint::Mark;
use crate::import::mapping::{Mapping, Place};
use crate::import::problem::{Problem, Why, glimpse};
use crate::import::profile::{PassOver, WithoutSource};

/// What a row says, as far as it could be read.
#[derive(Clone, Debug)]
pub struct Row {
    /// Counted from 1 after the header, empty lines apart.
    pub number: i64,
    pub received_on: Option<NaiveDate>,
    /// In the currency of the profile; also where it is zero or negative, for the column total.
    pub amount_minor: Option<i64>,
    pub reference: Option<Code>,
    pub document: Option<Code>,
    pub account: Option<Code>,
    pub fund: Option<Code>,
    pub kind: Option<IncomeKind>,
    pub giver: Giver,
    pub memo: Option<Text>,
    /// Set once all rows are read, since equal rows are counted over the whole file.
    pub fingerprint: Option<Hash>,
    pub ordinal: Option<i64>,
    /// The profile says that a row like this is no income.
    pub passed_over: bool,
    /// Cells whose text had to be changed to fit a code: column, then what it was.
    pub respelt: Vec<(String, String)>,
    pub problems: Vec<Problem>,
}

/// Who gave, by what the file says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Giver {
    pub name: Option<Text>,
    pub identifier: Option<Code>,
    pub kind: Option<SourceKind>,
}

impl Giver {
    pub const fn is_nobody(&self) -> bool {
        self.name.is_none() && self.identifier.is_none()
    }
}

impl Row {
    pub fn mark(&self) -> Option<Mark> {
        Some(Mark {
            account: self.account.clone()?,
            reference: self.reference.clone(),
            received_on: self.received_on?,
            amount_minor: self.amount_minor?,
        })
    }
}

/// Reads the cells of one record.
pub(super) struct RowReader<'a> {
    pub(super) mapping: &'a Mapping,
    pub(super) cells: Cells<'a>,
    pub(super) respelt: Vec<(String, String)>,
}

impl RowReader<'_> {
    pub(super) fn read(mut self, number: i64, columns: usize) -> Row {
        if self.cells.record.len() != columns {
            let ragged = Why::Ragged { found: self.cells.record.len(), wanted: columns };
            return self.broken(number, ragged.alone());
        }
        let mapping = self.mapping;
        let received_on = self.cells.date(&mapping.columns.date);
        let (amount_minor, passed_over) = self.amount();
        let (reference, document) = self.paper();
        let account = self.place(&mapping.account, |error| Why::AccountUnfit { error });
        let fund = self.place(&mapping.fund, |error| Why::FundUnfit { error });
        let giver = self.giver();
        let kind = self.income_kind(giver.as_ref());
        let memo = self.memo();
        let ordinal = self.ordinal();
        Row {
            number,
            received_on,
            amount_minor,
            reference,
            document,
            account,
            fund,
            kind,
            giver: giver.unwrap_or_default(),
            memo,
            fingerprint: None,
            ordinal,
            passed_over,
            respelt: self.respelt,
            problems: self.cells.problems,
        }
    }

    /// A row of which no cell can be trusted.
    fn broken(self, number: i64, problem: Problem) -> Row {
        Row {
            number,
            received_on: None,
            amount_minor: None,
            reference: None,
            document: None,
            account: None,
            fund: None,
            kind: None,
            giver: Giver::default(),
            memo: None,
            fingerprint: None,
            ordinal: None,
            passed_over: false,
            respelt: Vec::new(),
            problems: vec![problem],
        }
    }

    /// The amount, and whether the row is passed over for it.
    fn amount(&mut self) -> (Option<i64>, bool) {
        let column = &self.mapping.columns.amount;
        let (minor, why) = self.cells.sum(column);
        let own_currency = self.currency();
        let minor = minor.filter(|_| own_currency);
        let Some(why) = why else { return (minor, false) };
        let passes = [
            (Why::AmountZero, PassOver::Zero),
            (Why::AmountNegative, PassOver::Negative),
            (Why::AmountMissing, PassOver::Empty),
        ];
        let passes = passes.into_iter().find(|(known, _)| *known == why).map(|(_, reason)| reason);
        self.cells.note(column, why);
        let passed_over = passes.is_some_and(|reason| self.mapping.pass_over.contains(&reason));
        (minor, passed_over)
    }

    /// Whether the row is in the currency of the profile. Sums of two currencies mean nothing.
    fn currency(&mut self) -> bool {
        let Some(column) = &self.mapping.columns.currency else { return true };
        let cell = self.cells.text(column);
        let wanted = self.mapping.currency;
        let why = match Currency::parse(&cell) {
            Some(found) if found == wanted => return true,
            Some(found) => Why::CurrencyOther { found, wanted },
            None => Why::CurrencyUnknown { found: glimpse(&cell) },
        };
        self.cells.problems.push(why.in_column(column));
        false
    }

    /// A cell that must become a code; what does not fit is replaced by `-` and reported.
    fn code(&mut self, column: Option<&str>, unfit: impl Fn(TextError) -> Why) -> Option<Code> {
        let column = column?;
        let text = self.cells.text(column);
        if text.is_empty() {
            return None;
        }
        match respell(&text) {
            Ok((code, false)) => Some(code),
            Ok((code, true)) => {
                self.respelt.push((column.to_owned(), glimpse(&text)));
                Some(code)
            }
            Err(error) => {
                self.cells.problems.push(unfit(error).in_column(column));
                None
            }
        }
    }

    /// Reference and document number. Where one does not fit, its own problem says so and no second is needed.
    fn paper(&mut self) -> (Option<Code>, Option<Code>) {
        let mapping = self.mapping;
        let before = self.cells.problems.len();
        let unfit = |error| Why::ReferenceUnfit { error };
        let reference = self.code(mapping.columns.reference.as_deref(), unfit);
        let document = self.code(mapping.columns.document.as_deref(), unfit);
        let absent =
            document.is_none() && reference.is_none() && before == self.cells.problems.len();
        if absent && mapping.without_document.is_none() {
            self.cells.problems.push(Why::DocumentMissing.alone());
        }
        (reference, document)
    }

    fn place(&mut self, place: &Place<Code>, unfit: impl Fn(TextError) -> Why) -> Option<Code> {
        match place {
            Place::Always(code) => Some(code.clone()),
            Place::Column(column) => match Code::parse(&self.cells.text(column)) {
                Ok(code) => Some(code),
                Err(error) => {
                    self.cells.problems.push(unfit(error).in_column(column));
                    None
                }
            },
        }
    }

    /// `None` where a cell names a giver and cannot be read; then its problem says so.
    fn giver(&mut self) -> Option<Giver> {
        let before = self.cells.problems.len();
        let columns = &self.mapping.columns;
        let identifier = self.code(columns.source_identifier.as_deref(), |error| {
            Why::SourceIdentifierUnfit { error }
        });
        let name = self.name();
        if before != self.cells.problems.len() {
            return None;
        }
        if name.is_none() && identifier.is_none() {
            return Some(Giver::default());
        }
        Some(Giver { name, identifier, kind: self.source_kind() })
    }

    /// Banks break long names over lines; a name is one line.
    fn name(&mut self) -> Option<Text> {
        let column = self.mapping.columns.source_name.as_ref()?;
        let text = self.cells.text(column).replace("\r\n", " ").replace(['\n', '\r', '\t'], " ");
        if text.is_empty() {
            return None;
        }
        match Text::line(&text) {
            Ok(line) => Some(line),
            Err(error) => {
                self.cells.problems.push(Why::SourceNameUnfit { error }.in_column(column));
                None
            }
        }
    }

    fn source_kind(&mut self) -> Option<SourceKind> {
        let mapping = self.mapping;
        match &mapping.source_kind {
            Place::Always(kind) => Some(*kind),
            Place::Column(column) => {
                let unknown = |found| Why::SourceKindUnknown { found };
                self.cells.word(column, &mapping.source_kinds, SourceKind::parse, unknown)
            }
        }
    }

    /// Without a giver only interest and unclear receipts can be booked.
    fn income_kind(&mut self, giver: Option<&Giver>) -> Option<IncomeKind> {
        let stated = match &self.mapping.income_kind {
            Place::Always(kind) => Some(*kind),
            Place::Column(column) => {
                let unknown = |found| Why::IncomeKindUnknown { found };
                let words = &self.mapping.income_kinds;
                self.cells.word(column, words, IncomeKind::parse, unknown)
            }
        };
        if !giver.is_some_and(Giver::is_nobody)
            || matches!(stated, None | Some(IncomeKind::Interest | IncomeKind::Unclear))
        {
            return stated;
        }
        match self.mapping.without_source {
            WithoutSource::Unclear => Some(IncomeKind::Unclear),
            WithoutSource::Refuse => {
                let why = Why::SourceMissing;
                let column = self.mapping.columns.source_name.as_deref();
                self.cells.problems.push(Problem { column: column.map(str::to_owned), why });
                None
            }
        }
    }

    fn memo(&mut self) -> Option<Text> {
        let columns = &self.mapping.columns.memo;
        let cells: Vec<String> = columns
            .iter()
            .map(|column| self.cells.text(column))
            .filter(|cell| !cell.is_empty())
            .collect();
        if cells.is_empty() {
            return None;
        }
        match Text::parse(&cells.join("\n")) {
            Ok(memo) => Some(memo),
            Err(error) => {
                let why = Why::MemoUnfit { error };
                self.cells.problems.push(Problem { column: columns.first().cloned(), why });
                None
            }
        }
    }

    fn ordinal(&mut self) -> Option<i64> {
        let column = self.mapping.columns.ordinal.as_deref()?;
        let cell = self.cells.cell(column);
        let plain =
            !cell.is_empty() && cell.len() <= 9 && cell.bytes().all(|byte| byte.is_ascii_digit());
        let ordinal = cell.parse().ok().filter(|ordinal| plain && 0 < *ordinal);
        if ordinal.is_none() {
            self.cells.problems.push(Why::OrdinalMalformed.in_column(column));
        }
        ordinal
    }
}

/// Makes a code of what banks write: spaces and other signs a code cannot hold become `-`.
fn respell(text: &str) -> Result<(Code, bool), TextError> {
    match Code::parse(text) {
        Err(TextError::NotACode) => {}
        parsed => return parsed.map(|code| (code, false)),
    }
    let fits = |letter: char| Code::parse(letter.encode_utf8(&mut [0; 4])).is_ok();
    let composed = Text::parse(text)?;
    let words: Vec<String> = composed
        .as_str()
        .split_whitespace()
        .map(|word| word.chars().map(|letter| if fits(letter) { letter } else { '-' }).collect())
        .collect();
    Ok((Code::parse(&words.join("-"))?, true))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_with_spaces_is_joined() {
        let respelt =
            |text: &str| respell(text).map(|(code, changed)| (code.as_str().to_owned(), changed));
        assert_eq!(respelt("03-17/2026"), Ok(("03-17/2026".to_owned(), false)));
        assert_eq!(respelt("2026  17 a"), Ok(("2026-17-a".to_owned(), true)));
        assert_eq!(respelt("№ 5*7"), Ok(("--5-7".to_owned(), true)));
        assert_eq!(respelt("a\u{1}b"), Err(TextError::Control));
        assert_eq!(respelt(&"1 ".repeat(90)), Err(TextError::TooLong(100)));
    }
}
