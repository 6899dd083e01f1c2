//! What leaves the house piece by piece, as an answer or as a file, so that its length costs no memory.

use std::future::Future;

use almoner_reports::export::ExportError;
use almoner_reports::statement::StatementError;
use almoner_store::error::StoreError;

use crate::reporting::Made;

#[derive(Debug, thiserror::Error)]
pub enum SheetError {
    #[error("there is no such {0}")]
    Absent(&'static str),
    #[error("a statement ends on or after the day it begins")]
    Dates,
    #[error("the books cannot be read")]
    Store(#[from] StoreError),
    #[error("the statement does not add up")]
    Statement(#[from] StatementError),
    #[error("the export does not add up")]
    Export(#[from] ExportError),
}

pub trait Pieces: Send + 'static {
    /// How a file of it is called: by what it is about, and never by whom.
    fn file_name(&self) -> &str;

    fn media_type(&self) -> &'static str;

    /// The last act that it counts.
    fn as_of_seq(&self) -> i64;

    /// How many lines it has told so far.
    fn rows(&self) -> u64;

    /// The next piece; `None` after the last.
    fn next(&mut self) -> impl Future<Output = Result<Option<Vec<u8>>, SheetError>> + Send;
}

/// A file that is made at once.
pub(crate) struct Whole {
    made: Made,
    bytes: Option<Vec<u8>>,
    rows: u64,
}

impl Whole {
    pub(crate) fn of(mut made: Made) -> Self {
        let bytes = std::mem::take(&mut made.bytes);
        let lines = bytes.iter().filter(|byte| **byte == b'\n').count();
        Self { made, rows: u64::try_from(lines).unwrap_or(u64::MAX), bytes: Some(bytes) }
    }
}

impl Pieces for Whole {
    fn file_name(&self) -> &str {
        &self.made.file_name
    }

    fn media_type(&self) -> &'static str {
        self.made.media_type
    }

    fn as_of_seq(&self) -> i64 {
        self.made.as_of_seq
    }

    fn rows(&self) -> u64 {
        self.rows
    }

    async fn next(&mut self) -> Result<Option<Vec<u8>>, SheetError> {
        Ok(self.bytes.take())
    }
}
