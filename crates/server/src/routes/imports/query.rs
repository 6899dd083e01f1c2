//! What is stated for one import, after the question mark.

use std::collections::BTreeMap;

use almoner_ledger::codes::{IncomeKind, SourceKind};
use almoner_ledger::text::Text;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use chrono::NaiveDate;
use utoipa::IntoParams;

use crate::app::App;
use crate::extract::ApiQuery;
use crate::field::word;
use crate::import::profile::{Choices, Profile, StatedRate};
use crate::problem::Problem;

/// The parameters as the API describes them.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "it only describes what `Stated` reads")]
pub struct ImportQuery {
    /// A profile that comes with the program: `generic-utf8`, `bank-mk-utf8`, `bank-mk-1251`, `grants-360giving-gbp`.
    /// Either this or `profile_text` is required.
    profile: Option<String>,
    /// A profile of your own instead: the text of its TOML file.
    profile_text: Option<String>,
    /// The bank account, cash desk or currency account the money arrived on, where the profile does not say.
    #[param(example = "1000")]
    account: Option<String>,
    /// The code of the fund, where the profile does not say.
    fund: Option<String>,
    #[param(schema_with = word::<IncomeKind>, required = false)]
    income_kind: Option<IncomeKind>,
    #[param(schema_with = word::<SourceKind>, required = false)]
    source_kind: Option<SourceKind>,
    /// For files in a foreign currency: denars for one unit. The three of the rate come together.
    #[param(example = "61.695")]
    rate: Option<String>,
    rate_on: Option<NaiveDate>,
    /// Who says so.
    #[param(example = "NBRM")]
    rate_source: Option<String>,
    /// A row to leave out, as its number, a colon and the reason, which is kept with the import; may be given again.
    #[param(example = json!(["664:the amount is zero"]))]
    exclude: Option<Vec<String>>,
}

/// What was stated, with the profile found.
#[derive(Debug)]
pub struct Stated {
    pub profile: Profile,
    pub choices: Choices,
    pub excluded: BTreeMap<i64, Text>,
}

const NAMES: [&str; 10] = [
    "profile",
    "profile_text",
    "account",
    "fund",
    "income_kind",
    "source_kind",
    "rate",
    "rate_on",
    "rate_source",
    "exclude",
];

impl FromRequestParts<App> for Stated {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let ApiQuery(pairs) =
            ApiQuery::<Vec<(String, String)>>::from_request_parts(parts, app).await?;
        Self::read(pairs)
    }
}

impl Stated {
    fn read(pairs: Vec<(String, String)>) -> Result<Self, Problem> {
        let mut once: BTreeMap<String, String> = BTreeMap::new();
        let mut excluded = BTreeMap::new();
        for (name, value) in pairs {
            if !NAMES.contains(&name.as_str()) {
                return Err(unfit(format!(
                    "`{name}` is not known here; an import takes {}",
                    NAMES.join(", ")
                )));
            }
            if name == "exclude" {
                let (row, reason) = exclusion(&value, ':').map_err(unfit)?;
                if excluded.insert(row, reason).is_some() {
                    return Err(unfit(format!("row {row} is excluded twice")));
                }
            } else if once.insert(name.clone(), value).is_some() {
                return Err(unfit(format!("`{name}` is stated twice")));
            }
        }
        let profile = profile(once.remove("profile"), once.remove("profile_text"))?;
        let choices = Choices {
            account: once.remove("account"),
            fund: once.remove("fund"),
            income_kind: kind(once.remove("income_kind"), "income_kind", IncomeKind::parse)?,
            source_kind: kind(once.remove("source_kind"), "source_kind", SourceKind::parse)?,
            rate: rate(once.remove("rate"), once.remove("rate_on"), once.remove("rate_source"))?,
        };
        Ok(Self { profile, choices, excluded })
    }
}

pub fn unfit(text: String) -> Problem {
    Problem::own("invalid-query").detail(text)
}

