//! Files that are cut, glued, mixed or repeated.

use almoner_ledger::codes::{IncomeKind, SourceKind};
use almoner_ledger::command::Document;
use encoding_rs::WINDOWS_1251;

use super::support::{TestBooks, TestSource, fates, mapping, run, run_without};
use crate::import::fate::Remark;

const HEADER: &str = "received_on,amount,currency,reference,source_name,source_identifier,source_kind,income_kind,memo\n";
const BANK: &str = "Датум;Прилив;Повик на број;Број на извод;Налогодавач;Цел на дознака\n";

fn plain(rows: &str) -> Vec<u8> {
    format!("{HEADER}{rows}").into_bytes()
}

#[track_caller]
fn plain_fates(rows: &str, expected: &[&str]) {
    let run = run(&mapping("generic-utf8"), &plain(rows), &TestBooks::default()).unwrap();
    assert_eq!(fates(&run), expected, "{rows}");
}

#[track_caller]
fn file_refused(file: &[u8], expected: &str, says: &str) {
    let error = run(&mapping("generic-utf8"), file, &TestBooks::default()).unwrap_err();
    assert_eq!(error.name(), expected, "{error}");
    assert!(error.to_string().contains(says), "{error}");
}

#[test]
fn a_broken_file_is_refused_with_its_place() {
    let good = "2026-03-09,5.00,MKD,A,Firm,,company,donation,\n";
    file_refused(&plain(&format!("{good}2026-03-09,5.0\0")), "nul-byte", "row 2, column 2");
    file_refused(&plain(&format!("{good}{good}\"2026")), "unclosed-quote", "row 3, column 1");
    file_refused(&plain("2026-03-09,\"5\"0,"), "text-after-quote", "row 1, column 2");
    file_refused(&plain(&",".repeat(64)), "too-many-columns", "row 1 has more than 64");
    file_refused(&plain(&"x".repeat(4_097)), "cell-too-long", "row 1, column 1");
    file_refused(&plain(&good.repeat(50_001)), "file-too-large", "2097152");
    file_refused(&plain(&"a\n".repeat(50_001)), "too-many-rows", "50000");
    file_refused(b"", "file-empty", "name the columns");
    file_refused(b"\xff\xfea\0", "utf-16", "save it as UTF-8");
    file_refused(format!("memo,{HEADER}").as_bytes(), "duplicate-header", "\"memo\"");
    file_refused(
        HEADER.replace("amount", "Amount").as_bytes(),
        "column-missing",
        "the file has: received_on, Amount",
    );
}

#[test]
fn columns_may_stand_in_any_order_and_more_of_them() {
    let file = "memo,extra,income_kind,source_kind,source_identifier,source_name,reference,currency,amount,received_on\n\
                hello,1,donation,company,,Firm,A-1,MKD,5.00,2026-03-09\n";
    let run = run(&mapping("generic-utf8"), file.as_bytes(), &TestBooks::default()).unwrap();
    assert_eq!(fates(&run), ["new"]);
    assert_eq!(run.unused_columns, ["extra"]);
    let import = run.command().unwrap();
    let income = &import.rows[0].income;
    assert_eq!(income.memo.as_ref().unwrap().as_str(), "hello");
    assert_eq!((income.fund, income.source, import.rows[0].new_source), (3, None, Some(0)));
    assert_eq!(import.sources[0].kind, SourceKind::Company);
    assert!(matches!(&income.document, Document::Paper { number, .. } if number.as_str() == "A-1"));
}

#[test]
fn a_row_that_cannot_be_booked_is_refused_by_name() {
    plain_fates("2026-03-09,5.00,MKD\n", &["ragged-row"]);
    plain_fates("2026-03-09,5.00,RSD,A,Firm,,company,donation,\n", &["currency-unknown"]);
    plain_fates("2026-03-09,5.00,EUR,A,Firm,,company,donation,\n", &["currency-other"]);
    plain_fates("2026-03-09,5.00,MKD,,Firm,,company,donation,\n", &["document-missing"]);
    plain_fates("2026-03-09,5.00,MKD,A,,,company,donation,\n", &["source-missing"]);
    plain_fates("2026-03-09,5.00,MKD,A,,,,interest,\n", &["new"]);
    plain_fates("2026-03-09,5.00,MKD,A,Firm,,firm,donation,\n", &["source-kind-unknown"]);
    plain_fates("2026-03-09,5.00,MKD,A,Firm,,company,gift,\n", &["income-kind-unknown"]);
    plain_fates(
        "2026-03-09,5.00,MKD,A,,4030001234567,company,donation,\n",
        &["source-name-missing"],
    );
    plain_fates(
        &format!(
            "2026-03-09,5.00,MKD,A,{},,company,donation,
",
            "x".repeat(201)
        ),
        &["source-name-unfit"],
    );
    plain_fates(
        "2026-03-09,5.00,MKD,A,\"Fi
rm\",,company,donation,
",
        &["new"],
    );
    plain_fates("2026-03-09,5.00,MKD,A\u{1},Firm,,company,donation,\n", &["reference-unfit"]);
    plain_fates("2026-03-09,5.00,MKD,A,Firm,,company,donation,a\u{85}b\n", &["memo-unfit"]);
    plain_fates(
        "39.09.2010,\"12.000,45\",,A,Firm,,company,donation,\n",
        &["date-malformed currency-unknown amount-format"],
    );
}

