//! Requests: a legal way from state to state, by whoever the act names, and no aid given twice without a second person.

use std::collections::{BTreeMap, BTreeSet};

use almoner_ledger::cell::Cell as _;
use almoner_ledger::codes::{Combined, PayoutState, RequestState, Step};
use almoner_ledger::rows::aid::{PayoutEvent, Request};
use almoner_ledger::rows::request::{Evidence, MatchFound, RequestStep};
use almoner_proof::canon::Canon;
use uuid::Uuid;

use super::findings::{Findings, Place};
use super::payout::Payouts;
use super::replay::{Parts, Told};

/// What is known of one request so far.
#[derive(Default)]
struct Track {
    request: Option<Request>,
    steps: Vec<(Step, Uuid)>,
    papers: Vec<Evidence>,
    matches: Vec<MatchFound>,
}

#[derive(Default)]
pub(super) struct Requests {
    tracks: BTreeMap<i64, Track>,
    judged: BTreeSet<(i64, i64)>,
}

impl Requests {
    pub(super) fn act(&mut self, told: &Told, parts: &Parts<'_>, findings: &mut Findings) {
        for request in &parts.requests {
            let track = self.tracks.entry(request.seq).or_default();
            let from = track.request.as_ref().map(|before| before.state);
            if !is_legal(from, request.state) {
                let before = from.map_or("nothing", RequestState::code);
                let place = Place::new("request", format!("seq {}", request.seq), Some(told.seq));
                let what = format!("a request that is {before} cannot become {}", request.state);
                findings.column(place, "state", what);
            }
            track.request = Some((*request).clone());
        }
        for step in &parts.steps {
            self.step(step, told, findings);
        }
        for paper in &parts.papers {
            let track = self.tracks.entry(paper.request_seq).or_default();
            track.papers.push((*paper).clone());
        }
        for found in &parts.matches {
            self.found(found, told, findings);
        }
        for pair in &parts.judged {
            if pair.person_id != told.actor {
                let place = Place::act("pair_judged", pair.seq);
                findings.column(place, "person_id", "another person than the act names");
            }
            self.judged.insert((pair.one_seq, pair.other_seq));
        }
    }

    fn step(&mut self, step: &RequestStep, told: &Told, findings: &mut Findings) {
        let place = || Place::act("request_step", step.seq);
        if step.person_id != told.actor {
            findings.column(
                place(),
                "person_id",
                "the step stands under another name than the act",
            );
        }
        if !is_step_of(step.step, &told.kind) {
            let what = format!("{} is not done by an act called {}", step.step, told.kind);
            findings.column(place(), "step", what);
        }
        let track = self.tracks.entry(step.request_seq).or_default();
        track.steps.push((step.step, step.person_id));
    }

    fn found(&mut self, found: &MatchFound, told: &Told, findings: &mut Findings) {
        let key = format!("seq {}, line {}", found.seq, found.line);
        let place = || Place::new("match_found", key.clone(), Some(told.seq));
        let track = self.tracks.entry(found.request_seq).or_default();
        if let Some(person) = found.allowed_by {
            let took_in = |step: Step| matches!(step, Step::Draft | Step::Submit | Step::Repeat);
            let own = track.steps.iter().any(|(step, by)| took_in(*step) && *by == person);
            if person != told.actor || own {
                let what = "not a second person: it is who took the request in, or who did not act";
                findings.column(place(), "allowed_by", what);
            }
        }
        track.matches.push(found.clone());
    }

    /// Looks at what an act released, once its own matches are known and its payouts have moved.
    pub(super) fn end(&self, payouts: &Payouts, parts: &Parts<'_>, findings: &mut Findings) {
        let released = parts.events.iter().filter(|event| event.state == PayoutState::Released);
        for event in released {
            if let Some(found) = self.doubled(payouts, event) {
                let place = Place::act("payout_event", event.seq);
                let what = format!(
                    "released over other aid (request {}, same {}) that no second person allowed",
                    found.aid_seq, found.how
                );
                findings.row(place, what);
            }
        }
    }

