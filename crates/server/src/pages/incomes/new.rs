//! Recording an income: a short form that grows only where somebody opens it.

use almoner_ledger::codes::{AccountRole, AgreementState, Currency, DocumentKind, FundState};
use almoner_ledger::rows::chart::Account;
use axum::extract::Query;
use axum::http::StatusCode;
use serde::Deserialize;

use super::list::offered;
use crate::pages::block::{Block, Link};
use crate::pages::desk::{Desk, Told, led};
use crate::pages::field::{Field, Input};
use crate::pages::form::{Form, Why};
use crate::pages::pick;
use crate::pages::typed::Typed;
use crate::routes::incomes::NewIncome;

/// What is given: money, unless something else is said.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Given {
    Money,
    Goods,
    Equipment,
    Services,
}

impl Given {
    const ALL: [(Self, &'static str, &'static str); 4] = [
        (Self::Money, "money", "income-money"),
        (Self::Goods, "goods", "income-goods"),
        (Self::Equipment, "equipment", "income-equipment"),
        (Self::Services, "services", "income-services"),
    ];

    fn of(code: &str) -> Self {
        let found = Self::ALL.iter().find(|(_, known, _)| *known == code);
        found.map_or(Self::Money, |(given, ..)| *given)
    }
}

#[derive(Deserialize)]
pub(in crate::pages) struct As {
    #[serde(rename = "as", default)]
    what: String,
}

pub(in crate::pages) async fn new(desk: Desk, Query(what): Query<As>) -> Told {
    let given = Given::of(&what.what);
    let form = form(&desk, given);
    Ok(shown(&desk, given, form).shown())
}

fn shown(desk: &Desk, given: Given, form: Form) -> crate::pages::block::Page {
    let others = Given::ALL.iter().filter(|(other, ..)| *other != given);
    let others = others
        .map(|(_, code, title)| Link::new(format!("/incomes/new?as={code}"), desk.say(title)));
    desk.page(desk.say("income-new")).block(Block::Form(form)).block(Block::Links(others.collect()))
}

pub(in crate::pages) async fn record(desk: Desk, typed: Typed) -> Told {
    let given = Given::of(typed.get("@as"));
    match recorded(&desk, given, &typed).await {
        Ok(seq) => Ok(led(format!("/incomes/{seq}?new=yes"))),
        Err(why) => {
            let form = form(&desk, given).typed(&typed).refused(desk.words, &why);
            let mut page = shown(&desk, given, form);
            page.status = StatusCode::UNPROCESSABLE_ENTITY;
            Ok(page.shown())
        }
    }
}

async fn recorded(desk: &Desk, given: Given, typed: &Typed) -> Result<i64, Why> {
    let mut typed = typed.clone();
    let sources = desk.facts.sources.values().map(|source| (source.seq, source.name.as_str()));
    if let Some(source) = pick::one(desk.words, "@source", &typed, sources)? {
        typed.set("source", source.to_string());
    }
    // The paper and the rate are of the day on which the money came, unless somebody says otherwise.
    for day in ["document.paper.dated_on", "means.money.rate.on"] {
        if typed.get(day).is_empty() {
            let received = typed.get("received_on").to_owned();
            typed.set(day, received);
        }
    }
    if typed.get("means.money.rate.value").is_empty() {
        typed.set("means.money.rate.on", "");
    } else {
        typed.set("means.money.rate.source", "NBRM");
    }
    let body: NewIncome = form(desk, given).body(desk.words, &typed)?;
    Ok(desk.give(&typed, body.command()?).await?.seq)
}

fn form(desk: &Desk, given: Given) -> Form {
    let today = desk.app.clock.today();
    let (_, code, title) =
        Given::ALL.iter().find(|(known, ..)| *known == given).copied().unwrap_or(Given::ALL[0]);
    let kinds = desk.terms(|law| &law.income_kinds);
    let form = Form::new("/incomes/new", desk.say("income-record"))
        .titled(desk.say(title))
        .field(Field::hidden("@as", code))
        .field(Field::new(Input::HiddenNumber, "source", String::new()))
        .field(
            Field::new(Input::Pick, "@source", desk.say("column-giver"))
                .hint(desk.say("income-giver-hint"))
                .options(offered(desk)),
        )
        .field(
            Field::new(Input::Choice, "kind", desk.say("column-kind"))
                .needed()
                .options(kinds)
                .of("donation"),
        )
        .field(open_fund(desk, "fund"))
        .fields(means(desk, given))
        .field(Field::new(Input::Day, "received_on", desk.say("income-day")).needed().of(today))
        .field(
            Field::new(Input::Choice, "document.paper.kind", desk.say("paper-kind"))
                .needed()
                .options(papers(desk))
                .of(if given == Given::Money { "bank_statement" } else { "delivery_note" }),
        )
        .field(
            Field::new(Input::Text, "document.paper.number", desk.say("paper-number"))
                .needed()
                .hint(desk.say("paper-number-hint")),
        );
    let form = form.group(desk.say("income-bound"), vec![agreement(desk), one_need(desk)]);
    let form = if given == Given::Money {
        form.group(
            desk.say("income-foreign"),
            vec![
                Field::new(Input::Rate, "means.money.rate.value", desk.say("rate-value"))
                    .hint(desk.say("rate-value-hint")),
                Field::new(Input::Day, "means.money.rate.on", desk.say("rate-on")),
                Field::hidden("means.money.rate.source", ""),
            ],
        )
    } else {
        form
    };
    form.group(
        desk.say("form-more"),
        vec![
            Field::new(Input::Day, "document.paper.dated_on", desk.say("paper-day")),
            Field::new(Input::Text, "reference", desk.say("income-reference")),
            Field::new(Input::Long, "memo", desk.say("form-memo")),
        ],
    )
}

