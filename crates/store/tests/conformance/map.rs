//! The map must be true: the tests it names exist, and the fences it draws hold.

use std::fs;
use std::path::{Path, PathBuf};

fn crates() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() && !path.ends_with("target") {
            sources(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

#[test]
fn every_test_the_map_names_exists() {
    let map = fs::read_to_string(crates().join("README.md")).unwrap();
    let mut files = Vec::new();
    sources(&crates(), &mut files);
    let code: String = files.iter().map(|path| fs::read_to_string(path).unwrap()).collect();
    let invariants =
        map.split("## Invariants").nth(1).unwrap().split("## Six walks").next().unwrap();
    let named = invariants.split('`').skip(1).step_by(2).filter(|word| {
        word.len() > 15
            && word
                .chars()
                .all(|letter| letter.is_ascii_lowercase() || "_0123456789".contains(letter))
    });
    let mut count = 0;
    for test in named {
        assert!(code.contains(&format!("fn {test}(")), "the map names {test}, which is not there");
        count += 1;
    }
    assert!(20 < count, "the map names only {count} tests");
}

#[test]
fn only_two_files_name_a_driver() {
    let mut files = Vec::new();
    sources(&crates().join("store/src"), &mut files);
    for path in files {
        let name = path.file_name().unwrap().to_str().unwrap();
        if matches!(name, "sqlite.rs" | "postgres.rs") {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        for driver in [
            "sqlx::sqlite",
            "sqlx::postgres",
            "SqliteConnection",
            "PgConnection",
            "SqlitePool",
            "PgPool",
        ] {
            assert!(!text.contains(driver), "{} names {driver}", path.display());
        }
    }
}
