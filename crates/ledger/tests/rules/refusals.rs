//! Every refusal is given by a real command: the table is compared with the list of names.

use std::collections::BTreeSet;

use almoner_ledger::codes::{Category, Method, Reason, ReviewFinding, Role};
use almoner_ledger::command::{
    ChosenLot, ChosenLots, Command, Deed, ExcludedRow, Means, ProposePayout, RecordIncome,
    SubmitRequest,
};
use almoner_ledger::decide::{Decided, Key, decide};
use almoner_ledger::facts::Series;
use almoner_ledger::month::Month;
use almoner_ledger::refusal::Refusal;
use almoner_proof::hash::sha256;
use uuid::Uuid;

use crate::assets::ASSETS;
use crate::chart::{desk, rule};
use crate::decision::{bands, close, reopen, two_months};
use crate::import::{file, two_gifts};
use crate::income::explanation;
use crate::members::MEMBERS;
use crate::opening::opening;
use crate::payout::pay;
use crate::refusals_identity::IDENTITY;
use crate::refusals_paying::PAYING;
use crate::refusals_tax::TAX;
use crate::refusals_year::YEAR;
use crate::support::books::Books;
use crate::support::load::rows;
use crate::support::words::{
    ACO, ANA, BANK, BORIS, CVETA, DESK, EUROS, RADE, RENT, TEA, Who, code, credit, day, debit,
    donation, entry, expense, in_euros, reverse, rice, source, text, transfer, unclear, units,
};
use crate::travel::TRAVEL;

