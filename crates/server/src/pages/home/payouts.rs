//! Payouts that wait for somebody.

use almoner_ledger::codes::PayoutState;
use almoner_store::read::page::Paging;
use almoner_store::read::payout::{PayoutFilter, PayoutRow};

use super::LINES;
use crate::pages::desk::Desk;
use crate::pages::panel::{Cell, Head, Panel};
use crate::problem::Problem;

pub(super) async fn to_approve(desk: &Desk) -> Result<Panel, Problem> {
    waiting(desk, PayoutState::Proposed, ("home-to-approve", "home-to-approve-none")).await
}

pub(super) async fn to_release(desk: &Desk) -> Result<Panel, Problem> {
    waiting(desk, PayoutState::Approved, ("home-to-release", "home-to-release-none")).await
}

pub(super) async fn to_pay(desk: &Desk) -> Result<Panel, Problem> {
    waiting(desk, PayoutState::Released, ("home-to-pay", "home-to-pay-none")).await
}

pub(super) async fn to_confirm(desk: &Desk) -> Result<Panel, Problem> {
    waiting(desk, PayoutState::Paid, ("home-to-confirm", "home-to-confirm-none")).await
}

async fn waiting(
    desk: &Desk,
    state: PayoutState,
    (title, empty): (&str, &str),
) -> Result<Panel, Problem> {
    let filter = PayoutFilter { state: Some(state), ..PayoutFilter::default() };
    let page = desk.app.store.payouts(&filter, &Paging { limit: LINES, after: None }).await?;
    let more = page
        .next
        .map(|_| Cell::link(format!("/payouts?state={}", state.code()), desk.say("list-all")));
    Ok(Panel { more, ..table(desk, (title, empty), &page.items) })
}

pub(in crate::pages) fn table(
    desk: &Desk,
    (title, empty): (&str, &str),
    rows: &[PayoutRow],
) -> Panel {
    let words = desk.words;
    let heads = vec![
        Head::text(words.say("column-number")),
        Head::text(words.say("column-day")),
        Head::text(words.say("column-need")),
        Head::text(words.say("column-fund")),
        Head::text(words.say("column-state")),
        Head::number(words.say("column-denars")),
    ];
    let row = |row: &PayoutRow| -> Vec<Cell> {
        vec![
            Cell::link(format!("/payouts/{}", row.seq), row.seq.to_string()),
            words.day(&row.proposed_on).into(),
            desk.category(row.category.code()).into(),
            desk.fund(row.fund_seq).into(),
            words.word("payout-state", row.state.code()).into(),
            words.sum(&row.amount_minor).into(),
        ]
    };
    let title = if title.is_empty() { String::new() } else { words.say(title) };
    Panel { rows: rows.iter().map(row).collect(), ..Panel::new(title, words.say(empty), heads) }
}
