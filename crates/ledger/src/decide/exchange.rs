//! Money that changes its place or its currency, and costs taken from a currency account.

use crate::act::Act;
use crate::codes::{AccountKind, AccountRole, AllocationEvent, Currency, EntryKind};
use crate::command::{ChargeCurrency, Context, SellCurrency, Transfer};
use crate::decide::overdraft;
use crate::draw::{self, Draw, Want};
use crate::facts::Facts;
use crate::journal::{JournalEntry, Line};
use crate::money::share;
use crate::proposal::{self, Had};
use crate::refusal::Refusal;
use crate::restriction::Purpose;
use crate::rows::lots::Lot;

/// Moves money between accounts of one currency. The fund has what it had, so no lot is touched.
pub(super) fn transfer(
    facts: &Facts,
    transfer: &Transfer,
    context: &Context,
) -> Result<Act, Refusal> {
    if transfer.from == transfer.to {
        return Err(Refusal::SameAccount);
    }
    facts.open_fund(transfer.fund)?;
    let from = money_account(facts, &transfer.from)?;
    let to = money_account(facts, &transfer.to)?;
    if from != to {
        return Err(Refusal::CurrencyMismatch { account: transfer.to.clone(), currency: to });
    }
    let quantity = transfer.quantity.minor();
    let (debit, credit) = if from == Currency::Mkd {
        (
            Line::debit(&transfer.to, transfer.fund, quantity),
            Line::credit(&transfer.from, transfer.fund, quantity),
        )
    } else {
        // The lots say what this money is worth in the books; its value moves along.
        let want = Want::Money { currency: from, quantity_minor: quantity };
        let value =
            draw::value(&proposal::find(facts, transfer.fund, &want, &[], &Had::new()).complete(
                facts,
                transfer.fund,
                &want,
            )?);
        (
            Line::debit_in(&transfer.to, transfer.fund, value, (from, quantity)),
            Line::credit_in(&transfer.from, transfer.fund, value, (from, quantity)),
        )
    };
    let entry = JournalEntry::new(
        facts,
        context,
        EntryKind::Transfer,
        transfer.booked_on,
        transfer.document.clone(),
        vec![debit, credit],
    )?;
    entry.check_money(facts)?;
    let mut act = Act::new(facts.next_seq, "money.transferred");
    entry.write(facts, &mut act)?;
    Ok(act)
}

fn money_account(facts: &Facts, code: &str) -> Result<Currency, Refusal> {
    let account = facts.postable(code)?;
    if !account.role.is_money() {
        return Err(Refusal::WrongAccount { account: code.to_owned(), wanted: "a money account" });
    }
    Ok(account.currency.unwrap_or(Currency::Mkd))
}

/// Sells foreign money for denars: each lot drawn becomes a denar lot of the same giver, restriction and age.
pub(super) fn sell(facts: &Facts, sale: &SellCurrency, context: &Context) -> Result<Act, Refusal> {
    facts.open_fund(sale.fund)?;
    let currency = money_account(facts, &sale.from)?;
    let from = facts.account(&sale.from)?;
    let to = facts.postable(&sale.to)?;
    if from.role != AccountRole::Currency || currency == Currency::Mkd {
        return Err(Refusal::WrongAccount {
            account: sale.from.clone(),
            wanted: "a currency account",
        });
    }
    if !matches!(to.role, AccountRole::Bank | AccountRole::Cash) {
        return Err(Refusal::WrongAccount {
            account: sale.to.clone(),
            wanted: "a denar bank account or cash desk",
        });
    }
    let quantity = sale.quantity.minor();
    let want = Want::Money { currency, quantity_minor: quantity };
    let draws = proposal::find(facts, sale.fund, &want, &[], &Had::new())
        .complete(facts, sale.fund, &want)?;
    let shares = shares(&draws, sale.received.minor(), quantity);
    let carried = draw::value(&draws);
    let mut lines = vec![
        Line::debit(&sale.to, sale.fund, sale.received.minor()),
        Line::credit_in(&sale.from, sale.fund, carried, (currency, quantity)),
    ];
    for (draw, received) in draws.iter().zip(&shares) {
        let gained = received.saturating_sub(draw.value_minor);
        // The difference on restricted money stays with its giver: deferred income moves with the lot.
        let account = match (&draw.release, 0 < gained) {
            (Some((deferred, _)), _) => deferred.clone(),
            (None, true) => facts.scheme("exchange/gain", sale.booked_on)?,
            (None, false) => facts.scheme("exchange/loss", sale.booked_on)?,
        };
        lines.push(Line::credit(&account, sale.fund, gained));
    }
    let entry = JournalEntry::new(
        facts,
        context,
        EntryKind::Exchange,
        sale.booked_on,
        sale.document.clone(),
        merged(lines),
    )?;
    entry.check_money(facts)?;
    let seq = facts.next_seq;
    let mut act = Act::new(seq, "currency.sold");
    entry.write(facts, &mut act)?;
    act.extend(draw::allocations(seq, 1, AllocationEvent::Convert, None, &draws));
    for ((draw, received), line) in draws.iter().zip(&shares).zip(1_i64..) {
        if let Some(parent) = facts.lots.get(&(draw.lot_seq, draw.lot_line))
            && 0 < *received
        {
            act.push(converted(parent, (seq, line), (Currency::Mkd, *received), *received));
        }
    }
    overdraft::settle(facts, &mut act);
    Ok(act)
}

