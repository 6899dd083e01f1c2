//! What makes the books provable to someone who does not trust us.
//!
//! Everything an auditor needs in order to check that no entry was changed,
//! removed or slipped in stands in this crate and nowhere else. It knows no
//! money, no SQL and no HTTP, so it can be read in one sitting and written
//! again in another language. `tests/vectors` holds the bytes on which such a
//! second implementation must agree.
//!
//! A fact becomes canonical bytes, the bytes become a leaf, the leaves become
//! a tree, and the root of the tree is signed. Whoever keeps one signed
//! checkpoint can tell whether a later one grew out of it.

pub mod canon;
pub mod hash;
pub mod leaf;

pub mod tree;

pub mod checkpoint;
