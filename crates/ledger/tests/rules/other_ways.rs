//! Money that goes another way: back to its giver, to another purpose, ahead to staff, and goods to people unnamed.

use almoner_ledger::codes::{
    AgreementState, Category, DocumentKind, IncomeKind, Reason, TargetGroup,
};
use almoner_ledger::command::{
    ChangePurpose, Command, Deed, Document, GiveAdvance, HandOut, PostEntry, RecordIncome,
    RefundGrant, ReturnAdvance, SettleAdvance, Spent,
};
use almoner_ledger::refusal::Refusal;
use almoner_ledger::restriction::Restriction;

use crate::payout::pay;
use crate::support::books::Books;
use crate::support::words::{
    ACO, BANK, CVETA, DESK, RADE, RENT, TEA, TONI, code, day, donation, expense, paper, rice, text,
    transfer, units,
};

pub(crate) fn consent() -> Document {
    Document::Paper {
        kind: DocumentKind::Consent,
        number: code("S-4"),
        dated_on: day("2026-03-09"),
        issuer: None,
    }
}

pub(crate) fn refund(agreement: i64, denars: i64) -> Deed {
    Deed::RefundGrant(RefundGrant {
        agreement,
        amount: units(denars),
        account: BANK.to_owned(),
        booked_on: day("2026-03-10"),
        document: paper(),
    })
}

pub(crate) fn change(fund: i64, lot: i64, denars: i64, to_fund: i64) -> ChangePurpose {
    ChangePurpose {
        fund,
        lot,
        line: 1,
        quantity: denars * 100,
        to_fund,
        restriction: None,
        account: Some(BANK.to_owned()),
        booked_on: day("2026-03-10"),
        document: consent(),
    }
}

pub(crate) fn advance(books: &Books, denars: i64) -> Deed {
    Deed::GiveAdvance(GiveAdvance {
        person: books.person(CVETA),
        fund: books.free,
        amount: units(denars),
        account: DESK.to_owned(),
        given_on: books.today,
        document: paper(),
    })
}

pub(crate) fn settlement(advance: i64, denars: i64, spent: Spent) -> SettleAdvance {
    let (booked_on, document) = (day("2026-03-10"), paper());
    SettleAdvance { advance, amount: units(denars), spent, booked_on, document }
}

pub(crate) fn food() -> Spent {
    Spent::Aid { category: Category::Food, target_group: None, municipality: None }
}

pub(crate) fn brought_back(advance: i64, denars: i64) -> Command {
    Command::ReturnAdvance(ReturnAdvance {
        advance,
        amount: units(denars),
        account: DESK.to_owned(),
        booked_on: day("2026-03-10"),
        document: paper(),
    })
}

pub(crate) fn handed_out(fund: i64, count: i64) -> HandOut {
    HandOut {
        fund,
        category: Category::Food,
        item: text("rice"),
        count,
        people: count,
        target_group: TargetGroup::Homeless,
        municipality: code("MK-814"),
        given_on: day("2026-03-10"),
        document: paper(),
    }
}

/// An agreement for food with 500 received of 1,000.
pub(crate) fn granted(books: &mut Books) -> (i64, i64) {
    let mut add = books.agreement(books.free, 1_000);
    add.restriction = Some(Books::for_food());
    let agreement = books.does(TEA, Command::AddAgreement(add));
    let gift = RecordIncome {
        agreement: Some(agreement),
        kind: IncomeKind::Donation,
        ..donation(books.free, books.giver, 500)
    };
    (agreement, books.income(gift))
}

/// 500 free denars, of which 300 are at the cash desk.
pub(crate) fn with_cash(books: &mut Books) -> i64 {
    let gift = books.income(donation(books.free, books.giver, 500));
    books.does(TEA, Command::Transfer(transfer(BANK, DESK, books.free, 300)));
    gift
}

#[test]
fn an_unspent_grant_goes_back_as_far_as_it_is_left() {
    let mut books = Books::open();
    let (agreement, lot) = granted(&mut books);
    let payout = books.proposed(books.free, 200);
    books.approved_by(ACO, payout);
    let reserved = books.refuses_deed(TEA, refund(agreement, 301));
    assert_eq!(reserved, Refusal::RefundBeyondLeft { agreement, left_minor: 30_000 });
    books.does(
        TEA,
        Command::SetAgreementState { agreement, version: 1, state: AgreementState::Reported },
    );
    let back = books.two(TEA, TONI, refund(agreement, 300));
    assert_eq!(books.entry(back), ["D 2910 300.00", "C 1000 300.00"]);
    assert_eq!(books.left(lot), 0);
    let again = books.refuses_deed(TEA, refund(agreement, 1));
    assert_eq!(again, Refusal::RefundBeyondLeft { agreement, left_minor: 0 });
    books.two(
        TEA,
        TONI,
        Deed::Reverse {
            entry: back,
            booked_on: day("2026-03-10"),
            why: almoner_ledger::codes::Reason::Mistake,
        },
    );
    assert_eq!(books.left(lot), 30_000);
}

