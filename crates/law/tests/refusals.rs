//! A broken folder is refused with the file, the line and the reason.

use almoner_law::files::Files;
use almoner_law::pack::Pack;

mod support;

type Field = for<'files, 'text> fn(&'files mut Files<'text>) -> &'files mut &'text str;

/// Breaks Freeland by each edit of one file in turn: what stands there, what to write instead, and the refusal after the
/// file's name.
#[track_caller]
fn check(name: &str, field: Field, edits: &[(&str, &str, &str)]) {
    for (from, to, expected) in edits {
        let mut files: Files<'_> = support::FREELAND;
        let text = *field(&mut files);
        assert!(text.contains(from), "nothing to break: {from:?}");
        let broken = text.replacen(from, to, 1);
        *field(&mut files) = &broken;
        let refusal = Pack::parse(&files).map(|_| ()).map_err(|error| error.to_string());
        assert_eq!(refusal, Err(format!("{name}, line {expected}")), "{from:?} -> {to:?}");
    }
}

#[test]
fn files_that_are_not_tables() {
    const HEADER: &str = "1: the header must read valid_from,up_to_minor,approvals,source,verified";
    check(
        "bands.csv",
        |files| &mut files.bands,
        &[
            ("approvals", "approvers", HEADER),
            (",verified", "", HEADER),
            (",2,Almoner", ",2", "3: the row has 4 fields, not 5"),
            ("Almoner", "", "2: source is empty"),
            ("Almoner", " Almoner", "2: source cannot be \" Almoner\""),
            ("Almoner,false", "Almoner,no", "2: verified cannot be \"no\""),
            ("Almoner,false", "Almoner,true", "2: our own choice cannot be verified"),
        ],
    );
}

#[test]
fn a_field_over_two_lines_does_not_shift_the_count() {
    check(
        "posting-scheme.csv",
        |files| &mut files.posting_scheme,
        &[(
            "Freeland Act 2,true\nunclear,4",
            "\"Freeland\nAct 2\",true\nunclear,77",
            "5: account 77 is not in the chart",
        )],
    );
}

#[test]
fn charts_that_do_not_hold_together() {
    check(
        "chart-of-accounts.csv",
        |files| &mut files.chart_of_accounts,
        &[
            ("\n2,,", "\n1,,", "3: 1 stands here a second time"),
            ("\n2,,", "\n2a,,", "3: code cannot be \"2a\""),
            ("31,3,", "31,9,", "5: the parent 9 does not stand above"),
            ("31,3,", "41,3,", "5: the code does not begin with its parent's, 3"),
            ("currency,EUR", "stock,", "5: role differs from the parent's"),
            (
                "4,,liability,obligation,,true,false",
                "32,3,asset,currency,EUR,true,false",
                "6: an account of this role must be guarded",
            ),
            ("EUR", "", "5: account 31 needs a currency"),
            ("EUR", "euro", "5: currency cannot be \"euro\""),
            (
                "bank,,",
                "bank,EUR,",
                "2: only a currency account without sub-accounts has a currency",
            ),
            ("asset,bank", "asset,purse", "2: role cannot be \"purse\""),
            ("asset,bank", "income,bank", "2: an account of this kind cannot have this role"),
            ("bank,,true", "bank,,false", "2: an account of this role must be in the pool"),
            (
                "deferred,,false",
                "deferred,,true",
                "7: an account of this role cannot be in the pool",
            ),
            ("aid,,false,true", "aid,,false,false", "10: an account of this role must be guarded"),
            ("Bank,Banka", "Bank,", "2: name_sq is empty"),
        ],
    );
}

#[test]
fn schemes_that_book_nowhere() {
    check(
        "posting-scheme.csv",
        |files| &mut files.posting_scheme,
        &[
            ("unclear,4", "unclear,77", "4: account 77 is not in the chart"),
            ("unclear,4", "unclear,3", "4: account 3 has sub-accounts and cannot be posted to"),
            ("unclear", "income/*", "4: income/* stands here a second time"),
            ("unclear", "*", "4: event cannot be \"*\""),
            ("unclear", "murky", "1: no account is named for unclear"),
            ("income/*", "income/gift/*", "1: no account is named for income/tithe/guild"),
            ("aid/*", "aid/roof", "1: no account is named for aid/bread"),
            ("aid/*,8,2000", "aid/*,8,2001", "1: no account is named for aid/bread"),
            ("2000-01-01", "2000-13-01", "2: valid_from cannot be \"2000-13-01\""),
        ],
    );
}

