//! A small year, every row of both forms computed on paper.
//!
//! Bank 1000: 100,000.00 + 60,000.49 − 20,000.50 − 250.25 − 12,000.00 = 127,749.74 → 012 = 127,750
//! Cash 1010: 5,000 + 3,000 − 1,500 = 6,500 → 013; 011 = 127,750 + 6,500 = 134,250 = 010
//! Equipment 013: 12,000 → 006; correction 019: 1,200, taken off in 003 = 12,000 − 1,200 = 10,800 = 001
//! Stock 3100: 2,000 − 800 = 1,200 → 029 = 028
//! Income 7310: 20,000.50 + 3,000.00 = 23,000.50 → 244 = 23,001 = 250
//! Aid 451001 20,000.50 + 451002 1,500.00 + 4511 800.00 = 22,300.50 → 228 = 22,301 = 226
//! Fees 410: 250.25 → 212 = 250 = 211; equipment 441: 12,000 → 224 = 222; 235 = 250 + 12,000 + 22,301 = 34,551
//! 236 = 0; tax 810: 100 → 237, 238 = 0 − 100; 239 = 34,551 + 0
//! 251 = 34,551 − 23,001 = 11,550; 252 = 23,001 + 11,550 = 34,551 = 239
//! Result: 23,000.50 − 20,000.50 − 1,500 − 800 − 250.25 − 12,000 − 100 = −11,650.25 → 037 = 11,650 = 035
//! 042 = 10,800 + 134,250 + 1,200 + 11,650 = 157,900
//! Fund 900: 12,000 − 1,200 = 10,800 → 045 = 044; tax 245: 100 → 054 = 051
//! Deferred 2910: 60,000.49 − 20,000.50 = 39,999.99 → 063 = 40,000 = 062; surplus 970: 107,000 → 067
//! 069 = 10,800 + 100 + 40,000 + 107,000 = 157,900 = 042

use almoner_law::figure::Figure;
use almoner_law::form::Form;
use almoner_reports::annual::figures::{self, Figures};
use almoner_reports::annual::forms;
use almoner_reports::books::error::BuildError;
use almoner_reports::books::input::AccountYear;
use almoner_reports::language::Language;
use almoner_reports::report::Report;
use almoner_reports::report::cell::Value;

use crate::support::{self, account, accounts, association, day, frame, law, postings};

const EXPECTED: &[(&str, i64)] = &[
    ("001", 10_800),
    ("003", 10_800),
    ("006", 12_000),
    ("010", 134_250),
    ("011", 134_250),
    ("012", 127_750),
    ("013", 6_500),
    ("028", 1_200),
    ("029", 1_200),
    ("035", 11_650),
    ("037", 11_650),
    ("042", 157_900),
    ("044", 10_800),
    ("045", 10_800),
    ("051", 100),
    ("054", 100),
    ("062", 40_000),
    ("063", 40_000),
    ("067", 107_000),
    ("069", 157_900),
    ("211", 250),
    ("212", 250),
    ("222", 12_000),
    ("224", 12_000),
    ("226", 22_301),
    ("228", 22_301),
    ("235", 34_551),
    ("237", 100),
    ("238", -100),
    ("239", 34_551),
    ("244", 23_001),
    ("250", 23_001),
    ("251", 11_550),
    ("252", 34_551),
];

pub(crate) fn computed(accounts: &[AccountYear]) -> Result<Figures, BuildError> {
    let (law, last) = (law(), day("2026-12-31"));
    let Figure::MkdMinor(unit) = law.value("form_rounding", last).unwrap().figure else {
        panic!("forms are rounded to a sum of denars")
    };
    figures::compute(law.forms(last).unwrap(), accounts, unit)
}

fn filled(figures: &Figures) -> Vec<(&str, i64)> {
    let rows = figures.denars.iter().map(|(row, denars)| (row.as_str(), *denars));
    rows.filter(|(_, denars)| *denars != 0).collect()
}

#[test]
fn every_row_is_what_was_computed_on_paper() {
    let figures = computed(&accounts(&law(), &postings(support::YEAR))).unwrap();
    assert_eq!(filled(&figures), EXPECTED);
    assert_eq!(figures.evened, None);
    assert_eq!(figures.result_minor, -1_165_025);
}

/// Closing carries the result from the accounts of the year to 092, and no row of either form changes.
#[test]
fn closing_the_year_changes_no_row() {
    let law = law();
    let mut years = accounts(&law, &postings(support::YEAR));
    let mut deficit = account(&law, "092");
    for year in &mut years {
        if year.code.starts_with(['4', '7', '8']) {
            year.closed_minor = -year.before_closing().unwrap();
            deficit.closed_minor -= year.closed_minor;
        }
    }
    years.push(deficit);
    let figures = computed(&years).unwrap();
    assert_eq!(filled(&figures), EXPECTED);
    assert_eq!((figures.result_minor, figures.open_result_minor), (-1_165_025, 0));
}

