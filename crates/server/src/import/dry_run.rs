//! Rows against books: the fate of each, the totals, and the command where nothing stands in the way.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike as _, NaiveDate};
use serde::Serialize;
use utoipa::ToSchema;

use almoner_ledger::codes::{Currency, SourceKind};
use almoner_ledger::command::{
    Document, ExcludedRow, ImportIncomes, ImportRow, Means, RecordIncome, SourceDetails,
};
use almoner_ledger::money::{Amount, as_decimal};
use almoner_ledger::month::Month;
use almoner_ledger::text::{Code, Text};

use crate::field::word;
use crate::import::asked::asked;
use crate::import::books::Books;
use crate::import::charset::Charset;
use crate::import::fate::{Fate, Remark, RowFate};
use crate::import::mapping::Mapping;
use crate::import::problem::{Problem, Why};
use crate::import::read::Sheet;
use crate::import::row::Row;
use crate::import::shape::FileError;
use crate::import::source::{Found, GiverKey, Givers};
use crate::routes::sources::SourceBody;

/// What an import would do, in full, before anything is done.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct DryRun {
    #[schema(value_type = String, example = "bank-mk-utf8")]
    pub profile: Code,
    /// SHA-256 of the file, as `sha256sum` prints it.
    pub file_sha256: String,
    pub charset: Charset,
    /// The number format by example.
    pub number_format: String,
    pub date_format: String,
    #[schema(schema_with = word::<Currency>)]
    pub currency: Currency,
    pub unused_columns: Vec<String>,
    pub counts: Counts,
    /// All amounts of the file added up, of whatever fate: to be held against the bank's own total.
    #[serde(rename = "total", serialize_with = "as_decimal")]
    #[schema(value_type = String, example = "1500.50")]
    pub total_minor: i64,
    /// Rows whose amount could not be read, or is in another currency, and is not in the total.
    pub rows_without_amount: Vec<i64>,
    #[serde(rename = "new_total", serialize_with = "as_decimal")]
    #[schema(value_type = String, example = "1500.50")]
    pub new_minor: i64,
    /// What the new rows are worth in denars.
    #[serde(rename = "new_denars", serialize_with = "as_decimal")]
    #[schema(value_type = String, example = "1500.50")]
    pub new_denars_minor: i64,
    pub first_on: Option<NaiveDate>,
    pub last_on: Option<NaiveDate>,
    #[schema(value_type = Vec<SourceBody>)]
    pub new_sources: Vec<SourceDetails>,
    pub sources: Vec<SourceTotal>,
    pub remarks: Vec<Remark>,
    pub rows: Vec<RowFate>,
    #[serde(skip)]
    #[schema(ignore)]
    command: ImportIncomes,
}

/// Every row is counted once under its fate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct Counts {
    pub read: i64,
    pub new: i64,
    pub known: i64,
    pub excluded: i64,
    pub passed_over: i64,
    pub refused: i64,
}

/// What the file says of one giver, and what of it is new.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct SourceTotal {
    #[schema(value_type = Option<String>)]
    pub name: Option<Text>,
    #[schema(value_type = Option<String>)]
    pub identifier: Option<Code>,
    #[schema(schema_with = word::<SourceKind>, required = false)]
    pub kind: Option<SourceKind>,
    pub rows: i64,
    #[serde(rename = "total", serialize_with = "as_decimal")]
    #[schema(value_type = String, example = "1500.50")]
    pub total_minor: i64,
    pub new_rows: i64,
    #[serde(rename = "new_total", serialize_with = "as_decimal")]
    #[schema(value_type = String, example = "1500.50")]
    pub new_minor: i64,
}

/// Why a file is not imported although it could be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ImportRefusal {
    #[error(
        "{count} of {read} rows cannot be imported (row {first}: {problem}); mend them or exclude each by its number, with a reason"
    )]
    RowsRefused { count: i64, read: i64, first: i64, problem: String },
    #[error("every row of this file is in the books already, or set aside")]
    NothingNew,
}

impl ImportRefusal {
    pub const fn name(&self) -> &'static str {
        match self {
            Self::RowsRefused { .. } => "rows-refused",
            Self::NothingNew => "nothing-to-import",
        }
    }
}

