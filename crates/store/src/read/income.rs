//! Incomes by source: the list, one of them, and what it paid for.

use almoner_ledger::codes::{AllocationEvent, Category, Currency, IncomeForm, IncomeKind};
use almoner_ledger::rows::lots::Lot;
use chrono::NaiveDate;

use crate::error::StoreError;
use crate::read::note::NoteRow;
use crate::read::page::{Page, Paging};
use crate::store::{Store, on_reader};

/// Whether an entry still counts or has been taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BookedState {
    Recorded,
    Reversed,
}

impl BookedState {
    pub const fn code(self) -> &'static str {
        match self {
            Self::Recorded => "recorded",
            Self::Reversed => "reversed",
        }
    }

    pub fn parse(code: &str) -> Option<Self> {
        [Self::Recorded, Self::Reversed].into_iter().find(|state| state.code() == code)
    }
}

/// What to list; absent fields ask for everything. Days are inclusive and are the days of receipt.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IncomeFilter {
    pub from_on: Option<NaiveDate>,
    pub to_on: Option<NaiveDate>,
    pub source: Option<i64>,
    pub agreement: Option<i64>,
    pub import: Option<i64>,
    pub kind: Option<IncomeKind>,
    pub fund: Option<i64>,
    pub state: Option<BookedState>,
    /// The payment's reference, exactly.
    pub reference: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IncomeRow {
    pub seq: i64,
    pub kind: IncomeKind,
    pub form: IncomeForm,
    pub received_on: NaiveDate,
    pub booked_on: NaiveDate,
    pub entry_year: i64,
    pub entry_number: i64,
    pub receipt_year: Option<i64>,
    pub receipt_number: Option<i64>,
    pub source_seq: Option<i64>,
    /// The public name of an organisation or the reference of a person, never a person's name.
    pub source_name: Option<String>,
    pub agreement_seq: Option<i64>,
    pub fund_seq: i64,
    pub fund_code: String,
    pub account: String,
    pub currency: Currency,
    pub quantity_minor: i64,
    pub value_minor: i64,
    pub reference: Option<String>,
    pub import_seq: Option<i64>,
    /// The unclear receipt that this income explains.
    pub explains_seq: Option<i64>,
    /// The income that explains this unclear receipt, unless that has been reversed.
    pub explained_by_seq: Option<i64>,
    /// The reversal that took it back.
    pub reversed_by_seq: Option<i64>,
}

impl IncomeRow {
    pub const fn state(&self) -> BookedState {
        if self.reversed_by_seq.is_some() { BookedState::Reversed } else { BookedState::Recorded }
    }
}

/// What an income paid for, summed by category of need; `None` for what was not aid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PaidFor {
    pub category: Option<Category>,
    pub payouts: i64,
    pub value_minor: i64,
}

/// How the lots of an income have moved, summed by event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EventSum {
    pub event: AllocationEvent,
    pub quantity_minor: i64,
    pub value_minor: i64,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IncomeDetail {
    pub income: IncomeRow,
    /// What it brought and what is left of that; lots converted from it too.
    pub lots: Vec<Lot>,
    /// Reserved, drawn or spent less what was given back.
    pub paid_for: Vec<PaidFor>,
    pub events: Vec<EventSum>,
    pub notes: Vec<NoteRow>,
}

impl Store {
    /// Newest first, by day of receipt.
    pub async fn incomes(
        &self,
        filter: &IncomeFilter,
        paging: &Paging,
    ) -> Result<Page<IncomeRow>, StoreError> {
        let span = self.span(paging).await?;
        let items = on_reader!(self, sql, connection => sql::reads::incomes::list(connection, filter, &span).await)?;
        Ok(span.page(items, |row| (Some(row.received_on), row.seq, 0)))
    }

    /// How many incomes of these days count, and their worth in denars.
    pub async fn income_sum(
        &self,
        filter: &IncomeFilter,
        days: (NaiveDate, NaiveDate),
    ) -> Result<(i64, i64), StoreError> {
        on_reader!(self, sql, connection => sql::reads::incomes::sum(connection, filter, days).await)
    }

    pub async fn income(&self, seq: i64) -> Result<Option<IncomeDetail>, StoreError> {
        on_reader!(self, sql, connection => sql::reads::incomes::one(connection, seq).await)
    }

    /// The income that has this receipt.
    pub async fn income_by_receipt(
        &self,
        year: i64,
        number: i64,
    ) -> Result<Option<i64>, StoreError> {
        on_reader!(self, sql, connection => sql::reads::incomes::by_receipt(connection, year, number).await)
    }
}