#[test]
fn a_part_of_a_lot_gets_another_purpose_and_remembers_its_parent() {
    let mut books = Books::open();
    let (_, lot) = granted(&mut books);
    let rent = Restriction { categories: vec![Category::Rent], ..Restriction::default() };
    let free = books.free;
    let for_rent = ChangePurpose { restriction: Some(rent), ..change(free, lot, 200, free) };
    let made = books.two(TEA, TONI, Deed::ChangePurpose(for_rent));
    assert_eq!((books.left(lot), books.left(made)), (30_000, 20_000));
    let child = books.lot(made);
    assert_eq!((child.parent_seq, child.agreement_seq), (Some(lot), None));
    assert_eq!(child.deferred_account.as_deref(), Some("2910"));
    let request = books.request(Category::Rent, 200);
    let proposal = Books::proposal(request, free, 200);
    books.does(CVETA, Command::ProposePayout(proposal));
}

#[test]
fn what_becomes_free_becomes_income() {
    let mut books = Books::open();
    let (_, lot) = granted(&mut books);
    let freed = books.two(TEA, TONI, Deed::ChangePurpose(change(books.free, lot, 200, books.free)));
    assert_eq!(books.entry(freed), ["D 2910 200.00", "C 7311 200.00"]);
    let fund = books.free;
    books.does(TEA, Command::PostEntry(expense(RENT, fund, 200)));
    let stuck = books.refuses(TEA, Command::PostEntry(expense(RENT, fund, 1)));
    assert_eq!(stuck.name(), "restriction-forbids");
}

#[test]
fn restricted_money_moves_to_another_fund_by_way_of_the_bank() {
    let mut books = Books::open();
    let (_, lot) = granted(&mut books);
    let deed = ChangePurpose {
        restriction: Some(Books::for_food()),
        ..change(books.free, lot, 200, books.food)
    };
    let moved = books.two(TEA, TONI, Deed::ChangePurpose(deed));
    assert_eq!(
        books.entry(moved),
        ["D 2910 200.00", "C 1000 200.00", "D 1000 200.00 in FOOD", "C 2910 200.00 in FOOD"]
    );
    assert_eq!(books.lot(moved).fund_seq, books.food);
}

#[test]
fn free_money_and_goods_move_between_funds() {
    let mut books = Books::open();
    let gift = books.income(donation(books.free, books.giver, 500));
    let deed = Deed::ChangePurpose(change(books.free, gift, 200, books.food));
    let moved = books.two(TEA, TONI, deed);
    assert_eq!(
        books.entry(moved),
        ["D 430 200.00", "C 1000 200.00", "D 1000 200.00 in FOOD", "C 430 200.00 in FOOD"]
    );
    let sacks = books.income(rice(donation(books.free, books.giver, 1), 10, 900));
    let goods =
        ChangePurpose { quantity: 3, account: None, ..change(books.free, sacks, 1, books.food) };
    let moved = books.two(TEA, TONI, Deed::ChangePurpose(goods));
    assert_eq!(books.left(moved), 3);
    assert_eq!(books.lot(moved).value_minor, 27_000);
}

/// On the day of the advance, which came after the days that others are taken back on.
pub(crate) fn undo(entry: i64) -> Deed {
    Deed::Reverse { entry, booked_on: day("2026-03-10"), why: Reason::Mistake }
}

#[test]
fn an_advance_is_given_by_two_and_settled_with_receipts() {
    let mut books = Books::open();
    let gift = with_cash(&mut books);
    let deed = advance(&books, 300);
    assert_eq!(books.refuses_deed(CVETA, deed.clone()), Refusal::SamePerson);
    let given = books.two(TEA, RADE, deed);
    assert_eq!(books.entry(given), ["D 160 300.00", "C 1010 300.00"]);
    assert_eq!(books.left(gift), 50_000, "it is still the fund's");
    let bought = books.does(TEA, Command::SettleAdvance(settlement(given, 120, food())));
    assert_eq!(books.entry(bought), ["D 451001 120.00", "C 160 120.00"]);
    let cost = Spent::Cost { account: "401".to_owned() };
    books.does(TEA, Command::SettleAdvance(settlement(given, 80, cost)));
    assert_eq!(books.left(gift), 30_000);
    let beyond = books.refuses(TEA, brought_back(given, 101));
    assert_eq!(beyond, Refusal::BeyondAdvance { left_minor: 10_000 });
    let rest = books.does(TEA, brought_back(given, 100));
    assert_eq!(books.entry(rest), ["D 1010 100.00", "C 160 100.00"]);
    assert!(books.facts.advances.is_empty());
    let gone = books.refuses(TEA, brought_back(given, 1));
    assert_eq!(gone, Refusal::AdvanceUnknown { advance: given });
    assert_eq!(books.refuses_deed(TEA, undo(given)), Refusal::BelongsToAdvance);
}

