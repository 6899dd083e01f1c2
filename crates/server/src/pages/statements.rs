//! Statements as CSV: of an account, a fund, a source, an agreement, or the whole journal.

use almoner_reports::csv::dialect::Dialect;
use almoner_store::read::statement::{StatementOf, StatementRequest};
use axum::extract::Query;

use super::block::Block;
use super::desk::{Desk, Told};
use super::field::{Field, Input};
use super::form::Form;
use super::list::Asked;
use super::typed::Typed;
use crate::problem::Problem;
use crate::routes::statements::send;
use crate::statement::Sheet;

/// What a statement can be of, and what names it.
const OF: [(&str, &str); 6] = [
    ("journal", "statement-journal"),
    ("account", "statement-account"),
    ("cash_book", "statement-cash-book"),
    ("fund", "statement-fund"),
    ("source", "statement-source"),
    ("agreement", "statement-agreement"),
];

pub(super) async fn show(desk: Desk, Query(asked): Query<Vec<(String, String)>>) -> Told {
    let asked = Asked(Typed(asked));
    let days = asked.days(desk.app.clock.today());
    let mut page = desk.page(desk.say("statements-title"));
    page = page.block(Block::Text(desk.say("statements-say")));
    for (code, title) in OF {
        let form = Form::new("/statements/file", desk.say("statement-take"))
            .titled(desk.say(title))
            .field(Field::hidden("of", code))
            .fields(about(&desk, code))
            .field(Field::new(Input::Day, "from", desk.say("list-from")).needed().of(days.0))
            .field(Field::new(Input::Day, "to", desk.say("list-to")).needed().of(days.1))
            .field(
                Field::new(Input::Choice, "dialect", desk.say("statement-for")).needed().options(
                    vec![
                        ("excel-mk".to_owned(), desk.say("statement-for-excel")),
                        ("data".to_owned(), desk.say("statement-for-data")),
                    ],
                ),
            );
        page = page.block(Block::Filter(form));
    }
    Ok(page.shown())
}

fn about(desk: &Desk, code: &str) -> Option<Field> {
    let facts = &desk.facts;
    let choice = |label: &str, options: Vec<(String, String)>| {
        Field::new(Input::Choice, "about", desk.say(label)).needed().options(options)
    };
    let accounts = |fits: &dyn Fn(almoner_ledger::codes::AccountRole) -> bool| {
        let accounts =
            facts.accounts.values().filter(|account| account.active && fits(account.role));
        accounts.map(|account| (account.code.clone(), desk.account(&account.code))).collect()
    };
    Some(match code {
        "account" => choice("form-account", accounts(&|_| true)),
        "cash_book" => choice(
            "form-account",
            accounts(&|role| role == almoner_ledger::codes::AccountRole::Cash),
        ),
        "fund" => {
            let funds = facts.funds.values();
            choice(
                "column-fund",
                funds.map(|row| (row.seq.to_string(), row.name.clone())).collect(),
            )
        }
        "source" => {
            let rows = facts.sources.values();
            choice(
                "column-giver",
                rows.map(|row| (row.seq.to_string(), row.name.clone())).collect(),
            )
        }
        "agreement" => {
            let rows = facts.agreements.values();
            let rows = rows.map(|row| (row.seq.to_string(), row.number.clone()));
            choice("income-agreement", rows.collect())
        }
        _ => return None,
    })
}

pub(super) async fn file(desk: Desk, Query(asked): Query<Vec<(String, String)>>) -> Told {
    let asked = Asked(Typed(asked));
    let (from, to) = asked.days(desk.app.clock.today());
    let about = asked.0.get("about");
    let number = || about.parse::<i64>().map_err(|_| Problem::own("invalid-query"));
    let of = match asked.0.get("of") {
        "account" => StatementOf::Account { account: about.to_owned(), fund: None },
        "cash_book" => StatementOf::CashBook { account: about.to_owned() },
        "fund" => StatementOf::Fund { fund: number()? },
        "source" => StatementOf::Source { source: number()? },
        "agreement" => StatementOf::Agreement { agreement: number()? },
        _ => StatementOf::Journal,
    };
    let dialect = Dialect::parse(asked.0.get("dialect")).unwrap_or(Dialect::ExcelMk);
    let request = StatementRequest { of, from, to, known_at: None };
    Ok(send(Sheet::begin(&desk.app.store, request, dialect).await?).await?)
}
