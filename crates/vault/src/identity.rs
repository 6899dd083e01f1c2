//! What is known about a person, in fields, and how closely each is kept.

use std::collections::BTreeMap;
use std::fmt;

use chrono::{Datelike as _, NaiveDate};
use unicode_normalization::UnicodeNormalization as _;
use zeroize::Zeroizing;

use crate::account::{self, AccountError};
use crate::cipher::Bucket;
use crate::embg::{self, EmbgError, EmbgWarning};
use crate::phone::{self, PhoneError};

/// How closely a field is kept. What may be seen by all who keep the books (green) is in the books and not here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// Who somebody is and how to pay them.
    Amber,
    /// What could endanger them: health, violence, the place where they sleep.
    Red,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    Name,
    IdentityNumber,
    Phone,
    Account,
    Address,
    Settlement,
    BirthYear,
    BirthOn,
    Guardian,
    Notes,
    Health,
    Violence,
    Sleeping,
}

/// What is wrong with a field; never its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    #[error(transparent)]
    IdentityNumber(#[from] EmbgError),
    #[error(transparent)]
    Account(#[from] AccountError),
    #[error(transparent)]
    Phone(#[from] PhoneError),
    #[error("is longer than {bytes_max} bytes")]
    TooLong { bytes_max: usize },
    #[error("has signs in it that cannot be written")]
    Control,
    #[error("is not a year between 1900 and this one")]
    Year,
    #[error("is not a day up to today, written yyyy-mm-dd")]
    Day,
    #[error("is another year than that of the birthday")]
    OtherYear,
}

impl Field {
    pub const ALL: [Self; 13] = [
        Self::Name,
        Self::IdentityNumber,
        Self::Phone,
        Self::Account,
        Self::Address,
        Self::Settlement,
        Self::BirthYear,
        Self::BirthOn,
        Self::Guardian,
        Self::Notes,
        Self::Health,
        Self::Violence,
        Self::Sleeping,
    ];

    pub const fn class(self) -> Class {
        match self {
            Self::Name
            | Self::IdentityNumber
            | Self::Phone
            | Self::Account
            | Self::Address
            | Self::Settlement
            | Self::BirthYear
            | Self::BirthOn
            | Self::Guardian
            | Self::Notes => Class::Amber,
            Self::Health | Self::Violence | Self::Sleeping => Class::Red,
        }
    }

    pub fn of(classes: &[Class]) -> Vec<Self> {
        Self::ALL.into_iter().filter(|field| classes.contains(&field.class())).collect()
    }

    pub const fn column(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::IdentityNumber => "identity_number",
            Self::Phone => "phone",
            Self::Account => "account",
            Self::Address => "address",
            Self::Settlement => "settlement",
            Self::BirthYear => "birth_year",
            Self::BirthOn => "birth_on",
            Self::Guardian => "guardian",
            Self::Notes => "notes",
            Self::Health => "health",
            Self::Violence => "violence",
            Self::Sleeping => "sleeping",
        }
    }

    const fn is_story(self) -> bool {
        matches!(self, Self::Notes | Self::Health | Self::Violence | Self::Sleeping)
    }

    pub(crate) const fn bucket(self) -> Bucket {
        if self.is_story() { Bucket::Large } else { Bucket::Small }
    }

    pub const fn bytes_max(self) -> usize {
        if self.is_story() { 16 * 1024 } else { 500 }
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Name => "the name",
            Self::IdentityNumber => "the identity number",
            Self::Phone => "the telephone number",
            Self::Account => "the account",
            Self::Address => "the address",
            Self::Settlement => "the settlement",
            Self::BirthYear => "the year of birth",
            Self::BirthOn => "the birthday",
            Self::Guardian => "the guardian",
            Self::Notes => "the text of notes",
            Self::Health => "the text on health",
            Self::Violence => "the text on violence",
            Self::Sleeping => "the place of sleeping",
        })
    }
}

/// Fields of one person. Printing it shows nothing, and dropping it wipes them.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Identity {
    fields: BTreeMap<Field, Zeroizing<String>>,
}

impl Identity {
    pub fn new() -> Self {
        Self::default()
    }

    #[must_use]
    pub fn with(mut self, field: Field, value: &str) -> Self {
        self.set(field, value);
        self
    }

    /// An empty value clears the field of somebody who is known; a field that is not named stays as it is.
    pub fn set(&mut self, field: Field, value: &str) {
        self.fields.insert(field, Zeroizing::new(value.trim().nfc().collect()));
    }

    pub fn get(&self, field: Field) -> Option<&str> {
        self.fields.get(&field).map(|value| value.as_str()).filter(|value| !value.is_empty())
    }

    pub fn birth_year(&self) -> Option<u16> {
        self.get(Field::BirthYear).and_then(|year| year.parse().ok())
    }

    /// Takes over what a change names.
    pub(crate) fn apply(&mut self, change: &Self) {
        for (field, value) in &change.fields {
            if value.is_empty() {
                self.fields.remove(field);
            } else {
                self.fields.insert(*field, value.clone());
            }
        }
    }

    /// Checks every field and writes each in the one way in which it will be found again.
    pub fn checked(mut self, today: NaiveDate) -> Result<Checked, (Field, Fault)> {
        let mut warnings = Vec::new();
        for (field, value) in &mut self.fields {
            if !value.is_empty() {
                let written = check(*field, value, today, &mut warnings);
                *value = Zeroizing::new(written.map_err(|fault| (*field, fault))?);
            }
        }
        let birthday = self.get(Field::BirthOn).and_then(|day| day.parse::<NaiveDate>().ok());
        if let Some(year) = birthday.map(|day| day.year().to_string()) {
            match self.get(Field::BirthYear) {
                None => self.set(Field::BirthYear, &year),
                Some(written) if written == year => {}
                Some(_) => return Err((Field::BirthYear, Fault::OtherYear)),
            }
        }
        Ok(Checked { identity: self, warnings })
    }
}

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Identity(…)")
    }
}

