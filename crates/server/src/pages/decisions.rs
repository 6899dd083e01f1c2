//! What takes two persons: what waits for a second one, and saying yes or taking it back.

use almoner_ledger::authority;
use almoner_ledger::codes::DecisionState;
use almoner_ledger::command::{Command, Deed};
use almoner_store::read::decision::{DecisionFilter, DecisionRow};
use axum::extract::{Path, Query};
use axum::http::StatusCode;

use super::block::{Block, Page};
use super::desk::{Desk, Told, led};
use super::form::{Form, Why};
use super::list::Asked;
use super::panel::{Cell, Head, Panel};
use super::typed::Typed;
use crate::problem::Problem;

pub(super) async fn list(desk: Desk, Query(asked): Query<Vec<(String, String)>>) -> Told {
    let asked = Asked(Typed(asked));
    Ok(listed(&desk, &asked, None).await?.shown())
}

async fn listed(
    desk: &Desk,
    asked: &Asked,
    attempt: Option<(i64, &Typed, &Why)>,
) -> Result<Page, Problem> {
    let words = desk.words;
    let open = DecisionFilter { state: Some(DecisionState::Proposed), kind: None };
    let open = desk.app.store.decisions(&open, &asked.paging()).await?.items;
    let mut page = desk.page(words.say("nav-decisions"));
    if asked.text("done").is_some() {
        page = page.block(Block::Notice { grave: false, text: words.say("decision-done") });
    }
    if open.is_empty() {
        page = page.block(Block::Text(words.say("decision-none")));
    }
    for row in &open {
        page = page.block(Block::Facts { title: Some(title(desk, row)), rows: facts(desk, row) });
        let form = step(desk, row);
        let form = match attempt {
            Some((seq, typed, why)) if seq == row.seq => {
                form.map(|form| form.typed(typed).refused(words, why))
            }
            Some(_) | None => form,
        };
        page = page.blocks(form.map(Block::Form));
    }
    let all = desk.app.store.decisions(&DecisionFilter::default(), &asked.paging()).await?;
    let heads = vec![
        Head::text(words.say("column-number")),
        Head::text(words.say("column-what")),
        Head::text(words.say("decision-proposed-by")),
        Head::text(words.say("decision-decided-by")),
        Head::text(words.say("column-state")),
    ];
    let row = |row: &DecisionRow| -> Vec<Cell> {
        vec![
            row.seq.to_string().into(),
            title(desk, row).into(),
            desk.person(row.proposed_by).into(),
            row.decided_by.map(|person| desk.person(person)).unwrap_or_default().into(),
            words.word("decision-state", row.state.code()).into(),
        ]
    };
    let panel = Panel {
        rows: all.items.iter().map(row).collect(),
        more: asked.further(desk, "/decisions", all.next),
        ..Panel::new(words.say("decision-all"), words.say("list-none"), heads)
    };
    Ok(page.block(Block::Panel(panel)))
}

fn title(desk: &Desk, row: &DecisionRow) -> String {
    let kind = desk.words.word("decision", row.kind.code());
    match serde_json::from_str::<Deed>(&row.act) {
        Ok(Deed::CloseMonth { month, .. } | Deed::ReopenMonth { month, .. }) => {
            format!("{kind}: {:04}-{:02}", month / 100, month % 100)
        }
        Ok(Deed::CloseYear { year, .. } | Deed::ReopenYear { year, .. }) => {
            format!("{kind}: {year}")
        }
        Ok(Deed::Reverse { entry, .. }) => format!("{kind}: {entry}"),
        Ok(_) | Err(_) => kind,
    }
}

/// Everything that would be done, word for word: who confirms must see it all.
fn facts(desk: &Desk, row: &DecisionRow) -> Vec<(String, Cell)> {
    let words = desk.words;
    let mut rows = vec![
        (words.say("decision-proposed-by"), Cell::from(desk.person(row.proposed_by))),
        (words.say("column-when"), words.instant(row.proposed_at).into()),
    ];
    let deed: serde_json::Value = serde_json::from_str(&row.act).unwrap_or_default();
    let details =
        deed.as_object().and_then(|deed| deed.values().next()).and_then(|it| it.as_object());
    for (name, value) in details.into_iter().flatten() {
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        rows.push((name.replace('_', " "), text.into()));
    }
    rows
}

/// Who proposed it may take it back; another whose role decides may confirm it.
fn step(desk: &Desk, row: &DecisionRow) -> Option<Form> {
    let role = desk.identity.role;
    if row.proposed_by == desk.identity.person {
        let path = format!("/decisions/{}/withdrawal", row.seq);
        return Some(Form::new(path, desk.say("decision-withdraw")).grave());
    }
    let may = authority::CONFIRM_DECISION.roles.contains(&role);
    let path = format!("/decisions/{}/confirmation", row.seq);
    may.then(|| Form::new(path, desk.say("decision-confirm")))
}

pub(super) async fn confirm(desk: Desk, Path(seq): Path<i64>, typed: Typed) -> Told {
    let given = desk.give(&typed, Command::ConfirmDecision { decision: seq }).await;
    if given.as_ref().is_ok_and(|answer| answer.kind == "person.erased") {
        // The books have spoken. What the vault cannot do now it does when it is opened next.
        if let Err(problem) = desk.app.follow_erasures().await {
            tracing::warn!(problem = problem.name, "the vault will erase them when it is opened");
        }
    }
    decided(&desk, seq, &typed, given.map(drop)).await
}

pub(super) async fn withdraw(desk: Desk, Path(seq): Path<i64>, typed: Typed) -> Told {
    let given = desk.give(&typed, Command::WithdrawDecision { decision: seq }).await;
    decided(&desk, seq, &typed, given.map(drop)).await
}

async fn decided(desk: &Desk, seq: i64, typed: &Typed, given: Result<(), Problem>) -> Told {
    match given {
        Ok(()) => Ok(led("/decisions?done=yes")),
        Err(problem) => {
            let why = Why::Problem(problem);
            let asked = Asked(Typed::default());
            let mut page = listed(desk, &asked, Some((seq, typed, &why))).await?;
            page.status = StatusCode::UNPROCESSABLE_ENTITY;
            Ok(page.shown())
        }
    }
}