pub(crate) type Case = (&'static str, fn(&mut Books) -> Refusal);

fn post(books: &mut Books, account: &str, denars: i64) -> Refusal {
    let fund = books.free;
    books.refuses(TEA, Command::PostEntry(expense(account, fund, denars)))
}

fn gift(books: &mut Books, change: fn(&mut RecordIncome)) -> Refusal {
    let mut income = donation(books.free, books.giver, 100);
    change(&mut income);
    books.refuses(TEA, Command::RecordIncome(income))
}

fn rich(books: &mut Books) {
    books.income(donation(books.free, books.giver, 500));
}

/// A payout in the free fund, approved.
fn approved(books: &mut Books) -> i64 {
    rich(books);
    let payout = books.proposed(books.free, 100);
    books.approved_by(ACO, payout);
    payout
}

fn propose(books: &mut Books, change: fn(&mut ProposePayout)) -> Refusal {
    let request = books.request(Category::Food, 100);
    let mut proposal = Books::proposal(request, books.free, 100);
    change(&mut proposal);
    books.refuses(CVETA, Command::ProposePayout(proposal))
}

const BOOKS_AND_PEOPLE: &[Case] = &[
    ("books-not-open", |_| Books::closed().refuses(TEA, source_of("X"))),
    ("books-already-open", |books| {
        books.refuses(ANA, Command::OpenBooks(crate::support::law::open_books()))
    }),
    ("two-admins", |_| {
        let mut open = crate::support::law::open_books();
        open.admins.pop();
        Books::closed().refuses(ANA, Command::OpenBooks(open))
    }),
    ("not-allowed", |books| books.refuses(CVETA, source_of("X"))),
    ("role-not-held", |books| books.refuses(Who("aco", Role::Treasurer), source_of("X"))),
    ("person-unknown", |books| {
        books.refuses(ANA, Command::DisablePerson { person: Uuid::nil(), version: 1 })
    }),
    ("login-taken", |books| {
        books.refuses(ANA, Command::AddPerson { login: code("tea"), name: text("Теа") })
    }),
    ("roles-exclude", |books| grant(books, TEA, Role::Approver)),
    ("role-held-already", |books| grant(books, TEA, Role::Treasurer)),
    ("grant-unknown", |books| {
        books.refuses(ANA, Command::RevokeRole { grant: 999, reason: Reason::Left })
    }),
    ("last-admins", |books| {
        books.refuses(ANA, Command::RevokeRole { grant: 0, reason: Reason::Left })
    }),
    ("token-unknown", |books| books.refuses(ANA, Command::RevokeToken { token: 999 })),
    ("session-too-long", |books| {
        let context = books.context(books.person(TEA), TEA);
        let expires_at = context.now + chrono::TimeDelta::hours(13);
        let role = Role::Treasurer;
        books.refuses(TEA, Command::BeginSession { role, hash: [1; 32], expires_at })
    }),
    ("token-too-long", |books| {
        let context = books.context(books.person(TEA), TEA);
        let expires_at = context.now + chrono::TimeDelta::days(400);
        let (person, role) = (books.person(TEA), Role::Treasurer);
        let label = text("laptop");
        let token = Command::IssueToken { person, role, label, hash: [1; 32], expires_at };
        books.refuses(TEA, token)
    }),
    ("token-for-another", |books| {
        let context = books.context(books.person(TEA), TEA);
        let expires_at = context.now + chrono::TimeDelta::days(30);
        let (person, role) = (books.person(TEA), Role::Treasurer);
        let label = text("laptop");
        let token = Command::IssueToken { person, role, label, hash: [1; 32], expires_at };
        books.refuses(ANA, token)
    }),
    ("same-person", |books| {
        rich(books);
        let last = books.facts.next_seq - 1;
        let propose = Command::ProposeDecision { deed: reverse(last), reason: None };
        let decision = books.does(TEA, propose);
        books.refuses(TEA, Command::ConfirmDecision { decision })
    }),
    ("decision-unknown", |books| books.refuses(TEA, Command::ConfirmDecision { decision: 999 })),
    ("bands-unreadable", |books| books.refuses_deed(ANA, bands(&[]))),
    ("key-reused", |books| {
        let key = Some(Key { hash: [5; 32] });
        let Ok(Decided::Acts(acts)) = books.decide(TEA, &source_of("X"), key) else {
            unreachable!()
        };
        books.take(&acts);
        books.decide(TEA, &source_of("Y"), key).unwrap_err()
    }),
];

fn source_of(name: &str) -> Command {
    source(almoner_ledger::codes::SourceKind::Company, name)
}

fn grant(books: &mut Books, who: Who, role: Role) -> Refusal {
    let person = books.person(who);
    let deed = Deed::GrantRole { person, role, until_at: None, why: Reason::Joined };
    books.refuses_deed(ANA, deed)
}

const CHART: &[Case] = &[
    ("account-unknown", |books| post(books, "12345", 1)),
    ("account-closed", |books| {
        books.does(TEA, Command::PutAccount(desk("1011", "101")));
        let mut off = desk("1011", "101");
        (off.active, off.version) = (false, Some(1));
        books.does(TEA, Command::PutAccount(off));
        let fund = books.free;
        books.refuses(TEA, Command::Transfer(transfer(BANK, "1011", fund, 1)))
    }),
    ("account-not-postable", |books| post(books, "100", 1)),
    ("account-taken", |books| books.refuses(TEA, Command::PutAccount(desk("1010", "101")))),
    ("account-shape", |books| books.refuses(TEA, Command::PutAccount(desk("9", "101")))),
    ("account-in-use", |books| {
        rich(books);
        let fund = books.free;
        books.does(TEA, Command::Transfer(transfer(BANK, DESK, fund, 1)));
        let mut off = desk(DESK, "101");
        (off.active, off.version) = (false, Some(1));
        books.refuses(TEA, Command::PutAccount(off))
    }),
    ("guarded-account", |books| post(books, "2910", 1)),
    ("wrong-account", |books| books.refuses(TEA, rule("aid/food", BANK, "2026-01-01"))),
    ("scheme-silent", |books| gift(books, |income| income.received_on = day("2005-01-01"))),
    ("stale-version", |books| {
        let fund = books.free;
        books.refuses(TEA, Command::CloseFund { fund, version: 7 })
    }),
];

const FUNDS: &[Case] = &[
    ("fund-unknown", |books| gift(books, |income| income.fund = 999)),
    ("fund-closed", |books| {
        let fund = books.free;
        books.does(TEA, Command::CloseFund { fund, version: 1 });
        gift(books, |_| ())
    }),
    ("fund-code-taken", |books| {
        let (code, name) = (code("FREE"), text("Друг"));
        books.refuses(TEA, Command::OpenFund { code, name, restricted: false })
    }),
    ("fund-not-empty", |books| {
        rich(books);
        let fund = books.free;
        books.refuses(TEA, Command::CloseFund { fund, version: 1 })
    }),
    ("fund-overdrawn", |books| {
        let overdrawn = crate::support::words::by_bank(expense(RENT, books.free, 5));
        books.does(TEA, Command::PostEntry(overdrawn));
        books.income(donation(books.food, books.giver, 500));
        post(books, RENT, 1)
    }),
    ("fund-short", |books| {
        books.income(donation(books.food, books.giver, 500));
        post(books, RENT, 1)
    }),
    ("restriction-forbids", |books| {
        let base = donation(books.free, books.giver, 100);
        books.income(RecordIncome { restriction: Some(Books::for_food()), ..base });
        post(books, RENT, 1)
    }),
    ("agreement-ended", |books| {
        let mut agreement = books.agreement(books.free, 100);
        agreement.valid_to = day("2026-03-04");
        let agreement = books.does(TEA, Command::AddAgreement(agreement));
        let base = donation(books.free, books.giver, 100);
        books.income(RecordIncome { agreement: Some(agreement), ..base });
        post(books, RENT, 1)
    }),
    ("goods-short", |books| {
        books.income(rice(donation(books.free, books.giver, 1), 2, 50));
        propose(books, |proposal| {
            (proposal.method, proposal.amount) = (Method::InKind, None);
            proposal.goods = Some((text("rice"), 3));
        })
    }),
    ("lot-no-longer-free", |books| {
        rich(books);
        let payout = books.proposed(books.free, 500);
        books.does(TEA, Command::PostEntry(expense(RENT, books.free, 1)));
        let approval = books.approval(payout);
        books.refuses(ACO, approval)
    }),
    ("not-delegated", |books| {
        let deed = deputy(books, Role::Admin, "2026-03-20");
        books.refuses_deed(ANA, deed)
    }),
    ("delegation-dates", |books| {
        let deed = deputy(books, Role::Approver, "2026-03-01");
        books.refuses_deed(ANA, deed)
    }),
    ("in-conflict", |books| {
        rich(books);
        let payout = books.proposed(books.free, 500);
        books.does(ACO, Command::DeclareConflict { payout });
        let approval = books.approval(payout);
        books.refuses(ACO, approval)
    }),
    ("role-too-young", |books| {
        rich(books);
        let late = Who("late", Role::Approver);
        books.hire(late);
        let payout = books.proposed(books.free, 500);
        let approval = books.approval(payout);
        books.refuses(late, approval)
    }),
    ("not-an-emergency", |books| {
        rich(books);
        let payout = books.proposed(books.free, 500);
        let glass = books.break_glass(payout);
        books.refuses(ACO, glass)
    }),
    ("emergency-above-cap", |books| {
        books.income(donation(books.free, books.giver, 20_000));
        let payout = books.urgent(books.free, 10_001);
        let glass = books.break_glass(payout);
        books.refuses(ACO, glass)
    }),
    ("emergency-shut", |books| {
        books.income(donation(books.free, books.giver, 2_000));
        let first = books.urgent(books.free, 500);
        let glass = books.break_glass(first);
        books.does(ACO, glass);
        books.today = day("2026-03-14");
        let second = books.urgent(books.free, 500);
        let glass = books.break_glass(second);
        books.refuses(ACO, glass)
    }),
    ("not-to-review", |books| {
        rich(books);
        let payout = books.proposed(books.free, 500);
        let finding = ReviewFinding::InOrder;
        books.refuses(TEA, Command::ReviewEmergency { payout, finding, note: None })
    }),
    ("lot-not-of-fund", |books| {
        rich(books);
        let request = books.request(Category::Food, 100);
        let lots = vec![ChosenLot { lot: 1, line: 1, quantity_minor: 10_000 }];
        let chosen = Some(ChosenLots { lots, why: Reason::GiverAsked, note: None });
        let proposal = ProposePayout { chosen, ..Books::proposal(request, books.free, 100) };
        books.refuses(CVETA, Command::ProposePayout(proposal))
    }),
    ("lots-do-not-add-up", |books| {
        let gift = books.income(donation(books.free, books.giver, 500));
        let request = books.request(Category::Food, 100);
        let lots = vec![ChosenLot { lot: gift, line: 1, quantity_minor: 9_900 }];
        let chosen = Some(ChosenLots { lots, why: Reason::GiverAsked, note: None });
        let proposal = ProposePayout { chosen, ..Books::proposal(request, books.free, 100) };
        books.refuses(CVETA, Command::ProposePayout(proposal))
    }),
    ("lot-already-drawn", |books| {
        let gift = books.income(donation(books.free, books.giver, 500));
        books.income(donation(books.food, books.giver, 500));
        books.does(TEA, Command::PostEntry(expense(RENT, books.free, 1)));
        books.refuses_deed(TEA, reverse(gift))
    }),
    ("increases-fund", |books| {
        let lines = vec![debit(BANK, books.free, 1), credit(RENT, books.free, 1)];
        books.refuses(TEA, Command::PostEntry(entry(lines)))
    }),
];

const GIVING: &[Case] = &[
    ("source-unknown", |books| gift(books, |income| income.source = Some(999))),
    ("source-inactive", |books| {
        let details = almoner_ledger::command::SourceDetails {
            kind: almoner_ledger::codes::SourceKind::Company,
            name: Some(text("Пекара")),
            identifier: None,
            country: None,
        };
        let (source, version) = (books.giver, 1);
        books.does(TEA, Command::EditSource { source, version, active: false, details });
        gift(books, |_| ())
    }),
    ("source-missing", |books| gift(books, |income| income.source = None)),
    ("source-name-missing", |books| {
        let details = almoner_ledger::command::SourceDetails {
            kind: almoner_ledger::codes::SourceKind::Company,
            name: None,
            identifier: None,
            country: None,
        };
        books.refuses(TEA, Command::AddSource(details))
    }),
    ("agreement-unknown", |books| gift(books, |income| income.agreement = Some(999))),
    ("agreement-not-active", |books| {
        let agreement = books.agreement(books.free, 500);
        let agreement = books.does(TEA, Command::AddAgreement(agreement));
        let state = almoner_ledger::codes::AgreementState::Reported;
        books.does(TEA, Command::SetAgreementState { agreement, version: 1, state });
        under(books, agreement, 1)
    }),
    ("agreement-of-another", |books| {
        let agreement = books.agreement(books.food, 500);
        let agreement = books.does(TEA, Command::AddAgreement(agreement));
        under(books, agreement, 1)
    }),
    ("agreement-dates", |books| {
        let mut agreement = books.agreement(books.free, 500);
        agreement.valid_to = day("2025-12-31");
        books.refuses(TEA, Command::AddAgreement(agreement))
    }),
    ("agreement-step", |books| {
        let agreement = books.agreement(books.free, 500);
        let agreement = books.does(TEA, Command::AddAgreement(agreement));
        let state = almoner_ledger::codes::AgreementState::Draft;
        books.refuses(TEA, Command::SetAgreementState { agreement, version: 1, state })
    }),
    ("beyond-promise", |books| {
        let agreement = books.agreement(books.free, 500);
        let agreement = books.does(TEA, Command::AddAgreement(agreement));
        under(books, agreement, 501)
    }),
    ("instalments-differ", |books| {
        let mut agreement = books.agreement(books.free, 500);
        agreement.instalments = vec![(day("2026-02-01"), units(1))];
        books.refuses(TEA, Command::AddAgreement(agreement))
    }),
];

fn under(books: &mut Books, agreement: i64, denars: i64) -> Refusal {
    let base = donation(books.free, books.giver, denars);
    let income = RecordIncome { agreement: Some(agreement), ..base };
    books.refuses(TEA, Command::RecordIncome(income))
}

const AMOUNTS_AND_DAYS: &[Case] = &[
    ("amount-too-large", |books| {
        let huge = in_euros(donation(books.free, books.giver, 1), 9_999_999_999, "61.5");
        books.refuses(TEA, Command::RecordIncome(huge))
    }),
    ("count-not-positive", |books| {
        let none = rice(donation(books.free, books.giver, 1), 0, 50);
        books.refuses(TEA, Command::RecordIncome(none))
    }),
    ("currency-mismatch", |books| {
        let fund = books.free;
        books.refuses(TEA, Command::Transfer(transfer(BANK, EUROS, fund, 1)))
    }),
    ("rate-missing", |books| {
        let account = EUROS.to_owned();
        let means = Means::Money { account, quantity: units(1), rate: None };
        let base = donation(books.free, books.giver, 1);
        books.refuses(TEA, Command::RecordIncome(RecordIncome { means, ..base }))
    }),
    ("rate-not-wanted", |books| {
        let account = BANK.to_owned();
        let rate = crate::support::words::rate("61.5");
        let means = Means::Money { account, quantity: units(1), rate };
        let base = donation(books.free, books.giver, 1);
        books.refuses(TEA, Command::RecordIncome(RecordIncome { means, ..base }))
    }),
    ("in-the-future", |books| gift(books, |income| income.received_on = day("2026-03-11"))),
    ("date-out-of-range", |books| gift(books, |income| income.received_on = day("1999-12-31"))),
    ("period-closed", |_| {
        let mut books = two_months();
        books.two(TEA, crate::support::words::TONI, close(202_601));
        gift(&mut books, |income| income.received_on = day("2026-01-31"))
    }),
    ("month-not-over", |books| books.refuses_deed(TEA, close(202_603))),
    ("month-out-of-order", |books| books.refuses_deed(TEA, reopen(202_601))),
    ("month-unknown", |books| books.refuses_deed(TEA, close(202_613))),
    ("unclear-receipts-left", |_| {
        let mut books = two_months();
        let mut receipt = unclear(books.free, 5);
        receipt.received_on = day("2026-01-20");
        books.income(receipt);
        books.refuses_deed(TEA, close(202_601))
    }),
];

const ENTRIES: &[Case] = &[
    ("too-few-lines", |books| books.refuses(TEA, Command::PostEntry(entry(Vec::new())))),
    ("too-many-lines", |books| {
        let fund = books.free;
        let mut lines = vec![debit(RENT, fund, 1); 500];
        lines.push(credit(BANK, fund, 500));
        books.refuses(TEA, Command::PostEntry(entry(lines)))
    }),
    ("unbalanced", |books| {
        let lines = vec![debit(RENT, books.free, 2), credit(BANK, books.free, 1)];
        books.refuses(TEA, Command::PostEntry(entry(lines)))
    }),
    ("fund-unbalanced", |books| {
        let lines = vec![debit(RENT, books.free, 1), credit(BANK, books.food, 1)];
        books.refuses(TEA, Command::PostEntry(entry(lines)))
    }),
    ("off-balance-mixed", |books| {
        let lines = vec![debit("990", books.free, 1), credit(BANK, books.free, 1)];
        books.refuses(TEA, Command::PostEntry(entry(lines)))
    }),
    ("cash-short", |books| {
        rich(books);
        let fund = books.free;
        books.does(TEA, Command::Transfer(transfer(BANK, DESK, fund, 1)));
        let mut early = entry(vec![debit(RENT, fund, 1), credit(DESK, fund, 1)]);
        early.booked_on = day("2026-03-03");
        books.refuses(TEA, Command::PostEntry(early))
    }),
    ("nothing-to-revalue", |books| {
        let anew = crate::exchange::anew(books.free, "61.5");
        books.refuses(TEA, Command::RevalueCurrency(anew))
    }),
    ("money-short", |books| post(books, RENT, 1)),
    ("same-account", |books| {
        let fund = books.free;
        books.refuses(TEA, Command::Transfer(transfer(BANK, BANK, fund, 1)))
    }),
    ("opening-once", |books| {
        let opened = opening(books);
        books.does(TEA, Command::RecordOpening(opened.clone()));
        books.refuses(TEA, Command::RecordOpening(opened))
    }),
    ("opening-lots", |books| {
        let mut opened = opening(books);
        opened.lots.pop();
        books.refuses(TEA, Command::RecordOpening(opened))
    }),
    ("opening-deferred", |books| {
        let mut opened = opening(books);
        opened.lots[1].restriction = None;
        books.refuses(TEA, Command::RecordOpening(opened))
    }),
    ("income-unknown", |books| {
        let told = explanation(999, books.free, books.giver);
        books.refuses(TEA, Command::ExplainReceipt(told))
    }),
    ("receipt-explained", |books| {
        let receipt = books.income(unclear(books.free, 5));
        let told = explanation(receipt, books.free, books.giver);
        books.does(TEA, Command::ExplainReceipt(told));
        books.refuses_deed(TEA, reverse(receipt))
    }),
    ("import-in-use", |books| {
        rich(books);
        let file = crate::import_requests::file(vec![crate::import_requests::need(1, 1)]);
        let import = books.does(CVETA, Command::ImportRequests(file));
        let request = books.facts.imports[&import].requests[0];
        books.does(CVETA, Command::ScreenRequest { request });
        let found = crate::support::words::units(10);
        books.does(CVETA, Books::assessment(request, found));
        let proposal = Books::proposal(request, books.free, 10);
        books.does(CVETA, Command::ProposePayout(proposal));
        let deed = crate::import_requests::undo(import);
        books.refuses(CVETA, Command::ProposeDecision { deed, reason: None })
    }),
    ("nothing-to-import", |books| {
        let mut empty = file(Vec::new());
        empty.excluded = vec![ExcludedRow { row: 1, reason: text("салдо") }];
        books.refuses(TEA, Command::ImportIncomes(empty))
    }),
    ("import-row", |books| {
        let mut bad = two_gifts(books);
        bad.rows[1].income.fund = 999;
        books.refuses(TEA, Command::ImportIncomes(bad))
    }),
    ("import-unknown", |books| {
        let why = Reason::Mistake;
        let deed = Deed::UndoImport { import: 999, booked_on: day("2026-03-09"), why };
        books.refuses_deed(TEA, deed)
    }),
    ("entry-unknown", |books| books.refuses_deed(TEA, reverse(999))),
    ("already-reversed", |books| {
        let gift = books.income(donation(books.free, books.giver, 1));
        books.two(TEA, ACO, reverse(gift));
        books.refuses_deed(TEA, reverse(gift))
    }),
    ("is-a-reversal", |books| {
        let gift = books.income(donation(books.free, books.giver, 1));
        let back = books.two(TEA, ACO, reverse(gift));
        books.refuses_deed(TEA, reverse(back))
    }),
    ("belongs-to-payout", |books| {
        let payout = approved(books);
        let entry = books.facts.payouts[&payout].obligation_seq.unwrap();
        books.refuses_deed(TEA, reverse(entry))
    }),
    ("reversal-before-entry", |books| {
        let entry = books.income(donation(books.free, books.giver, 1));
        let (booked_on, why) = (day("2026-03-01"), Reason::Mistake);
        books.refuses_deed(TEA, Deed::Reverse { entry, booked_on, why })
    }),
    ("numbers-exhausted", |books| {
        let context = books.context(books.person(TEA), TEA);
        let mut full = books.clone();
        full.facts.series.insert((Series::Entry, 2026), i64::MAX);
        let gift = Command::RecordIncome(donation(books.free, books.giver, 1));
        almoner_ledger::decide::decide(&full.facts, &gift, None, &context).unwrap_err()
    }),
];

const AID: &[Case] = &[
    ("recipient-unknown", |books| {
        let need = Books::need(Uuid::nil(), Category::Food, 1);
        books.refuses(CVETA, Command::SubmitRequest(need))
    }),
    ("birth-year", |books| {
        let birth_year = Some(1900);
        books.refuses(CVETA, Command::AddRecipient { household: None, birth_year })
    }),
    ("request-unknown", |books| propose(books, |proposal| proposal.request = 999)),
    ("request-step", |books| {
        let request = books.request(Category::Food, 1);
        let reject = Command::RejectRequest { request, reason: Reason::Duplicate, note: None };
        books.does(CVETA, reject.clone());
        books.refuses(CVETA, reject)
    }),
    ("beyond-request", |books| {
        let recipient = books.recipient();
        let need = Books::need(recipient, Category::Food, 1);
        let request = books.does(CVETA, Command::SubmitRequest(need));
        books.does(CVETA, Command::ScreenRequest { request });
        books.refuses(CVETA, Books::assessment(request, units(2)))
    }),
    ("beyond-finding", |books| {
        rich(books);
        propose(books, |proposal| proposal.amount = Some(units(101)))
    }),
    ("payout-unknown", |books| books.refuses(RADE, Command::SendPayout { payout: 999 })),
    ("payout-step", |books| {
        let payout = approved(books);
        books.refuses(RADE, Command::SendPayout { payout })
    }),
    ("payout-shape", |books| propose(books, |proposal| proposal.amount = None)),
    ("duty-done", |books| {
        rich(books);
        books.two(ANA, BORIS, bands(&[(None, 2)]));
        let payout = books.proposed(books.free, 100);
        books.approved_by(ACO, payout);
        let approval = books.approval(payout);
        books.refuses(ACO, approval)
    }),
    ("digest-differs", |books| {
        rich(books);
        let payout = books.proposed(books.free, 100);
        books.refuses(ACO, Command::ApprovePayout { payout, digest: [0; 32] })
    }),
    ("payout-changed", |books| {
        rich(books);
        let payout = books.proposed(books.free, 100);
        let (approval, context) = (books.approval(payout), books.context(books.person(ACO), ACO));
        let mut changed = books.facts.clone();
        changed.payouts.get_mut(&payout).unwrap().amount_minor = 1;
        almoner_ledger::decide::decide(&changed, &approval, None, &context).unwrap_err()
    }),
    ("reservation-expired", |books| {
        let payout = approved(books);
        books.today = day("2026-05-01");
        let release = books.release(payout);
        books.refuses(RADE, release)
    }),
    ("not-expired", |books| {
        let payout = approved(books);
        books.refuses(TEA, Command::ExpirePayout { payout })
    }),
    ("pay-method", |books| {
        let payout = approved(books);
        books.released_by(RADE, payout);
        books.refuses(TEA, pay(payout, Some(DESK), "2026-03-10"))
    }),
    ("before-release", |books| {
        let payout = approved(books);
        books.released_by(RADE, payout);
        books.refuses(TEA, pay(payout, Some(BANK), "2026-03-09"))
    }),
];

const REQUESTS: &[Case] = &[
    ("payee-missing", |books| {
        let mut need = Books::need(books.recipient(), Category::Rent, 1);
        need.payee_kind = almoner_ledger::codes::PayeeKind::Landlord;
        books.refuses(CVETA, Command::SubmitRequest(need))
    }),
    ("payee-not-public", |books| {
        let public = crate::identity::public(almoner_ledger::codes::PayeeKind::Landlord);
        books.refuses(CVETA, Command::AddPayee(Some(public)))
    }),
    ("payee-not-wanted", |books| {
        let payee = Some(books.payee().1);
        let need = SubmitRequest { payee, ..Books::need(books.recipient(), Category::Rent, 1) };
        books.refuses(CVETA, Command::SubmitRequest(need))
    }),
    ("payee-not-known", |books| {
        let payee = Some(books.recipient());
        let payee_kind = almoner_ledger::codes::PayeeKind::Landlord;
        let need = Books::need(books.recipient(), Category::Rent, 1);
        books.refuses(CVETA, Command::SubmitRequest(SubmitRequest { payee, payee_kind, ..need }))
    }),
    ("household-unknown", |books| {
        // The reference of a person is not that of their household.
        let household = Some(books.recipient());
        books.refuses(CVETA, Command::AddRecipient { household, birth_year: None })
    }),
    ("cannot-sign-alone", |books| {
        let child = books.recipient_like(None, Some(2015));
        books.refuses(CVETA, Command::SubmitRequest(Books::need(child, Category::Food, 1)))
    }),
    ("received-long-ago", |books| {
        let received_on = day("1900-01-01");
        let need = Books::need(books.recipient(), Category::Rent, 1);
        books.refuses(CVETA, Command::SubmitRequest(SubmitRequest { received_on, ..need }))
    }),
    ("recurring-shape", |books| {
        let mut need = Books::need(books.recipient(), Category::Rent, 1);
        need.recurring = crate::requests::each_months(13, "2027-12-31");
        books.refuses(CVETA, Command::SubmitRequest(need))
    }),
    ("not-recurring", |books| {
        let request = books.request(Category::Food, 1);
        let seen = almoner_ledger::command::Seen::default();
        books.refuses(CVETA, Command::RepeatRequest { request, seen })
    }),
    ("not-due-yet", |books| {
        let mut need = Books::need(books.recipient(), Category::Rent, 1);
        need.recurring = crate::requests::each_months(1, "2026-12-31");
        let request = books.assessed(need);
        let seen = almoner_ledger::command::Seen::default();
        books.refuses(CVETA, Command::RepeatRequest { request, seen })
    }),
    ("appeal-of-own", |books| {
        let request = books.request(Category::Food, 1);
        let reason = Reason::NotEligible;
        books.does(CVETA, Command::RejectRequest { request, reason, note: None });
        books.does(CVETA, Command::AppealRequest { request, grounds: text("unheard") });
        books.refuses(CVETA, Command::ScreenRequest { request })
    }),
    ("intake-done", |books| {
        rich(books);
        books.grant(Who("cveta", Role::Approver));
        let other = Who("vera", Role::CaseWorker);
        books.hire(other);
        let request = books.request(Category::Food, 100);
        let proposal = Books::proposal(request, books.free, 100);
        let payout = books.does(other, Command::ProposePayout(proposal));
        let approval = books.approval(payout);
        books.refuses(Who("cveta", Role::Approver), approval)
    }),
    ("evidence-size", |books| {
        let request = books.request(Category::Food, 1);
        let mut paper = crate::requests::paper(request, 1);
        paper.size_bytes = 0;
        books.refuses(CVETA, Command::AttachEvidence(paper))
    }),
    ("evidence-unknown", |books| {
        let request = books.request(Category::Food, 1);
        let asked = crate::identity::paper_of(books, request, 1);
        books.refuses(CVETA, Command::Reveal(asked))
    }),
    ("double-aid", |books| {
        rich(books);
        let request = crate::requests::doubled(books);
        books.refuses(CVETA, Books::assessment(request, units(10)))
    }),
    ("nothing-to-allow", |books| {
        let other = books.recipient();
        let request = books.request(Category::Food, 1);
        books.refuses(ACO, crate::requests::allow(request, other))
    }),
    ("pair-of-one", |books| {
        let one = books.recipient();
        books.refuses(ACO, crate::requests::judge(one, one))
    }),
    ("pair-judged", |books| {
        let (one, other) = (books.recipient(), books.recipient());
        books.does(ACO, crate::requests::judge(one, other));
        books.refuses(ACO, crate::requests::judge(other, one))
    }),
    ("combinations-unreadable", |books| {
        books.refuses_deed(ANA, crate::requests::table(Vec::new()))
    }),
];

fn cases() -> impl Iterator<Item = &'static Case> {
    let tables = [
        BOOKS_AND_PEOPLE,
        CHART,
        FUNDS,
        GIVING,
        MEMBERS,
        TRAVEL,
        ASSETS,
        AMOUNTS_AND_DAYS,
        ENTRIES,
        AID,
        REQUESTS,
        PAYING,
        TAX,
        YEAR,
        IDENTITY,
    ];
    tables.into_iter().flatten()
}