#[test]
fn a_receipt_typed_wrongly_is_taken_back_and_the_advance_is_open_again() {
    let mut books = Books::open();
    let gift = with_cash(&mut books);
    let given = books.two(TEA, RADE, advance(&books, 300));
    let bought = books.does(TEA, Command::SettleAdvance(settlement(given, 210, food())));
    let rest = books.does(TEA, brought_back(given, 90));
    assert!(books.facts.advances.is_empty());
    books.two(TEA, TONI, undo(bought));
    assert_eq!(books.facts.advances[&given].open_minor(), 21_000);
    assert_eq!(books.left(gift), 50_000, "what it drew is back in its lot");
    books.two(TEA, TONI, undo(rest));
    assert_eq!(books.facts.advances[&given].open_minor(), 30_000);
    let again = books.refuses_deed(TEA, undo(bought));
    assert_eq!(again, Refusal::AlreadyReversed { entry: bought });
    books.does(TEA, Command::SettleAdvance(settlement(given, 120, food())));
    assert_eq!(books.left(gift), 38_000);
}

#[test]
fn little_is_out_with_one_person_and_little_of_it_is_aid() {
    let mut books = Books::open();
    books.income(donation(books.free, books.giver, 90_000));
    books.does(TEA, Command::Transfer(transfer(BANK, DESK, books.free, 40_000)));
    let first = books.two(TEA, RADE, advance(&books, 20_000));
    let (cap_minor, out_minor) = (3_000_000, 2_000_000);
    let beyond = books.refuses_deed(TEA, advance(&books, 10_001));
    assert_eq!(beyond, Refusal::AdvanceAboveCap { cap_minor, out_minor });
    let aid = books.refuses(TEA, Command::SettleAdvance(settlement(first, 6_001, food())));
    assert_eq!(aid, Refusal::AidByAdvance { cap_minor: 600_000 });
    books.does(TEA, Command::SettleAdvance(settlement(first, 6_000, food())));
    let cost = Spent::Cost { account: "401".to_owned() };
    books.does(TEA, Command::SettleAdvance(settlement(first, 6_001, cost)));
    books.two(TEA, RADE, advance(&books, 10_001));
}

#[test]
fn a_paper_makes_an_advance_good_once() {
    let mut books = Books::open();
    with_cash(&mut books);
    let given = books.two(TEA, RADE, advance(&books, 300));
    let by = |number: &str, issuer: Option<&str>, dated_on: &str, spent: Spent| {
        let (number, issuer) = (code(number), issuer.map(text));
        let document = Document::Paper {
            kind: DocumentKind::Invoice,
            number,
            dated_on: day(dated_on),
            issuer,
        };
        Command::SettleAdvance(SettleAdvance { document, ..settlement(given, 10, spent) })
    };
    let shop = Some("Пазар");
    let first = books.does(TEA, by("7", shop, "2026-03-09", food()));
    for dated_on in ["2026-03-09", "2026-03-10"] {
        let twice = books.refuses(TEA, by("7", shop, dated_on, food()));
        assert_eq!(twice, Refusal::ReceiptSettled { entry: first });
    }
    // Of one invoice for two purposes each has its part; another shop counts from one as well, and so does another day.
    books.does(TEA, by("7", shop, "2026-03-09", Spent::Cost { account: "401".to_owned() }));
    books.does(TEA, by("7", Some("Тинекс"), "2026-03-09", food()));
    let nameless = books.does(TEA, by("7", None, "2026-03-09", food()));
    books.does(TEA, by("7", None, "2026-03-10", food()));
    let twice = books.refuses(TEA, by("7", None, "2026-03-09", food()));
    assert_eq!(twice, Refusal::ReceiptSettled { entry: nameless });
    books.two(TEA, TONI, undo(first));
    books.does(TEA, by("7", shop, "2026-03-09", food()));
    // Nor does it make good what was given to the same person another time, whatever for.
    books.does(TEA, Command::Transfer(transfer(BANK, DESK, books.free, 10)));
    let second = books.two(TEA, RADE, advance(&books, 10));
    let Command::SettleAdvance(other) = by("7", None, "2026-03-09", food()) else { unreachable!() };
    let spent = Spent::Cost { account: "401".to_owned() };
    let elsewhere = Command::SettleAdvance(SettleAdvance { advance: second, spent, ..other });
    assert_eq!(books.refuses(TEA, elsewhere).name(), "receipt-settled");
}

