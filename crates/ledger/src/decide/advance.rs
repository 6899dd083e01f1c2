//! Staff advances: given under four eyes, settled with receipts, and no new one while an old one is overdue.

use chrono::TimeDelta;

use crate::act::Act;
use crate::codes::{AccountKind, AccountRole, AllocationEvent, Currency, EntryKind, LotKind};
use crate::command::{Context, Document, GiveAdvance, ReturnAdvance, SettleAdvance, Spent};
use crate::draw::{self, Want};
use crate::facts::{Booked, Facts};
use crate::journal::{JournalEntry, Line};
use crate::proposal::{self, Had};
use crate::refusal::Refusal;
use crate::restriction::{Purpose, Stage};
use crate::rows::aid::Advance;
use crate::rows::journal::Entry;
use crate::text::Text;

/// How long an advance may stay open where the law data says nothing.
const SETTLEMENT_DAYS: i64 = 10;

pub(super) fn give(facts: &Facts, deed: &GiveAdvance, context: &Context) -> Result<Act, Refusal> {
    facts.active_person(deed.person)?;
    if deed.person == context.actor.person {
        return Err(Refusal::SamePerson);
    }
    let mut theirs = facts.advances.values().filter(|open| open.person_id == deed.person);
    if let Some(late) = theirs.find(|open| open.due_on < context.today) {
        return Err(Refusal::AdvanceOverdue { advance: late.seq, on: late.due_on });
    }
    check_out(facts, deed, context)?;
    check_fund(facts, deed)?;
    check_money_account(facts, &deed.account)?;
    let claim = facts.scheme("advance", deed.given_on)?;
    let lines = vec![
        Line::debit(&claim, deed.fund, deed.amount.minor()),
        Line::credit(&deed.account, deed.fund, deed.amount.minor()),
    ];
    let (kind, document) = (EntryKind::Advance, deed.document.clone());
    let entry = JournalEntry::new(facts, context, kind, deed.given_on, document, lines)?;
    let entry = entry.for_advance(facts.next_seq);
    entry.check_money(facts)?;
    let days = facts.law_number("advance_settlement", deed.given_on).unwrap_or(SETTLEMENT_DAYS);
    let due_on = deed.given_on.checked_add_signed(TimeDelta::days(days.clamp(1, 366)));
    let seq = facts.next_seq;
    let mut act = Act::new(seq, "advance.given");
    entry.write(facts, &mut act)?;
    act.push(Advance {
        seq,
        person_id: deed.person,
        fund_seq: deed.fund,
        account: claim,
        amount_minor: deed.amount.minor(),
        given_on: deed.given_on,
        due_on: due_on.unwrap_or(deed.given_on),
        settled_minor: 0,
        returned_minor: 0,
        version: 1,
    });
    Ok(act)
}

/// Advances have no recipient and no approver: what is out with one person stays small. Where nobody has set how small, nothing
/// is given ahead.
fn check_out(facts: &Facts, deed: &GiveAdvance, context: &Context) -> Result<(), Refusal> {
    let cap_minor = facts.law_number("advance_person_max", context.today).unwrap_or(0);
    let out = facts.advances.values().filter(|open| open.person_id == deed.person);
    let out_minor = out.fold(0_i64, |sum, open| sum.saturating_add(open.open_minor()));
    if cap_minor < out_minor.saturating_add(deed.amount.minor()) {
        return Err(Refusal::AdvanceAboveCap { cap_minor, out_minor });
    }
    Ok(())
}

/// Aid above a small receipt goes by a request, where it is known who is helped, and others sign.
fn check_aid(facts: &Facts, settle: &SettleAdvance, context: &Context) -> Result<(), Refusal> {
    let cap_minor = facts.law_number("advance_aid_receipt_max", context.today).unwrap_or(0);
    match settle.spent {
        Spent::Aid { .. } if cap_minor < settle.amount.minor() => {
            Err(Refusal::AidByAdvance { cap_minor })
        }
        Spent::Aid { .. } | Spent::Cost { .. } => Ok(()),
    }
}

