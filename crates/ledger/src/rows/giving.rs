//! Who gives, under which paper, into which fund, and what came in.

use chrono::NaiveDate;
use uuid::Uuid;

use crate::codes::{
    AgreementKind, AgreementState, BookedAs, Currency, FundState, ImportKind, IncomeForm,
    IncomeKind, SourceKind, Unspent,
};
use crate::record;

record! {
    /// A self-balancing pool of money, for one purpose or free.
    Fund = "fund" State {
        key seq: i64,
        log code: String,
        log name: String,
        log restricted: bool,
        log state: FundState,
        log opened_on: NaiveDate,
        log closed_on: Option<NaiveDate>,
        log version: i64,
        /// What the bank took beyond the fund's lots; while it is not zero, no payout is approved.
        derived overdrawn_minor: i64,
    }
}

record! {
    /// Who gives. Organisations by name; of natural persons only the reference is logged.
    Source = "source" State {
        key seq: i64,
        log kind: SourceKind,
        /// The public name of an organisation, or a reference such as `P-7` for a person.
        log name: String,
        log identifier: Option<String>,
        log country: Option<String>,
        log active: bool,
        log version: i64,
        /// What the vault knows a natural person by.
        erasable reference: Option<Uuid>,
        /// Where there is no vault; with one, the name is there.
        erasable private_name: Option<String>,
        erasable salt: Option<Vec<u8>>,
        log commitment: Option<Vec<u8>>,
    }
}

record! {
    /// Somebody's membership in the association: the register that the law wants. Who it is, is what the source says.
    Member = "member" State {
        key seq: i64,
        log source_seq: i64,
        log joined_on: NaiveDate,
        log left_on: Option<NaiveDate>,
        log version: i64,
    }
}

record! {
    /// The paper under which a source gives.
    Agreement = "agreement" State {
        key seq: i64,
        log source_seq: i64,
        log fund_seq: i64,
        log kind: AgreementKind,
        log number: String,
        log signed_on: NaiveDate,
        log currency: Currency,
        log promised_minor: i64,
        log valid_from: NaiveDate,
        log valid_to: NaiveDate,
        log report_due_on: Option<NaiveDate>,
        log unspent: Unspent,
        log booked_as: BookedAs,
        /// The typed restriction in JSON; absent means free.
        log restriction: Option<String>,
        log state: AgreementState,
        log version: i64,
        /// In the agreement's currency.
        derived received_minor: i64,
    }
}

record! {
    Instalment = "instalment" Append {
        key seq: i64,
        key line: i64,
        log due_on: NaiveDate,
        log amount_minor: i64,
    }
}

record! {
    /// One receipt, in money or in kind.
    Income = "income" Append {
        key seq: i64,
        log source_seq: Option<i64>,
        log agreement_seq: Option<i64>,
        log kind: IncomeKind,
        log form: IncomeForm,
        log fund_seq: i64,
        log received_on: NaiveDate,
        /// The bank, cash, currency or stock account it arrived on.
        log account: String,
        log currency: Currency,
        log quantity_minor: i64,
        log value_minor: i64,
        log reference: Option<String>,
        log receipt_year: Option<i64>,
        log receipt_number: Option<i64>,
        log import_seq: Option<i64>,
        log fingerprint: Option<Vec<u8>>,
        /// The unclear receipt that this income explains.
        log explains_seq: Option<i64>,
    }
}

record! {
    /// A file of incomes or of needs taken in as a whole.
    Import = "import" Append {
        key seq: i64,
        log kind: ImportKind,
        log profile: String,
        log file_hash: Vec<u8>,
        log rows_read: i64,
        log rows_new: i64,
        log rows_known: i64,
        /// Rows left out by number and reason, in JSON.
        log excluded: String,
        log currency: Currency,
        /// The column total of all rows read, as the file has it.
        log total_minor: i64,
    }
}

record! {
    ImportUndo = "import_undo" Append {
        key seq: i64,
        log import_seq: i64,
        /// How many entries or requests it brought.
        log rows_undone: i64,
    }
}
