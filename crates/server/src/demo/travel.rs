//! A case worker travels once in three months, by bus, and the ticket is what it cost.

use almoner_ledger::codes::{DocumentKind, TravelMeans};
use almoner_ledger::command::{Command, OrderTravel};
use chrono::{Datelike as _, NaiveDate};

use crate::demo::DemoError;
use crate::demo::costs::entry;
use crate::demo::givers::{FREE, Givers};
use crate::demo::scribe::{Scribe, line};

const TICKET: i64 = 85_000;

pub(super) async fn tell(
    scribe: &Scribe,
    givers: &Givers,
    day: NaiveDate,
) -> Result<(), DemoError> {
    if day.day() != 12 || !day.month().is_multiple_of(3) {
        return Ok(());
    }
    let treasurer = scribe.staff.treasurer;
    let [_, case_worker] = scribe.staff.case_workers;
    let order = OrderTravel {
        person: case_worker.person,
        from_on: day,
        to_on: day,
        place: line("Битола")?,
        purpose: line("Посета на прифатилиште")?,
        means: TravelMeans::Bus,
        per_diem_minor: 0,
        advance: None,
    };
    let ordered = scribe.give(treasurer, Command::OrderTravel(order)).await?.seq;
    let paper = scribe.paper(DocumentKind::Invoice, &format!("karta-{day}"))?;
    let lines = [("413", TICKET), ("1000", TICKET.saturating_neg())];
    let ticket = scribe.give(treasurer, entry(day, givers.fund(FREE), &lines, paper)?).await?.seq;
    let settle = Command::SettleTravel { order: ordered, entries: vec![ticket] };
    scribe.give(treasurer, settle).await?;
    Ok(())
}
