//! One payment for one request, in every way it can go.

use almoner_ledger::codes::{Category, Method, PayoutState, Reason, RequestState, Role};
use almoner_ledger::command::{Command, Document, ProposePayout, RecordIncome};
use almoner_ledger::refusal::Refusal;
use uuid::Uuid;

use crate::support::books::Books;
use crate::support::words::{
    ACO, ANA, BANK, BETI, BORIS, CVETA, DESK, RADE, RENT, TEA, TONI, Who, day, donation, expense,
    paper, rice, text, transfer,
};

pub(crate) fn pay(payout: i64, account: Option<&str>, on: &str) -> Command {
    let account = account.map(str::to_owned);
    Command::PayPayout { payout, account, paid_on: day(on), document: paper() }
}

pub(crate) fn returned(payout: i64, on: &str) -> Command {
    let account = Some(BANK.to_owned());
    Command::ReturnPayout { payout, account, returned_on: day(on), document: paper(), part: None }
}

/// Takes a proposed payout all the way to the bank's payment.
pub(crate) fn paid(books: &mut Books, payout: i64) -> i64 {
    books.approved_by(ACO, payout);
    books.released_by(RADE, payout);
    books.does(RADE, Command::SendPayout { payout });
    let on = books.today.to_string();
    books.does(TEA, pay(payout, Some(BANK), &on))
}

fn state(books: &Books, payout: i64) -> (PayoutState, RequestState) {
    let payout = &books.facts.payouts[&payout];
    (payout.state, books.facts.requests[&payout.request_seq].state)
}

/// Books with 500 free denars and 500 for food only, both in the free fund; the second is older.
fn two_lots() -> (Books, i64, i64) {
    let mut books = Books::open();
    let free = books.income(donation(books.free, books.giver, 500));
    let base = donation(books.free, books.giver, 500);
    let bound = books.income(RecordIncome {
        restriction: Some(Books::for_food()),
        received_on: day("2026-03-01"),
        ..base
    });
    (books, free, bound)
}

#[test]
fn aid_by_bank_is_owed_on_approval_and_paid_on_the_day_of_the_bank() {
    let (mut books, free, bound) = two_lots();
    let payout = books.proposed(books.free, 700);
    assert_eq!(state(&books, payout), (PayoutState::Proposed, RequestState::Proposed));
    assert_eq!((books.left(free), books.left(bound)), (50_000, 50_000), "nothing is reserved yet");
    let approved = books.approved_by(ACO, payout);
    assert_eq!(
        books.entry(approved),
        ["D 451001 700.00", "C 2610 700.00", "D 2910 500.00", "C 7311 500.00"]
    );
    assert_eq!((books.left(free), books.left(bound)), (30_000, 0));
    books.released_by(RADE, payout);
    books.does(RADE, Command::SendPayout { payout });
    let paid = books.does(TEA, pay(payout, Some(BANK), "2026-03-10"));
    assert_eq!(books.entry(paid), ["D 2610 700.00", "C 1000 700.00"]);
    assert_eq!(state(&books, payout), (PayoutState::Paid, RequestState::Closed));
    let early = Command::ConfirmPayout { payout, confirmed_on: day("2026-03-09"), receipt: None };
    assert_eq!(books.refuses(CVETA, early), Refusal::BeforeRelease { on: day("2026-03-10") });
    books.does(
        CVETA,
        Command::ConfirmPayout { payout, confirmed_on: day("2026-03-10"), receipt: None },
    );
    assert_eq!(state(&books, payout).0, PayoutState::Confirmed);
}

