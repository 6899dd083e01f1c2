//! A file like those that foundations really publish: quotes, line breaks, odd letters, one empty grant.

#![expect(clippy::arithmetic_side_effects, reason = "small sums of made-up grants")]

use std::fmt::Write as _;

use almoner_ledger::command::Means;
use almoner_ledger::money::format_minor;

use super::support::{TestBooks, fates, mapping, run, run_without};

const ROWS: i64 = 1_200;
const EMPTY_ROW: i64 = 664;

/// Grants of seven foundations; the total is added up here by another way than the import's.
fn look_alike() -> (String, i64) {
    let mut file = "reference,received_on,amount,currency,source_name,source_identifier,programme,title,description,recipient_organisation\n".to_owned();
    let mut total = 0;
    for row in 1..=ROWS {
        let minor = if row == EMPTY_ROW { 0 } else { 100_000 + (row * 7_919) % 9_000_000 };
        total += minor;
        let foundation = row % 7;
        let description = match row % 4 {
            0 => "\"the \"\"Shaathi\"\" project, with a line\nbreak\r\n\"".to_owned(),
            1 => "\"salary, rent & rates \n\n\"".to_owned(),
            2 => "â€™ café £5 \u{a0}‘x’\t".to_owned(),
            _ => String::new(),
        };
        writeln!(
            file,
            "360G-{row},{}-{:02}-{:02},{},GBP,\"Foundation {foundation} \",GB-CHC-{foundation},,Grant to Trust {row} ,{description},Trust",
            2010 + row % 12,
            1 + row % 12,
            1 + row % 28,
            format_minor(minor),
        )
        .unwrap();
    }
    (file, total)
}

#[test]
fn the_empty_grant_is_named_and_holds_the_file_until_it_is_excluded() {
    let (file, total) = look_alike();
    let mapping = mapping("grants-360giving-gbp");
    let books = TestBooks::default();
    let first = run(&mapping, file.as_bytes(), &books).unwrap();
    assert_eq!(first.total_minor, total);
    assert_eq!((first.counts.read, first.counts.new, first.counts.refused), (ROWS, ROWS - 1, 1));
    let refusal = first.command().unwrap_err().to_string();
    assert!(refusal.contains("row 664: amount: the amount is zero"), "{refusal}");

    let run = run_without(&mapping, file.as_bytes(), &[EMPTY_ROW], &books).unwrap();
    assert_eq!(run.sources.len(), 7);
    assert_eq!(run.sources.iter().map(|source| source.total_minor).sum::<i64>(), total);
    assert_eq!(run.unused_columns, ["recipient_organisation"]);
    let words = run.to_string();
    assert!(words.contains("row 664    excluded: not ours"), "{words}");
    let import = run.command().unwrap();
    assert_eq!((import.total, import.sources.len(), import.rows.len()), (total, 7, 1_199));
    assert_eq!(import.sources[0].name.as_ref().unwrap().as_str(), "Foundation 1");
    let memo = import.rows[3].income.memo.as_ref().unwrap().as_str();
    assert_eq!(memo, "Grant to Trust 4\nthe \"Shaathi\" project, with a line\nbreak");
    let Means::Money { rate: Some(rate), .. } = &import.rows[0].income.means else {
        panic!("no rate")
    };
    assert_eq!(rate.source.as_str(), "NBRM");
}

#[test]
fn the_same_grants_in_two_overlapping_files_are_taken_once() {
    let (file, total) = look_alike();
    let mapping = mapping("grants-360giving-gbp");
    let mut books = TestBooks::default();
    // Cut where a record begins; a line break may stand inside one.
    let cut = file.find("360G-600,").unwrap();
    let half = &file[..cut];
    let import = run(&mapping, half.as_bytes(), &books).unwrap().command().unwrap();
    books.take(&import);
    let whole = run_without(&mapping, file.as_bytes(), &[EMPTY_ROW], &books).unwrap();
    assert_eq!((whole.counts.known, whole.counts.new), (599, 600));
    assert_eq!(whole.new_minor, total - import.total);
    books.take(&whole.command().unwrap());
    let third = run_without(&mapping, file.as_bytes(), &[EMPTY_ROW], &books).unwrap();
    assert!(fates(&third).iter().all(|fate| fate == "known" || fate == "excluded"));
    assert_eq!(third.command().unwrap_err().name(), "nothing-to-import");
}