/// What each drawn lot gets of the denars received, in proportion; the last gets what remains.
pub(super) fn shares(draws: &[Draw], received: i64, quantity: i64) -> Vec<i64> {
    let mut left = received;
    let mut left_quantity = quantity;
    draws
        .iter()
        .map(|draw| {
            let given = share(left, draw.quantity_minor, left_quantity);
            left = left.saturating_sub(given);
            left_quantity = left_quantity.saturating_sub(draw.quantity_minor);
            given
        })
        .collect()
}

/// A lot that goes on as so much of a currency, at a value.
pub(super) fn converted(
    parent: &Lot,
    (seq, line): (i64, i64),
    (currency, quantity_minor): (Currency, i64),
    value_minor: i64,
) -> Lot {
    Lot {
        seq,
        line,
        parent_seq: Some(parent.seq),
        parent_line: Some(parent.line),
        currency,
        quantity_minor,
        value_minor,
        left_quantity_minor: quantity_minor,
        left_value_minor: value_minor,
        ..parent.clone()
    }
}

/// Adds up lines of the same account, fund and currency, keeping their first order; what adds up to nothing goes.
pub(super) fn merged(lines: Vec<Line>) -> Vec<Line> {
    let mut sums: Vec<Line> = Vec::new();
    for line in lines {
        let same = sums.iter_mut().find(|sum| {
            sum.account == line.account && sum.fund == line.fund && sum.currency == line.currency
        });
        match same {
            Some(sum) => {
                sum.amount_minor = sum.amount_minor.saturating_add(line.amount_minor);
                sum.quantity_minor = sum.quantity_minor.saturating_add(line.quantity_minor);
            }
            None => sums.push(line),
        }
    }
    sums
}

/// Books a cost that a bank took from a currency account, at what the money was received at.
pub(super) fn charge(
    facts: &Facts,
    charge: &ChargeCurrency,
    context: &Context,
) -> Result<Act, Refusal> {
    facts.open_fund(charge.fund)?;
    let currency = money_account(facts, &charge.account)?;
    let account = facts.account(&charge.account)?;
    if account.role != AccountRole::Currency || currency == Currency::Mkd {
        return Err(Refusal::WrongAccount {
            account: charge.account.clone(),
            wanted: "a currency account",
        });
    }
    let expense = facts.postable(&charge.expense)?;
    if expense.guarded || expense.kind != AccountKind::Expense {
        return Err(Refusal::WrongAccount {
            account: charge.expense.clone(),
            wanted: "an expense account",
        });
    }
    let quantity = charge.quantity.minor();
    let want = Want::Money { currency, quantity_minor: quantity };
    let purpose = Purpose::Expense { account: charge.expense.clone(), on: charge.booked_on };
    let draws = proposal::find(facts, charge.fund, &want, &[purpose], &Had::new()).complete(
        facts,
        charge.fund,
        &want,
    )?;
    let value = draw::value(&draws);
    let mut lines = vec![
        Line::debit(&charge.expense, charge.fund, value),
        Line::credit_in(&charge.account, charge.fund, value, (currency, quantity)),
    ];
    lines.extend(draw::release_lines(&draws, charge.fund));
    let entry = JournalEntry::new(
        facts,
        context,
        EntryKind::Manual,
        charge.booked_on,
        charge.document.clone(),
        lines,
    )?;
    entry.check_money(facts)?;
    let seq = facts.next_seq;
    let mut act = Act::new(seq, "currency.charged");
    entry.write(facts, &mut act)?;
    act.extend(draw::allocations(seq, 1, AllocationEvent::Draw, None, &draws));
    Ok(act)
}
