//! Funds, sources and agreements.

use crate::act::Act;
use crate::codes::{AgreementState, FundState, SourceKind};
use crate::command::{AddAgreement, Context, SourceDetails};
use crate::decide::sealed;
use crate::facts::Facts;
use crate::money::total;
use crate::refusal::Refusal;
use crate::rows::giving::{Agreement, Fund, Instalment, Source};
use crate::text::{Code, Text};

pub(super) fn open_fund(
    facts: &Facts,
    code: &Code,
    name: &Text,
    restricted: bool,
    context: &Context,
) -> Result<Act, Refusal> {
    if facts.funds.values().any(|fund| fund.code == code.as_str()) {
        return Err(Refusal::FundCodeTaken { code: code.as_str().to_owned() });
    }
    let seq = facts.next_seq;
    Ok(Act::new(seq, "fund.opened").with(Fund {
        seq,
        code: code.as_str().to_owned(),
        name: name.as_str().to_owned(),
        restricted,
        state: FundState::Open,
        opened_on: context.today,
        closed_on: None,
        version: 1,
        overdrawn_minor: 0,
    }))
}

pub(super) fn close_fund(
    facts: &Facts,
    fund: i64,
    version: i64,
    context: &Context,
) -> Result<Act, Refusal> {
    let found = facts.open_fund(fund)?;
    if found.version != version {
        return Err(Refusal::StaleVersion { version: found.version });
    }
    // Bank and obligations may cancel out: an approved payout or an unclear receipt still holds money here.
    let parts = (fund, String::new())..(fund.saturating_add(1), String::new());
    let holds = facts.pools.get(&fund).is_some_and(|pool| *pool != 0)
        || facts.pool_accounts.range(parts).any(|(_, part)| *part != 0)
        || facts.unclear.values().any(|income| income.fund_seq == fund);
    let has_lots =
        facts.lots.values().any(|lot| lot.fund_seq == fund && lot.left_quantity_minor != 0);
    if holds || has_lots || found.overdrawn_minor != 0 {
        return Err(Refusal::FundNotEmpty { fund });
    }
    Ok(Act::new(facts.next_seq, "fund.closed").with(Fund {
        state: FundState::Closed,
        closed_on: Some(context.today),
        version: version.saturating_add(1),
        ..found.clone()
    }))
}

pub(super) fn add_source(
    facts: &Facts,
    details: &SourceDetails,
    seq: i64,
    context: &Context,
) -> Result<Act, Refusal> {
    let source = source_row(seq, details, 1, true, context)?;
    debug_assert!(facts.next_seq <= seq, "a source takes a number that is still free");
    Ok(Act::new(seq, "source.added").with(source))
}

pub(super) fn edit_source(
    facts: &Facts,
    source: i64,
    version: i64,
    active: bool,
    details: &SourceDetails,
    context: &Context,
) -> Result<Act, Refusal> {
    let found = facts.sources.get(&source).ok_or(Refusal::SourceUnknown { source_seq: source })?;
    if found.version != version {
        return Err(Refusal::StaleVersion { version: found.version });
    }
    let was_person = found.kind == SourceKind::Person;
    if was_person && found.reference.is_none() {
        return Err(Refusal::PersonErased);
    }
    let mut row = source_row(source, details, version.saturating_add(1), active, context)?;
    if was_person && row.kind == SourceKind::Person {
        row.reference = found.reference;
        row.commitment = Some(sealed(&row));
    }
    Ok(Act::new(facts.next_seq, "source.edited").with(row))
}

/// A person's name is kept apart, in the vault or under a salt, so that it can be erased; the books know a reference.
fn source_row(
    seq: i64,
    details: &SourceDetails,
    version: i64,
    active: bool,
    context: &Context,
) -> Result<Source, Refusal> {
    let typed = details.name.as_ref().map(|name| name.as_str().to_owned());
    let private = details.kind == SourceKind::Person;
    let name = match (details.kind, &typed) {
        (SourceKind::Person, _) => format!("P-{seq}"),
        (SourceKind::Anonymous, None) => format!("A-{seq}"),
        (_, Some(name)) => name.clone(),
        (_, None) => return Err(Refusal::SourceNameMissing),
    };
    let mut row = Source {
        seq,
        kind: details.kind,
        name,
        identifier: if private {
            None
        } else {
            details.identifier.as_ref().map(|code| code.as_str().to_owned())
        },
        country: details.country.as_ref().map(|code| code.as_str().to_owned()),
        active,
        version,
        reference: private.then(|| context.reference(&format!("source/{seq}"))),
        private_name: if private { typed } else { None },
        salt: None,
        commitment: None,
    };
    if private {
        row.salt = Some(context.salt(&format!("source/{seq}"), version).to_vec());
        row.commitment = Some(sealed(&row));
    }
    Ok(row)
}

pub(super) fn add_agreement(facts: &Facts, add: &AddAgreement) -> Result<Act, Refusal> {
    facts.active_source(add.source)?;
    facts.open_fund(add.fund)?;
    if add.valid_to < add.valid_from || add.report_due_on.is_some_and(|due| due < add.valid_from) {
        return Err(Refusal::AgreementDates);
    }
    let promised_minor = add.promised.minor();
    if !add.instalments.is_empty() {
        let planned_minor = total(add.instalments.iter().map(|(_, amount)| amount.minor()))
            .ok_or(Refusal::AmountTooLarge)?;
        if planned_minor != promised_minor {
            return Err(Refusal::InstalmentsDiffer { promised_minor, planned_minor });
        }
    }
    let seq = facts.next_seq;
    let mut act = Act::new(seq, "agreement.added").with(Agreement {
        seq,
        source_seq: add.source,
        fund_seq: add.fund,
        kind: add.kind,
        number: add.number.as_str().to_owned(),
        signed_on: add.signed_on,
        currency: add.currency,
        promised_minor,
        valid_from: add.valid_from,
        valid_to: add.valid_to,
        report_due_on: add.report_due_on,
        unspent: add.unspent,
        booked_as: add.booked_as,
        restriction: add.restriction.as_ref().map(crate::restriction::Restriction::to_json),
        state: AgreementState::Active,
        version: 1,
        received_minor: 0,
    });
    act.extend(add.instalments.iter().zip(1_i64..).map(|((due_on, amount), line)| Instalment {
        seq,
        line,
        due_on: *due_on,
        amount_minor: amount.minor(),
    }));
    Ok(act)
}

pub(super) fn set_agreement_state(
    facts: &Facts,
    agreement: i64,
    version: i64,
    state: AgreementState,
) -> Result<Act, Refusal> {
    let found = facts.agreements.get(&agreement).ok_or(Refusal::AgreementUnknown { agreement })?;
    if found.version != version {
        return Err(Refusal::StaleVersion { version: found.version });
    }
    let allowed = matches!(
        (found.state, state),
        (AgreementState::Draft, AgreementState::Active)
            | (AgreementState::Active, AgreementState::Reported | AgreementState::Closed)
            | (AgreementState::Reported, AgreementState::Active | AgreementState::Closed)
    );
    if !allowed {
        return Err(Refusal::AgreementStep { from: found.state, to: state });
    }
    let row = Agreement { state, version: version.saturating_add(1), ..found.clone() };
    Ok(Act::new(facts.next_seq, "agreement.changed").with(row))
}
