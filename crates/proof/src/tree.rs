//! The Merkle tree of RFC 6962 over the leaf hashes of the log.
//!
//! Two questions have short answers here: "is this leaf in the log?" (an
//! inclusion proof) and "did the log of today grow out of the log I saw?" (a
//! consistency proof). Making proofs follows the recursive definitions of RFC
//! 6962 §2.1, checking them the loops of RFC 9162 §2.1.3.2 and §2.1.4.2, so
//! that the two halves do not share a mistake.

use crate::hash::{Hash, sha256};

const NODE_PREFIX: &[u8] = &[0x01];

fn node(left: &Hash, right: &Hash) -> Hash {
    sha256(&[NODE_PREFIX, left, right])
}

fn empty_root() -> Hash {
    sha256(&[])
}

/// The right edge of a tree: all that is needed to append to it and to know
/// its root, in a few hundred bytes however long the log is.
///
/// Invariant: `nodes` are the roots of the complete subtrees, largest first,
/// one for each bit set in `size`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frontier {
    size: u64,
    nodes: Vec<Hash>,
}

impl Frontier {
    /// The largest size that is read back: positions in the log are `i64`.
    const SIZE_MAX: u64 = i64::MAX.unsigned_abs();

    pub fn new() -> Self {
        Self::default()
    }

    pub fn size(&self) -> u64 {
        self.size
    }

    /// Appends a leaf, joining it with the complete subtrees it completes.
    pub fn push(&mut self, leaf_hash: Hash) {
        let joined = self.size.trailing_ones();
        let mut root = leaf_hash;
        for _ in 0..joined {
            let left = self.nodes.pop().expect("a node for each bit set in the size");
            root = node(&left, &root);
        }
        self.nodes.push(root);
        self.size = self.size.strict_add(1);
    }

    pub fn root(&self) -> Hash {
        let joined = self.nodes.iter().copied().rev().reduce(|right, left| node(&left, &right));
        joined.unwrap_or_else(empty_root)
    }

    /// The size as a big-endian `u64`, then the nodes, largest subtree first.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = self.size.to_be_bytes().to_vec();
        bytes.extend_from_slice(self.nodes.as_flattened());
        bytes
    }

    pub fn from_bytes(bytes: &[u8]) -> Result<Self, FrontierError> {
        let (size, nodes) = bytes.split_first_chunk().ok_or(FrontierError::Length)?;
        let (nodes, []) = nodes.as_chunks() else {
            return Err(FrontierError::Length);
        };
        let size = u64::from_be_bytes(*size);
        if Self::SIZE_MAX < size {
            return Err(FrontierError::TooLarge);
        }
        if usize::try_from(size.count_ones()) != Ok(nodes.len()) {
            return Err(FrontierError::NodeCount { size, nodes: nodes.len() });
        }
        Ok(Self { size, nodes: nodes.to_vec() })
    }
}

/// The root over all leaves at once; [`Frontier`] arrives at the same one
/// leaf by leaf.
pub fn root(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => empty_root(),
        [leaf] => *leaf,
        [_, _, ..] => {
            let (left, right) = split(leaves);
            node(&root(left), &root(right))
        }
    }
}

/// Splits two or more leaves at the largest power of two below their number.
fn split(leaves: &[Hash]) -> (&[Hash], &[Hash]) {
    leaves.split_at(leaves.len().next_power_of_two() / 2)
}

/// The siblings on the way from a leaf to the root, lowest first; `None` if
/// there is no such leaf.
pub fn inclusion_proof(leaves: &[Hash], index: u64) -> Option<Vec<Hash>> {
    let mut index = usize::try_from(index).ok().filter(|index| *index < leaves.len())?;
    let mut subtree = leaves;
    let mut proof = Vec::new();
    while 1 < subtree.len() {
        let (left, right) = split(subtree);
        if let Some(beyond) = index.checked_sub(left.len()) {
            proof.push(root(left));
            (subtree, index) = (right, beyond);
        } else {
            proof.push(root(right));
            subtree = left;
        }
    }
    proof.reverse();
    Some(proof)
}

/// Whether the leaf stands at `index` in the tree that has this root.
///
/// The size must come from where the root comes from, a signed checkpoint:
/// one proof can fit trees of several sizes.
pub fn verify_inclusion(leaf: &Hash, index: u64, size: u64, proof: &[Hash], root: &Hash) -> bool {
    let Some(last) = size.checked_sub(1).filter(|last| index <= *last) else {
        return false;
    };
    let mut climb = Climb { index, last };
    let mut hash = *leaf;
    for sibling in proof {
        hash = match climb.step() {
            Some(Side::Left) => node(sibling, &hash),
            Some(Side::Right) => node(&hash, sibling),
            None => return false,
        };
    }
    climb.last == 0 && hash == *root
}

