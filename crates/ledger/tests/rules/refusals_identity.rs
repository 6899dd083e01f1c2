//! The refusals about identities, each given by a real command.

use almoner_ledger::codes::{Purpose, Reason, RevealScope, Role, SourceKind, SubjectKind};
use almoner_ledger::command::{Command, Deed, SetHold, Subject};
use almoner_ledger::decide::{Decided, Key};

use crate::identity::{erase, put, recipient, show};
use crate::refusals::Case;
use crate::support::words::{ACO, CVETA, RADE, TEA, Who, source, text};

const MILA: Who = Who("mila", Role::CaseWorker);

fn case(scope: RevealScope) -> impl Fn(Subject) -> Command {
    move |subject| Command::Reveal(show(subject, scope, Purpose::CaseWork))
}

pub(crate) const IDENTITY: &[Case] = &[
    ("payee-unknown", |books| {
        let payee = Subject { kind: SubjectKind::Payee, seq: 999 };
        books.refuses(CVETA, put(payee, 1))
    }),
    ("person-erased", |books| {
        let subject = recipient(books);
        books.two(CVETA, ACO, erase(subject, Reason::PersonAsked));
        books.refuses(CVETA, put(subject, 1))
    }),
    ("reveal-forbidden", |books| {
        let subject = recipient(books);
        books.refuses(ACO, case(RevealScope::Red)(subject))
    }),
    ("not-your-case", |books| {
        let subject = recipient(books);
        books.hire(MILA);
        books.refuses(MILA, case(RevealScope::Amber)(subject))
    }),
    ("reveal-reason-missing", |books| {
        let subject = recipient(books);
        books.refuses(ACO, case(RevealScope::Amber)(subject))
    }),
    ("reveal-purpose", |books| {
        let ask = show(recipient(books), RevealScope::Amber, Purpose::Payment);
        books.refuses(CVETA, Command::Reveal(ask))
    }),
    ("reveal-payout", |books| {
        let subject = recipient(books);
        let ask = show(subject, RevealScope::Payment, Purpose::Payment);
        books.refuses(RADE, Command::Reveal(ask))
    }),
    ("reveal-limit", |books| {
        let mut ask = show(recipient(books), RevealScope::Amber, Purpose::CaseWork);
        ask.subjects.extend((0..30).map(|_| recipient(books)).collect::<Vec<_>>());
        books.refuses(CVETA, Command::Reveal(ask))
    }),
    ("shown-already", |books| {
        let ask = case(RevealScope::Amber)(recipient(books));
        let key = Some(Key { hash: [3; 32] });
        let Ok(Decided::Acts(acts)) = books.decide(CVETA, &ask, key) else { unreachable!() };
        books.take(&acts);
        books.decide(CVETA, &ask, key).unwrap_err()
    }),
    ("nothing-to-reveal", |books| {
        let mut ask = show(recipient(books), RevealScope::Amber, Purpose::CaseWork);
        ask.subjects.clear();
        books.refuses(CVETA, Command::Reveal(ask))
    }),
    ("identity-version", |books| {
        let subject = recipient(books);
        books.refuses(CVETA, put(subject, 2))
    }),
    ("case-open", |books| {
        let request = books.request(almoner_ledger::codes::Category::Food, 1);
        let reference = books.facts.requests[&request].recipient.unwrap();
        let seq = books.facts.recipients[&reference].seq;
        let subject = Subject { kind: SubjectKind::Recipient, seq };
        books.refuses_deed(CVETA, erase(subject, Reason::PersonAsked))
    }),
    ("held", |books| {
        let subject = recipient(books);
        books.does(CVETA, Command::SetHold(SetHold { subject, held: true, why: text("спор") }));
        books.refuses_deed(CVETA, erase(subject, Reason::PersonAsked))
    }),
    ("erasure-reason", |books| {
        let subject = recipient(books);
        books.refuses_deed(CVETA, Deed::Erase { subjects: vec![subject], why: Reason::Mistake })
    }),
    ("not-yet-due", |books| {
        let subject = recipient(books);
        books.refuses_deed(CVETA, erase(subject, Reason::RetentionOver))
    }),
    ("not-a-person", |books| {
        let seq = books.does(TEA, source(SourceKind::Company, "Фирма"));
        books.refuses(TEA, put(Subject { kind: SubjectKind::Giver, seq }, 1))
    }),
];
