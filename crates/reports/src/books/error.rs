//! Why books make no report: they do not sum, or somebody read them wrong. Never a silent zero.

use almoner_ledger::money::format_minor;

use crate::report::DraftError;

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BuildError {
    #[error("the debits are {} and the credits {}", format_minor(*debit_minor), format_minor(*credit_minor))]
    Unbalanced { debit_minor: i64, credit_minor: i64 },
    #[error("entry {number}/{year} does not balance: {} too much on the debit side", format_minor(*difference_minor))]
    EntryUnbalanced { year: i64, number: i64, difference_minor: i64 },
    #[error("entry {number}/{year} comes out of order; a line was read twice or left out")]
    OutOfOrder { year: i64, number: i64 },
    #[error("the lines of {account} lead to {} and the books say {}", format_minor(*found_minor), format_minor(*expected_minor))]
    ClosingDiffers { account: String, found_minor: i64, expected_minor: i64 },
    #[error("the movements of fund {fund} lead to {} and the books say {}", format_minor(*found_minor), format_minor(*expected_minor))]
    FundDiffers { fund: String, found_minor: i64, expected_minor: i64 },
    #[error("the movements under agreement {agreement} lead to {} and the books say {}", format_minor(*found_minor), format_minor(*expected_minor))]
    AgreementDiffers { agreement: String, found_minor: i64, expected_minor: i64 },
    #[error("the {what} is {} and the threshold {}: a declaration is not enough, statements are to be handed in", format_minor(*found_minor), format_minor(*threshold_minor))]
    NotSmall { what: &'static str, found_minor: i64, threshold_minor: i64 },
    #[error("account {account} is not among the accounts of the year")]
    UnknownAccount { account: String },
    #[error("account {account} stands there twice")]
    AccountTwice { account: String },
    #[error(
        "account {account} stands in no row of the forms; give it one before the forms are drawn up"
    )]
    AccountWithoutRow { account: String },
    #[error("the assets are {} and the sources {}", format_minor(*assets_minor), format_minor(*sources_minor))]
    FormUnbalanced { assets_minor: i64, sources_minor: i64 },
    #[error("off the balance the assets are {} and the sources {}", format_minor(*assets_minor), format_minor(*sources_minor))]
    OffBalanceUnbalanced { assets_minor: i64, sources_minor: i64 },
    #[error("the forms say a result of {} and the accounts one of {}", format_minor(*form_minor), format_minor(*accounts_minor))]
    ResultDiffers { form_minor: i64, accounts_minor: i64 },
    #[error("row {row} is not in the form")]
    UnknownRow { row: String },
    #[error("the cash desk is short of {} after voucher {voucher}", format_minor(*short_minor))]
    CashShort { voucher: String, short_minor: i64 },
    #[error(
        "there is no exchange rate for {what}; give it with the plan, or choose another method"
    )]
    RateMissing { what: String },
    #[error("the sums leave the range that books can hold")]
    Overflow,
    #[error(transparent)]
    Draft(#[from] DraftError),
}