/// The subtrees that show the tree of the first `old` leaves inside the whole;
/// `None` if there are not so many leaves.
///
/// Every tree grows out of itself and out of the empty one; the proof of
/// either is empty.
pub fn consistency_proof(leaves: &[Hash], old: u64) -> Option<Vec<Hash>> {
    let mut old = usize::try_from(old).ok().filter(|old| *old <= leaves.len())?;
    let mut subtree = leaves;
    let mut proof = Vec::new();
    // While every turn was to the left, what remains is the old tree itself,
    // whose root the verifier has.
    let mut is_old_tree = true;
    while 0 < old && old < subtree.len() {
        let (left, right) = split(subtree);
        if let Some(beyond) = old.checked_sub(left.len()).filter(|beyond| 0 < *beyond) {
            proof.push(root(left));
            (subtree, old) = (right, beyond);
            is_old_tree = false;
        } else {
            proof.push(root(right));
            subtree = left;
        }
    }
    if !is_old_tree {
        proof.push(root(subtree));
    }
    proof.reverse();
    Some(proof)
}

/// Whether the new tree begins with all leaves of the old one, in their order.
pub fn verify_consistency(
    old: u64,
    old_root: &Hash,
    new: u64,
    new_root: &Hash,
    proof: &[Hash],
) -> bool {
    if old == new {
        return proof.is_empty() && old_root == new_root && (old != 0 || *old_root == empty_root());
    }
    let Some(last_old) = old.checked_sub(1) else {
        return proof.is_empty() && *old_root == empty_root();
    };
    let Some(last) = new.checked_sub(1).filter(|last| last_old < *last) else {
        return false;
    };
    let (start, siblings) = if old.is_power_of_two() {
        (old_root, proof)
    } else if let Some((first, rest)) = proof.split_first() {
        (first, rest)
    } else {
        return false;
    };

    let mut climb = Climb { index: last_old, last };
    climb.rise(last_old.trailing_ones());
    let (mut old_hash, mut new_hash) = (*start, *start);
    for sibling in siblings {
        match climb.step() {
            Some(Side::Left) => {
                old_hash = node(sibling, &old_hash);
                new_hash = node(sibling, &new_hash);
            }
            Some(Side::Right) => new_hash = node(&new_hash, sibling),
            None => return false,
        }
    }
    climb.last == 0 && old_hash == *old_root && new_hash == *new_root
}

/// A way up the tree, by the position of the node on its level and of the
/// last node there. The root is reached when `last` is zero.
struct Climb {
    index: u64,
    last: u64,
}

/// Where the sibling stands.
enum Side {
    Left,
    Right,
}

impl Climb {
    /// Joins the node with its sibling and goes up to their parent; `None` at
    /// the root, where there is no sibling.
    fn step(&mut self) -> Option<Side> {
        if self.last == 0 {
            return None;
        }
        let is_left_child = self.index.is_multiple_of(2);
        let side = if is_left_child && self.index != self.last { Side::Right } else { Side::Left };
        if let Side::Left = side {
            // The last node of a level may lack a sibling; it counts as its
            // own parent until it is a right child.
            self.rise(self.index.trailing_zeros());
        }
        self.rise(1);
        Some(side)
    }

