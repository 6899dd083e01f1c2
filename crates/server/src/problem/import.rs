//! Files that are not taken in: what the answer says, and what each reason means.

use axum::http::StatusCode;

use crate::import::dry_run::ImportRefusal;
use crate::import::profile::ProfileError;
use crate::import::shape::FileError;
use crate::intake::IntakeError;
use crate::problem::Problem;

/// The reasons against a file or its profile, by name. Some have the name of a rule of the books, and its page.
pub const REASONS: &[(&str, &str)] = &[
    ("file-too-large", "the file is larger than one import takes; split it"),
    ("too-many-rows", "the file has more rows than one import takes; split it"),
    ("too-many-columns", "a row has more columns than any honest file"),
    ("cell-too-long", "a cell is longer than any honest text; perhaps a quote is not closed"),
    ("nul-byte", "the file holds a NUL byte, so it is no text in the charset of the profile"),
    ("unclosed-quote", "a quote is opened and never closed, so nobody can say where the rows end"),
    (
        "text-after-quote",
        "text stands behind a closing quote; a quote inside quotes is written twice",
    ),
    ("utf-16", "the file is in UTF-16; save it in the charset of the profile"),
    (
        "utf-8-mark",
        "the file says by its first bytes that it is UTF-8, and the profile says otherwise",
    ),
    ("file-empty", "the file is empty; its first line must name the columns"),
    ("header-charset", "the names of the columns are not in the charset of the profile"),
    ("duplicate-header", "a column is there twice, so nobody can say which is meant"),
    ("column-missing", "a column that the profile needs is not in the file"),
    ("exclusion-unknown", "a row is excluded that the file does not have"),
    ("total-too-large", "the amounts add up to more than books can hold"),
    ("file-unreadable", "the file could not be split into rows"),
    ("profile-unreadable", "the profile is not TOML, or has a key that profiles do not have"),
    ("profile-unknown", "no profile of this name comes with the program"),
    ("profile-value-unfit", "a value of the profile, or one stated for it, does not fit"),
    ("profile-delimiter", "the delimiter of the profile cannot be one"),
    ("profile-number-format", "the number format of the profile does not fit"),
    ("profile-date-format", "the date format of the profile does not fit"),
    ("profile-not-stated", "neither the profile nor the request says something that is needed"),
    ("profile-stated-twice", "the profile names a column for what is stated as one value, too"),
    ("rate-unfit", "the rate is not a positive decimal with at most six places"),
    (
        "rows-refused",
        "some rows cannot be imported, so none is; the dry run names each with its reasons. Mend them, or exclude them by number",
    ),
];

/// What a reason means, where it has a page of its own.
pub(super) fn reason(name: &str) -> Option<&'static str> {
    REASONS.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
}

impl Problem {
    /// Why a file was not taken in.
    pub fn untaken(error: &IntakeError) -> Self {
        let unfit = |name: &'static str| {
            Self::new(StatusCode::UNPROCESSABLE_ENTITY, name, error.to_string())
        };
        match error {
            IntakeError::File(file @ FileError::TooLarge { .. }) => {
                Self::new(StatusCode::PAYLOAD_TOO_LARGE, file.name(), error.to_string())
            }
            IntakeError::File(file) => unfit(file.name()),
            IntakeError::Rows(
                rows @ (ImportRefusal::RowsRefused { .. } | ImportRefusal::NothingNew),
            ) => unfit(rows.name()),
            IntakeError::Vault(problem) => problem.as_ref().clone(),
            IntakeError::Unread(error) => Self::unread(error),
            IntakeError::Unwritten(error) => Self::unwritten(error, "/api/v1/imports"),
            IntakeError::Interrupted(error) => Self::internal(error),
        }
    }

    /// Why a file cannot be read by a profile.
    pub fn profile(error: &ProfileError) -> Self {
        let mut problem =
            Self::new(StatusCode::UNPROCESSABLE_ENTITY, error.name(), error.to_string());
        problem.field = match error {
            ProfileError::Unreadable(_) => Some("profile_text"),
            ProfileError::Unknown { .. } => Some("profile"),
            ProfileError::Unfit { key, .. }
            | ProfileError::NotStated(key)
            | ProfileError::StatedTwice(key) => Some(*key),
            ProfileError::RateMissing(_) | ProfileError::RateNotWanted | ProfileError::Rate(_) => {
                Some("rate")
            }
            ProfileError::Delimiter | ProfileError::NumberFormat(_) | ProfileError::DateFormat => {
                None
            }
        }
        .map(str::to_owned);
        problem
    }
}

#[cfg(test)]
mod tests {
    use almoner_ledger::refusal::Refusal;

    use super::*;
    use crate::import::charset::{Charset, CharsetError};

    #[test]
    fn every_reason_against_a_file_has_a_page_and_a_name_of_its_own() {
        let files = [
            FileError::TooLarge { most: 1 },
            FileError::TooManyRows { most: 1 },
            FileError::TooManyColumns { row: 1, most: 1 },
            FileError::CellTooLong { row: 1, column: 1, most: 1 },
            FileError::Nul { row: 1, column: 1 },
            FileError::UnclosedQuote { row: 1, column: 1 },
            FileError::TextAfterQuote { row: 1, column: 1 },
            FileError::Utf16,
            FileError::Utf8Mark,
            FileError::Empty,
            FileError::HeaderCharset(CharsetError::NotInCharset(Charset::Utf8)),
            FileError::DuplicateHeader { name: "a".to_owned() },
            FileError::ColumnMissing { name: "a".to_owned(), found: Vec::new() },
            FileError::ExclusionUnknown { row: 2, rows: 1 },
            FileError::TotalTooLarge,
            FileError::Unreadable,
        ];
        for error in files {
            assert!(reason(error.name()).is_some(), "{}", error.name());
        }
        for (name, _) in REASONS {
            assert!(!Refusal::NAMES.contains(name), "{name} has the page of a rule");
            assert!(crate::problem::page(name).is_some(), "{name}");
        }
    }
}
