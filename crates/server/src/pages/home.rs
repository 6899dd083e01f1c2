//! Where everybody begins: what waits for them, and what they look after.

mod auditor;
pub(super) mod case_worker;
pub(super) mod payouts;
mod treasurer;

use almoner_ledger::codes::Role;

use super::block::{Block, Link};
use super::desk::{Desk, Told};

/// So many lines of a list stand on the first page.
const LINES: i64 = 10;

pub(super) async fn home(desk: Desk) -> Told {
    let panels = match desk.identity.role {
        Role::Treasurer => treasurer::panels(&desk).await?,
        Role::CaseWorker => case_worker::panels(&desk).await?,
        Role::Approver => vec![payouts::to_approve(&desk).await?],
        Role::Releaser => vec![
            payouts::to_release(&desk).await?,
            payouts::to_pay(&desk).await?,
            payouts::to_confirm(&desk).await?,
        ],
        Role::Auditor => auditor::panels(&desk).await?,
        Role::Admin => Vec::new(),
    };
    let mut page = desk.page(desk.say("home-title"));
    let links = doors(&desk);
    if !links.is_empty() {
        page = page.block(Block::Links(links));
    }
    if panels.is_empty() {
        page = page.block(Block::Text(desk.say("home-nothing")));
    }
    Ok(page.blocks(panels.into_iter().map(Block::Panel)).shown())
}

/// What people come for most.
fn doors(desk: &Desk) -> Vec<Link> {
    match desk.identity.role {
        Role::Treasurer => vec![
            Link::first("/incomes/new", desk.say("income-new")),
            Link::new("/statements", desk.say("statements-title")),
        ],
        Role::CaseWorker => vec![Link::first("/requests/new", desk.say("request-new"))],
        Role::Auditor => vec![
            Link::first("/statements", desk.say("statements-title")),
            Link::new("/reports", desk.say("nav-reports")),
        ],
        Role::Approver | Role::Releaser | Role::Admin => Vec::new(),
    }
}
