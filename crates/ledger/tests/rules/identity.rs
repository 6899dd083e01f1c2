//! Identities: written and shown by those whose work it is, and erased by two without touching the books.

use almoner_ledger::codes::{
    Category, Method, NoteKind, PayeeKind, Purpose, Reason, RevealScope, SourceKind, SubjectKind,
};
use almoner_ledger::command::{
    Command, Deed, Paper, ProposePayout, PublicPayee, RecordIdentity, Reveal, SetHold, Subject,
    SubmitRequest,
};
use almoner_ledger::refusal::Refusal;
use almoner_ledger::rows::Row;
use chrono::{Days, Months};

use crate::payout::pay;
use crate::support::books::Books;
use crate::support::words::{ACO, BANK, CVETA, RADE, TEA, code, day, donation, source, text};

pub(crate) fn recipient(books: &mut Books) -> Subject {
    let seq = books.does(CVETA, Command::AddRecipient { household: None, birth_year: None });
    Subject { kind: SubjectKind::Recipient, seq }
}

pub(crate) fn giver(books: &mut Books) -> Subject {
    let seq = books.does(TEA, source(SourceKind::Person, "Петар Пример"));
    Subject { kind: SubjectKind::Giver, seq }
}

pub(crate) fn put(subject: Subject, version: i64) -> Command {
    let commitment = [9; 32];
    Command::RecordIdentity(RecordIdentity {
        subject,
        version,
        commitment,
        overrode: false,
        pays: true,
    })
}

pub(crate) fn show(subject: Subject, scope: RevealScope, purpose: Purpose) -> Reveal {
    Reveal {
        subjects: vec![subject],
        scope,
        purpose,
        payout: None,
        paper: None,
        income: None,
        why: None,
    }
}

/// A paper of a request, asked for in the name of whom it is about.
pub(crate) fn paper_of(books: &Books, request: i64, seq: i64) -> Reveal {
    let reference = books.facts.requests[&request].recipient.unwrap();
    let seq_of = books.facts.recipients[&reference].seq;
    let subject = Subject { kind: SubjectKind::Recipient, seq: seq_of };
    let asked = show(subject, RevealScope::Paper, Purpose::CaseWork);
    Reveal { paper: Some(Paper { request, seq }), ..asked }
}

pub(crate) fn erase(subject: Subject, why: Reason) -> Deed {
    Deed::Erase { subjects: vec![subject], why }
}

#[test]
fn an_identity_is_recorded_version_by_version() {
    let mut books = Books::open();
    let recipient = recipient(&mut books);
    books.does(CVETA, put(recipient, 1));
    books.does(CVETA, put(recipient, 2));
    let giver = giver(&mut books);
    books.does(TEA, put(giver, 1));
    assert_eq!(books.facts.identities[&recipient].version, 2);
}

#[test]
fn each_role_is_shown_what_its_work_needs() {
    let mut books = Books::open();
    let subject = recipient(&mut books);
    let giver = giver(&mut books);
    let all = show(subject, RevealScope::AmberRed, Purpose::CaseWork);
    books.does(CVETA, Command::Reveal(all));
    let asked = show(subject, RevealScope::Amber, Purpose::Approval);
    books.does(ACO, Command::Reveal(Reveal { why: Some(text("две лица?")), ..asked }));
    let gift = books.income(donation(books.free, books.giver, 500));
    let paper = show(giver, RevealScope::Amber, Purpose::GiverPapers);
    books.does(TEA, Command::Reveal(Reveal { income: Some(gift), ..paper }));
    let shown = books
        .rows
        .iter()
        .rev()
        .find_map(|row| if let Row::Reveal(row) = row { row.income_seq } else { None });
    assert_eq!(shown, Some(gift), "the paper's income is in the act");
    let other = show(giver, RevealScope::Amber, Purpose::Correction);
    let other = Command::Reveal(Reveal { income: Some(gift), ..other });
    assert_eq!(books.refuses(TEA, other).name(), "nothing-to-reveal");
    let notes = books.rows.iter().filter(|row| {
        if let Row::Note(note) = row { note.kind == NoteKind::Reason } else { false }
    });
    assert_eq!(notes.count(), 1);
    assert_eq!(books.facts.reveals.values().sum::<i64>(), 3);
}

#[test]
fn a_paper_is_shown_to_who_works_on_the_case_and_who_approves() {
    let mut books = Books::open();
    let request = books.request(Category::Food, 100);
    let seq = books.does(CVETA, Command::AttachEvidence(crate::requests::paper(request, 1)));
    let asked = || paper_of(&books, request, seq);
    let (own, without) = (Command::Reveal(asked()), Command::Reveal(asked()));
    let with = Command::Reveal(Reveal { why: Some(text("профактура")), ..asked() });
    let apart = Command::Reveal(Reveal { paper: None, ..asked() });
    let amber = Command::Reveal(Reveal { scope: RevealScope::Amber, ..asked() });
    books.does(CVETA, own);
    let shown = books
        .rows
        .iter()
        .rev()
        .find_map(|row| if let Row::Reveal(row) = row { row.evidence_seq } else { None });
    assert_eq!(shown, Some(seq));
    assert_eq!(books.refuses(ACO, without).name(), "reveal-reason-missing");
    books.does(ACO, with.clone());
    assert_eq!(books.refuses(RADE, with).name(), "reveal-forbidden");
    for unfit in [apart, amber] {
        assert_eq!(books.refuses(CVETA, unfit).name(), "nothing-to-reveal");
    }
}