#[test]
fn aid_in_cash_comes_from_the_desk_with_a_slip() {
    let (mut books, ..) = two_lots();
    books.does(TEA, Command::Transfer(transfer(BANK, DESK, books.free, 300)));
    let request = books.request(Category::Food, 300);
    let base = Books::proposal(request, books.free, 300);
    let cash = Command::ProposePayout(ProposePayout { method: Method::Cash, ..base });
    let payout = books.does(CVETA, cash);
    books.approved_by(ACO, payout);
    books.released_by(RADE, payout);
    assert_eq!(books.refuses(RADE, Command::SendPayout { payout }), Refusal::PayMethod);
    let from_bank = pay(payout, Some(BANK), "2026-03-10");
    assert_eq!(books.refuses(TEA, from_bank), Refusal::PayMethod);
    let paid = books.does(TEA, pay(payout, Some(DESK), "2026-03-10"));
    assert_eq!(books.entry(paid), ["D 2610 300.00", "C 1010 300.00"]);
    let slip = books.facts.series[&(almoner_ledger::facts::Series::CashOut, 2026)];
    assert_eq!(slip, 1);
}

/// Ten sacks of rice worth 901, of which some are proposed.
fn rice_proposed(sacks: i64) -> (Books, i64, i64) {
    let mut books = Books::open();
    let gift = books.income(rice(donation(books.free, books.giver, 1), 10, 901));
    let payout = propose_rice(&mut books, sacks);
    (books, gift, payout)
}

fn propose_rice(books: &mut Books, sacks: i64) -> i64 {
    let request = books.request(Category::Food, 1_000);
    let goods = ProposePayout {
        method: Method::InKind,
        amount: None,
        goods: Some((text("rice"), sacks)),
        ..Books::proposal(request, books.free, 1)
    };
    books.does(CVETA, Command::ProposePayout(goods))
}

#[test]
fn aid_in_kind_is_handed_out_of_stock_at_its_value() {
    let (mut books, gift, payout) = rice_proposed(3);
    let approved = books.approved_by(ACO, payout);
    assert_eq!(books.entry(approved), ["D 4511 270.30", "C 2610 270.30"]);
    books.released_by(RADE, payout);
    let odd = pay(payout, Some(BANK), "2026-03-10");
    assert_eq!(books.refuses(TEA, odd), Refusal::PayMethod);
    let paid = books.does(TEA, pay(payout, None, "2026-03-10"));
    assert_eq!(books.entry(paid), ["D 2610 270.30", "C 3100 270.30"]);
    assert_eq!(books.left(gift), 7);
    let back = Command::ReturnPayout {
        payout,
        account: None,
        returned_on: day("2026-03-10"),
        document: paper(),
        part: None,
    };
    let back = books.does(TEA, back);
    assert_eq!(books.entry(back), ["D 3100 270.30", "C 4511 270.30"]);
    assert_eq!(books.left(gift), 10);
}

#[test]
fn the_last_goods_take_the_last_deni_or_are_proposed_again() {
    let mut books = Books::open();
    let mut gift = rice(donation(books.free, books.giver, 1), 3, 1);
    if let almoner_ledger::command::Means::Goods { value, .. } = &mut gift.means {
        *value = almoner_ledger::money::Amount::from_minor(100).unwrap();
    }
    let gift = books.income(gift);
    let one = propose_rice(&mut books, 1);
    let two = propose_rice(&mut books, 2);
    books.approved_by(ACO, two);
    assert_eq!((books.left(gift), books.lot(gift).left_value_minor), (1, 34));
    let approval = books.approval(one);
    assert_eq!(books.refuses(ACO, approval), Refusal::LotNoLongerFree { lot: gift });
    books.does(CVETA, Command::CancelPayout { payout: one, reason: Reason::Mistake });
    let again = propose_rice(&mut books, 1);
    books.approved_by(ACO, again);
    assert_eq!(books.lot(gift).left_value_minor, 0);
}

#[test]
fn a_rejected_proposal_leaves_the_money_and_reopens_the_request() {
    let (mut books, free, _) = two_lots();
    let payout = books.proposed(books.free, 700);
    let reason = Reason::NotEligible;
    books.does(ACO, Command::RejectPayout { payout, reason, note: Some(text("веќе добил")) });
    assert_eq!(state(&books, payout), (PayoutState::Rejected, RequestState::Assessed));
    assert_eq!(books.left(free), 50_000);
}

