//! Agreements: what was promised, what came, what is spent and left, and when a report is due.

use almoner_ledger::codes::{AgreementState, Axis};
use almoner_store::read::agreement::{AgreementFilter, AgreementRow};
use axum::extract::{Path, Query};

use super::block::{Block, Link, Meter};
use super::desk::{Desk, Told, absent};
use super::field::{Field, Input};
use super::form::Form;
use super::list::Asked;
use super::panel::{Cell, Head, Panel};
use super::typed::Typed;
use crate::routes::restriction::RestrictionView;

pub(super) async fn list(desk: Desk, Query(asked): Query<Vec<(String, String)>>) -> Told {
    let asked = Asked(Typed(asked));
    let filter = AgreementFilter {
        state: asked.text("state").and_then(AgreementState::parse),
        fund: asked.number("fund"),
        source: None,
    };
    let found = desk.app.store.agreements(&filter, &asked.paging()).await?;
    let states = AgreementState::ALL
        .iter()
        .map(|state| (state.code().to_owned(), desk.words.word("agreement-state", state.code())));
    let form = Form::new("/agreements", desk.say("list-show"))
        .field(
            Field::new(Input::Choice, "state", desk.say("column-state"))
                .options(desk.choices(states.collect())),
        )
        .field(desk.fund_choice("fund"))
        .typed(&asked.0);
    let panel = Panel {
        more: asked.further(&desk, "/agreements", found.next),
        ..table(&desk, "", &found.items)
    };
    let page = desk.page(desk.say("nav-agreements")).block(Block::Filter(form));
    Ok(page.block(Block::Panel(panel)).shown())
}

pub(super) fn table(desk: &Desk, title: &str, rows: &[AgreementRow]) -> Panel {
    let words = desk.words;
    let heads = vec![
        Head::text(words.say("column-number")),
        Head::text(words.say("column-giver")),
        Head::text(words.say("column-fund")),
        Head::text(words.say("agreement-until")),
        Head::text(words.say("agreement-report")),
        Head::number(words.say("agreement-promised")),
        Head::number(words.say("agreement-came")),
    ];
    let row = |row: &AgreementRow| -> Vec<Cell> {
        let sum = |minor: i64| words.money(minor, row.currency);
        vec![
            Cell::link(format!("/agreements/{}", row.seq), row.number.clone()),
            row.source_name.clone().into(),
            desk.fund(row.fund_seq).into(),
            words.day(&row.valid_to).into(),
            row.report_due_on.map(|on| words.day(&on)).unwrap_or_default().into(),
            sum(row.promised_minor).into(),
            sum(row.received_minor).into(),
        ]
    };
    let title = if title.is_empty() { String::new() } else { words.say(title) };
    let panel = Panel::new(title, words.say("agreement-none"), heads);
    Panel { rows: rows.iter().map(row).collect(), ..panel }
}

pub(super) async fn one(desk: Desk, Path(seq): Path<i64>) -> Told {
    let detail = desk.app.store.agreement(seq).await?.ok_or_else(|| absent("agreement"))?;
    let trace = desk.app.store.agreement_trace(seq).await?.ok_or_else(|| absent("agreement"))?;
    let words = desk.words;
    let row = &detail.agreement;
    let mut page = desk.page(words.say_of("agreement-title", &row.number));
    page = page.block(Block::Facts { title: None, rows: facts(&desk, row) });
    let totals = &trace.traced.totals;
    let came = totals.received().max(1);
    let meter = |name: &str, value: i64, of: i64, text: String| Meter {
        label: words.say(name),
        text,
        value: value.max(0),
        of: of.max(1),
    };
    let in_currency = |minor: i64| words.money(minor, row.currency);
    page = page.block(Block::Meters(vec![
        meter("agreement-came", row.received_minor, row.promised_minor, {
            let texts = [
                ("part", in_currency(row.received_minor)),
                ("whole", in_currency(row.promised_minor)),
            ];
            words.say_with(
                "agreement-of",
                &texts.each_ref().map(|(name, text)| (*name, text.as_str())),
            )
        }),
        meter("agreement-aid", totals.spent_on_aid(), came, words.denars(totals.spent_on_aid())),
        meter(
            "agreement-costs",
            totals.spent_on_costs(),
            came,
            words.denars(totals.spent_on_costs()),
        ),
        meter("agreement-reserved", totals.reserved(), came, words.denars(totals.reserved())),
        meter("agreement-left", totals.left(), came, words.denars(totals.left())),
    ]));
    if !detail.instalments.is_empty() {
        let heads =
            vec![Head::text(words.say("column-day")), Head::number(words.say("form-amount"))];
        let rows = detail.instalments.iter().map(|part| -> Vec<Cell> {
            vec![words.day(&part.due_on).into(), in_currency(part.amount_minor).into()]
        });
        let panel = Panel::new(words.say("agreement-instalments"), String::new(), heads);
        page = page.block(Block::Panel(Panel { rows: rows.collect(), ..panel }));
    }
    let needs = super::funds::needs(&desk, trace.traced.along(Axis::Category));
    page = page.block(Block::Panel(needs));
    let links = vec![
        Link::new(format!("/incomes?agreement={seq}"), words.say("nav-incomes")),
        Link::new("/agreements", words.say("list-back")),
    ];
    Ok(page.block(Block::Links(links)).shown())
}

fn facts(desk: &Desk, row: &AgreementRow) -> Vec<(String, Cell)> {
    let words = desk.words;
    let mut rows = vec![
        (
            words.say("column-giver"),
            Cell::link(format!("/sources/{}", row.source_seq), row.source_name.clone()),
        ),
        (words.say("column-kind"), words.word("agreement", row.kind.code()).into()),
        (
            words.say("column-fund"),
            Cell::link(format!("/funds/{}", row.fund_seq), desk.fund(row.fund_seq)),
        ),
        (words.say("column-state"), words.word("agreement-state", row.state.code()).into()),
        (words.say("agreement-signed"), words.day(&row.signed_on).into()),
        (words.say("agreement-from"), words.day(&row.valid_from).into()),
        (words.say("agreement-until"), words.day(&row.valid_to).into()),
        (words.say("agreement-unspent"), words.word("unspent", row.unspent.code()).into()),
    ];
    if let Some(on) = row.report_due_on {
        rows.push((words.say("agreement-report"), words.day(&on).into()));
    }
    let bound = row.restriction.as_deref().and_then(RestrictionView::of);
    if let Some(bound) = bound {
        let needs: Vec<String> = bound.categories.iter().map(|code| desk.category(code)).collect();
        if !needs.is_empty() {
            rows.push((words.say("agreement-for"), needs.join(", ").into()));
        }
        if let Some(to) = bound.to_on {
            rows.push((words.say("agreement-spend-by"), words.day(&to).into()));
        }
        if let Some(most) = bound.payout_max {
            let most = most.replace('.', "").parse::<i64>().unwrap_or(0);
            rows.push((words.say("agreement-payout-max"), words.denars(most).into()));
        }
    }
    rows
}
