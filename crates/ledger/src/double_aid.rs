//! Aid that may be given twice: the same person, household or papers, too soon after other aid that it does not go with.

use chrono::{Days, NaiveDate};
use uuid::Uuid;

use crate::codes::{Category, Combined, MatchHow, PayoutState, RequestState};
use crate::command::Seen;
use crate::facts::Facts;
use crate::refusal::Refusal;
use crate::rows::aid::Request;
use crate::rows::request::MatchFound;

/// Where no table says what goes together, and the law data names no time either.
const WINDOW_DAYS: i64 = 90;

/// Other aid that a request looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Likeness {
    pub other_seq: i64,
    pub aid_seq: i64,
    pub how: MatchHow,
    pub level: Combined,
    /// The last day on which the two are too close.
    pub until_on: NaiveDate,
}

impl Facts {
    /// Whether two categories go together, and for how many days it matters: the table in force, the most exact row of it,
    /// and the strictest answer where it is silent.
    pub fn combined(&self, one: Category, other: Category, on: NaiveDate) -> (i64, Combined) {
        let known = self.combinations.iter().filter(|row| row.valid_from <= on);
        // Tables set again for the same day replace the earlier ones: the later act counts.
        let table = known.clone().map(|row| (row.valid_from, row.seq)).max();
        let fits = known.filter(|row| Some((row.valid_from, row.seq)) == table).filter_map(|row| {
            let exact = |want: Option<Category>, got: Category| match want {
                Some(want) if want == got => Some(1_i64),
                Some(_) => None,
                None => Some(0),
            };
            let either =
                |one, other| Some(exact(row.one, one)?.saturating_add(exact(row.other, other)?));
            let fit = either(one, other).max(either(other, one))?;
            Some((fit, row.level, row.window_days))
        });
        let best = fits.max_by_key(|(fit, level, days)| (*fit, *level, *days));
        best.map_or_else(
            || {
                (
                    self.law_number("duplicate_check_window", on).unwrap_or(WINDOW_DAYS),
                    Combined::Hard,
                )
            },
            |(_, level, days)| (days, level),
        )
    }

    /// Whether two recipients have been looked at and found to be two people.
    pub fn are_judged(&self, one: i64, other: i64) -> bool {
        self.judged.contains(&(one.min(other), one.max(other)))
    }
}

/// The moment at which it is asked: a day, and the payout that is about to be released, if one is. Of two that are on
/// their way the later one waits for the earlier, so neither blocks the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    pub on: NaiveDate,
    pub releasing: Option<i64>,
}

/// Everything that a request looks like, among what is loaded and what the vault says, at a moment.
pub fn find(
    facts: &Facts,
    request: &Request,
    seen: &Seen,
    at: Moment,
) -> Result<Vec<Likeness>, Refusal> {
    let Some(recipient) = request.recipient else { return Ok(Vec::new()) };
    let Some(own) = facts.recipients.get(&recipient).map(|row| row.seq) else {
        return Ok(Vec::new());
    };
    let mut alike: Vec<(MatchHow, Uuid)> = vec![(MatchHow::Person, recipient)];
    for other in facts.household_of(recipient) {
        if other != recipient {
            alike.push((MatchHow::Household, other));
        }
    }
    for seen in &seen.matches {
        let other = facts.recipients.get(&seen.other).ok_or(Refusal::RecipientUnknown)?;
        if seen.other != recipient && seen.how.is_of_papers() && !facts.are_judged(own, other.seq) {
            alike.push((seen.how, seen.other));
        }
    }
    let mut found = Vec::new();
    for (how, who) in alike {
        let Some(other_seq) = facts.recipients.get(&who).map(|row| row.seq) else { continue };
        let theirs = facts.requests.values().filter(|other| {
            other.recipient == Some(who)
                && other.seq != request.seq
                && !is_one_series(request, other)
        });
        found.extend(theirs.filter_map(|other| {
            let (level, until_on) = closeness(facts, request, other, at)?;
            let level = if how.is_soft() { level.min(Combined::Warn) } else { level };
            Some(Likeness { other_seq, aid_seq: other.seq, how, level, until_on })
        }));
    }
    found.extend(by_payee(facts, request, (recipient, own), seen, at));
    found.sort_unstable();
    found.dedup();
    Ok(found)
}

/// Aid to others that went to the same account: the same landlord's, or one that the vault knows under two names.
fn by_payee(
    facts: &Facts,
    request: &Request,
    (recipient, own): (Uuid, i64),
    seen: &Seen,
    at: Moment,
) -> Vec<Likeness> {
    let named = request.payee.filter(|_| request.payee_kind.is_private());
    let paid = |other: &Request| {
        other.payee_kind.is_private()
            && other.payee.is_some_and(|payee| Some(payee) == named || seen.payees.contains(&payee))
    };
    let theirs = facts.requests.values().filter(|other| {
        other.recipient != Some(recipient)
            && other.seq != request.seq
            && paid(other)
            && !is_one_series(request, other)
    });
    let alike = theirs.filter_map(|other| {
        let other_seq = facts.recipients.get(&other.recipient?)?.seq;
        if facts.are_judged(own, other_seq) {
            return None;
        }
        let (level, until_on) = closeness(facts, request, other, at)?;
        Some(Likeness { other_seq, aid_seq: other.seq, how: MatchHow::Payee, level, until_on })
    });
    alike.collect()
}

