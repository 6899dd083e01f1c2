//! The refusals around paying, each given by a real command.

use almoner_ledger::codes::{Category, DocumentKind, Method, Role};
use almoner_ledger::command::{
    ChangePurpose, Command, Deed, MakePaymentList, OpenBatch, Part, ProposePayout, SignedReceipt,
};
use almoner_ledger::decide::{Decided, Key};
use almoner_ledger::refusal::Refusal;

use crate::identity::put;
use crate::other_ways::{
    advance, brought_back, change, food, granted, refund, settlement, undo, with_cash,
};
use crate::paid::closed_vault;
use crate::payment_list::{listed, numbered};
use crate::payout::{paid, pay, returned};
use crate::refusals::Case;
use crate::returns::signed;
use crate::sessions::{approved, batch, in_cash};
use crate::support::books::Books;
use crate::support::words::{
    ACO, BANK, CVETA, DESK, RADE, TEA, Who, day, donation, paper, transfer, units,
};

const RUZA: Who = Who("ruza", Role::Releaser);

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

/// A payout in cash, paid.
fn in_hand(books: &mut Books) -> i64 {
    let payout = released(books, Method::Cash);
    books.does(TEA, Command::Transfer(transfer(BANK, DESK, books.free, 100)));
    books.does(TEA, pay(payout, Some(DESK), "2026-03-10"));
    payout
}

/// A payout in cash, paid, and a receipt for it that is changed.
fn confirmed(books: &mut Books, change: fn(&mut SignedReceipt)) -> Refusal {
    let payout = in_hand(books);
    let mut receipt = signed();
    receipt.iter_mut().for_each(change);
    books.refuses(RADE, Command::ConfirmPayout { payout, confirmed_on: books.today, receipt })
}