#[test]
fn each_refusal_is_given_by_a_command() {
    for (name, case) in cases() {
        let refusal = case(&mut Books::open());
        assert_eq!(refusal.name(), *name, "{refusal}");
        let sentence = refusal.to_string();
        assert!(!sentence.ends_with('.') && !sentence.contains('{'), "{sentence}");
    }
}

fn deputy(books: &Books, role: Role, until: &str) -> Deed {
    let time = |on: &str| day(on).and_hms_opt(9, 0, 0).unwrap().and_utc();
    Deed::Delegate {
        absent: books.person(ACO),
        deputy: books.person(CVETA),
        role,
        from_at: time("2026-03-11"),
        until_at: time(until),
        why: Reason::Other,
    }
}

#[test]
fn no_refusal_is_left_out() {
    let tried: BTreeSet<&str> = cases().map(|(name, _)| *name).collect();
    let known: BTreeSet<&str> = Refusal::NAMES.iter().copied().collect();
    assert_eq!(tried, known);
    assert_eq!(known.len(), Refusal::NAMES.len(), "a name stands for one refusal");
}

/// Somebody who was erased had a year of birth: it is not found out by trying all of them.
#[test]
fn what_was_asked_is_not_guessed_from_what_the_books_keep() {
    let mut books = Books::open();
    let key = Key { hash: [5; 32] };
    let asked = Command::AddRecipient { household: None, birth_year: Some(1980) };
    let person = books.person(CVETA);
    let context = books.context(person, CVETA);
    let decided = decide(&books.facts, &asked, Some(key), &context).unwrap();
    let Decided::Acts(acts) = decided else { panic!("{decided:?}") };
    let kept: Vec<_> = rows!(acts[0].rows, Idempotency).collect();
    assert_ne!(kept[0].key_hash, key.hash, "the key itself stands nowhere");
    let without = sha256(&[b"almoner/command/v2\n", &kept[0].key_hash, &asked.digest()]);
    assert!(![asked.digest(), without].iter().any(|guess| kept[0].digest == guess));
    books.take(&acts);
    let again = decide(&books.facts, &asked, Some(key), &context);
    assert_eq!(again, Ok(Decided::Earlier { seq: acts[0].seq }));
}

