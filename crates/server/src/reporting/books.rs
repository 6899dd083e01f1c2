//! The books themselves: journal, ledger, cards, trial balance, the book of the very small.

use almoner_reports::books::card::{self, Card};
use almoner_reports::books::frame::Frame;
use almoner_reports::books::{income_expenditure_book, journal, trial_balance};
use almoner_reports::report::Report;

use super::inputs::Inputs;
use super::paper::{Maker, Paper, Want};
use super::{ReportError, Wanted};

pub(super) const PAPERS: &[Paper] = &[
    Paper::new("journal", &[], Maker::Books),
    Paper::new("general_ledger", &[], Maker::Books),
    Paper::new("account_card", &[Want::Account], Maker::Books),
    Paper::new("trial_balance", &[], Maker::Books),
    Paper::new("income_expenditure_book", &[], Maker::Books),
];

pub(super) fn make(
    wanted: &Wanted,
    frame: &Frame<'_>,
    inputs: &Inputs,
) -> Result<Report, ReportError> {
    Ok(match wanted.report.as_str() {
        "journal" => journal::build(frame, &inputs.lines(), &inputs.names)?,
        "trial_balance" => trial_balance::build(frame, &inputs.years, &inputs.parents)?,
        "income_expenditure_book" => income_expenditure_book::build(frame, &inputs.results())?,
        "general_ledger" => {
            let moved = inputs.moved();
            let cards: Vec<Card<'_>> = inputs.cards(&moved)?;
            card::general_ledger(frame, &cards)?
        }
        "account_card" => {
            let code = wanted.of(Want::Account)?;
            let moved = inputs.moved();
            let cards = inputs.cards(&moved)?;
            let found = cards.iter().find(|card| card.code == code);
            let found =
                found.ok_or_else(|| ReportError::NoSuch(Want::Account.code(), code.to_owned()))?;
            card::account_card(frame, found)?
        }
        other => return Err(ReportError::Unknown(other.to_owned())),
    })
}