/// What is given ahead must be there: the fund's denars, less what is out with the staff already.
fn check_fund(facts: &Facts, deed: &GiveAdvance) -> Result<(), Refusal> {
    let fund = facts.open_fund(deed.fund)?;
    if 0 < fund.overdrawn_minor {
        return Err(Refusal::FundOverdrawn { fund: fund.seq });
    }
    let lots = facts.lots.values().filter(|lot| {
        lot.fund_seq == fund.seq && lot.kind == LotKind::Money && lot.currency == Currency::Mkd
    });
    let held = lots.fold(0_i64, |sum, lot| sum.saturating_add(lot.left_value_minor));
    let out = facts.advances.values().filter(|open| open.fund_seq == fund.seq);
    let out = out.fold(0_i64, |sum, open| sum.saturating_add(open.open_minor()));
    let (free_minor, wanted_minor) = (held.saturating_sub(out).max(0), deed.amount.minor());
    if free_minor < wanted_minor {
        return Err(Refusal::FundShort { fund: fund.seq, wanted_minor, free_minor });
    }
    Ok(())
}

fn check_money_account(facts: &Facts, code: &str) -> Result<(), Refusal> {
    if matches!(facts.postable(code)?.role, AccountRole::Cash | AccountRole::Bank) {
        return Ok(());
    }
    Err(Refusal::WrongAccount { account: code.to_owned(), wanted: "a cash desk or bank account" })
}

fn open(facts: &Facts, advance: i64, wanted_minor: i64) -> Result<&Advance, Refusal> {
    let found = facts.advances.get(&advance).ok_or(Refusal::AdvanceUnknown { advance })?;
    let left_minor = found.open_minor();
    if left_minor < wanted_minor {
        return Err(Refusal::BeyondAdvance { left_minor });
    }
    Ok(found)
}

/// One receipt: what was bought is booked as what it was for, and draws the lots that fit it.
pub(super) fn settle(
    facts: &Facts,
    settle: &SettleAdvance,
    context: &Context,
) -> Result<Act, Refusal> {
    let amount = settle.amount.minor();
    let advance = open(facts, settle.advance, amount)?;
    if advance.person_id == context.actor.person {
        return Err(Refusal::SamePerson);
    }
    if matches!(settle.document, Document::Missing(_)) {
        return Err(Refusal::ReceiptMissing);
    }
    if settle.booked_on < advance.given_on {
        return Err(Refusal::BeforeRelease { on: advance.given_on });
    }
    let fund = facts.open_fund(advance.fund_seq)?.seq;
    check_aid(facts, settle, context)?;
    let (account, purposes) = spent(facts, settle)?;
    check_once(facts, (advance.seq, &settle.document), &account)?;
    let want = Want::Money { currency: Currency::Mkd, quantity_minor: amount };
    let draws = proposal::find(facts, fund, &want, &purposes, &Had::new());
    let draws = draws.complete(facts, fund, &want)?;
    let mut lines =
        vec![Line::debit(&account, fund, amount), Line::credit(&advance.account, fund, amount)];
    lines.extend(draw::release_lines(&draws, fund));
    let (kind, document) = (EntryKind::AdvanceSettlement, settle.document.clone());
    let entry = JournalEntry::new(facts, context, kind, settle.booked_on, document, lines)?;
    let entry = entry.for_advance(advance.seq);
    let seq = facts.next_seq;
    let mut act = Act::new(seq, "advance.settled");
    entry.write(facts, &mut act)?;
    act.extend(draw::allocations(seq, 1, AllocationEvent::Draw, None, &draws));
    act.push(Advance {
        settled_minor: advance.settled_minor.saturating_add(amount),
        version: advance.version.saturating_add(1),
        ..advance.clone()
    });
    Ok(act)
}

/// One paper makes good once for one purpose, and one advance; an invoice for two purposes is settled in two parts.
fn check_once(
    facts: &Facts,
    (advance, document): (i64, &Document),
    account: &str,
) -> Result<(), Refusal> {
    let settled = facts.entries.values().find(|booked| {
        booked.entry.kind == EntryKind::AdvanceSettlement
            && !booked.reversed
            && is_paper_of(document, &booked.entry)
            && (booked.entry.advance_seq != Some(advance)
                || booked.postings.iter().any(|posting| posting.account == account))
    });
    match settled {
        Some(booked) => Err(Refusal::ReceiptSettled { entry: booked.entry.seq }),
        None => Ok(()),
    }
}

