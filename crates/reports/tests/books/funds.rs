//! Fund by fund: whatever moves, each statement leads to what the fund has, and all of them add up to the whole.

use std::collections::BTreeMap;

use almoner_ledger::codes::{AccountRole, Category, EntryKind, SourceKind};
use almoner_reports::books::error::BuildError;
use almoner_reports::books::trial_balance;
use almoner_reports::funds::heading::{Group, Heading, Moved};
use almoner_reports::funds::statement;
use almoner_reports::funds::year::{FundYear, Sum};
use almoner_reports::language::Language;
use almoner_reports::report::cell::Value;
use proptest::prelude::*;

use crate::support::{account, association, frame, law, names, parents};

/// One side of an entry outside of what a fund has; the other is on the bank or among what is owed.
const OUTSIDE: [(&str, AccountRole, EntryKind); 12] = [
    ("7311", AccountRole::Income, EntryKind::Income),
    ("2910", AccountRole::Deferred, EntryKind::Income),
    ("2910", AccountRole::Deferred, EntryKind::Explanation),
    ("013", AccountRole::FixedAsset, EntryKind::Income),
    ("451001", AccountRole::Aid, EntryKind::AidObligation),
    ("451001", AccountRole::Aid, EntryKind::AidReturn),
    ("4511", AccountRole::Aid, EntryKind::HandOut),
    ("410", AccountRole::Expense, EntryKind::Manual),
    ("417", AccountRole::Expense, EntryKind::GrantRefund),
    ("430", AccountRole::Expense, EntryKind::PurposeChange),
    ("721", AccountRole::Income, EntryKind::Exchange),
    ("970", AccountRole::Equity, EntryKind::Opening),
];

fn moved(account: &str, role: AccountRole, kind: EntryKind, minor: i64) -> Moved {
    Moved {
        account: account.to_owned(),
        role,
        pool: matches!(role, AccountRole::Bank | AccountRole::Obligation),
        kind,
        source: (kind == EntryKind::Income).then_some(SourceKind::Company),
        in_kind: false,
        category: (kind == EntryKind::AidObligation).then_some(Category::Food),
        incomes: i64::from(kind == EntryKind::Income),
        amount_minor: minor,
    }
}

/// A fund with its rows: every sum outside mirrored on the bank or among what is owed.
fn rows(sums: &[(usize, i64, bool)]) -> Vec<Moved> {
    let rows = sums.iter().flat_map(|(which, minor, owed)| {
        let (account, role, kind) = OUTSIDE[which % OUTSIDE.len()];
        let other =
            if *owed { ("2610", AccountRole::Obligation) } else { ("1000", AccountRole::Bank) };
        [moved(account, role, kind, *minor), moved(other.0, other.1, kind, -minor)]
    });
    rows.collect()
}

fn pool(rows: &[Moved]) -> i64 {
    rows.iter().filter(|row| row.pool).map(|row| row.amount_minor).sum()
}

const SUM_MAX: i64 = 1_000_000_000;

