//! What leaves the house piece by piece, as an answer or as a file, so that its length costs no memory.

use std::future::Future;

use almoner_reports::export::ExportError;
use almoner_reports::statement::StatementError;
use almoner_store::error::StoreError;

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
