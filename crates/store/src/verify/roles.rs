//! Whether who acted held a role that may act so, at that moment.

use almoner_ledger::authority::{
    ALLOW_MATCH, APPROVE, ASSETS, ASSOCIATION, BREAK_GLASS, CANCEL, CONFIRM, CONFIRM_DECISION,
    CONFLICT, EXPIRE, FUNDS, HOLD, INCOME, PAY, PEOPLE, PROPOSE, PROPOSE_DECISION, RECIPIENTS,
    RECORD_IDENTITY, RELEASE, REVEAL, REVIEW, SCHEME, TAX, TRAVEL, YEAR, decision_roles,
};
use almoner_ledger::codes::{DecisionState, Role};
use almoner_ledger::facts::Facts;
use almoner_ledger::waits;
use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use super::findings::{Findings, Place};
use super::replay::{Parts, Told};

pub(super) fn check(known: &Facts, told: &Told, parts: &Parts<'_>, findings: &mut Findings) {
    // The first act makes the first administrators.
    if told.kind == "books.opened" {
        if known.books.is_some() {
            findings.row(Place::act("leaf", told.seq), "books are opened once");
        }
        return;
    }
    let Some(kinds_roles) = roles(&told.kind) else {
        findings.doubt(format!(
            "acts called {} are not known to this program; use a newer one",
            told.kind
        ));
        return;
    };
    if parts.reveals.iter().any(|reveal| reveal.person_id != told.actor) {
        let what = "an identity was shown to another than who asked";
        findings.column(Place::act("reveal", told.seq), "person_id", what);
    }
    if parts.reveals.iter().any(|shown| shown.purpose.is_payment() && !shown.is_bound_to_payout()) {
        let what = "somebody was shown to be paid, and no payout pays them";
        findings.column(Place::act("reveal", told.seq), "payout_seq", what);
    }
    let held = |roles: &[Role]| roles.iter().any(|role| known.holds(told.actor, *role, told.at));
    let narrowed = parts.decisions.first().map(|decision| {
        let (propose, confirm) = decision_roles(decision.kind);
        if told.kind == "decision.proposed" { propose } else { confirm }
    });
    // A withdrawal is open to everyone who may propose anything.
    let roles = narrowed.filter(|_| told.kind != "decision.withdrawn").unwrap_or(kinds_roles);
    if !held(roles) {
        let names: Vec<&str> = roles.iter().map(|role| role.code()).collect();
        let what = format!("who did this held no role then that may ({})", names.join(", "));
        findings.column(Place::act("leaf", told.seq), "actor_id", what);
    }
    let confirmed = parts.decisions.first().filter(|row| row.state == DecisionState::Confirmed);
    let alone = matches!(told.kind.as_str(), "match.allowed" | "pair.judged");
    if (alone || confirmed.is_some_and(|row| waits(row.kind)))
        && is_new(known, told.actor, roles, told.at)
    {
        let what = "the role of who did this was too new for it";
        findings.column(Place::act("leaf", told.seq), "actor_id", what);
    }
}

/// Whether all of somebody's roles of these were given too short a time before.
pub(super) fn is_new(known: &Facts, person: Uuid, roles: &[Role], at: DateTime<Utc>) -> bool {
    let hours = known.law_number("role_cooling", at.date_naive()).unwrap_or(24);
    let since = roles.iter().filter_map(|role| known.held_since(person, *role, at));
    since.min().is_some_and(|since| {
        at.signed_duration_since(since) < TimeDelta::hours(hours.clamp(1, 720))
    })
}

/// The roles that may do acts of a kind; `None` where the kind is not known.
fn roles(kind: &str) -> Option<&'static [Role]> {
    let permission = match kind {
        "person.added" | "person.disabled" | "role.revoked" | "token.revoked" => PEOPLE,
        // One's own, whatever one is; another's takes two, and the decision says which two.
        "token.issued" | "session.begun" | "session.ended" => return Some(Role::ALL),
        "association.set" => ASSOCIATION,
        "account.put" | "posting_rule.put" => SCHEME,
        "fund.opened" | "fund.closed" | "source.added" | "source.edited" | "member.added"
        | "member.left" | "agreement.added" | "agreement.changed" => FUNDS,
        "income.recorded" | "income.explained" | "import.taken" | "entry.posted"
        | "money.transferred" | "currency.sold" | "currency.revalued" | "currency.charged"
        | "opening.recorded" => INCOME,
        "travel.ordered" | "travel.settled" | "travel.cancelled" => TRAVEL,
        "asset.recorded" | "assets.depreciated" | "asset.retired" => ASSETS,
        "inventory.recorded" | "papers.issued" => YEAR,
        "decision.proposed" | "decision.withdrawn" => PROPOSE_DECISION,
        "entry.reversed" | "month.closed" | "month.reopened" | "year.closed" | "year.reopened"
        | "import.undone" | "request.undone" | "role.granted" | "role.delegated" | "bands.set"
        | "combinations.set" | "tax_rules.set" | "law_value.set" | "person.erased"
        | "grant.refunded" | "purpose.changed" | "advance.given" | "goods.handed_out" => {
            CONFIRM_DECISION
        }
        "advance.settled" | "advance.returned" => INCOME,
        "identity.recorded" => RECORD_IDENTITY,
        "identity.revealed" => REVEAL,
        "identity.held" | "identity.let_go" => HOLD,
        "recipient.added"
        | "payee.added"
        | "payee.edited"
        | "request.drafted"
        | "request.submitted"
        | "request.edited"
        | "request.screened"
        | "request.asked"
        | "request.answered"
        | "request.assessed"
        | "request.rejected"
        | "request.appealed"
        | "request.closed"
        | "request.repeated"
        | "request.series_ended"
        | "requests.taken"
        | "evidence.attached" => RECIPIENTS,
        "match.allowed" | "pair.judged" => ALLOW_MATCH,
        "payout.proposed" => PROPOSE,
        "payout.approved" | "payout.approved_in_part" | "payout.rejected" => APPROVE,
        "payout.conflict_declared" => CONFLICT,
        "payout.emergency_released" => BREAK_GLASS,
        "payout.emergency_reviewed" => REVIEW,
        "payout.cancelled" => CANCEL,
        "batch.opened" | "payout.batched" | "payout.released" | "payout.sent" | "payout.failed"
        | "payout.voided" | "payment_list.made" | "payout.listed" => RELEASE,
        "payout.paid" | "payout.returned" | "payout.partly_returned" => PAY,
        "payout.tax_listed" | "tax.paid" => TAX,
        "payout.confirmed" => CONFIRM,
        "payout.expired" | "reservations.expired" => EXPIRE,
        _ => return None,
    };
    Some(permission.roles)
}