#[test]
fn nobody_holds_a_paper_of_tomorrow() {
    let mut books = Books::open();
    with_cash(&mut books);
    let given = books.two(TEA, RADE, advance(&books, 100));
    let tomorrow = Document::Paper {
        kind: DocumentKind::Invoice,
        number: code("F-1"),
        dated_on: day("2026-03-11"),
        issuer: None,
    };
    let refusal = Refusal::DocumentInFuture { on: day("2026-03-11") };
    let document = || tomorrow.clone();
    let settle = SettleAdvance { document: document(), ..settlement(given, 10, food()) };
    assert_eq!(books.refuses(TEA, Command::SettleAdvance(settle)), refusal);
    let gift = RecordIncome { document: document(), ..donation(books.free, books.giver, 1) };
    assert_eq!(books.refuses(TEA, Command::RecordIncome(gift)), refusal);
    let post = PostEntry { document: document(), ..expense(RENT, books.free, 1) };
    assert_eq!(books.refuses(TEA, Command::PostEntry(post)), refusal);
    let payout = books.proposed(books.free, 100);
    books.approved_by(ACO, payout);
    books.released_by(RADE, payout);
    let mut pay = pay(payout, Some(BANK), "2026-03-10");
    if let Command::PayPayout { document: paper, .. } = &mut pay {
        *paper = document();
    }
    assert_eq!(books.refuses(TEA, pay), refusal);
}

#[test]
fn an_advance_nothing_was_made_good_of_is_taken_back_whole() {
    let mut books = Books::open();
    with_cash(&mut books);
    let given = books.two(TEA, RADE, advance(&books, 300));
    let back = books.two(TEA, TONI, undo(given));
    assert_eq!(books.entry(back), ["C 160 300.00", "D 1010 300.00"]);
    assert!(books.facts.advances.is_empty());
    books.two(TEA, RADE, advance(&books, 300));
}

#[test]
fn who_has_not_settled_in_time_gets_no_more() {
    let mut books = Books::open();
    with_cash(&mut books);
    let given = books.two(TEA, RADE, advance(&books, 100));
    books.today = day("2026-03-20");
    books.two(TEA, RADE, advance(&books, 50));
    books.today = day("2026-03-21");
    let late = books.refuses_deed(TEA, advance(&books, 50));
    assert_eq!(late, Refusal::AdvanceOverdue { advance: given, on: day("2026-03-20") });
}

#[test]
fn what_is_out_with_staff_is_not_given_ahead_twice() {
    let mut books = Books::open();
    with_cash(&mut books);
    let fund = books.free;
    books.does(TEA, Command::PostEntry(expense(RENT, fund, 150)));
    books.two(TEA, RADE, advance(&books, 200));
    let short = books.refuses_deed(TEA, advance(&books, 151));
    assert_eq!(short, Refusal::FundShort { fund, wanted_minor: 15_100, free_minor: 15_000 });
}

#[test]
fn goods_are_handed_out_to_people_unnamed_before_two_witnesses() {
    let mut books = Books::open();
    let gift = books.income(RecordIncome {
        restriction: Some(Books::for_food()),
        ..rice(donation(books.free, books.giver, 1), 10, 900)
    });
    let deed = Deed::HandOut(handed_out(books.free, 4));
    let propose = Command::ProposeDecision { deed: deed.clone(), reason: None };
    let decision = books.does(CVETA, propose);
    let alone = books.refuses(CVETA, Command::ConfirmDecision { decision });
    assert_eq!(alone, Refusal::SamePerson);
    let given = books.does(RADE, Command::ConfirmDecision { decision });
    assert_eq!(
        books.entry(given),
        ["D 4511 360.00", "C 3100 360.00", "D 2910 360.00", "C 7319 360.00"]
    );
    assert_eq!(books.left(gift), 6);
    let rent = HandOut { category: Category::Rent, ..handed_out(books.free, 1) };
    let misfit = books.refuses_deed(CVETA, Deed::HandOut(rent));
    assert_eq!(misfit.name(), "restriction-forbids");
    let nobody = HandOut { people: 0, ..handed_out(books.free, 1) };
    assert_eq!(books.refuses_deed(CVETA, Deed::HandOut(nobody)), Refusal::CountNotPositive);
}
