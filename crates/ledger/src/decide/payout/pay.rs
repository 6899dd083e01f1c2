//! Money that moved: the payment on the bank's date.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::act::Act;
use crate::codes::{AccountRole, AllocationEvent, EntryKind, Method, PayoutState, RequestState};
use crate::command::{Context, Document};
use crate::decide::payout::{allocate, draws, event, expect, found, moved, warning, with_request};
use crate::draw::Draw;
use crate::facts::Facts;
use crate::journal::{JournalEntry, Line};
use crate::refusal::Refusal;
use crate::rows::aid::Payout;
use crate::rows::journal::Posting;

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
    let released = payout.released_on.map_or(decided, |released| released.max(decided));
    if paid_on < released {
        return Err(Refusal::BeforeRelease { on: released });
    }
    let owed = payout
        .obligation_account
        .as_deref()
        .ok_or(Refusal::PayoutChanged { payout: payout.seq })?;
    let draws = draws(facts, payout.seq)?;
    let mut lines = vec![Line::debit(owed, payout.fund_seq, payout.net_minor())];
    for (account, minor) in money_of(facts, payout, account, (&draws, payout.net_minor()))? {
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
    let late = warning::outside_window(facts, (seq, payout), paid_on);
    let line = if late.is_some() { 2 } else { 1 };
    act.extend(late);
    act.extend(warning::changed((seq, line), payout));
    with_request(facts, &mut act, payout, RequestState::Closed)?;
    Ok(act)
}

/// The day and the lines of the obligation.
pub(super) fn obligation<'a>(
    facts: &'a Facts,
    payout: &Payout,
) -> Result<(NaiveDate, &'a [Posting]), Refusal> {
    let seq = payout.obligation_seq.ok_or(Refusal::PayoutStep { state: payout.state })?;
    let booked = facts.entries.get(&seq).ok_or(Refusal::EntryUnknown { entry: seq })?;
    Ok((booked.entry.booked_on, &booked.postings))
}

/// The accounts through which draws are paid or come back: one bank account, cash desk or voucher account, or the stock
/// accounts of the goods. What is paid of money is less than the draws by the tax.
pub(super) fn money_of(
    facts: &Facts,
    payout: &Payout,
    account: Option<&str>,
    (draws, minor): (&[Draw], i64),
) -> Result<Vec<(String, i64)>, Refusal> {
    let wanted = match payout.method {
        Method::Bank | Method::ThirdParty => AccountRole::Bank,
        Method::Cash => AccountRole::Cash,
        Method::Voucher => AccountRole::Vouchers,
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
    Ok(vec![(account.to_owned(), minor)])
}