/// An identity that can be kept, and what a person should look at first.
#[derive(Clone, Debug)]
pub struct Checked {
    pub identity: Identity,
    pub warnings: Vec<EmbgWarning>,
}

fn check(
    field: Field,
    value: &str,
    today: NaiveDate,
    warnings: &mut Vec<EmbgWarning>,
) -> Result<String, Fault> {
    let bytes_max = field.bytes_max();
    if value.len() > bytes_max {
        return Err(Fault::TooLong { bytes_max });
    }
    let written =
        |letter: char| !letter.is_control() || (field.is_story() && "\r\n\t".contains(letter));
    if !value.chars().all(written) {
        return Err(Fault::Control);
    }
    match field {
        Field::IdentityNumber => {
            let number = embg::check(value)?;
            warnings.extend(number.warnings);
            Ok(number.digits)
        }
        Field::Phone => Ok(phone::check(value)?),
        Field::Account => Ok(account::check(value)?.number().to_owned()),
        Field::BirthYear => match value.parse() {
            Ok(year) if value.len() == 4 && (1900..=today.year()).contains(&year) => {
                Ok(value.to_owned())
            }
            _ => Err(Fault::Year),
        },
        Field::BirthOn => match value.parse::<NaiveDate>() {
            Ok(day) if 1900 <= day.year() && day <= today => Ok(day.to_string()),
            _ => Err(Fault::Day),
        },
        Field::Name
        | Field::Address
        | Field::Settlement
        | Field::Guardian
        | Field::Notes
        | Field::Health
        | Field::Violence
        | Field::Sleeping => Ok(value.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checked(field: Field, value: &str) -> Result<Checked, (Field, Fault)> {
        let today = NaiveDate::from_ymd_opt(2026, 3, 10).unwrap();
        Identity::new().with(field, value).checked(today)
    }

    fn written(field: Field, value: &str) -> Result<String, Fault> {
        let checked = checked(field, value).map_err(|(_, fault)| fault)?;
        Ok(checked.identity.get(field).unwrap_or_default().to_owned())
    }

    #[test]
    fn numbers_are_written_in_one_way() {
        assert_eq!(written(Field::Phone, "070 123-456"), Ok("+38970123456".into()));
        assert_eq!(written(Field::Account, "MK07 300000000000133"), Ok("300000000000133".into()));
        assert_eq!(written(Field::IdentityNumber, "0101990 450006"), Ok("0101990450006".into()));
        assert_eq!(written(Field::Name, "  Г\u{301}орг\u{301}и "), Ok("Ѓорѓи".into()));
    }

    #[test]
    fn what_cannot_be_kept_is_refused_by_name() {
        let refused =
            |field, value, fault| assert_eq!(written(field, value), Err(fault), "{value}");
        refused(Field::Account, "300000000000134", AccountError::CheckDigits.into());
        refused(Field::IdentityNumber, "123", EmbgError::NotThirteenDigits.into());
        refused(Field::Phone, "нема", PhoneError::NotDigits.into());
        refused(Field::BirthYear, "1899", Fault::Year);
        refused(Field::BirthYear, "2027", Fault::Year);
        refused(Field::BirthYear, "+199", Fault::Year);
        refused(Field::BirthOn, "2026-03-11", Fault::Day);
        refused(Field::BirthOn, "30.02.1990", Fault::Day);
        refused(Field::Name, "А\nБ", Fault::Control);
        refused(Field::Name, &"а".repeat(251), Fault::TooLong { bytes_max: 500 });
        assert!(written(Field::Notes, "а\nб").is_ok());
    }

    #[test]
    fn a_wrong_check_digit_of_a_person_is_a_warning_and_kept() {
        let checked = checked(Field::IdentityNumber, "0101990450007").unwrap();
        assert_eq!(checked.warnings, [EmbgWarning::CheckDigit]);
        assert_eq!(checked.identity.get(Field::IdentityNumber), Some("0101990450007"));
    }

    #[test]
    fn a_birthday_brings_its_year_and_contradicts_another() {
        assert_eq!(
            checked(Field::BirthOn, "1990-02-01").unwrap().identity.birth_year(),
            Some(1990)
        );
        let both =
            Identity::new().with(Field::BirthOn, "1990-02-01").with(Field::BirthYear, "1991");
        let today = NaiveDate::from_ymd_opt(2026, 3, 10).unwrap();
        assert_eq!(both.checked(today).map(|_| ()), Err((Field::BirthYear, Fault::OtherYear)));
    }

    #[test]
    fn printing_shows_nothing() {
        let identity = Identity::new().with(Field::Name, "Проба");
        assert_eq!(format!("{identity:?}"), "Identity(…)");
    }

    #[test]
    fn a_change_sets_clears_and_leaves() {
        let mut identity = Identity::new().with(Field::Name, "А").with(Field::Phone, "Б");
        identity.apply(&Identity::new().with(Field::Phone, "").with(Field::Address, "В"));
        let fields = [Field::Name, Field::Phone, Field::Address].map(|field| identity.get(field));
        assert_eq!(fields, [Some("А"), None, Some("В")]);
    }
}
