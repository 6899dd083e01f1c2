//! How payouts are paid: by bank, from the cash desk that is filled for them, or from stock; and what comes back.

use std::collections::BTreeMap;

use almoner_ledger::codes::{DocumentKind, Method};
use almoner_ledger::command::{Command, Transfer};

use crate::demo::DemoError;
use crate::demo::aid::Payout;
use crate::demo::scribe::{Scribe, amount};

/// Carries what the cash payouts need from the bank to the cash desk.
pub(super) async fn bring_cash(scribe: &Scribe, payouts: &[Payout]) -> Result<(), DemoError> {
    let mut wanted: BTreeMap<usize, i64> = BTreeMap::new();
    for payout in payouts.iter().filter(|payout| payout.need.method == Method::Cash) {
        let sum = wanted.entry(payout.need.fund).or_insert(0);
        *sum = sum.saturating_add(payout.need.minor);
    }
    let mut given = Vec::new();
    for (fund, minor) in wanted {
        let transfer = Transfer {
            from: "1000".to_owned(),
            to: "1010".to_owned(),
            fund: scribe.funds.get(fund).copied().unwrap_or_default(),
            quantity: amount(minor)?,
            booked_on: scribe.today,
            document: scribe
                .paper(DocumentKind::PaymentOrder, &format!("gotovina-{}", scribe.today))?,
        };
        given.push((scribe.staff.treasurer, Command::Transfer(transfer)));
    }
    scribe.give_all(given).await?;
    Ok(())
}

/// Records that the payouts were paid today, each the way it was approved.
pub(super) async fn pay(scribe: &Scribe, payouts: &[Payout]) -> Result<(), DemoError> {
    let mut given = Vec::new();
    for payout in payouts {
        let number = format!("isplata-{}", payout.seq);
        let (account, document) = match payout.need.method {
            Method::Bank => (Some("1000"), scribe.statement()?),
            Method::Cash => (Some("1010"), scribe.paper(DocumentKind::CashVoucher, &number)?),
            Method::InKind => (None, scribe.paper(DocumentKind::DeliveryNote, &number)?),
        };
        let command = Command::PayPayout {
            payout: payout.seq,
            account: account.map(str::to_owned),
            paid_on: scribe.today,
            document,
        };
        given.push((scribe.staff.treasurer, command));
    }
    scribe.give_all(given).await?;
    Ok(())
}

/// The bank gives the money back: the account was closed.
pub(super) fn come_back(scribe: &Scribe, payout: &Payout) -> Result<Command, DemoError> {
    Ok(Command::ReturnPayout {
        payout: payout.seq,
        account: Some("1000".to_owned()),
        returned_on: scribe.today,
        document: scribe.statement()?,
    })
}
