//! What a giver laid down is asked when a payout is proposed, and again when it is approved.

use almoner_ledger::codes::{AgreementState, Category, Method, Reason, TargetGroup};
use almoner_ledger::command::{
    ChosenLot, ChosenLots, Command, ProposePayout, RecordIncome, SubmitRequest,
};
use almoner_ledger::refusal::Refusal;
use almoner_ledger::restriction::{Misfit, Restriction};

use crate::support::books::Books;
use crate::support::words::{ACO, CVETA, TEA, code, day, donation, in_euros, rice, text};

fn forbids(fund: i64, misfit: Misfit, wanted_minor: i64, free_minor: i64) -> Refusal {
    Refusal::RestrictionForbids { fund, misfit, wanted_minor, free_minor }
}

fn bound(books: &mut Books, restriction: Restriction) -> i64 {
    let base = donation(books.free, books.giver, 500);
    books.income(RecordIncome { restriction: Some(restriction), ..base })
}

#[test]
fn money_for_food_does_not_pay_rent() {
    let mut books = Books::open();
    bound(&mut books, Books::for_food());
    let request = books.request(Category::Rent, 100);
    let proposal = Command::ProposePayout(Books::proposal(request, books.free, 100));
    let refusal = books.refuses(CVETA, proposal);
    assert_eq!(refusal, forbids(books.free, Misfit::Category, 10_000, 0));
}

#[test]
fn free_money_beside_bound_money_is_used_alone() {
    let mut books = Books::open();
    let food = bound(&mut books, Books::for_food());
    let free = books.income(donation(books.free, books.giver, 60));
    let request = books.request(Category::Rent, 100);
    let short = Command::ProposePayout(Books::proposal(request, books.free, 61));
    let refusal = books.refuses(CVETA, short);
    assert_eq!(refusal, forbids(books.free, Misfit::Category, 6_100, 6_000));
    let payout = Books::proposal(request, books.free, 60);
    let payout = books.does(CVETA, Command::ProposePayout(payout));
    books.approved_by(ACO, payout);
    assert_eq!((books.left(food), books.left(free)), (50_000, 0));
}

#[test]
fn a_cap_holds_for_money_and_for_goods() {
    let mut books = Books::open();
    let capped = || Restriction { payout_max_minor: Some(10_000), ..Restriction::default() };
    bound(&mut books, capped());
    let request = books.request(Category::Food, 500);
    let proposal = Command::ProposePayout(Books::proposal(request, books.free, 101));
    let refusal = books.refuses(CVETA, proposal);
    assert_eq!(refusal, forbids(books.free, Misfit::AboveCap, 10_100, 10_000));
    let base = rice(donation(books.free, books.giver, 1), 10, 500);
    books.income(RecordIncome { restriction: Some(capped()), ..base });
    let goods = |sacks| {
        Command::ProposePayout(ProposePayout {
            method: Method::InKind,
            amount: None,
            goods: Some((text("rice"), sacks)),
            ..Books::proposal(request, books.free, 1)
        })
    };
    let (three, two) = (goods(3), goods(2));
    let refusal = books.refuses(CVETA, three);
    assert_eq!(refusal, forbids(books.free, Misfit::AboveCap, 3, 2));
    let payout = books.does(CVETA, two);
    books.approved_by(ACO, payout);
}

#[test]
fn a_window_that_closes_before_the_approval_stops_it() {
    let mut books = Books::open();
    let to_on = Some(day("2026-03-11"));
    bound(&mut books, Restriction { to_on, ..Restriction::default() });
    let payout = books.proposed(books.free, 100);
    books.today = day("2026-03-12");
    let approval = books.approval(payout);
    let refusal = books.refuses(ACO, approval);
    assert_eq!(refusal, forbids(books.free, Misfit::AfterWindow, 10_000, 0));
}

