//! What people typed about an act, until it is erased.

use almoner_store::read::note::NoteRow;
use serde::Serialize;
use utoipa::ToSchema;

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct NoteView {
    /// `memo`, `reason`, `story`, `finding`, `question`, `answer` or `grounds`.
    #[schema(example = "memo")]
    pub kind: &'static str,
    /// Absent once it has been erased, or where the reader's role does not read it.
    pub body: Option<String>,
}

impl From<NoteRow> for NoteView {
    fn from(note: NoteRow) -> Self {
        Self { kind: note.kind.code(), body: note.body }
    }
}
