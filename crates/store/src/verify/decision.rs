//! What takes two persons: proposed by one, confirmed by another, and done exactly as it was proposed.

use std::collections::BTreeMap;

use almoner_ledger::codes::{AllocationEvent, DecisionState, EntryKind, PeriodState};
use almoner_ledger::rows::books::Decision;
use uuid::Uuid;

use super::findings::{Findings, Place};
use super::replay::{Parts, Told};
use super::text::hex;

/// The acts that nobody can do alone.
const OF_TWO: [&str; 18] = [
    "entry.reversed",
    "month.closed",
    "month.reopened",
    "year.closed",
    "year.reopened",
    "import.undone",
    "request.undone",
    "role.granted",
    "role.delegated",
    "bands.set",
    "combinations.set",
    "tax_rules.set",
    "law_value.set",
    "person.erased",
    "grant.refunded",
    "purpose.changed",
    "advance.given",
    "goods.handed_out",
];

#[derive(Default)]
pub(super) struct Decisions {
    open: BTreeMap<i64, Decision>,
    /// The undoing of an import, which is confirmed once and takes back many entries or requests right behind it.
    undoing: Option<(Uuid, i64)>,
}

impl Decisions {
    pub(super) fn act(&mut self, told: &Told, parts: &Parts<'_>, findings: &mut Findings) {
        for decision in &parts.decisions {
            self.step(decision, told, parts, findings);
        }
        if told.kind != "books.opened" && sets_rules(parts) && parts.decisions.is_empty() {
            let what = format!("{} sets rules that only a decision of two persons sets", told.kind);
            findings.row(Place::act("leaf", told.seq), what);
        }
        let is_own =
            matches!(told.kind.as_str(), "token.issued" | "session.begun" | "session.ended");
        let for_another = is_own && parts.tokens.iter().any(|token| token.person_id != told.actor);
        if for_another || OF_TWO.contains(&told.kind.as_str()) {
            let confirmed = parts.decisions.iter().any(|row| row.state == DecisionState::Confirmed);
            if !confirmed && !self.is_undoing(told) {
                let what =
                    format!("{} takes two persons, and no decision stands behind it", told.kind);
                findings.row(Place::act("leaf", told.seq), what);
            }
        }
        self.undoing = match parts.undone.first() {
            Some(undone) => Some((told.actor, undone.rows_undone)),
            None if self.is_undoing(told) => {
                self.undoing.map(|(actor, left)| (actor, left.saturating_sub(1)))
            }
            None => None,
        };
    }

    fn is_undoing(&self, told: &Told) -> bool {
        matches!(told.kind.as_str(), "entry.reversed" | "request.undone")
            && self.undoing.is_some_and(|(actor, left)| actor == told.actor && 0 < left)
    }

    fn step(&mut self, row: &Decision, told: &Told, parts: &Parts<'_>, findings: &mut Findings) {
        let place = || Place::new("decision", format!("seq {}", row.seq), Some(told.seq));
        let before = self.open.remove(&row.seq);
        match row.state {
            DecisionState::Proposed => {
                if before.is_some() || row.seq != told.seq {
                    findings.row(place(), "a decision is proposed once");
                }
                if row.proposed_by != told.actor {
                    findings.column(
                        place(),
                        "proposed_by",
                        "it is proposed under another name than the act",
                    );
                }
                self.open.insert(row.seq, row.clone());
            }
            DecisionState::Confirmed | DecisionState::Withdrawn => {
                let Some(before) = before else {
                    findings.row(place(), "it was not open any more, or never proposed");
                    return;
                };
                let same = (before.act == row.act)
                    && before.proposed_by == row.proposed_by
                    && before.kind == row.kind;
                if !same {
                    findings.row(place(), "it is not what was proposed");
                }
                if row.decided_by != Some(told.actor) || row.decided_seq != Some(told.seq) {
                    findings.column(
                        place(),
                        "decided_by",
                        "it does not say who decided it in which act",
                    );
                }
                if row.state == DecisionState::Confirmed {
                    check_confirmed(row, parts, place, findings);
                }
            }
        }
    }
}

/// Whether an act lays down rules, shuts or opens a month, erases somebody or gives out goods, whatever it calls itself.
fn sets_rules(parts: &Parts<'_>) -> bool {
    let empty = parts.bands.is_empty()
        && parts.combinations.is_empty()
        && parts.tax_rules.is_empty()
        && parts.law_values.is_empty()
        && parts.periods.is_empty()
        && parts.years.is_empty()
        && parts.erasures.is_empty()
        && parts.hand_outs.is_empty();
    !empty
}

