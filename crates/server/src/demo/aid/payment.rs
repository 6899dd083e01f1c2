//! How payouts are paid: by bank, from the cash desk that is filled for them, or from stock; and what comes back.

use std::collections::BTreeMap;

use almoner_ledger::codes::{DocumentKind, Method, TaxBasis};
use almoner_ledger::command::{Command, Part, SignedReceipt, Transfer};

use crate::demo::DemoError;
use crate::demo::aid::Payout;
use crate::demo::scribe::{Scribe, amount, code};

/// What comes back of more than this comes back by half.
const PART_ABOVE_MINOR: i64 = 500_000;

/// Carries what the payouts need from the bank to the cash desk, and buys the vouchers for them.
pub(super) async fn bring_cash(scribe: &Scribe, payouts: &[Payout]) -> Result<(), DemoError> {
    let mut wanted: BTreeMap<(usize, &str), i64> = BTreeMap::new();
    for payout in payouts {
        let to = match payout.need.method {
            Method::Cash => "1010",
            Method::Voucher => "1080",
            Method::Bank | Method::ThirdParty | Method::InKind => continue,
        };
        let sum = wanted.entry((payout.need.fund, to)).or_insert(0);
        *sum = sum.saturating_add(payout.need.minor);
    }
    let mut given = Vec::new();
    for ((fund, to), minor) in wanted {
        let transfer = Transfer {
            from: "1000".to_owned(),
            to: to.to_owned(),
            fund: scribe.funds.get(fund).copied().unwrap_or_default(),
            quantity: amount(minor)?,
            booked_on: scribe.today,
            document: scribe
                .paper(DocumentKind::PaymentOrder, &format!("{to}-{}", scribe.today))?,
        };
        given.push((scribe.staff.treasurer, Command::Transfer(transfer)));
    }
    scribe.give_all(given).await?;
    Ok(())
}

/// Records that the payouts were paid today, each the way it was approved, and the tax of those that are taxed.
pub(super) async fn pay(scribe: &Scribe, payouts: &[Payout]) -> Result<(), DemoError> {
    let mut given = Vec::new();
    for payout in payouts {
        let number = format!("isplata-{}", payout.seq);
        let (account, document) = match payout.need.method {
            Method::Bank | Method::ThirdParty => (Some("1000"), scribe.statement()?),
            Method::Voucher => (Some("1080"), scribe.paper(DocumentKind::Receipt, &number)?),
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
    let taxed = payouts.iter().filter(|payout| payout.need.tax == TaxBasis::Taxable);
    let taxed: Vec<i64> = taxed.map(|payout| payout.seq).collect();
    if !taxed.is_empty() {
        let pay = Command::PayTax {
            payouts: taxed,
            account: "1000".to_owned(),
            paid_on: scribe.today,
            document: scribe.statement()?,
        };
        scribe.give(scribe.staff.treasurer, pay).await?;
    }
    Ok(())
}

/// The numbers under which the tax office let taxed payouts be paid.
pub(super) async fn list(scribe: &Scribe, payouts: &[Payout]) -> Result<(), DemoError> {
    let taxed = payouts.iter().filter(|payout| payout.need.tax == TaxBasis::Taxable);
    let lists = taxed.map(|payout| {
        let number = code(&format!("ppd-{}", payout.seq))?;
        let list = Command::NoteTaxList { payout: payout.seq, number };
        Ok((scribe.staff.treasurer, list))
    });
    scribe.give_all(lists.collect::<Result<Vec<_>, DemoError>>()?).await?;
    Ok(())
}

/// The bank gives the money back: the account was closed.
pub(super) fn come_back(scribe: &Scribe, payout: &Payout) -> Result<Command, DemoError> {
    Ok(Command::ReturnPayout {
        payout: payout.seq,
        account: Some("1000".to_owned()),
        returned_on: scribe.today,
        document: scribe.statement()?,
        // Of a large sum the bank sometimes gives a part back: a landlord who had been paid already.
        part: part_of(payout)?,
    })
}

fn part_of(payout: &Payout) -> Result<Option<Part>, DemoError> {
    if payout.need.minor < PART_ABOVE_MINOR {
        return Ok(None);
    }
    Ok(Some(Part::Money(amount(payout.need.minor / 2)?)))
}

/// That it arrived is signed for where no bank says so.
pub(super) fn arrived(scribe: &Scribe, payout: &Payout) -> Result<Command, DemoError> {
    let receipt = SignedReceipt {
        kind: DocumentKind::Receipt,
        number: code(&format!("priznanica-{}", payout.seq))?,
        dated_on: scribe.today,
        attachment: None,
    };
    Ok(Command::ConfirmPayout {
        payout: payout.seq,
        confirmed_on: scribe.today,
        receipt: Some(receipt).filter(|_| !payout.need.method.is_by_bank()),
    })
}
