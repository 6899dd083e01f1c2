//! Taxed aid in the filled books: listed, paid with its tax, come back in part and whole.

use almoner_ledger::codes::*;
use almoner_ledger::command::*;

use crate::filled::{digest, release};
use crate::support::{Books, amount, code, day, food, paper};

/// Lays down what a basis means next year, and gives taxed aid that goes three ways.
pub(crate) async fn taxed(books: &Books) {
    let rules = Deed::SetTaxRules {
        valid_from: day("2027-01-01"),
        rules: vec![TaxRuleSpec {
            basis: TaxBasis::Donation,
            article: Some("12".to_owned()),
            taxable: false,
            evidence: vec![vec![EvidenceKind::Decision]],
        }],
        source: "Одлука 9".to_owned(),
    };
    books.decide(books.admin, books.second_admin, rules).await;
    let rate = Deed::SetLawValue(LawValueSpec {
        name: "personal_income_tax_rate".to_owned(),
        value: "1200".to_owned(),
        valid_from: day("2027-01-01"),
        valid_to: Some(day("2027-12-31")),
        source: "Одлука 10".to_owned(),
        why: Reason::LawChanged,
    });
    books.decide(books.treasurer, books.admin, rate).await;
    let account = || "1000".to_owned();
    let on = day("2026-03-10");
    let mut given = Vec::new();
    for sum in ["450.00", "180.00", "90.01"] {
        let payout = approved(books, sum).await;
        let number = code(&format!("ppd-{payout}"));
        let list = Command::NoteTaxList { payout, number };
        books.ask_once(books.treasurer, list).await.unwrap();
        release(books, payout).await;
        let (paid_on, document) = (on, paper("51"));
        let pay = Command::PayPayout { payout, account: Some(account()), paid_on, document };
        books.ask_once(books.treasurer, pay).await.unwrap();
        given.push(payout);
    }
    let back = |payout, part| {
        let (account, document) = (Some(account()), paper("52"));
        Command::ReturnPayout { payout, account, returned_on: on, document, part }
    };
    let [first, second, third] = given[..] else { unreachable!() };
    // Whole, before its tax was paid; and after, in two parts.
    books.ask_once(books.treasurer, back(second, None)).await.unwrap();
    let (payouts, document) = (vec![first, third], paper("53"));
    let pay = Command::PayTax { payouts, account: account(), paid_on: on, document };
    books.ask_once(books.treasurer, pay).await.unwrap();
    let part = Some(Part::Money(amount("40.00")));
    books.ask_once(books.treasurer, back(third, part)).await.unwrap();
    let rest = books.ask_once(books.treasurer, back(third, None)).await.unwrap();
    assert_eq!(rest.warnings.len(), 1, "the tax is asked back");
}

async fn approved(books: &Books, net: &str) -> i64 {
    let request = books.request("600.00").await;
    let Command::ProposePayout(typed) = food(request, books.fund, net) else { unreachable!() };
    let taxed = ProposePayout { tax: Some(TaxBasis::Taxable), ..typed };
    let payout =
        books.ask_once(books.case_worker, Command::ProposePayout(taxed)).await.unwrap().seq;
    let digest = digest(books, payout).await;
    books.ask_once(books.approver, Command::ApprovePayout { payout, digest }).await.unwrap();
    payout
}
