//! A second country is a second folder: no line of the program knows the first.

use almoner_law::figure::Figure;
use almoner_law::pack::Pack;

mod support;

#[test]
fn freeland_answers_with_its_own_law() {
    let law = Pack::parse(&support::FREELAND).expect("Freeland follows every rule");
    let day = |text: &str| text.parse().expect("a date");

    let account = |event: &str| {
        law.account_for(event, day("2020-05-01")).map(|account| account.names.en.as_str())
    };
    assert_eq!(account("income/tithe/guild"), Some("Income"));
    assert_eq!(account("aid/bread"), Some("Aid"));
    assert_eq!(account("goods/stock"), Some("Stock"));
    assert_eq!(account("goods/services"), Some("Expenses"));
    assert_eq!(law.account_for("aid/bread", day("1999-12-31")), None);

    let figure = |key: &str, on: &str| law.value(key, day(on)).map(|value| value.figure);
    assert_eq!(figure("payout_reservation", "2009-12-31"), Some(Figure::Days(14)));
    assert_eq!(figure("payout_reservation", "2010-01-01"), Some(Figure::Days(21)));
    assert_eq!(figure("payout_reservation", "1999-12-31"), None);
    assert_eq!(figure("cash_purchase_max", "2024-01-01"), None);

    assert_eq!(law.approvals_for(5000, day("2009-12-31")), 1);
    assert_eq!(law.approvals_for(5001, day("2009-12-31")), 2);
    assert_eq!(law.approvals_for(1, day("2010-01-01")), 3);

    let forms = law.forms(day("2020-05-01")).expect("Freeland has forms");
    let row = |account: &str| forms.row_of(account).map(|(_, row, _)| row.names.en.as_str());
    assert_eq!(row("31"), Some("Money"));
    assert_eq!(row("6"), Some("Surplus"));
    assert_eq!(row("8"), Some("Aid"));
    assert_eq!(law.forms(day("1999-12-31")), None);
    assert_eq!(law.filings.iter().map(|filing| law.due(filing, 2020).len()).sum::<usize>(), 5);
    assert_eq!(law.document("balance_sheet").map(|paper| paper.basis.en.as_str()), Some("Act 7"));

    assert!(law.is_postable("31"));
    assert!(!law.is_postable("3"), "it has a sub-account");
    assert!(!law.is_postable("99"), "it is not in the chart");
    assert_eq!(law.postable_accounts().count(), 9);
}
