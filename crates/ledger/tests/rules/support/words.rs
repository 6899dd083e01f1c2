//! Words from which tests are made.

use almoner_ledger::codes::{DocumentKind, IncomeKind, Reason, Role, SourceKind};
use almoner_ledger::command::{
    Command, Deed, Document, EntryLine, Means, PostEntry, RecordIncome, SellCurrency, Side,
    SourceDetails, Transfer,
};
use almoner_ledger::money::{Amount, Rate};
use almoner_ledger::text::{Code, Text};
use chrono::NaiveDate;

pub(crate) const BANK: &str = "1000";
pub(crate) const DESK: &str = "1010";
pub(crate) const EUROS: &str = "1020";
pub(crate) const RENT: &str = "408";
pub(crate) const FEES: &str = "413";

/// Someone of the staff, in the role they act in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Who(pub(crate) &'static str, pub(crate) Role);

pub(crate) const ANA: Who = Who("ana", Role::Admin);
pub(crate) const BORIS: Who = Who("boris", Role::Admin);
pub(crate) const TEA: Who = Who("tea", Role::Treasurer);
pub(crate) const TONI: Who = Who("toni", Role::Treasurer);
pub(crate) const CVETA: Who = Who("cveta", Role::CaseWorker);
pub(crate) const ACO: Who = Who("aco", Role::Approver);
pub(crate) const BETI: Who = Who("beti", Role::Approver);
pub(crate) const RADE: Who = Who("rade", Role::Releaser);
pub(crate) const STAFF: [Who; 6] = [TEA, TONI, CVETA, ACO, BETI, RADE];

pub(crate) fn code(text: &str) -> Code {
    Code::parse(text).unwrap()
}

pub(crate) fn text(words: &str) -> Text {
    Text::parse(words).unwrap()
}

pub(crate) fn day(words: &str) -> NaiveDate {
    words.parse().unwrap()
}

/// Whole denars, or whole units of another currency.
pub(crate) fn units(whole: i64) -> Amount {
    Amount::from_minor(whole * 100).unwrap()
}

pub(crate) fn rate(value: &str) -> Option<Rate> {
    Some(Rate::parse(value, day("2026-03-02"), code("NBRM")).unwrap())
}

pub(crate) fn paper() -> Document {
    Document::Paper {
        kind: DocumentKind::BankStatement,
        number: code("41/2026"),
        dated_on: day("2026-03-02"),
        issuer: None,
    }
}

pub(crate) fn source(kind: SourceKind, name: &str) -> Command {
    Command::AddSource(SourceDetails {
        kind,
        name: Some(text(name)),
        identifier: None,
        country: None,
    })
}

/// A donation to the bank account on 2 March.
pub(crate) fn donation(fund: i64, source: i64, denars: i64) -> RecordIncome {
    RecordIncome {
        source: Some(source),
        agreement: None,
        kind: IncomeKind::Donation,
        fund,
        received_on: day("2026-03-02"),
        means: Means::Money { account: BANK.to_owned(), quantity: units(denars), rate: None },
        restriction: None,
        document: paper(),
        reference: None,
        memo: None,
    }
}

pub(crate) fn in_euros(income: RecordIncome, euros: i64, at: &str) -> RecordIncome {
    let means = Means::Money { account: EUROS.to_owned(), quantity: units(euros), rate: rate(at) };
    RecordIncome { means, ..income }
}

pub(crate) fn rice(income: RecordIncome, sacks: i64, worth: i64) -> RecordIncome {
    let means =
        Means::Goods { item: text("rice"), unit: code("sack"), count: sacks, value: units(worth) };
    RecordIncome { means, ..income }
}

pub(crate) fn unclear(fund: i64, denars: i64) -> RecordIncome {
    RecordIncome { source: None, kind: IncomeKind::Unclear, ..donation(fund, 0, denars) }
}

pub(crate) fn debit(account: &str, fund: i64, denars: i64) -> EntryLine {
    EntryLine { account: account.to_owned(), fund, side: Side::Debit, amount: units(denars) }
}

pub(crate) fn credit(account: &str, fund: i64, denars: i64) -> EntryLine {
    EntryLine { side: Side::Credit, ..debit(account, fund, denars) }
}

/// A manual entry on 5 March.
pub(crate) fn entry(lines: Vec<EntryLine>) -> PostEntry {
    PostEntry { booked_on: day("2026-03-05"), lines, document: paper(), by_bank: false, memo: None }
}

/// A cost of a fund, paid from the bank.
pub(crate) fn expense(account: &str, fund: i64, denars: i64) -> PostEntry {
    entry(vec![debit(account, fund, denars), credit(BANK, fund, denars)])
}

pub(crate) fn by_bank(post: PostEntry) -> PostEntry {
    PostEntry { by_bank: true, ..post }
}

pub(crate) fn reverse(entry: i64) -> Deed {
    Deed::Reverse { entry, booked_on: day("2026-03-09"), why: Reason::Mistake }
}

pub(crate) fn transfer(from: &str, to: &str, fund: i64, denars: i64) -> Transfer {
    Transfer {
        from: from.to_owned(),
        to: to.to_owned(),
        fund,
        quantity: units(denars),
        booked_on: day("2026-03-04"),
        document: paper(),
    }
}

/// A sale of euros to the bank account for so many denars.
pub(crate) fn sale(fund: i64, euros: i64, denars: i64) -> SellCurrency {
    SellCurrency {
        from: EUROS.to_owned(),
        to: BANK.to_owned(),
        fund,
        quantity: units(euros),
        received: units(denars),
        booked_on: day("2026-03-05"),
        document: paper(),
    }
}
