//! What can be wrong with one row: by name, and with what to do.

use chrono::NaiveDate;
use serde::ser::{Serialize, SerializeStruct as _, Serializer};
use utoipa::ToSchema;

use almoner_ledger::codes::Currency;
use almoner_ledger::money::AmountError;
use almoner_ledger::month::Month;
use almoner_ledger::text::TextError;
use almoner_vault::identity::Fault;

use crate::import::charset::CharsetError;

/// One reason against one row, and the column it stands in, where it stands in one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    pub column: Option<String>,
    pub why: Why,
}

macro_rules! reasons {
    ($($variant:ident $({ $($field:ident: $type:ty),+ })? = $name:literal, $message:literal $(, $argument:expr)*;)+) => {
        #[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
        pub enum Why {
            $(#[error($message $(, $argument)*)] $variant $({ $($field: $type),+ })?,)+
        }

        impl Why {
            /// The stable name by which programs know the reason.
            pub const fn name(&self) -> &'static str {
                match self { $(Self::$variant $({ $($field: _),+ })? => $name,)+ }
            }

            /// Every name, for the documentation and its test.
            pub const NAMES: &'static [&'static str] = &[$($name),+];
        }
    };
}

reasons! {
    Ragged { found: usize, wanted: usize } = "ragged-row", "the row has {found} columns and the header {wanted}";
    Charset { error: CharsetError } = "not-in-charset", "{error}";

    DateMissing = "date-missing", "there is no date";
    DateMalformed { found: String, pattern: String } = "date-malformed", "{found:?} is not a date written as {pattern}";
    DateImpossible { found: String } = "date-impossible", "{found:?} is not a day of any calendar";
    DateOutOfRange { on: NaiveDate } = "date-out-of-range", "{on} is outside the years these books can hold (2000 to 2100)";
    InTheFuture { on: NaiveDate } = "in-the-future", "{on} has not come yet";
    PeriodClosed { month: Month } = "period-closed", "{month} is closed; have two persons open it again, or exclude the row";

    AmountMissing = "amount-missing", "there is no amount";
    AmountFormat { found: String, example: String } = "amount-format", "{found:?} is not written in the number format of the profile ({example})";
    AmountDecimals { found: String } = "amount-decimals", "{found:?} has more than two decimals under the number format of the profile";
    AmountZero = "amount-zero", "the amount is zero; an income is more than nothing";
    AmountNegative = "amount-negative", "the amount is negative; money that goes out is not an income";
    AmountTooLarge = "amount-too-large", "the amount is too large; the most one line may carry is 10000000000.00";
    RateUnfit { error: AmountError } = "rate-unfit", "at the stated rate {error}";

    CurrencyUnknown { found: String } = "currency-unknown", "{found:?} is not a currency these books keep";
    CurrencyOther { found: Currency, wanted: Currency } = "currency-other", "the row is in {found} and the profile says {wanted}; import each currency on its own";

    ReferenceUnfit { error: TextError } = "reference-unfit", "{error}";
    DocumentMissing = "document-missing", "there is no number of a document, nor a reference in its place";
    MemoUnfit { error: TextError } = "memo-unfit", "{error}";
    OrdinalMalformed = "ordinal-malformed", "the ordinal is a whole number from 1";
    OrdinalRepeated { earlier: i64 } = "ordinal-repeated", "row {earlier} has the same account, reference, date, amount and ordinal";

    SourceMissing = "source-missing", "the row names no giver";
    SourceNameMissing = "source-name-missing", "this giver is not in the books, and the row has no name to enter it by";
    SourceNameUnfit { error: TextError } = "source-name-unfit", "{error}";
    SourceIdentifierUnfit { error: TextError } = "source-identifier-unfit", "{error}";
    SourceKindUnknown { found: String } = "source-kind-unknown", "{found:?} is not a kind of source; say under [source_kinds] of the profile what it means";
    SourceAmbiguous { count: usize } = "source-ambiguous", "{count} sources in the books go by this; give the file an identifier, or record the row by hand";
    SourceInactive { source_seq: i64 } = "source-inactive", "source {source_seq} is no longer used; make it active first";

    IncomeKindUnknown { found: String } = "income-kind-unknown", "{found:?} is not a kind of income; say under [income_kinds] of the profile what it means";
    FundUnfit { error: TextError } = "fund-unfit", "{error}";
    FundUnknown { code: String } = "fund-unknown", "there is no fund {code}";
    FundClosed { code: String } = "fund-closed", "fund {code} is closed; choose an open one";
    CaseMissing = "case-missing", "there is no number of the case; without it the same person would come in anew with each file";
    OwnNumberUnfit { error: TextError } = "own-number-unfit", "{error}";
    WordUnknown { found: String, table: &'static str } = "word-unknown", "{found:?} is not known; say under [{table}] of the profile what it means";
    MunicipalityUnknown { found: String } = "municipality-unknown", "{found:?} is no municipality by its code or its name in Macedonian, Albanian or English";
    NothingAsked = "nothing-asked", "a need asks for more than nothing";
    BirthYearMalformed = "birth-year-malformed", "the year of birth is a year of four digits that has come";
    PayeeUnfit = "payee-unfit", "who is paid is named by the reference that the list of payees shows";
    Formula = "formula-cell", "the cell begins as a formula does; write plain text";
    Identity { fault: Fault } = "identity-field", "{fault}";
    IdentityNumberOdd = "embg-check", "the identity number does not have the check digit or the date it should have; look again, and if it is so, say that odd numbers are accepted";
    CaseDiffers { earlier: i64 } = "case-differs", "row {earlier} says something else of the same case (who it is, the household or the year of birth)";
    RowRepeated { earlier: i64 } = "row-repeated", "row {earlier} is the same need: same case, day, category and sum";
    AccountUnfit { error: TextError } = "account-unfit", "{error}";
    AccountUnknown { account: String } = "account-unknown", "there is no account {account} in the chart";
    AccountUnusable { account: String } = "wrong-account", "account {account} cannot take money in; it must be a bank account, a cash desk or a currency account in use, without sub-accounts";
    AccountCurrency { account: String, kept_in: Currency, wanted: Currency } = "currency-mismatch", "account {account} is kept in {kept_in} and the profile says {wanted}";
}

impl Why {
    pub fn in_column(self, column: &str) -> Problem {
        Problem { column: Some(column.to_owned()), why: self }
    }

    pub const fn alone(self) -> Problem {
        Problem { column: None, why: self }
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.column {
            Some(column) => write!(out, "{column}: {}", self.why),
            None => write!(out, "{}", self.why),
        }
    }
}

/// A reason against a row, as it is told to programs.
#[derive(ToSchema)]
#[expect(dead_code, reason = "it only describes what `Problem` writes")]
pub struct RowProblem {
    /// The column of the file, where the reason stands in one.
    column: Option<String>,
    /// The stable name of the reason.
    #[schema(example = "amount-zero")]
    name: String,
    message: String,
}

impl Serialize for Problem {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut problem = serializer.serialize_struct("Problem", 3)?;
        problem.serialize_field("column", &self.column)?;
        problem.serialize_field("name", self.why.name())?;
        problem.serialize_field("message", &self.why.to_string())?;
        problem.end()
    }
}

/// The beginning of what stands in a cell, enough to find it by.
pub fn glimpse(cell: &str) -> String {
    const MOST: usize = 40;
    if cell.chars().count() <= MOST {
        return cell.to_owned();
    }
    cell.chars().take(MOST).chain(['…']).collect()
}
