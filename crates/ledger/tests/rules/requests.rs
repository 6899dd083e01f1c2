//! A need from intake to its end, and what a change to it does to a payout that was proposed for it.

use almoner_ledger::codes::{
    Category, Combined, EvidenceKind, MediaType, PayeeKind, Reason, RequestState, Role, Signs,
    Step, TargetGroup, Urgency,
};
use almoner_ledger::command::{
    AllowMatch, AttachEvidence, CombinationSpec, Command, Deed, EditRequest, Recurring, Seen,
    SubmitRequest,
};
use almoner_ledger::refusal::Refusal;
use almoner_ledger::rows::aid::Request;
use chrono::TimeDelta;
use uuid::Uuid;

use crate::payout::pay;
use crate::support::books::Books;
use crate::support::words::{ACO, BANK, CVETA, RADE, TEA, Who, code, day, donation, text, units};

const VERA: Who = Who("vera", Role::CaseWorker);

pub(crate) fn each_months(every_months: i64, until: &str) -> Option<Recurring> {
    Some(Recurring { every_months, until_on: day(until) })
}

pub(crate) fn paper(request: i64, mark: u8) -> AttachEvidence {
    AttachEvidence {
        request,
        kind: EvidenceKind::ProForma,
        number: Some(code("PF-1")),
        dated_on: Some(day("2026-03-09")),
        amount: Some(units(100)),
        media_type: MediaType::Pdf,
        size_bytes: 20_000,
        content: [mark; 32],
    }
}

pub(crate) fn allow(request: i64, other: Uuid) -> Command {
    let (note, seen) = (None, Seen::default());
    Command::AllowMatch(AllowMatch { request, other, reason: Reason::Other, note, seen })
}

pub(crate) fn judge(one: Uuid, other: Uuid) -> Command {
    Command::JudgePair { one, other, reason: Reason::Mistake, note: Some(text("two brothers")) }
}

pub(crate) fn table(combinations: Vec<CombinationSpec>) -> Deed {
    let source = "Board minute 7".to_owned();
    Deed::SetCombinations { valid_from: day("2026-03-01"), combinations, source }
}

/// Somebody who was helped with food today and asks for food again.
pub(crate) fn doubled(books: &mut Books) -> i64 {
    let who = books.recipient();
    let first = books.assessed(Books::need(who, Category::Food, 10));
    books.does(CVETA, Command::ProposePayout(Books::proposal(first, books.free, 10)));
    let again = books.does(CVETA, Command::SubmitRequest(Books::need(who, Category::Food, 10)));
    books.does(CVETA, Command::ScreenRequest { request: again });
    again
}

fn state(books: &Books, request: i64) -> RequestState {
    books.facts.requests[&request].state
}

fn rich() -> Books {
    let mut books = Books::open();
    books.income(donation(books.free, books.giver, 5_000));
    books.hire(VERA);
    books
}

pub(crate) fn edit_of(books: &Books, request: i64) -> EditRequest {
    let now = &books.facts.requests[&request];
    EditRequest {
        request,
        version: now.version,
        category: now.category,
        urgency: now.urgency,
        asked: units(now.asked_minor / 100),
        target_group: now.target_group,
        municipality: None,
        payee_kind: now.payee_kind,
        payee: now.payee,
        signs: Signs::Oneself,
    }
}