#[test]
fn bands_with_holes() {
    const ORDER: &str = "the bands must come by date, then by rising limit and not fewer approvals";
    let third = format!("3: {ORDER}");
    let fourth = format!("4: {ORDER}");
    check(
        "bands.csv",
        |files| &mut files.bands,
        &[
            ("2000-01-01,,2", "2000-01-01,5000,2", &third),
            ("2000-01-01,,2", "1999-01-01,,2", &third),
            ("5000,1", "5000,3", &third),
            ("2010-01-01", "2000-01-01", &fourth),
            (
                "01,,2",
                "01,9000,2",
                "4: the bands from 2000-01-01 do not end in one without a limit",
            ),
            (
                "01,,3",
                "01,9000,3",
                "1: the bands from 2010-01-01 do not end in one without a limit",
            ),
            ("5000,1", "5000,0", "2: approvals cannot be \"0\""),
            ("5000,1", "-5000,1", "2: up_to_minor cannot be \"-5000\""),
            ("5000,1", "50.00,1", "2: up_to_minor cannot be \"50.00\""),
        ],
    );
}

#[test]
fn files_without_rows() {
    let mut files = support::FREELAND;
    files.bands = "valid_from,up_to_minor,approvals,source,verified\n";
    let refusal = Pack::parse(&files).map(|_| ()).map_err(|error| error.to_string());
    assert_eq!(refusal, Err("bands.csv, line 1: there are no rows".to_owned()));

    let mut files = support::FREELAND;
    files.urgencies = "code,name_mk,name_en,name_sq\n";
    let refusal = Pack::parse(&files).map(|_| ()).map_err(|error| error.to_string());
    assert_eq!(refusal, Err("urgencies.csv, line 1: there are no rows".to_owned()));
}

#[test]
fn values_that_contradict_themselves() {
    const OVERLAP: &str = "3: two rows of payout_reservation hold on the same day";
    check(
        "values.csv",
        |files| &mut files.values,
        &[
            ("2009-12-31", "2010-01-01", OVERLAP),
            ("2009-12-31", "", OVERLAP),
            ("2009-12-31", "1999-12-31", "2: the period ends before it begins"),
            ("14,days", "14,moons", "2: unit cannot be \"moons\""),
            ("14,days", "a fortnight,days", "2: value cannot be \"a fortnight\""),
            ("03-31", "02-30", "4: value cannot be \"02-30\""),
            ("payout_reservation", "a b", "2: key cannot be \"a b\""),
        ],
    );
}

#[test]
fn places_and_words_that_stand_twice() {
    check(
        "municipalities.csv",
        |files| &mut files.municipalities,
        &[
            ("FL-2", "FL-1", "3: FL-1 stands here a second time"),
            ("Porti,2", "Porti,1", "3: 1 stands here a second time"),
            ("2,FL-1", "2,FL-9", "3: the parent FL-9 does not stand above"),
        ],
    );
    check(
        "categories.csv",
        |files| &mut files.categories,
        &[
            ("roof", "bread", "3: bread stands here a second time"),
            ("roof", "Roof", "3: code cannot be \"Roof\""),
            ("Roof", "", "3: name_en is empty"),
        ],
    );
}

#[test]
fn a_table_of_combinations_answers_for_every_pair() {
    check(
        "combinations.csv",
        |files| &mut files.combinations,
        &[
            ("bread,roof", "bread,moon", "3: other cannot be \"moon\""),
            ("bread,roof", "bread,bread", "3: bread with bread stands here a second time"),
            ("bread,7,hard", "bread,367,hard", "2: window_days cannot be \"367\""),
            ("7,hard", "7,never", "2: level cannot be \"never\""),
            (
                "*,*",
                "*,roof",
                "1: the table from 2000-01-01 has no row for every category with every other",
            ),
        ],
    );
}