#[test]
fn an_agreement_that_ends_before_the_approval_stops_it() {
    let mut books = Books::open();
    let fund = books.food;
    let mut agreement = books.agreement(fund, 500);
    agreement.restriction = Some(Books::for_food());
    let agreement = books.does(TEA, Command::AddAgreement(agreement));
    let base = donation(fund, books.giver, 500);
    books.income(RecordIncome { agreement: Some(agreement), ..base });
    let payout = books.proposed(fund, 100);
    let state = AgreementState::Closed;
    books.does(TEA, Command::SetAgreementState { agreement, version: 1, state });
    let approval = books.approval(payout);
    assert_eq!(books.refuses(ACO, approval), Refusal::AgreementEnded { fund });
}

#[test]
fn the_reason_about_the_need_is_named_before_an_agreement_that_is_over() {
    let mut books = Books::open();
    let fund = books.free;
    let mut ended = books.agreement(fund, 500);
    ended.valid_to = day("2026-03-03");
    let ended = books.does(TEA, Command::AddAgreement(ended));
    let base = donation(fund, books.giver, 500);
    books.income(RecordIncome { agreement: Some(ended), ..base });
    bound(&mut books, Books::for_food());
    let request = books.request(Category::Rent, 100);
    let proposal = Command::ProposePayout(Books::proposal(request, fund, 100));
    assert_eq!(books.refuses(CVETA, proposal), forbids(fund, Misfit::Category, 10_000, 0));
}

/// A need of somebody of this place and group.
fn need_of(books: &mut Books, place: Option<&str>, group: Option<TargetGroup>) -> i64 {
    let recipient = books.recipient();
    books.assessed(SubmitRequest {
        municipality: place.map(code),
        target_group: group,
        ..Books::need(recipient, Category::Food, 100)
    })
}

#[test]
fn money_for_a_place_a_group_or_a_time_pays_nothing_else() {
    let places =
        || Restriction { municipalities: vec!["MK-814".to_owned()], ..Restriction::default() };
    let groups =
        || Restriction { target_groups: vec![TargetGroup::Homeless], ..Restriction::default() };
    let early = || Restriction { from_on: Some(day("2026-03-11")), ..Restriction::default() };
    let late = || Restriction { to_on: Some(day("2026-03-09")), ..Restriction::default() };
    let (here, homeless) = (Some("MK-814"), Some(TargetGroup::Homeless));
    for (bound_to, place, group, misfit) in [
        (places(), here, homeless, None),
        (places(), Some("MK-801"), homeless, Some(Misfit::Municipality)),
        (places(), None, homeless, Some(Misfit::Municipality)),
        (groups(), here, homeless, None),
        (groups(), here, Some(TargetGroup::ExtremeNeed), Some(Misfit::TargetGroup)),
        (groups(), here, None, Some(Misfit::TargetGroup)),
        (early(), here, homeless, Some(Misfit::BeforeWindow)),
        (late(), here, homeless, Some(Misfit::AfterWindow)),
    ] {
        let mut books = Books::open();
        bound(&mut books, bound_to);
        books.today = day("2026-03-10");
        let request = need_of(&mut books, place, group);
        let proposal = Command::ProposePayout(Books::proposal(request, books.free, 100));
        let told = books.tries(CVETA, proposal).err();
        assert_eq!(told, misfit.map(|misfit| forbids(books.free, misfit, 10_000, 0)));
    }
}

#[test]
fn money_of_another_currency_pays_no_denars_unless_it_is_sold() {
    let mut books = Books::open();
    let euros = books.income(in_euros(donation(books.free, books.giver, 1), 100, "61.5"));
    let request = books.request(Category::Food, 100);
    let proposal = Books::proposal(request, books.free, 100);
    let refusal = books.refuses(CVETA, Command::ProposePayout(proposal.clone()));
    let (fund, wanted_minor) = (books.free, 10_000);
    assert_eq!(refusal, Refusal::FundShort { fund, wanted_minor, free_minor: 0 });
    let lots = vec![ChosenLot { lot: euros, line: 1, quantity_minor: 10_000 }];
    let chosen = ChosenLots { lots, why: Reason::GiverAsked, note: None };
    let picked = Command::ProposePayout(ProposePayout { chosen: Some(chosen), ..proposal });
    assert_eq!(books.refuses(CVETA, picked), Refusal::LotNotOfFund { lot: euros, fund });
}
