//! The program itself, run as people run it: what it says, and the code it ends with.

use crate::app::On;
use crate::desk::{Desk, ends};
use crate::file::generic;
use crate::serving::Serving;
use crate::sheet::Sheet;

const GIFT: &str = "2026-03-02,1500.00,MKD,A-1,Пример Фирма 2,,company,donation,";
const ZERO: &str = "2026-03-03,0.00,MKD,A-2,Пример Фирма 2,,company,donation,";
const DAYS: [&str; 4] = ["--from", "2026-03-01", "--to", "2026-03-31"];

pub(crate) async fn a_file_is_shown_refused_mended_taken_in_and_known_again(on: On) {
    let desk = Desk::open(on).await;
    desk.write("gifts.csv", &generic(&[GIFT, ZERO]));
    ends(&desk.import(&["--dry-run"]), 1, "row 2    refused (amount-zero)");
    ends(&desk.import(&[]), 1, "nothing was recorded");
    let taken = desk.import(&["--exclude", "2=нула"]);
    ends(&taken, 0, "row 2    excluded: нула");
    ends(&taken, 0, "1 incomes in");
    ends(&desk.import(&["--exclude", "2=нула"]), 0, "nothing in this file is new");
    let shown = desk.import(&["--exclude", "2=нула", "--dry-run", "--json"]);
    let shown: serde_json::Value = serde_json::from_slice(&shown.stdout).unwrap();
    assert_eq!(
        (&shown["counts"]["known"], &shown["rows"][0]["fate"]),
        (&1.into(), &"known".into())
    );

    ends(&desk.import(&["--exclude", "9=нема"]), 1, "rows 1 to 2");
    ends(&desk.import(&["--exclude", "two=нула"]), 2, "664=");
    ends(&desk.import(&["--rate", "61.5"]), 2, "--rate-on");
    ends(
        &desk.does(&["import", "none.csv", "--profile", "generic-utf8"]),
        2,
        "cannot read none.csv",
    );
    ends(&desk.does(&["import", "gifts.csv", "--profile", "none"]), 2, "no shipped profile");
    desk.write("mine.toml", "name = \"mine\"\nabout = \"too little\"\n");
    ends(&desk.does(&["import", "gifts.csv", "--profile", "mine.toml"]), 2, "charset");
    let words =
        ["import", "gifts.csv", "--profile", "generic-utf8", "--account", "1000", "--fund", "free"];
    ends(&desk.run(Some(&desk.admins[0]), &words), 1, "does not record money");
    ends(&desk.run(None, &words), 2, "say who you are");
    ends(&desk.run(Some("almoner_nobody"), &words), 1, "unknown");
}

