//! `almoner trace` and `almoner expiring`: the API's answers as a table, as CSV or as JSON.

use axum::http::Method;
use clap::{Args, Subcommand, ValueEnum};
use serde::Serialize;

use crate::app::App;
use crate::cli::grid::Grid;
use crate::cli::session::Session;
use crate::cli::{Failure, Outcome};
use crate::config::{Database, SignIn};
use crate::routes::table;
use crate::routes::traces::expiring::{WITHIN_DEFAULT, WITHIN_MAX, listed};
use crate::routes::traces::fund::{AgreementTraceView, FundTraceView, TraceLineView, TracedView};
use crate::routes::traces::income::IncomeTraceView;
use crate::routes::traces::payout::PayoutTraceView;

#[derive(ValueEnum, Clone, Copy, Debug)]
pub(super) enum Format {
    /// For reading
    Table,
    /// For programs and spreadsheets
    Csv,
    /// The answer of the API
    Json,
}

/// Where money came from and where it went: an income to what it paid for, a payout back to its givers, a fund or an
/// agreement along kinds of need, groups, municipalities and months.
#[derive(Args, Debug)]
pub struct Trace {
    #[command(flatten)]
    database: Database,
    #[command(flatten)]
    sign_in: SignIn,
    #[command(subcommand)]
    of: Of,
    #[arg(long, global = true, default_value = "table", value_enum)]
    format: Format,
}

#[derive(Subcommand, Clone, Copy, Debug)]
enum Of {
    /// What became of the money of a fund, by number
    Fund { fund: i64 },
    /// What became of the money under an agreement, by number
    Agreement { agreement: i64 },
    /// What an income paid for, by number
    Income { income: i64 },
    /// Who paid a payout, by number
    Payout { payout: i64 },
}

impl Of {
    const fn path(self) -> &'static str {
        match self {
            Self::Fund { .. } => "/api/v1/funds/{fund}/trace",
            Self::Agreement { .. } => "/api/v1/agreements/{agreement}/trace",
            Self::Income { .. } => "/api/v1/incomes/{income}/trace",
            Self::Payout { .. } => "/api/v1/payouts/{payout}/trace",
        }
    }
}

impl Trace {
    pub(super) async fn run(self) -> Outcome {
        let session = Session::begin(&self.database, &self.sign_in).await?;
        let outcome = async {
            may_read(&session, self.of.path())?;
            show(&session.app, self.of, self.format).await
        };
        let outcome = outcome.await;
        session.end().await;
        outcome
    }
}

/// The roles of the route are the roles of the command.
fn may_read(session: &Session, path: &str) -> Outcome {
    let role = session.identity.role;
    let known = table::find(&Method::GET, path);
    if known.is_some_and(|access| access.roles().contains(&role)) {
        return Ok(());
    }
    Err(Failure::Refused(format!("the role {role} may not do this; ask someone whose role may")))
}

async fn show(app: &App, of: Of, format: Format) -> Outcome {
    let store = &app.store;
    match of {
        Of::Fund { fund } => {
            let view = FundTraceView::from(found(store.fund_trace(fund).await?, "fund")?);
            print(format, &view, || traced(&view.traced))
        }
        Of::Agreement { agreement } => {
            let trace = found(store.agreement_trace(agreement).await?, "agreement")?;
            let view = AgreementTraceView::from(trace);
            print(format, &view, || traced(&view.traced))
        }
        Of::Income { income } => {
            let view = IncomeTraceView::from(found(store.income_trace(income).await?, "income")?);
            print(format, &view, || of_income(&view))
        }
        Of::Payout { payout } => {
            let view = PayoutTraceView::from(found(store.payout_trace(payout).await?, "payout")?);
            print(format, &view, || of_payout(&view))
        }
    }
}

fn found<T>(found: Option<T>, noun: &str) -> Result<T, Failure> {
    found.ok_or_else(|| Failure::Refused(format!("there is no such {noun}")))
}

fn print<T: Serialize>(format: Format, view: &T, grid: impl Fn() -> Grid) -> Outcome {
    match format {
        Format::Json => println!("{}", serde_json::to_string_pretty(view)?),
        Format::Table => print!("{}", grid().table()),
        Format::Csv => print!("{}", grid().csv()),
    }
    Ok(())
}

