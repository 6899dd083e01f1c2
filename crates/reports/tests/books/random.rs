//! Whatever the books hold, the forms balance and every account is counted once.

use std::collections::BTreeMap;

use almoner_law::form::RowRole;
use almoner_ledger::codes::AccountKind;
use almoner_reports::annual::figures::compute;
use almoner_reports::books::input::AccountYear;
use almoner_reports::books::trial_balance;
use almoner_reports::language::Language;
use almoner_reports::report::cell::Value;
use proptest::prelude::*;

use crate::support::{account, association, day, frame, kind, law, parents};

const SUM_MAX: i64 = 100_000_000_000;

/// Random sums on accounts of the chart, the bank taking up the difference; off the balance, one side mirrors the other.
fn books() -> impl Strategy<Value = Vec<AccountYear>> {
    let law = law();
    let codes: Vec<String> = law
        .postable_accounts()
        .map(|account| account.code.clone())
        .filter(|code| code != "1000" && kind(&law, code) != AccountKind::OffBalance)
        // An account of the result holds something only while a year is being closed.
        .filter(|code| kind(&law, code) != AccountKind::Result || code == "810")
        .collect();
    let sums = prop::collection::vec(
        prop_oneof![3 => Just((0, 0, 0)), 2 => (-SUM_MAX..SUM_MAX, 0..SUM_MAX, 0..SUM_MAX)],
        codes.len(),
    );
    (sums, 0..SUM_MAX).prop_map(move |(sums, off)| {
        let mut years: Vec<AccountYear> = Vec::new();
        let mut bank = account(&law, "1000");
        for (code, (opening, debit, credit)) in codes.iter().zip(sums) {
            let mut year = account(&law, code);
            // A year of income and expenses begins with nothing on them.
            let carries = !code.starts_with(['4', '7', '8']);
            year.opening_minor = if carries { opening } else { 0 };
            (year.debit_minor, year.credit_minor) = (debit, credit);
            bank.opening_minor -= year.opening_minor;
            bank.debit_minor += credit;
            bank.credit_minor += debit;
            years.push(year);
        }
        let mut assets = account(&law, "990");
        let mut sources = account(&law, "995");
        (assets.debit_minor, sources.credit_minor) = (off, off);
        years.extend([bank, assets, sources]);
        years
    })
}

/// Empties the accounts of the result into the surplus or the deficit, as the closing of a year does.
fn close(years: &[AccountYear]) -> Vec<AccountYear> {
    let mut closed = years.to_vec();
    let mut result = 0;
    for year in &mut closed {
        if year.code.starts_with(['4', '7', '8']) {
            year.closed_minor = -year.before_closing().unwrap();
            result -= year.closed_minor;
        }
    }
    let code = if result < 0 { "970" } else { "092" };
    let taker = closed.iter_mut().find(|year| year.code == code).unwrap();
    taker.closed_minor += result;
    closed
}

