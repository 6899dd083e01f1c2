//! Fields of requests: text becomes a type of the ledger while it is read, so that an error can name its field.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use almoner_ledger::codes::*;
use almoner_ledger::money::{Amount, Rate, parse_minor};
use almoner_ledger::month::Month;
use almoner_ledger::text::{Code, Text};
use almoner_proof::hash::Hash;
use chrono::NaiveDate;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::openapi::{RefOr, SchemaFormat};
use utoipa::{PartialSchema, ToSchema};

macro_rules! fields {
    ($($(#[$meta:meta])* $name:ident($inner:ty) = $parse:expr, $pattern:expr, $example:literal;)+) => {
        $(
            $(#[$meta])*
            #[derive(Clone, Debug)]
            pub struct $name(pub $inner);

            impl<'de> Deserialize<'de> for $name {
                fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                    let text = String::deserialize(deserializer)?;
                    let parse: fn(&str) -> Result<$inner, String> = $parse;
                    parse(&text).map(Self).map_err(D::Error::custom)
                }
            }

            impl PartialSchema for $name {
                fn schema() -> RefOr<Schema> {
                    let pattern: Option<&str> = $pattern;
                    ObjectBuilder::new()
                        .schema_type(Type::String)
                        .pattern(pattern)
                        .examples([serde_json::Value::from($example)])
                        .into()
                }
            }

            impl ToSchema for $name {}
        )+
    };
}

fn said<T, E: ToString>(result: Result<T, E>) -> Result<T, String> {
    result.map_err(|error| error.to_string())
}

fields! {
    /// A sum of money: JSON numbers are floats to most programs, so money is text.
    AmountText(Amount) = |text| said(Amount::parse(text)), Some(r"^\d{1,11}(\.\d{1,2})?$"), "1500.50";
    /// What was counted: it may be nothing, or less than nothing.
    SumText(i64) = |text| said(parse_minor(text)), Some(r"^-?\d{1,13}(\.\d{1,2})?$"), "1500.50";
    /// A short mark without spaces: a document number, a login, a code from a list.
    CodeText(Code) = |text| said(Code::parse(text)), None, "03-17/2026";
    /// One line of text: a name, a label.
    LineText(Text) = |text| said(Text::line(text)), None, "Општина Центар";
    /// Text of some lines; it can be erased later.
    LongText(Text) = |text| said(Text::parse(text)), None, "…";
    /// The code of an account in the chart.
    AccountText(String) = |text| said(Code::parse(text)).map(|code| code.as_str().to_owned()), Some(r"^\d{3,12}$"), "1000";
    /// A municipality by its ISO 3166-2 code; any other word would fit no grant and stand in no report.
    PlaceText(Code) = |text| place(text), Some(r"^MK-\d{3}$"), "MK-814";
    /// A calendar month.
    MonthText(Month) = |text| Month::parse(text).ok_or_else(|| "a month is written as year and month, for example 2026-03".to_owned()), Some(r"^\d{4}-\d{2}$"), "2026-03";
    /// A SHA-256 hash in lower-case hexadecimal.
    HashText(Hash) = |text| parse_hash(text).ok_or_else(|| "a hash is written as 64 hexadecimal digits".to_owned()), Some("^[0-9a-f]{64}$"), "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
}

fn place(text: &str) -> Result<Code, String> {
    static CODES: OnceLock<BTreeSet<String>> = OnceLock::new();
    let codes = CODES.get_or_init(|| {
        let places = almoner_law::mk().map(|law| law.municipalities).unwrap_or_default();
        places.into_iter().map(|place| place.iso_3166_2).collect()
    });
    if !codes.contains(text) {
        return Err(
            "there is no such municipality; use its ISO code, for example MK-814".to_owned()
        );
    }
    said(Code::parse(text))
}

pub fn parse_hash(text: &str) -> Option<Hash> {
    if text.len() != 64 || !text.is_ascii() {
        return None;
    }
    let mut hash = [0_u8; 32];
    for (byte, at) in hash.iter_mut().zip((0_usize..).step_by(2)) {
        *byte = u8::from_str_radix(text.get(at..at.checked_add(2)?)?, 16).ok()?;
    }
    Some(hash)
}

pub fn write_hash(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What one unit of a foreign currency was worth in denars, on which day, and who says so.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RateText {
    #[schema(example = "61.695")]
    pub value: String,
    pub on: NaiveDate,
    pub source: CodeText,
}

impl RateText {
    pub fn parse(self, field: &str) -> Result<Rate, crate::problem::Problem> {
        Rate::parse(&self.value, self.on, self.source.0)
            .map_err(|error| crate::problem::Problem::field(format!("{field}.value"), error))
    }
}

/// A closed list of the ledger, as the schema tells it.
pub trait Word {
    fn codes() -> Vec<&'static str>;
}

macro_rules! words {
    ($($name:ident),+ $(,)?) => {
        $(impl Word for $name {
            fn codes() -> Vec<&'static str> {
                $name::ALL.iter().map(|word| word.code()).collect()
            }
        })+
    };
}

words!(
    Currency,
    Role,
    AccountKind,
    AccountRole,
    SourceKind,
    AgreementKind,
    AgreementState,
    Unspent,
    BookedAs,
    ImportKind,
    IncomeKind,
    IncomeForm,
    DocumentKind,
    NoDocument,
    Category,
    TargetGroup,
    Urgency,
    Method,
    ReviewFinding,
    Reason,
    RequestState,
    PayeeKind,
    Signs,
    Step,
    EvidenceKind,
    TaxBasis,
    TravelMeans,
    TravelState,
    MediaType,
    MatchHow,
    Combined,
    PayoutState,
    EntryKind,
    DecisionKind,
    DecisionState,
    WarningCode,
    SubjectKind,
    RevealScope,
    Purpose,
);

/// The schema of a word from a closed list.
pub fn word<T: Word>() -> Schema {
    ObjectBuilder::new().schema_type(Type::String).enum_values(Some(T::codes())).into()
}

/// The schema of a list of such words.
pub fn words<T: Word>() -> Schema {
    utoipa::openapi::schema::ArrayBuilder::new().items(RefOr::T(word::<T>())).into()
}

/// The schema of an instant.
pub fn instant() -> Schema {
    let format = SchemaFormat::KnownFormat(utoipa::openapi::KnownFormat::DateTime);
    ObjectBuilder::new().schema_type(Type::String).format(Some(format)).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_survives_its_text() {
        let hash: Hash = core::array::from_fn(|at| u8::try_from(at).unwrap());
        assert_eq!(parse_hash(&write_hash(&hash)), Some(hash));
        assert_eq!(parse_hash("abc"), None);
        assert_eq!(parse_hash(&"ш".repeat(32)), None);
    }
}
