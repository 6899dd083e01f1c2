//! One request: what is asked, what was found, its papers and payouts, and what comes next.

use almoner_ledger::codes::{NoteKind, Role};
use almoner_store::read::request::RequestDetail;
use axum::extract::{Path, Query};
use serde::Deserialize;

use super::step::Step;
use crate::pages::block::{Block, Link, Page};
use crate::pages::desk::{Desk, LAW, Told, absent};
use crate::pages::form::Why;
use crate::pages::home::payouts::table;
use crate::pages::panel::{Cell, Head, Panel};
use crate::pages::payouts::matches;
use crate::pages::typed::Typed;
use crate::problem::Problem;

#[derive(Deserialize)]
pub(in crate::pages) struct Seen {
    /// The step that was just done.
    #[serde(default)]
    done: String,
}

pub(in crate::pages) async fn one(
    desk: Desk,
    Path(seq): Path<i64>,
    Query(seen): Query<Seen>,
) -> Told {
    let mut page = shown(&desk, seq, None).await?;
    if !seen.done.is_empty() {
        page.blocks.insert(0, Block::Notice { grave: false, text: desk.say("request-done") });
    }
    Ok(page.shown())
}

pub(super) async fn shown(
    desk: &Desk,
    seq: i64,
    attempt: Option<(Step, &Typed, &Why)>,
) -> Result<Page, Problem> {
    let detail = desk.app.store.request(seq).await?.ok_or_else(|| absent("request"))?;
    let mut page = desk.page(desk.words.say_of("request-title", &seq.to_string()));
    let now = desk.app.clock.now();
    let late = detail.request.due_at.is_some_and(|due| due < now);
    if late && detail.request.state.is_open() {
        page = page.block(Block::Notice { grave: true, text: desk.say("request-late") });
    }
    page = page.block(Block::Facts { title: None, rows: facts(desk, &detail) });
    page = page.blocks(told(desk, &detail).map(Block::Panel));
    if !detail.matches.is_empty() {
        page = page.block(Block::Panel(matches(desk, &detail)));
    }
    let mut steps = Step::offered(desk, &detail);
    if let Some((step, ..)) = attempt
        && !steps.contains(&step)
    {
        steps.insert(0, step);
    }
    for step in steps {
        let form = step.form(desk, &detail);
        let form = match attempt {
            Some((tried, typed, why)) if tried == step => {
                form.typed(typed).refused(desk.words, why)
            }
            Some(_) | None => form,
        };
        page = page.block(Block::Form(form));
    }
    let payouts = table(desk, ("request-payouts", "request-payouts-none"), &detail.payouts);
    page = page.block(Block::Panel(payouts)).block(Block::Panel(history(desk, &detail)));
    let mut links = vec![Link::new("/requests", desk.say("list-back"))];
    if desk.identity.role == Role::CaseWorker {
        links.push(Link::new(format!("/requests/new?like={seq}"), desk.say("request-again")));
    }
    Ok(page.block(Block::Links(links)))
}

fn facts(desk: &Desk, detail: &RequestDetail) -> Vec<(String, Cell)> {
    let (words, request) = (desk.words, &detail.request);
    let mut rows = vec![
        (words.say("column-need"), Cell::from(desk.category(request.category.code()))),
        (
            words.say("column-urgency"),
            desk.term(|law| &law.urgencies, request.urgency.code()).into(),
        ),
        (words.say("request-asked"), words.denars(request.asked_minor).into()),
    ];
    if let Some(found) = request.found_minor {
        rows.push((words.say("payout-found"), words.denars(found).into()));
    }
    rows.push((
        words.say("column-state"),
        words.word("request-state", request.state.code()).into(),
    ));
    rows.push((words.say("request-received"), words.day(&request.received_on).into()));
    if let Some(due) = request.due_at.filter(|_| request.state.is_open()) {
        rows.push((words.say("request-due"), words.instant(due).into()));
    }
    if let Some(group) = request.target_group {
        let group = desk.term(|law| &law.target_groups, group.code());
        rows.push((words.say("request-group"), group.into()));
    }
    if let Some(place) = &request.municipality {
        rows.push((words.say("request-place"), self::place(desk, place).into()));
    }
    rows.push((words.say("payout-payee"), words.word("payee", request.payee_kind.code()).into()));
    if let Some(recipient) = request.recipient {
        let short: String = recipient.simple().to_string().chars().take(8).collect();
        rows.push((words.say("request-person"), short.into()));
    }
    if let (Some(months), Some(next)) = (request.every_months, request.next_on) {
        let again = words.say_with(
            "request-comes-again",
            &[("months", &months.to_string()), ("on", &words.day(&next))],
        );
        rows.push((words.say("request-recurring"), again.into()));
    }
    rows
}

fn place(desk: &Desk, code: &str) -> String {
    let places = LAW.as_ref().map(|law| &law.municipalities);
    let found = places.and_then(|places| places.iter().find(|place| place.iso_3166_2 == code));
    found.map_or(code, |place| desk.words.0.pick(&place.names)).to_owned()
}

/// What was typed about the person's life, for those who work with it.
fn told(desk: &Desk, detail: &RequestDetail) -> Option<Panel> {
    let reads = matches!(desk.identity.role, Role::CaseWorker | Role::Approver);
    let words = desk.words;
    let shown = |kind: NoteKind| match kind {
        NoteKind::Story
        | NoteKind::Finding
        | NoteKind::Question
        | NoteKind::Answer
        | NoteKind::Grounds => reads,
        NoteKind::Memo | NoteKind::Reason | NoteKind::Digest | NoteKind::Remark => true,
    };
    let rows: Vec<Vec<Cell>> = detail
        .notes
        .iter()
        .filter(|note| shown(note.kind))
        .map(|note| {
            let body = note.body.clone().unwrap_or_else(|| words.say("note-erased"));
            vec![words.word("note", note.kind.code()).into(), body.into()]
        })
        .collect();
    if rows.is_empty() {
        return None;
    }
    let heads = vec![Head::text(words.say("column-what")), Head::text(words.say("column-said"))];
    Some(Panel { rows, ..Panel::new(words.say("request-told"), String::new(), heads) })
}

fn history(desk: &Desk, detail: &RequestDetail) -> Panel {
    let words = desk.words;
    let heads = vec![
        Head::text(words.say("column-when")),
        Head::text(words.say("column-who")),
        Head::text(words.say("column-what")),
    ];
    let rows = detail.steps.iter().map(|step| -> Vec<Cell> {
        let said = words.word("step", step.step.code());
        let said = match step.reason {
            Some(reason) => format!("{said}: {}", words.word("reason", reason.code())),
            None => said,
        };
        vec![words.instant(step.at).into(), desk.person(step.person).into(), said.into()]
    });
    let panel = Panel::new(words.say("payout-history"), String::new(), heads);
    Panel { rows: rows.collect(), ..panel }
}
