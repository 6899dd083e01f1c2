//! What this crate must not know.

use std::fs;
use std::path::{Path, PathBuf};

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else {
            found.push(path);
        }
    }
}

fn own(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

#[test]
fn the_vault_knows_nothing_of_the_books() {
    let manifest = fs::read_to_string(own("Cargo.toml")).unwrap();
    let others: Vec<&str> = manifest.lines().filter(|line| line.starts_with("almoner-")).collect();
    assert_eq!(others, Vec::<&str>::new());
}

#[test]
fn only_two_files_name_a_driver() {
    let mut files = Vec::new();
    sources(&own("src"), &mut files);
    assert!(files.len() > 30);
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

#[test]
fn time_and_randomness_come_from_outside() {
    let mut files = Vec::new();
    sources(&own("src"), &mut files);
    for path in files {
        let text = fs::read_to_string(&path).unwrap();
        for machine in ["Utc::now", "SystemTime", "getrandom", "OsRng", "new_v4", "now_v7"] {
            assert!(!text.contains(machine), "{} asks the machine: {machine}", path.display());
        }
    }
}
