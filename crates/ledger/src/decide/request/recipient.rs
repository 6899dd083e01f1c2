//! Whom we help: a random reference, and what can be erased.

use chrono::Datelike as _;
use uuid::Uuid;

use crate::act::Act;
use crate::command::Context;
use crate::decide::sealed;
use crate::facts::Facts;
use crate::refusal::Refusal;
use crate::rows::aid::Recipient;

/// Somebody who is taken in, as far as anything is known.
#[derive(Default)]
pub(in crate::decide) struct Newcomer {
    pub(in crate::decide) household: Option<Uuid>,
    pub(in crate::decide) birth_year: Option<i64>,
    /// By what a list of needs knows them and their household again.
    pub(in crate::decide) case_mark: Option<Vec<u8>>,
    pub(in crate::decide) household_mark: Option<Vec<u8>>,
}

pub(in crate::decide) fn take_in(
    facts: &Facts,
    known: Newcomer,
    context: &Context,
) -> Result<(Act, Recipient), Refusal> {
    let this_year = i64::from(context.today.year());
    let out = |year: i64| year < this_year.saturating_sub(120) || this_year < year;
    if known.birth_year.is_some_and(out) {
        return Err(Refusal::BirthYear);
    }
    if let Some(home) = known.household
        && !facts.recipients.values().any(|row| row.household == Some(home))
    {
        return Err(Refusal::HouseholdUnknown);
    }
    let seq = facts.next_seq;
    let reference = |noun: &str| context.reference(&format!("{noun}/{seq}"));
    let mut row = Recipient {
        seq,
        taken_by: context.actor.person,
        taken_on: context.today,
        reference: Some(reference("recipient")),
        household: Some(known.household.unwrap_or_else(|| reference("household"))),
        birth_year: known.birth_year,
        case_mark: known.case_mark,
        household_mark: known.household_mark,
        salt: Some(context.salt("recipient", seq).to_vec()),
        commitment: Vec::new(),
        version: 1,
    };
    row.commitment = sealed(&row);
    Ok((Act::new(seq, "recipient.added").with(row.clone()), row))
}
