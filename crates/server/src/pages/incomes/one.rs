//! One income: what came, what became of it, and its papers.

use almoner_ledger::codes::Role;
use almoner_store::read::income::IncomeRow;
use almoner_store::read::trace::IncomeTrace;
use axum::extract::{Path, Query};
use serde::Deserialize;

use crate::pages::block::{Block, Link};
use crate::pages::desk::{Desk, Told, absent};
use crate::pages::panel::{Cell, Head, Panel};

#[derive(Deserialize)]
pub(in crate::pages) struct Seen {
    /// Just recorded: say so.
    #[serde(default)]
    new: String,
}

pub(in crate::pages) async fn one(
    desk: Desk,
    Path(seq): Path<i64>,
    Query(seen): Query<Seen>,
) -> Told {
    let trace = desk.app.store.income_trace(seq).await?.ok_or_else(|| absent("income"))?;
    let number = seq.to_string();
    let mut page = desk.page(desk.words.say_of("income-title", &number));
    if !seen.new.is_empty() {
        page = page.block(Block::Notice { grave: false, text: desk.say("income-recorded") });
    }
    let row = &trace.income;
    page = page.block(Block::Facts { title: None, rows: facts(&desk, row) });
    page = page.block(Block::Facts {
        title: Some(desk.say("income-became")),
        rows: became(&desk, &trace),
    });
    page = page.block(Block::Panel(paid_for(&desk, &trace)));
    Ok(page.block(Block::Links(papers(&desk, row))).shown())
}

fn facts(desk: &Desk, row: &IncomeRow) -> Vec<(String, Cell)> {
    let words = desk.words;
    let giver = match (&row.source_name, row.source_seq) {
        (Some(name), Some(source)) => Cell::link(format!("/sources/{source}"), name.clone()),
        _ => words.say("giver-nobody-knows").into(),
    };
    let mut facts = vec![
        (words.say("column-giver"), giver),
        (words.say("column-kind"), desk.term(|law| &law.income_kinds, row.kind.code()).into()),
        (words.say("income-form"), words.word("income-form", row.form.code()).into()),
        (words.say("income-day"), words.day(&row.received_on).into()),
        (
            words.say("column-fund"),
            Cell::link(format!("/funds/{}", row.fund_seq), desk.fund(row.fund_seq)),
        ),
        (words.say("column-denars"), words.sum(&row.value_minor).into()),
    ];
    if row.currency != almoner_ledger::codes::Currency::Mkd {
        let sum = words.money(row.quantity_minor, row.currency);
        facts.push((words.say("income-in-currency"), sum.into()));
    }
    if let Some(agreement) = row.agreement_seq {
        let number = desk.facts.agreements.get(&agreement).map(|row| row.number.clone());
        let cell = Cell::link(format!("/agreements/{agreement}"), number.unwrap_or_default());
        facts.push((words.say("income-agreement"), cell));
    }
    if let Some(receipt) = row.receipt_year.zip(row.receipt_number) {
        facts.push((words.say("column-receipt"), crate::recorded::numbered(receipt).into()));
    }
    let entry = crate::recorded::numbered((row.entry_year, row.entry_number));
    facts.push((words.say("column-entry"), Cell::link(format!("/entries/{}", row.seq), entry)));
    if let Some(reversal) = row.reversed_by_seq {
        let cell = Cell::link(format!("/entries/{reversal}"), reversal.to_string());
        facts.push((words.say("income-reversed-by"), cell));
    }
    facts
}

fn became(desk: &Desk, trace: &IncomeTrace) -> Vec<(String, Cell)> {
    let totals = &trace.totals;
    let lines = [
        ("trace-reserved", totals.reserved()),
        ("trace-aid", totals.spent_on_aid()),
        ("trace-costs", totals.spent_on_costs()),
        ("trace-refunded", totals.refunded()),
        ("trace-left", totals.left()),
    ];
    let told = lines.into_iter().filter(|(name, minor)| *minor != 0 || *name == "trace-left");
    told.map(|(name, minor)| (desk.say(name), desk.words.sum(&minor).into())).collect()
}

/// By kind of need and month, never payout by payout: one gift is not to show one person.
fn paid_for(desk: &Desk, trace: &IncomeTrace) -> Panel {
    let words = desk.words;
    let heads = vec![
        Head::text(words.say("column-need")),
        Head::text(words.say("column-month")),
        Head::number(words.say("column-denars")),
    ];
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    for moved in &trace.moved {
        let spent = moved.sums.spent_on_aid();
        if let Some(category) = moved.category.filter(|_| spent != 0) {
            let need = desk.category(category.code());
            rows.push(vec![need.into(), moved.month.clone().into(), words.sum(&spent).into()]);
        }
    }
    for cost in &trace.costs {
        let name = cost
            .account
            .as_deref()
            .map_or_else(|| words.say("cost-of-bank"), |code| desk.account(code));
        rows.push(vec![name.into(), String::new().into(), words.sum(&cost.minor).into()]);
    }
    let panel = Panel::new(words.say("income-paid-for"), words.say("income-paid-nothing"), heads);
    Panel { rows, ..panel }
}

fn papers(desk: &Desk, row: &IncomeRow) -> Vec<Link> {
    let mut links = Vec::new();
    let year = chrono::Datelike::year(&row.received_on);
    let gives = row.receipt_number.is_some() && desk.identity.role != Role::Auditor;
    if gives {
        let address = |format: &str| {
            format!(
                "/reports/donation_confirmation/file?year={year}&income={}&format={format}",
                row.seq
            )
        };
        links.push(Link::first(address("pdf"), desk.say("income-receipt")));
    }
    if desk.identity.role == Role::Treasurer {
        links.push(Link::new("/incomes/new", desk.say("income-another")));
    }
    links.push(Link::new("/incomes", desk.say("list-back")));
    links
}
