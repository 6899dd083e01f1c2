//! Papers of the law: which there are, one on screen with its figures leading on, and its files.

use almoner_reports::face::html;
use almoner_reports::report::cell::Drill;
use axum::extract::{Path, Query};
use axum::response::Response;
use chrono::Datelike as _;

use super::block::{Block, Link};
use super::desk::{Desk, LAW, Told, absent};
use super::field::{Field, Input};
use super::form::{Form, Why};
use super::list::Asked;
use super::panel::{Cell, Head, Panel};
use super::typed::Typed;
use crate::problem::Problem;
use crate::reporting::paper::{self, Paper, Want};
use crate::reporting::{Face, Wanted};
use crate::routes::reports::{ReportQuery, handed};

/// The faces that are files, and what they are called on a button.
const FILES: [(Face, &str); 5] = [
    (Face::Pdf, "PDF"),
    (Face::Xlsx, "XLSX"),
    (Face::ExcelMk, "CSV (Excel)"),
    (Face::Csv, "CSV"),
    (Face::Json, "JSON"),
];

/// Books that grow with every entry are shown a month at a time.
const LONG: [&str; 4] = ["journal", "general_ledger", "account_card", "cash_book"];

/// What is longer is not for a screen: it is taken as a file.
const SCREEN: usize = 600_000;

pub(super) async fn list(desk: Desk) -> Told {
    let words = desk.words;
    let heads = vec![
        Head::text(words.say("report-paper")),
        Head::text(words.say("report-basis")),
        Head::text(words.say("report-confirmed")),
    ];
    let law = LAW.as_ref().ok_or_else(|| Problem::own("internal"))?;
    let rows = paper::all().filter_map(|paper| -> Option<Vec<Cell>> {
        let document = law.document(paper.code)?;
        let confirmed = if document.verified { "law-confirmed" } else { "law-not-confirmed" };
        Some(vec![
            Cell::link(format!("/reports/{}", paper.code), words.0.pick(&document.names)),
            words.0.pick(&document.basis).into(),
            words.say(confirmed).into(),
        ])
    });
    let panel = Panel { rows: rows.collect(), ..Panel::new(String::new(), String::new(), heads) };
    let page = desk.page(words.say("nav-reports"));
    let links = vec![Link::first("/statements", words.say("statements-title"))];
    Ok(page.block(Block::Links(links)).block(Block::Panel(panel)).shown())
}

pub(super) async fn one(
    desk: Desk,
    Path(code): Path<String>,
    Query(asked): Query<Vec<(String, String)>>,
) -> Told {
    let paper = found(&code)?;
    let asked = Asked(Typed(asked));
    let form = form(&desk, paper).typed(&asked.0);
    let law = LAW.as_ref().ok_or_else(|| Problem::own("internal"))?;
    let document = law.document(&code).ok_or_else(|| absent("report"))?;
    let mut page = desk.page(desk.words.0.pick(&document.names).to_owned());
    page = page.block(Block::Text(desk.words.0.pick(&document.basis).to_owned()));
    if asked.0.0.is_empty() && !paper.wants.is_empty() {
        return Ok(page.block(Block::Filter(form)).shown());
    }
    let shown = match wanted(&desk, &form, &asked.0, paper, Face::Html) {
        Ok(wanted) => Ok((desk.app.built(&wanted).await.map_err(Problem::from), wanted)),
        Err(why) => Err(why),
    };
    match shown {
        Ok((Ok(built), wanted)) => {
            let files = FILES.iter().map(|(face, name)| {
                let path = format!("/reports/{code}/file");
                Link::new(asked.address(&path, &[("format", face.code())]), (*name).to_owned())
            });
            let year = wanted.to.year();
            page = page.block(Block::Filter(form)).block(Block::Links(files.collect()));
            let content = html::content(&built.report, |drill| link(&desk, drill, year));
            if SCREEN < content.len() {
                let text = desk.say("report-long");
                return Ok(page.block(Block::Notice { grave: false, text }).shown());
            }
            Ok(page.block(Block::Report(content)).shown())
        }
        Ok((Err(problem), _)) => {
            let text = desk.words.refusal(&problem);
            let page = page.block(Block::Filter(form));
            Ok(page.block(Block::Notice { grave: true, text }).shown())
        }
        Err(why) => Ok(page.block(Block::Filter(form.refused(desk.words, &why))).shown()),
    }
}

