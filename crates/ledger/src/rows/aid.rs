//! Need and help: recipients by random reference, requests, payouts and the duties done for them.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use crate::codes::{
    Category, DocumentKind, Duty, Method, PayeeKind, PayoutState, Reason, RequestState,
    ReviewFinding, Signs, TargetGroup, TaxBasis, Urgency, WarningCode,
};
use crate::record;

record! {
    /// Someone we help. The log holds no more than a commitment.
    Recipient = "recipient" State {
        key seq: i64,
        /// The staff member who took them in: their case.
        log taken_by: Uuid,
        log taken_on: NaiveDate,
        erasable reference: Option<Uuid>,
        erasable household: Option<Uuid>,
        erasable birth_year: Option<i64>,
        /// Marks of the association's own numbers in lists of needs: of the person, and of their household.
        erasable case_mark: Option<Vec<u8>>,
        erasable household_mark: Option<Vec<u8>>,
        erasable salt: Option<Vec<u8>>,
        log commitment: Vec<u8>,
        log version: i64,
    }
}

record! {
    /// A need. Who has it, where, and of which group can be erased without touching the books.
    Request = "request" State {
        key seq: i64,
        log category: Category,
        log urgency: Urgency,
        log asked_minor: i64,
        /// What the assessment found to be needed: the most that payouts may give.
        log found_minor: Option<i64>,
        log received_on: NaiveDate,
        /// When it should be answered, by its urgency; absent in a draft.
        log due_at: Option<DateTime<Utc>>,
        log payee_kind: PayeeKind,
        /// Whether the vault was open when the request was last looked over for double aid.
        log identities_checked: bool,
        /// Recurring aid: every so many months, until a day, and when the next one is due.
        log every_months: Option<i64>,
        log until_on: Option<NaiveDate>,
        log next_on: Option<NaiveDate>,
        /// The recurring request that this one repeats.
        log parent_seq: Option<i64>,
        /// The file it came with, and by what its row is known again.
        log import_seq: Option<i64>,
        log state: RequestState,
        erasable recipient: Option<Uuid>,
        erasable target_group: Option<TargetGroup>,
        erasable municipality: Option<String>,
        /// An opaque reference to who is paid; the vault knows who it is.
        erasable payee: Option<Uuid>,
        erasable signs: Option<Signs>,
        erasable fingerprint: Option<Vec<u8>>,
        erasable salt: Option<Vec<u8>>,
        log commitment: Vec<u8>,
        log version: i64,
    }
}

record! {
    /// One payment for one request. Nothing of it changes after the proposal but its state.
    Payout = "payout" State {
        key seq: i64,
        log request_seq: i64,
        log fund_seq: i64,
        log category: Category,
        log method: Method,
        /// What its lots pay; where it is taxed, the tax is part of it.
        log amount_minor: i64,
        log tax_basis: TaxBasis,
        log tax_minor: i64,
        log item: Option<String>,
        log item_quantity: Option<i64>,
        log proposed_on: NaiveDate,
        /// Why a person chose other lots than the ledger proposed; absent where nobody did.
        log chosen_why: Option<Reason>,
        log approvals_needed: i64,
        /// SHA-256 of exactly what is approved.
        log digest: Vec<u8>,
        log state: PayoutState,
        log obligation_account: Option<String>,
        log obligation_seq: Option<i64>,
        log payment_seq: Option<i64>,
        /// Where the tax is owed, the list under which the tax office let it be paid, and the entry that paid it.
        log tax_account: Option<String>,
        log tax_list_number: Option<String>,
        log tax_paid_seq: Option<i64>,
        /// The last day on which an approved payout may be released.
        log expires_on: Option<NaiveDate>,
        /// By when a third person must have reviewed it; only where it went the emergency way.
        log review_due_at: Option<DateTime<Utc>>,
        log reviewed_seq: Option<i64>,
        log review_finding: Option<ReviewFinding>,
        /// What came back of it: deni, or whole units of the item, and their value.
        log returned_quantity: i64,
        log returned_minor: i64,
        /// The attempt that failed or came back, and that this one repeats.
        log retry_of: Option<i64>,
        log released_on: Option<NaiveDate>,
        /// The batch in which it was let go.
        log batch_seq: Option<i64>,
        /// The payment list on which it went to the bank.
        log list_seq: Option<i64>,
        /// The act that changed something of what is signed: nobody can sign it any more.
        log changed_seq: Option<i64>,
        /// The act that last recorded who is paid, as the proposer, the approvers and the releaser knew them.
        log payee_seen: Option<i64>,
        /// What the vault knows them by.
        erasable payee: Option<Uuid>,
        erasable salt: Option<Vec<u8>>,
        log commitment: Vec<u8>,
        log version: i64,
    }
}