/// Holds the sheet against the books. `excluded` names rows by number, each with the reason why it is left out.
pub fn dry_run(
    sheet: Sheet,
    mapping: &Mapping,
    excluded: &BTreeMap<i64, Text>,
    books: &impl Books,
) -> Result<DryRun, FileError> {
    let read = count(sheet.rows.len());
    if let Some(row) = excluded.keys().find(|row| !(1..=read).contains(*row)) {
        return Err(FileError::ExclusionUnknown { row: *row, rows: read });
    }
    let mut run = Run::new(&sheet, mapping, excluded, books, read);
    for row in &sheet.rows {
        run.take(row)?;
    }
    Ok(run.finish())
}

impl DryRun {
    /// The command for the ledger: all rows that are new, or none at all.
    pub fn command(self) -> Result<ImportIncomes, ImportRefusal> {
        if self.counts.refused == 0 && self.counts.new == 0 {
            return Err(ImportRefusal::NothingNew);
        }
        self.request()
    }

    /// The command even where no row is new: only the books can say whether it repeats an earlier request.
    pub fn request(self) -> Result<ImportIncomes, ImportRefusal> {
        for fate in &self.rows {
            if let Fate::Refused { problems } = &fate.fate
                && let Some(problem) = problems.first()
            {
                return Err(ImportRefusal::RowsRefused {
                    count: self.counts.refused,
                    read: self.counts.read,
                    first: fate.row,
                    problem: problem.to_string(),
                });
            }
        }
        Ok(self.command)
    }
}

struct Run<'a, B> {
    mapping: &'a Mapping,
    excluded: &'a BTreeMap<i64, Text>,
    books: &'a B,
    givers: Givers,
    /// The first name under each identifier.
    names: BTreeMap<Code, Text>,
    /// Sources that were remarked on already.
    by_name: BTreeSet<i64>,
    totals: BTreeMap<GiverKey, usize>,
    report: DryRun,
}

impl<'a, B: Books> Run<'a, B> {
    fn new(
        sheet: &Sheet,
        mapping: &'a Mapping,
        excluded: &'a BTreeMap<i64, Text>,
        books: &'a B,
        read: i64,
    ) -> Self {
        let report = DryRun {
            profile: mapping.profile.clone(),
            file_sha256: sheet.hash.iter().map(|byte| format!("{byte:02x}")).collect(),
            charset: mapping.format.charset,
            number_format: mapping.format.number.example(),
            date_format: mapping.format.days.pattern(),
            currency: mapping.currency,
            unused_columns: sheet.unused_columns.clone(),
            counts: Counts { read, ..Counts::default() },
            total_minor: 0,
            rows_without_amount: Vec::new(),
            new_minor: 0,
            new_denars_minor: 0,
            first_on: None,
            last_on: None,
            new_sources: Vec::new(),
            sources: Vec::new(),
            remarks: Vec::new(),
            rows: Vec::with_capacity(sheet.rows.len()),
            command: ImportIncomes {
                profile: mapping.profile.clone(),
                file_hash: sheet.hash,
                asked: asked(&sheet.hash, mapping, excluded),
                rows_read: read,
                rows_known: 0,
                excluded: Vec::new(),
                currency: mapping.currency,
                total: 0,
                sources: Vec::new(),
                rows: Vec::new(),
            },
        };
        Self {
            mapping,
            excluded,
            books,
            givers: Givers::default(),
            names: BTreeMap::new(),
            by_name: BTreeSet::new(),
            totals: BTreeMap::new(),
            report,
        }
    }

    fn take(&mut self, row: &Row) -> Result<(), FileError> {
        let fate = self.fate(row)?;
        self.add_up(row, &fate)?;
        self.report.rows.push(RowFate {
            row: row.number,
            received_on: row.received_on,
            amount_minor: row.amount_minor,
            reference: row.reference.clone(),
            source_name: row.giver.name.clone(),
            source_identifier: row.giver.identifier.clone(),
            fate,
        });
        Ok(())
    }

    /// What is in the books already needs no second look: its fund may be closed by now, its giver gone.
    fn fate(&mut self, row: &Row) -> Result<Fate, FileError> {
        if let Some(reason) = self.excluded.get(&row.number) {
            self.set_aside(row.number, reason);
            return Ok(Fate::Excluded { reason: reason.clone() });
        }
        if row.passed_over
            && let Some(reason) = passing_reason(row)
        {
            self.set_aside(row.number, &reason);
            return Ok(Fate::PassedOver { reason });
        }
        if row.fingerprint.is_some_and(|fingerprint| self.books.knows(&fingerprint)) {
            return Ok(Fate::Known);
        }
        match self.record(row) {
            Ok((income, denars)) => {
                self.report.command.rows.push(income);
                add(&mut self.report.new_denars_minor, denars.minor())?;
                Ok(Fate::New)
            }
            Err(problems) => Ok(Fate::Refused { problems }),
        }
    }

