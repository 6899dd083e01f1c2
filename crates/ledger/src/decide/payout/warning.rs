//! What is allowed, but never silently: cash above what the law data warns of, and papers still to come.

use chrono::NaiveDate;

use crate::codes::{Method, WarningCode};
use crate::command::{Context, Seen};
use crate::decide::payout::steps::check_window;
use crate::decide::payout::tax;
use crate::facts::Facts;
use crate::month::Month;
use crate::refusal::Refusal;
use crate::restriction::Misfit;
use crate::rows::aid::{Payout, Warning};

/// The warnings that stand against letting a payout go today, with the name of the figure behind each.
fn standing(facts: &Facts, payout: &Payout, context: &Context) -> Vec<(WarningCode, &'static str)> {
    if payout.method != Method::Cash {
        return Vec::new();
    }
    let month = Month::of(context.today);
    let days = facts.cash_aid.range(month.first_day()..=month.last_day());
    let this_month = days.fold(payout.net_minor(), |sum, (_, minor)| sum.saturating_add(*minor));
    let asked = [
        (WarningCode::CashLimit, "aid_cash_payment_warning", payout.net_minor()),
        (WarningCode::CashMonth, "aid_cash_month_warning", this_month),
    ];
    asked
        .into_iter()
        .filter(|(_, name, sum)| {
            facts.law_number(name, context.today).is_some_and(|limit| limit < *sum)
        })
        .map(|(code, name, _)| (code, name))
        .collect()
}

fn rows(
    facts: &Facts,
    (seq, payout): (i64, &Payout),
    acknowledged: bool,
    context: &Context,
) -> Vec<Warning> {
    standing(facts, payout, context)
        .into_iter()
        .zip(1_i64..)
        .filter_map(|((code, name), line)| {
            let figure = facts.law_value(name, context.today)?;
            Some(Warning {
                seq,
                line,
                payout_seq: payout.seq,
                code,
                law_name: name.to_owned(),
                law_value: figure.value.clone(),
                verified: figure.verified,
                acknowledged,
            })
        })
        .collect()
}

/// At the proposal: told, so that another way can still be chosen.
pub(super) fn told(facts: &Facts, proposed: &Payout, context: &Context) -> Vec<Warning> {
    let mut told = rows(facts, (proposed.seq, proposed), false, context);
    let line = i64::try_from(told.len()).unwrap_or(0).saturating_add(1);
    told.extend(tax::told(facts, (proposed, line), context));
    told
}

/// At the payment: the bank has done it, on a day on which the giver of the money did not want it paid.
pub(super) fn outside_window(
    facts: &Facts,
    (seq, payout): (i64, &Payout),
    on: NaiveDate,
) -> Option<Warning> {
    let Err(Refusal::RestrictionForbids { misfit, .. }) = check_window(facts, payout, on) else {
        return None;
    };
    matches!(misfit, Misfit::BeforeWindow | Misfit::AfterWindow).then(|| Warning {
        seq,
        line: 1,
        payout_seq: payout.seq,
        code: WarningCode::OutsideWindow,
        law_name: "payment_window".to_owned(),
        law_value: on.to_string(),
        verified: true,
        acknowledged: false,
    })
}

/// At the payment: after it was signed, who is paid or what is asked was changed, and all the same it has been paid.
pub(super) fn changed((seq, line): (i64, i64), payout: &Payout) -> Option<Warning> {
    payout.changed_seq.map(|changed| Warning {
        seq,
        line,
        payout_seq: payout.seq,
        code: WarningCode::PayeeChanged,
        law_name: "changed".to_owned(),
        law_value: changed.to_string(),
        verified: true,
        acknowledged: false,
    })
}

/// At the release: each must have been acknowledged, and that it was stands in the leaf.
pub(super) fn acknowledged(
    facts: &Facts,
    released: (i64, &Payout),
    (acknowledge, seen): (&[WarningCode], &Seen),
    context: &Context,
) -> Result<Vec<Warning>, Refusal> {
    if seen.closed && !acknowledge.contains(&WarningCode::IdentitiesNotChecked) {
        return Err(Refusal::IdentitiesNotChecked);
    }
    for (warning, name) in standing(facts, released.1, context) {
        if !acknowledge.contains(&warning) {
            let limit_minor = facts.law_number(name, context.today).unwrap_or(0);
            return Err(Refusal::AcknowledgementMissing { warning, limit_minor });
        }
    }
    let mut told = rows(facts, released, true, context);
    if seen.closed {
        told.push(Warning {
            seq: released.0,
            line: i64::try_from(told.len()).unwrap_or(0).saturating_add(1),
            payout_seq: released.1.seq,
            code: WarningCode::IdentitiesNotChecked,
            law_name: "vault".to_owned(),
            law_value: "locked".to_owned(),
            verified: false,
            acknowledged: true,
        });
    }
    Ok(told)
}
