//! The journal: the list of entries, and one with its place in the log and what took it back.

use almoner_ledger::codes::EntryKind;
use almoner_ledger::rows::journal::Posting;
use almoner_store::read::entry::{EntryDetail, EntryFilter, EntryRow};
use axum::extract::{Path, Query};

use super::block::{Block, Link};
use super::desk::{Desk, Told, absent};
use super::field::{Field, Input};
use super::list::Asked;
use super::panel::{Cell, Head, Panel};
use super::typed::Typed;
use crate::recorded::numbered;

pub(super) async fn list(desk: Desk, Query(asked): Query<Vec<(String, String)>>) -> Told {
    let asked = Asked(Typed(asked));
    let days = asked.days(desk.app.clock.today());
    let filter = EntryFilter {
        from_on: Some(days.0),
        to_on: Some(days.1),
        account: asked.text("account").map(str::to_owned),
        fund: asked.number("fund"),
        kind: asked.text("kind").and_then(EntryKind::parse),
        ..EntryFilter::default()
    };
    let found = desk.app.store.entries(&filter, &asked.paging()).await?;
    let kinds = EntryKind::ALL
        .iter()
        .map(|kind| (kind.code().to_owned(), desk.words.word("entry", kind.code())));
    let form = desk
        .days_asked("/entries", days)
        .field(
            Field::new(Input::Choice, "kind", desk.say("column-kind"))
                .options(desk.choices(kinds.collect())),
        )
        .field(Field::new(Input::Text, "account", desk.say("form-account")))
        .field(desk.fund_choice("fund"))
        .typed(&asked.0);
    let words = desk.words;
    let heads = vec![
        Head::text(words.say("column-entry")),
        Head::text(words.say("column-day")),
        Head::text(words.say("column-kind")),
        Head::text(words.say("column-paper")),
        Head::number(words.say("column-denars")),
    ];
    let row = |row: &EntryRow| -> Vec<Cell> {
        let debits = row.postings.iter().map(|posting| posting.amount_minor.max(0));
        let sum = debits.fold(0_i64, i64::saturating_add);
        let sum = words.sum(&sum);
        vec![
            Cell::link(format!("/entries/{}", row.seq), numbered((row.year, row.number))),
            words.day(&row.booked_on).into(),
            words.word("entry", row.kind.code()).into(),
            paper(&desk, row).into(),
            if row.reversed_by_seq.is_some() { words.say_of("taken-back", &sum) } else { sum }
                .into(),
        ]
    };
    let panel = Panel {
        rows: found.items.iter().map(row).collect(),
        more: asked.further(&desk, "/entries", found.next),
        ..Panel::new(String::new(), words.say("list-none"), heads)
    };
    let links = vec![
        Link::new("/statements", words.say("statements-title")),
        Link::new("/reports/trial_balance", words.say("entries-trial-balance")),
    ];
    let page = desk.page(words.say("nav-entries")).block(Block::Links(links));
    Ok(page.block(Block::Filter(form)).block(Block::Panel(panel)).shown())
}

/// The paper behind an entry, or why there is none.
fn paper(desk: &Desk, row: &EntryRow) -> String {
    match (row.document_kind, &row.document_number, row.no_document) {
        (Some(kind), Some(number), _) => {
            format!("{} {number}", desk.words.word("document", kind.code()))
        }
        (_, _, Some(why)) => desk.words.word("no-document", why.code()),
        _ => String::new(),
    }
}

pub(super) async fn one(desk: Desk, Path(seq): Path<i64>) -> Told {
    let detail = desk.app.store.entry(seq).await?.ok_or_else(|| absent("entry"))?;
    let words = desk.words;
    let entry = &detail.entry;
    let title = words.say_of("entry-title", &numbered((entry.year, entry.number)));
    let page = desk.page(title).block(Block::Facts { title: None, rows: facts(&desk, &detail) });
    let heads = vec![
        Head::text(words.say("form-account")),
        Head::text(words.say("column-fund")),
        Head::number(words.say("column-debit")),
        Head::number(words.say("column-credit")),
    ];
    let row = |posting: &Posting| -> Vec<Cell> {
        let side = |minor: i64| if 0 < minor { words.sum(&minor) } else { String::new() };
        let account = desk.account(&posting.account);
        let card = format!("/reports/account_card?account={}", posting.account);
        vec![
            Cell::link(card, account),
            desk.fund(posting.fund_seq).into(),
            side(posting.amount_minor).into(),
            side(posting.amount_minor.saturating_neg()).into(),
        ]
    };
    let panel = Panel {
        rows: entry.postings.iter().map(row).collect(),
        ..Panel::new(words.say("entry-postings"), String::new(), heads)
    };
    let page = page.block(Block::Panel(panel));
    let log = Block::Facts { title: Some(words.say("entry-log")), rows: leaf(&desk, &detail) };
    let links = vec![Link::new("/entries", words.say("list-back"))];
    Ok(page.block(log).block(Block::Links(links)).shown())
}

fn facts(desk: &Desk, detail: &EntryDetail) -> Vec<(String, Cell)> {
    let (words, entry) = (desk.words, &detail.entry);
    let mut rows = vec![
        (words.say("column-day"), Cell::from(words.day(&entry.booked_on))),
        (words.say("column-kind"), words.word("entry", entry.kind.code()).into()),
        (words.say("column-paper"), paper(desk, entry).into()),
    ];
    if let Some(on) = entry.document_on {
        rows.push((words.say("paper-day"), words.day(&on).into()));
    }
    if let Some(issuer) = &entry.document_issuer {
        rows.push((words.say("paper-issuer"), issuer.clone().into()));
    }
    if let Some(payout) = entry.payout_seq {
        let cell = Cell::link(format!("/payouts/{payout}"), payout.to_string());
        rows.push((words.say("entry-payout"), cell));
    }
    if let Some(back) = detail.reversed_by {
        let reason = words.word("reason", back.reason.code());
        let cell = Cell::link(format!("/entries/{}", back.seq), format!("{} · {reason}", back.seq));
        rows.push((words.say("income-reversed-by"), cell));
    }
    for back in &detail.reverses {
        let cell =
            Cell::link(format!("/entries/{}", back.reversed_seq), back.reversed_seq.to_string());
        rows.push((words.say("entry-reverses"), cell));
    }
    rows
}

/// Where the entry stands in the log.
fn leaf(desk: &Desk, detail: &EntryDetail) -> Vec<(String, Cell)> {
    let (words, leaf) = (desk.words, &detail.leaf);
    vec![
        (words.say("log-act"), Cell::from(detail.entry.seq.to_string())),
        (words.say("log-kind"), leaf.kind.clone().into()),
        (words.say("log-leaf"), leaf.index.to_string().into()),
        (words.say("log-hash"), crate::field::write_hash(&leaf.hash).into()),
        (words.say("column-when"), words.instant(leaf.recorded_at).into()),
        (words.say("column-who"), desk.person(leaf.actor).into()),
    ]
}
