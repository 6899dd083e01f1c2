//! Payouts: a legal way from state to state, by different people, over exactly what they signed.

use std::collections::{BTreeMap, BTreeSet};

use almoner_ledger::authority::{APPROVE, BREAK_GLASS, CONFLICT, PROPOSE, RELEASE, REVIEW};
use almoner_ledger::cell::Cell as _;
use almoner_ledger::codes::{AllocationEvent, Duty, EntryKind, PayoutState, Role};
use almoner_ledger::double_aid;
use almoner_ledger::facts::Facts;
use almoner_ledger::money::share;
use almoner_ledger::rows::aid::{DutyDone, Payout, PayoutEvent, PayoutLot};
use almoner_proof::canon::Canon;
use almoner_proof::hash::{Hash, sha256};
use uuid::Uuid;

use super::findings::{Findings, Place};
use super::replay::{Parts, Told};
use super::request::Requests;
use super::roles;
use super::tax;

/// What is known of one payout so far.
struct Track {
    payout: Payout,
    /// What of the request, with its papers, was proposed to be signed.
    request: Vec<u8>,
    lots: Vec<PayoutLot>,
    state: Option<PayoutState>,
    persons: BTreeSet<Uuid>,
    approvals: i64,
    /// What has come back so far, in the units of the lots, and its value.
    returned: (i64, i64),
}

#[derive(Default)]
pub(super) struct Payouts(BTreeMap<i64, Track>);

impl Payouts {
    pub(super) fn act(
        &mut self,
        (known, requests): (&Facts, &Requests),
        told: &Told,
        parts: &Parts<'_>,
        findings: &mut Findings,
    ) {
        for payout in &parts.payouts {
            let lots = parts
                .payout_lots
                .iter()
                .filter(|lot| lot.seq == payout.seq)
                .map(|lot| (*lot).clone());
            let track = self.0.entry(payout.seq).or_insert_with(|| Track {
                payout: (*payout).clone(),
                request: requests.signed_part(payout.request_seq),
                lots: lots.collect(),
                state: None,
                persons: BTreeSet::new(),
                approvals: 0,
                returned: (0, 0),
            });
            tax::check_change(&track.payout, payout, told, findings);
            track.payout = (*payout).clone();
            check_digest(track, told.seq, findings);
        }
        for duty in &parts.duties {
            match self.0.get_mut(&duty.payout_seq) {
                Some(track) => {
                    check_duty(track, duty, (known, told), findings);
                    check_side(track, duty, requests, findings);
                }
                None => findings.column(
                    Place::act("duty", duty.seq),
                    "payout_seq",
                    "there is no such payout",
                ),
            }
        }
        for event in &parts.events {
            match self.0.get_mut(&event.payout_seq) {
                Some(track) => step(track, event, (known, told), parts, findings),
                None => findings.column(
                    Place::act("payout_event", event.seq),
                    "payout_seq",
                    "there is no such payout",
                ),
            }
        }
        tax::check_paid(told, parts, findings);
        for payout in &parts.payouts {
            if self.0.get(&payout.seq).is_some_and(|track| track.state != Some(payout.state)) {
                let place = Place::new("payout", format!("seq {}", payout.seq), Some(told.seq));
                findings.column(
                    place,
                    "state",
                    "no event of this act brought the payout into this state",
                );
            }
        }
    }

    /// Whether a payout of a request counts as other aid at the release of another.
    pub(super) fn counts(&self, request: i64, releasing: i64) -> bool {
        self.0.values().any(|track| {
            let counts = |state| double_aid::counts(track.payout.seq, state, Some(releasing));
            track.payout.request_seq == request && track.state.is_some_and(counts)
        })
    }

    pub(super) fn request_of(&self, payout: i64) -> Option<i64> {
        self.0.get(&payout).map(|track| track.payout.request_seq)
    }

    /// Gives back how many payouts there are; of each the last image is compared with its row elsewhere.
    pub(super) fn finish(&self, findings: &mut Findings) {
        for (seq, track) in &self.0 {
            if track.state.is_none() {
                findings.column(Place::act("payout", *seq), "state", "the payout has no event");
            }
        }
    }
}