fn profile(name: Option<String>, text: Option<String>) -> Result<Profile, Problem> {
    let found = match (name, text) {
        (Some(name), None) => Profile::shipped(&name),
        (None, Some(text)) => Profile::parse(&text),
        (None, None) | (Some(_), Some(_)) => {
            return Err(unfit(
                "an import is read by a profile: give `profile` or `profile_text`".to_owned(),
            ));
        }
    };
    found.map_err(|error| Problem::profile(&error))
}

fn kind<T>(
    text: Option<String>,
    name: &str,
    parse: impl Fn(&str) -> Option<T>,
) -> Result<Option<T>, Problem> {
    let Some(text) = text else { return Ok(None) };
    let found = parse(&text).ok_or_else(|| unfit(format!("`{name}` has no kind {text:?}")))?;
    Ok(Some(found))
}

fn rate(
    value: Option<String>,
    on: Option<String>,
    source: Option<String>,
) -> Result<Option<StatedRate>, Problem> {
    match (value, on, source) {
        (None, None, None) => Ok(None),
        (Some(value), Some(on), Some(source)) => {
            let on =
                on.parse().map_err(|_| unfit("`rate_on` is a day, as 2026-01-31".to_owned()))?;
            Ok(Some(StatedRate { value, on, source }))
        }
        _ => Err(unfit(
            "a rate has a value, a day and a source: `rate`, `rate_on` and `rate_source`"
                .to_owned(),
        )),
    }
}

/// Reads `664:the amount is zero`, or with another sign between the two.
pub fn exclusion(text: &str, sign: char) -> Result<(i64, Text), String> {
    let shape =
        || format!("a row is excluded by its number and a reason, as 664{sign}the amount is zero");
    let (row, reason) = text.split_once(sign).ok_or_else(shape)?;
    let row: i64 = row.trim().parse().map_err(|_| shape())?;
    let reason = Text::line(reason)
        .map_err(|error| format!("the reason why row {row} is excluded: {error}"))?;
    Ok((row, reason))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(query: &[(&str, &str)]) -> Result<Stated, String> {
        let pairs = query.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        Stated::read(pairs.collect()).map_err(|problem| problem.detail)
    }

    #[test]
    fn what_is_stated_is_read() {
        let stated = read(&[
            ("profile", "generic-utf8"),
            ("account", "1000"),
            ("exclude", "3:not ours"),
            ("exclude", "5: twice: in the file"),
        ])
        .unwrap();
        assert_eq!(stated.choices.account.as_deref(), Some("1000"));
        let excluded: Vec<(i64, &str)> =
            stated.excluded.iter().map(|(row, reason)| (*row, reason.as_str())).collect();
        assert_eq!(excluded, [(3, "not ours"), (5, "twice: in the file")]);
    }

    #[test]
    fn what_cannot_be_meant_is_refused() {
        let profile = ("profile", "generic-utf8");
        let refused = |more: &[(&str, &str)], wanted: &str| {
            let query: Vec<(&str, &str)> =
                std::iter::once(profile).chain(more.iter().copied()).collect();
            let said = read(&query).unwrap_err();
            assert!(said.contains(wanted), "{said}");
        };
        refused(&[profile], "stated twice");
        refused(&[("profile_text", "name = \"mine\"")], "give `profile`");
        refused(&[("acount", "1000")], "not known");
        refused(&[("exclude", "3")], "number and a reason");
        refused(&[("exclude", "three:x")], "number and a reason");
        refused(&[("exclude", "3:")], "the reason why row 3");
        refused(&[("exclude", "3:x"), ("exclude", "3:y")], "excluded twice");
        refused(&[("rate", "61.5")], "a value, a day and a source");
        refused(&[("rate", "61.5"), ("rate_on", "yesterday"), ("rate_source", "NBRM")], "as 2026");
        refused(&[("income_kind", "gift")], "no kind");
        assert!(read(&[]).unwrap_err().contains("give `profile`"));
    }
}
