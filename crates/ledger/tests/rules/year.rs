//! A year is counted, closed by two persons fund by fund, its papers issued, and opened again.

use almoner_ledger::codes::{PeriodState, Reason};
use almoner_ledger::command::{
    Command, CountLine, CountYear, Deed, IssuePapers, PaperToIssue, RecordIncome,
};
use almoner_ledger::decide::decide;
use almoner_ledger::needs::Needs;
use almoner_ledger::refusal::Refusal;
use almoner_ledger::rows::Row;

use crate::decision::close;
use crate::support::books::Books;
use crate::support::load;
use crate::support::words::{
    BANK, EUROS, FEES, RENT, TEA, TONI, by_bank, code, day, donation, expense, in_euros, text,
};

pub(crate) fn close_year(year: i64) -> Deed {
    Deed::CloseYear { year, why: Reason::PeriodEnd }
}

pub(crate) fn reopen_year(year: i64) -> Deed {
    Deed::ReopenYear { year, why: Reason::LateDocument }
}

/// So many denars were found on the bank account.
pub(crate) fn count(year: i64, denars: i64) -> Command {
    let counted_minor = denars * 100;
    let remark = Some(text("as the bank says"));
    let line = CountLine { account: BANK.to_owned(), fund: None, counted_minor, remark };
    Command::CountYear(CountYear { year, lines: vec![line] })
}

pub(crate) fn issue(closed_seq: i64) -> IssuePapers {
    let paper = PaperToIssue {
        document: code("balance_sheet"),
        language: code("mk"),
        face: code("pdf"),
        content: b"%PDF".to_vec(),
    };
    IssuePapers { year: 2025, papers: vec![paper], closed_seq, as_of_seq: closed_seq }
}

/// Books with a gift of 500 in the free fund in December, and so much spent on rent; 100 more came for food.
pub(crate) fn december(rent: i64) -> Books {
    let mut books = Books::open();
    for (fund, denars) in [(books.free, 500), (books.food, 100)] {
        let gift = donation(fund, books.giver, denars);
        books.income(RecordIncome { received_on: day("2025-12-10"), ..gift });
    }
    let mut cost = by_bank(expense(RENT, books.free, rent));
    cost.booked_on = day("2025-12-20");
    books.does(TEA, Command::PostEntry(cost));
    books
}

/// Counted, and every month closed: ready to be closed.
pub(crate) fn counted(rent: i64) -> Books {
    let mut books = december(rent);
    books.does(TEA, count(2025, 600 - rent));
    books.two(TEA, TONI, close(202_512));
    books
}

pub(crate) fn closed_year() -> Books {
    let mut books = counted(200);
    books.two(TEA, TONI, close_year(2025));
    books
}

#[test]
fn a_year_is_closed_fund_by_fund_to_the_surplus() {
    let mut books = counted(200);
    let closed = books.two(TEA, TONI, close_year(2025));
    assert_eq!(
        books.entry(closed),
        [
            "C 408 200.00",
            "D 7311 500.00",
            "D 7311 100.00 in FOOD",
            "C 970 300.00",
            "C 970 100.00 in FOOD"
        ]
    );
    let entry = &books.facts.entries[&closed].entry;
    assert_eq!((entry.booked_on, entry.number), (day("2025-12-31"), 4));
    let year = &books.facts.years[&2025];
    assert_eq!((year.state, year.entry_seq), (PeriodState::Closed, Some(closed)));
}

#[test]
fn a_fund_in_deficit_stays_with_the_surplus_of_the_whole() {
    let mut books = counted(550);
    let closed = books.two(TEA, TONI, close_year(2025));
    let carried: Vec<String> = books.entry(closed).split_off(3);
    assert_eq!(carried, ["D 970 50.00", "C 970 100.00 in FOOD"]);
}

#[test]
fn a_net_deficit_is_shown_as_what_it_is() {
    let mut books = december(200);
    // Nothing is wrong with the bank's own account: it has taken more than there was in the free fund.
    let mut cost = by_bank(expense(FEES, books.free, 450));
    cost.booked_on = day("2025-12-21");
    books.does(TEA, Command::PostEntry(cost));
    books.does(TEA, count(2025, -50));
    books.two(TEA, TONI, close(202_512));
    let closed = books.two(TEA, TONI, close_year(2025));
    let carried: Vec<String> = books.entry(closed).split_off(4);
    assert_eq!(carried, ["D 092 150.00", "C 092 100.00 in FOOD"]);
}

