//! The envelope in which every fact that matters to trust enters the log.
//!
//! Invariant: the layout is frozen as `almoner/leaf/v1`. Facts change shape
//! over the years, so they travel as a payload under their own kind and
//! version, and the leaf holds the payload's hash only: an auditor can check
//! the whole log without seeing one payload.

use std::fmt;

use crate::canon::Canon;
use crate::hash::{Hash, sha256};

const LAYOUT: &[u8] = b"almoner/leaf/v1\n";

/// RFC 6962 §2.1: leaves and nodes are hashed apart, so that a node can never
/// pass for a leaf.
const LEAF_PREFIX: &[u8] = &[0x00];

#[derive(Clone, PartialEq, Eq)]
pub struct Leaf<'a> {
    /// Random, one per leaf. Whoever sees the tree but not the salt cannot
    /// guess a leaf and see whether it is there.
    pub salt: [u8; 32],
    /// The position in the log, dense over leaves of every kind.
    pub seq: i64,
    /// Microseconds since 1970 in UTC.
    pub recorded_at_us: i64,
    pub actor: [u8; 16],
    pub kind: &'a str,
    pub kind_version: i64,
    pub payload_hash: Hash,
}

impl Leaf<'_> {
    /// What is hashed: the layout's name, the salt, then the canonical fields.
    pub fn bytes(&self) -> Vec<u8> {
        let mut fields = Canon::new();
        fields
            .int(self.seq)
            .int(self.recorded_at_us)
            .bytes(&self.actor)
            .text(self.kind)
            .int(self.kind_version)
            .bytes(&self.payload_hash);
        [LAYOUT, &self.salt, fields.as_slice()].concat()
    }

    /// The leaf hash of RFC 6962.
    pub fn hash(&self) -> Hash {
        sha256(&[LEAF_PREFIX, &self.bytes()])
    }
}

/// Leaves the salt out: a log line must not undo what the salt hides.
impl fmt::Debug for Leaf<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Leaf")
            .field("seq", &self.seq)
            .field("kind", &self.kind)
            .field("kind_version", &self.kind_version)
            .finish_non_exhaustive()
    }
}

/// The hash by which a leaf holds its payload: SHA-256 with nothing added.
pub fn payload_hash(payload: &[u8]) -> Hash {
    sha256(&[payload])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn leaf() -> Leaf<'static> {
        Leaf {
            salt: [0xAB; 32],
            seq: 0,
            recorded_at_us: 1_773_100_800_000_000,
            actor: [1; 16],
            kind: "payout.approved",
            kind_version: 1,
            payload_hash: payload_hash(b""),
        }
    }

    #[test]
    fn every_part_of_a_leaf_changes_its_hash() {
        let others = [
            Leaf { salt: [0xAC; 32], ..leaf() },
            Leaf { seq: 1, ..leaf() },
            Leaf { recorded_at_us: 1_773_100_800_000_001, ..leaf() },
            Leaf { actor: [2; 16], ..leaf() },
            Leaf { kind: "payout.released", ..leaf() },
            Leaf { kind_version: 2, ..leaf() },
            Leaf { payload_hash: payload_hash(b" "), ..leaf() },
        ];
        for other in others {
            assert_ne!(other.hash(), leaf().hash(), "{other:?}");
        }
    }

    #[test]
    fn the_salt_is_not_shown() {
        let shown = format!("{:?}", leaf());
        assert_eq!(shown, r#"Leaf { seq: 0, kind: "payout.approved", kind_version: 1, .. }"#);
    }
}
