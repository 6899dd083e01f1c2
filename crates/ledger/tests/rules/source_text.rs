//! No account code stands in Rust outside tests: which accounts an event books is data.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// The string literals of a line that are accounts of the chart. Three digits are accounts only to the crates that book
/// or report; elsewhere they may as well be a status of HTTP or an error of SQLite.
fn codes<'a>(line: &'a str, chart: &BTreeSet<String>, books: bool) -> Vec<&'a str> {
    let literals = line.split('"').skip(1).step_by(2);
    literals.filter(|text| chart.contains(*text) && (books || 3 < text.len())).collect()
}

/// Tests, and the demo, which plays a user: people name accounts, rules do not.
fn is_apart(path: &Path) -> bool {
    path.components().any(|part| {
        let part = part.as_os_str().to_string_lossy();
        ["tests", "tests.rs", "samples.rs", "demo", "demo.rs"].contains(&&*part)
    })
}

/// A comment, or an example in the documentation of the API.
fn is_told(line: &str) -> bool {
    line.trim_start().starts_with("//") || line.contains("example") || line.contains("Some(r\"")
}

fn chart() -> BTreeSet<String> {
    almoner_law::mk().unwrap().accounts.into_iter().map(|account| account.code).collect()
}

#[test]
fn no_account_code_stands_in_the_rules() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let chart = chart();
    let (mut found, mut read) = (Vec::new(), 0);
    for entry in fs::read_dir(crates).unwrap() {
        let folder = entry.unwrap().path();
        let books = ["ledger", "law", "reports"].iter().any(|name| folder.ends_with(name));
        let mut paths = Vec::new();
        sources(&folder.join("src"), &mut paths);
        for path in paths.iter().filter(|path| !is_apart(path)) {
            read += 1;
            let text = fs::read_to_string(path).unwrap();
            let rules = text.split("#[cfg(test)]").next().unwrap_or_default();
            for (line, number) in rules.lines().zip(1..) {
                if !is_told(line) && !codes(line, &chart, books).is_empty() {
                    found.push(format!("{}:{number}: {}", path.display(), line.trim()));
                }
            }
        }
    }
    assert!(30 < read, "the crates were not found");
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn a_code_in_quotes_is_seen() {
    let chart = chart();
    assert_eq!(codes(r#"Line::debit("1000", fund, 5)"#, &chart, false), ["1000"]);
    assert_eq!(codes(r#"let owed = "261";"#, &chart, true), ["261"]);
    assert!(codes(r#"#[error("at most 500 lines")]"#, &chart, true).is_empty());
    assert!(codes("let year = 1000;", &chart, true).is_empty());
}
