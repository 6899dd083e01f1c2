//! No message is missing in a language, and none is said by nobody.

use std::collections::BTreeSet;
use std::path::Path;

use super::*;

/// The names of a catalogue's messages.
fn names(source: &str) -> BTreeSet<&str> {
    let begins = |line: &&str| line.starts_with(|letter: char| letter.is_ascii_lowercase());
    let lines = source.lines().filter(begins).filter_map(|line| line.split_once(" ="));
    lines.map(|(name, _)| name).collect()
}

/// Everything that stands in quotes in the pages and their templates.
fn said(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            said(&path, found);
        } else {
            let text = std::fs::read_to_string(&path).unwrap();
            found.extend(text.split('"').map(str::to_owned));
        }
    }
}

#[test]
fn every_message_is_there_in_every_language_and_is_said() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut quoted = BTreeSet::new();
    for folder in ["src/pages", "templates"] {
        said(&root.join(folder), &mut quoted);
    }
    let [(_, mk), ..] = SOURCES;
    let known = names(mk);
    assert!(20 < known.len(), "{known:?}");
    for (code, source) in SOURCES {
        assert_eq!(names(source), known, "{code}");
        if let Err((_, errors)) = FluentResource::try_new(source.to_owned()) {
            panic!("{code}: {errors:?}");
        }
    }
    let unsaid: Vec<&&str> = known.iter().filter(|name| !quoted.contains(**name)).collect();
    assert!(unsaid.is_empty(), "nobody says {unsaid:?}");
    let looks_like_one = |text: &&String| {
        let stems = ["home-", "role-", "column-", "row-", "fault-", "enter-", "shell-", "giver-"];
        let is_problem = crate::problem::OWN.iter().any(|(name, ..)| name == text);
        !is_problem && stems.iter().any(|stem| text.starts_with(stem) && text.len() > stem.len())
    };
    let missing: Vec<&String> = quoted
        .iter()
        .filter(looks_like_one)
        .filter(|text| !known.contains(text.as_str()))
        .collect();
    assert!(missing.is_empty(), "no catalogue has {missing:?}");
}
