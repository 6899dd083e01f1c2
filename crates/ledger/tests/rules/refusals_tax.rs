//! The refusals around the tax on aid, each given by a real command.

use almoner_ledger::codes::{Category, EvidenceKind, TaxBasis};
use almoner_ledger::command::{Command, ProposePayout};
use almoner_ledger::rows::Row;

use crate::association::{with_register_number, with_tax_number};
use crate::decision::law_value;
use crate::payout::pay;
use crate::refusals::Case;
use crate::support::books::Books;
use crate::support::words::{ACO, ANA, BANK, BORIS, CVETA, RADE, TEA, day, donation, reverse};
use crate::tax::{approved, listed, paid, proposal, rules, tax_of};

fn proposed(books: &mut Books, basis: Option<TaxBasis>) -> Command {
    books.income(donation(books.free, books.giver, 5_000));
    let base = proposal(books, TaxBasis::Taxable);
    Command::ProposePayout(ProposePayout { tax: basis, ..base })
}

pub(crate) const TAX: &[Case] = &[
    ("tax-basis-missing", |books| {
        let silent = proposed(books, None);
        books.refuses(CVETA, silent)
    }),
    ("tax-basis-unfit", |books| {
        let goods = proposed(books, Some(TaxBasis::InKind));
        books.refuses(CVETA, goods)
    }),
    ("tax-law-silent", |books| {
        // Books opened under a law that knows no such basis.
        books.rows.retain(|row| !matches!(row, Row::TaxRule(_)));
        books.facts.tax_rules.clear();
        let taxed = proposed(books, Some(TaxBasis::Taxable));
        books.refuses(CVETA, taxed)
    }),
    ("register-number-unfit", |books| books.refuses(TEA, with_register_number("123"))),
    ("tax-number-unfit", |books| books.refuses(TEA, with_tax_number("4030000375898"))),
    ("beyond-finding-with-tax", |books| {
        books.income(donation(books.free, books.giver, 500));
        let request = books.request(Category::Food, 100);
        let base = Books::proposal(request, books.free, 100);
        let taxed = ProposePayout { tax: Some(TaxBasis::Taxable), ..base };
        books.refuses(CVETA, Command::ProposePayout(taxed))
    }),
    ("tax-changed", |books| {
        let free = proposed(books, Some(TaxBasis::SocialProtection));
        let payout = books.does(CVETA, free);
        books.two(ANA, BORIS, rules(TaxBasis::SocialProtection, true, Vec::new()));
        books.today = day("2026-03-11");
        let approval = books.approval(payout);
        books.refuses(ACO, approval)
    }),
    ("tax-document-missing", |books| {
        let bare = proposed(books, Some(TaxBasis::Donation));
        let payout = books.does(CVETA, bare);
        let approval = books.approval(payout);
        books.refuses(ACO, approval)
    }),
    ("tax-list-missing", |books| {
        let payout = approved(books);
        let release = books.release(payout);
        books.refuses(RADE, release)
    }),
    ("not-taxed", |books| {
        let free = proposed(books, Some(TaxBasis::SocialProtection));
        let payout = books.does(CVETA, free);
        books.approved_by(ACO, payout);
        books.refuses(TEA, listed(payout))
    }),
    ("tax-not-due", |books| {
        let payout = approved(books);
        books.does(TEA, listed(payout));
        books.released_by(RADE, payout);
        assert_eq!(books.refuses(TEA, tax_of(&[payout])).name(), "tax-not-due");
        books.does(TEA, pay(payout, Some(BANK), "2026-03-10"));
        books.refuses(TEA, tax_of(&[payout, payout]))
    }),
    ("law-value-unknown", |books| books.refuses_deed(TEA, law_value("flood_levy", "1"))),
    ("law-value-unreadable", |books| books.refuses_deed(TEA, law_value("aid_payment_code", "х"))),
    ("tax-rules-unreadable", |books| {
        let empty_group = vec![vec![EvidenceKind::Medical], Vec::new()];
        books.refuses_deed(ANA, rules(TaxBasis::Treatment, false, empty_group))
    }),
    ("belongs-to-tax", |books| {
        let payout = paid(books);
        let tax = books.does(TEA, tax_of(&[payout]));
        books.refuses_deed(TEA, reverse(tax))
    }),
];