#[test]
fn a_need_goes_its_whole_way_and_everyone_is_written_down() {
    let mut books = rich();
    let who = books.recipient();
    let draft = Command::DraftRequest(Books::need(who, Category::Food, 100));
    let request = books.does(CVETA, draft);
    assert_eq!(books.facts.requests[&request].due_at, None, "a draft is not waited for");
    let seen = Seen { checked: true, ..Seen::default() };
    books.does(CVETA, Command::SubmitDraft { request, seen });
    assert!(books.facts.requests[&request].identities_checked);
    books.does(VERA, Command::ScreenRequest { request });
    books.does(VERA, Command::AskAboutRequest { request, question: text("since when?") });
    assert_eq!(state(&books, request), RequestState::NeedsInfo);
    books.does(CVETA, Command::AnswerRequest { request, answer: text("since Monday") });
    books.does(VERA, Books::assessment(request, units(80)));
    assert_eq!(state(&books, request), RequestState::Assessed);
    let beyond = Books::proposal(request, books.free, 81);
    let refusal = books.refuses(CVETA, Command::ProposePayout(beyond));
    assert_eq!(refusal, Refusal::BeyondFinding { found_minor: 8_000 });
    let payout =
        books.does(CVETA, Command::ProposePayout(Books::proposal(request, books.free, 80)));
    books.approved_by(ACO, payout);
    books.released_by(RADE, payout);
    books.does(TEA, pay(payout, Some(BANK), "2026-03-10"));
    assert_eq!(state(&books, request), RequestState::Closed);
    let steps: Vec<(Step, Uuid)> =
        books.facts.request_steps[&request].iter().map(|row| (row.step, row.person_id)).collect();
    let (cveta, vera) = (books.person(CVETA), books.person(VERA));
    let expected = [
        (Step::Draft, cveta),
        (Step::Submit, cveta),
        (Step::Screen, vera),
        (Step::Ask, vera),
        (Step::Answer, cveta),
        (Step::Assess, vera),
    ];
    assert_eq!(steps, expected);
}

#[test]
fn a_payout_is_proposed_only_for_what_was_assessed() {
    let mut books = rich();
    let who = books.recipient();
    let request = books.does(CVETA, Command::SubmitRequest(Books::need(who, Category::Food, 10)));
    let proposal = Command::ProposePayout(Books::proposal(request, books.free, 10));
    for step in [None, Some(Command::ScreenRequest { request })] {
        if let Some(step) = step {
            books.does(CVETA, step);
        }
        assert_eq!(books.refuses(CVETA, proposal.clone()).name(), "request-step");
    }
    books.does(CVETA, Books::assessment(request, units(10)));
    books.does(CVETA, proposal);
}

#[test]
fn each_step_has_its_states() {
    let mut books = rich();
    let request = books.request(Category::Food, 10);
    let seen = Seen::default();
    let closed: [Command; 6] = [
        Command::SubmitDraft { request, seen: seen.clone() },
        Command::ScreenRequest { request },
        Command::AskAboutRequest { request, question: text("?") },
        Command::AnswerRequest { request, answer: text("!") },
        Books::assessment(request, units(10)),
        Command::AppealRequest { request, grounds: text("why?") },
    ];
    for command in closed {
        assert_eq!(
            books.refuses(CVETA, command),
            Refusal::RequestStep { state: RequestState::Assessed }
        );
    }
    let reason = Reason::NeedPassed;
    books.does(CVETA, Command::CloseRequest { request, reason, note: None });
    assert_eq!(state(&books, request), RequestState::Closed);
}

#[test]
fn the_intake_stands_apart_from_approval_and_release() {
    let mut books = rich();
    let others = [Who("vera", Role::Approver), Who("vera", Role::Releaser)];
    for other in others {
        books.grant(other);
    }
    let who = books.recipient();
    let request = books.does(CVETA, Command::SubmitRequest(Books::need(who, Category::Food, 10)));
    books.does(VERA, Command::ScreenRequest { request });
    books.does(CVETA, Books::assessment(request, units(10)));
    let payout =
        books.does(CVETA, Command::ProposePayout(Books::proposal(request, books.free, 10)));
    let approval = books.approval(payout);
    let apart = Refusal::IntakeDone { step: Step::Screen };
    assert_eq!(books.refuses(others[0], approval), apart);
    books.approved_by(ACO, payout);
    let release = books.release(payout);
    assert_eq!(books.refuses(others[1], release), apart);
    books.released_by(RADE, payout);
}

