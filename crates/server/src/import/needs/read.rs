//! Bytes become needs.

use std::collections::BTreeMap;

use almoner_ledger::text::Code;
use almoner_proof::hash::{Hash, sha256};
use chrono::NaiveDate;

use crate::import::cells::Cells;
use crate::import::needs::profile::NeedMapping;
use crate::import::needs::row::{Need, NeedReader, Places, fingerprint};
use crate::import::problem::Why;
use crate::import::read::{Layout, records};
use crate::import::shape::{FileError, Limits};

/// A file that could be read, with rows that perhaps could not.
#[derive(Clone, Debug)]
pub struct NeedSheet {
    pub hash: Hash,
    pub rows: Vec<Need>,
    pub unused_columns: Vec<String>,
}

pub fn read(
    bytes: &[u8],
    mapping: &NeedMapping,
    limits: &Limits,
    today: NaiveDate,
) -> Result<NeedSheet, FileError> {
    let places = municipalities();
    let headers = mapping.profile.columns.headers().collect();
    let layout = Layout { format: mapping.format, headers };
    let mut rows = Vec::new();
    let unused_columns = records(bytes, &layout, limits, |number, header, record| {
        let cells =
            Cells { format: mapping.format, places: &header.places, record, problems: Vec::new() };
        let reader = NeedReader { mapping, places: &places, cells, today };
        rows.push(reader.read(number, header.columns));
    })?;
    compare(&mut rows);
    Ok(NeedSheet { hash: sha256(&[bytes]), rows, unused_columns })
}

/// Every name in every language, and the code; a name that two places share is no name of either.
fn municipalities() -> Places {
    let mut found: BTreeMap<String, Option<Code>> = BTreeMap::new();
    let known = almoner_law::mk().map(|law| law.municipalities).unwrap_or_default();
    for place in known {
        let Ok(code) = Code::parse(&place.iso_3166_2) else { continue };
        let names = [&place.iso_3166_2, &place.names.mk, &place.names.sq, &place.names.en];
        for name in names {
            let other = found.entry(name.to_lowercase()).or_insert_with(|| Some(code.clone()));
            if other.as_ref() != Some(&code) {
                *other = None;
            }
        }
    }
    found.into_iter().filter_map(|(name, code)| Some((name, code?))).collect()
}

/// A case is one person: its rows agree on who it is. A row is there once.
fn compare(rows: &mut [Need]) {
    let mut cases: BTreeMap<Code, Need> = BTreeMap::new();
    let mut seen: BTreeMap<Hash, i64> = BTreeMap::new();
    for row in rows {
        if let Some(print) = fingerprint(row)
            && let Some(earlier) = seen.insert(print, row.number)
        {
            row.problems.push(Why::RowRepeated { earlier }.alone());
        }
        let Some(case) = &row.case else { continue };
        let first = cases.entry(case.clone()).or_insert_with(|| row.clone());
        let same = first.identity == row.identity
            && first.household == row.household
            && first.birth_year == row.birth_year;
        if !same {
            row.problems.push(Why::CaseDiffers { earlier: first.number }.alone());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_known_by_each_of_its_names() {
        let places = municipalities();
        for name in ["mk-101", "велес", "veles"] {
            assert_eq!(places[name].as_str(), "MK-101", "{name}");
        }
        assert!(!places.contains_key("скопско"));
    }
}
