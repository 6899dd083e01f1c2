//! What every month costs: rent, wages, the bank's fee, and money carried to the cash desk and back.

use almoner_ledger::codes::DocumentKind;
use almoner_ledger::command::{Command, Document, EntryLine, PostEntry, Side, Transfer};
use almoner_ledger::month::Month;
use chrono::{Datelike as _, NaiveDate};

use crate::demo::DemoError;
use crate::demo::givers::{FREE, Givers};
use crate::demo::scribe::{Scribe, amount};

const RENT: i64 = 1_800_000;
const WAGES_NET: i64 = 5_600_000;
const WAGES_DUES: i64 = 2_900_000;

pub(super) async fn tell(
    scribe: &mut Scribe,
    givers: &Givers,
    first: NaiveDate,
    day: NaiveDate,
) -> Result<(), DemoError> {
    let fund = givers.fund(FREE);
    let month = Month::of(day);
    let mut given = Vec::new();
    let treasurer = scribe.staff.treasurer;
    match day.day() {
        1 => {
            let invoice = scribe.paper(DocumentKind::Invoice, &format!("kirija-{month}"))?;
            given.push(entry(day, fund, &[("408", RENT), ("220", -RENT)], invoice)?);
        }
        5 => {
            given.push(entry(day, fund, &[("220", RENT), ("1000", -RENT)], scribe.statement()?)?);
            if month != Month::of(first) {
                let paid =
                    [("280", WAGES_NET), ("240", WAGES_DUES), ("1000", -WAGES_NET - WAGES_DUES)];
                given.push(entry(day, fund, &paid, scribe.statement()?)?);
            }
        }
        20 => {
            // The coins of the collection box go to the bank.
            let minor = scribe.chance.between(1_000, 3_000).saturating_mul(100);
            let transfer = Transfer {
                from: "1010".to_owned(),
                to: "1000".to_owned(),
                fund,
                quantity: amount(minor)?,
                booked_on: day,
                document: scribe.paper(DocumentKind::PaymentOrder, &format!("uplata-{month}"))?,
            };
            drop(scribe.try_all(vec![(treasurer, Command::Transfer(transfer))]).await?);
        }
        _ => {}
    }
    if day == month.last_day() {
        let payroll = scribe.paper(DocumentKind::Payroll, &format!("plati-{month}"))?;
        let charged = [("460", WAGES_NET + WAGES_DUES), ("280", -WAGES_NET), ("240", -WAGES_DUES)];
        given.push(entry(day, fund, &charged, payroll)?);
        let fee = scribe.chance.between(60_000, 140_000);
        let Command::PostEntry(taken) =
            entry(day, fund, &[("410", fee), ("1000", fee.saturating_neg())], scribe.statement()?)?
        else {
            return Err(DemoError::Untold("a fee"));
        };
        given.push(Command::PostEntry(PostEntry { by_bank: true, ..taken }));
    }
    scribe.give_all(given.into_iter().map(|command| (treasurer, command)).collect()).await?;
    Ok(())
}

/// An entry of a day: debits positive, credits negative.
pub(super) fn entry(
    day: NaiveDate,
    fund: i64,
    lines: &[(&str, i64)],
    document: Document,
) -> Result<Command, DemoError> {
    let line = |(account, minor): &(&str, i64)| -> Result<EntryLine, DemoError> {
        let side = if *minor < 0 { Side::Credit } else { Side::Debit };
        Ok(EntryLine { account: (*account).to_owned(), fund, side, amount: amount(minor.abs())? })
    };
    Ok(Command::PostEntry(PostEntry {
        booked_on: day,
        lines: lines.iter().map(line).collect::<Result<_, DemoError>>()?,
        document,
        by_bank: false,
        memo: None,
    }))
}