/// Recurring aid was decided once: its repetitions do not double one another.
fn is_one_series(one: &Request, other: &Request) -> bool {
    one.parent_seq.unwrap_or(one.seq) == other.parent_seq.unwrap_or(other.seq)
}

/// How far another need stands in the way: as the table says where it was or is being helped, as a warning where it only
/// waits.
fn closeness(
    facts: &Facts,
    request: &Request,
    other: &Request,
    at: Moment,
) -> Option<(Combined, NaiveDate)> {
    let helped = standing(facts, other.seq, at.releasing).max();
    let waits = other.state.is_open().then_some(other.received_on);
    let day = helped.or(waits)?;
    let (days, level) = facts.combined(request.category, other.category, at.on);
    let until_on = day.checked_add_days(Days::new(u64::try_from(days).unwrap_or(0)))?;
    let level = if helped.is_some() { level } else { level.min(Combined::Warn) };
    (at.on <= until_on && level != Combined::Free).then_some((level, until_on))
}

/// Whether a payout counts as aid for another that is being released: proposed before it, or let go already.
pub fn counts(payout: i64, state: PayoutState, releasing: Option<i64>) -> bool {
    let waits = matches!(state, PayoutState::Proposed | PayoutState::Approved);
    state.stands() && (!waits || releasing.is_none_or(|releasing| payout < releasing))
}

/// The days on which payouts of a request that count were proposed.
fn standing(
    facts: &Facts,
    request: i64,
    releasing: Option<i64>,
) -> impl Iterator<Item = NaiveDate> {
    let payouts = facts.payouts.values().filter(move |payout| payout.request_seq == request);
    payouts
        .filter(move |payout| counts(payout.seq, payout.state, releasing))
        .map(|payout| payout.proposed_on)
}

/// What has been recorded for a request already.
fn recorded(facts: &Facts, request: i64) -> impl Iterator<Item = &MatchFound> {
    facts.matches.get(&request).into_iter().flatten()
}

/// The hard matches in the way of a request that nobody has allowed: those found now, and those recorded earlier whose aid
/// still stands, so that a vault that is closed today does not forget what it said when it was open.
pub fn in_the_way(
    facts: &Facts,
    request: &Request,
    found: &[Likeness],
    at: Moment,
) -> Vec<Likeness> {
    let earlier = recorded(facts, request.seq).filter(|row| {
        let judged = row.how.is_of_papers() && facts.are_judged(row.recipient_seq, row.other_seq);
        let stands = || standing(facts, row.aid_seq, at.releasing).next().is_some();
        at.on <= row.until_on && !judged && stands()
    });
    let earlier = earlier.map(|row| Likeness {
        other_seq: row.other_seq,
        aid_seq: row.aid_seq,
        how: row.how,
        level: row.level,
        until_on: row.until_on,
    });
    let mut hard: Vec<Likeness> = found.iter().copied().chain(earlier).collect();
    hard.retain(|alike| alike.level == Combined::Hard && !is_allowed(facts, request.seq, *alike));
    hard.sort_unstable();
    hard.dedup_by_key(|alike| (alike.other_seq, alike.aid_seq, alike.how));
    hard
}

fn is_allowed(facts: &Facts, request: i64, alike: Likeness) -> bool {
    recorded(facts, request).any(|row| {
        row.allowed_by.is_some() && (row.other_seq, row.aid_seq) == (alike.other_seq, alike.aid_seq)
    })
}

/// What was found and has not been recorded for the request yet.
pub fn unrecorded(facts: &Facts, request: i64, found: &[Likeness]) -> Vec<Likeness> {
    let known = |alike: &&Likeness| {
        recorded(facts, request).any(|row| {
            (row.other_seq, row.aid_seq, row.how, row.level)
                == (alike.other_seq, alike.aid_seq, alike.how, alike.level)
                && alike.until_on <= row.until_on
        })
    };
    found.iter().filter(|alike| !known(alike)).copied().collect()
}

/// Refuses to go on where somebody else must allow it first.
pub fn check(
    facts: &Facts,
    request: &Request,
    found: &[Likeness],
    at: Moment,
) -> Result<(), Refusal> {
    if request.state == RequestState::Rejected {
        return Ok(());
    }
    match in_the_way(facts, request, found, at).first() {
        Some(alike) => Err(Refusal::DoubleAid {
            request: alike.aid_seq,
            how: alike.how,
            until_on: alike.until_on,
        }),
        None => Ok(()),
    }
}