#[test]
fn a_refused_command_leaves_no_trace() {
    let mut books = Books::open();
    let (before, rows) = (books.facts.next_seq, books.rows.len());
    post(&mut books, RENT, 1);
    assert_eq!((books.facts.next_seq, books.rows.len()), (before, rows));
}

#[test]
fn the_same_request_twice_is_answered_and_not_repeated() {
    let mut books = Books::open();
    let key = Some(Key { hash: [5; 32] });
    let gift = Command::RecordIncome(donation(books.free, books.giver, 500));
    let Ok(Decided::Acts(acts)) = books.decide(TEA, &gift, key) else { unreachable!() };
    books.take(&acts);
    let seq = acts[0].seq;
    assert_eq!(books.decide(TEA, &gift, key), Ok(Decided::Earlier { seq }));
    let last = Month::parse("2026-03").unwrap();
    books.today = last.next().first_day();
    books.two(TEA, crate::support::words::TONI, close(202_603));
    assert_eq!(
        books.decide(TEA, &gift, key),
        Ok(Decided::Earlier { seq }),
        "what was accepted once stays accepted"
    );
    let other = Command::RecordIncome(donation(books.free, books.giver, 501));
    assert_eq!(books.decide(TEA, &other, key), Err(Refusal::KeyReused));
}
