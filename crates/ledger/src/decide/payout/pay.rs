//! Money that moved: the payment on the bank's date, and what comes back.

use std::collections::BTreeMap;

use chrono::{Datelike as _, NaiveDate};

use crate::act::Act;
use crate::codes::{
    AccountRole, AllocationEvent, EntryKind, Method, PayoutState, Reason, RequestState,
};
use crate::command::{Context, Document};
use crate::decide::overdraft;
use crate::decide::payout::{allocate, draws, event, expect, found, moved, with_request};
use crate::draw::Draw;
use crate::facts::Facts;
use crate::journal::{JournalEntry, Line, mirrored};
use crate::refusal::Refusal;
use crate::rows::aid::Payout;
use crate::rows::journal::{Posting, Reversal};

pub(in crate::decide) fn pay(
    facts: &Facts,
    payout: i64,
    account: Option<&str>,
    (paid_on, document): (NaiveDate, &Document),
    context: &Context,
) -> Result<Act, Refusal> {
    let payout = found(facts, payout)?;
    expect(payout, &[PayoutState::Released, PayoutState::Sent])?;
    let decided = obligation(facts, payout)?.0;
    if paid_on < decided {
        return Err(Refusal::BeforeRelease { on: decided });
    }
    let owed = payout
        .obligation_account
        .as_deref()
        .ok_or(Refusal::PayoutChanged { payout: payout.seq })?;
    let draws = draws(facts, payout.seq)?;
    let mut lines = vec![Line::debit(owed, payout.fund_seq, payout.amount_minor)];
    for (account, minor) in paid_from(facts, payout, account, &draws)? {
        lines.push(Line::credit(&account, payout.fund_seq, minor));
    }
    let entry =
        JournalEntry::new(facts, context, EntryKind::AidPayment, paid_on, document.clone(), lines)?;
    entry.check_money(facts)?;
    let seq = facts.next_seq;
    let mut act = Act::new(seq, "payout.paid");
    entry.for_payout(payout.seq).write(facts, &mut act)?;
    act.extend(allocate(seq, AllocationEvent::Spend, payout.seq, &draws));
    act.push(Payout { payment_seq: Some(seq), ..moved(payout, PayoutState::Paid) });
    act.push(event(seq, payout.seq, PayoutState::Paid, paid_on, None));
    with_request(facts, &mut act, payout, RequestState::Closed)?;
    Ok(act)
}

fn obligation<'a>(
    facts: &'a Facts,
    payout: &Payout,
) -> Result<(NaiveDate, &'a [Posting]), Refusal> {
    let seq = payout.obligation_seq.ok_or(Refusal::PayoutStep { state: payout.state })?;
    let booked = facts.entries.get(&seq).ok_or(Refusal::EntryUnknown { entry: seq })?;
    Ok((booked.entry.booked_on, &booked.postings))
}

/// The accounts that pay: one bank account or cash desk, or the stock accounts of the goods handed out.
fn paid_from(
    facts: &Facts,
    payout: &Payout,
    account: Option<&str>,
    draws: &[Draw],
) -> Result<Vec<(String, i64)>, Refusal> {
    let wanted = match payout.method {
        Method::Bank => AccountRole::Bank,
        Method::Cash => AccountRole::Cash,
        Method::InKind => {
            if account.is_some() {
                return Err(Refusal::PayMethod);
            }
            let mut stock: BTreeMap<String, i64> = BTreeMap::new();
            for draw in draws {
                let account = draw.stock_account.clone().ok_or(Refusal::PayMethod)?;
                let sum = stock.entry(account).or_insert(0);
                *sum = sum.saturating_add(draw.value_minor);
            }
            return Ok(stock.into_iter().collect());
        }
    };
    let account = account.ok_or(Refusal::PayMethod)?;
    if facts.postable(account)?.role != wanted {
        return Err(Refusal::PayMethod);
    }
    Ok(vec![(account.to_owned(), payout.amount_minor)])
}

/// Money or goods that came back: in the same year both entries are reversed; later, booked as the scheme says.
pub(in crate::decide) fn take_back(
    facts: &Facts,
    payout: i64,
    account: Option<&str>,
    (returned_on, document): (NaiveDate, &Document),
    context: &Context,
) -> Result<Act, Refusal> {
    let payout = found(facts, payout)?;
    expect(payout, &[PayoutState::Paid, PayoutState::Confirmed])?;
    facts.open_fund(payout.fund_seq)?;
    let (decided, obligation_postings) = obligation(facts, payout)?;
    let payment = payout.payment_seq.and_then(|seq| facts.entries.get(&seq));
    let payment = payment.ok_or(Refusal::PayoutStep { state: payout.state })?;
    if returned_on < payment.entry.booked_on {
        return Err(Refusal::BeforeRelease { on: payment.entry.booked_on });
    }
    let draws = draws(facts, payout.seq)?;
    let into = paid_from(facts, payout, account, &draws)?;
    let same_year = returned_on.year() == payment.entry.booked_on.year()
        && returned_on.year() == decided.year();
    let mut lines: Vec<Line> =
        into.iter().map(|(account, minor)| Line::debit(account, payout.fund_seq, *minor)).collect();
    if same_year {
        let owed = payout.obligation_account.as_deref().unwrap_or_default();
        let back = mirrored(obligation_postings).into_iter();
        lines.extend(back.filter(|line| line.account != owed));
    } else {
        lines.extend(prior_year(facts, payout, &draws, returned_on)?);
    }
    let entry = JournalEntry::new(
        facts,
        context,
        EntryKind::AidReturn,
        returned_on,
        document.clone(),
        lines,
    )?;
    let seq = facts.next_seq;
    let mut act = Act::new(seq, "payout.returned");
    entry.for_payout(payout.seq).write(facts, &mut act)?;
    if same_year {
        let reversed = [payout.obligation_seq, payout.payment_seq].into_iter().flatten();
        act.extend(reversed.zip(1_i64..).map(|(reversed_seq, line)| Reversal {
            seq,
            line,
            reversed_seq,
            reason: Reason::MoneyCameBack,
        }));
    }
    act.extend(allocate(seq, AllocationEvent::GiveBack, payout.seq, &draws));
    overdraft::settle(facts, &mut act);
    act.push(moved(payout, PayoutState::Returned));
    act.push(event(
        seq,
        payout.seq,
        PayoutState::Returned,
        returned_on,
        Some(Reason::MoneyCameBack),
    ));
    with_request(facts, &mut act, payout, RequestState::Submitted)?;
    Ok(act)
}

/// After the year: restricted money waits again for its purpose, the rest is this year's income.
fn prior_year(
    facts: &Facts,
    payout: &Payout,
    draws: &[Draw],
    on: NaiveDate,
) -> Result<Vec<Line>, Refusal> {
    let mut sums: BTreeMap<String, i64> = BTreeMap::new();
    for draw in draws {
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
