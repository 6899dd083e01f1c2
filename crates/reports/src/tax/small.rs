//! The declaration of an association that is so small that it need not hand in statements.

use almoner_ledger::codes::AccountKind;

use crate::books::error::BuildError;
use crate::books::frame::Frame;
use crate::books::input::{AccountYear, add};
use crate::report::cell::{Cell, CellKind};
use crate::report::{Column, Report, Row, Section};

/// As the law data has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terms {
    /// In euro cents.
    pub threshold_minor: i64,
    /// Deni for one euro.
    pub rate_minor: i64,
    /// Whether somebody has read them in the Official Gazette.
    pub verified: bool,
}

/// Property and income of the year, each below the threshold; otherwise there is nothing to declare.
pub fn build(
    frame: &Frame<'_>,
    accounts: &[AccountYear],
    terms: Terms,
) -> Result<Report, BuildError> {
    let threshold = terms
        .threshold_minor
        .checked_mul(terms.rate_minor)
        .and_then(|deni| deni.checked_div(100))
        .ok_or(BuildError::Overflow)?;
    let (mut property, mut income) = (0_i64, 0_i64);
    for account in accounts {
        match account.kind {
            AccountKind::Asset | AccountKind::ContraAsset => {
                property = add(property, account.balance()?)?;
            }
            AccountKind::Income => {
                let earned = account.before_closing()?.checked_neg().ok_or(BuildError::Overflow)?;
                income = add(income, earned)?;
            }
            AccountKind::Liability
            | AccountKind::Equity
            | AccountKind::Expense
            | AccountKind::Result
            | AccountKind::OffBalance => {}
        }
    }
    for (what, found_minor) in [("property", property), ("income of the year", income)] {
        if threshold <= found_minor {
            return Err(BuildError::NotSmall { what, found_minor, threshold_minor: threshold });
        }
    }
    let line = |words: &str, minor: i64| Row::line(vec![Cell::text(words), Cell::money(minor)]);
    let rows = vec![
        line(frame.say("Вредност на имотот", "Property", "Vlera e pasurisë"), property),
        line(frame.say("Годишен приход", "Income of the year", "Të ardhurat vjetore"), income),
        line(frame.say("Праг во денари", "Threshold in denars", "Pragu në denarë"), threshold),
    ];
    let columns = vec![
        Column::new("item", frame.say("Податок", "Item", "E dhëna"), CellKind::Text),
        Column::new("amount", frame.say("Износ", "Amount", "Shuma"), CellKind::Money),
    ];
    let mut draft = frame.draft(columns, vec![Section::new(None, rows)]);
    let number = frame.language.number();
    let (euro, rate) = (number.format(terms.threshold_minor), number.format(terms.rate_minor));
    draft.notes.push(match frame.language {
        crate::language::Language::Mk => format!(
            "Изјавуваме дека вредноста на имотот и годишниот приход на здружението се под {euro} евра ({rate} денари за \
             едно евро), па не се поднесуваат финансиски извештаи."
        ),
        crate::language::Language::En => format!(
            "We declare that the property and the income of the year of the association are below {euro} euro ({rate} \
             denars for one euro), so that no statements are handed in."
        ),
        crate::language::Language::Sq => format!(
            "Deklarojmë se pasuria dhe të ardhurat vjetore të shoqatës janë nën {euro} euro ({rate} denarë për një euro), \
             prandaj nuk dorëzohen pasqyra financiare."
        ),
    });
    draft.basis.extend(frame.figures(terms.verified));
    draft.sign_off = frame.signed();
    Ok(draft.finish()?)
}
