//! Books that are small enough to read in a test.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use almoner_ledger::codes::Currency;
use almoner_ledger::command::ImportIncomes;
use almoner_ledger::month::Month;
use almoner_ledger::text::Text;
use almoner_proof::hash::Hash;

use crate::import::books::{Books, KnownAccount, KnownFund, KnownSource};
use crate::import::dry_run::{DryRun, dry_run};
use crate::import::fate::Fate;
use crate::import::mapping::Mapping;
use crate::import::profile::{Choices, Profile, StatedRate};
use crate::import::read::read;
use crate::import::shape::{FileError, Limits};

/// It is 10 March 2026; January is closed; the fund OLD is closed; 100 has sub-accounts.
#[derive(Clone, Debug, Default)]
pub(super) struct TestBooks {
    pub(super) known: BTreeSet<Hash>,
    pub(super) sources: Vec<TestSource>,
}

#[derive(Clone, Debug)]
pub(super) struct TestSource {
    pub(super) seq: i64,
    pub(super) name: &'static str,
    pub(super) identifier: Option<&'static str>,
    pub(super) active: bool,
}

impl TestSource {
    fn known(&self) -> KnownSource {
        KnownSource {
            seq: self.seq,
            active: self.active,
            has_identifier: self.identifier.is_some(),
        }
    }
}

impl Books for TestBooks {
    fn today(&self) -> NaiveDate {
        "2026-03-10".parse().unwrap()
    }

    fn month_is_closed(&self, month: Month) -> bool {
        month.number() == 202_601
    }

    fn fund(&self, code: &str) -> Option<KnownFund> {
        match code {
            "FREE" => Some(KnownFund { seq: 3, open: true }),
            "OLD" => Some(KnownFund { seq: 4, open: false }),
            _ => None,
        }
    }

    fn account(&self, code: &str) -> Option<KnownAccount> {
        let known = |currency, takes_money| Some(KnownAccount { currency, takes_money });
        match code {
            "1000" => known(Currency::Mkd, true),
            "1023" => known(Currency::Gbp, true),
            "100" => known(Currency::Mkd, false),
            _ => None,
        }
    }

    fn sources_by_identifier(&self, identifier: &str) -> Vec<KnownSource> {
        self.sources
            .iter()
            .filter(|source| source.identifier == Some(identifier))
            .map(TestSource::known)
            .collect()
    }

    fn sources_by_name(&self, name: &str) -> Vec<KnownSource> {
        self.sources.iter().filter(|source| source.name == name).map(TestSource::known).collect()
    }

    fn knows(&self, fingerprint: &Hash) -> bool {
        self.known.contains(fingerprint)
    }
}

impl TestBooks {
    /// Takes an import in, as the ledger would.
    pub(super) fn take(&mut self, import: &ImportIncomes) {
        self.known.extend(import.rows.iter().map(|row| row.fingerprint));
    }
}

pub(super) fn choices() -> Choices {
    Choices {
        account: Some("1000".to_owned()),
        fund: Some("FREE".to_owned()),
        ..Choices::default()
    }
}

pub(super) fn pounds() -> Choices {
    let rate = StatedRate {
        value: "73.25".to_owned(),
        on: "2026-01-05".parse().unwrap(),
        source: "NBRM".to_owned(),
    };
    Choices {
        account: Some("1023".to_owned()),
        fund: Some("FREE".to_owned()),
        rate: Some(rate),
        ..Choices::default()
    }
}

pub(super) fn mapping(profile: &str) -> Mapping {
    let choices = if profile.ends_with("gbp") { pounds() } else { choices() };
    Profile::shipped(profile).unwrap().settle(&choices).unwrap()
}

pub(super) fn run(mapping: &Mapping, bytes: &[u8], books: &TestBooks) -> Result<DryRun, FileError> {
    run_without(mapping, bytes, &[], books)
}

pub(super) fn run_without(
    mapping: &Mapping,
    bytes: &[u8],
    excluded: &[i64],
    books: &TestBooks,
) -> Result<DryRun, FileError> {
    let reason = Text::parse("not ours").unwrap();
    let excluded: BTreeMap<i64, Text> = excluded.iter().map(|row| (*row, reason.clone())).collect();
    dry_run(read(bytes, mapping, &Limits::default())?, mapping, &excluded, books)
}

/// The names of what is wrong with each row, or its fate.
pub(super) fn fates(run: &DryRun) -> Vec<String> {
    run.rows
        .iter()
        .map(|row| match &row.fate {
            Fate::New => "new".to_owned(),
            Fate::Known => "known".to_owned(),
            Fate::Excluded { .. } => "excluded".to_owned(),
            Fate::PassedOver { .. } => "passed over".to_owned(),
            Fate::Refused { problems } => {
                let names: Vec<&str> = problems.iter().map(|problem| problem.why.name()).collect();
                names.join(" ")
            }
        })
        .collect()
}