#[test]
fn an_appeal_is_heard_by_somebody_else() {
    let mut books = rich();
    let request = books.request(Category::Food, 10);
    let reason = Reason::NotEligible;
    let reject = Command::RejectRequest { request, reason, note: Some(text("income is enough")) };
    books.does(CVETA, reject.clone());
    books.does(CVETA, Command::AppealRequest { request, grounds: text("it is not") });
    assert_eq!(state(&books, request), RequestState::Submitted);
    assert_eq!(books.refuses(CVETA, reject), Refusal::AppealOfOwn);
    books.does(VERA, Command::ScreenRequest { request });
    assert_eq!(books.refuses(CVETA, Books::assessment(request, units(5))), Refusal::AppealOfOwn);
    books.does(VERA, Books::assessment(request, units(5)));
}

#[test]
fn a_child_does_not_sign_alone() {
    let check = |birth_year: Option<i64>, group: Option<TargetGroup>, signs: Signs, fits: bool| {
        let mut books = Books::open();
        let who = books.recipient_like(None, birth_year);
        let need =
            SubmitRequest { target_group: group, signs, ..Books::need(who, Category::Food, 10) };
        let answer = books.tries(CVETA, Command::SubmitRequest(need));
        assert_eq!(answer.is_ok(), fits, "{birth_year:?} {group:?} {signs}: {answer:?}");
    };
    let street = Some(TargetGroup::StreetChild);
    check(Some(2009), None, Signs::Oneself, false);
    check(Some(2008), None, Signs::Oneself, true);
    check(Some(2009), None, Signs::Guardian, true);
    check(None, street, Signs::Oneself, false);
    check(None, street, Signs::TwoWitnesses, true);
    check(None, street, Signs::SocialWorkCentre, true);
    check(Some(1990), street, Signs::Oneself, true);
    check(None, None, Signs::Oneself, true);
}

#[test]
fn a_need_is_due_by_its_urgency() {
    let mut books = Books::open();
    let now = books.context(books.person(CVETA), CVETA).now;
    for (urgency, hours) in [(Urgency::Emergency, 4), (Urgency::Urgent, 72), (Urgency::Normal, 240)]
    {
        let who = books.recipient();
        let need = SubmitRequest { urgency, ..Books::need(who, Category::Health, 10) };
        let request = books.does(CVETA, Command::SubmitRequest(need));
        assert_eq!(books.facts.requests[&request].due_at, Some(now + TimeDelta::hours(hours)));
    }
}

#[test]
fn recurring_aid_comes_again_when_it_is_due() {
    let mut books = rich();
    let need = Books::need(books.recipient(), Category::Rent, 10);
    let need = SubmitRequest { recurring: each_months(1, "2026-05-31"), ..need };
    let first = books.assessed(need);
    books.does(CVETA, Command::ProposePayout(Books::proposal(first, books.free, 10)));
    let again = Command::RepeatRequest { request: first, seen: Seen::default() };
    assert_eq!(books.refuses(CVETA, again.clone()), Refusal::NotDueYet { on: day("2026-04-10") });
    books.today = day("2026-04-12");
    let second = books.does(CVETA, again.clone());
    assert_eq!(books.facts.requests[&second].parent_seq, Some(first));
    books.does(CVETA, Command::ScreenRequest { request: second });
    books.does(CVETA, Books::assessment(second, units(10)));
    assert_eq!(books.facts.requests[&first].next_on, Some(day("2026-05-10")));
    books.today = day("2026-05-10");
    books.does(CVETA, again.clone());
    assert_eq!(books.facts.requests[&first].next_on, None, "June is after the last day");
    assert_eq!(books.refuses(CVETA, again), Refusal::NotRecurring { request: first });
}