pub(crate) async fn whatever_the_api_does_is_done_without_a_server(on: On) {
    let desk = Desk::open(on).await;
    let worker = desk.hired("cveta", "Цвета", "case_worker");
    ends(&desk.run(None, &["call"]), 0, "POST   /api/v1/payouts/{payout}/release");
    let mine = |words: &[&str]| desk.run(Some(&worker), &[&["call"], words].concat());
    ends(&mine(&["GET", "/api/v1/me"]), 0, "\"role\": \"case_worker\"");
    let recipient = ["POST", "/api/v1/recipients", "--body", "new.json", "--key", "first"];
    desk.write("new.json", r#"{"settlement": "Aerodrom"}"#);
    ends(&mine(&recipient), 1, "settlement");
    desk.write("new.json", "{}");
    ends(&mine(&recipient), 0, "recipient.added");
    let again = mine(&recipient);
    ends(&again, 0, "recipient.added");
    ends(&mine(&["GET", "/api/v1/recipients", "--output", "people.json"]), 0, "");
    let written = desk.read("people.json");
    let people: serde_json::Value = serde_json::from_str(&written).unwrap();
    assert_eq!(people["items"].as_array().unwrap().len(), 1, "answered, not repeated: {people}");
    ends(&mine(&["GET", "/api/v1/recipients", "--output", "people.json"]), 2, "cannot write");
    ends(&mine(&["POST", "/api/v1/funds"]), 1, "case_worker");
    ends(&mine(&["GET", "/api/v1/none"]), 1, "(404)");
    ends(&mine(&["GET", "no path"]), 2, "no path of the API");
    ends(&mine(&["GET"]), 2, "<PATH>");
    ends(&desk.run(None, &["call", "GET", "/api/v1/me"]), 2, "say who you are");
}

pub(crate) async fn a_year_is_counted_from_the_command_line(on: On) {
    let desk = Desk::open(on).await;
    desk.write("gifts.csv", &generic(&[GIFT]));
    ends(&desk.import(&[]), 0, "1 incomes in");
    ends(&desk.does(&["year", "inventory", "2019", "--line", "1000"]), 1, "ACCOUNT=SUM");
    ends(&desk.does(&["year", "inventory", "2019", "--line", "1000@none=5"]), 1, "no fund none");
    let counted = desk.does(&["year", "inventory", "2019", "--line", "1000@free=5.00"]);
    ends(&counted, 0, "the books say 0.00 and 5.00 was found");
    ends(&desk.does(&["year", "close", "2019"]), 1, "2019 is not next");
    ends(&desk.does(&["year", "reopen", "2019", "--why", "spite"]), 2, "late_document");
    ends(&desk.does(&["year", "reopen", "2019", "--why", "mistake"]), 1, "2019 is not closed");
    ends(&desk.does(&["year", "issue", "2019"]), 1, "2019 is not closed");
    ends(&desk.run(Some(&desk.admins[0]), &["year", "close", "2019"]), 1, "admin");
    ends(&desk.does(&["year", "list"]), 0, "inventory");
}

pub(crate) async fn a_list_of_needs_is_taken_in_from_the_command_line(on: On) {
    let desk = Desk::open(on).await;
    let worker = desk.hired("cveta", "Цвета", "case_worker");
    let need = "C-1,2026-03-02,food,1500.00,,,,Aerodrom,,,,";
    desk.write("needs.csv", &crate::needs::list(&[need, "C-2,2026-03-02,food,-1.00,,,,,,,,"]));
    let words = ["import", "requests", "needs.csv", "--profile", "requests-en"];
    let does = |more: &[&str]| desk.run(Some(&worker), &[&words, more].concat());
    ends(&does(&["--dry-run"]), 1, "row 2    refused (nothing-asked)");
    let without = ["--exclude", "2=згрешено"];
    ends(&does(&[&without[..], &["--dry-run"]].concat()), 0, "of 1 new people");
    ends(&does(&without), 0, "1 needs in");
    ends(&does(&without), 0, "nothing in this file is new");
    ends(&does(&["--fund", "free"]), 2, "for incomes");
    ends(&desk.does(&words), 1, "does not take needs in");
    ends(
        &desk.run(Some(&worker), &["import", "x", "needs.csv", "--profile", "requests-en"]),
        2,
        "what the file holds",
    );
    desk.write("gifts.csv", &generic(&[GIFT]));
    let words = [
        "import",
        "incomes",
        "gifts.csv",
        "--profile",
        "generic-utf8",
        "--account",
        "1000",
        "--fund",
        "free",
    ];
    ends(&desk.does(&words), 0, "1 incomes in");
}

pub(crate) async fn a_statement_is_a_whole_file_or_none(on: On) {
    let desk = Desk::open(on).await;
    desk.write("gifts.csv", &generic(&[GIFT]));
    ends(&desk.import(&[]), 0, "taken in");
    let to_file = [&["statement", "account", "1000", "-o", "bank.csv"], &DAYS[..]].concat();
    ends(&desk.does(&to_file), 0, "1 lines in bank.csv");
    let sheet = Sheet::read(&desk.read("bank.csv"), b',');
    sheet.prove();
    assert_eq!(sheet.cells("closing", "balance"), ["1500.00"]);
    ends(&desk.does(&to_file), 2, "cannot write bank.csv");
    let piped = desk.does(&[&["statement", "account", "1000"], &DAYS[..]].concat());
    assert_eq!(String::from_utf8(piped.stdout).unwrap(), desk.read("bank.csv"));
    let excel = [&["statement", "journal", "--dialect", "excel-mk"], &DAYS[..]].concat();
    assert!(desk.does(&excel).stdout.starts_with(b"\xef\xbb\xbf"));

    let unknown = [&["statement", "account", "9999", "-o", "none.csv"], &DAYS[..]].concat();
    ends(&desk.does(&unknown), 1, "no such account");
    assert!(!desk.folder.join("none.csv").exists());
    let bank_as_cash = [&["statement", "cash-book", "1000"], &DAYS[..]].concat();
    ends(&desk.does(&bank_as_cash), 1, "no such cash desk");
    ends(&desk.does(&["statement", "journal"]), 2, "--from and --to");
    let export = [&["export", "hledger", "-o", "books.journal"], &DAYS[..]].concat();
    ends(&desk.does(&export), 0, "2 lines in books.journal");
    assert!(desk.read("books.journal").contains("= 1500.00 MKD"));
    let absent = [&["export", "beancount", "--fund", "none"], &DAYS[..]].concat();
    ends(&desk.does(&absent), 1, "no such fund");
    ends(&desk.run(Some(&desk.admins[0]), &export), 1, "does not read the books");
    let lotus = [&["statement", "journal", "--dialect", "lotus"], &DAYS[..]].concat();
    ends(&desk.does(&lotus), 2, "excel-mk");
    let journal = [&["statement", "journal"], &DAYS[..]].concat();
    ends(&desk.run(Some(&desk.admins[0]), &journal), 1, "does not read statements");
}

#[tokio::test]
async fn books_are_checked_backed_up_and_brought_back() {
    let desk = Desk::open(On::Sqlite).await;
    desk.write("gifts.csv", &generic(&[GIFT]));
    ends(&desk.import(&[]), 0, "taken in");
    ends(&desk.run(None, &["verify"]), 0, "The books are sound");
    ends(&desk.run(None, &["checkpoint"]), 0, "almoner/");
    let report = desk.run(None, &["verify", "--json"]);
    let report: serde_json::Value = serde_json::from_slice(&report.stdout).unwrap();
    assert_eq!((&report["soundness"], &report["checkpoints"]), (&"sound".into(), &1.into()));
    assert_eq!(report["acts"], report["signed_acts"]);

    ends(&desk.run(None, &["backup", "copy.db"]), 0, "is sound");
    ends(&desk.run(None, &["backup", "copy.db"]), 1, "exists already");
    ends(&desk.run(None, &["verify", "--file", "copy.db"]), 0, "The books are sound");
    desk.files_are_its_owners_alone();

    desk.write("gifts.csv", &generic(&[GIFT, GIFT]));
    ends(&desk.import(&[]), 0, "1 incomes in");
    let refused = desk.run(None, &["restore", "copy.db"]);
    ends(&refused, 1, "acknowledge their head");
    let said = String::from_utf8(refused.stderr).unwrap();
    let head =
        said.split_whitespace().find(|word| word.len() == 64).unwrap_or_else(|| panic!("{said}"));
    let other = "0".repeat(64);
    ends(&desk.run(None, &["restore", "copy.db", "--acknowledge", &other]), 1, "not the head");
    ends(&desk.run(None, &["restore", "copy.db", "--acknowledge", "yes"]), 2, "64 hexadecimal");
    ends(&desk.run(None, &["restore", "copy.db", "--acknowledge", head]), 0, "are kept as");
    ends(&desk.run(None, &["verify"]), 0, "The books are sound");
    ends(&desk.import(&["--dry-run"]), 0, "1 known");
    ends(&desk.run(None, &["restore", "none.db"]), 2, "no backup");
    ends(&desk.run(None, &["verify", "--database", "sqlite:none.db"]), 2, "cannot open");
}

#[tokio::test]
async fn books_that_outgrow_their_file_move_and_can_move_back() {
    if std::env::var_os("ALMONER_TEST_POSTGRES_URL").is_none() {
        return;
    }
    let desk = Desk::open(On::Sqlite).await;
    let house = On::Postgres.fresh().await;
    let there = ["--database", house.url.as_str()];
    let run = |words: &[&str]| desk.run(None, &[words, &there].concat());
    desk.write("gifts.csv", &generic(&[GIFT]));
    ends(&desk.import(&[]), 0, "taken in");
    ends(&desk.run(None, &["checkpoint"]), 0, "almoner/");
    ends(&desk.run(None, &["backup", "copy.db"]), 0, "is sound");
    ends(&run(&["restore", "none.db"]), 2, "no backup");
    ends(&run(&["restore", "copy.db"]), 0, "is sound");
    ends(&run(&["restore", "copy.db"]), 1, "never overwritten; name an empty database");
    assert_eq!(run(&["verify", "--json"]).stdout, desk.run(None, &["verify", "--json"]).stdout);

    ends(&desk.import(&[&there[..], &["--dry-run"]].concat()), 0, "1 known");
    desk.write("gifts.csv", &generic(&[GIFT, GIFT]));
    ends(&desk.import(&there), 0, "1 incomes in");
    ends(&run(&["backup", "back.db"]), 0, "is sound");
    ends(&run(&["backup", "back.db"]), 1, "exists already");
    ends(&desk.run(None, &["restore", "back.db"]), 0, "are kept as");
    assert_eq!(run(&["verify", "--json"]).stdout, desk.run(None, &["verify", "--json"]).stdout);
    ends(&desk.import(&["--dry-run"]), 0, "2 known");
}

pub(crate) async fn a_changed_name_is_found_and_named(on: On) {
    let desk = Desk::open(on).await;
    desk.write("gifts.csv", &generic(&[GIFT]));
    ends(&desk.import(&[]), 0, "taken in");
    ends(&desk.run(None, &["backup", "copy.db"]), 0, "is sound");
    let path = desk.folder.join("copy.db");
    let bytes = std::fs::read(&path).unwrap();
    let (name, forged) = ("Пример Фирма 2".as_bytes(), "Пример Фирма 9".as_bytes());
    let places = bytes.windows(name.len()).enumerate().filter(|(_, window)| *window == name);
    // The name stands in its row and in the log, and may lie about where a page was once.
    let is_row = places.map(|(at, _)| at).any(|at| {
        let mut bytes = bytes.clone();
        bytes[at..at + name.len()].copy_from_slice(forged);
        std::fs::write(&path, bytes).unwrap();
        let found = desk.run(None, &["verify", "--file", "copy.db"]);
        String::from_utf8_lossy(&found.stdout).contains("source (seq")
    });
    assert!(is_row, "no place of the name is its row");
    ends(&desk.run(None, &["verify", "--file", "copy.db"]), 1, "not sound");
    ends(&desk.run(None, &["restore", "copy.db"]), 1, "nothing was restored");
}

pub(crate) async fn the_server_signs_what_was_recorded_when_it_stops(on: On) {
    let desk = Desk::open(on).await;
    let serving = Serving::begin(&desk, &[]);
    assert_eq!(serving.scheme, "http");
    serving.stop();
    let report = desk.run(None, &["verify", "--json"]);
    let report: serde_json::Value = serde_json::from_slice(&report.stdout).unwrap();
    assert_eq!((&report["checkpoints"], &report["signed_acts"]), (&1.into(), &report["acts"]));
}