#[test]
fn a_releaser_sees_who_is_paid_while_it_is_paid() {
    let mut books = Books::open();
    books.income(donation(books.free, books.giver, 500));
    let request = books.request(Category::Food, 100);
    let found = books.facts.requests[&request].recipient;
    let row = books.facts.recipients[&found.unwrap()].clone();
    let proposal = Books::proposal(request, books.free, 100);
    let payout = books.does(CVETA, Command::ProposePayout(proposal));
    let subject = Subject { kind: SubjectKind::Recipient, seq: row.seq };
    let ask = Command::Reveal(Reveal {
        payout: Some(payout),
        ..show(subject, RevealScope::Payment, Purpose::Payment)
    });
    assert_eq!(books.refuses(RADE, ask.clone()).name(), "reveal-payout");
    books.approved_by(ACO, payout);
    books.does(RADE, ask);
    assert!(books.facts.reveals.is_empty(), "what is paid does not count against the day");
}

#[test]
fn no_word_goes_around_the_limit_of_a_day() {
    let mut books = Books::open();
    let subject = recipient(&mut books);
    for purpose in [Purpose::Payment, Purpose::PaymentList] {
        for (who, scope) in
            [(CVETA, RevealScope::AmberRed), (ACO, RevealScope::Amber), (RADE, RevealScope::Amber)]
        {
            let ask = Reveal { why: Some(text("исплата")), ..show(subject, scope, purpose) };
            assert_eq!(books.refuses(who, Command::Reveal(ask)).name(), "reveal-purpose");
        }
    }
    let list = show(subject, RevealScope::Payment, Purpose::PaymentList);
    assert_eq!(books.refuses(RADE, Command::Reveal(list)).name(), "reveal-purpose");
    let unbound = show(subject, RevealScope::Payment, Purpose::Payment);
    assert_eq!(books.refuses(RADE, Command::Reveal(unbound)).name(), "reveal-payout");
}

#[test]
fn the_count_of_a_day_ends_with_it() {
    let mut books = Books::open();
    let subject = recipient(&mut books);
    let ask = || Command::Reveal(show(subject, RevealScope::Amber, Purpose::CaseWork));
    for _ in 0..30 {
        books.does(CVETA, ask());
    }
    assert_eq!(books.refuses(CVETA, ask()).name(), "reveal-limit");
    books.today = books.today.succ_opt().unwrap();
    books.does(CVETA, ask());
}

#[test]
fn erasing_empties_what_can_be_and_the_rest_stays() {
    let mut books = Books::open();
    let request = books.request(Category::Food, 100);
    let reference = books.facts.requests[&request].recipient.unwrap();
    let seq = books.facts.recipients[&reference].seq;
    let subject = Subject { kind: SubjectKind::Recipient, seq };
    let reject = Command::RejectRequest { request, reason: Reason::NeedPassed, note: None };
    books.does(CVETA, reject);
    books.two(CVETA, ACO, erase(subject, Reason::PersonAsked));
    assert!(!books.facts.recipients.contains_key(&reference));
    assert_eq!(books.facts.requests[&request].recipient, None);
    assert_eq!(books.facts.requests[&request].asked_minor, 10_000);
}

#[test]
fn time_alone_erases_nobody_whose_time_is_not_over() {
    let mut books = Books::open();
    let subject = recipient(&mut books);
    let deed = || erase(subject, Reason::RetentionOver);
    assert_eq!(books.refuses_deed(CVETA, deed()).name(), "not-yet-due");
    books.today = day("2028-03-10");
    assert_eq!(books.refuses_deed(CVETA, deed()).name(), "not-yet-due");
    books.today = day("2028-03-11");
    books.two(CVETA, ACO, deed());
}

/// A landlord of a tenant, with a payout of their rent.
fn landlord(books: &mut Books) -> (Subject, i64) {
    books.income(donation(books.free, books.giver, 500));
    let seq = books.does(CVETA, Command::AddPayee(None));
    let landlord = Subject { kind: SubjectKind::Payee, seq };
    let recipient = books.recipient();
    let need = SubmitRequest {
        payee_kind: PayeeKind::Landlord,
        payee: books.facts.reference_of(landlord),
        ..Books::need(recipient, Category::Rent, 100)
    };
    let request = books.assessed(need);
    let base = Books::proposal(request, books.free, 100);
    let rent = ProposePayout { method: Method::ThirdParty, ..base };
    (landlord, books.does(CVETA, Command::ProposePayout(rent)))
}