#[test]
fn a_need_of_long_ago_is_asked_about_anew() {
    let mut books = rich();
    let recipient = books.recipient();
    let on = |received_on: &str| {
        let received_on = day(received_on);
        Command::SubmitRequest(SubmitRequest {
            received_on,
            ..Books::need(recipient, Category::Food, 10)
        })
    };
    for long_ago in ["1900-01-01", "2025-03-09"] {
        let from = day("2025-03-10");
        let refusal = Refusal::ReceivedLongAgo { on: day(long_ago), from };
        assert_eq!(books.refuses(CVETA, on(long_ago)), refusal);
    }
    books.does(CVETA, on("2025-03-10"));
}

#[test]
fn recurring_aid_ends_when_somebody_ends_it_or_closes_it_unpaid() {
    let mut books = rich();
    let need = Books::need(books.recipient(), Category::Rent, 10);
    let need = SubmitRequest { recurring: each_months(1, "2026-09-30"), ..need };
    let paid = books.assessed(need.clone());
    let proposal = Books::proposal(paid, books.free, 10);
    let payout = books.does(CVETA, Command::ProposePayout(proposal));
    books.approved_by(ACO, payout);
    books.released_by(RADE, payout);
    books.does(TEA, pay(payout, Some(BANK), "2026-03-10"));
    let ends = Command::EndSeries { request: paid, reason: Reason::NeedPassed, note: None };
    books.does(CVETA, ends.clone());
    assert_eq!(books.facts.requests[&paid].state, RequestState::Closed, "what was paid stays so");
    assert_eq!(books.refuses(CVETA, ends), Refusal::NotRecurring { request: paid });
    let need = SubmitRequest { recipient: books.recipient(), ..need };
    let unpaid = books.assessed(need.clone());
    let close = Command::CloseRequest { request: unpaid, reason: Reason::NeedPassed, note: None };
    books.does(CVETA, close);
    books.today = day("2026-04-12");
    for request in [paid, unpaid] {
        let again = Command::RepeatRequest { request, seen: Seen::default() };
        assert_eq!(books.refuses(CVETA, again), Refusal::NotRecurring { request });
    }
    let for_ever = SubmitRequest { recurring: each_months(1, "9999-12-31"), ..need };
    let refusal = books.refuses(CVETA, Command::SubmitRequest(for_ever));
    assert_eq!(refusal, Refusal::RecurringShape);
}

type Change = fn(&mut EditRequest, Uuid);

#[test]
fn each_change_of_a_request_voids_what_was_signed_for_it() {
    let changes: [(&str, Change); 6] = [
        ("category", |edit, _| edit.category = Category::Health),
        ("asked", |edit, _| edit.asked = units(120)),
        ("group", |edit, _| edit.target_group = Some(TargetGroup::Homeless)),
        ("municipality", |edit, _| edit.municipality = Some(code("MK-814"))),
        ("payee", |edit, shop| {
            (edit.payee_kind, edit.payee) = (PayeeKind::Shop, Some(shop));
        }),
        ("signs", |edit, _| edit.signs = Signs::Guardian),
    ];
    for (name, change) in changes {
        for approved in [false, true] {
            let mut books = rich();
            let payout = books.proposed(books.free, 100);
            let request = books.facts.payouts[&payout].request_seq;
            if approved {
                books.approved_by(ACO, payout);
            }
            let mut edit = edit_of(&books, request);
            change(&mut edit, books.payee().1);
            books.does(CVETA, Command::EditRequest(edit));
            let (who, next) = if approved {
                (RADE, books.release(payout))
            } else {
                (ACO, books.approval(payout))
            };
            assert_eq!(books.refuses(who, next), Refusal::PayoutChanged { payout }, "{name}");
            let reason = Reason::Mistake;
            books.does(CVETA, Command::CancelPayout { payout, reason });
            assert_eq!(state(&books, request), RequestState::Screening, "assessed anew");
        }
    }
}

