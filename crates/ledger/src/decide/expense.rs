//! Manual entries: rent, wages, fees. They draw lots like everything that spends.

use crate::act::Act;
use crate::codes::{AllocationEvent, AccountKind, Currency, EntryKind, NoteKind};
use crate::command::{Context, EntryLine, PostEntry, Side};
use crate::decide::note;
use crate::draw::{self, Draw, Want};
use crate::facts::Facts;
use crate::journal::{JournalEntry, Line};
use crate::refusal::Refusal;
use crate::restriction::Purpose;
use crate::rows::lots::Overdraft;

pub(super) fn post(facts: &Facts, post: &PostEntry, context: &Context) -> Result<Act, Refusal> {
    for line in &post.lines {
        facts.open_fund(line.fund)?;
        if facts.account(&line.account)?.guarded {
            return Err(Refusal::GuardedAccount { account: line.account.clone() });
        }
    }
    let typed: Vec<Line> = post.lines.iter().map(line).collect();
    let entry = JournalEntry::new(
        facts,
        context,
        EntryKind::Manual,
        post.booked_on,
        post.document.clone(),
        typed.clone(),
    )?;
    if !post.by_bank {
        entry.check_money(facts)?;
    }
    let mut lines = typed;
    let mut draws = Vec::new();
    let mut overdrafts = Vec::new();
    for (fund, moved) in entry.pool_moved(facts) {
        if 0 < moved {
            return Err(Refusal::IncreasesFund { fund });
        }
        if moved == 0 {
            continue;
        }
        let account = expense_account(facts, &post.lines, fund);
        let purpose = Purpose::Expense { account, on: post.booked_on };
        let (drawn, short) = draw_for(facts, fund, moved.saturating_neg(), &purpose, post.by_bank)?;
        lines.extend(draw::release_lines(&drawn, fund));
        draws.extend(drawn);
        if 0 < short {
            overdrafts.push((fund, short));
        }
    }
    let entry =
        JournalEntry::new(facts, context, EntryKind::Manual, post.booked_on, post.document.clone(), lines)?;
    let seq = facts.next_seq;
    let mut act = Act::new(seq, "entry.posted");
    entry.write(facts, &mut act)?;
    act.extend(draw::allocations(seq, 1, AllocationEvent::Draw, None, &draws));
    act.extend(overdrafts.into_iter().zip(1_i64..).map(|((fund_seq, amount_minor), line)| Overdraft {
        seq,
        line,
        fund_seq,
        amount_minor,
    }));
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

/// The cost that a giver's budget lines are asked about: the first expense debited in the fund.
fn expense_account(facts: &Facts, lines: &[EntryLine], fund: i64) -> String {
    let spent = lines.iter().find(|line| {
        line.fund == fund
            && line.side == Side::Debit
            && facts.accounts.get(&line.account).is_some_and(|account| account.kind == AccountKind::Expense)
    });
    spent.or_else(|| lines.iter().find(|line| line.fund == fund)).map(|line| line.account.clone()).unwrap_or_default()
}

/// Draws for an expense; what the bank has taken beyond a free fund's lots becomes its overdraft.
fn draw_for(
    facts: &Facts,
    fund: i64,
    wanted: i64,
    purpose: &Purpose,
    by_bank: bool,
) -> Result<(Vec<Draw>, i64), Refusal> {
    let want = Want::Money { currency: Currency::Mkd, quantity_minor: wanted };
    let found = draw::find(facts, fund, &want, Some(purpose));
    let free = !facts.open_fund(fund)?.restricted;
    if by_bank && free && 0 < found.short_minor {
        return Ok((found.draws, found.short_minor));
    }
    Ok((found.complete(fund, &want)?, 0))
}