fn check_confirmed(
    row: &Decision,
    parts: &Parts<'_>,
    place: impl Fn() -> Place,
    findings: &mut Findings,
) {
    if row.decided_by == Some(row.proposed_by) {
        findings.column(place(), "decided_by", "the same person proposed and confirmed it");
    }
    let says = |name: &str, value: &str| {
        let field = format!("\"{name}\":{value}");
        [",", "}"].iter().any(|end| row.act.contains(&format!("{field}{end}")))
    };
    let number = |name: &str, value: i64| says(name, &value.to_string());
    // What an import brought and what closed a year is taken back with it.
    let alone = parts.undone.is_empty() && parts.years.is_empty();
    let mut done = parts
        .reversals
        .iter()
        .filter(|_| alone)
        .map(|row| number("entry", row.reversed_seq))
        .collect::<Vec<_>>();
    done.extend(parts.undone.iter().map(|row| number("import", row.import_seq)));
    done.extend(months_and_years(parts, &number, &says));
    done.extend(parts.grants.iter().map(|grant| {
        if row.decided_by == Some(grant.person_id) {
            findings.column(place(), "decided_by", "a role was granted by the one who got it");
        }
        let person = |id: Uuid| format!("\"{id}\"");
        let named = match grant.stands_in_for {
            Some(absent) => {
                says("absent", &person(absent)) && says("deputy", &person(grant.person_id))
            }
            None => says("person", &person(grant.person_id)),
        };
        named && says("role", &format!("\"{}\"", grant.role))
    }));
    done.extend(parts.tokens.iter().map(|token| {
        if row.decided_by == Some(token.person_id) {
            findings.column(place(), "decided_by", "a token was confirmed by the one who got it");
        }
        says("person", &format!("\"{}\"", token.person_id))
            && says("hash", &format!("\"{}\"", hex(&token.hash)))
    }));
    done.extend(parts.erasures.iter().map(|erased| {
        let subject = format!("{{\"kind\":\"{}\",\"seq\":{}}}", erased.subject, erased.subject_seq);
        says("why", &format!("\"{}\"", erased.why)) && row.act.contains(&subject)
    }));
    done.extend(rules_set(parts, &number, &says));
    let decision = row;
    let given = parts.advances.iter().filter(|row| row.version == 1);
    done.extend(given.map(|row| {
        if decision.decided_by == Some(row.person_id) {
            findings.column(
                place(),
                "decided_by",
                "an advance was confirmed by the one who got it",
            );
        }
        number("amount", row.amount_minor) && says("person", &format!("\"{}\"", row.person_id))
    }));
    done.extend(other_ways(parts, &number));
    if done.is_empty() || done.contains(&false) {
        findings.column(place(), "act", "what was done is not what had been decided");
    }
    let reversal = parts.entries.iter().any(|entry| entry.kind == EntryKind::Reversal);
    if reversal && parts.reversals.is_empty() {
        findings.row(place(), "an entry takes another back without saying which");
    }
}

/// Months and years closed and opened again.
fn months_and_years(
    parts: &Parts<'_>,
    number: &impl Fn(&str, i64) -> bool,
    says: &impl Fn(&str, &str) -> bool,
) -> Vec<bool> {
    let kind = |state: PeriodState, closed: &str, open: &str| {
        says("kind", if state == PeriodState::Closed { closed } else { open })
    };
    let months = parts.periods.iter().map(|period| {
        kind(period.state, "\"close_month\"", "\"reopen_month\"") && number("month", period.month)
    });
    let years = parts.years.iter().map(|row| {
        kind(row.state, "\"close_year\"", "\"reopen_year\"") && number("year", row.year)
    });
    months.chain(years).collect()
}

/// Bands, matrices, tax rules and values as they were decided, and goods that were handed out.
fn rules_set(
    parts: &Parts<'_>,
    number: &impl Fn(&str, i64) -> bool,
    says: &impl Fn(&str, &str) -> bool,
) -> Vec<bool> {
    let bands = parts.bands.iter().map(|band| number("approvals", band.approvals));
    let combinations = parts.combinations.iter().map(|row| {
        number("window_days", row.window_days) && says("level", &format!("\"{}\"", row.level))
    });
    let hand_outs = parts
        .hand_outs
        .iter()
        .map(|row| number("count", row.item_quantity) && number("people", row.people));
    let tax_rules = parts.tax_rules.iter().map(|row| {
        says("basis", &format!("\"{}\"", row.basis)) && says("taxable", &row.taxable.to_string())
    });
    let quoted = |name: &str, value: &str| says(name, &format!("\"{value}\""));
    let law_values =
        parts.law_values.iter().map(|row| quoted("name", &row.name) && quoted("value", &row.value));
    bands.chain(combinations).chain(tax_rules).chain(law_values).chain(hand_outs).collect()
}

/// Money that goes back to its giver or to another purpose: so much of these lots, as was decided.
fn other_ways(parts: &Parts<'_>, number: &impl Fn(&str, i64) -> bool) -> Vec<bool> {
    let of = |event: AllocationEvent| {
        parts.allocations.iter().filter(move |row| row.event == event).copied()
    };
    let mut done: Vec<bool> = of(AllocationEvent::Convert)
        .map(|row| {
            number("lot", row.lot_seq)
                && number("line", row.lot_line)
                && number("quantity", row.quantity_minor)
        })
        .collect();
    if parts.entries.iter().any(|entry| entry.kind == EntryKind::GrantRefund) {
        let sum = of(AllocationEvent::Draw)
            .fold(0_i64, |sum, row| sum.saturating_add(row.quantity_minor));
        done.push(number("amount", sum));
    }
    done
}