#[test]
fn the_books_decide_on_funds_and_accounts() {
    for (account, fund, expected) in [
        ("1000", "NONE", "fund-unknown"),
        ("1000", "OLD", "fund-closed"),
        ("9999", "FREE", "account-unknown"),
        ("100", "FREE", "wrong-account"),
        ("1023", "FREE", "currency-mismatch"),
    ] {
        let choices = crate::import::profile::Choices {
            account: Some(account.to_owned()),
            fund: Some(fund.to_owned()),
            ..Default::default()
        };
        let mapping = crate::import::profile::Profile::shipped("generic-utf8")
            .unwrap()
            .settle(&choices)
            .unwrap();
        let file = plain("2026-03-09,5.00,MKD,A,Firm,,company,donation,\n");
        assert_eq!(fates(&run(&mapping, &file, &TestBooks::default()).unwrap()), [expected]);
    }
}

#[test]
fn one_refused_row_holds_the_file_until_it_is_excluded() {
    let rows = "2026-03-09,5.00,MKD,A,Firm,,company,donation,\n2026-03-09,0.00,MKD,B,Firm,,company,donation,\n";
    let mapping = mapping("generic-utf8");
    let books = TestBooks::default();
    let refusal = run(&mapping, &plain(rows), &books).unwrap().command().unwrap_err();
    assert_eq!(refusal.name(), "rows-refused");
    assert!(
        refusal
            .to_string()
            .starts_with("1 of 2 rows cannot be imported (row 2: amount: the amount is zero"),
        "{refusal}"
    );

    let import = run_without(&mapping, &plain(rows), &[2], &books).unwrap().command().unwrap();
    assert_eq!((import.rows.len(), import.rows_read, import.total), (1, 2, 500));
    assert_eq!((import.excluded[0].row, import.excluded[0].reason.as_str()), (2, "not ours"));
    for row in [0, 3] {
        let error = run_without(&mapping, &plain(rows), &[row], &books).unwrap_err();
        assert_eq!(error.name(), "exclusion-unknown");
    }
}

#[test]
fn two_equal_gifts_count_and_the_same_file_again_adds_nothing() {
    let gift = "2026-03-09,5.00,MKD,A,Firm,,company,donation,\n";
    let other = "2026-03-10,7.00,MKD,B,Firm,,company,donation,\n";
    let mapping = mapping("generic-utf8");
    let mut books = TestBooks::default();
    let first = run(&mapping, &plain(&gift.repeat(2)), &books).unwrap();
    assert_eq!(fates(&first), ["new", "new"]);
    assert_eq!(first.remarks, [Remark::EqualToEarlier { row: 2, ordinal: 2 }]);
    books.take(&first.command().unwrap());

    let again = run(&mapping, &plain(&gift.repeat(2)), &books).unwrap();
    assert_eq!(fates(&again), ["known", "known"]);
    assert_eq!(again.command().unwrap_err().name(), "nothing-to-import");

    let overlapping = run(&mapping, &plain(&format!("{other}{gift}{gift}{gift}")), &books).unwrap();
    assert_eq!(fates(&overlapping), ["new", "known", "known", "new"]);
    let import = overlapping.command().unwrap();
    assert_eq!((import.rows_known, import.total), (2, 2_200));
}

#[test]
fn an_excluded_row_keeps_its_place_among_equals() {
    let gift = "2026-03-09,5.00,MKD,A,Firm,,company,donation,\n";
    let mapping = mapping("generic-utf8");
    let mut books = TestBooks::default();
    let file = plain(&gift.repeat(2));
    books.take(&run_without(&mapping, &file, &[1], &books).unwrap().command().unwrap());
    assert_eq!(fates(&run(&mapping, &file, &books).unwrap()), ["new", "known"]);
}

#[test]
fn an_ordinal_of_the_file_itself_is_not_counted_again() {
    let mut mapping = mapping("generic-utf8");
    mapping.columns.ordinal = Some("n".to_owned());
    let header = HEADER.trim_end();
    let gift = "2026-03-09,5.00,MKD,A,Firm,,company,donation,";
    let file = format!("{header},n\n{gift},1\n{gift},2\n{gift},2\n{gift},x\n");
    let run = run(&mapping, file.as_bytes(), &TestBooks::default()).unwrap();
    assert_eq!(fates(&run), ["new", "new", "ordinal-repeated", "ordinal-malformed"]);
}