impl Request {
    /// Whom the money reaches, by what the vault knows them: the recipient, or who is paid for them.
    pub const fn paid(&self) -> Option<Uuid> {
        match self.payee_kind {
            PayeeKind::Oneself => self.recipient,
            PayeeKind::Landlord
            | PayeeKind::Pharmacy
            | PayeeKind::Utility
            | PayeeKind::Shop
            | PayeeKind::School
            | PayeeKind::Other => self.payee,
        }
    }
}

impl Payout {
    /// What reaches the person.
    pub const fn net_minor(&self) -> i64 {
        self.amount_minor.saturating_sub(self.tax_minor)
    }

    /// The day and the sum of cash let go for it, unless it came to nothing before it was paid.
    pub fn cash_released(&self) -> Option<(NaiveDate, i64)> {
        let ended = matches!(self.state, PayoutState::Failed | PayoutState::Voided);
        let on = self.released_on.filter(|_| self.method == Method::Cash && !ended)?;
        Some((on, self.net_minor()))
    }
}

record! {
    /// A lot that the proposal draws on, and how much of it.
    PayoutLot = "payout_lot" Append {
        key seq: i64,
        key line: i64,
        log lot_seq: i64,
        log lot_line: i64,
        log quantity_minor: i64,
        log value_minor: i64,
    }
}

record! {
    /// A person doing one thing for one payout; the database holds one row per payout and person.
    DutyDone = "duty" Append {
        key seq: i64,
        log payout_seq: i64,
        log person_id: Uuid,
        log duty: Duty,
        /// The declaration that goes with every duty: whether the person has an interest of their own in it.
        log conflict: bool,
        log payout_digest: Vec<u8>,
    }
}

record! {
    PayoutEvent = "payout_event" Append {
        key seq: i64,
        log payout_seq: i64,
        log state: PayoutState,
        log effective_on: NaiveDate,
        log reason: Option<Reason>,
    }
}

record! {
    /// The paper by which the receiver says that help arrived; a scan is vouched for by its commitment.
    Confirmation = "confirmation" Append {
        key seq: i64,
        log payout_seq: i64,
        log document_kind: DocumentKind,
        log document_number: String,
        log document_on: NaiveDate,
        log attachment: Option<Vec<u8>>,
    }
}

record! {
    /// Goods handed to people unnamed. Who recorded it and who was there too stand in the decision behind it.
    HandedOut = "hand_out" Append {
        key seq: i64,
        log fund_seq: i64,
        log category: Category,
        log item: String,
        log item_quantity: i64,
        log people: i64,
        log target_group: TargetGroup,
        log municipality: String,
        log given_on: NaiveDate,
    }
}

record! {
    /// Money given to one of the staff ahead, until receipts and what comes back make it good.
    Advance = "advance" State {
        key seq: i64,
        log person_id: Uuid,
        log fund_seq: i64,
        /// The account of the claim.
        log account: String,
        log amount_minor: i64,
        log given_on: NaiveDate,
        log due_on: NaiveDate,
        log settled_minor: i64,
        log returned_minor: i64,
        log version: i64,
    }
}

impl Advance {
    /// What neither a receipt nor money that came back has made good.
    pub const fn open_minor(&self) -> i64 {
        self.amount_minor.saturating_sub(self.settled_minor).saturating_sub(self.returned_minor)
    }
}

record! {
    /// What the law or the board warns of in an act, and whether who did it said so knowingly.
    Warning = "warning" Append {
        key seq: i64,
        key line: i64,
        log payout_seq: i64,
        log code: WarningCode,
        log law_name: String,
        log law_value: String,
        log verified: bool,
        log acknowledged: bool,
    }
}

record! {
    /// Payouts let go in one session, by declared count and total.
    Batch = "batch" Append {
        key seq: i64,
        log item_count: i64,
        log total_minor: i64,
    }
}

record! {
    /// Payment orders handed to the bank in one file. Who is on it is in the reveals of the same act; a digest of the file is
    /// in its note.
    PaymentList = "payment_list" Append {
        key seq: i64,
        /// The bank account that pays.
        log account: String,
        log value_on: NaiveDate,
        log item_count: i64,
        log total_minor: i64,
        /// The list that this one replaces, because the file was lost or the bank did not take it.
        log instead_of: Option<i64>,
    }
}

record! {
    /// Reservations given back because their time had run out, all at once.
    Expiry = "expiry" Append {
        key seq: i64,
        log payouts: i64,
    }
}
