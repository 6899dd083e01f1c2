//! What a check of the vault found.

use uuid::Uuid;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    pub people: u64,
    pub versions: u64,
    pub notes: u64,
    pub attachments: u64,
    /// Whether the sealed fields were opened too; a locked vault can only be looked at from outside.
    pub opened: bool,
    pub findings: Vec<Finding>,
}

impl Report {
    pub fn is_sound(&self) -> bool {
        self.findings.is_empty()
    }

    pub(crate) fn find(&mut self, table: &'static str, row: Uuid, fault: Astray) {
        self.findings.push(Finding { table, row, fault });
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub table: &'static str,
    /// The reference of the person, note or attachment.
    pub row: Uuid,
    pub fault: Astray,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Astray {
    /// Moved here from another row, column or version, or overwritten.
    #[error("{column} of version {version} does not open here")]
    DoesNotOpen { column: &'static str, version: i64 },
    #[error("the key does not open")]
    Key,
    #[error("something that belongs to it is missing")]
    Missing,
    #[error("its index does not agree with it")]
    Index,
    #[error("it was erased and is still here")]
    NotErased,
    #[error("the database file is damaged")]
    File,
}
