//! Taking a whole import back, as two persons decided.

use chrono::NaiveDate;

use crate::act::Act;
use crate::codes::{ImportKind, Reason, RequestState, Role};
use crate::command::Context;
use crate::decide::request::finish;
use crate::decide::reversal;
use crate::facts::{Facts, Imported};
use crate::refusal::Refusal;
use crate::rows::giving::ImportUndo;

/// Who records a kind of file proposes to take it back.
pub(in crate::decide) fn check_role(
    facts: &Facts,
    import: i64,
    context: &Context,
) -> Result<(), Refusal> {
    let whose = match found(facts, import)?.import.kind {
        ImportKind::Incomes => Role::Treasurer,
        ImportKind::Requests => Role::CaseWorker,
    };
    let role = context.actor.role;
    if role == whose {
        Ok(())
    } else {
        Err(Refusal::NotAllowed { role, what: "propose to undo this import" })
    }
}

fn found(facts: &Facts, import: i64) -> Result<&Imported, Refusal> {
    let found = facts.imports.get(&import).filter(|found| !found.undone);
    found.ok_or(Refusal::ImportUnknown { import })
}

pub(in crate::decide) fn undo(
    facts: &Facts,
    import: i64,
    (booked_on, why): (NaiveDate, Reason),
    context: &Context,
) -> Result<Vec<Act>, Refusal> {
    let imported = found(facts, import)?;
    let seq = facts.next_seq;
    let size = imported.incomes.len().saturating_add(imported.requests.len());
    let head = Act::new(seq, "import.undone").with(ImportUndo {
        seq,
        import_seq: import,
        rows_undone: i64::try_from(size).unwrap_or(i64::MAX),
    });
    let mut staged = facts.clone();
    staged.apply(&head);
    let mut acts = vec![head];
    for income in &imported.incomes {
        if staged.entries.get(income).is_some_and(|booked| booked.reversed) {
            continue;
        }
        // Dated as asked, or on the day of the income where that is later.
        let received = staged.entries.get(income).map(|booked| booked.entry.booked_on);
        let on = received.map_or(booked_on, |received| received.max(booked_on));
        let act = reversal::reverse(&staged, *income, on, why, context)?;
        staged.apply(&act);
        acts.push(act);
    }
    for request in &imported.requests {
        let state = staged.requests.get(request).map(|row| row.state);
        match state {
            Some(RequestState::Closed | RequestState::Rejected) | None => continue,
            Some(RequestState::Proposed) => {
                return Err(Refusal::ImportInUse { request: *request });
            }
            Some(
                RequestState::Draft
                | RequestState::Submitted
                | RequestState::Screening
                | RequestState::NeedsInfo
                | RequestState::Assessed,
            ) => {}
        }
        let act = finish::undo(&staged, *request, why, context)?;
        staged.apply(&act);
        acts.push(act);
    }
    Ok(acts)
}
