//! Needs against books and vault: the fate of each, the totals, and the command where nothing stands in the way.

use std::collections::{BTreeMap, BTreeSet};

use almoner_ledger::Prospect;
use almoner_ledger::command::{ExcludedRow, ImportRequests, NeedRow, Seen};
use almoner_ledger::text::{Code, Text};
use almoner_proof::canon::Canon;
use almoner_proof::hash::{Hash, sha256};
use almoner_vault::identity::{Field, Identity};
use serde::Serialize;
use utoipa::ToSchema;

use crate::field::write_hash;
use crate::import::charset::Charset;
use crate::import::dry_run::ImportRefusal;
use crate::import::needs::fate::{Alike, NeedCounts, NeedFate, NeedRowFate};
use crate::import::needs::profile::NeedMapping;
use crate::import::needs::read::NeedSheet;
use crate::import::needs::row::{Need, fingerprint, mark};
use crate::import::problem::{Problem, Why};
use crate::import::shape::FileError;

/// What an import of needs would do, in full, before anything is done.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct NeedsDryRun {
    #[schema(value_type = String, example = "requests-en")]
    pub profile: Code,
    /// SHA-256 of the file, as `sha256sum` prints it.
    pub file_sha256: String,
    pub charset: Charset,
    /// The number format by example.
    pub number_format: String,
    pub date_format: String,
    pub unused_columns: Vec<String>,
    pub counts: NeedCounts,
    /// Whether identities were compared with those the vault knows.
    pub identities_checked: bool,
    /// Why the vault cannot take the identities of the file in; without it the file is not imported.
    pub vault: Option<String>,
    pub rows: Vec<NeedRowFate>,
}

/// What was stated for the file.
#[derive(Clone, Debug)]
pub struct Stated {
    pub excluded: BTreeMap<i64, Text>,
    /// Somebody has looked at the identity numbers with odd check digits.
    pub accept_odd_numbers: bool,
}

/// Who somebody is, by their case.
#[derive(Clone, Debug)]
pub struct Person {
    pub case: Hash,
    pub identity: Identity,
    pub odd_number: bool,
}

/// A file as it would be asked for: the command, and who is behind its cases.
#[derive(Clone, Debug)]
pub struct Prepared {
    pub command: ImportRequests,
    pub people: Vec<Person>,
    /// Rows that the file itself already decides, by number.
    settled: BTreeMap<i64, NeedFate>,
    sheet: NeedSheet,
}

pub fn prepare(
    mut sheet: NeedSheet,
    mapping: &NeedMapping,
    stated: &Stated,
) -> Result<Prepared, FileError> {
    let read = i64::try_from(sheet.rows.len()).unwrap_or(i64::MAX);
    if let Some(row) = stated.excluded.keys().find(|row| !(1..=read).contains(*row)) {
        return Err(FileError::ExclusionUnknown { row: *row, rows: read });
    }
    let mut settled = BTreeMap::new();
    let (mut rows, mut people) = (Vec::new(), BTreeMap::new());
    let mut total = 0_i64;
    for need in &mut sheet.rows {
        let asked = need.asked.map_or(0, almoner_ledger::money::Amount::minor);
        total = total.checked_add(asked).ok_or(FileError::TotalTooLarge)?;
        if let Some(reason) = stated.excluded.get(&need.number) {
            settled.insert(need.number, NeedFate::Excluded { reason: reason.clone() });
            continue;
        }
        if need.odd_number && !stated.accept_odd_numbers {
            let column = mapping.profile.columns.identity_number.clone();
            need.problems.push(Problem { column, why: Why::IdentityNumberOdd });
        }
        match row(need).filter(|_| need.problems.is_empty()) {
            Some(row) => {
                if need.identity != Identity::new() {
                    people.entry(row.case).or_insert_with(|| person(row.case, need));
                }
                rows.push(row);
            }
            None => {
                let problems = need.problems.iter().map(Into::into).collect();
                settled.insert(need.number, NeedFate::Refused { problems });
            }
        }
    }
    let excluded = stated.excluded.iter();
    let excluded = excluded.map(|(row, reason)| ExcludedRow { row: *row, reason: reason.clone() });
    let command = ImportRequests {
        profile: mapping.code.clone(),
        file_hash: sheet.hash,
        asked: asked(&sheet.hash, mapping, stated),
        rows_read: read,
        excluded: excluded.collect(),
        total,
        rows,
    };
    Ok(Prepared { command, people: people.into_values().collect(), settled, sheet })
}

/// Over the file and everything that was stated for it.
fn asked(file: &Hash, mapping: &NeedMapping, stated: &Stated) -> Hash {
    let mut canon = Canon::new();
    canon.bytes(file).text(mapping.code.as_str()).int(i64::from(stated.accept_odd_numbers));
    for (row, reason) in &stated.excluded {
        canon.int(*row).text(reason.as_str());
    }
    sha256(&[b"almoner/import-requests/v1\n", canon.as_slice()])
}

