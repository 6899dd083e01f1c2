//! Whom we help: a random reference, and what can be erased.

use chrono::Datelike as _;
use uuid::Uuid;

use crate::act::Act;
use crate::command::Context;
use crate::decide::sealed;
use crate::facts::Facts;
use crate::refusal::Refusal;
use crate::rows::aid::Recipient;

pub(in crate::decide) fn add(
    facts: &Facts,
    household: Option<Uuid>,
    birth_year: Option<i64>,
    context: &Context,
) -> Result<Act, Refusal> {
    let this_year = i64::from(context.today.year());
    if birth_year.is_some_and(|year| year < this_year.saturating_sub(120) || this_year < year) {
        return Err(Refusal::BirthYear);
    }
    let seq = facts.next_seq;
    let mut row = Recipient {
        seq,
        taken_by: context.actor.person,
        taken_on: context.today,
        reference: Some(context.reference("recipient")),
        household: Some(household.unwrap_or_else(|| context.reference("household"))),
        birth_year,
        salt: Some(context.salt("recipient", 1).to_vec()),
        commitment: Vec::new(),
        version: 1,
    };
    row.commitment = sealed(&row);
    Ok(Act::new(seq, "recipient.added").with(row))
}