/// The year before took in 5,000 and cost 2,000, and nobody closed it: 3,000 more on the bank account.
/// 012 = 127,750 + 3,000 = 130,750 → 011 = 010 = 137,250; 042 = 157,900 + 3,000 = 160,900
/// 067 = 107,000 + 3,000 = 110,000 → 069 = 10,800 + 100 + 40,000 + 110,000 = 160,900; of 201 to 252 no row changes.
/// Had it cost 9,000 instead, the 4,000 too much would have come off the bank account and stood in 037 = 11,650 + 4,000.
#[test]
fn an_open_year_before_stands_where_closing_would_have_carried_it() {
    let law = law();
    let after = |income: i64, costs: i64| {
        let mut years = accounts(&law, &postings(support::YEAR));
        let mut left = |code: &str, minor: i64| {
            let year = years.iter_mut().find(|year| year.code == code).unwrap();
            year.opening_minor += minor;
            if code != "1000" {
                year.unclosed_minor += minor;
            }
        };
        left("7310", -income);
        left("410", costs);
        left("1000", income - costs);
        computed(&years).unwrap()
    };
    let changed = |figures: &Figures| -> Vec<(String, i64)> {
        let rows = filled(figures);
        let rows = rows.iter().filter(|row| !EXPECTED.contains(row));
        rows.map(|(row, denars)| ((*row).to_owned(), *denars)).collect()
    };
    let rows = |rows: &[(&str, i64)]| -> Vec<(String, i64)> {
        rows.iter().map(|(row, denars)| ((*row).to_owned(), *denars)).collect()
    };
    let surplus = after(500_000, 200_000);
    assert_eq!(
        changed(&surplus),
        rows(&[
            ("010", 137_250),
            ("011", 137_250),
            ("012", 130_750),
            ("042", 160_900),
            ("067", 110_000),
            ("069", 160_900)
        ])
    );
    assert_eq!((surplus.result_minor, surplus.earlier_result_minor), (-1_165_025, 300_000));
    let deficit = after(500_000, 900_000);
    assert_eq!(
        changed(&deficit),
        rows(&[
            ("010", 130_250),
            ("011", 130_250),
            ("012", 123_750),
            ("035", 15_650),
            ("037", 15_650)
        ])
    );
}

#[test]
fn an_account_without_a_row_is_named_and_never_a_silent_zero() {
    let law = law();
    let mut years = accounts(&law, &postings(support::YEAR));
    let mut stray = account(&law, "3100");
    stray.code = "350".to_owned();
    years.push(stray);
    let account = "350".to_owned();
    assert_eq!(computed(&years), Err(BuildError::AccountWithoutRow { account }));
}

#[test]
fn books_that_do_not_sum_make_no_form() {
    let law = law();
    let mut years = accounts(&law, &postings(support::YEAR));
    years[0].debit_minor += 1;
    assert_eq!(computed(&years), Err(BuildError::Unbalanced { debit_minor: 1, credit_minor: 0 }));
    let mut years = accounts(&law, &postings(support::YEAR));
    let mut off = account(&law, "990");
    off.debit_minor = 500;
    years.push(off);
    let mut cash = account(&law, "1001");
    cash.credit_minor = 500;
    years.push(cash);
    assert_eq!(
        computed(&years),
        Err(BuildError::OffBalanceUnbalanced { assets_minor: 500, sources_minor: 0 })
    );
    let mut years = accounts(&law, &postings(support::YEAR));
    years.push(years[0].clone());
    let account = years[0].code.clone();
    assert_eq!(computed(&years), Err(BuildError::AccountTwice { account }));
}

fn cell<'a>(report: &'a Report, row: &str, place: usize) -> &'a Value {
    let mut rows = report.sections.iter().flat_map(|section| &section.rows);
    let found = rows.find(|found| found.cells[0].value == Value::Code(row.to_owned()));
    &found.unwrap().cells[place].value
}

#[test]
fn a_form_shows_both_years_and_says_what_nobody_confirmed() {
    let (law, association) = (law(), association());
    let forms = law.forms(day("2026-12-31")).unwrap();
    let figures = computed(&accounts(&law, &postings(support::YEAR))).unwrap();
    let frame = frame(&law, &association, "balance_sheet", Language::Mk);
    let mut before = figures.denars.clone();
    before.insert("012".to_owned(), 100_000);
    let report = forms::form(&frame, Form::BalanceSheet, forms, &figures, Some(&before)).unwrap();
    assert_eq!(report.title, "Биланс на состојба");
    assert_eq!(cell(&report, "012", 3), &Value::Denars(100_000));
    assert_eq!(cell(&report, "012", 4), &Value::Denars(127_750));
    assert_eq!(cell(&report, "003", 2), &Value::Text("-019 -029".to_owned()));
    assert!(report.notes.last().unwrap().contains("Службен весник"), "{:?}", report.notes);

    before.remove("070");
    let refused = forms::form(&frame, Form::BalanceSheet, forms, &figures, Some(&before));
    assert_eq!(refused, Err(BuildError::UnknownRow { row: "070".to_owned() }));
}

#[test]
fn a_row_opens_to_its_accounts_and_they_add_up_to_it() {
    let (law, association) = (law(), association());
    let forms = law.forms(day("2026-12-31")).unwrap();
    let figures = computed(&accounts(&law, &postings(support::YEAR))).unwrap();
    let frame = frame(&law, &association, "form_row", Language::Mk);
    let names = support::names(&law, Language::Mk);
    for row in forms.balance_sheet.iter().chain(&forms.income_expenditure) {
        let report = forms::row(&frame, &row.row, forms, &figures, &names).unwrap();
        let totals = report.sections.iter().filter_map(|section| {
            let value = &section.total.as_ref().unwrap().cells[2].value;
            if let Value::Money(minor) = value { Some(*minor) } else { None }
        });
        // What is taken off or cut at zero is no sum of what lies under it.
        if !["236", "238", "239", "251", "252"].contains(&row.row.as_str()) {
            assert_eq!(totals.sum::<i64>(), figures.exact[&row.row], "{}", row.row);
        }
    }
    let refused = forms::row(&frame, "999", forms, &figures, &names);
    assert_eq!(refused, Err(BuildError::UnknownRow { row: "999".to_owned() }));
}