    fn set_aside(&mut self, row: i64, reason: &Text) {
        self.report.command.excluded.push(ExcludedRow { row, reason: reason.clone() });
    }

    fn record(&mut self, row: &Row) -> Result<(ImportRow, Amount), Vec<Problem>> {
        let mut problems = row.problems.clone();
        let fund = self.fund(row, &mut problems);
        self.check_account(row, &mut problems);
        self.check_day(row, &mut problems);
        let amount = self.amount(row, &mut problems);
        // A source is entered only for a row that is good in all else.
        if !problems.is_empty() {
            return Err(problems);
        }
        let found =
            self.givers.resolve(&row.giver, self.mapping.source_country.as_ref(), self.books);
        let found = found.map_err(|why| vec![self.about_giver(why)])?;
        let parts =
            (row.received_on, row.account.as_ref(), row.kind, row.fingerprint, fund, amount);
        let (
            Some(received_on),
            Some(account),
            Some(kind),
            Some(fingerprint),
            Some(fund),
            Some((quantity, denars)),
        ) = parts
        else {
            // Each of these is absent only beside a problem that names it.
            return Err(vec![Why::AmountMissing.alone()]);
        };
        self.remark(row, found);
        let income = RecordIncome {
            source: if let Found::Known { seq, .. } = found { Some(seq) } else { None },
            agreement: None,
            kind,
            fund,
            received_on,
            means: Means::Money {
                account: account.as_str().to_owned(),
                quantity,
                rate: self.mapping.rate.clone(),
            },
            restriction: None,
            document: self.document(row, received_on),
            reference: row.reference.clone(),
            memo: row.memo.clone(),
        };
        let new_source = if let Found::New(index) = found { Some(index) } else { None };
        Ok((ImportRow { row: row.number, fingerprint, new_source, income }, denars))
    }

    fn about_giver(&self, why: Why) -> Problem {
        let columns = &self.mapping.columns;
        let column = columns.source_identifier.as_ref().or(columns.source_name.as_ref());
        Problem { column: column.cloned(), why }
    }

    fn fund(&self, row: &Row, problems: &mut Vec<Problem>) -> Option<i64> {
        let code = row.fund.as_ref()?.as_str();
        let column = self.mapping.columns.fund.clone();
        let why = match self.books.fund(code) {
            Some(fund) if fund.open => return Some(fund.seq),
            Some(_) => Why::FundClosed { code: code.to_owned() },
            None => Why::FundUnknown { code: code.to_owned() },
        };
        problems.push(Problem { column, why });
        None
    }

    fn check_account(&self, row: &Row, problems: &mut Vec<Problem>) {
        let Some(code) = &row.account else { return };
        let account = code.as_str().to_owned();
        let wanted = self.mapping.currency;
        let why = match self.books.account(code.as_str()) {
            None => Why::AccountUnknown { account },
            Some(known) if !known.takes_money => Why::AccountUnusable { account },
            Some(known) if known.currency != wanted => {
                Why::AccountCurrency { account, kept_in: known.currency, wanted }
            }
            Some(_) => return,
        };
        problems.push(Problem { column: self.mapping.columns.account.clone(), why });
    }

    fn check_day(&self, row: &Row, problems: &mut Vec<Problem>) {
        let Some(on) = row.received_on else { return };
        let month = Month::of(on);
        let why = if !(2000..=2100).contains(&on.year()) {
            Why::DateOutOfRange { on }
        } else if self.books.today() < on {
            Why::InTheFuture { on }
        } else if self.books.month_is_closed(month) {
            Why::PeriodClosed { month }
        } else {
            return;
        };
        problems.push(why.in_column(&self.mapping.columns.date));
    }

    /// The amount and its worth in denars.
    fn amount(&self, row: &Row, problems: &mut Vec<Problem>) -> Option<(Amount, Amount)> {
        // Zero and negative amounts were named when the row was read.
        let quantity = Amount::from_minor(row.amount_minor?).ok()?;
        let Some(rate) = &self.mapping.rate else { return Some((quantity, quantity)) };
        match rate.denars(quantity) {
            Ok(denars) => Some((quantity, denars)),
            Err(error) => {
                problems.push(Why::RateUnfit { error }.in_column(&self.mapping.columns.amount));
                None
            }
        }
    }

