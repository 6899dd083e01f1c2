//! The register of members: from a day, until a day, and one who is in it is not erased.

use almoner_ledger::codes::{Reason, SourceKind, SubjectKind};
use almoner_ledger::command::{Command, Subject};
use almoner_ledger::refusal::Refusal;

use crate::identity::erase;
use crate::refusals::Case;
use crate::support::books::Books;
use crate::support::words::{CVETA, TEA, day, source};

fn join(source: i64, on: &str) -> Command {
    Command::AddMember { source, joined_on: day(on) }
}

fn leave(member: i64, on: &str) -> Command {
    Command::EndMembership { member, version: 1, left_on: day(on) }
}

/// Of those who joined, and the source of the one.
fn member(books: &mut Books) -> (i64, i64) {
    let person = books.does(TEA, source(SourceKind::Person, "Пример Член"));
    (books.does(TEA, join(person, "1998-05-01")), person)
}

#[test]
fn who_left_may_join_again_later_and_has_two_lines() {
    let mut books = Books::open();
    let (first, person) = member(&mut books);
    books.does(TEA, leave(first, "2025-12-31"));
    assert_eq!(books.refuses(TEA, leave(first, "2025-12-31")).name(), "member-left");
    let within = books.refuses(TEA, join(person, "2025-12-30"));
    assert_eq!(within, Refusal::AlreadyMember { source_seq: person });
    let second = books.does(TEA, join(person, "2025-12-31"));
    assert_eq!(books.facts.members[&first].left_on, Some(day("2025-12-31")));
    assert_eq!(books.facts.members[&second].left_on, None);
}

#[test]
fn nobody_joins_or_leaves_tomorrow() {
    let mut books = Books::open();
    let (first, _) = member(&mut books);
    let on = day("2026-03-11");
    let giver = books.giver;
    for command in [join(giver, "2026-03-11"), leave(first, "2026-03-11")] {
        assert_eq!(books.refuses(TEA, command), Refusal::InTheFuture { on });
    }
    let stale = Command::EndMembership { member: first, version: 2, left_on: day("2026-03-01") };
    assert_eq!(books.refuses(TEA, stale), Refusal::StaleVersion { version: 1 });
}

/// Who left is kept as long as who gave on that day.
#[test]
fn a_member_is_not_erased_and_who_left_when_the_time_is_over() {
    let mut books = Books::open();
    let (first, person) = member(&mut books);
    let subject = Subject { kind: SubjectKind::Giver, seq: person };
    let asked = erase(subject, Reason::PersonAsked);
    assert_eq!(books.refuses_deed(CVETA, asked), Refusal::StillMember { source_seq: person });
    books.does(TEA, leave(first, "2026-03-01"));
    let over = books.refuses_deed(CVETA, erase(subject, Reason::RetentionOver));
    assert_eq!(over.name(), "not-yet-due", "{over}");
}

pub(crate) const MEMBERS: &[Case] = &[
    ("member-unknown", |books| books.refuses(TEA, leave(999, "2026-03-01"))),
    ("member-nameless", |books| {
        let nobody = books.does(TEA, source(SourceKind::Anonymous, "Кутија"));
        books.refuses(TEA, join(nobody, "2026-03-01"))
    }),
    ("already-member", |books| {
        let (_, person) = member(books);
        books.refuses(TEA, join(person, "2026-03-01"))
    }),
    ("member-left", |books| {
        let (first, _) = member(books);
        books.does(TEA, leave(first, "2026-03-01"));
        books.refuses(TEA, leave(first, "2026-03-02"))
    }),
    ("membership-dates", |books| {
        let (first, _) = member(books);
        let early = books.refuses(TEA, leave(first, "1998-04-30"));
        let giver = books.giver;
        assert_eq!(books.refuses(TEA, join(giver, "1899-12-31")), early);
        early
    }),
    ("still-member", |books| {
        let (_, seq) = member(books);
        let subject = Subject { kind: SubjectKind::Giver, seq };
        books.refuses_deed(CVETA, erase(subject, Reason::PersonAsked))
    }),
];
