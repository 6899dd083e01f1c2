//! What comes back of a payment, all of it or part by part: the lot that was drawn last is filled first.

use std::collections::BTreeMap;

use chrono::{Datelike as _, NaiveDate};

use crate::act::Act;
use crate::codes::{AllocationEvent, EntryKind, Method, PayoutState, Reason};
use crate::command::{Context, Document, Part};
use crate::decide::overdraft;
use crate::decide::payout::pay::{money_of, obligation};
use crate::decide::payout::{allocate, draws, event, expect, found, moved, reopen_request, tax};
use crate::draw::{self, Draw};
use crate::facts::{Booked, Facts};
use crate::journal::{JournalEntry, Line};
use crate::refusal::Refusal;
use crate::rows::aid::Payout;
use crate::rows::journal::{Posting, Reversal};

/// Money or goods that came back: in the same year the entries are undone as far as it goes; later, booked as the scheme
/// says.
pub(in crate::decide) fn take_back(
    facts: &Facts,
    payout: i64,
    part: Option<Part>,
    account: Option<&str>,
    (returned_on, document): (NaiveDate, &Document),
    context: &Context,
) -> Result<Act, Refusal> {
    let payout = found(facts, payout)?;
    expect(payout, &[PayoutState::Paid, PayoutState::Confirmed, PayoutState::PartlyReturned])?;
    facts.open_fund(payout.fund_seq)?;
    let (decided, obligation) = obligation(facts, payout)?;
    let payment = payment(facts, payout)?;
    if returned_on < payment.entry.booked_on {
        return Err(Refusal::BeforeRelease { on: payment.entry.booked_on });
    }
    let drawn = draws(facts, payout.seq)?;
    let left = out(&drawn).saturating_sub(payout.tax_minor);
    let left = left.saturating_sub(payout.returned_quantity);
    let quantity = wanted(payout, part, left)?;
    let whole = quantity == left;
    let came = last_first(&drawn, payout.returned_quantity, quantity);
    // Of what came back whole no tax is owed any more; what has been paid must be asked back.
    let tax_minor = if whole && payout.tax_paid_seq.is_none() { payout.tax_minor } else { 0 };
    let quantity = quantity.saturating_add(tax_minor);
    let back = last_first(&drawn, payout.returned_quantity, quantity);
    let mut lines: Vec<Line> = money_of(facts, payout, account, (&came, draw::value(&came)))?
        .iter()
        .map(|(account, minor)| Line::debit(account, payout.fund_seq, *minor))
        .collect();
    if let Some(owed) = payout.tax_account.as_deref().filter(|_| 0 < tax_minor) {
        lines.push(Line::debit(owed, payout.fund_seq, tax_minor));
    }
    let same_year = returned_on.year() == payment.entry.booked_on.year()
        && returned_on.year() == decided.year();
    lines.extend(if same_year {
        undone(obligation, payout, &back)?
    } else {
        prior_year(facts, payout, &back, returned_on)?
    });
    let (kind, on, document) = (EntryKind::AidReturn, returned_on, document.clone());
    let entry = JournalEntry::new(facts, context, kind, on, document, lines)?;
    let (name, state) = if whole {
        ("payout.returned", PayoutState::Returned)
    } else {
        ("payout.partly_returned", PayoutState::PartlyReturned)
    };
    let seq = facts.next_seq;
    let mut act = Act::new(seq, name);
    entry.for_payout(payout.seq).write(facts, &mut act)?;
    let undoes_all = payout.tax_minor == tax_minor && payout.returned_quantity == 0;
    if same_year && whole && undoes_all {
        act.extend(reversals(seq, payout));
    }
    act.extend(allocate(seq, AllocationEvent::GiveBack, payout.seq, &back));
    overdraft::settle(facts, &mut act);
    act.push(Payout {
        returned_quantity: payout.returned_quantity.saturating_add(quantity),
        returned_minor: payout.returned_minor.saturating_add(draw::value(&back)),
        ..moved(payout, state)
    });
    act.push(event(seq, payout.seq, state, returned_on, Some(Reason::MoneyCameBack)));
    if whole {
        act.extend(tax::to_ask_back(facts, (seq, payout), returned_on));
        reopen_request(facts, &mut act, payout)?;
    }
    Ok(act)
}

