//! The record of travel orders: who was sent where, by what, and what it cost.

use chrono::NaiveDate;

use crate::books::error::BuildError;
use crate::books::frame::Frame;
use crate::report::cell::{Cell, CellKind};
use crate::report::{Column, Report, Row, Section};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Journey {
    pub number: String,
    pub person: String,
    pub from_on: NaiveDate,
    pub to_on: NaiveDate,
    pub place: String,
    pub purpose: String,
    pub means: Means,
    pub per_diem_minor: i64,
    pub advance: Option<i64>,
    pub cost_minor: i64,
    pub stands: Stands,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Means {
    OwnCar,
    AssociationCar,
    Bus,
    Train,
    Plane,
    Other,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stands {
    Ordered,
    Settled,
    Cancelled,
}

/// In the order of their numbers.
pub fn build(frame: &Frame<'_>, journeys: &[Journey]) -> Result<Report, BuildError> {
    let rows = journeys.iter().map(|it| {
        Row::line(vec![
            Cell::text(&*it.number),
            Cell::text(&*it.person),
            Cell::day(it.from_on),
            Cell::day(it.to_on),
            Cell::text(&*it.place),
            Cell::text(&*it.purpose),
            Cell::text(means(frame, it.means)),
            Cell::money_or_empty(it.per_diem_minor),
            it.advance.map_or(Cell::EMPTY, |seq| Cell::text(seq.to_string())),
            Cell::money_or_empty(it.cost_minor),
            Cell::text(stands(frame, it.stands)),
        ])
    });
    let mut draft = frame.draft(columns(frame), vec![Section::new(None, rows.collect())]);
    draft.adds_up = true;
    draft.notes.push(
        frame
            .say(
                "Трошокот е збир на расходите во ставките што се наведени за налогот, без сторнираните. Дневниците се онака како што е договорено; законски износ не е утврден овде.",
                "The cost adds up the expenses of the entries named for the order, without those taken back. Per-diems are as agreed; no rate of the law is laid down here.",
                "Kostoja mbledh shpenzimet e regjistrimeve të urdhrit, pa ato të kthyera. Mëditjet janë sipas marrëveshjes; këtu nuk përcaktohet masë ligjore.",
            )
            .to_owned(),
    );
    draft.sign_off = frame.signed();
    Ok(draft.finish()?)
}

fn columns(frame: &Frame<'_>) -> Vec<Column> {
    let text = |key, title: &str| Column::new(key, title, CellKind::Text);
    let day = |key, title: &str| Column::new(key, title, CellKind::Day);
    let money = |key, title: &str| Column::new(key, title, CellKind::Money).adding();
    vec![
        text("number", frame.say("Налог", "Order", "Urdhri")),
        text("person", frame.say("Лице", "Person", "Personi")),
        day("from", frame.say("Од", "From", "Nga")),
        day("to", frame.say("До", "To", "Deri")),
        text("place", frame.say("Место", "Place", "Vendi")),
        text("purpose", frame.say("Цел", "Purpose", "Qëllimi")),
        text("means", frame.say("Превоз", "Travels by", "Mjeti")),
        money("per_diem", frame.say("Дневници", "Per-diems", "Mëditjet")),
        text("advance", frame.say("Аконтација", "Advance", "Paradhënia")),
        money("cost", frame.say("Трошок", "Cost", "Kostoja")),
        text("state", frame.say("Состојба", "State", "Gjendja")),
    ]
}

fn means<'f>(frame: &Frame<'f>, means: Means) -> &'f str {
    match means {
        Means::OwnCar => frame.say("сопствено возило", "own car", "makinë vetjake"),
        Means::AssociationCar => {
            frame.say("возило на здружението", "car of the association", "makinë e shoqatës")
        }
        Means::Bus => frame.say("автобус", "bus", "autobus"),
        Means::Train => frame.say("воз", "train", "tren"),
        Means::Plane => frame.say("авион", "plane", "aeroplan"),
        Means::Other => frame.say("друго", "other", "tjetër"),
    }
}

fn stands<'f>(frame: &Frame<'f>, stands: Stands) -> &'f str {
    match stands {
        Stands::Ordered => frame.say("издаден", "ordered", "lëshuar"),
        Stands::Settled => frame.say("пресметан", "settled", "llogaritur"),
        Stands::Cancelled => frame.say("поништен", "called off", "anuluar"),
    }
}