/// Told by number and issuer; where nobody is named, by its day as well.
fn is_paper_of(document: &Document, entry: &Entry) -> bool {
    let Document::Paper { number, dated_on, issuer, .. } = document else { return false };
    let issuer = issuer.as_ref().map(Text::as_str);
    entry.document_number.as_deref() == Some(number.as_str())
        && entry.document_issuer.as_deref() == issuer
        && (issuer.is_some() || entry.document_on == Some(*dated_on))
}

/// The account a receipt is booked on, and what the lots must allow: on the day of the decision and of the payment.
fn spent(facts: &Facts, settle: &SettleAdvance) -> Result<(String, Vec<Purpose>), Refusal> {
    let on = settle.booked_on;
    match &settle.spent {
        Spent::Aid { category, target_group, municipality } => {
            let purpose = |stage| Purpose::Aid {
                category: *category,
                target_group: *target_group,
                municipality: municipality.as_ref().map(|place| place.as_str().to_owned()),
                on,
                stage,
            };
            let account = facts.scheme(&format!("aid/{category}"), on)?;
            Ok((account, vec![purpose(Stage::Decision), purpose(Stage::Payment)]))
        }
        Spent::Cost { account } => {
            let known = facts.postable(account)?;
            if known.guarded || known.kind != AccountKind::Expense {
                let wanted = "an expense account";
                return Err(Refusal::WrongAccount { account: account.clone(), wanted });
            }
            Ok((account.clone(), vec![Purpose::Expense { account: account.clone(), on }]))
        }
    }
}

/// What was not needed comes back to a cash desk or bank account.
pub(super) fn take_back(
    facts: &Facts,
    back: &ReturnAdvance,
    context: &Context,
) -> Result<Act, Refusal> {
    let amount = back.amount.minor();
    let advance = open(facts, back.advance, amount)?;
    if back.booked_on < advance.given_on {
        return Err(Refusal::BeforeRelease { on: advance.given_on });
    }
    check_money_account(facts, &back.account)?;
    let fund = facts.open_fund(advance.fund_seq)?.seq;
    let lines = vec![
        Line::debit(&back.account, fund, amount),
        Line::credit(&advance.account, fund, amount),
    ];
    let (kind, document) = (EntryKind::AdvanceReturn, back.document.clone());
    let entry = JournalEntry::new(facts, context, kind, back.booked_on, document, lines)?;
    let entry = entry.for_advance(advance.seq);
    let seq = facts.next_seq;
    let mut act = Act::new(seq, "advance.returned");
    entry.write(facts, &mut act)?;
    act.push(Advance {
        returned_minor: advance.returned_minor.saturating_add(amount),
        version: advance.version.saturating_add(1),
        ..advance.clone()
    });
    Ok(act)
}

/// What an entry about an advance did, undone: its receipt or what came back is open again. What was given is taken back only
/// while nothing has been made good of it.
pub(super) fn undo(facts: &Facts, booked: &Booked) -> Result<Option<Advance>, Refusal> {
    let Some(seq) = booked.entry.advance_seq else { return Ok(None) };
    let advance = facts.advances.get(&seq).or_else(|| facts.closed_advances.get(&seq));
    let advance = advance.ok_or(Refusal::AdvanceUnknown { advance: seq })?;
    let on_claim = booked.postings.iter().filter(|posting| posting.account == advance.account);
    let moved = on_claim.fold(0_i64, |sum, posting| sum.saturating_add(posting.amount_minor));
    let (mut settled_minor, mut returned_minor) = (advance.settled_minor, advance.returned_minor);
    if booked.entry.kind == EntryKind::Advance {
        if (settled_minor, returned_minor) != (0, 0) {
            return Err(Refusal::BelongsToAdvance);
        }
        returned_minor = moved;
    } else if booked.entry.kind == EntryKind::AdvanceSettlement {
        settled_minor = settled_minor.saturating_add(moved);
    } else {
        returned_minor = returned_minor.saturating_add(moved);
    }
    let version = advance.version.saturating_add(1);
    Ok(Some(Advance { settled_minor, returned_minor, version, ..advance.clone() }))
}