fn payment<'a>(facts: &'a Facts, payout: &Payout) -> Result<&'a Booked, Refusal> {
    let payment = payout.payment_seq.and_then(|seq| facts.entries.get(&seq));
    payment.ok_or(Refusal::PayoutStep { state: payout.state })
}

/// What went out, in the units of the lots.
fn out(drawn: &[Draw]) -> i64 {
    drawn.iter().fold(0_i64, |sum, draw| sum.saturating_add(draw.quantity_minor))
}

/// How much of it comes back now; never more than is left.
fn wanted(payout: &Payout, part: Option<Part>, left: i64) -> Result<i64, Refusal> {
    let quantity = match (part, payout.method == Method::InKind) {
        (None, _) => left,
        (Some(Part::Money(amount)), false) => amount.minor(),
        (Some(Part::Goods(count)), true) if 0 < count => count,
        (Some(Part::Goods(_)), true) => return Err(Refusal::CountNotPositive),
        _ => return Err(Refusal::PayoutShape),
    };
    if left < quantity {
        let left_minor = payout.net_minor().saturating_sub(payout.returned_minor);
        return Err(Refusal::BeyondReturn { left_minor });
    }
    Ok(quantity)
}

/// So much of what was drawn, the last draw first, after so much has come back already.
fn last_first(drawn: &[Draw], already: i64, wanted: i64) -> Vec<Draw> {
    let sizes: Vec<(i64, i64)> =
        drawn.iter().map(|draw| (draw.quantity_minor, draw.value_minor)).collect();
    let back = draw::last_first(&sizes, already, wanted).into_iter();
    back.filter_map(|(at, quantity_minor, value_minor)| {
        drawn.get(at).map(|draw| Draw { quantity_minor, value_minor, ..draw.clone() })
    })
    .collect()
}

/// In the same year: the aid and the income it released are taken back, as far as the money came back.
fn undone(obligation: &[Posting], payout: &Payout, back: &[Draw]) -> Result<Vec<Line>, Refusal> {
    // The obligation begins with the aid it is for.
    let aid = obligation.iter().find(|posting| posting.line == 1);
    let aid = aid.ok_or(Refusal::PayoutChanged { payout: payout.seq })?;
    let mut lines = vec![Line::credit(&aid.account, payout.fund_seq, draw::value(back))];
    for line in draw::release_lines(back, payout.fund_seq) {
        lines.push(Line::credit(&line.account, line.fund, line.amount_minor));
    }
    Ok(lines)
}

fn reversals(seq: i64, payout: &Payout) -> impl Iterator<Item = Reversal> {
    let reversed = [payout.obligation_seq, payout.payment_seq].into_iter().flatten();
    let reason = Reason::MoneyCameBack;
    reversed.zip(1_i64..).map(move |(reversed_seq, line)| Reversal {
        seq,
        line,
        reversed_seq,
        reason,
    })
}

/// After the year: restricted money waits again for its purpose, the rest is this year's income.
fn prior_year(
    facts: &Facts,
    payout: &Payout,
    back: &[Draw],
    on: NaiveDate,
) -> Result<Vec<Line>, Refusal> {
    let mut sums: BTreeMap<String, i64> = BTreeMap::new();
    for draw in back {
        let account = match &draw.release {
            Some((deferred, _)) => deferred.clone(),
            None => facts.scheme("aid_returned/prior_year", on)?,
        };
        let sum = sums.entry(account).or_insert(0);
        *sum = sum.saturating_add(draw.value_minor);
    }
    Ok(sums
        .into_iter()
        .map(|(account, minor)| Line::credit(&account, payout.fund_seq, minor))
        .collect())
}
