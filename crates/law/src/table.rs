//! Rows of a file that remember where they stood, so that every refusal can point.

use chrono::NaiveDate;
use csv::{ErrorKind, ReaderBuilder, StringRecord};
use serde::de::{DeserializeOwned, IntoDeserializer, value};

use crate::error::{LawError, Problem};
use crate::names::Names;

/// The source of what no law says and we decided ourselves.
pub(crate) const OWN_CHOICE: &str = "Almoner";

pub(crate) struct Row {
    file: &'static str,
    line: u64,
    columns: &'static [&'static str],
    record: StringRecord,
}

/// Splits a file into rows; the header must be exactly `columns`.
pub(crate) fn read(
    file: &'static str,
    columns: &'static [&'static str],
    text: &str,
) -> Result<Vec<Row>, LawError> {
    let mut reader = ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    let mut records = reader.records();
    let header = records.next().transpose().map_err(|error| refuse_csv(file, &error))?;
    if header.is_none_or(|header| header != *columns) {
        return Err(LawError::of_file(file, Problem::Header { expected: columns.join(",") }));
    }
    records
        .map(|record| {
            let record = record.map_err(|error| refuse_csv(file, &error))?;
            let line = record.position().map_or(1, csv::Position::line);
            Ok(Row { file, line, columns, record })
        })
        .collect()
}

fn refuse_csv(file: &'static str, error: &csv::Error) -> LawError {
    let problem = if let ErrorKind::UnequalLengths { expected_len, len, .. } = error.kind() {
        Problem::FieldCount { found: *len, expected: *expected_len }
    } else {
        Problem::NotATable
    };
    LawError { file, line: error.position().map_or(1, csv::Position::line), problem }
}

impl Row {
    pub(crate) fn refuse(&self, problem: Problem) -> LawError {
        LawError { file: self.file, line: self.line, problem }
    }

    fn unreadable(&self, column: &'static str, text: &str) -> LawError {
        self.refuse(Problem::Unreadable { column, text: text.to_owned() })
    }

    /// A field that may be empty; blanks at its ends are a slip of the editor and refused.
    pub(crate) fn optional(&self, column: &'static str) -> Result<Option<&str>, LawError> {
        let index = self.columns.iter().position(|name| *name == column);
        let text = index.and_then(|index| self.record.get(index)).unwrap_or_default();
        if text != text.trim() {
            return Err(self.unreadable(column, text));
        }
        Ok(Some(text).filter(|text| !text.is_empty()))
    }

    pub(crate) fn text(&self, column: &'static str) -> Result<&str, LawError> {
        self.optional(column)?.ok_or_else(|| self.refuse(Problem::Empty { column }))
    }

    /// A word of a closed list, or a date, spelled as serde spells it.
    pub(crate) fn word<T: DeserializeOwned>(&self, column: &'static str) -> Result<T, LawError> {
        let text = self.text(column)?;
        T::deserialize(text.into_deserializer())
            .map_err(|_: value::Error| self.unreadable(column, text))
    }

    pub(crate) fn optional_date(
        &self,
        column: &'static str,
    ) -> Result<Option<NaiveDate>, LawError> {
        self.optional(column)?.map(|_| self.word(column)).transpose()
    }

    pub(crate) fn whole<T: std::str::FromStr>(&self, column: &'static str) -> Result<T, LawError> {
        let text = self.text(column)?;
        text.parse().map_err(|_| self.unreadable(column, text))
    }

    /// A key of ours: small letters, digits and underscores.
    pub(crate) fn key(&self, column: &'static str) -> Result<String, LawError> {
        let text = self.text(column)?;
        if is_key(text) { Ok(text.to_owned()) } else { Err(self.unreadable(column, text)) }
    }

    pub(crate) fn names(&self) -> Result<Names, LawError> {
        self.names_in(["name_mk", "name_en", "name_sq"])
    }

    pub(crate) fn names_in(&self, [mk, en, sq]: [&'static str; 3]) -> Result<Names, LawError> {
        let text = |column| self.text(column).map(str::to_owned);
        Ok(Names { mk: text(mk)?, en: text(en)?, sq: text(sq)? })
    }

    /// Where the row was read, and whether that counts as verified.
    pub(crate) fn provenance(&self) -> Result<(String, bool), LawError> {
        let source = self.text("source")?;
        let verified = self.whole("verified")?;
        if verified && source == OWN_CHOICE {
            return Err(self.refuse(Problem::OwnChoiceVerified));
        }
        Ok((source.to_owned(), verified))
    }
}

pub(crate) fn is_key(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_'))
}
