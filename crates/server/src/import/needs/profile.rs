//! How a list of needs is written, as a person states it in a small TOML file.

use std::collections::BTreeMap;

use almoner_ledger::codes::{Category, PayeeKind, Signs, TargetGroup, Urgency};
use almoner_ledger::text::Code;
use almoner_vault::identity::Field;
use serde::Deserialize;

use crate::import::format::{Format, Written};
use crate::import::mapping::required_code;
use crate::import::profile::{ProfileError, read};

/// A key that is not known is refused: a misspelt one would otherwise be a silent guess.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NeedProfile {
    pub name: String,
    /// One line for people who choose between profiles.
    pub about: String,
    /// Of rows that say none.
    pub urgency: Urgency,
    pub file: Written,
    pub columns: NeedColumns,
    /// What the file's own words mean, here and below.
    #[serde(default)]
    pub categories: BTreeMap<String, Category>,
    #[serde(default)]
    pub urgencies: BTreeMap<String, Urgency>,
    #[serde(default)]
    pub target_groups: BTreeMap<String, TargetGroup>,
    #[serde(default)]
    pub payee_kinds: BTreeMap<String, PayeeKind>,
    #[serde(default)]
    pub signers: BTreeMap<String, Signs>,
}

/// The header under which each thing stands.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NeedColumns {
    /// The association's own number of the person.
    pub case: String,
    pub received_on: String,
    pub category: String,
    pub amount: String,
    pub urgency: Option<String>,
    /// Rows with the same word live together.
    pub household: Option<String>,
    pub birth_year: Option<String>,
    /// By ISO 3166-2 code, or by name in Macedonian, Albanian or English.
    pub municipality: Option<String>,
    pub target_group: Option<String>,
    pub payee_kind: Option<String>,
    /// The reference of who is paid.
    pub payee: Option<String>,
    pub signs: Option<String>,
    /// Who somebody is, from here on: for the vault alone.
    pub name: Option<String>,
    pub identity_number: Option<String>,
    pub phone: Option<String>,
    pub account: Option<String>,
    pub address: Option<String>,
    pub settlement: Option<String>,
}

impl NeedColumns {
    /// The columns of who somebody is.
    pub fn identity(&self) -> impl Iterator<Item = (Field, &str)> {
        let columns = [
            (Field::Name, &self.name),
            (Field::IdentityNumber, &self.identity_number),
            (Field::Phone, &self.phone),
            (Field::Account, &self.account),
            (Field::Address, &self.address),
            (Field::Settlement, &self.settlement),
        ];
        columns.into_iter().filter_map(|(field, column)| Some((field, column.as_deref()?)))
    }

    /// Every header that must be in the file.
    pub fn headers(&self) -> impl Iterator<Item = &str> {
        let needed = [&self.case, &self.received_on, &self.category, &self.amount];
        let optional = [
            &self.urgency,
            &self.household,
            &self.birth_year,
            &self.municipality,
            &self.target_group,
            &self.payee_kind,
            &self.payee,
            &self.signs,
        ];
        needed
            .into_iter()
            .chain(optional.into_iter().flatten())
            .map(String::as_str)
            .chain(self.identity().map(|(_, column)| column))
    }
}

/// A profile made complete.
#[derive(Clone, Debug)]
pub struct NeedMapping {
    pub code: Code,
    pub format: Format,
    pub profile: NeedProfile,
}

/// The profiles that come with the program: name and text.
pub const SHIPPED: [(&str, &str); 2] = [
    ("requests-en", include_str!("../../../profiles/requests-en.toml")),
    ("requests-mk", include_str!("../../../profiles/requests-mk.toml")),
];

impl NeedProfile {
    pub fn parse(text: &str) -> Result<Self, ProfileError> {
        read(text)
    }

    pub fn shipped(name: &str) -> Result<Self, ProfileError> {
        let found = SHIPPED.iter().find(|(shipped, _)| *shipped == name);
        let names = || SHIPPED.iter().map(|(name, _)| *name).collect();
        let unknown = || ProfileError::Unknown { name: name.to_owned(), names: names() };
        let (_, text) = found.ok_or_else(unknown)?;
        Self::parse(text)
    }

    pub fn settle(self) -> Result<NeedMapping, ProfileError> {
        let code = required_code("name", &self.name)?;
        Ok(NeedMapping { code, format: self.file.settle()?, profile: self })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shipped_profile_settles() {
        for (name, text) in SHIPPED {
            let mapping = NeedProfile::parse(text).unwrap().settle().unwrap();
            assert_eq!(mapping.code.as_str(), name);
            assert!(!mapping.profile.about.is_empty());
        }
    }

    #[test]
    fn an_unknown_key_is_refused() {
        let (_, text) = SHIPPED[0];
        let misspelt = text.replace("amount = ", "ammount = ");
        let error = NeedProfile::parse(&misspelt).unwrap_err();
        assert!(error.to_string().contains("ammount"), "{error}");
        assert_eq!(NeedProfile::shipped("generic-utf8").unwrap_err().name(), "profile-unknown");
    }
}