/// The same year after another like it that nobody closed.
fn after_an_open_year(years: &[AccountYear]) -> Vec<AccountYear> {
    let mut later = years.to_vec();
    let mut left = 0;
    for year in &mut later {
        if year.code.starts_with(['4', '7', '8']) {
            year.unclosed_minor = year.debit_minor - year.credit_minor;
            year.opening_minor = year.unclosed_minor;
            left += year.unclosed_minor;
        }
    }
    let bank = later.iter_mut().find(|year| year.code == "1000").unwrap();
    bank.opening_minor -= left;
    later
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_forms_balance_and_count_every_account_once(years in books()) {
        let law = law();
        let forms = law.forms(day("2026-12-31")).unwrap();
        let row = |role| forms.row_with(role).unwrap().row.clone();
        for years in [years.clone(), close(&years), after_an_open_year(&years)] {
            let figures = compute(forms, &years, 100).unwrap();
            for of in [&figures.exact, &figures.denars] {
                prop_assert_eq!(of[&row(RowRole::TotalAssets)], of[&row(RowRole::TotalSources)]);
                prop_assert_eq!(of[&row(RowRole::OffBalanceAssets)], of[&row(RowRole::OffBalanceSources)]);
            }
            let mut counted: BTreeMap<&str, usize> = BTreeMap::new();
            for (code, _) in figures.accounts.values().flatten() {
                *counted.entry(code).or_default() += 1;
            }
            prop_assert_eq!(counted.len(), years.len());
            prop_assert!(counted.values().all(|times| *times == 1));
            // Rounding moves no row by more than half a denar for each row that it adds up.
            for (number, minor) in &figures.exact {
                let apart = (figures.denars[number] * 100 - minor).abs();
                prop_assert!(apart <= 50 * 140, "{number}: {apart}");
            }
            if let Some((_, by)) = &figures.evened {
                prop_assert!(by.abs() < 70, "{by}");
            }
        }
    }

    /// The change in the balance sheet's result is the result of the other form; nothing else may close.
    #[test]
    fn closing_moves_the_result_and_nothing_else(years in books()) {
        let law = law();
        let forms = law.forms(day("2026-12-31")).unwrap();
        let open = compute(forms, &years, 100).unwrap();
        let closed = compute(forms, &close(&years), 100).unwrap();
        prop_assert_eq!(open.result_minor, closed.result_minor);
        prop_assert_eq!(open.open_result_minor, open.result_minor);
        prop_assert_eq!(closed.open_result_minor, 0);
        let income = |row: &String| open.exact[row] == closed.exact[row];
        prop_assert!(forms.income_expenditure.iter().all(|row| income(&row.row)));
        let (surplus, deficit) = (row_of(forms, "970"), row_of(forms, "092"));
        let net = |figures: &almoner_reports::annual::figures::Figures| {
            figures.exact[&surplus] - figures.exact[&deficit]
        };
        prop_assert_eq!(net(&open), net(&closed));
    }

    /// What an earlier year left open is no income and no expenditure of this one.
    #[test]
    fn an_open_year_before_changes_no_row_of_this_years_income(years in books()) {
        let law = law();
        let forms = law.forms(day("2026-12-31")).unwrap();
        let alone = compute(forms, &years, 100).unwrap();
        let after = compute(forms, &after_an_open_year(&years), 100).unwrap();
        prop_assert_eq!(alone.result_minor, after.result_minor);
        prop_assert_eq!(after.earlier_result_minor, after.result_minor);
        let same = |row: &String| alone.denars[row] == after.denars[row];
        prop_assert!(forms.income_expenditure.iter().all(|row| same(&row.row)));
    }

    #[test]
    fn a_trial_balance_is_the_same_before_and_after_closing(years in books()) {
        let (law, association) = (law(), association());
        let frame = frame(&law, &association, "trial_balance", Language::Sq);
        let parents = parents(&law, Language::Sq);
        let open = trial_balance::build(&frame, &years, &parents).unwrap();
        let closed = trial_balance::build(&frame, &close(&years), &parents).unwrap();
        prop_assert_eq!(&open.sections, &closed.sections);
        prop_assert_eq!(&open.total, &closed.total);
    }

    #[test]
    fn a_trial_balance_adds_up_to_itself(years in books()) {
        let (law, association) = (law(), association());
        let frame = frame(&law, &association, "trial_balance", Language::En);
        let report = trial_balance::build(&frame, &years, &parents(&law, Language::Mk)).unwrap();
        let total: Vec<&Value> =
            report.total.as_ref().unwrap().cells.iter().map(|cell| &cell.value).collect();
        prop_assert_eq!(total[2], total[3]);
        prop_assert_eq!(total[4], total[5]);
        prop_assert_eq!(total[6], total[7]);
    }
}

fn row_of(forms: &almoner_law::form::Forms, account: &str) -> String {
    forms.row_of(account).unwrap().1.row.clone()
}