/// The digest of what is signed, written here a second time on purpose: the rule that made it does not check itself.
fn digest(payout: &Payout, lots: &[PayoutLot], request: &[u8]) -> Hash {
    let mut canon = Canon::new();
    canon.text("almoner/payout/v1");
    canon.int(payout.seq).int(payout.request_seq).int(payout.fund_seq);
    canon.text(payout.category.code()).text(payout.method.code()).bytes(&payout.commitment);
    canon.text("MKD").int(payout.amount_minor);
    canon.text(payout.tax_basis.code()).int(payout.tax_minor);
    payout.item.to_value().write(&mut canon);
    payout.item_quantity.to_value().write(&mut canon);
    payout.chosen_why.to_value().write(&mut canon);
    payout.payee_seen.to_value().write(&mut canon);
    for lot in lots {
        canon.int(lot.lot_seq).int(lot.lot_line).int(lot.quantity_minor).int(lot.value_minor);
    }
    sha256(&[canon.as_slice(), request])
}

fn check_digest(track: &Track, seq: i64, findings: &mut Findings) {
    let payout = &track.payout;
    let place = || Place::new("payout", format!("seq {}", payout.seq), Some(seq));
    if digest(payout, &track.lots, &track.request).as_slice() != payout.digest.as_slice() {
        findings.column(place(), "digest", "it is not the digest of this payout and its lots");
    }
    let drawn = track.lots.iter().fold(0_i64, |sum, lot| sum.saturating_add(lot.value_minor));
    if drawn != payout.amount_minor {
        findings.column(place(), "amount_minor", format!("its lots are worth {drawn} deni"));
    }
}

fn check_duty(
    track: &mut Track,
    duty: &DutyDone,
    (known, told): (&Facts, &Told),
    findings: &mut Findings,
) {
    let place = || {
        Place::new(
            "duty",
            format!("payout_seq {}, seq {}", duty.payout_seq, duty.seq),
            Some(told.seq),
        )
    };
    if duty.person_id != told.actor {
        findings.column(place(), "person_id", "the duty stands under another name than the act");
    }
    if !track.persons.insert(duty.person_id) {
        findings.column(
            place(),
            "person_id",
            "this person has done a duty for this payout already",
        );
    }
    if duty.payout_digest != track.payout.digest {
        findings.column(
            place(),
            "payout_digest",
            "this is not the digest of the payout that was signed",
        );
    }
    if duty.conflict != (duty.duty == Duty::Conflict) {
        findings.column(place(), "conflict", "who declares an interest does nothing else");
    }
    let (roles, kinds): (&[Role], &[&str]) = match duty.duty {
        Duty::Propose => (PROPOSE.roles, &["payout.proposed"]),
        Duty::Approve => (APPROVE.roles, &["payout.approved", "payout.approved_in_part"]),
        Duty::Release => (RELEASE.roles, &["payout.released"]),
        Duty::ApproveAndRelease => (BREAK_GLASS.roles, &["payout.emergency_released"]),
        Duty::Review => (REVIEW.roles, &["payout.emergency_reviewed"]),
        Duty::Conflict => (CONFLICT.roles, &["payout.conflict_declared"]),
    };
    if !kinds.contains(&told.kind.as_str()) {
        findings.column(
            place(),
            "duty",
            format!("{} is not done by an act called {}", duty.duty, told.kind),
        );
    }
    let held: Vec<Role> =
        roles.iter().copied().filter(|role| known.holds(duty.person_id, *role, told.at)).collect();
    if held.is_empty() {
        let names: Vec<&str> = roles.iter().map(|role| role.code()).collect();
        let what = format!("this person did not hold the role {} then", names.join(" or "));
        findings.column(place(), "person_id", what);
    }
    let lets_go =
        matches!(duty.duty, Duty::Approve | Duty::Release | Duty::ApproveAndRelease | Duty::Review);
    if lets_go && roles::is_new(known, duty.person_id, &held, told.at) {
        findings.column(place(), "person_id", "this person's role was too new for it");
    }
    if duty.duty == Duty::Approve {
        track.approvals = track.approvals.saturating_add(1);
    }
}

/// Who signs stands apart from the intake, and signs for a request that is still what was proposed.
fn check_side(track: &Track, duty: &DutyDone, requests: &Requests, findings: &mut Findings) {
    let key = format!("payout_seq {}, seq {}", duty.payout_seq, duty.seq);
    let place = || Place::new("duty", key.clone(), Some(duty.seq));
    let signs = match duty.duty {
        Duty::Propose | Duty::Conflict => return,
        Duty::Approve | Duty::Release | Duty::ApproveAndRelease => true,
        Duty::Review => false,
    };
    let request = track.payout.request_seq;
    if requests.took_part(request, duty.person_id) {
        let what = "this person took in or assessed the request";
        findings.column(place(), "person_id", what);
    }
    if signs && requests.signed_part(request) != track.request {
        let what = "the request or its papers were changed after the proposal";
        findings.column(place(), "payout_digest", what);
    }
}

