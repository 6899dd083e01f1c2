//! The log itself: every leaf's hash, the order of leaves, the head they lead to, and the signed roots on the way.

use almoner_proof::checkpoint::{self, Checkpoint, Verifier};
use almoner_proof::hash::Hash;
use almoner_proof::leaf::{Leaf, payload_hash};
use almoner_proof::tree::Frontier;
use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::findings::{Findings, Place};
use crate::verify::Trust;

/// A leaf as it was read; a column that cannot be read is absent and named.
pub(crate) struct LeafRow {
    pub(crate) seq: i64,
    pub(crate) recorded_at: Option<DateTime<Utc>>,
    pub(crate) actor: Option<Uuid>,
    pub(crate) kind: Option<String>,
    pub(crate) kind_version: i64,
    pub(crate) salt: Option<Hash>,
    pub(crate) payload: Vec<u8>,
    pub(crate) hash: Option<Hash>,
    pub(crate) unreadable: Vec<&'static str>,
}

/// The head as it was read.
pub(crate) struct HeadRow {
    pub(crate) id: i64,
    pub(crate) size: i64,
    pub(crate) frontier: Vec<u8>,
    pub(crate) recorded_at: Option<DateTime<Utc>>,
    pub(crate) reference_seq: i64,
    pub(crate) unreadable: Vec<&'static str>,
}

/// The tables whose rows are reference data; the head knows the last act that wrote one.
const REFERENCE: [&str; 24] = [
    "books",
    "law_value",
    "decision",
    "period",
    "person",
    "role_grant",
    "token",
    "account",
    "posting_rule",
    "band",
    "association",
    "combination",
    "tax_rule",
    "fund",
    "source",
    "member",
    "travel_order",
    "travel_step",
    "travel_cost",
    "agreement",
    "hold",
    "erasure",
    "advance",
    "asset",
];

pub(crate) fn is_reference(table: &str) -> bool {
    REFERENCE.contains(&table)
}

/// A checkpoint that must agree with the log at its size.
struct Expected {
    size: u64,
    root: Hash,
    place: Place,
    column: &'static str,
}

#[derive(Default)]
pub(super) struct Log {
    /// The tree over the leaves as they are, and over the hashes that are stored beside them: where an envelope was
    /// changed, the second still leads to the head, and tells that the head is right.
    recomputed: Frontier,
    stored: Frontier,
    last_seq: i64,
    last_at: Option<DateTime<Utc>>,
    reference_seq: i64,
    pub(super) leaves: u64,
    expected: Vec<Expected>,
    pub(super) fitting: u64,
    pub(super) signed_leaves: u64,
    /// The key in force: the last one that the log has named.
    pub(super) key: Option<Verifier>,
    pub(super) origin: Option<String>,
}

impl Log {
    pub(super) fn root(&self) -> Hash {
        self.recomputed.root()
    }

    pub(super) fn refers(&mut self, seq: i64) {
        self.reference_seq = self.reference_seq.max(seq);
    }

    /// Checks a leaf and adds it to the tree; says whether its hash is that of its envelope.
    pub(super) fn push(&mut self, row: &LeafRow, findings: &mut Findings) -> bool {
        let place = || Place::act("leaf", row.seq);
        let wanted = self.last_seq.saturating_add(1);
        if row.seq != wanted {
            let last = row.seq.saturating_sub(1);
            let what = if wanted == last {
                format!("act {wanted} is missing from the log")
            } else {
                format!("acts {wanted} to {last} are missing from the log")
            };
            findings.column(Place::act("leaf", wanted), "seq", what);
        }
        for column in &row.unreadable {
            findings.column(
                place(),
                column,
                "this holds something that cannot be read as what belongs here",
            );
        }
        if let (Some(at), Some(before)) = (row.recorded_at, self.last_at)
            && at < before
        {
            findings.column(place(), "recorded_at", "it is dated before the act that precedes it");
        }
        let hash = recompute(row);
        if row.hash.is_some() && hash != row.hash {
            let what = "time, actor, kind, version, salt or payload of this act are not those its hash was made over";
            findings.column(place(), "hash", what);
        }
        self.recomputed.push(hash.unwrap_or_default());
        self.stored.push(row.hash.or(hash).unwrap_or_default());
        self.leaves = self.leaves.saturating_add(1);
        self.last_seq = row.seq.max(wanted);
        self.last_at = row.recorded_at.or(self.last_at);
        self.meet(findings);
        hash.is_some() && hash == row.hash
    }

    /// Opens a stored note with the key in force and expects its root where the log reaches its size.
    pub(super) fn note(&mut self, size: i64, note: &str, findings: &mut Findings) {
        let place = || Place::new("checkpoint", format!("size {size}"), None);
        let Some(key) = &self.key else {
            findings.column(
                place(),
                "note",
                "there is no key in the books that could have signed it",
            );
            return;
        };
        match checkpoint::open(note, key) {
            Ok(opened) => {
                if i64::try_from(opened.size) != Ok(size) {
                    let what =
                        format!("the note signs {} acts, and is filed under {size}", opened.size);
                    findings.column(place(), "size", what);
                }
                self.check_origin(&opened, place(), findings);
                self.expect(opened, place(), "note", findings);
            }
            Err(error) => findings.column(
                place(),
                "note",
                format!("it is not a note signed by the books' key: {error}"),
            ),
        }
    }

