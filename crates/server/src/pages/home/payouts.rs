//! Payouts that wait for somebody.

use almoner_ledger::codes::PayoutState;
use almoner_store::read::page::Paging;
use almoner_store::read::payout::{PayoutFilter, PayoutRow};

use super::{Ground, LINES};
use crate::pages::panel::{Head, Panel};
use crate::problem::Problem;

pub(super) async fn to_approve(ground: &Ground<'_>) -> Result<Panel, Problem> {
    waiting(ground, PayoutState::Proposed, ("home-to-approve", "home-to-approve-none")).await
}

pub(super) async fn to_release(ground: &Ground<'_>) -> Result<Panel, Problem> {
    waiting(ground, PayoutState::Approved, ("home-to-release", "home-to-release-none")).await
}

pub(super) async fn to_pay(ground: &Ground<'_>) -> Result<Panel, Problem> {
    waiting(ground, PayoutState::Released, ("home-to-pay", "home-to-pay-none")).await
}

async fn waiting(
    ground: &Ground<'_>,
    state: PayoutState,
    (title, empty): (&str, &str),
) -> Result<Panel, Problem> {
    let filter = PayoutFilter { state: Some(state), ..PayoutFilter::default() };
    let page = ground.app.store.payouts(&filter, &Paging { limit: LINES, after: None }).await?;
    Ok(table(ground, (title, empty), &page.items))
}

pub(super) fn table(
    ground: &Ground<'_>,
    (title, empty): (&str, &str),
    rows: &[PayoutRow],
) -> Panel {
    let words = ground.words;
    let heads = vec![
        Head::text(words.say("column-number")),
        Head::text(words.say("column-day")),
        Head::text(words.say("column-need")),
        Head::text(words.say("column-fund")),
        Head::number(words.say("column-denars")),
    ];
    let row = |row: &PayoutRow| {
        vec![
            row.seq.to_string(),
            words.day(&row.proposed_on),
            ground.category(row.category.code()),
            row.fund_code.clone(),
            words.sum(&row.amount_minor),
        ]
    };
    let rows = rows.iter().map(row).collect();
    Panel { rows, ..Panel::new(words.say(title), words.say(empty), heads) }
}

impl Ground<'_> {
    /// A kind of need in words.
    pub(super) fn category(&self, code: &str) -> String {
        let found = self.law.categories.iter().find(|term| term.code == code);
        found.map_or(code, |term| self.words.0.pick(&term.names)).to_owned()
    }
}