#[test]
fn both_charsets_give_the_same_rows_and_the_wrong_one_is_named() {
    let file = format!(
        "{BANK}09.03.2026;1.500,50;A 1;48/2026;Ѓорѓи Ќосев;\"помош; „хитна“\"\n09.03.2026;5,00;;;;\n"
    );
    let (bytes, _, _) = WINDOWS_1251.encode(&file);
    let (utf8, cyrillic) = (mapping("bank-mk-utf8"), mapping("bank-mk-1251"));
    let books = TestBooks::default();
    let marked = format!("\u{feff}{file}");
    let mut imports = Vec::new();
    for (mapping, bytes) in
        [(&utf8, file.as_bytes()), (&utf8, marked.as_bytes()), (&cyrillic, &bytes)]
    {
        let run = run(mapping, bytes, &books).unwrap();
        assert_eq!(fates(&run), ["new", "new"]);
        imports.push(run.command().unwrap());
    }
    let incomes =
        |index: usize| imports[index].rows.iter().map(|row| row.income.clone()).collect::<Vec<_>>();
    assert_eq!(incomes(0), incomes(1));
    assert_eq!(incomes(0), incomes(2));
    assert_eq!(imports[0].rows[1].income.kind, IncomeKind::Unclear);

    assert_eq!(run(&utf8, &bytes, &books).unwrap_err().name(), "header-charset");
    assert_eq!(run(&cyrillic, file.as_bytes(), &books).unwrap_err().name(), "header-charset");
    assert_eq!(run(&cyrillic, marked.as_bytes(), &books).unwrap_err().name(), "utf-8-mark");
}

#[test]
fn a_row_in_another_charset_is_named() {
    let mut file = format!("{BANK}09.03.2026;5,00;A;48;Петар;помош\n").into_bytes();
    file.extend_from_slice(&WINDOWS_1251.encode("09.03.2026;5,00;B;48;Петар;помош\n").0);
    let mixed = run(&mapping("bank-mk-utf8"), &file, &TestBooks::default()).unwrap();
    assert_eq!(fates(&mixed), ["new", "not-in-charset not-in-charset"]);

    let mut file = WINDOWS_1251.encode(BANK).0.into_owned();
    file.extend_from_slice("09.03.2026;5,00;B;48;Петар;помош\n".as_bytes());
    let mixed = run(&mapping("bank-mk-1251"), &file, &TestBooks::default()).unwrap();
    assert_eq!(fates(&mixed), ["not-in-charset not-in-charset"]);
}

#[test]
fn formula_cells_come_back_as_they_were_typed() {
    let rows = "2026-03-09,5.00,MKD,'+1-1,'=HYPERLINK(1),,company,donation,'@home\n\
                2026-03-09,5.00,MKD,+38970123456,'90s club,,company,donation,=1+1\n";
    let run = run(&mapping("generic-utf8"), &plain(rows), &TestBooks::default()).unwrap();
    assert_eq!(fates(&run), ["new", "new"]);
    let import = run.command().unwrap();
    let read = |index: usize| {
        let income = &import.rows[index].income;
        let name = import.sources[index].name.as_ref().unwrap().as_str().to_owned();
        (
            income.reference.as_ref().unwrap().as_str().to_owned(),
            name,
            income.memo.as_ref().unwrap().as_str().to_owned(),
        )
    };
    let expected = |a: &str, b: &str, c: &str| (a.to_owned(), b.to_owned(), c.to_owned());
    assert_eq!(read(0), expected("+1-1", "=HYPERLINK(1)", "@home"));
    assert_eq!(read(1), expected("+38970123456", "'90s club", "=1+1"));
}

#[test]
fn a_giver_is_found_by_identifier_then_by_name_and_never_guessed() {
    let source = |seq, name, identifier, active| TestSource { seq, name, identifier, active };
    let books = TestBooks {
        sources: vec![
            source(1, "Firm", Some("4030"), true),
            source(2, "Јован", None, true),
            source(3, "Twin", None, true),
            source(4, "Twin", None, true),
            source(5, "Gone", None, false),
        ],
        ..TestBooks::default()
    };
    let gift = |name: &str, identifier: &str| {
        format!("2026-03-09,5.00,MKD,A,{name},{identifier},company,donation,\n")
    };
    let rows = [
        gift("Renamed", "4030"),
        gift("Јован", ""),
        gift("Firm", "9999"),
        gift("Firm", ""),
        gift("Firm", "9999"),
    ];
    let found = run(&mapping("generic-utf8"), &plain(&rows.concat()), &books).unwrap();
    assert_eq!(fates(&found), ["new"; 5]);
    assert!(found.remarks.contains(&Remark::MatchedByName { row: 2, source_seq: 2 }));
    let import = found.command().unwrap();
    let sources: Vec<_> =
        import.rows.iter().map(|row| (row.income.source, row.new_source)).collect();
    assert_eq!(
        sources,
        [(Some(1), None), (Some(2), None), (None, Some(0)), (Some(1), None), (None, Some(0))]
    );
    assert_eq!(import.sources.len(), 1);

    for (name, expected) in [("Twin", "source-ambiguous"), ("Gone", "source-inactive")] {
        let run = run(&mapping("generic-utf8"), &plain(&gift(name, "")), &books).unwrap();
        assert_eq!(fates(&run), [expected]);
    }
}
