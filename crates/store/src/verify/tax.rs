//! The tax of payouts, worked out a second time: what is owed to whom, under which list it was let go, and paid once.

use std::collections::BTreeMap;

use almoner_ledger::codes::{EntryKind, PayoutState};
use almoner_ledger::facts::Facts;
use almoner_ledger::rows::aid::{Payout, PayoutEvent};
use chrono::NaiveDate;

use super::findings::{Findings, Place};
use super::replay::{Parts, Told};

fn place(payout: &Payout, seq: i64) -> Place {
    Place::new("payout", format!("seq {}", payout.seq), Some(seq))
}

/// What an event says of the tax: owed as the law of the day says and as booked, and let go only under a list.
pub(super) fn check_event(
    payout: &Payout,
    event: &PayoutEvent,
    known: &Facts,
    parts: &Parts<'_>,
    findings: &mut Findings,
) {
    let obliges = payout.obligation_seq == Some(event.seq);
    if obliges && !is_due_by_law(payout, known, event.effective_on) {
        let what = "it is not what the law of that day takes";
        findings.column(place(payout, event.seq), "tax_minor", what);
    }
    if obliges && !is_booked(payout, event.seq, parts) {
        let what = "the obligation does not owe this to the person and the rest to the tax office";
        findings.column(place(payout, event.seq), "tax_minor", what);
    }
    if (0 < payout.tax_minor && payout.obligation_seq.is_some()) != payout.tax_account.is_some() {
        let what = "only what is taxed and owed names an account for it";
        findings.column(place(payout, event.seq), "tax_account", what);
    }
    let let_go = event.state == PayoutState::Released && 0 < payout.tax_minor;
    if let_go && payout.tax_list_number.is_none() {
        let what = "it was let go without a list of the tax office";
        findings.column(place(payout, event.seq), "tax_list_number", what);
    }
}

/// Whether the sum is the nearest that leaves the net once the rate is taken off; of two as near, the larger.
fn is_due_by_law(payout: &Payout, known: &Facts, on: NaiveDate) -> bool {
    let mut rule = None;
    for row in known.tax_rules.iter().filter(|row| row.basis == payout.tax_basis) {
        if row.valid_from <= on && rule.is_none_or(|(from, _)| from <= row.valid_from) {
            rule = Some((row.valid_from, row.taxable));
        }
    }
    let Some((_, taxable)) = rule else { return false };
    if !taxable {
        return payout.tax_minor == 0;
    }
    let Some(rate) = known.law_number("personal_income_tax_rate", on) else { return false };
    let left = i128::from(10_000_i64.saturating_sub(rate));
    let taken = i128::from(payout.amount_minor).saturating_mul(left);
    let net = i128::from(payout.net_minor()).saturating_mul(10_000);
    let twice = taken.saturating_sub(net).saturating_mul(2);
    payout.item.is_none() && left.saturating_neg() < twice && twice <= left
}

fn is_booked(payout: &Payout, seq: i64, parts: &Parts<'_>) -> bool {
    let mut owed: BTreeMap<&str, i64> = BTreeMap::new();
    for (account, minor) in [
        (payout.obligation_account.as_deref(), payout.net_minor()),
        (payout.tax_account.as_deref(), payout.tax_minor),
    ] {
        let Some(account) = account else { continue };
        let sum = owed.entry(account).or_insert(0);
        *sum = sum.saturating_sub(minor);
    }
    owed.into_iter().all(|(account, minor)| on_account(parts, seq, (account, payout)) == minor)
}

/// What an act books on an account in the fund of a payout.
fn on_account(parts: &Parts<'_>, seq: i64, (account, payout): (&str, &Payout)) -> i64 {
    let postings = parts.postings.iter().filter(|posting| {
        posting.seq == seq && posting.account == account && posting.fund_seq == payout.fund_seq
    });
    postings.fold(0_i64, |sum, posting| sum.saturating_add(posting.amount_minor))
}

/// A list is noted, and tax is paid, by the acts that say so; the rest of a payout's images keep both.
pub(super) fn check_change(before: &Payout, now: &Payout, told: &Told, findings: &mut Findings) {
    let lists = ["payout.tax_listed", "payout.emergency_released"].contains(&told.kind.as_str());
    if now.tax_list_number != before.tax_list_number && !lists {
        let what = format!("{} notes no list", told.kind);
        findings.column(place(now, told.seq), "tax_list_number", what);
    }
    let pays = now.tax_paid_seq == Some(told.seq) && told.kind == "tax.paid";
    if now.tax_paid_seq != before.tax_paid_seq && !(pays && before.tax_paid_seq.is_none()) {
        let what = format!("{} does not pay it", told.kind);
        findings.column(place(now, told.seq), "tax_paid_seq", what);
    }
}

/// Tax is paid for what the person has, by one entry over exactly what was owed.
pub(super) fn check_paid(told: &Told, parts: &Parts<'_>, findings: &mut Findings) {
    let entry = parts.entries.iter().any(|entry| entry.kind == EntryKind::AidTax);
    if entry != (told.kind == "tax.paid") {
        findings.row(Place::act("entry", told.seq), "the tax of aid is paid by an act of its own");
    }
    let mut owed: BTreeMap<(&str, i64), (i64, &Payout)> = BTreeMap::new();
    for payout in parts.payouts.iter().filter(|row| row.tax_paid_seq == Some(told.seq)) {
        use PayoutState::{Confirmed, Paid, PartlyReturned};
        if !matches!(payout.state, Paid | Confirmed | PartlyReturned) {
            let what = format!("the payout is {}", payout.state);
            findings.column(place(payout, told.seq), "tax_paid_seq", what);
        }
        let account = payout.tax_account.as_deref().unwrap_or_default();
        let sum = owed.entry((account, payout.fund_seq)).or_insert((0, payout));
        sum.0 = sum.0.saturating_add(payout.tax_minor);
    }
    for ((account, _), (minor, payout)) in owed {
        if on_account(parts, told.seq, (account, payout)) != minor {
            let what = format!("the entry does not pay {minor} deni");
            findings.column(place(payout, told.seq), "tax_paid_seq", what);
        }
    }
}
