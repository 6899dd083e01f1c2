//! Opening the books: once, by two administrators, with the chart and the scheme of a law pack.

use chrono::Datelike as _;

use crate::act::Act;
use crate::codes::{PersonState, Role};
use crate::command::{Context, NewPerson, OpenBooks};
use crate::facts::Facts;
use crate::refusal::Refusal;
use crate::rows::books::{Books, SigningKey};
use crate::rows::people::{Person, RoleGrant};

pub(super) fn open(facts: &Facts, open: &OpenBooks, context: &Context) -> Result<Act, Refusal> {
    if facts.books.is_some() {
        return Err(Refusal::BooksAlreadyOpen);
    }
    let (first, second) = two_admins(open)?;
    if !(2000..=2100).contains(&context.today.year()) {
        return Err(Refusal::DateOutOfRange { on: context.today });
    }
    let seq = facts.next_seq;
    let mut act = Act::new(seq, "books.opened").with(Books {
        id: 1,
        uid: open.uid,
        name: open.name.as_str().to_owned(),
        currency: "MKD".to_owned(),
        time_zone: open.time_zone.as_str().to_owned(),
        origin: open.origin.as_str().to_owned(),
        demo: open.demo,
        law: open.law.as_str().to_owned(),
        opened_at: context.now,
        seq,
        version: 1,
    });
    act.push(SigningKey {
        seq,
        name: open.key_name.as_str().to_owned(),
        public_key: open.public_key.to_vec(),
    });
    for admin in [first, second] {
        act.push(Person {
            id: admin.id,
            login: admin.login.as_str().to_owned(),
            name: admin.name.as_str().to_owned(),
            state: PersonState::Active,
            seq,
            version: 1,
        });
    }
    // A grant is keyed by the act that made it; the two first ones share an act and take the numbers 0 and -1.
    for (admin, grant) in [(first, 0_i64), (second, -1)] {
        act.push(RoleGrant {
            seq: grant,
            person_id: admin.id,
            role: Role::Admin,
            granted_at: context.now,
            from_at: context.now,
            until_at: None,
            stands_in_for: None,
            revoked_seq: None,
            version: 1,
        });
    }
    bring_law(open, &mut act);
    Ok(act)
}

/// The chart, the scheme and the figures of the law pack, each under the number of the act.
fn bring_law(open: &OpenBooks, act: &mut Act) {
    let seq = act.seq;
    act.extend(open.accounts.iter().cloned().map(|mut account| {
        account.seq = seq;
        account.version = 1;
        account
    }));
    act.extend(open.rules.iter().cloned().map(|mut rule| {
        rule.seq = seq;
        rule.version = 1;
        rule
    }));
    act.extend(open.bands.iter().cloned().zip(1_i64..).map(|(mut band, line)| {
        band.seq = seq;
        band.line = line;
        band
    }));
    act.extend(open.values.iter().cloned().zip(1_i64..).map(|(mut value, line)| {
        value.seq = seq;
        value.line = line;
        value
    }));
    act.extend(open.combinations.iter().cloned().zip(1_i64..).map(|(mut row, line)| {
        row.seq = seq;
        row.line = line;
        row
    }));
    act.extend(open.tax_rules.iter().cloned().zip(1_i64..).map(|(mut row, line)| {
        row.seq = seq;
        row.line = line;
        row
    }));
}

fn two_admins(open: &OpenBooks) -> Result<(&NewPerson, &NewPerson), Refusal> {
    match open.admins.as_slice() {
        [first, second]
            if first.id != second.id
                && first.login != second.login
                && first.name != second.name =>
        {
            Ok((first, second))
        }
        _ => Err(Refusal::TwoAdmins),
    }
}
