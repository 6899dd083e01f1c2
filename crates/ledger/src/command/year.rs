//! What is asked of a year as a whole: to count it and to issue its papers. Closing it is a deed of two.

use serde::Serialize;

use crate::text::{Code, Text};

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CountYear {
    pub year: i64,
    pub lines: Vec<CountLine>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CountLine {
    pub account: String,
    /// Absent where the account is counted over all funds.
    pub fund: Option<i64>,
    /// In the account's currency, on the side on which it grows: a debt of 500 is counted as 500.
    pub counted_minor: i64,
    pub remark: Option<Text>,
}

/// Papers of a closed year, as they were made from the books.
#[derive(Clone, Debug, Serialize)]
pub struct IssuePapers {
    pub year: i64,
    pub papers: Vec<PaperToIssue>,
    /// The act that closed the year, as it was when the papers were made.
    #[serde(skip)]
    pub closed_seq: i64,
    /// The last act that they count.
    #[serde(skip)]
    pub as_of_seq: i64,
}

#[derive(Clone, Debug, Serialize)]
pub struct PaperToIssue {
    pub document: Code,
    pub language: Code,
    pub face: Code,
    #[serde(skip)]
    pub content: Vec<u8>,
}
