//! Who is paid for another. The books know a number; of an organisation also the name that everybody may know.

use crate::act::Act;
use crate::codes::{PayeeKind, SubjectKind};
use crate::command::{Context, PublicPayee, Subject};
use crate::decide::{identity, sealed};
use crate::facts::Facts;
use crate::refusal::Refusal;
use crate::rows::identity::Payee;

pub(super) fn add(
    facts: &Facts,
    public: Option<&PublicPayee>,
    context: &Context,
) -> Result<Act, Refusal> {
    let seq = facts.next_seq;
    let row = Payee {
        seq,
        taken_by: context.actor.person,
        taken_on: context.today,
        reference: Some(context.reference("payee")),
        public_name: None,
        register_number: None,
        salt: Some(context.salt("payee", 1).to_vec()),
        commitment: Vec::new(),
        version: 1,
    };
    Ok(Act::new(seq, "payee.added").with(named(row, public)?))
}

pub(super) fn edit(
    facts: &Facts,
    (payee, version): (i64, i64),
    public: Option<&PublicPayee>,
) -> Result<Act, Refusal> {
    identity::known(facts, Subject { kind: SubjectKind::Payee, seq: payee })?;
    let found = facts.payees.get(&payee).ok_or(Refusal::PayeeUnknown { payee })?;
    if found.version != version {
        return Err(Refusal::StaleVersion { version: found.version });
    }
    if public.is_some() {
        let mut paid = facts.requests.values().filter(|request| request.payee == found.reference);
        paid.try_for_each(|request| fits(request.payee_kind))?;
    }
    let row = Payee { version: version.saturating_add(1), ..found.clone() };
    Ok(Act::new(facts.next_seq, "payee.edited").with(named(row, public)?))
}

fn named(mut row: Payee, public: Option<&PublicPayee>) -> Result<Payee, Refusal> {
    if let Some(public) = public {
        fits(public.kind)?;
    }
    row.public_name = public.map(|public| public.name.as_str().to_owned());
    let number = public.and_then(|public| public.register_number.as_ref());
    row.register_number = number.map(|number| number.as_str().to_owned());
    row.commitment = sealed(&row);
    Ok(row)
}

/// What may be a person has no name that everybody may know.
pub(super) const fn fits(kind: PayeeKind) -> Result<(), Refusal> {
    if kind.is_organisation() { Ok(()) } else { Err(Refusal::PayeeNotPublic { kind }) }
}
