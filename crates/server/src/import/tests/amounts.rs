//! Sums and days as peers have misread them.

use super::support::{TestBooks, fates, mapping, run};

/// The fate of one amount under a shipped profile.
#[track_caller]
fn amount(profile: &str, written: &str, expected: &str, expected_minor: i64) {
    let mapping = mapping(profile);
    let file = if profile == "generic-utf8" {
        format!(
            "received_on,amount,currency,reference,source_name,source_identifier,source_kind,income_kind,memo\n\
             2026-03-09,\"{written}\",MKD,A-1,Firm,,company,donation,\n"
        )
    } else {
        format!(
            "Датум;Прилив;Повик на број;Број на извод;Налогодавач;Цел на дознака\n\
             09.03.2026;{written};A-1;48;Петар;помош\n"
        )
    };
    let run = run(&mapping, file.as_bytes(), &TestBooks::default()).unwrap();
    assert_eq!(fates(&run), [expected], "{written} under {profile}");
    assert_eq!(run.total_minor, expected_minor, "{written} under {profile}");
}

#[test]
fn an_amount_is_read_under_its_profile_or_refused_by_name() {
    amount("generic-utf8", "1500.50", "new", 150_050);
    amount("generic-utf8", "12.000,45", "amount-format", 0);
    amount("generic-utf8", "19.234,56", "amount-format", 0);
    amount("generic-utf8", "1.000", "amount-decimals", 0);
    amount("generic-utf8", "$1,000.00", "amount-format", 0);
    amount("generic-utf8", "1 000,00", "amount-format", 0);
    amount("generic-utf8", "0.00", "amount-zero", 0);
    amount("generic-utf8", "-5.00", "amount-negative", -500);
    amount("generic-utf8", "'-5.00", "amount-format", 0);
    amount("generic-utf8", "10000000000.01", "amount-too-large", 0);
    amount("generic-utf8", "99999999999999999999", "amount-too-large", 0);
    amount("generic-utf8", "", "amount-missing", 0);
    amount("bank-mk-utf8", "12.000,45", "new", 1_200_045);
    amount("bank-mk-utf8", "1.000", "new", 100_000);
    amount("bank-mk-utf8", "1500.50", "amount-format", 0);
    amount("bank-mk-utf8", "1,000.00", "amount-format", 0);
    amount("bank-mk-utf8", "1,000", "amount-decimals", 0);
    amount("bank-mk-utf8", "", "passed over", 0);
    amount("bank-mk-utf8", "0,00", "passed over", 0);
    amount("bank-mk-utf8", "-5,00", "amount-negative", -500);
}

#[track_caller]
fn day(written: &str, expected: &str) {
    let file = format!(
        "Датум;Прилив;Повик на број;Број на извод;Налогодавач;Цел на дознака\n{written};100,00;A-1;48;Петар;\n"
    );
    let run = run(&mapping("bank-mk-utf8"), file.as_bytes(), &TestBooks::default()).unwrap();
    assert_eq!(fates(&run), [expected], "{written}");
}

#[test]
fn a_day_that_is_none_is_refused_by_name() {
    day("10.03.2026", "new");
    day("39.09.2010", "date-impossible");
    day("11.03.2026", "in-the-future");
    day("31.12.1999", "date-out-of-range");
    day("15.01.2026", "period-closed");
    day("2026-03-09", "date-malformed");
    day("03/09/2026", "date-malformed");
    day("", "date-missing");
}

#[test]
fn the_report_says_how_numbers_and_days_were_read() {
    let file = "Датум;Прилив;Повик на број;Број на извод;Налогодавач;Цел на дознака\n09.03.2026;1.000,50;A;1;П;\n";
    let run = run(&mapping("bank-mk-utf8"), file.as_bytes(), &TestBooks::default()).unwrap();
    assert_eq!((run.number_format.as_str(), run.date_format.as_str()), ("1.234,56", "dd.mm.yyyy"));
    let json = serde_json::to_value(&run).unwrap();
    assert_eq!(json["total"], "1000.50");
    assert_eq!(json["charset"], "utf-8");
    assert_eq!(json["rows"][0]["fate"], "new");
    assert_eq!(json["rows"][0]["amount"], "1000.50");
}
