//! Manual entries: rent, wages, fees. They draw lots like everything that spends.

use crate::act::Act;
use crate::codes::{AccountRole, AllocationEvent, Currency, EntryKind, NoteKind};
use crate::command::{Context, EntryLine, PostEntry, Side};
use crate::decide::note;
use crate::draw::{self, Draw, Want};
use crate::facts::Facts;
use crate::journal::{JournalEntry, Line};
use crate::proposal::{self, Had};
use crate::refusal::Refusal;
use crate::restriction::Purpose;
use crate::rows::lots::Overdraft;

/// What the lines of one entry take from the lots of their funds.
#[derive(Default)]
struct Taken {
    draws: Vec<Draw>,
    releases: Vec<Line>,
    overdrafts: Vec<(i64, i64)>,
}

pub(super) fn post(facts: &Facts, post: &PostEntry, context: &Context) -> Result<Act, Refusal> {
    for line in &post.lines {
        facts.open_fund(line.fund)?;
        if facts.account(&line.account)?.guarded {
            return Err(Refusal::GuardedAccount { account: line.account.clone() });
        }
    }
    let build = |lines: Vec<Line>| {
        let document = post.document.clone();
        JournalEntry::new(facts, context, EntryKind::Manual, post.booked_on, document, lines)
    };
    let mut lines: Vec<Line> = post.lines.iter().map(line).collect();
    let entry = build(lines.clone())?;
    if post.by_bank {
        check_by_bank(facts, &lines)?;
    } else {
        entry.check_money(facts)?;
    }
    let taken = take(facts, post, &entry)?;
    lines.extend(taken.releases);
    let seq = facts.next_seq;
    let mut act = Act::new(seq, "entry.posted");
    build(lines)?.write(facts, &mut act)?;
    act.extend(draw::allocations(seq, 1, AllocationEvent::Draw, None, &taken.draws));
    for ((fund_seq, amount_minor), line) in taken.overdrafts.into_iter().zip(1_i64..) {
        act.push(Overdraft { seq, line, fund_seq, amount_minor });
    }
    if let Some(memo) = &post.memo {
        act.push(note(seq, 1, NoteKind::Memo, memo, context));
    }
    Ok(act)
}

fn line(typed: &EntryLine) -> Line {
    match typed.side {
        Side::Debit => Line::debit(&typed.account, typed.fund, typed.amount.minor()),
        Side::Credit => Line::credit(&typed.account, typed.fund, typed.amount.minor()),
    }
}

/// What "the bank has done it" excuses is money that left a bank account: neither an empty cash desk nor a new debt.
fn check_by_bank(facts: &Facts, lines: &[Line]) -> Result<(), Refusal> {
    for line in lines.iter().filter(|line| line.amount_minor < 0) {
        let account = facts.account(&line.account)?;
        if account.pool && account.role != AccountRole::Bank {
            let wanted = "a bank account, where the bank has done it by itself";
            return Err(Refusal::WrongAccount { account: line.account.clone(), wanted });
        }
    }
    Ok(())
}

fn take(facts: &Facts, post: &PostEntry, entry: &JournalEntry) -> Result<Taken, Refusal> {
    let mut taken = Taken::default();
    for (fund, moved) in entry.pool_moved(facts) {
        if 0 < moved {
            return Err(Refusal::IncreasesFund { fund });
        }
        if moved == 0 {
            continue;
        }
        let (draws, short) = draw_for(facts, post, fund, moved.saturating_neg())?;
        taken.releases.extend(draw::release_lines(&draws, fund));
        taken.draws.extend(draws);
        if 0 < short {
            taken.overdrafts.push((fund, short));
        }
    }
    Ok(taken)
}

/// Draws for an expense; what the bank has taken beyond a free fund's lots becomes its overdraft.
fn draw_for(
    facts: &Facts,
    post: &PostEntry,
    fund: i64,
    wanted: i64,
) -> Result<(Vec<Draw>, i64), Refusal> {
    let known = facts.open_fund(fund)?;
    if !post.by_bank && 0 < known.overdrawn_minor {
        return Err(Refusal::FundOverdrawn { fund });
    }
    let want = Want::Money { currency: Currency::Mkd, quantity_minor: wanted };
    let found = proposal::find(facts, fund, &want, &purposes(facts, post, fund), &Had::new());
    if post.by_bank && !known.restricted && 0 < found.short_minor {
        return Ok((found.draws(facts), found.short_minor));
    }
    Ok((found.complete(facts, fund, &want)?, 0))
}

/// Everything that is paid for in the fund: a giver's budget lines are asked about each.
fn purposes(facts: &Facts, post: &PostEntry, fund: i64) -> Vec<Purpose> {
    let is_cost = |line: &&EntryLine| {
        let pool = facts.accounts.get(&line.account).is_some_and(|account| account.pool);
        line.fund == fund && line.side == Side::Debit && !pool
    };
    let costs = post.lines.iter().filter(is_cost);
    costs
        .map(|line| Purpose::Expense { account: line.account.clone(), on: post.booked_on })
        .collect()
}
