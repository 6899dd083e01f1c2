//! Double aid on the record: what was found, who allowed it, and who is not who they were taken for.

use uuid::Uuid;

use crate::act::Act;
use crate::codes::{NoteKind, Reason, Step};
use crate::command::{AllowMatch, Context, Seen};
use crate::decide::request::{found, step, steps};
use crate::decide::{cooled, note};
use crate::double_aid::{self, Likeness, Moment};
use crate::facts::Facts;
use crate::refusal::Refusal;
use crate::rows::aid::Request;
use crate::rows::request::{MatchFound, PairJudged};
use crate::text::Text;

/// The rows that say what a request was found to look like, and was not known to.
pub(in crate::decide) fn rows(
    facts: &Facts,
    request: &Request,
    seen: &Seen,
    context: &Context,
) -> Result<Vec<MatchFound>, Refusal> {
    let alike = double_aid::find(facts, request, seen, now(context))?;
    let fresh = double_aid::unrecorded(facts, request.seq, &alike);
    Ok(recorded(facts, request, &fresh, None))
}

/// As [`rows`], and nothing hard among them that somebody else has not allowed.
pub(in crate::decide) fn cleared(
    facts: &Facts,
    request: &Request,
    seen: &Seen,
    context: &Context,
) -> Result<Vec<MatchFound>, Refusal> {
    cleared_at(facts, request, seen, now(context))
}

/// As [`cleared`], at the release of a payout.
pub(in crate::decide) fn cleared_for(
    facts: &Facts,
    (request, payout): (&Request, i64),
    seen: &Seen,
    context: &Context,
) -> Result<Vec<MatchFound>, Refusal> {
    cleared_at(facts, request, seen, Moment { on: context.today, releasing: Some(payout) })
}

const fn now(context: &Context) -> Moment {
    Moment { on: context.today, releasing: None }
}

fn cleared_at(
    facts: &Facts,
    request: &Request,
    seen: &Seen,
    at: Moment,
) -> Result<Vec<MatchFound>, Refusal> {
    let alike = double_aid::find(facts, request, seen, at)?;
    double_aid::check(facts, request, &alike, at)?;
    let fresh = double_aid::unrecorded(facts, request.seq, &alike);
    Ok(recorded(facts, request, &fresh, None))
}

fn recorded(
    facts: &Facts,
    request: &Request,
    alike: &[Likeness],
    allowed: Option<(Uuid, Reason)>,
) -> Vec<MatchFound> {
    let own = request.recipient.and_then(|recipient| facts.recipients.get(&recipient));
    let Some(own) = own.map(|row| row.seq) else { return Vec::new() };
    alike
        .iter()
        .zip(1_i64..)
        .map(|(alike, line)| MatchFound {
            seq: facts.next_seq,
            line,
            request_seq: request.seq,
            recipient_seq: own,
            other_seq: alike.other_seq,
            aid_seq: alike.aid_seq,
            how: alike.how,
            level: alike.level,
            until_on: alike.until_on,
            allowed_by: allowed.map(|(person, _)| person),
            reason: allowed.map(|(_, reason)| reason),
        })
        .collect()
}

/// A second person goes on although there is other aid.
pub(in crate::decide) fn allow(
    facts: &Facts,
    allow: &AllowMatch,
    context: &Context,
) -> Result<Act, Refusal> {
    let request = found(facts, allow.request)?;
    let took_in = |done: Step| matches!(done, Step::Draft | Step::Submit | Step::Repeat);
    if steps(facts, request.seq)
        .any(|done| took_in(done.step) && done.person_id == context.actor.person)
    {
        return Err(Refusal::SamePerson);
    }
    cooled::check(facts, context)?;
    let other = facts.recipients.get(&allow.other).ok_or(Refusal::RecipientUnknown)?.seq;
    let alike = double_aid::find(facts, request, &allow.seen, now(context))?;
    let hard = double_aid::in_the_way(facts, request, &alike, now(context));
    let theirs: Vec<Likeness> = hard.into_iter().filter(|alike| alike.other_seq == other).collect();
    if theirs.is_empty() {
        return Err(Refusal::NothingToAllow);
    }
    let seq = facts.next_seq;
    let mut act = Act::new(seq, "match.allowed");
    act.push(step(seq, request.seq, Step::AllowMatch, Some(allow.reason), context));
    act.extend(recorded(facts, request, &theirs, Some((context.actor.person, allow.reason))));
    if let Some(text) = &allow.note {
        act.push(note(seq, 1, NoteKind::Reason, text, context));
    }
    Ok(act)
}

/// Two recipients are two people, whatever their papers share. Nobody says so of a request they took in.
pub(in crate::decide) fn judge(
    facts: &Facts,
    (one, other): (Uuid, Uuid),
    reason: Reason,
    text: Option<&Text>,
    context: &Context,
) -> Result<Act, Refusal> {
    cooled::check(facts, context)?;
    let seq_of = |who: &Uuid| facts.recipients.get(who).map(|row| row.seq);
    let first = seq_of(&one).ok_or(Refusal::RecipientUnknown)?;
    let second = seq_of(&other).ok_or(Refusal::RecipientUnknown)?;
    if first == second {
        return Err(Refusal::PairOfOne);
    }
    if facts.are_judged(first, second) {
        return Err(Refusal::PairJudged);
    }
    let theirs = facts.requests.values().filter(|request| {
        request.state.is_open() && [Some(one), Some(other)].contains(&request.recipient)
    });
    let took_in = |done: Step| matches!(done, Step::Draft | Step::Submit | Step::Repeat);
    for request in theirs {
        if steps(facts, request.seq)
            .any(|done| took_in(done.step) && done.person_id == context.actor.person)
        {
            return Err(Refusal::SamePerson);
        }
    }
    let seq = facts.next_seq;
    let mut act = Act::new(seq, "pair.judged").with(PairJudged {
        seq,
        one_seq: first.min(second),
        other_seq: first.max(second),
        person_id: context.actor.person,
        reason,
    });
    if let Some(text) = text {
        act.push(note(seq, 1, NoteKind::Reason, text, context));
    }
    Ok(act)
}
