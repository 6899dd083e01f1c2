//! The refusals around paying, each given by a real command.

use almoner_ledger::codes::{Category, Method};
use almoner_ledger::command::{Command, Part, ProposePayout};

use crate::payout::{paid, pay, returned};
use crate::refusals::Case;
use crate::support::books::Books;
use crate::support::words::{ACO, BANK, CVETA, DESK, RADE, TEA, donation, transfer, units};

fn rich(books: &mut Books) {
    books.income(donation(books.free, books.giver, 500));
}

/// A payout of 100 from the free fund, released, by a method.
fn released(books: &mut Books, method: Method) -> i64 {
    rich(books);
    let request = books.request(Category::Food, 100);
    let base = Books::proposal(request, books.free, 100);
    let payout = books.does(CVETA, Command::ProposePayout(ProposePayout { method, ..base }));
    books.approved_by(ACO, payout);
    books.released_by(RADE, payout);
    payout
}

pub(crate) const PAYING: &[Case] = &[
    ("receipt-missing", |books| {
        let payout = released(books, Method::Cash);
        books.does(TEA, Command::Transfer(transfer(BANK, DESK, books.free, 100)));
        books.does(TEA, pay(payout, Some(DESK), "2026-03-10"));
        let confirmed_on = books.today;
        books.refuses(CVETA, Command::ConfirmPayout { payout, confirmed_on, receipt: None })
    }),
    ("beyond-return", |books| {
        rich(books);
        let payout = books.proposed(books.free, 100);
        paid(books, payout);
        let mut back = returned(payout, "2026-03-10");
        if let Command::ReturnPayout { part, .. } = &mut back {
            *part = Some(Part::Money(units(101)));
        }
        books.refuses(TEA, back)
    }),
    ("nothing-to-retry", |books| {
        rich(books);
        let request = books.request(Category::Food, 100);
        let base = Books::proposal(request, books.free, 100);
        let again = ProposePayout { retry_of: Some(999), ..base };
        books.refuses(CVETA, Command::ProposePayout(again))
    }),
];