#[test]
fn who_is_still_to_be_paid_is_not_erased() {
    let mut books = Books::open();
    let (landlord, payout) = landlord(&mut books);
    let deed = || erase(landlord, Reason::PersonAsked);
    let open = Refusal::CaseOpen { subject: landlord.seq };
    assert_eq!(books.refuses_deed(CVETA, deed()), open);
    books.approved_by(ACO, payout);
    books.released_by(RADE, payout);
    assert_eq!(books.refuses_deed(CVETA, deed()), open);
    books.does(TEA, pay(payout, Some(BANK), "2026-03-10"));
    books.does(RADE, Command::ConfirmPayout { payout, confirmed_on: books.today, receipt: None });
    books.two(CVETA, ACO, deed());
}

pub(crate) fn public(kind: PayeeKind) -> PublicPayee {
    PublicPayee {
        kind, name: text("Аптека Пример"), register_number: Some(code("0000017"))
    }
}

#[test]
fn only_an_organisation_has_a_public_name() {
    let mut books = Books::open();
    for kind in [PayeeKind::Oneself, PayeeKind::Landlord, PayeeKind::Other] {
        let refused = books.refuses(CVETA, Command::AddPayee(Some(public(kind))));
        assert_eq!(refused, Refusal::PayeeNotPublic { kind });
    }
    let payee = books.does(CVETA, Command::AddPayee(Some(public(PayeeKind::Pharmacy))));
    assert_eq!(books.facts.payees[&payee].public_name.as_deref(), Some("Аптека Пример"));
    // Nobody is paid by it as a person.
    let subject = Subject { kind: SubjectKind::Payee, seq: payee };
    let recipient = books.recipient();
    let rent = SubmitRequest {
        payee_kind: PayeeKind::Landlord,
        payee: books.facts.reference_of(subject),
        ..Books::need(recipient, Category::Rent, 100)
    };
    let refused = books.refuses(CVETA, Command::SubmitRequest(rent.clone()));
    assert_eq!(refused, Refusal::PayeeNotPublic { kind: PayeeKind::Landlord });
    let edit = |version, public| Command::EditPayee { payee, version, public };
    books.does(CVETA, edit(1, None));
    assert_eq!(books.facts.payees[&payee].register_number, None);
    assert_eq!(books.refuses(CVETA, edit(1, None)), Refusal::StaleVersion { version: 2 });
    // Nor has a name who was once paid as a person.
    books.does(CVETA, Command::SubmitRequest(rent));
    let refused = books.refuses(CVETA, edit(2, Some(public(PayeeKind::Shop))));
    assert_eq!(refused, Refusal::PayeeNotPublic { kind: PayeeKind::Landlord });
    let nobody = Command::EditPayee { payee: 9_999, version: 1, public: None };
    assert_eq!(books.refuses(CVETA, nobody), Refusal::PayeeUnknown { payee: 9_999 });
}

#[test]
fn a_payee_is_kept_from_the_last_that_was_paid_to_them() {
    let mut books = Books::open();
    let registered = books.today;
    let years = |count: u32| registered.checked_add_months(Months::new(12 * count)).unwrap();
    let seq = books.does(CVETA, Command::AddPayee(None));
    let unpaid = Subject { kind: SubjectKind::Payee, seq };
    let (landlord, payout) = landlord(&mut books);
    books.approved_by(ACO, payout);
    books.released_by(RADE, payout);
    books.does(TEA, pay(payout, Some(BANK), "2026-03-10"));
    books.does(RADE, Command::ConfirmPayout { payout, confirmed_on: books.today, receipt: None });
    let figure = books.facts.law_number("retention_vouchers", books.today).unwrap();
    books.today = years(u32::try_from(figure).unwrap()) + Days::new(1);
    let early = books.refuses_deed(CVETA, erase(landlord, Reason::RetentionOver));
    assert_eq!(early.name(), "not-yet-due");
    books.two(CVETA, ACO, erase(unpaid, Reason::RetentionOver));
}

#[test]
fn a_hold_keeps_and_its_end_lets_go() {
    let mut books = Books::open();
    let subject = recipient(&mut books);
    let hold = |held| Command::SetHold(SetHold { subject, held, why: text("спор") });
    books.does(CVETA, hold(true));
    let deed = || erase(subject, Reason::PersonAsked);
    assert_eq!(books.refuses_deed(CVETA, deed()).name(), "held");
    books.does(CVETA, hold(false));
    books.two(CVETA, ACO, deed());
}

#[test]
fn a_giver_who_is_erased_keeps_a_number_and_their_gifts() {
    let mut books = Books::open();
    let subject = giver(&mut books);
    books.income(donation(books.free, subject.seq, 500));
    assert_eq!(
        books.refuses_deed(TEA, erase(subject, Reason::RetentionOver)).name(),
        "not-yet-due"
    );
    books.two(TEA, ACO, erase(subject, Reason::PersonAsked));
    let source = &books.facts.sources[&subject.seq];
    assert_eq!((source.private_name.as_deref(), source.reference), (None, None));
    assert_eq!(source.name, format!("P-{}", subject.seq));
}
