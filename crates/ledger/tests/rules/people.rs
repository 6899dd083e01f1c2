//! Who may do what, and who may not do it alone.

use almoner_ledger::authority::exclude;
use almoner_ledger::codes::{Reason, Role};
use almoner_ledger::command::{Command, Deed, HexHash};
use almoner_ledger::refusal::Refusal;
use chrono::{NaiveTime, TimeDelta};

use crate::support::books::Books;
use crate::support::words::{ACO, ANA, BORIS, CVETA, RADE, TEA, Who, code, text};

fn role(books: &Books, who: Who, role: Role) -> Deed {
    let person = books.person(who);
    Deed::GrantRole { person, role, until_at: None, why: Reason::Joined }
}

#[test]
fn books_are_opened_once_by_two_people() {
    let books = Books::closed();
    let open = |change: &dyn Fn(&mut almoner_ledger::command::OpenBooks)| {
        let mut command = crate::support::law::open_books();
        change(&mut command);
        books.decide(ANA, &Command::OpenBooks(command), None)
    };
    let alone = Err(Refusal::TwoAdmins);
    assert_eq!(open(&|books| drop(books.admins.pop())), alone);
    assert_eq!(open(&|books| books.admins[1].id = books.admins[0].id), alone);
    assert_eq!(open(&|books| books.admins[1].login = code("ana")), alone);
    assert_eq!(open(&|books| books.admins[1].name = text("ana")), alone);
    assert!(open(&|_| ()).is_ok());
}

#[test]
fn a_role_ends_with_its_grant_and_with_its_person() {
    let mut books = Books::open();
    let person = books.person(TEA);
    let fund = || Command::OpenFund { code: code("X"), name: text("X"), restricted: false };
    let found = books.facts.grants.values().find(|grant| grant.person_id == person);
    let grant = found.unwrap().seq;
    books.does(ANA, Command::RevokeRole { grant, reason: Reason::Left });
    let gone = Refusal::RoleNotHeld { role: Role::Treasurer };
    assert_eq!(books.refuses(TEA, fund()), gone);
    books.grant(TEA);
    books.does(ANA, Command::DisablePerson { person, version: 1 });
    assert_eq!(books.refuses(TEA, fund()), gone);
}

#[test]
fn a_role_given_for_a_time_ends_by_itself() {
    let mut books = Books::open();
    let person = books.person(CVETA);
    let until = books.today.and_time(NaiveTime::MIN).and_utc() + TimeDelta::days(2);
    let why = Reason::Joined;
    let deed = Deed::GrantRole { person, role: Role::Approver, until_at: Some(until), why };
    books.two(ANA, BORIS, deed);
    let now = |days| books.today.and_time(NaiveTime::MIN).and_utc() + TimeDelta::days(days);
    let holds = |at| books.facts.holds(person, Role::Approver, at);
    assert!(holds(now(1) + TimeDelta::hours(23)));
    assert!(!holds(now(2)));
}

#[test]
fn roles_that_check_each_other_are_not_joined() {
    let mut books = Books::open();
    for (who, asked) in [
        (ANA, Role::Treasurer),
        (TEA, Role::Approver),
        (TEA, Role::CaseWorker),
        (ACO, Role::Treasurer),
        (ACO, Role::Auditor),
        (RADE, Role::Admin),
    ] {
        let deed = role(&books, who, asked);
        assert_eq!(books.refuses_deed(ANA, deed), Refusal::RolesExclude { held: who.1, asked });
    }
    let deed = role(&books, TEA, Role::Releaser);
    books.two(ANA, BORIS, deed);
    for one in Role::ALL {
        for other in Role::ALL {
            assert_eq!(exclude(*one, *other), exclude(*other, *one), "{one} and {other}");
        }
    }
}

#[test]
fn two_administrators_remain() {
    let mut books = Books::open();
    let person = books.person(ANA);
    let disable = Command::DisablePerson { person, version: 1 };
    assert_eq!(books.refuses(BORIS, disable.clone()), Refusal::LastAdmins);
    let revoke = Command::RevokeRole { grant: -1, reason: Reason::Left };
    assert_eq!(books.refuses(ANA, revoke), Refusal::LastAdmins);
    books.hire(Who("dora", Role::Admin));
    books.does(BORIS, disable);
}

#[test]
fn a_token_is_for_a_role_held_now_and_for_a_year_at_most() {
    let mut books = Books::open();
    let issue = |who: Who, role, days| Command::IssueToken {
        person: books.person(who),
        role,
        label: text("laptop"),
        hash: [1; 32],
        expires_at: books.today.and_time(NaiveTime::from_hms_opt(9, 0, 0).unwrap()).and_utc()
            + TimeDelta::days(days),
    };
    let good = issue(TEA, Role::Treasurer, 366);
    let odd = [
        (issue(TEA, Role::Approver, 30), Refusal::RoleNotHeld { role: Role::Approver }),
        (issue(TEA, Role::Treasurer, 367), Refusal::TokenTooLong),
        (issue(TEA, Role::Treasurer, 0), Refusal::TokenTooLong),
    ];
    for (command, refusal) in odd {
        assert_eq!(books.refuses(TEA, command), refusal);
    }
    let token = books.does(TEA, good);
    books.does(BORIS, Command::RevokeToken { token });
    let again = books.refuses(ANA, Command::RevokeToken { token });
    assert_eq!(again, Refusal::TokenUnknown { token });
}

#[test]
fn a_session_is_ones_own_and_ends_within_hours() {
    let mut books = Books::open();
    let now = books.today.and_time(NaiveTime::from_hms_opt(9, 0, 0).unwrap()).and_utc();
    let begin = |role, hours| Command::BeginSession {
        role,
        hash: [2; 32],
        expires_at: now + TimeDelta::hours(hours),
    };
    let refused = books.refuses(TEA, begin(Role::Approver, 10));
    assert_eq!(refused, Refusal::RoleNotHeld { role: Role::Approver });
    let refused = books.refuses(TEA, begin(Role::Treasurer, 13));
    assert_eq!(refused, Refusal::SessionTooLong);
    let session = books.does(TEA, begin(Role::Treasurer, 10));
    let end = Command::EndSession { session };
    let refused = books.refuses(RADE, end.clone());
    assert_eq!(refused, Refusal::TokenUnknown { token: session });
    books.does(TEA, end.clone());
    assert_eq!(books.refuses(TEA, end), Refusal::TokenUnknown { token: session });
}

/// Whoever could issue a token to another could be that other: four eyes would be two.
#[test]
fn a_token_for_another_person_takes_two_administrators() {
    let mut books = Books::open();
    let expires_at = books.today.and_time(NaiveTime::from_hms_opt(9, 0, 0).unwrap()).and_utc()
        + TimeDelta::days(30);
    let person = books.person(TEA);
    let (role, hash) = (Role::Treasurer, [1; 32]);
    let alone = Command::IssueToken { person, role, label: text("laptop"), hash, expires_at };
    assert_eq!(books.refuses(ANA, alone), Refusal::TokenForAnother);
    let label = "laptop".to_owned();
    let deed = Deed::IssueToken { person, role, label, hash: HexHash(hash), expires_at };
    let decision = books.does(ANA, Command::ProposeDecision { deed, reason: None });
    assert_eq!(books.refuses(ANA, Command::ConfirmDecision { decision }), Refusal::SamePerson);
    books.does(BORIS, Command::ConfirmDecision { decision });
    assert!(books.facts.tokens.values().any(|token| token.person_id == person));
}
