//! Checking the books as a stranger would: every row against the log, the log against its signed roots, and whatever
//! follows from rows against what it follows from. Nothing that is stored is believed because it is stored.

mod advance;
mod asset;
mod audit;
mod bundle;
mod compare;
mod decision;
mod derived;
mod entry;
mod findings;
mod image;
mod log;
mod page;
mod payout;
mod replay;
mod request;
mod roles;
mod series;
mod state;
mod sums;
mod tax;
mod text;
mod traced;
mod year;

use std::fmt;
use std::path::Path;

use almoner_proof::checkpoint::Verifier;
use almoner_proof::hash::Hash;

pub(crate) use audit::Audit;
pub(crate) use compare::Stored;
pub(crate) use derived::{DERIVED, DerivedMerge, DerivedTable};
pub(crate) use findings::{Findings, Place};
pub(crate) use log::{HeadRow, LeafRow};
pub(crate) use page::Merge;
pub(crate) use state::StateMerge;
pub(crate) use text::hex;
pub(crate) use traced::{Traced, TracedRow};

use crate::error::StoreError;
use crate::store::{Readers, Store};
use crate::{postgres, sqlite};

/// What the one who checks brings along from outside. Whoever can write the database can write everything in it, the
/// public key too: only what was kept elsewhere (on paper, in the board's minutes) can show that.
#[derive(Clone, Debug, Default)]
pub struct Trust {
    /// The key that checkpoints must be signed with. Without it the key in the books is used, and the report says so.
    pub key: Option<Verifier>,
    /// Signed checkpoints kept from earlier, whole: the log must have grown out of each.
    pub notes: Vec<String>,
}

impl Trust {
    pub fn in_key(key: Verifier) -> Self {
        Self { key: Some(key), notes: Vec::new() }
    }
}

/// One thing that is wrong, and where.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// The act concerned, which is also the number of its leaf.
    pub seq: Option<i64>,
    pub table: &'static str,
    /// The row, for example `seq 17, line 2`.
    pub key: String,
    /// The column, or several where the row's commitment covers them together; absent where a whole row is concerned.
    pub column: Option<String>,
    /// A sentence for people.
    pub what: String,
}

/// Whether the books can be relied on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Soundness {
    Sound,
    /// Something in the books is not as it was recorded.
    NotSound,
    /// Nothing wrong was found, but something could not be checked.
    CannotTell,
}

impl Soundness {
    /// The exit code of a program that has checked: 0 sound, 1 not sound, 2 cannot tell.
    pub const fn exit_code(self) -> u8 {
        match self {
            Self::Sound => 0,
            Self::NotSound => 1,
            Self::CannotTell => 2,
        }
    }
}

/// What a check found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// Leaves read, and with them acts.
    pub leaves: u64,
    /// Rows compared with the log.
    pub rows: u64,
    /// The root of the log as it was recomputed.
    pub root: Hash,
    /// Signed checkpoints that were opened and fit.
    pub checkpoints: u64,
    /// Leaves that stand under a signed checkpoint; later ones rest on the database alone.
    pub signed_leaves: u64,
    /// Whether the key came from outside the books.
    pub key_is_trusted: bool,
    /// The key checkpoints were checked with, in the form `name+id+key`, where there is one.
    pub key: Option<String>,
    /// Sorted by act; at most [`Report::FINDINGS_MAX`] are kept.
    pub findings: Vec<Finding>,
    /// How many findings there are in all.
    pub findings_count: u64,
    /// What could not be checked, and why.
    pub doubts: Vec<String>,
}

impl Report {
    /// Findings beyond this number are counted, not kept: books that are all wrong must not fill the memory.
    pub const FINDINGS_MAX: usize = 10_000;
    /// Findings that the text shows.
    pub const SHOWN_MAX: usize = 100;

    pub const fn soundness(&self) -> Soundness {
        if self.findings_count != 0 {
            Soundness::NotSound
        } else if !self.doubts.is_empty() {
            Soundness::CannotTell
        } else {
            Soundness::Sound
        }
    }

    pub const fn is_sound(&self) -> bool {
        matches!(self.soundness(), Soundness::Sound)
    }
}

/// The report for people.
impl fmt::Display for Report {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        text::write(self, out)
    }
}

impl Store {
    /// Checks the whole of the books on one snapshot, while others read and write.
    ///
    /// `progress` is told how many leaves have been read, of how many.
    pub async fn verify(
        &self,
        trust: &Trust,
        progress: impl Fn(u64, u64) + Send + Sync,
    ) -> Result<Report, StoreError> {
        // A connection of its own: a caller that goes away in the middle must not hand an old snapshot to the next reader.
        match &self.inner.readers {
            Readers::Sqlite(_) => {
                let mut connection = sqlite::connect_snapshot(&self.inner.config).await?;
                let report = sqlite::sql::verify::run(&mut connection, trust, &progress).await;
                drop(sqlx::Connection::close(connection).await);
                report
            }
            Readers::Postgres(_) => {
                let mut connection = postgres::connect(&self.inner.config).await?;
                let report = postgres::sql::verify::run(&mut connection, trust, &progress).await;
                drop(sqlx::Connection::close(connection).await);
                report
            }
        }
    }
}

/// Checks the books in an SQLite file that nobody writes, without changing it: a backup, or a copy.
pub async fn verify_file(
    path: &Path,
    trust: &Trust,
    progress: impl Fn(u64, u64) + Send + Sync,
) -> Result<Report, StoreError> {
    let mut connection = sqlite::connect_to_read(path).await?;
    let report = sqlite::sql::verify::run(&mut connection, trust, &progress).await;
    drop(sqlx::Connection::close(connection).await);
    report
}
