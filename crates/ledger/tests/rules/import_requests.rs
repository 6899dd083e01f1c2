//! A list of needs comes in as a whole, knows its people again, and is taken back as a whole.

use almoner_ledger::codes::{Category, MatchHow, PayeeKind, Reason, RequestState, Signs, Urgency};
use almoner_ledger::command::{Command, Deed, ImportRequests, NeedRow, Seen, SeenMatch};
use almoner_ledger::refusal::Refusal;
use almoner_ledger::{Prospect, prospects};
use uuid::Uuid;

use crate::support::books::Books;
use crate::support::words::{ACO, CVETA, TEA, code, day, units};

pub(crate) fn need(row: u8, case: u8) -> NeedRow {
    NeedRow {
        row: i64::from(row),
        fingerprint: [row; 32],
        case: [case; 32],
        household: None,
        birth_year: Some(1980),
        category: Category::Food,
        urgency: Urgency::Normal,
        asked: units(10),
        received_on: day("2026-03-09"),
        target_group: None,
        municipality: None,
        payee_kind: PayeeKind::Oneself,
        payee: None,
        signs: Signs::Oneself,
        seen: Seen::default(),
    }
}

pub(crate) fn file(rows: Vec<NeedRow>) -> ImportRequests {
    ImportRequests {
        profile: code("requests-en"),
        file_hash: [3; 32],
        asked: [4; 32],
        rows_read: rows.len().try_into().unwrap(),
        excluded: Vec::new(),
        total: 0,
        rows,
    }
}

pub(crate) fn undo(import: i64) -> Deed {
    Deed::UndoImport { import, booked_on: day("2026-03-09"), why: Reason::Mistake }
}

fn take(books: &mut Books, rows: Vec<NeedRow>) -> i64 {
    books.does(CVETA, Command::ImportRequests(file(rows)))
}

fn whose(books: &Books, import: i64) -> Vec<Uuid> {
    let requests = books.facts.imports[&import].requests.iter();
    requests.map(|request| books.facts.requests[request].recipient.unwrap()).collect()
}

#[test]
fn a_case_is_one_person_in_every_file() {
    let mut books = Books::open();
    let first = take(&mut books, vec![need(1, 1), need(2, 2), need(3, 1)]);
    let people = whose(&books, first);
    assert_eq!(people[0], people[2]);
    assert_ne!(people[0], people[1]);
    let longer = take(&mut books, vec![need(1, 1), need(4, 2)]);
    assert_eq!(whose(&books, longer), [people[1]], "what is known is left alone");
    let known = &books.facts.imports[&longer].import;
    assert_eq!((known.rows_new, known.rows_known), (1, 1));
    let again = Command::ImportRequests(file(vec![need(1, 1), need(4, 2)]));
    assert_eq!(books.refuses(CVETA, again), Refusal::NothingToImport);
}

#[test]
fn a_household_is_shared_within_a_file_and_beyond_it() {
    let mut books = Books::open();
    let of = |row, case| NeedRow { household: Some([9; 32]), ..need(row, case) };
    let first = take(&mut books, vec![of(1, 1), of(2, 2), need(3, 3)]);
    let second = take(&mut books, vec![of(4, 4)]);
    let people = [whose(&books, first), whose(&books, second)].concat();
    let households: Vec<_> =
        people.iter().map(|who| books.facts.recipients[who].household).collect();
    assert_eq!(households[0], households[1]);
    assert_eq!(households[0], households[3]);
    assert_ne!(households[0], households[2]);
}

#[test]
fn one_bad_need_keeps_the_whole_file_out_and_every_row_hears_why() {
    let mut books = Books::open();
    let child = NeedRow { birth_year: Some(2015), ..need(2, 2) };
    let bad = file(vec![need(1, 1), child, need(1, 1)]);
    let refusal = books.refuses(CVETA, Command::ImportRequests(bad.clone()));
    let why = Box::new(Refusal::CannotSignAlone);
    assert_eq!(refusal, Refusal::ImportRow { row: 2, refusal: why });
    let told = prospects(&books.facts, &bad, &books.context(books.person(CVETA), CVETA));
    assert!(matches!(told[0], Prospect::New { recipient: None, .. }), "{told:?}");
    assert_eq!(told[1], Prospect::Refused(Refusal::CannotSignAlone));
    assert_eq!(told[2], Prospect::Known, "it stands in the file twice");
}

#[test]
fn other_aid_is_found_row_by_row() {
    let mut books = Books::open();
    let first = take(&mut books, vec![need(1, 1)]);
    let other = whose(&books, first)[0];
    let matches = vec![SeenMatch { how: MatchHow::Phone, other }];
    let seen = Seen { checked: true, matches, ..Seen::default() };
    let wanted = file(vec![need(2, 1), NeedRow { seen, ..need(3, 3) }, need(4, 3)]);
    let told = prospects(&books.facts, &wanted, &books.context(books.person(CVETA), CVETA));
    let foretold: Vec<Vec<(MatchHow, Option<i64>)>> = told
        .iter()
        .map(|one| match one {
            Prospect::New { alike, .. } => {
                alike.iter().map(|alike| (alike.found.how, alike.row)).collect()
            }
            Prospect::Known | Prospect::Refused(_) => Vec::new(),
        })
        .collect();
    let (person, phone) = (MatchHow::Person, (MatchHow::Phone, None));
    // What answers a row of the file has no number yet: the row is named.
    let of_row = vec![(person, Some(3))];
    assert_eq!(foretold[0], [(person, None)]);
    assert_eq!(foretold[1], [phone, (MatchHow::Phone, Some(2))]);
    assert_eq!(foretold[2], of_row);
    let import = books.does(CVETA, Command::ImportRequests(wanted));
    let second = books.facts.imports[&import].requests[1];
    assert_eq!(books.facts.matches[&second].len(), 2, "as it was foretold");
    assert!(books.facts.requests[&second].identities_checked);
}

#[test]
fn two_persons_take_a_list_back_and_it_may_come_again() {
    let mut books = Books::open();
    let import = take(&mut books, vec![need(1, 1), need(2, 2)]);
    let people = whose(&books, import);
    let requests = books.facts.imports[&import].requests.clone();
    let reason = Reason::NeedPassed;
    books.does(CVETA, Command::CloseRequest { request: requests[0], reason, note: None });
    let alone = Command::ProposeDecision { deed: undo(import), reason: None };
    assert_eq!(books.refuses(TEA, alone).name(), "not-allowed");
    books.two(CVETA, ACO, undo(import));
    for request in requests {
        assert_eq!(books.facts.requests[&request].state, RequestState::Closed);
    }
    let again = take(&mut books, vec![need(1, 1), need(2, 2)]);
    assert_eq!(whose(&books, again), people, "the people stayed");
}