proptest! {
    #[test]
    fn statements_of_all_funds_add_up_to_the_whole(
        funds in prop::collection::vec(
            (
                -SUM_MAX..SUM_MAX,
                prop::collection::vec((0..100_usize, -SUM_MAX..SUM_MAX, any::<bool>()), 0..20),
            ),
            1..6,
        ),
    ) {
        let law = law();
        let (mut years, mut whole, mut before_all) = (Vec::new(), Vec::new(), 0);
        for (number, (before, sums)) in funds.iter().enumerate() {
            let rows = rows(sums);
            let code = format!("F{number}");
            let between = (*before, before + pool(&rows));
            let year = FundYear::of((&code, "x"), between, &rows).unwrap();
            // A sum that the books do not have is named with the fund.
            let off = (*before, before + pool(&rows) + 1);
            let refused = FundYear::of((&code, "x"), off, &rows);
            let is_named = matches!(&refused, Err(BuildError::FundDiffers { fund, .. }) if *fund == code);
            prop_assert!(is_named);
            years.push(year);
            before_all += before;
            whole.extend(rows);
        }
        let all = FundYear::all("", "all", &years).unwrap();
        let once = FundYear::of(("", "all"), (before_all, before_all + pool(&whole)), &whole).unwrap();
        prop_assert_eq!(&all, &once);
        for group in [Group::Received, Group::Aid, Group::Costs, Group::Other] {
            let parts: i64 = years.iter().map(|year| year.sum_of(group).unwrap()).sum();
            prop_assert_eq!(parts, all.sum_of(group).unwrap());
        }
        // What the funds have is what the trial balance says of money and what is owed.
        let mut accounts: BTreeMap<&str, i64> = BTreeMap::new();
        for row in &whole {
            *accounts.entry(&row.account).or_default() += row.amount_minor;
        }
        accounts.entry("1000").and_modify(|sum| *sum += before_all).or_insert(before_all);
        *accounts.entry("970").or_default() -= before_all;
        let mut balances = Vec::new();
        for (code, minor) in &accounts {
            let mut year = account(&law, code);
            year.debit_minor = *minor;
            balances.push(year);
        }
        let held = balances.iter().filter(|year| ["1000", "2610"].contains(&year.code.as_str()));
        prop_assert_eq!(held.map(|year| year.balance().unwrap()).sum::<i64>(), all.closing_minor);
        let association = association();
        let frame = frame(&law, &association, "trial_balance", Language::Mk);
        prop_assert!(trial_balance::build(&frame, &balances, &parents(&law, Language::Mk)).is_ok());
    }
}

#[test]
fn a_fund_tells_what_came_what_went_and_what_is_to_go_back() {
    let (law, association) = (law(), association());
    let rows =
        rows(&[(0, -500_000, false), (1, -300_000, false), (4, 120_000, true), (7, 5_000, false)]);
    let mut fund = FundYear::of(("F1", "Храна"), (10_000, 685_000), &rows).unwrap();
    fund.reserved_minor = 120_000;
    fund.to_return = vec![("08-1/26".to_owned(), 300_000)];
    let company = Heading::Received { source: Some(SourceKind::Company), in_kind: false };
    assert_eq!(fund.headings[&company], Sum { incomes: 2, minor: 800_000 });
    assert_eq!(fund.headings[&Heading::Aid(Category::Food)].minor, -120_000);

    let frame = frame(&law, &association, "fund_statement", Language::En);
    let report = statement::build(&frame, &law, &names(&law, Language::En), &fund).unwrap();
    let told: Vec<(String, Vec<Value>)> = report
        .sections
        .iter()
        .flat_map(|section| &section.rows)
        .map(|row| {
            let value = |place: usize| row.cells[place].value.clone();
            (
                value(0).on_paper(Language::En),
                (1..5).map(value).filter(|it| *it != Value::Empty).collect(),
            )
        })
        .collect();
    let expected = [
        ("Opening", vec![Value::Money(10_000)]),
        ("Company", vec![Value::Count(2), Value::Money(800_000)]),
        ("Food", vec![Value::Money(120_000)]),
        ("410 Payment transaction fees", vec![Value::Money(5_000)]),
        ("Closing", vec![Value::Money(685_000)]),
        ("Approved aid not yet paid (already taken off)", vec![Value::Money(120_000)]),
        ("In the fund with that aid", vec![Value::Money(805_000)]),
        ("Unspent, to return under agreement 08-1/26", vec![Value::Money(300_000)]),
    ];
    let expected: Vec<_> =
        expected.into_iter().map(|(words, sums)| (words.to_owned(), sums)).collect();
    assert_eq!(told, expected);

    let unnamed = statement::build(&frame, &law, &BTreeMap::new(), &fund);
    assert_eq!(unnamed, Err(BuildError::UnknownAccount { account: "410".to_owned() }));
}