    fn rise(&mut self, levels: u32) {
        self.index = self.index.unbounded_shr(levels);
        self.last = self.last.unbounded_shr(levels);
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FrontierError {
    #[error("a frontier is 8 bytes of size and 32 for each node")]
    Length,
    #[error("the size is beyond any position in the log")]
    TooLarge,
    #[error("a tree of {size} leaves does not have {nodes} nodes on its right edge")]
    NodeCount { size: u64, nodes: usize },
}

#[cfg(test)]
mod tests {
    use super::*;

    fn leaves(count: u32) -> Vec<Hash> {
        (0..count).map(|n| sha256(&[&[0x00], &n.to_be_bytes()])).collect()
    }

    #[test]
    fn the_frontier_knows_the_root_at_every_size() {
        let all = leaves(300);
        let mut frontier = Frontier::new();
        assert_eq!(frontier.root(), root(&[]));
        for (n, leaf) in (1_usize..).zip(&all) {
            frontier.push(*leaf);
            let (so_far, _) = all.split_at(n);
            assert_eq!(frontier.root(), root(so_far), "size {n}");
            assert_eq!(usize::try_from(frontier.size()), Ok(n));
        }
    }

    #[test]
    fn a_frontier_survives_being_stored() {
        let mut frontier = Frontier::new();
        for leaf in leaves(300) {
            let stored = frontier.to_bytes();
            assert_eq!(Frontier::from_bytes(&stored).as_ref(), Ok(&frontier));
            frontier.push(leaf);
        }
    }

    #[test]
    fn a_frontier_with_a_missing_or_extra_node_is_refused() {
        let mut frontier = Frontier::new();
        leaves(5).into_iter().for_each(|leaf| frontier.push(leaf));
        let mut bytes = frontier.to_bytes();
        bytes.extend_from_slice(&[0; 32]);
        let refused = Err(FrontierError::NodeCount { size: 5, nodes: 3 });
        assert_eq!(Frontier::from_bytes(&bytes), refused);
        bytes.truncate(40);
        let refused = Err(FrontierError::NodeCount { size: 5, nodes: 1 });
        assert_eq!(Frontier::from_bytes(&bytes), refused);
    }

    #[test]
    fn a_frontier_of_a_crooked_length_is_refused() {
        for length in [0, 7, 9, 39, 41] {
            let bytes = vec![0; length];
            assert_eq!(Frontier::from_bytes(&bytes), Err(FrontierError::Length), "{length}");
        }
    }

    #[test]
    fn a_frontier_larger_than_any_log_is_refused() {
        let mut bytes = u64::MAX.to_be_bytes().to_vec();
        bytes.extend_from_slice(&[0; 64 * 32]);
        assert_eq!(Frontier::from_bytes(&bytes), Err(FrontierError::TooLarge));
    }

    #[test]
    fn there_is_no_proof_for_what_is_not_there() {
        assert_eq!(inclusion_proof(&[], 0), None);
        assert_eq!(inclusion_proof(&leaves(3), 3), None);
        assert_eq!(consistency_proof(&leaves(3), 4), None);
    }

    #[test]
    fn every_tree_grows_out_of_the_empty_one_and_nothing_shrinks() {
        let all = leaves(3);
        let (empty, whole) = (root(&[]), root(&all));
        assert_eq!(consistency_proof(&all, 0), Some(vec![]));
        assert!(verify_consistency(0, &empty, 3, &whole, &[]));
        assert!(verify_consistency(0, &empty, 0, &empty, &[]));
        assert!(!verify_consistency(0, &whole, 3, &whole, &[]));
        assert!(!verify_consistency(0, &whole, 0, &whole, &[]));
        assert!(!verify_consistency(0, &empty, 3, &whole, &[whole]));
        assert!(!verify_consistency(3, &whole, 0, &empty, &[]));
        assert!(!verify_consistency(3, &whole, 2, &whole, &[]));
        assert!(!verify_consistency(4, &whole, 2, &whole, &[]));
    }

    #[test]
    fn a_tree_agrees_with_itself_only_under_one_root() {
        let (one, other) = (root(&leaves(3)), root(&leaves(4)));
        assert_eq!(consistency_proof(&leaves(3), 3), Some(vec![]));
        assert!(verify_consistency(3, &one, 3, &one, &[]));
        assert!(!verify_consistency(3, &one, 3, &other, &[]));
        assert!(!verify_consistency(3, &one, 3, &one, &[one]));
    }

    #[test]
    fn a_proof_that_climbs_past_the_root_is_refused() {
        let all = leaves(2);
        let ([first], [second]) = all.split_at(1) else { panic!("two leaves") };
        let whole = root(&all);
        // The hashes fit; a tree of one leaf is not that high.
        assert!(!verify_inclusion(second, 0, 1, &[*first], &whole));
        assert!(!verify_inclusion(first, 0, 1, &[*second], &whole));
    }

    #[test]
    fn a_proof_for_the_largest_tree_is_checked_without_overflow() {
        let hash = [0; 32];
        for length in 0..70 {
            let proof = vec![hash; length];
            assert!(!verify_inclusion(&hash, u64::MAX - 1, u64::MAX, &proof, &hash));
            assert!(!verify_inclusion(&hash, u64::MAX, u64::MAX, &proof, &hash));
            assert!(!verify_consistency(u64::MAX - 1, &hash, u64::MAX, &hash, &proof));
            assert!(!verify_consistency(1 << 63, &hash, u64::MAX, &hash, &proof));
        }
    }
}
