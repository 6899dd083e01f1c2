//! No message is missing in a language, and none is said by nobody.

use std::collections::BTreeSet;
use std::path::Path;

use almoner_ledger::codes::*;
use almoner_ledger::refusal::Refusal;
use almoner_ledger::restriction::Misfit;

use super::*;
use crate::pages::table::TABLE;

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

/// The messages whose names are put together while a page is made: words of the closed lists, and what each step is called.
fn composed() -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let mut list = |list: &str, codes: Vec<&str>| {
        let word = |code: &str| format!("word-{list}-{}", code.replace('_', "-"));
        names.extend(codes.into_iter().map(word));
    };
    macro_rules! lists {
        ($($list:literal $name:ident,)+) => {
            $(list($list, $name::ALL.iter().map(|word| word.code()).collect());)+
        };
    }
    lists!(
        "agreement" AgreementKind,
        "agreement-state" AgreementState,
        "decision" DecisionKind,
        "decision-state" DecisionState,
        "document" DocumentKind,
        "duty" Duty,
        "entry" EntryKind,
        "finding" ReviewFinding,
        "income-form" IncomeForm,
        "match" MatchHow,
        "method" Method,
        "no-document" NoDocument,
        "note" NoteKind,
        "payee" PayeeKind,
        "payout-state" PayoutState,
        "period" PeriodState,
        "purpose" Purpose,
        "reason" Reason,
        "request-state" RequestState,
        "role" Role,
        "signs" Signs,
        "step" Step,
        "subject" SubjectKind,
        "tax" TaxBasis,
        "travel-state" TravelState,
        "unspent" Unspent,
    );
    list("stage", vec!["approve", "emergency_release", "release", "review"]);
    list("misfit", Misfit::ALL.iter().map(|misfit| misfit.code()).collect());
    for row in TABLE.iter().filter(|row| row.method == "POST") {
        let of = ["/payouts/{payout}/", "/requests/{request}/"];
        if let Some(step) = of.iter().find_map(|of| row.path.strip_prefix(of)) {
            names.extend([format!("step-{step}"), format!("do-{step}")]);
        }
    }
    names.extend(["question-text".to_owned(), "answer-text".to_owned()]);
    for warning in WarningCode::ALL {
        names.insert(format!("warn-{}", warning.code()));
    }
    names.extend(["ack-cash-limit".to_owned(), "ack-cash-month".to_owned()]);
    names.extend(Refusal::NAMES.iter().map(|name| format!("refusal-{name}")));
    names.extend(crate::problem::OWN.iter().map(|(name, ..)| format!("refusal-{name}")));
    names.extend(crate::problem::vault::VAULT.iter().map(|(name, ..)| format!("refusal-{name}")));
    names
}

/// How the names of messages begin: whatever else begins so in the pages is one too.
const STEMS: &[&str] = &[
    "agreement-",
    "assessment-",
    "chart-",
    "check-",
    "closing-",
    "column-",
    "enter-",
    "entries-",
    "entry-",
    "fault-",
    "form-",
    "fund-",
    "giver-",
    "goods-",
    "home-",
    "income-",
    "law-",
    "list-",
    "log-",
    "match-",
    "nav-",
    "paper-",
    "payout-",
    "rate-",
    "report-",
    "request-",
    "role-",
    "row-",
    "shell-",
    "sign-",
    "source-",
    "statement-",
    "statements-",
    "trace-",
    "who-",
];

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
    let composed = composed();
    let lost: Vec<&String> =
        composed.iter().filter(|name| !known.contains(name.as_str())).collect();
    assert!(lost.is_empty(), "no catalogue has {lost:?}");
    let is_said = |name: &&str| quoted.contains(*name) || composed.contains(*name);
    let unsaid: Vec<&&str> = known.iter().filter(|name| !is_said(name)).collect();
    assert!(unsaid.is_empty(), "nobody says {unsaid:?}");
    let looks_like_one = |text: &&String| {
        let is_problem = crate::problem::OWN.iter().any(|(name, ..)| name == text);
        let is_list = composed.iter().any(|name| name.starts_with(&format!("word-{text}-")));
        !is_problem
            && !is_list
            && STEMS.iter().any(|stem| text.starts_with(stem) && text.len() > stem.len())
    };
    let missing: Vec<&String> = quoted
        .iter()
        .filter(looks_like_one)
        .filter(|text| !known.contains(text.as_str()))
        .collect();
    assert!(missing.is_empty(), "no catalogue has {missing:?}");
}