pub(super) async fn file(
    desk: Desk,
    Path(code): Path<String>,
    Query(asked): Query<Vec<(String, String)>>,
) -> Told {
    let paper = found(&code)?;
    let typed = Typed(asked);
    let face = Face::parse(typed.get("format")).unwrap_or(Face::Pdf);
    let form = form(&desk, paper).typed(&typed);
    let wanted = wanted(&desk, &form, &typed, paper, face).map_err(|why| match why {
        Why::Problem(problem) => problem,
        Why::Fields(_) => Problem::own("invalid-query"),
    })?;
    let made = desk.app.report(&wanted).await.map_err(Problem::from)?;
    Ok::<Response, _>(handed(made, "attachment"))
}

fn found(code: &str) -> Result<&'static Paper, Problem> {
    paper::all().find(|paper| paper.code == code).ok_or_else(|| absent("report"))
}

fn wanted(
    desk: &Desk,
    form: &Form,
    typed: &Typed,
    paper: &Paper,
    face: Face,
) -> Result<Wanted, Why> {
    let mut typed = typed.clone();
    let today = desk.app.clock.today();
    if typed.get("year").is_empty() && (typed.get("from").is_empty() || typed.get("to").is_empty())
    {
        typed.set("year", today.year().to_string());
    }
    if !typed.get("year").is_empty() {
        typed.set("from", "");
        typed.set("to", "");
    }
    // On screen a long book begins with the month that somebody chose, or the first.
    if LONG.contains(&paper.code) && face == Face::Html && typed.get("volume").is_empty() {
        typed.set("volume", "1");
    }
    let query: ReportQuery = form.body(desk.words, &typed)?;
    let wanted = query.wanted(paper.code.to_owned())?;
    Ok(Wanted { face, language: desk.words.0, ..wanted })
}

fn form(desk: &Desk, paper: &Paper) -> Form {
    let form = Form::new(format!("/reports/{}", paper.code), desk.say("list-show")).field(
        Field::new(Input::Number, "year", desk.say("report-year")).of(desk
            .app
            .clock
            .today()
            .year()),
    );
    let form = form.fields(paper.wants.iter().filter_map(|want| field(desk, *want)));
    let form = if LONG.contains(&paper.code) {
        form.field(
            Field::new(Input::Number, "volume", desk.say("report-volume"))
                .hint(desk.say("report-volume-hint")),
        )
    } else {
        form
    };
    form.group(
        desk.say("report-days"),
        vec![
            Field::new(Input::Day, "from", desk.say("list-from")),
            Field::new(Input::Day, "to", desk.say("list-to")),
        ],
    )
}

/// What has to be said besides the days; what only programs say is not asked here.
fn field(desk: &Desk, want: Want) -> Option<Field> {
    let facts = &desk.facts;
    let choice = |label: &str, options: Vec<(String, String)>| {
        let field = Field::new(Input::Choice, want.code(), desk.say(label));
        field.options(desk.choices(options)).needed()
    };
    Some(match want {
        Want::Account => {
            let accounts = facts.accounts.values().filter(|account| account.active);
            let accounts =
                accounts.map(|account| (account.code.clone(), desk.account(&account.code)));
            choice("form-account", accounts.collect())
        }
        Want::Fund => {
            let funds = facts.funds.values().map(|fund| (fund.code.clone(), fund.name.clone()));
            choice("column-fund", funds.collect())
        }
        Want::Agreement => {
            let numbers = facts.agreements.values();
            let numbers = numbers.map(|row| (row.number.clone(), row.number.clone()));
            choice("income-agreement", numbers.collect())
        }
        Want::Source => {
            let names = facts.sources.values();
            choice(
                "column-giver",
                names.map(|row| (row.seq.to_string(), row.name.clone())).collect(),
            )
        }
        Want::Row => Field::new(Input::Text, "row", desk.say("report-row")).needed(),
        Want::Income => Field::new(Input::Text, "income", desk.say("report-income")).needed(),
        Want::Voucher => Field::new(Input::Text, "voucher", desk.say("report-voucher")).needed(),
        Want::Base | Want::RateMethod | Want::Volume | Want::Plan => return None,
    })
}

/// Where a figure leads.
fn link(desk: &Desk, drill: &Drill, year: i32) -> Option<String> {
    Some(match drill {
        Drill::Account(code) => format!("/reports/account_card?account={code}&year={year}"),
        Drill::FormRow(row) => format!("/reports/form_row?row={row}&year={year}"),
        Drill::Entry(seq) => format!("/entries/{seq}"),
        Drill::Fund(code) => {
            let fund = desk.facts.funds.values().find(|fund| fund.code == *code)?;
            format!("/funds/{}", fund.seq)
        }
    })
}