/// The state it ends in, the steps taken before, and who ends it how.
type Ending = (PayoutState, usize, Who, fn(i64) -> Command);

#[test]
fn a_payout_that_ends_unpaid_gives_everything_back() {
    let endings: [Ending; 4] = [
        (PayoutState::Cancelled, 1, CVETA, |payout| Command::CancelPayout {
            payout,
            reason: Reason::NeedPassed,
        }),
        (PayoutState::Voided, 2, RADE, |payout| Command::VoidPayout {
            payout,
            reason: Reason::WrongPayee,
        }),
        (PayoutState::Failed, 2, RADE, |payout| Command::FailPayout {
            payout,
            reason: Reason::BankRefused,
        }),
        (PayoutState::Failed, 3, RADE, |payout| Command::FailPayout {
            payout,
            reason: Reason::BankRefused,
        }),
    ];
    for (ending, steps, who, command) in endings {
        let (mut books, free, bound) = two_lots();
        let payout = books.proposed(books.free, 700);
        books.approved_by(ACO, payout);
        if 1 < steps {
            books.released_by(RADE, payout);
        }
        if 2 < steps {
            books.does(RADE, Command::SendPayout { payout });
        }
        let end = books.does(who, command(payout));
        assert_eq!(
            books.entry(end),
            ["C 451001 700.00", "D 2610 700.00", "C 2910 500.00", "D 7311 500.00"]
        );
        assert_eq!((books.left(free), books.left(bound)), (50_000, 50_000));
        assert_eq!(state(&books, payout), (ending, RequestState::Assessed));
        let again = books.refuses(who, command(payout));
        assert_eq!(again, Refusal::PayoutStep { state: ending });
    }
}

#[test]
fn a_reservation_lasts_thirty_days() {
    let (mut books, free, _) = two_lots();
    let payout = books.proposed(books.free, 700);
    books.approved_by(ACO, payout);
    let last = day("2026-04-09");
    books.today = last;
    let early = books.refuses(TEA, Command::ExpirePayout { payout });
    assert_eq!(early, Refusal::NotExpired { on: last });
    books.today = day("2026-04-10");
    let release = books.release(payout);
    assert_eq!(books.refuses(RADE, release), Refusal::ReservationExpired { on: last });
    books.does(TEA, Command::ExpirePayout { payout });
    assert_eq!(state(&books, payout), (PayoutState::Expired, RequestState::Assessed));
    assert_eq!(books.left(free), 50_000);
}

#[test]
fn money_back_in_the_same_year_reverses_both_entries() {
    let (mut books, free, bound) = two_lots();
    let payout = books.proposed(books.free, 700);
    paid(&mut books, payout);
    let back = books.does(TEA, returned(payout, "2026-03-10"));
    assert_eq!(
        books.entry(back),
        ["D 1000 700.00", "C 451001 700.00", "C 2910 500.00", "D 7311 500.00"]
    );
    assert_eq!((books.left(free), books.left(bound)), (50_000, 50_000));
    assert_eq!(state(&books, payout), (PayoutState::Returned, RequestState::Assessed));
    let again = returned(payout, "2026-03-10");
    let refusal = books.refuses(TEA, again);
    assert_eq!(refusal, Refusal::PayoutStep { state: PayoutState::Returned });
}

#[test]
fn money_back_in_a_later_year_waits_for_its_purpose_or_is_new_income() {
    let (mut books, free, bound) = two_lots();
    let payout = books.proposed(books.free, 700);
    paid(&mut books, payout);
    books.today = day("2027-01-15");
    let back = books.does(TEA, returned(payout, "2027-01-15"));
    assert_eq!(books.entry(back), ["D 1000 700.00", "C 2910 500.00", "C 780 200.00"]);
    assert_eq!((books.left(free), books.left(bound)), (50_000, 50_000));
}

