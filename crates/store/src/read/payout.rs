//! Payouts: what was proposed, who did which duty, and how far it has come.

use almoner_ledger::codes::{
    Category, DocumentKind, Duty, Method, PayoutState, Reason, ReviewFinding, TaxBasis,
};
use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use crate::error::StoreError;
use crate::read::note::NoteRow;
use crate::read::page::{Page, Paging};
use crate::read::trace::PayoutShare;
use crate::store::{Store, on_reader};
use crate::write::Warned;

/// What to list; days are the days on which the payout was proposed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PayoutFilter {
    pub state: Option<PayoutState>,
    pub fund: Option<i64>,
    pub category: Option<Category>,
    pub request: Option<i64>,
    /// Only those that went the emergency way and wait for their review.
    pub unreviewed: bool,
    pub from_on: Option<NaiveDate>,
    pub to_on: Option<NaiveDate>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PayoutRow {
    pub seq: i64,
    pub request_seq: i64,
    pub fund_seq: i64,
    pub fund_code: String,
    pub category: Category,
    pub method: Method,
    /// What its lots pay, with the tax.
    pub amount_minor: i64,
    pub tax_basis: TaxBasis,
    pub tax_minor: i64,
    pub item: Option<String>,
    pub item_quantity: Option<i64>,
    pub proposed_on: NaiveDate,
    pub approvals_needed: i64,
    pub approvals_given: i64,
    pub state: PayoutState,
    pub obligation_seq: Option<i64>,
    pub payment_seq: Option<i64>,
    /// The list under which the tax office let it be paid, and the entry that paid the tax.
    pub tax_list_number: Option<String>,
    pub tax_paid_seq: Option<i64>,
    /// The last day on which an approved payout may be released.
    pub expires_on: Option<NaiveDate>,
    /// Why a person chose other lots than the ledger proposed.
    pub chosen_why: Option<Reason>,
    /// By when a third person must review it, where it went the emergency way.
    pub review_due_at: Option<DateTime<Utc>>,
    pub reviewed_seq: Option<i64>,
    pub review_finding: Option<ReviewFinding>,
    /// What came back of it so far.
    pub returned_minor: i64,
    /// The attempt that failed or came back, and that this one repeats.
    pub retry_of: Option<i64>,
    /// The batch in which it was let go.
    pub batch_seq: Option<i64>,
    /// The payment list on which it went to the bank.
    pub list_seq: Option<i64>,
    /// The act that changed who is paid or what was asked, before it was paid: nobody signs it any more.
    pub changed_seq: Option<i64>,
    pub version: i64,
}

impl PayoutRow {
    /// What reaches the person.
    pub const fn net_minor(&self) -> i64 {
        self.amount_minor.saturating_sub(self.tax_minor)
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DutyRow {
    pub seq: i64,
    pub person: Uuid,
    pub duty: Duty,
    pub at: DateTime<Utc>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PayoutEventRow {
    pub seq: i64,
    pub state: PayoutState,
    pub effective_on: NaiveDate,
    pub reason: Option<Reason>,
    pub actor: Uuid,
    pub at: DateTime<Utc>,
}

/// A reservation whose time has run out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DueRow {
    pub seq: i64,
    pub fund_seq: i64,
    pub amount_minor: i64,
    pub expires_on: NaiveDate,
}

/// The paper by which the receiver said that help arrived.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReceiptRow {
    pub kind: DocumentKind,
    pub number: String,
    pub dated_on: NaiveDate,
    /// The commitment of its scan, in hexadecimal.
    pub attachment: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PayoutDetail {
    pub payout: PayoutRow,
    /// SHA-256 of exactly what is approved, in hexadecimal.
    pub digest: String,
    /// An opaque reference to the payee's account; absent once erased.
    pub payee: Option<Uuid>,
    pub obligation_account: Option<String>,
    pub duties: Vec<DutyRow>,
    pub events: Vec<PayoutEventRow>,
    /// The lots that pay, and who gave them.
    pub lots: Vec<PayoutShare>,
    pub receipts: Vec<ReceiptRow>,
    /// What the law or the board warns of, as it stood when it was last told.
    pub warnings: Vec<Warned>,
    pub notes: Vec<NoteRow>,
}

impl Store {
    /// Newest first, by number.
    pub async fn payouts(
        &self,
        filter: &PayoutFilter,
        paging: &Paging,
    ) -> Result<Page<PayoutRow>, StoreError> {
        let span = self.span(paging).await?;
        let items = on_reader!(self, sql, connection => sql::reads::payouts::list(connection, filter, &span).await)?;
        Ok(span.page(items, |row| (None, row.seq, 0)))
    }

    /// Reservations whose time has run out before a day, by number; at most so many.
    pub async fn due_reservations(
        &self,
        today: NaiveDate,
        most: i64,
    ) -> Result<Vec<DueRow>, StoreError> {
        on_reader!(self, sql, connection => sql::reads::payouts::due(connection, today, most).await)
    }

    pub async fn payout(&self, seq: i64) -> Result<Option<PayoutDetail>, StoreError> {
        on_reader!(self, sql, connection => sql::reads::payouts::one(connection, seq).await)
    }
}
