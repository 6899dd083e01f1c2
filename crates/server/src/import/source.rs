//! Who gave: found in the books, or entered with the import, but never mixed up in silence.

use std::collections::BTreeMap;

use almoner_ledger::command::SourceDetails;
use almoner_ledger::text::Code;

use crate::import::books::{Books, KnownSource};
use crate::import::problem::Why;
use crate::import::row::Giver;

/// By what a giver of this file is told from another.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum GiverKey {
    Identifier(String),
    Name(String),
    Nobody,
}

impl GiverKey {
    pub fn of(giver: &Giver) -> Self {
        match (&giver.identifier, &giver.name) {
            (Some(identifier), _) => Self::Identifier(identifier.as_str().to_owned()),
            (None, Some(name)) => Self::Name(name.as_str().to_owned()),
            (None, None) => Self::Nobody,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// The row needs no source: interest, or an unclear receipt.
    None,
    Known {
        seq: i64,
        by_name: bool,
    },
    /// Index into the new sources.
    New(usize),
}

/// The givers met so far, and the sources to be entered.
#[derive(Debug, Default)]
pub struct Givers {
    found: BTreeMap<GiverKey, Result<Found, Why>>,
    pub new: Vec<SourceDetails>,
}

impl Givers {
    pub fn resolve(
        &mut self,
        giver: &Giver,
        country: Option<&Code>,
        books: &impl Books,
    ) -> Result<Found, Why> {
        let key = GiverKey::of(giver);
        if let Some(found) = self.found.get(&key) {
            return found.clone();
        }
        let found = match look_up(giver, books) {
            Ok(None) => self.enter(giver, country),
            Ok(Some(found)) => Ok(found),
            Err(why) => Err(why),
        };
        self.found.insert(key, found.clone());
        found
    }

    fn enter(&mut self, giver: &Giver, country: Option<&Code>) -> Result<Found, Why> {
        let (Some(name), Some(kind)) = (&giver.name, giver.kind) else {
            return Err(Why::SourceNameMissing);
        };
        self.new.push(SourceDetails {
            kind,
            name: Some(name.clone()),
            identifier: giver.identifier.clone(),
            country: country.cloned(),
        });
        Ok(Found::New(self.new.len().saturating_sub(1)))
    }
}

/// First by identifier. By name only where the name is not already that of somebody with another identifier.
fn look_up(giver: &Giver, books: &impl Books) -> Result<Option<Found>, Why> {
    if giver.is_nobody() {
        return Ok(Some(Found::None));
    }
    if let Some(identifier) = &giver.identifier {
        let known = books.sources_by_identifier(identifier.as_str());
        if let Some(source) = one_of(&known)? {
            return Ok(Some(Found::Known { seq: source.seq, by_name: false }));
        }
    }
    let Some(name) = &giver.name else { return Ok(None) };
    let mut known = books.sources_by_name(name.as_str());
    let unidentified = known.iter().filter(|source| !source.has_identifier).count();
    if giver.identifier.is_some() || unidentified == 1 {
        known.retain(|source| !source.has_identifier);
    }
    let source = one_of(&known)?;
    Ok(source.map(|source| Found::Known { seq: source.seq, by_name: true }))
}

fn one_of(known: &[KnownSource]) -> Result<Option<KnownSource>, Why> {
    match known {
        [] => Ok(None),
        [source] if source.active => Ok(Some(*source)),
        [source] => Err(Why::SourceInactive { source_seq: source.seq }),
        several => {
            let mut active = several.iter().filter(|source| source.active);
            match (active.next(), active.next()) {
                (Some(source), None) => Ok(Some(*source)),
                _ => Err(Why::SourceAmbiguous { count: several.len() }),
            }
        }
    }
}