#[test]
fn forms_that_would_not_balance() {
    check(
        "aop-balance-sheet.csv",
        |files| &mut files.balance_sheet,
        &[
            ("+1 +3", "+1,+3", "2: the row has 11 fields, not 10"),
            ("+1 +3", "1", "2: rule cannot be \"1\""),
            ("+1 +3", "+1", "1: account 3 stands in no row of a form"),
            ("+1 +3", "+1 +3 +2", "1: account 2 stands here a second time"),
            ("+1 +3", "+1 -3", "1: account 3 cannot stand in row 1 without unbalancing the form"),
            (
                "1,assets",
                "1,sources",
                "1: account 1 cannot stand in row 1 without unbalancing the form",
            ),
            ("1,assets", "1,income", "2: the row belongs to the other form"),
            ("total_assets", "net_surplus", "5: the row belongs to the other form"),
            ("total_assets", "", "1: the form needs exactly one row that is TotalAssets"),
            ("=1+2+3", "=1+2+33", "1: row 33 is not in the form"),
            ("=1+2+3", "=1+2+4", "1: row 4 adds up itself"),
            (
                "+current_deficit",
                "+current_surplus",
                "1: the current surplus and the current deficit stand once each, in the balance sheet",
            ),
            ("\n2,assets", "\n1,assets", "3: 1 stands here a second time"),
        ],
    );
    let later = support::FREELAND.income_expenditure.replace("2000-01-01", "2001-01-01");
    let mut files: Files<'_> = support::FREELAND;
    files.income_expenditure = &later;
    let refusal = Pack::parse(&files).map(|_| ()).map_err(|error| error.to_string());
    let lonely =
        "aop-income-expenditure.csv, line 1: the other form has no edition from 2001-01-01";
    assert_eq!(refusal, Err(lonely.to_owned()));
    let mut files = support::FREELAND;
    files.balance_sheet = "row,side,role,rule,name_mk,name_en,name_sq,valid_from,source,verified\n";
    let refusal = Pack::parse(&files).map(|_| ()).map_err(|error| error.to_string());
    assert_eq!(refusal, Err("aop-balance-sheet.csv, line 1: there are no rows".to_owned()));
}

#[test]
fn papers_that_nobody_knows() {
    const NO_VALUE: &str = "is no value that this deadline can rest on";
    let lost = format!("2: lost {NO_VALUE}");
    let days = format!("2: payout_reservation {NO_VALUE}");
    check(
        "filings.csv",
        |files| &mut files.filings,
        &[
            ("balance_sheet", "tea_list", "2: no document is called tea_list"),
            ("annual_account_due", "lost", &lost),
            ("annual_account_due", "payout_reservation", &days),
            ("quarterly/15", "quarterly/29", "3: deadline cannot be \"quarterly/29\""),
            ("quarterly/15", "same_year/02-29", "3: deadline cannot be \"same_year/02-29\""),
            ("always", "sometimes", "2: trigger cannot be \"sometimes\""),
        ],
    );
    check("documents.csv", |files| &mut files.documents, &[("Act 7", "", "2: basis_en is empty")]);
    check(
        "banks.csv",
        |files| &mut files.banks,
        &[
            ("1,FREEFL22", ",FREEFL22", "2: code is empty"),
            ("8,true", "8,true\n1,,А,A,A,Freeland Act 8,true", "3: 1 stands here a second time"),
        ],
    );
    check(
        "registers.csv",
        |files| &mut files.registers,
        &[
            ("FL-REG", "", "2: code is empty"),
            ("9,true", "9,true\nFL,FL-X,Freeland Act 9,true", "3: FL stands here a second time"),
        ],
    );
}

#[test]
fn a_return_adds_up_rows_that_the_account_has() {
    check(
        "economic-tax.csv",
        |files| &mut files.economic_tax,
        &[
            ("01,31", "01,99", "2: row 99 is not in the form"),
            (
                "7,true",
                "7,true\n01,21,А,A,A,Freeland Act 7,true",
                "3: 01 stands here a second time",
            ),
        ],
    );
}

#[test]
fn a_tax_basis_stands_once_and_names_its_papers() {
    check(
        "tax-bases.csv",
        |files| &mut files.tax_bases,
        &[
            ("cure", "gift", "3: gift stands here a second time"),
            ("letter+bill", "letter+", "3: evidence cannot be \"letter+|letter+receipt\""),
            ("wage,8,true", "wage,8,perhaps", "4: taxable cannot be \"perhaps\""),
            ("gift,,false,,Подарок", "gift,,false,,", "2: name_mk is empty"),
        ],
    );
}