    /// Expects the log to have grown out of the notes that were kept outside.
    pub(super) fn hold_to(
        &mut self,
        trust: &Trust,
        key: Option<&Verifier>,
        findings: &mut Findings,
    ) {
        for (note, number) in trust.notes.iter().zip(1_u64..) {
            let place = Place::new("leaf", format!("your checkpoint {number}"), None);
            match key.map(|key| checkpoint::open(note, key)) {
                Some(Ok(opened)) => {
                    let size = opened.size;
                    self.expected.push(Expected { size, root: opened.root, place, column: "hash" });
                }
                Some(Err(error)) => {
                    findings.doubt(format!(
                        "your checkpoint {number} does not open with the key: {error}"
                    ));
                }
                None => findings
                    .doubt(format!("your checkpoint {number}: there is no key to open it with")),
            }
        }
        self.meet(findings);
    }

    fn check_origin(&self, opened: &Checkpoint, place: Place, findings: &mut Findings) {
        if self.origin.as_ref().is_some_and(|origin| *origin != opened.origin) {
            findings.column(
                place,
                "note",
                format!("it was signed for another log, {}", opened.origin),
            );
        }
    }

    fn expect(
        &mut self,
        opened: Checkpoint,
        place: Place,
        column: &'static str,
        findings: &mut Findings,
    ) {
        self.expected.push(Expected { size: opened.size, root: opened.root, place, column });
        self.meet(findings);
    }

    /// Settles every expectation for the size the log has just reached.
    fn meet(&mut self, findings: &mut Findings) {
        let size = self.leaves;
        if !self.expected.iter().any(|expected| expected.size <= size) {
            return;
        }
        let (due, later) =
            std::mem::take(&mut self.expected).into_iter().partition(|it| it.size <= size);
        self.expected = later;
        let due: Vec<Expected> = due;
        for expected in due {
            if expected.size == size
                && [self.recomputed.root(), self.stored.root()].contains(&expected.root)
            {
                self.fitting = self.fitting.saturating_add(1);
                self.signed_leaves = self.signed_leaves.max(expected.size);
            } else {
                let what =
                    format!("the first {} acts are not those that were signed", expected.size);
                findings.column(expected.place, expected.column, what);
            }
        }
    }

    /// Compares the head with where the leaves lead, and names the checkpoints the log does not reach.
    pub(super) fn finish(&mut self, heads: &[HeadRow], findings: &mut Findings) {
        let leaves = self.leaves;
        for expected in std::mem::take(&mut self.expected) {
            let what = format!(
                "{} acts were signed and the log has only {leaves}: its end is missing",
                expected.size
            );
            findings.column(expected.place, expected.column, what);
        }
        if heads.iter().all(|head| head.id != 1) {
            findings.column(
                Place::new("head", "id 1", None),
                "id",
                "the head of the log is missing",
            );
        }
        for head in heads {
            if head.id == 1 {
                self.check_head(head, findings);
            } else {
                let place = Place::new("head", format!("id {}", head.id), None);
                findings.column(place, "id", "a log has one head, and its id is 1");
            }
        }
    }

    fn check_head(&self, head: &HeadRow, findings: &mut Findings) {
        let place = || Place::new("head", "id 1", None);
        for column in &head.unreadable {
            findings.column(
                place(),
                column,
                "this holds something that cannot be read as what belongs here",
            );
        }
        if head.size != self.last_seq {
            let what =
                format!("it says {} acts and the log ends with act {}", head.size, self.last_seq);
            findings.column(place(), "size", what);
        }
        let leads_here =
            [self.recomputed.to_bytes(), self.stored.to_bytes()].contains(&head.frontier);
        if !leads_here {
            findings.column(place(), "frontier", "it is not where the leaves of the log lead");
        }
        if !head.unreadable.contains(&"recorded_at") && head.recorded_at != self.last_at {
            findings.column(place(), "recorded_at", "it is not the time of the last act");
        }
        if head.reference_seq != self.reference_seq {
            let what = format!(
                "it says {}, and the last act that changed reference data is {}",
                head.reference_seq, self.reference_seq
            );
            findings.column(place(), "reference_seq", what);
        }
    }
}

fn recompute(row: &LeafRow) -> Option<Hash> {
    let leaf = Leaf {
        salt: row.salt?,
        seq: row.seq,
        recorded_at_us: row.recorded_at?.timestamp_micros(),
        actor: *row.actor?.as_bytes(),
        kind: row.kind.as_deref()?,
        kind_version: row.kind_version,
        payload_hash: payload_hash(&row.payload),
    };
    Some(leaf.hash())
}