#[test]
fn a_paper_added_after_the_proposal_voids_it_and_one_before_does_not() {
    let mut books = rich();
    let request = books.request(Category::Food, 100);
    books.does(CVETA, Command::AttachEvidence(paper(request, 1)));
    let proposal = Command::ProposePayout(Books::proposal(request, books.free, 100));
    let payout = books.does(CVETA, proposal.clone());
    books.does(CVETA, Command::AttachEvidence(paper(request, 2)));
    let approval = books.approval(payout);
    assert_eq!(books.refuses(ACO, approval), Refusal::PayoutChanged { payout });
    books.does(CVETA, Command::CancelPayout { payout, reason: Reason::LateDocument });
    let payout = books.does(CVETA, proposal);
    books.approved_by(ACO, payout);
    books.released_by(RADE, payout);
}

type Forgery = fn(&mut Request);

#[test]
fn a_request_changed_behind_the_books_stops_its_payout() {
    let forgeries: [Forgery; 8] = [
        |row| row.asked_minor += 1,
        |row| row.found_minor = Some(1),
        |row| row.category = Category::Rent,
        |row| row.payee_kind = PayeeKind::Shop,
        |row| row.payee = Some(Uuid::from_u128(3)),
        |row| row.recipient = Some(Uuid::from_u128(4)),
        |row| row.municipality = Some("MK-801".to_owned()),
        |row| row.signs = Some(Signs::Guardian),
    ];
    for (number, forge) in forgeries.iter().enumerate() {
        let mut books = rich();
        let payout = books.proposed(books.free, 100);
        let (approval, context) = (books.approval(payout), books.context(books.person(ACO), ACO));
        let request = books.facts.payouts[&payout].request_seq;
        forge(books.facts.requests.get_mut(&request).unwrap());
        let answer = almoner_ledger::decide::decide(&books.facts, &approval, None, &context);
        assert_eq!(answer, Err(Refusal::PayoutChanged { payout }), "forgery {number}");
    }
    let mut books = rich();
    let request = books.request(Category::Food, 100);
    books.does(CVETA, Command::AttachEvidence(paper(request, 1)));
    let payout =
        books.does(CVETA, Command::ProposePayout(Books::proposal(request, books.free, 100)));
    let (approval, context) = (books.approval(payout), books.context(books.person(ACO), ACO));
    books.facts.evidence.get_mut(&request).unwrap()[0].content = vec![9; 32];
    let answer = almoner_ledger::decide::decide(&books.facts, &approval, None, &context);
    assert_eq!(answer, Err(Refusal::PayoutChanged { payout }), "another paper");
}

#[test]
fn a_stale_version_is_not_edited() {
    let mut books = rich();
    let request = books.request(Category::Food, 100);
    let edit = EditRequest { version: 1, ..edit_of(&books, request) };
    assert_eq!(books.refuses(CVETA, Command::EditRequest(edit)).name(), "stale-version");
}

#[test]
fn a_board_may_lay_down_what_goes_together() {
    let row = |one, other, window_days, level| CombinationSpec { one, other, window_days, level };
    let any = row(None, None, 10, Combined::Warn);
    let mut books = Books::open();
    let food = Some(Category::Food);
    let rows = vec![any.clone(), row(food, None, 5, Combined::Free)];
    books.two(crate::support::words::ANA, crate::support::words::BORIS, table(rows));
    let on = books.today;
    let combined = |one, other| books.facts.combined(one, other, on);
    assert_eq!(combined(Category::Food, Category::Rent), (5, Combined::Free));
    assert_eq!(combined(Category::Rent, Category::Food), (5, Combined::Free), "either way round");
    assert_eq!(combined(Category::Rent, Category::Rent), (10, Combined::Warn));
    let before = books.facts.combined(Category::Food, Category::Food, day("2026-02-01"));
    assert_eq!(before, (7, Combined::Hard), "the table of that day");
    for bad in [
        vec![row(food, food, 5, Combined::Free)],
        vec![any.clone(), any.clone()],
        vec![any, row(food, None, 367, Combined::Free)],
    ] {
        let refusal = books.refuses_deed(crate::support::words::ANA, table(bad));
        assert_eq!(refusal, Refusal::CombinationsUnreadable);
    }
}