    /// The hard match that stood in the way of a release, if one did.
    fn doubled(&self, payouts: &Payouts, event: &PayoutEvent) -> Option<&MatchFound> {
        let track = self.tracks.get(&payouts.request_of(event.payout_seq)?)?;
        let allowed = |found: &MatchFound| {
            track.matches.iter().any(|other| {
                other.allowed_by.is_some()
                    && (other.other_seq, other.aid_seq) == (found.other_seq, found.aid_seq)
            })
        };
        let judged = |found: &MatchFound| {
            let (one, other) = (found.recipient_seq, found.other_seq);
            found.how.is_of_papers() && self.judged.contains(&(one.min(other), one.max(other)))
        };
        track.matches.iter().find(|found| {
            found.level == Combined::Hard
                && event.effective_on <= found.until_on
                && payouts.counts(found.aid_seq, event.payout_seq)
                && !judged(found)
                && !allowed(found)
        })
    }

    /// Whether a person did a part of the intake of a request.
    pub(super) fn took_part(&self, request: i64, person: Uuid) -> bool {
        let steps = self.tracks.get(&request).map(|track| track.steps.as_slice());
        steps.unwrap_or_default().iter().any(|(step, by)| step.is_intake() && *by == person)
    }

    /// What of a request and its papers is signed with a payout, written here a second time on purpose.
    pub(super) fn signed_part(&self, request: i64) -> Vec<u8> {
        let mut canon = Canon::new();
        let Some(track) = self.tracks.get(&request) else { return canon.finish() };
        let Some(row) = &track.request else { return canon.finish() };
        canon.text("request").int(row.asked_minor).bytes(&row.commitment);
        row.found_minor.to_value().write(&mut canon);
        canon.text(row.category.code()).text(row.payee_kind.code());
        for paper in &track.papers {
            canon.text("paper").int(paper.seq).int(paper.line).text(paper.kind.code());
            paper.number.to_value().write(&mut canon);
            paper.dated_on.to_value().write(&mut canon);
            paper.amount_minor.to_value().write(&mut canon);
            canon.text(paper.media_type.code()).int(paper.size_bytes).bytes(&paper.content);
        }
        canon.finish()
    }
}

fn is_step_of(step: Step, kind: &str) -> bool {
    match step {
        Step::Draft => kind == "request.drafted",
        Step::Submit => kind == "request.submitted",
        Step::Edit => kind == "request.edited",
        Step::Screen => kind == "request.screened",
        Step::Ask => kind == "request.asked",
        Step::Answer => kind == "request.answered",
        Step::Assess => kind == "request.assessed",
        Step::Reject => kind == "request.rejected",
        Step::Appeal => kind == "request.appealed",
        Step::Close => matches!(kind, "request.closed" | "request.undone"),
        Step::Repeat => kind == "request.repeated",
        Step::EndSeries => kind == "request.series_ended",
        Step::AllowMatch => kind == "match.allowed",
    }
}

/// A request may also stay where it is: put right, repeated, or looked over again.
fn is_legal(from: Option<RequestState>, to: RequestState) -> bool {
    use RequestState::{
        Assessed, Closed, Draft, NeedsInfo, Proposed, Rejected, Screening, Submitted,
    };
    let Some(from) = from else { return matches!(to, Draft | Submitted) };
    from == to
        || match to {
            Draft => false,
            Submitted => matches!(from, Draft | Rejected),
            Screening => matches!(from, Submitted | NeedsInfo | Assessed | Proposed | Closed),
            NeedsInfo => from == Screening,
            Assessed => matches!(from, Screening | Proposed | Closed),
            Proposed => from == Assessed,
            Closed => from != Rejected,
            Rejected => matches!(from, Submitted | Screening | NeedsInfo | Assessed),
        }
}