fn is_legal(payout: &Payout, from: Option<PayoutState>, to: PayoutState) -> bool {
    use PayoutState::{
        Approved, Cancelled, Confirmed, Expired, Failed, Paid, PartlyReturned, Proposed, Rejected,
        Released, Returned, Sent, Voided,
    };
    match to {
        Proposed => from.is_none(),
        Approved | Rejected => matches!(from, Some(Proposed)),
        Cancelled => matches!(from, Some(Proposed | Approved)),
        Released if payout.review_due_at.is_some() => matches!(from, Some(Proposed)),
        Released | Expired => matches!(from, Some(Approved)),
        Sent | Voided => matches!(from, Some(Released)),
        Paid | Failed => matches!(from, Some(Released | Sent)),
        Confirmed => matches!(from, Some(Paid | PartlyReturned)),
        PartlyReturned | Returned => matches!(from, Some(Paid | Confirmed | PartlyReturned)),
    }
}

fn step(
    track: &mut Track,
    event: &PayoutEvent,
    (known, told): (&Facts, &Told),
    parts: &Parts<'_>,
    findings: &mut Findings,
) {
    let place = || Place::act("payout_event", event.seq);
    if !is_legal(&track.payout, track.state, event.state) {
        let before = track.state.map_or("nothing", PayoutState::code);
        findings.column(
            place(),
            "state",
            format!("a payout that is {before} cannot become {}", event.state),
        );
    }
    let emergency = track.payout.review_due_at.is_some() && event.state == PayoutState::Released;
    let called = if emergency { "emergency_released" } else { event.state.code() };
    if told.kind.strip_prefix("payout.") != Some(called) {
        findings.column(place(), "state", format!("the act is called {}", told.kind));
    }
    let duty = match event.state {
        PayoutState::Proposed => Some(Duty::Propose),
        PayoutState::Approved => Some(Duty::Approve),
        PayoutState::Released if emergency => Some(Duty::ApproveAndRelease),
        PayoutState::Released => Some(Duty::Release),
        PayoutState::Sent
        | PayoutState::Paid
        | PayoutState::Confirmed
        | PayoutState::Rejected
        | PayoutState::Cancelled
        | PayoutState::Voided
        | PayoutState::Expired
        | PayoutState::Failed
        | PayoutState::PartlyReturned
        | PayoutState::Returned => None,
    };
    if let Some(duty) = duty
        && !parts.duties.iter().any(|done| done.payout_seq == event.payout_seq && done.duty == duty)
    {
        findings.row(place(), format!("nobody did the duty to {duty} in this act"));
    }
    if event.state == PayoutState::Approved {
        let band = known.approvals_needed(track.payout.amount_minor, event.effective_on);
        let needed = track.payout.approvals_needed.max(band);
        if track.approvals < needed {
            findings.row(place(), format!("{} approved and {needed} must", track.approvals));
        }
    }
    if event.state == PayoutState::Paid && Some(event.effective_on) < track.payout.released_on {
        findings.column(place(), "effective_on", "it was paid before it was let go");
    }
    check_money(track, event, parts, findings);
    tax::check_event(&track.payout, event, known, parts, findings);
    track.state = Some(event.state);
}

/// A part of a lot: its key, a quantity and a value.
type Part = (i64, i64, i64, i64);

/// What comes back fills the lot drawn last first, and never more than went out; the row keeps the sums.
fn check_return(
    track: &mut Track,
    event: &PayoutEvent,
    allocated: Vec<Part>,
    findings: &mut Findings,
) {
    let place = || Place::act("payout_event", event.seq);
    let sum = |part: fn(&Part) -> i64| {
        allocated.iter().map(part).fold(0_i64, |sum, minor| sum.saturating_add(minor))
    };
    let (quantity, value) = (sum(|part| part.2), sum(|part| part.3));
    if allocated != last_first(&track.lots, track.returned.0, quantity) {
        findings.row(place(), "what came back did not go to the lots that were drawn last");
    }
    let (before, worth) = track.returned;
    track.returned = (before.saturating_add(quantity), worth.saturating_add(value));
    let told = (track.payout.returned_quantity, track.payout.returned_minor);
    if told != track.returned {
        let place = Place::new("payout", format!("seq {}", track.payout.seq), Some(event.seq));
        let (_, worth) = track.returned;
        let what = format!("what came back adds up to {worth} deni");
        findings.column(place, "returned_minor", what);
    }
    let out = track.lots.iter().fold(0_i64, |sum, lot| sum.saturating_add(lot.quantity_minor));
    // Where tax has been paid it stays out; else what came back whole brings it along.
    let net = out.saturating_sub(track.payout.tax_minor);
    let most = if track.payout.tax_paid_seq.is_some() { net } else { out };
    let fits = if event.state == PayoutState::Returned {
        track.returned.0 == most
    } else {
        track.returned.0 < net
    };
    if !fits {
        findings.column(place(), "state", "it does not fit what has come back so far");
    }
}

