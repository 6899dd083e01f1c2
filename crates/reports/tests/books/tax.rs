//! Papers for the tax office and the declaration of the very small, computed on paper.

use std::collections::BTreeMap;

use almoner_reports::annual::notes::{self, Behind, Foreign};
use almoner_reports::books::error::BuildError;
use almoner_reports::funds::heading::Moved;
use almoner_reports::funds::year::FundYear;
use almoner_reports::language::Language;
use almoner_reports::report::Report;
use almoner_reports::tax::epdd::{self, TaxedPayout};
use almoner_reports::tax::{economic, small};

use crate::golden::computed;
use crate::support::{self, accounts, association, day, frame, law, postings};

/// What stands in one column, line by line.
fn column(report: &Report, key: &str) -> Vec<String> {
    let place = report.columns.iter().position(|column| column.key == key).unwrap();
    let rows = report.sections.iter().flat_map(|section| &section.rows);
    rows.map(|row| row.cells[place].value.on_paper(Language::Mk)).collect()
}

const ECONOMIC: economic::Terms =
    economic::Terms { threshold_denars: 1_000_000, rate_points: 100, verified: false };

fn economic_return(incomes: [i64; 4]) -> Report {
    let (law, association) = (law(), association());
    let rows: BTreeMap<String, i64> =
        law.economic_tax.iter().map(|row| row.aop.clone()).zip(incomes).collect();
    economic::build(
        &frame(&law, &association, "economic_tax_return", Language::Mk),
        &law.economic_tax,
        &rows,
        ECONOMIC,
    )
    .unwrap()
}

/// 600,000 + 400,000 + 150 + 0 = 1,000,150; less 1,000,000 = 150; 1 % of it = 1.50, rounded to 2.
#[test]
fn income_above_what_is_free_is_taxed_by_what_is_above() {
    let report = economic_return([600_000, 400_000, 150, 0]);
    let expected = ["600.000", "400.000", "150", "0", "1.000.150", "1.000.000", "150", "2"];
    assert_eq!(column(&report, "amount"), expected);
    assert_eq!(column(&report, "row"), ["01", "02", "03", "04", "05", "06", "07", "08"]);
    assert!(report.notes.iter().any(|note| note.ends_with("образецот се поднесува.")));
    assert!(report.notes.last().unwrap().contains("Службен весник"));

    let report = economic_return([600_000, 400_000, 0, 0]);
    assert_eq!(column(&report, "amount")[6..], ["0", "0"]);
    assert!(report.notes.iter().any(|note| note.contains("данок нема")));
}

#[test]
fn a_row_that_the_account_does_not_have_is_named() {
    let (law, association) = (law(), association());
    let frame = frame(&law, &association, "economic_tax_return", Language::Mk);
    let refused = economic::build(&frame, &law.economic_tax, &BTreeMap::new(), ECONOMIC);
    assert_eq!(refused, Err(BuildError::UnknownRow { row: "241".to_owned() }));
}

/// 2,500.00 € at 61.50 = 153,750.00.
#[test]
fn only_an_association_below_the_threshold_declares_that_it_is() {
    let (law, association) = (law(), association());
    let frame = frame(&law, &association, "small_statement", Language::Mk);
    let terms = small::Terms { threshold_minor: 250_000, rate_minor: 6_150, verified: false };
    let mut bank = support::account(&law, "1000");
    let mut gifts = support::account(&law, "7310");
    (bank.debit_minor, gifts.credit_minor) = (15_374_999, 15_374_999);
    let report = small::build(&frame, &[bank.clone(), gifts.clone()], terms).unwrap();
    assert_eq!(column(&report, "amount"), ["153.749,99", "153.749,99", "153.750,00"]);

    gifts.credit_minor += 1;
    let (what, found_minor, threshold_minor) = ("income of the year", 15_375_000, 15_375_000);
    let refused = small::build(&frame, &[bank, gifts], terms);
    assert_eq!(refused, Err(BuildError::NotSmall { what, found_minor, threshold_minor }));
}

#[test]
fn a_taxed_payout_is_listed_gross_and_net_by_its_number() {
    let (law, association) = (law(), association());
    let frame = frame(&law, &association, "epdd", Language::Mk);
    let list = "2026-0007".to_owned();
    let (released_on, gross_minor, tax_minor) = (day("2026-03-10"), 500_000, 50_000);
    let payouts = [TaxedPayout { payout: 17, released_on, list, gross_minor, tax_minor }];
    let report = epdd::build(&frame, ("13.2", false), &payouts).unwrap();
    let line = ["payout", "code", "gross", "costs", "base", "tax", "net"]
        .map(|key| column(&report, key).remove(0));
    assert_eq!(line, ["17", "13.2", "5.000,00", "0,00", "5.000,00", "500,00", "4.500,00"]);
}

/// Every row with accounts has its breakdown, every fund its movements, and what the books do not hold is said so.
#[test]
fn notes_tell_what_stands_behind_every_row() {
    let (law, association) = (law(), association());
    let accounts = accounts(&law, &postings(support::YEAR));
    let figures = computed(&accounts).unwrap();
    let no_moves: [Moved; 0] = [];
    let fund = FundYear::of(("F1", "Огрев"), (10_700_000, 10_700_000), &no_moves).unwrap();
    let foreign = Foreign {
        account: "1200".to_owned(),
        currency: "EUR",
        quantity_minor: 10_000,
        value_minor: 615_000,
    };
    let mut names = support::names(&law, Language::Mk);
    names.insert("1200".to_owned(), "Девизна сметка".to_owned());
    let behind = Behind {
        forms: law.forms(day("2026-12-31")).unwrap(),
        figures: &figures,
        accounts: &accounts,
        names: &names,
        funds: &[fund],
        foreign: &[foreign],
    };
    let frame = frame(&law, &association, "notes", Language::Mk);
    let report = notes::build(&frame, &behind).unwrap();
    let titles: Vec<&str> =
        report.sections.iter().filter_map(|section| section.title.as_deref()).collect();
    let filled = figures.accounts.iter().filter(|(_, it)| it.iter().any(|(_, minor)| *minor != 0));
    for (row, _) in filled {
        assert!(titles.iter().any(|title| title.starts_with(&format!("АОП {row} "))), "{row}");
    }
    for said in ["Движење на фонд F1 Огрев", "Поврзани субјекти", "Попис"]
    {
        assert!(titles.contains(&said), "{said}: {titles:?}");
    }
    let texts = column(&report, "text");
    assert!(texts.contains(&"Девизна сметка: 100,00 EUR × 61,50".to_owned()), "{texts:?}");
    // The breakdown of each row is what the form has, with deni.
    for section in &report.sections {
        let title = section.title.clone().unwrap();
        let Some(row) = title.strip_prefix("АОП ") else { continue };
        let total = section.total.as_ref().unwrap().cells[2].value.clone();
        let own: i64 = figures.accounts[&row[..3]].iter().map(|(_, minor)| minor).sum();
        assert_eq!(total, almoner_reports::report::cell::Value::Money(own), "{title}");
    }
}