pub(crate) const PAYING: &[Case] = &[
    ("receipt-missing", |books| {
        let payout = in_hand(books);
        let confirmed_on = books.today;
        books.refuses(RADE, Command::ConfirmPayout { payout, confirmed_on, receipt: None })
    }),
    ("receipt-kind", |books| confirmed(books, |receipt| receipt.kind = DocumentKind::Payroll)),
    ("receipt-unknown", |books| confirmed(books, |receipt| receipt.attachment = Some([9; 32]))),
    ("document-in-the-future", |books| {
        confirmed(books, |receipt| receipt.dated_on = day("2036-01-01"))
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
    ("identities-not-checked", |books| {
        let (_, release) = closed_vault(books);
        books.refuses(RADE, release)
    }),
    ("acknowledgement-missing", |books| {
        books.income(donation(books.free, books.giver, 9_000));
        let payout = in_cash(books, 6_001);
        let release = books.release(payout);
        books.refuses(RADE, release)
    }),
    ("batch-count-differs", |books| {
        let payouts = approved(books, 2);
        let wrong = OpenBatch { count: 3, ..batch(books, &payouts, 300) };
        books.refuses(RADE, Command::OpenBatch(wrong))
    }),
    ("batch-total-differs", |books| {
        let payouts = approved(books, 2);
        books.refuses(RADE, Command::OpenBatch(batch(books, &payouts, 301)))
    }),
    ("batch-size", |books| books.refuses(RADE, Command::OpenBatch(batch(books, &[], 1)))),
    ("released-by-another", |books| {
        let payouts = approved(books, 1);
        books.released_by(RADE, payouts[0]);
        books.hire_settled(RUZA);
        books.refuses(RUZA, Command::OpenBatch(batch(books, &payouts, 100)))
    }),
    ("already-in-batch", |books| {
        let payouts = approved(books, 1);
        books.refuses(RADE, Command::OpenBatch(batch(books, &[payouts[0], payouts[0]], 200)))
    }),
    ("already-listed", |books| {
        let (payout, list) = listed(books);
        books.does(RADE, Command::MakePaymentList(list.clone()));
        assert!(books.facts.payouts[&payout].list_seq.is_some());
        books.refuses(RADE, Command::MakePaymentList(list))
    }),
    ("sent-by-hand", |books| {
        let (payout, list) = listed(books);
        books.does(RADE, Command::SendPayout { payout });
        books.refuses(RADE, Command::MakePaymentList(list))
    }),
    ("not-on-list", |books| {
        let (_, list) = listed(books);
        let instead = MakePaymentList { instead_of: Some(1), ..list };
        books.refuses(RADE, Command::MakePaymentList(instead))
    }),
    ("list-over", |books| {
        let (payout, list) = listed(books);
        let key = Some(Key { hash: [3; 32] });
        let make = Command::MakePaymentList(list);
        let Ok(Decided::Acts(acts)) = books.decide(RADE, &make, key) else { unreachable!() };
        books.take(&acts);
        books.does(TEA, pay(payout, Some(BANK), "2026-03-10"));
        books.decide(RADE, &make, key).unwrap_err()
    }),
    ("payee-changed", |books| {
        let (_, list) = listed(books);
        books.does(CVETA, put(list.orders[0].payee, 1));
        books.does(CVETA, put(list.orders[0].payee, 2));
        books.refuses(RADE, Command::MakePaymentList(list))
    }),
    ("account-number-missing", |books| {
        let (_, list) = listed(books);
        let nameless = MakePaymentList { account: BANK.to_owned(), ..list };
        books.refuses(RADE, Command::MakePaymentList(nameless))
    }),
    ("account-number", |books| {
        books.refuses(TEA, Command::PutAccount(numbered("300000000000134")))
    }),
    ("value-date-past", |books| {
        let (_, list) = listed(books);
        let late = MakePaymentList { value_on: day("2026-03-01"), ..list };
        books.refuses(RADE, Command::MakePaymentList(late))
    }),
    ("value-date-far", |books| {
        let (_, list) = listed(books);
        let far = MakePaymentList { value_on: day("2026-04-10"), ..list };
        books.refuses(RADE, Command::MakePaymentList(far))
    }),
    ("nothing-due", |books| {
        let payouts = approved(books, 1);
        books.refuses(TEA, Command::ExpireDue { payouts })
    }),
    ("refund-beyond-left", |books| {
        let (agreement, _) = granted(books);
        books.refuses_deed(TEA, refund(agreement, 501))
    }),
    ("consent-missing", |books| {
        let (_, lot) = granted(books);
        let deed = ChangePurpose { document: paper(), ..change(books.free, lot, 1, books.food) };
        books.refuses_deed(TEA, Deed::ChangePurpose(deed))
    }),
    ("purpose-unchanged", |books| {
        let gift = books.income(donation(books.free, books.giver, 500));
        books.refuses_deed(TEA, Deed::ChangePurpose(change(books.free, gift, 1, books.free)))
    }),
    ("advance-unknown", |books| {
        books.refuses(TEA, Command::SettleAdvance(settlement(999, 1, food())))
    }),
    ("advance-overdue", |books| {
        with_cash(books);
        books.two(TEA, RADE, advance(books, 100));
        books.today = day("2026-04-01");
        books.refuses_deed(TEA, advance(books, 100))
    }),
    ("beyond-advance", |books| {
        with_cash(books);
        let given = books.two(TEA, RADE, advance(books, 100));
        books.refuses(TEA, Command::SettleAdvance(settlement(given, 101, food())))
    }),
    ("advance-above-cap", |books| {
        books.income(donation(books.free, books.giver, 90_000));
        books.refuses_deed(TEA, advance(books, 30_001))
    }),
    ("aid-by-advance", |books| {
        books.income(donation(books.free, books.giver, 90_000));
        books.does(TEA, Command::Transfer(transfer(BANK, DESK, books.free, 20_000)));
        let given = books.two(TEA, RADE, advance(books, 20_000));
        books.refuses(TEA, Command::SettleAdvance(settlement(given, 6_001, food())))
    }),
    ("receipt-settled", |books| {
        with_cash(books);
        let given = books.two(TEA, RADE, advance(books, 100));
        books.does(TEA, Command::SettleAdvance(settlement(given, 1, food())));
        books.refuses(TEA, Command::SettleAdvance(settlement(given, 1, food())))
    }),
    ("belongs-to-advance", |books| {
        with_cash(books);
        let given = books.two(TEA, RADE, advance(books, 100));
        books.does(TEA, brought_back(given, 1));
        books.refuses_deed(TEA, undo(given))
    }),
];
