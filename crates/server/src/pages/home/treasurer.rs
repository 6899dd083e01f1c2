//! The treasurer's home: the money of each fund, what waits to be paid, what came in, and what is due.

use almoner_ledger::codes::FundState;
use almoner_store::read::fund::FundRow;
use almoner_store::read::income::IncomeFilter;
use almoner_store::read::page::Paging;
use chrono::Datelike as _;

use super::{LINES, payouts};
use crate::duties::{self, Done};
use crate::law_here::law_here;
use crate::pages::desk::Desk;
use crate::pages::panel::{Cell, Head, Panel};
use crate::problem::Problem;

/// So many duties stand on the first page.
const DUTIES: usize = 6;

pub(super) async fn panels(desk: &Desk) -> Result<Vec<Panel>, Problem> {
    Ok(vec![
        money(desk).await?,
        payouts::to_pay(desk).await?,
        due(desk).await?,
        received(desk).await?,
    ])
}

async fn money(desk: &Desk) -> Result<Panel, Problem> {
    let words = desk.words;
    let heads = vec![
        Head::text(words.say("column-fund")),
        Head::number(words.say("column-reserved")),
        Head::number(words.say("column-left")),
    ];
    let funds = desk.app.store.funds().await?;
    let open: Vec<&FundRow> = funds.iter().filter(|fund| fund.state == FundState::Open).collect();
    let line = |name: Cell, reserved: i64, left: i64| {
        vec![name, words.sum(&reserved).into(), words.sum(&left).into()]
    };
    let named = |fund: &FundRow| Cell::link(format!("/funds/{}", fund.seq), &*fund.name);
    let mut rows: Vec<Vec<Cell>> =
        open.iter().map(|fund| line(named(fund), fund.reserved_minor, fund.left_minor)).collect();
    let sum =
        |of: fn(&FundRow) -> i64| open.iter().fold(0_i64, |sum, fund| sum.saturating_add(of(fund)));
    let adds_up = !rows.is_empty();
    if adds_up {
        let (reserved, left) = (sum(|fund| fund.reserved_minor), sum(|fund| fund.left_minor));
        rows.push(line(words.say("row-together").into(), reserved, left));
    }
    let panel = Panel::new(words.say("home-money"), words.say("home-money-none"), heads);
    Ok(Panel { rows, adds_up, ..panel })
}

async fn received(desk: &Desk) -> Result<Panel, Problem> {
    let words = desk.words;
    let heads = vec![
        Head::text(words.say("column-day")),
        Head::text(words.say("column-giver")),
        Head::text(words.say("column-fund")),
        Head::number(words.say("column-denars")),
    ];
    let paging = Paging { limit: LINES, after: None };
    let page = desk.app.store.incomes(&IncomeFilter::default(), &paging).await?;
    let rows = page.items.iter().map(|income| -> Vec<Cell> {
        let giver = income.source_name.clone();
        vec![
            Cell::link(format!("/incomes/{}", income.seq), words.day(&income.received_on)),
            giver.unwrap_or_else(|| words.say("giver-nobody-knows")).into(),
            desk.fund(income.fund_seq).into(),
            words.sum(&income.value_minor).into(),
        ]
    });
    let panel = Panel::new(words.say("home-received"), words.say("home-received-none"), heads);
    Ok(Panel { rows: rows.collect(), ..panel })
}

async fn due(desk: &Desk) -> Result<Panel, Problem> {
    let words = desk.words;
    let heads = vec![
        Head::text(words.say("column-day")),
        Head::text(words.say("column-what")),
        Head::text(words.say("column-to-whom")),
    ];
    let today = desk.app.clock.today();
    let done = Done::read(&desk.app.store, &desk.facts, today.year()).await?;
    let law = law_here(&desk.facts).map_err(|error| Problem::internal(&error))?;
    let duties = duties::of(&law, &desk.facts, today.year(), &done);
    let mut open: Vec<_> = duties
        .iter()
        .filter(|duty| duty.done.is_none())
        .filter_map(|duty| duty.on.filter(|on| today <= *on).map(|on| (on, duty)))
        .collect();
    open.sort_by_key(|(on, _)| *on);
    let rows = open.iter().take(DUTIES).map(|(on, duty)| {
        let names =
            [&duty.document.names, &duty.filing.to].map(|names| words.0.pick(names).to_owned());
        let [what, to] = names;
        vec![words.day(on).into(), what.into(), to.into()]
    });
    let panel = Panel::new(words.say("home-due"), words.say("home-due-none"), heads);
    Ok(Panel { rows: rows.collect(), ..panel })
}