fn traced(traced: &TracedView) -> Grid {
    let mut grid = Grid::new(&[
        "by",
        "part",
        "received",
        "exchanged",
        "reserved",
        "aid",
        "costs",
        "given back",
        "refunded",
        "moved in",
        "moved out",
        "left",
    ]);
    let total = TraceLineView { part: None, figures: traced.totals.clone() };
    let breakdowns = [
        ("total", std::slice::from_ref(&total)),
        ("category", traced.by_category.as_slice()),
        ("group", traced.by_target_group.as_slice()),
        ("municipality", traced.by_municipality.as_slice()),
        ("month", traced.by_month.as_slice()),
    ];
    for (by, lines) in breakdowns {
        for line in lines {
            let figures = line.figures.clone();
            grid.row([
                by.to_owned(),
                line.part.clone().unwrap_or_default(),
                figures.received,
                figures.exchanged,
                figures.reserved,
                figures.spent_on_aid,
                figures.spent_on_costs,
                figures.given_back,
                figures.refunded,
                figures.moved_in,
                figures.moved_out,
                figures.left,
            ]);
        }
    }
    grid
}

fn of_income(view: &IncomeTraceView) -> Grid {
    let mut grid = Grid::new(&["what", "part", "month", "payouts", "value"]);
    let totals = view.totals.clone();
    let mut line = |what: &str, part: &str, month: &str, payouts: String, value: String| {
        grid.row([what.to_owned(), part.to_owned(), month.to_owned(), payouts, value]);
    };
    line("received", "", "", String::new(), totals.received);
    line("exchanged", "", "", String::new(), totals.exchanged);
    for aid in &view.aid {
        line("aid", aid.category, &aid.month, aid.payouts.to_string(), aid.spent.clone());
    }
    for cost in &view.costs {
        let account = cost.account.as_deref().unwrap_or_default();
        line("cost", account, "", String::new(), cost.value.clone());
    }
    line("reserved", "", "", String::new(), totals.reserved);
    line("given back", "", "", String::new(), totals.given_back);
    line("refunded", "", "", String::new(), totals.refunded);
    line("left", "", "", String::new(), totals.left);
    grid
}

fn of_payout(view: &PayoutTraceView) -> Grid {
    let mut grid =
        Grid::new(&["income", "received on", "source", "agreement", "currency", "value", "%"]);
    for share in &view.shares {
        grid.row([
            share.income.map(|seq| seq.to_string()).unwrap_or_default(),
            share.received_on.to_string(),
            share.source_name.clone().unwrap_or_default(),
            share.agreement_number.clone().unwrap_or_default(),
            share.currency.to_owned(),
            share.value.clone(),
            share.percent.clone(),
        ]);
    }
    grid
}

/// Money about to end unused, soonest first, and the requests that it would fit.
#[derive(Args, Debug)]
pub struct ExpiringMoney {
    #[command(flatten)]
    database: Database,
    #[command(flatten)]
    sign_in: SignIn,
    /// Days from today
    #[arg(long, default_value_t = WITHIN_DEFAULT, value_parser = clap::value_parser!(u32).range(0..=i64::from(WITHIN_MAX)))]
    within: u32,
    #[arg(long, default_value = "table", value_enum)]
    format: Format,
}

impl ExpiringMoney {
    pub(super) async fn run(self) -> Outcome {
        let session = Session::begin(&self.database, &self.sign_in).await?;
        let outcome = async {
            may_read(&session, "/api/v1/funds/expiring")?;
            let facts = session.app.store.facts_of_what_ends().await?;
            let view = listed(&facts, session.app.clock.today(), self.within);
            print(self.format, &view, || {
                let mut grid = Grid::new(&[
                    "last day",
                    "days",
                    "fund",
                    "agreement",
                    "lot",
                    "left",
                    "picked",
                    "asked",
                    "requests",
                ]);
                for item in &view.items {
                    let fits: Vec<String> = item.fits.iter().map(ToString::to_string).collect();
                    grid.row([
                        item.last_day.to_string(),
                        item.days_left.to_string(),
                        item.fund_code.clone(),
                        item.agreement_number.clone().unwrap_or_default(),
                        item.lot.to_string(),
                        item.left.clone(),
                        item.picked.clone(),
                        item.asked.clone(),
                        fits.join(" "),
                    ]);
                }
                grid
            })
        };
        let outcome = outcome.await;
        session.end().await;
        outcome
    }
}