#[test]
fn a_payment_is_not_dated_before_its_decision_nor_a_return_before_its_payment() {
    let (mut books, ..) = two_lots();
    let payout = books.proposed(books.free, 700);
    books.approved_by(ACO, payout);
    books.released_by(RADE, payout);
    let early = books.refuses(TEA, pay(payout, Some(BANK), "2026-03-09"));
    assert_eq!(early, Refusal::BeforeRelease { on: day("2026-03-10") });
    books.does(TEA, pay(payout, Some(BANK), "2026-03-10"));
    let early = books.refuses(TEA, returned(payout, "2026-03-09"));
    assert_eq!(early, Refusal::BeforeRelease { on: day("2026-03-10") });
}

#[test]
fn money_that_left_before_a_third_person_let_it_go_is_not_made_regular() {
    let (mut books, ..) = two_lots();
    let payout = books.proposed(books.free, 700);
    books.approved_by(ACO, payout);
    books.today = day("2026-03-12");
    books.released_by(RADE, payout);
    let early = books.refuses(TEA, pay(payout, Some(BANK), "2026-03-11"));
    assert_eq!(early, Refusal::BeforeRelease { on: day("2026-03-12") });
    books.does(TEA, pay(payout, Some(BANK), "2026-03-12"));
}

#[test]
fn a_lot_taken_in_between_stops_the_approval() {
    let (mut books, free, bound) = two_lots();
    let late = books.proposed(books.free, 700);
    books.does(TEA, Command::PostEntry(expense(RENT, books.free, 400)));
    let approval = books.approval(late);
    assert_eq!(books.refuses(ACO, approval), Refusal::LotNoLongerFree { lot: free });
    assert_eq!((books.left(free), books.left(bound)), (10_000, 50_000));
}

#[test]
fn of_two_payouts_for_the_last_denar_one_wins() {
    let mut books = Books::open();
    let gift = books.income(donation(books.free, books.giver, 500));
    let one = books.proposed(books.free, 500);
    let other = books.proposed(books.free, 500);
    books.approved_by(ACO, other);
    let approval = books.approval(one);
    assert_eq!(books.refuses(ACO, approval), Refusal::LotNoLongerFree { lot: gift });
}

#[test]
fn an_approval_is_of_exact_bytes() {
    let (mut books, ..) = two_lots();
    let payout = books.proposed(books.free, 100);
    let other = books.proposed(books.free, 200);
    let Command::ApprovePayout { digest, .. } = books.approval(other) else { unreachable!() };
    let wrong = books.refuses(ACO, Command::ApprovePayout { payout, digest });
    assert_eq!(wrong, Refusal::DigestDiffers);
}

#[test]
fn a_payout_changed_behind_the_books_goes_no_further() {
    let changes: [fn(&mut Books, i64); 5] = [
        |books, payout| books.facts.payouts.get_mut(&payout).unwrap().amount_minor = 1,
        |books, payout| {
            books.facts.payouts.get_mut(&payout).unwrap().payee = Some(Uuid::from_u128(13));
        },
        |books, payout| books.facts.payouts.get_mut(&payout).unwrap().fund_seq += 1,
        |books, payout| books.facts.payouts.get_mut(&payout).unwrap().salt = None,
        |books, payout| {
            books.facts.payout_lots.get_mut(&payout).unwrap()[0].quantity_minor = 1;
        },
    ];
    for change in changes {
        let (mut books, ..) = two_lots();
        let payout = books.proposed(books.free, 100);
        let (approval, context) = (books.approval(payout), books.context(books.person(ACO), ACO));
        let mut changed = books.clone();
        change(&mut changed, payout);
        let stopped = Err(Refusal::PayoutChanged { payout });
        let decide = almoner_ledger::decide::decide;
        assert_eq!(decide(&changed.facts, &approval, None, &context), stopped);
        books.approved_by(ACO, payout);
        let (release, context) = (books.release(payout), books.context(books.person(RADE), RADE));
        change(&mut books, payout);
        assert_eq!(decide(&books.facts, &release, None, &context), stopped);
    }
}

