//! A profile made complete: every value it needs is stated once, and fits.

use std::collections::BTreeMap;

use almoner_ledger::codes::{Currency, DocumentKind, IncomeKind, NoDocument, SourceKind};
use almoner_ledger::money::Rate;
use almoner_ledger::text::Code;

use crate::import::format::{Format, Written};
use crate::import::profile::{
    Choices, Columns, PassOver, Profile, ProfileError, StatedRate, WithoutSource,
};

/// Where a value comes from: the same for all rows, or from each row's own cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place<T> {
    Always(T),
    Column(String),
}

#[derive(Clone, Debug)]
pub struct Mapping {
    pub profile: Code,
    pub format: Format,
    pub currency: Currency,
    /// Present exactly where the currency is not the denar.
    pub rate: Option<Rate>,
    pub account: Place<Code>,
    pub fund: Place<Code>,
    pub income_kind: Place<IncomeKind>,
    pub source_kind: Place<SourceKind>,
    pub source_country: Option<Code>,
    pub document_kind: DocumentKind,
    pub without_document: Option<NoDocument>,
    pub without_source: WithoutSource,
    pub pass_over: Vec<PassOver>,
    pub columns: Columns,
    pub income_kinds: BTreeMap<String, IncomeKind>,
    pub source_kinds: BTreeMap<String, SourceKind>,
}

impl Profile {
    fn written(&self) -> Written {
        Written {
            charset: self.charset,
            delimiter: self.delimiter.clone(),
            decimal: self.decimal.clone(),
            grouping: self.grouping.clone(),
            date_order: self.date_order,
            date_separator: self.date_separator,
        }
    }

    /// Completes the profile with what is stated for this import, which goes before the profile's own values.
    pub fn settle(self, choices: &Choices) -> Result<Mapping, ProfileError> {
        let currency = self.currency;
        let account = code("account", choices.account.as_deref().or(self.account.as_deref()))?;
        let fund = code("fund", choices.fund.as_deref().or(self.fund.as_deref()))?;
        let columns = &self.columns;
        Ok(Mapping {
            profile: required_code("name", &self.name)?,
            format: self.written().settle()?,
            currency,
            rate: rate(currency, choices.rate.as_ref().or(self.rate.as_ref()))?,
            account: place("account", account, columns.account.as_ref())?,
            fund: place("fund", fund, columns.fund.as_ref())?,
            income_kind: place(
                "income_kind",
                choices.income_kind.or(self.income_kind),
                columns.income_kind.as_ref(),
            )?,
            source_kind: place(
                "source_kind",
                choices.source_kind.or(self.source_kind),
                columns.source_kind.as_ref(),
            )?,
            source_country: code("source_country", self.source_country.as_deref())?,
            document_kind: self.document_kind,
            without_document: self.without_document,
            without_source: self.without_source,
            pass_over: self.pass_over,
            columns: self.columns,
            income_kinds: self.income_kinds,
            source_kinds: self.source_kinds,
        })
    }
}

impl Mapping {
    /// Every header that must be in the file.
    pub fn headers(&self) -> impl Iterator<Item = &str> {
        let Columns {
            date,
            amount,
            currency,
            reference,
            document,
            source_name,
            source_identifier,
            source_kind,
            income_kind,
            fund,
            account,
            ordinal,
            memo,
        } = &self.columns;
        let optional = [
            currency,
            reference,
            document,
            source_name,
            source_identifier,
            source_kind,
            income_kind,
            fund,
            account,
            ordinal,
        ];
        [date, amount]
            .into_iter()
            .chain(optional.into_iter().flatten())
            .chain(memo)
            .map(String::as_str)
    }
}

fn place<T>(
    key: &'static str,
    value: Option<T>,
    column: Option<&String>,
) -> Result<Place<T>, ProfileError> {
    match (value, column) {
        (Some(value), None) => Ok(Place::Always(value)),
        (None, Some(column)) => Ok(Place::Column(column.clone())),
        (Some(_), Some(_)) => Err(ProfileError::StatedTwice(key)),
        (None, None) => Err(ProfileError::NotStated(key)),
    }
}

