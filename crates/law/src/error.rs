//! Why a folder is refused: file, line, and what cannot stand there.

use thiserror::Error;

#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{file}, line {line}: {problem}")]
pub struct LawError {
    pub file: &'static str,
    /// Counted as an editor counts; line 1, the header, stands for the file as a whole.
    pub line: u64,
    pub problem: Problem,
}

impl LawError {
    pub(crate) fn of_file(file: &'static str, problem: Problem) -> Self {
        Self { file, line: 1, problem }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Problem {
    #[error("the header must read {expected}")]
    Header { expected: String },
    #[error("the row has {found} fields, not {expected}")]
    FieldCount { found: u64, expected: u64 },
    #[error("the text cannot be read as a table")]
    NotATable,
    #[error("{column} is empty")]
    Empty { column: &'static str },
    #[error("{column} cannot be {text:?}")]
    Unreadable { column: &'static str, text: String },
    #[error("{key} stands here a second time")]
    Duplicate { key: String },
    #[error("our own choice cannot be verified")]
    OwnChoiceVerified,

    #[error("the parent {parent} does not stand above")]
    UnknownParent { parent: String },
    #[error("the code does not begin with its parent's, {parent}")]
    CodeOutsideParent { parent: String },
    #[error("{column} differs from the parent's")]
    DiffersFromParent { column: &'static str },
    #[error("an account of this kind cannot have this role")]
    RoleAgainstKind,
    #[error("an account of this role cannot be in the pool")]
    RoleOutsidePool,
    #[error("an account of this role must be in the pool")]
    RoleInPool,
    #[error("an account of this role must be guarded")]
    RoleUnguarded,
    #[error("account {code} needs a currency")]
    CurrencyMissing { code: String },
    #[error("only a currency account without sub-accounts has a currency")]
    CurrencyMisplaced,

    #[error("account {account} is not in the chart")]
    UnknownAccount { account: String },
    #[error("account {account} has sub-accounts and cannot be posted to")]
    NotPostable { account: String },
    #[error("no account is named for {event}")]
    EventWithoutAccount { event: String },

    #[error("the bands must come by date, then by rising limit and not fewer approvals")]
    BandsOutOfOrder,
    #[error("the bands from {valid_from} do not end in one without a limit")]
    NoOpenBand { valid_from: chrono::NaiveDate },
    #[error("the table from {valid_from} has no row for every category with every other")]
    NoOpenCombination { valid_from: chrono::NaiveDate },
    #[error("there are no rows")]
    NoRows,

    #[error("the row belongs to the other form")]
    RowOfOtherForm,
    #[error("row {row} is not in the form")]
    UnknownRow { row: String },
    #[error("row {row} adds up itself")]
    RowInCircle { row: String },
    #[error("the form needs exactly one row that is {role:?}")]
    RoleNotOnce { role: crate::form::RowRole },
    #[error("the current surplus and the current deficit stand once each, in the balance sheet")]
    ResultNotOnce,
    #[error("the other form has no edition from {valid_from}")]
    LonelyForm { valid_from: chrono::NaiveDate },
    #[error("account {account} stands in no row of a form")]
    AccountWithoutRow { account: String },
    #[error("account {account} cannot stand in row {row} without unbalancing the form")]
    AccountOnWrongSide { account: String, row: String },
    #[error("no document is called {document}")]
    UnknownDocument { document: String },
    #[error("{key} is no value that this deadline can rest on")]
    UnknownValue { key: String },

    #[error("the period ends before it begins")]
    PeriodReversed,
    #[error("two rows of {key} hold on the same day")]
    Overlap { key: String },
}