/// Funds that are open, the free ones first.
pub(in crate::pages) fn open_fund(desk: &Desk, name: &str) -> Field {
    let mut open: Vec<_> =
        desk.facts.funds.values().filter(|fund| fund.state == FundState::Open).collect();
    open.sort_by_key(|fund| (fund.restricted, fund.seq));
    let first = open.first().map(|fund| fund.seq.to_string()).unwrap_or_default();
    let options = open.iter().map(|fund| (fund.seq.to_string(), fund.name.clone())).collect();
    Field::new(Input::NumberChoice, name, desk.say("column-fund"))
        .needed()
        .options(options)
        .of(first)
}

fn means(desk: &Desk, given: Given) -> Vec<Field> {
    let value = |name: &str| {
        Field::new(Input::Amount, name, desk.say("income-value"))
            .needed()
            .hint(desk.say("form-amount-hint"))
    };
    match given {
        Given::Money => vec![
            Field::new(Input::Amount, "means.money.amount", desk.say("form-amount"))
                .needed()
                .hint(desk.say("form-amount-hint")),
            money_account(desk, "means.money.account", |_| true),
        ],
        Given::Goods => vec![
            Field::new(Input::Text, "means.goods.item", desk.say("goods-item")).needed(),
            Field::new(Input::Number, "means.goods.count", desk.say("goods-count")).needed(),
            Field::new(Input::Text, "means.goods.unit", desk.say("goods-unit"))
                .needed()
                .of(desk.say("goods-piece")),
            value("means.goods.value"),
        ],
        Given::Equipment => vec![value("means.equipment.value")],
        Given::Services => vec![value("means.services.value")],
    }
}

/// Where money comes to or goes from.
pub(in crate::pages) fn money_account(
    desk: &Desk,
    name: &str,
    fits: impl Fn(&Account) -> bool,
) -> Field {
    let named = |account: &Account| match account.currency {
        Some(currency) if currency != Currency::Mkd => {
            format!("{} ({currency})", desk.account(&account.code))
        }
        Some(_) | None => desk.account(&account.code),
    };
    let is_place = |account: &&Account| {
        matches!(account.role, AccountRole::Bank | AccountRole::Cash | AccountRole::Currency)
            && account.active
            && fits(account)
            && desk.facts.postable(&account.code).is_ok()
    };
    let places: Vec<&Account> = desk.facts.accounts.values().filter(is_place).collect();
    let bank = places.iter().find(|account| account.role == AccountRole::Bank);
    let first = bank.or(places.first()).map(|account| account.code.clone()).unwrap_or_default();
    let options = places.iter().map(|account| (account.code.clone(), named(account))).collect();
    Field::new(Input::Choice, name, desk.say("form-account")).needed().options(options).of(first)
}

pub(in crate::pages) fn papers(desk: &Desk) -> Vec<(String, String)> {
    let kinds = DocumentKind::ALL
        .iter()
        .filter(|kind| !matches!(kind, DocumentKind::OpeningBalance | DocumentKind::Reversal));
    kinds.map(|kind| (kind.code().to_owned(), desk.words.word("document", kind.code()))).collect()
}

fn agreement(desk: &Desk) -> Field {
    let active = desk.facts.agreements.values().filter(|row| row.state == AgreementState::Active);
    let name = |source: i64| desk.facts.sources.get(&source).map_or("", |source| &source.name);
    let options = active
        .map(|row| (row.seq.to_string(), format!("{} · {}", row.number, name(row.source_seq))))
        .collect();
    Field::new(Input::NumberChoice, "agreement", desk.say("income-agreement"))
        .options(desk.choices(options))
}

/// A gift for one kind of need; what is bound otherwise has an agreement.
fn one_need(desk: &Desk) -> Field {
    Field::new(Input::List, "restriction.categories", desk.say("income-for-need"))
        .options(desk.choices(desk.terms(|law| &law.categories)))
}