#[test]
fn months_of_the_next_year_may_be_closed_already() {
    let mut books = counted(200);
    let mut gift = donation(books.free, books.giver, 30);
    gift.received_on = day("2026-01-10");
    books.income(gift);
    books.two(TEA, TONI, close(202_601));
    let closed = books.two(TEA, TONI, close_year(2025));
    assert_eq!(books.facts.entries[&closed].postings.len(), 5, "January is not of the year");
    assert!(!books.facts.year_ends[&2025].keys().any(|(code, _)| code == "7311"));
    assert!(books.facts.year_ends[&2026].keys().any(|(code, _)| code == "7311"));
}

#[test]
fn a_year_opened_again_is_as_it_was() {
    let mut books = counted(200);
    let before = books.facts.year_ends.clone();
    books.two(TEA, TONI, close_year(2025));
    let refused = books.refuses_deed(TEA, crate::decision::reopen(202_512));
    assert_eq!(refused, Refusal::YearClosed { year: 2025 });
    let reopened = books.two(TEA, TONI, reopen_year(2025));
    assert_eq!(books.entry(reopened)[0], "D 408 200.00");
    assert_eq!(books.facts.entries[&reopened].entry.booked_on, day("2025-12-31"));
    assert_eq!(books.facts.year_ends, before);
    books.two(TEA, TONI, close_year(2025));
    books.two(TEA, TONI, reopen_year(2025));
    books.two(TEA, TONI, crate::decision::reopen(202_512));
}

#[test]
fn a_difference_is_booked_before_the_year_is_closed() {
    let mut books = december(200);
    books.does(TEA, count(2025, 390));
    books.two(TEA, TONI, close(202_512));
    let refused = books.refuses_deed(TEA, close_year(2025));
    let account = BANK.to_owned();
    assert_eq!(refused, Refusal::InventoryDiffers { account, difference_minor: -1_000 });
    books.two(TEA, TONI, crate::decision::reopen(202_512));
    let mut fee = by_bank(expense(FEES, books.free, 10));
    fee.booked_on = day("2025-12-31");
    books.does(TEA, Command::PostEntry(fee));
    books.two(TEA, TONI, close(202_512));
    books.two(TEA, TONI, close_year(2025));
}

#[test]
fn foreign_money_is_counted_in_its_own_currency() {
    let mut books = Books::open();
    let mut gift = in_euros(donation(books.free, books.giver, 10), 10, "61.5");
    gift.received_on = day("2025-12-10");
    books.income(gift);
    let line = |counted_minor| CountLine {
        account: EUROS.to_owned(),
        fund: Some(books.free),
        counted_minor,
        remark: None,
    };
    let lines = vec![line(1_000)];
    let counted = books.does(TEA, Command::CountYear(CountYear { year: 2025, lines }));
    let found = load::rows!(books.rows, InventoryLine).find(|row| row.seq == counted).unwrap();
    assert_eq!((found.booked_minor, found.counted_minor), (1_000, 1_000));
}

#[test]
fn a_remark_stands_in_a_note_and_never_in_the_leaf() {
    let mut books = december(200);
    let acts = books.tries(TEA, count(2025, 400)).unwrap();
    let payload = acts[0].payload();
    assert!(!payload.windows(4).any(|window| window == b"bank"), "typed text is erasable");
    assert!(acts[0].rows.iter().any(|row| matches!(row, Row::Note(_))));
}

#[test]
fn papers_are_issued_once_for_each_closing() {
    let mut books = closed_year();
    let closed = books.facts.years[&2025].seq;
    let act = books.does(TEA, Command::IssuePapers(issue(closed)));
    let row = books.facts.issued[&(act, 1)].clone();
    assert_eq!(row.hash, almoner_proof::hash::sha256(&[b"%PDF"]).to_vec());
    assert_eq!((row.size_bytes, row.closed_seq), (4, closed));
    books.two(TEA, TONI, reopen_year(2025));
    let closed = books.two(TEA, TONI, close_year(2025));
    books.does(TEA, Command::IssuePapers(issue(closed)));
}

#[test]
fn what_is_needed_is_enough_to_decide() {
    let check = |books: &Books, command: &Command| {
        let needs = Needs::of(&books.facts, command);
        let needed = load::needed(&books.rows, books.facts.next_seq, &needs);
        let context = books.context(books.person(TEA), TEA);
        let decided = decide(&books.facts, command, None, &context);
        assert!(decided.is_ok(), "{decided:?}");
        assert_eq!(decide(&needed, command, None, &context), decided, "{command:?}");
    };
    let propose = |deed| Command::ProposeDecision { deed, reason: None };
    check(&december(200), &count(2025, 400));
    check(&counted(200), &propose(close_year(2025)));
    let books = closed_year();
    check(&books, &propose(reopen_year(2025)));
    check(&books, &Command::IssuePapers(issue(books.facts.years[&2025].seq)));
}