    fn document(&self, row: &Row, dated_on: NaiveDate) -> Document {
        let number = row.document.as_ref().or(row.reference.as_ref());
        match (number, self.mapping.without_document) {
            (Some(number), _) => Document::Paper {
                kind: self.mapping.document_kind,
                number: number.clone(),
                dated_on,
                issuer: None,
            },
            (None, reason) => Document::Missing(
                reason.unwrap_or(almoner_ledger::codes::NoDocument::PaperToFollow),
            ),
        }
    }

    fn remark(&mut self, row: &Row, found: Found) {
        let remarks = &mut self.report.remarks;
        for (column, from) in &row.respelt {
            remarks.push(Remark::Respelt {
                row: row.number,
                column: column.clone(),
                from: from.clone(),
            });
        }
        if let Some(ordinal) =
            row.ordinal.filter(|ordinal| 1 < *ordinal && self.mapping.columns.ordinal.is_none())
        {
            remarks.push(Remark::EqualToEarlier { row: row.number, ordinal });
        }
        if let Found::Known { seq, by_name: true } = found
            && self.by_name.insert(seq)
        {
            remarks.push(Remark::MatchedByName { row: row.number, source_seq: seq });
        }
        if let (Some(identifier), Some(name)) = (&row.giver.identifier, &row.giver.name) {
            let first = self.names.entry(identifier.clone()).or_insert_with(|| name.clone());
            if first != name {
                remarks
                    .push(Remark::NamesDiffer { row: row.number, identifier: identifier.clone() });
            }
        }
    }

    fn add_up(&mut self, row: &Row, fate: &Fate) -> Result<(), FileError> {
        let counts = &mut self.report.counts;
        let counted = match fate {
            Fate::New => &mut counts.new,
            Fate::Known => &mut counts.known,
            Fate::Excluded { .. } => &mut counts.excluded,
            Fate::PassedOver { .. } => &mut counts.passed_over,
            Fate::Refused { .. } => &mut counts.refused,
        };
        *counted = counted.saturating_add(1);
        if let Some(on) = row.received_on {
            self.report.first_on = Some(self.report.first_on.map_or(on, |first| first.min(on)));
            self.report.last_on = Some(self.report.last_on.map_or(on, |last| last.max(on)));
        }
        if row.amount_minor.is_none() {
            self.report.rows_without_amount.push(row.number);
        }
        let minor = row.amount_minor.unwrap_or(0);
        let new = *fate == Fate::New;
        let total = self.source_total(row);
        total.rows = total.rows.saturating_add(1);
        add(&mut total.total_minor, minor)?;
        if new {
            total.new_rows = total.new_rows.saturating_add(1);
            add(&mut total.new_minor, minor)?;
            add(&mut self.report.new_minor, minor)?;
        }
        add(&mut self.report.total_minor, minor)
    }

    fn source_total(&mut self, row: &Row) -> &mut SourceTotal {
        let totals = &mut self.report.sources;
        let next = totals.len();
        let place = *self.totals.entry(GiverKey::of(&row.giver)).or_insert(next);
        if place == next {
            totals.push(SourceTotal {
                name: row.giver.name.clone(),
                identifier: row.giver.identifier.clone(),
                kind: row.giver.kind,
                ..SourceTotal::default()
            });
        }
        &mut totals[place]
    }

    fn finish(self) -> DryRun {
        let mut report = self.report;
        report.new_sources.clone_from(&self.givers.new);
        report.command.sources = self.givers.new;
        report.command.total = report.total_minor;
        report.command.rows_known = report.counts.known;
        report
    }
}

fn passing_reason(row: &Row) -> Option<Text> {
    let problem = row.problems.iter().find(|problem| {
        matches!(problem.why, Why::AmountZero | Why::AmountNegative | Why::AmountMissing)
    })?;
    Text::parse(&format!("passed over by the profile: {}", problem.why)).ok()
}

fn add(sum: &mut i64, minor: i64) -> Result<(), FileError> {
    *sum = sum.checked_add(minor).ok_or(FileError::TotalTooLarge)?;
    Ok(())
}

fn count(size: usize) -> i64 {
    i64::try_from(size).unwrap_or(i64::MAX)
}