pub(super) fn required_code(key: &'static str, text: &str) -> Result<Code, ProfileError> {
    Code::parse(text).map_err(|why| ProfileError::Unfit { key, why })
}

fn code(key: &'static str, text: Option<&str>) -> Result<Option<Code>, ProfileError> {
    text.map(|text| required_code(key, text)).transpose()
}

fn rate(currency: Currency, stated: Option<&StatedRate>) -> Result<Option<Rate>, ProfileError> {
    match (currency, stated) {
        (Currency::Mkd, None) => Ok(None),
        (Currency::Mkd, Some(_)) => Err(ProfileError::RateNotWanted),
        (_, None) => Err(ProfileError::RateMissing(currency)),
        (_, Some(stated)) => {
            let source = required_code("rate.source", &stated.source)?;
            Ok(Some(Rate::parse(&stated.value, stated.on, source)?))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::profile::SHIPPED;

    fn rate() -> StatedRate {
        StatedRate {
            value: "73.25".to_owned(),
            on: "2026-01-05".parse().unwrap(),
            source: "NBRM".to_owned(),
        }
    }

    #[test]
    fn every_shipped_profile_settles() {
        for (name, text) in SHIPPED {
            let profile = Profile::parse(text).unwrap();
            assert_eq!(profile.name, name);
            assert!(!profile.about.is_empty());
            let foreign = profile.currency != Currency::Mkd;
            let choices = Choices {
                account: Some("1000".to_owned()),
                fund: Some("FREE".to_owned()),
                rate: foreign.then(rate),
                ..Choices::default()
            };
            profile.settle(&choices).unwrap();
        }
    }

    #[test]
    fn an_unknown_key_is_refused() {
        let (_, text) = SHIPPED[0];
        for extra in ["decimals = \",\"\n", "[columns.x]\n", "[rates]\n"] {
            let error = Profile::parse(&format!("{extra}{text}")).unwrap_err();
            assert_eq!(error.name(), "profile-unreadable", "{error}");
        }
        let misspelt = text.replace("amount = ", "ammount = ");
        let error = Profile::parse(&misspelt).unwrap_err();
        assert!(error.to_string().contains("ammount"), "{error}");
    }

    #[track_caller]
    fn refused(change: impl Fn(&mut Profile), choices: &Choices, name: &str) {
        let mut profile = Profile::shipped("generic-utf8").unwrap();
        change(&mut profile);
        assert_eq!(profile.settle(choices).map(drop).map_err(|error| error.name()), Err(name));
    }

    #[test]
    fn what_is_missing_or_contradicts_is_named() {
        let choices = Choices {
            account: Some("1000".to_owned()),
            fund: Some("FREE".to_owned()),
            ..Choices::default()
        };
        refused(|_| {}, &Choices::default(), "profile-not-stated");
        refused(
            |profile| profile.columns.fund = Some("fund".to_owned()),
            &choices,
            "profile-stated-twice",
        );
        refused(|profile| profile.grouping = ".".to_owned(), &choices, "profile-number-format");
        refused(|profile| profile.delimiter = "\"".to_owned(), &choices, "profile-delimiter");
        refused(|profile| profile.date_separator = Some('.'), &choices, "profile-date-format");
        refused(|profile| profile.currency = Currency::Eur, &choices, "rate-missing");
        refused(|profile| profile.rate = Some(rate()), &choices, "rate-not-wanted");
        refused(|profile| profile.name = "my bank".to_owned(), &choices, "profile-value-unfit");
        let zero =
            Choices { rate: Some(StatedRate { value: "0".to_owned(), ..rate() }), ..choices };
        refused(|profile| profile.currency = Currency::Gbp, &zero, "rate-unfit");
    }
}
