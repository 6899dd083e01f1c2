//! What organisations promised and what went back to them, for machines, as the books knew it when its quarter was issued.

use almoner_ledger::codes::AgreementState;
use almoner_ledger::rows::giving::Agreement;
use almoner_reports::publish::agreed::{Agreed, Promise, Refund};
use almoner_reports::publish::open::Organisation;
use chrono::Datelike as _;

use super::open_income::organisation;
use super::publish::Span;
use super::released::Released;
use super::{ReportError, Task};

pub(super) async fn agreed(
    task: &Task<'_>,
    (ripe, released): (&[Span], &Released),
    home: &str,
) -> Result<Agreed, ReportError> {
    let Some(first) = ripe.first() else { return Ok(Agreed::default()) };
    let known_at = |span: &Span| released.income_of(span).unwrap_or(task.inputs.as_of_seq);
    let giver = |agreement: &Agreement| -> Option<Organisation> {
        organisation(task, task.inputs.facts.sources.get(&agreement.source_seq)?, home)
    };
    let agreements = &task.inputs.facts.agreements;
    let (mut promises, mut refunds) = (Vec::new(), Vec::new());
    for agreement in agreements.values() {
        let Some(organisation) = giver(agreement) else { continue };
        let day = agreement.signed_on;
        let signed_in = ripe.iter().find(|span| span.days.0 <= day && day <= span.days.1);
        // What was signed before the first quarter is known with it.
        let is_earlier = day < first.days.0;
        let Some(span) = signed_in.or(is_earlier.then_some(first)) else { continue };
        let is_signed = agreement.state != AgreementState::Draft;
        if is_signed && agreement.seq <= known_at(span) {
            promises.push(promise(task, agreement, (organisation, signed_in.is_some())).await?);
        }
    }
    for span in ripe {
        for row in task.store.refunds(span.days, known_at(span)).await? {
            let Some(organisation) = agreements.get(&row.agreement_seq).and_then(giver) else {
                continue;
            };
            let (number, fund, on) = (row.seq, row.fund_seq, row.booked_on);
            refunds.push(Refund { number, fund, on, minor: row.value_minor, organisation });
        }
    }
    Ok(Agreed { promises, refunds, from_year: first.days.0.year() })
}

async fn promise(
    task: &Task<'_>,
    agreement: &Agreement,
    (organisation, is_told): (Organisation, bool),
) -> Result<Promise, ReportError> {
    let found = task.store.agreement(agreement.seq).await?;
    let parts = found.map(|found| found.instalments).unwrap_or_default();
    Ok(Promise {
        number: agreement.seq,
        fund: agreement.fund_seq,
        organisation,
        currency: agreement.currency,
        minor: agreement.promised_minor,
        signed_on: agreement.signed_on,
        is_told,
        days: (agreement.valid_from, agreement.valid_to),
        parts: parts.into_iter().map(|part| (part.due_on, part.amount_minor)).collect(),
    })
}