fn person(case: Hash, need: &Need) -> Person {
    let mut identity = need.identity.clone();
    if let Some(year) = need.birth_year {
        identity.set(Field::BirthYear, &year.to_string());
    }
    Person { case, identity, odd_number: need.odd_number }
}

fn row(need: &Need) -> Option<NeedRow> {
    Some(NeedRow {
        row: need.number,
        fingerprint: fingerprint(need)?,
        case: mark("case", need.case.as_ref()?),
        household: need.household.as_ref().map(|word| mark("household", word)),
        birth_year: need.birth_year,
        category: need.category?,
        urgency: need.urgency?,
        asked: need.asked?,
        received_on: need.received_on?,
        target_group: need.target_group,
        municipality: need.municipality.clone(),
        payee_kind: need.payee_kind?,
        payee: need.payee,
        signs: need.signs?,
        seen: Seen::default(),
    })
}

/// What the vault said of the file.
#[derive(Clone, Debug, Default)]
pub struct OfVault {
    pub checked: bool,
    /// Why it cannot take identities in, where the file has some.
    pub closed: Option<String>,
    /// Cases that it knows otherwise than the file says.
    pub differ: BTreeSet<Hash>,
}

impl Prepared {
    /// Everything that is known put together, row by row.
    pub fn report(
        self,
        mapping: &NeedMapping,
        prospects: Vec<Prospect>,
        vault: OfVault,
    ) -> NeedsDryRun {
        let Self { command, people, mut settled, sheet } = self;
        let mut told: BTreeMap<i64, (Hash, Prospect)> = BTreeMap::new();
        for (row, prospect) in command.rows.iter().zip(prospects) {
            told.insert(row.row, (row.case, prospect));
        }
        let shared = shared(&sheet.rows);
        let mut counts = NeedCounts {
            read: command.rows_read,
            identities: i64::try_from(people.len()).unwrap_or(i64::MAX),
            total_minor: command.total,
            ..NeedCounts::default()
        };
        let mut new_cases = BTreeSet::new();
        let mut rows = Vec::with_capacity(sheet.rows.len());
        for need in &sheet.rows {
            let mut fate = NeedRowFate::of(need);
            if let Some(known) = settled.remove(&need.number) {
                fate.fate = known;
            } else if let Some((case, prospect)) = told.remove(&need.number) {
                fate.identity_differs = vault.differ.contains(&case);
                fate.foretell(prospect);
                if fate.fate == NeedFate::New && fate.recipient.is_none() {
                    new_cases.insert(case);
                }
            }
            if fate.fate == NeedFate::New {
                fate.alike.extend(shared.get(&need.number).into_iter().flatten().cloned());
            }
            counts.count(&fate);
            rows.push(fate);
        }
        counts.new_recipients = i64::try_from(new_cases.len()).unwrap_or(i64::MAX);
        NeedsDryRun {
            profile: mapping.code.clone(),
            file_sha256: write_hash(&sheet.hash),
            charset: mapping.format.charset,
            number_format: mapping.format.number.example(),
            date_format: mapping.format.days.pattern(),
            unused_columns: sheet.unused_columns,
            counts,
            identities_checked: vault.checked,
            vault: vault.closed,
            rows,
        }
    }
}

/// Other cases of the same file with the same number; the vault will know them only once they are in it.
fn shared(rows: &[Need]) -> BTreeMap<i64, Vec<Alike>> {
    use almoner_ledger::codes::{Combined, MatchHow};

    let kinds = [
        (Field::IdentityNumber, MatchHow::IdentityNumber),
        (Field::Phone, MatchHow::Phone),
        (Field::Account, MatchHow::Account),
    ];
    let mut first: BTreeMap<(Field, &str), &Need> = BTreeMap::new();
    let mut found: BTreeMap<i64, Vec<Alike>> = BTreeMap::new();
    for need in rows {
        for (field, how) in kinds {
            let Some(value) = need.identity.get(field) else { continue };
            let earlier = *first.entry((field, value)).or_insert(need);
            if earlier.case != need.case {
                found.entry(need.number).or_default().push(Alike {
                    request: None,
                    row: Some(earlier.number),
                    how: how.code(),
                    level: Combined::Warn.code(),
                    until_on: None,
                });
            }
        }
    }
    found
}

impl NeedsDryRun {
    /// Whether the file may be taken in as it is.
    pub fn check(&self) -> Result<(), ImportRefusal> {
        let refused = self.rows.iter().find_map(|row| match &row.fate {
            NeedFate::Refused { problems } => problems.first().map(|why| (row.row, why)),
            NeedFate::New | NeedFate::Known | NeedFate::Excluded { .. } => None,
        });
        match refused {
            None => Ok(()),
            Some((first, why)) => Err(ImportRefusal::RowsRefused {
                count: self.counts.refused,
                read: self.counts.read,
                first,
                problem: why.to_string(),
            }),
        }
    }
}