#[test]
fn larger_sums_take_more_approvers() {
    let mut books = Books::open();
    books.income(donation(books.free, books.giver, 90_000));
    let small = books.proposed(books.free, 30_000);
    books.approved_by(ACO, small);
    assert_eq!(state(&books, small).0, PayoutState::Approved);
    let large = books.proposed(books.free, 30_001);
    books.approved_by(ACO, large);
    assert_eq!(state(&books, large).0, PayoutState::Proposed);
    books.approved_by(BETI, large);
    assert_eq!(state(&books, large).0, PayoutState::Approved);
}

#[test]
fn a_band_that_became_stricter_counts_and_one_that_became_milder_does_not() {
    let mut books = Books::open();
    books.income(donation(books.free, books.giver, 90_000));
    let before = books.proposed(books.free, 100);
    books.two(ANA, BORIS, crate::decision::bands(&[(None, 2)]));
    let under = books.proposed(books.free, 100);
    books.approved_by(ACO, before);
    assert_eq!(state(&books, before).0, PayoutState::Proposed);
    books.two(ANA, BORIS, crate::decision::bands(&[(None, 1)]));
    books.approved_by(ACO, under);
    assert_eq!(state(&books, under).0, PayoutState::Proposed);
}

#[test]
fn the_posting_scheme_alone_decides_where_aid_is_booked() {
    let (mut books, ..) = two_lots();
    crate::chart::put_rule(&mut books, "aid/food", "451099", "2026-03-01");
    crate::chart::put_rule(&mut books, "aid_obligation", "246", "2026-03-01");
    let payout = books.proposed(books.free, 100);
    let approved = books.approved_by(ACO, payout);
    assert_eq!(books.entry(approved)[..2], ["D 451099 100.00", "C 246 100.00"]);
    crate::chart::put_rule(&mut books, "aid_obligation", "2610", "2026-03-02");
    books.released_by(RADE, payout);
    let paid = books.does(TEA, pay(payout, Some(BANK), "2026-03-10"));
    assert_eq!(books.entry(paid)[0], "D 246 100.00", "what is owed there is paid there");
}

#[test]
fn a_treasurer_may_release_but_not_what_they_did_something_else_for() {
    let (mut books, ..) = two_lots();
    let toni = Who(TONI.0, Role::Releaser);
    books.grant_settled(toni);
    let payout = books.proposed(books.free, 100);
    books.approved_by(ACO, payout);
    books.released_by(toni, payout);
    let no_paper = Document::Missing(almoner_ledger::codes::NoDocument::PaperToFollow);
    books.does(
        TONI,
        Command::PayPayout {
            payout,
            account: Some(BANK.to_owned()),
            paid_on: books.today,
            document: no_paper,
        },
    );
}

#[test]
fn a_payout_is_not_paid_from_an_account_without_money() {
    let (mut books, ..) = two_lots();
    let payout = books.proposed(books.free, 700);
    books.approved_by(ACO, payout);
    books.released_by(RADE, payout);
    let refusal = books.refuses(TEA, pay(payout, Some("1001"), "2026-03-10"));
    let account = "1001".to_owned();
    assert_eq!(refusal, Refusal::MoneyShort { account, short_minor: 70_000 });
}

#[test]
fn a_reservation_is_released_on_its_last_day() {
    let (mut books, ..) = two_lots();
    let payout = books.proposed(books.free, 700);
    books.approved_by(ACO, payout);
    books.today = day("2026-04-09");
    books.released_by(RADE, payout);
}
