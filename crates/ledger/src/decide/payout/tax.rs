//! The tax of a payout: checked before it is owed, listed before it is released, paid once the person has been paid.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::act::Act;
use crate::codes::{AccountRole, EntryKind, PayoutState, WarningCode};
use crate::command::{Context, Document};
use crate::decide::payout::pay::obligation;
use crate::decide::payout::{expect, found, moved, papers_of};
use crate::facts::Facts;
use crate::journal::{JournalEntry, Line};
use crate::refusal::Refusal;
use crate::rows::aid::{Payout, Warning};
use crate::tax;
use crate::text::Code;

const SIZE_MAX: usize = 200;

/// At the last approval: the law still says of the basis what it said, and its papers are there.
pub(super) fn check(facts: &Facts, payout: &Payout, on: NaiveDate) -> Result<(), Refusal> {
    let basis = payout.tax_basis;
    if tax::gross(facts, basis, payout.net_minor(), on)? != payout.amount_minor {
        return Err(Refusal::TaxChanged { payout: payout.seq });
    }
    let rule = tax::rule(facts, basis, on)?;
    match tax::papers_missing(rule, papers_of(facts, payout.request_seq)) {
        Some(wanted) => Err(Refusal::TaxDocumentMissing { basis, wanted: wanted.to_owned() }),
        None => Ok(()),
    }
}

/// What is taxed is not let go before the tax office has let it be paid, in an emergency neither.
pub(super) fn check_listed(payout: &Payout, number: Option<&str>) -> Result<(), Refusal> {
    if 0 < payout.tax_minor && number.is_none() {
        return Err(Refusal::TaxListMissing { payout: payout.seq });
    }
    Ok(())
}

pub(in crate::decide) fn note_list(
    facts: &Facts,
    payout: i64,
    number: &Code,
) -> Result<Act, Refusal> {
    let payout = found(facts, payout)?;
    expect(payout, &[PayoutState::Approved])?;
    check_taxed(payout)?;
    Ok(Act::new(facts.next_seq, "payout.tax_listed").with(Payout {
        tax_list_number: Some(number.as_str().to_owned()),
        ..moved(payout, PayoutState::Approved)
    }))
}

pub(super) fn check_taxed(payout: &Payout) -> Result<(), Refusal> {
    if payout.tax_minor == 0 {
        return Err(Refusal::NotTaxed { payout: payout.seq });
    }
    Ok(())
}

/// Pays the tax of payouts that have been paid, in one transfer.
pub(in crate::decide) fn pay(
    facts: &Facts,
    payouts: &[i64],
    account: &str,
    (paid_on, document): (NaiveDate, &Document),
    context: &Context,
) -> Result<Act, Refusal> {
    if payouts.is_empty() || SIZE_MAX < payouts.len() {
        return Err(Refusal::BatchSize);
    }
    if facts.postable(account)?.role != AccountRole::Bank {
        let (account, wanted) = (account.to_owned(), "a bank account");
        return Err(Refusal::WrongAccount { account, wanted });
    }
    let seq = facts.next_seq;
    let mut act = Act::new(seq, "tax.paid");
    let mut lines = Vec::new();
    let mut listed = BTreeSet::new();
    let mut rows = Vec::new();
    for payout in payouts {
        let payout = found(facts, *payout)?;
        let not_due = Refusal::TaxNotDue { payout: payout.seq };
        if !is_due(payout) || !listed.insert(payout.seq) {
            return Err(not_due);
        }
        let on = obligation(facts, payout)?.0;
        if paid_on < on {
            return Err(Refusal::BeforeRelease { on });
        }
        let owed = payout.tax_account.as_deref().ok_or(not_due)?;
        lines.push(Line::debit(owed, payout.fund_seq, payout.tax_minor));
        lines.push(Line::credit(account, payout.fund_seq, payout.tax_minor));
        rows.push(Payout { tax_paid_seq: Some(seq), ..moved(payout, payout.state) });
    }
    let (kind, document) = (EntryKind::AidTax, document.clone());
    let entry = JournalEntry::new(facts, context, kind, paid_on, document, lines)?;
    entry.check_money(facts)?;
    entry.write(facts, &mut act)?;
    act.extend(rows);
    Ok(act)
}

/// Tax is owed on what the person has; what came back whole took its tax along.
fn is_due(payout: &Payout) -> bool {
    let given = matches!(
        payout.state,
        PayoutState::Paid | PayoutState::Confirmed | PayoutState::PartlyReturned
    );
    given && 0 < payout.tax_minor && payout.tax_paid_seq.is_none()
}

/// At the proposal: the papers that the last approval will want.
pub(super) fn told(
    facts: &Facts,
    (payout, line): (&Payout, i64),
    context: &Context,
) -> Option<Warning> {
    let rule = tax::rule(facts, payout.tax_basis, context.today).ok()?;
    let wanted = tax::papers_missing(rule, papers_of(facts, payout.request_seq))?;
    Some(Warning {
        seq: payout.seq,
        line,
        payout_seq: payout.seq,
        code: WarningCode::TaxDocument,
        law_name: payout.tax_basis.code().to_owned(),
        law_value: wanted.to_owned(),
        verified: rule.verified,
        acknowledged: false,
    })
}

/// All of it came back, and its tax is with the tax office already.
pub(super) fn to_ask_back(
    facts: &Facts,
    (seq, payout): (i64, &Payout),
    on: NaiveDate,
) -> Option<Warning> {
    payout.tax_paid_seq?;
    let rate = facts.law_value(tax::RATE, on)?;
    Some(Warning {
        seq,
        line: 1,
        payout_seq: payout.seq,
        code: WarningCode::TaxToAskBack,
        law_name: tax::RATE.to_owned(),
        law_value: rate.value.clone(),
        verified: rate.verified,
        acknowledged: false,
    })
}
