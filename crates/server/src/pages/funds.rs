//! Funds: what each has, and how its money moved month by month.

use almoner_ledger::codes::{Axis, FundState};
use almoner_ledger::command::Command;
use almoner_store::read::fund::FundRow;
use axum::extract::Path;
use axum::http::StatusCode;
use chrono::Datelike as _;

use super::block::{Block, Link, Page};
use super::chart::{Chart, Group};
use super::desk::{Desk, Told, absent, led};
use super::field::{Field, Input};
use super::form::{Form, Why};
use super::panel::{Cell, Head, Panel};
use super::typed::Typed;
use crate::problem::Problem;
use crate::routes::funds::OpenFund;

/// So many months stand in a chart.
const MONTHS: usize = 13;

pub(super) async fn list(desk: Desk) -> Told {
    Ok(listed(&desk, None).await?.shown())
}

async fn listed(desk: &Desk, attempt: Option<(&Typed, &Why)>) -> Result<Page, Problem> {
    let words = desk.words;
    let heads = vec![
        Head::text(words.say("column-fund")),
        Head::text(words.say("fund-bound")),
        Head::number(words.say("fund-received")),
        Head::number(words.say("fund-spent")),
        Head::number(words.say("column-reserved")),
        Head::number(words.say("column-left")),
    ];
    let funds = desk.app.store.funds().await?;
    let row = |fund: &FundRow| -> Vec<Cell> {
        let bound = if fund.restricted { "fund-is-bound" } else { "money-free" };
        let bound = if fund.state == FundState::Closed { "fund-closed" } else { bound };
        vec![
            Cell::link(format!("/funds/{}", fund.seq), fund.name.clone()),
            words.say(bound).into(),
            words.sum(&fund.received_minor).into(),
            words.sum(&fund.spent_minor).into(),
            words.sum(&fund.reserved_minor).into(),
            words.sum(&fund.left_minor).into(),
        ]
    };
    let panel = Panel {
        rows: funds.iter().map(row).collect(),
        ..Panel::new(String::new(), words.say("home-money-none"), heads)
    };
    let mut page = desk.page(words.say("nav-funds")).block(Block::Panel(panel));
    if almoner_ledger::authority::FUNDS.roles.contains(&desk.identity.role) {
        let form = opening(desk);
        let form = match attempt {
            Some((typed, why)) => form.typed(typed).refused(words, why),
            None => form,
        };
        page = page.block(Block::Form(form));
    }
    Ok(page)
}

fn opening(desk: &Desk) -> Form {
    Form::new("/funds", desk.say("fund-open"))
        .folded(desk.say("fund-new"))
        .field(Field::new(Input::Text, "name", desk.say("fund-name")).needed())
        .field(
            Field::new(Input::Text, "code", desk.say("fund-code"))
                .needed()
                .hint(desk.say("fund-code-hint")),
        )
        .field(Field::new(Input::Check, "restricted", desk.say("fund-restricted")))
}

pub(super) async fn open(desk: Desk, typed: Typed) -> Told {
    let given = async {
        let body: OpenFund = opening(&desk).body(desk.words, &typed)?;
        let (code, name, restricted) = (body.code.0, body.name.0, body.restricted);
        let command = Command::OpenFund { code, name, restricted };
        Ok::<_, Why>(desk.give(&typed, command).await?)
    };
    match given.await {
        Ok(answer) => Ok(led(format!("/funds/{}", answer.seq))),
        Err(why) => {
            let mut page = listed(&desk, Some((&typed, &why))).await?;
            page.status = StatusCode::UNPROCESSABLE_ENTITY;
            Ok(page.shown())
        }
    }
}

pub(super) async fn one(desk: Desk, Path(seq): Path<i64>) -> Told {
    let fund = desk.app.store.fund(seq).await?.ok_or_else(|| absent("fund"))?;
    let words = desk.words;
    let lines = [
        ("fund-brought", fund.brought_minor),
        ("fund-received", fund.received_minor),
        ("fund-spent", fund.spent_minor),
        ("fund-left", fund.left_minor),
        ("fund-reserved", fund.reserved_minor),
    ];
    let mut rows: Vec<(String, Cell)> = lines
        .into_iter()
        .map(|(name, minor)| (words.say(name), words.denars(minor).into()))
        .collect();
    if fund.overdrawn_minor != 0 {
        rows.push((words.say("fund-overdrawn"), words.denars(fund.overdrawn_minor).into()));
    }
    let mut page = desk.page(fund.name.clone()).block(Block::Facts { title: None, rows });
    let links = vec![
        Link::first(
            format!(
                "/reports/fund_statement?fund={}&year={}",
                fund.code,
                desk.app.clock.today().year()
            ),
            words.say("fund-statement"),
        ),
        Link::new(format!("/incomes?fund={seq}"), words.say("nav-incomes")),
        Link::new(format!("/payouts?fund={seq}"), words.say("nav-payouts")),
        Link::new("/funds", words.say("list-back")),
    ];
    if let Some(trace) = desk.app.store.fund_trace(seq).await? {
        let lines: Vec<_> = trace.traced.along(Axis::Month).collect();
        let skipped = lines.len().saturating_sub(MONTHS);
        let groups: Vec<Group> = lines
            .into_iter()
            .skip(skipped)
            .filter_map(|line| {
                let part = line.part.clone()?;
                let value = |minor: i64| (minor, words.sum(&minor));
                let (came, aid) = (line.sums.received(), line.sums.spent_on_aid());
                Some(Group { label: part, values: vec![value(came), value(aid)] })
            })
            .collect();
        page = page.block(Block::Chart(months(&desk, &groups)));
        page = page.block(Block::Panel(needs(&desk, trace.traced.along(Axis::Category))));
    }
    Ok(page.block(Block::Links(links)).shown())
}

fn months(desk: &Desk, groups: &[Group]) -> Chart {
    let words = desk.words;
    let series = vec![words.say("chart-came"), words.say("chart-aid")];
    let heads = vec![
        Head::text(words.say("column-month")),
        Head::number(words.say("chart-came")),
        Head::number(words.say("chart-aid")),
    ];
    let row = |group: &Group| -> Vec<Cell> {
        let texts = group.values.iter().map(|(_, text)| text.clone().into());
        std::iter::once(group.label.clone().into()).chain(texts).collect()
    };
    let table = Panel {
        rows: groups.iter().map(row).collect(),
        ..Panel::new(words.say("fund-months"), words.say("list-none"), heads)
    };
    Chart::new(table, series, groups)
}

pub(super) fn needs<'a>(
    desk: &Desk,
    lines: impl Iterator<Item = &'a almoner_store::read::trace::TraceLine>,
) -> Panel {
    let words = desk.words;
    let heads =
        vec![Head::text(words.say("column-need")), Head::number(words.say("column-denars"))];
    let rows = lines.filter_map(|line| -> Option<Vec<Cell>> {
        let spent = line.sums.spent_on_aid();
        let need = desk.category(line.part.as_deref()?);
        (spent != 0).then(|| vec![need.into(), words.sum(&spent).into()])
    });
    let rows = rows.collect();
    Panel { rows, ..Panel::new(words.say("fund-needs"), words.say("income-paid-nothing"), heads) }
}
