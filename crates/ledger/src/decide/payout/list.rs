//! Payment orders handed to the bank in one file: one act for the file and those it names, and one for each payout sent.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};

use crate::act::Act;
use crate::codes::{AccountRole, NoteKind, PayoutState, Purpose, RevealScope};
use crate::command::{Context, MakePaymentList, PaymentOrder, Subject};
use crate::decide::identity::known;
use crate::decide::note;
use crate::decide::payout::steps::check_window;
use crate::decide::payout::{check_payee, event, expect, found, moved, request_of};
use crate::facts::Facts;
use crate::refusal::Refusal;
use crate::rows::aid::{PaymentList, Payout};
use crate::rows::identity::Reveal;
use crate::text::Text;

/// As many as one batch lets go.
const SIZE_MAX: usize = 200;
const VALUE_DAYS_MAX: Days = Days::new(30);

pub(in crate::decide) fn make(
    facts: &Facts,
    list: &MakePaymentList,
    context: &Context,
) -> Result<Vec<Act>, Refusal> {
    if list.orders.is_empty() || SIZE_MAX < list.orders.len() {
        return Err(Refusal::BatchSize);
    }
    check_account(facts, &list.account)?;
    check_value_date(list.value_on, context)?;
    let mut seen = BTreeSet::new();
    let mut total_minor = 0_i64;
    for order in &list.orders {
        let payout = found(facts, order.payout)?;
        if !seen.insert(payout.seq) {
            return Err(Refusal::AlreadyListed { payout: payout.seq, list: facts.next_seq });
        }
        check_order(facts, (payout, order), list.instead_of)?;
        check_window(facts, payout, list.value_on)?;
        total_minor = total_minor.saturating_add(payout.net_minor());
    }
    let seq = facts.next_seq;
    let mut acts = vec![head(list, (seq, total_minor), context)?];
    for order in &list.orders {
        acts.push(sent(facts, order.payout, (next(&acts)?, seq), context)?);
    }
    Ok(acts)
}

/// The file is handed out again only while all on it wait at the bank by this very list, and are still who they were.
pub(in crate::decide) fn again(
    facts: &Facts,
    list: &MakePaymentList,
    seq: i64,
) -> Result<(), Refusal> {
    for order in &list.orders {
        let payout = found(facts, order.payout)?;
        if payout.state != PayoutState::Sent || payout.list_seq != Some(seq) {
            return Err(Refusal::ListOver { list: seq, payout: payout.seq });
        }
        known(facts, order.payee)?;
        check_named(facts, payout, order.payee)?;
    }
    Ok(())
}

fn next(acts: &[Act]) -> Result<i64, Refusal> {
    let last = acts.last().and_then(|act| act.seq.checked_add(1));
    last.ok_or(Refusal::NumbersExhausted)
}

/// No bank keeps an order for longer than some weeks: what is further off is a slip of the hand.
fn check_value_date(on: NaiveDate, context: &Context) -> Result<(), Refusal> {
    if on < context.today {
        return Err(Refusal::ValueDatePast { on });
    }
    let until = context.today.checked_add_days(VALUE_DAYS_MAX);
    let until = until.ok_or(Refusal::DateOutOfRange { on: context.today })?;
    if until < on { Err(Refusal::ValueDateFar { on, until }) } else { Ok(()) }
}

/// The bank must know which account pays.
fn check_account(facts: &Facts, account: &str) -> Result<(), Refusal> {
    let found = facts.postable(account)?;
    if found.role != AccountRole::Bank {
        return Err(Refusal::PayMethod);
    }
    match found.number {
        Some(_) => Ok(()),
        None => Err(Refusal::AccountNumberMissing { account: account.to_owned() }),
    }
}

/// Released, by bank, to whom the request says, as the vault knew them when it was approved, and on no other list.
fn check_order(
    facts: &Facts,
    (payout, order): (&Payout, &PaymentOrder),
    instead_of: Option<i64>,
) -> Result<(), Refusal> {
    expect(payout, &[PayoutState::Released, PayoutState::Sent])?;
    if !payout.method.is_by_bank() {
        return Err(Refusal::PayMethod);
    }
    match payout.list_seq {
        Some(list) if instead_of != Some(list) => {
            return Err(Refusal::AlreadyListed { payout: payout.seq, list });
        }
        None if instead_of.is_some() => {
            return Err(Refusal::NotOnList { payout: payout.seq });
        }
        None if payout.state == PayoutState::Sent => {
            return Err(Refusal::SentByHand { payout: payout.seq });
        }
        Some(_) | None => {}
    }
    known(facts, order.payee)?;
    check_named(facts, payout, order.payee)
}

fn check_named(facts: &Facts, payout: &Payout, payee: Subject) -> Result<(), Refusal> {
    let paid = request_of(facts, payout)?.paid();
    if paid.is_none() || paid != facts.reference_of(payee) || paid != payout.payee {
        return Err(Refusal::RevealPayout);
    }
    check_payee(facts, payout)
}

fn head(
    list: &MakePaymentList,
    (seq, total_minor): (i64, i64),
    context: &Context,
) -> Result<Act, Refusal> {
    let mut act = Act::new(seq, "payment_list.made").with(PaymentList {
        seq,
        account: list.account.clone(),
        value_on: list.value_on,
        item_count: i64::try_from(list.orders.len()).map_err(|_| Refusal::BatchSize)?,
        total_minor,
        instead_of: list.instead_of,
    });
    act.extend(list.orders.iter().zip(1_i64..).map(|(order, line)| Reveal {
        seq,
        line,
        subject: order.payee.kind,
        subject_seq: order.payee.seq,
        scope: RevealScope::Payment,
        purpose: Purpose::PaymentList,
        payout_seq: Some(order.payout),
        evidence_seq: None,
        income_seq: None,
        person_id: context.actor.person,
        revealed_on: context.today,
    }));
    // A digest of so few words can be guessed: it stands where it can be erased with those it is about.
    let digest: String = list.file.iter().map(|byte| format!("{byte:02x}")).collect();
    let digest = Text::parse(&digest).map_err(|_| Refusal::NumbersExhausted)?;
    act.push(note(seq, 1, NoteKind::Digest, &digest, context));
    Ok(act)
}

/// What was sent before moves to the new list as it is.
fn sent(
    facts: &Facts,
    payout: i64,
    (seq, list): (i64, i64),
    context: &Context,
) -> Result<Act, Refusal> {
    let payout = found(facts, payout)?;
    let row = Payout { list_seq: Some(list), ..moved(payout, PayoutState::Sent) };
    if payout.state == PayoutState::Sent {
        return Ok(Act::new(seq, "payout.listed").with(row));
    }
    let told = event(seq, payout.seq, PayoutState::Sent, context.today, None);
    Ok(Act::new(seq, "payout.sent").with(row).with(told))
}