/// The parts of some draws that come back next, counted from the end; the value goes by what has come back in total.
fn last_first(lots: &[PayoutLot], already: i64, wanted: i64) -> Vec<Part> {
    let (mut passed, until) = (0_i64, already.saturating_add(wanted));
    let mut parts = Vec::new();
    for lot in lots.iter().rev() {
        let within = |end: i64| end.saturating_sub(passed).clamp(0, lot.quantity_minor);
        let (from, to) = (within(already), within(until));
        let worth = |quantity: i64| share(lot.value_minor, quantity, lot.quantity_minor);
        if from < to {
            let value = worth(to).saturating_sub(worth(from));
            parts.push((lot.lot_seq, lot.lot_line, to.saturating_sub(from), value));
        }
        passed = passed.saturating_add(lot.quantity_minor);
    }
    parts
}

/// No state that says money moved without its entry, and lots that move with it.
fn check_money(track: &mut Track, event: &PayoutEvent, parts: &Parts<'_>, findings: &mut Findings) {
    let payout = &track.payout.clone();
    let place = || Place::act("payout_event", event.seq);
    let due = match event.state {
        PayoutState::Approved => Some((EntryKind::AidObligation, AllocationEvent::Reserve)),
        PayoutState::Released if payout.review_due_at.is_some() => {
            Some((EntryKind::AidObligation, AllocationEvent::Reserve))
        }
        PayoutState::Paid => Some((EntryKind::AidPayment, AllocationEvent::Spend)),
        PayoutState::PartlyReturned | PayoutState::Returned => {
            Some((EntryKind::AidReturn, AllocationEvent::GiveBack))
        }
        PayoutState::Rejected
        | PayoutState::Cancelled
        | PayoutState::Voided
        | PayoutState::Expired
        | PayoutState::Failed => {
            payout.obligation_seq.map(|_| (EntryKind::AidRelease, AllocationEvent::GiveBack))
        }
        PayoutState::Proposed
        | PayoutState::Released
        | PayoutState::Sent
        | PayoutState::Confirmed => None,
    };
    let entry = parts.entries.first();
    let Some((kind, moved)) = due else {
        if entry.is_some() {
            findings.row(place(), "this step moves no money, and its act books an entry");
        }
        return;
    };
    if !entry.is_some_and(|entry| entry.kind == kind && entry.payout_seq == Some(payout.seq)) {
        findings
            .row(place(), format!("the payout is {} without an entry of kind {kind}", event.state));
    }
    if (kind == EntryKind::AidObligation && payout.obligation_seq != Some(event.seq))
        || (event.state == PayoutState::Paid && payout.payment_seq != Some(event.seq))
    {
        findings.row(place(), "the payout does not point to the entry of this act");
    }
    if kind == EntryKind::AidRelease
        && !parts
            .reversals
            .iter()
            .any(|reversal| Some(reversal.reversed_seq) == payout.obligation_seq)
    {
        findings.row(place(), "the payout ended and its obligation was not taken back");
    }
    let allocated = parts
        .allocations
        .iter()
        .filter(|row| row.event == moved && row.payout_seq == Some(payout.seq));
    let allocated =
        allocated.map(|row| (row.lot_seq, row.lot_line, row.quantity_minor, row.value_minor));
    if kind == EntryKind::AidReturn {
        check_return(track, event, allocated.collect(), findings);
        return;
    }
    let drawn = track
        .lots
        .iter()
        .map(|lot| (lot.lot_seq, lot.lot_line, lot.quantity_minor, lot.value_minor));
    if !allocated.eq(drawn) {
        findings.row(place(), "the lots that moved are not those the payout was approved with");
    }
}
