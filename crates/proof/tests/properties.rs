//! What holds for every record, tree and note, against `ct-merkle` as a second
//! opinion on RFC 6962.

#![expect(clippy::unwrap_used, reason = "a panic is a failed test")]

use almoner_proof::canon::{Canon, CanonError, Fields};
use almoner_proof::checkpoint::{Checkpoint, Signer, open};
use almoner_proof::hash::{Hash, sha256};
use almoner_proof::tree::{
    Frontier, consistency_proof, inclusion_proof, root, verify_consistency, verify_inclusion,
};
use ct_merkle::mem_backed_tree::MemoryBackedTree;
use ct_merkle::{ConsistencyProof, InclusionProof, RootHash};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;
use sha2::Sha256;

/// Leaves as bytes, a few of them repeated, in trees of up to this many.
const LEAVES_MAX: usize = 130;

fn leaf_hashes(leaves: &[Vec<u8>]) -> Vec<Hash> {
    leaves.iter().map(|leaf| sha256(&[&[0x00], leaf])).collect()
}

fn oracle(leaves: &[Vec<u8>]) -> MemoryBackedTree<Sha256, Vec<u8>> {
    let mut tree = MemoryBackedTree::new();
    leaves.iter().for_each(|leaf| tree.push(leaf.clone()));
    tree
}

fn size(leaves: &[Vec<u8>]) -> u64 {
    leaves.len().try_into().unwrap()
}

fn leaves() -> impl Strategy<Value = Vec<Vec<u8>>> {
    vec(vec(any::<u8>(), 0..4), 1..=LEAVES_MAX)
}

/// One way to spoil a proof.
#[derive(Clone, Debug)]
enum Harm {
    Flip(Index, Index, u8),
    Drop(Index),
    Repeat(Index),
    Append(Hash),
    Swap(Index),
}

impl Harm {
    fn any() -> impl Strategy<Value = Self> {
        let index = any::<Index>;
        prop_oneof![
            (index(), index(), 0..8_u32).prop_map(|(hash, byte, bit)| Self::Flip(
                hash,
                byte,
                1 << bit
            )),
            index().prop_map(Self::Drop),
            index().prop_map(Self::Repeat),
            any::<Hash>().prop_map(Self::Append),
            index().prop_map(Self::Swap),
        ]
    }

    fn of(&self, proof: &[Hash]) -> Vec<Hash> {
        let mut proof = proof.to_vec();
        match self {
            Self::Append(hash) => proof.push(*hash),
            _ if proof.is_empty() => {}
            Self::Flip(hash, byte, bit) => {
                let hash: &mut Hash = hash.get_mut(&mut proof);
                *byte.get_mut(hash) ^= bit;
            }
            Self::Drop(index) => {
                proof.remove(index.index(proof.len()));
            }
            Self::Repeat(index) => proof.push(*index.get(&proof)),
            Self::Swap(index) => {
                let at = index.index(proof.len());
                proof.rotate_left(at);
            }
        }
        proof
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn roots_are_those_of_the_oracle(leaves in vec(vec(any::<u8>(), 0..4), 0..=LEAVES_MAX)) {
        let hashes = leaf_hashes(&leaves);
        let mut frontier = Frontier::new();
        hashes.iter().for_each(|hash| frontier.push(*hash));
        let expected: Hash = (*oracle(&leaves).root().as_bytes()).into();
        prop_assert_eq!(root(&hashes), expected);
        prop_assert_eq!(frontier.root(), expected);
        prop_assert_eq!(Frontier::from_bytes(&frontier.to_bytes()), Ok(frontier));
    }

    #[test]
    fn inclusion_is_proved_and_checked_as_by_the_oracle(
        leaves in leaves(), at in any::<Index>(), harm in Harm::any(),
    ) {
        let (hashes, oracle) = (leaf_hashes(&leaves), oracle(&leaves));
        let (at, leaf) = (at.index(leaves.len()), at.get(&leaves));
        let (index, size) = (u64::try_from(at).unwrap(), size(&leaves));
        let hash = *hashes.get(at).unwrap();
        let root = root(&hashes);

        let proof = inclusion_proof(&hashes, index).unwrap();
        let theirs = oracle.prove_inclusion(at);
        prop_assert_eq!(proof.as_flattened(), theirs.as_bytes());
        prop_assert!(verify_inclusion(&hash, index, size, &proof, &root));

        let spoilt = harm.of(&proof);
        let theirs = InclusionProof::try_from_bytes(spoilt.as_flattened().to_vec())
            .is_ok_and(|proof| oracle.root().verify_inclusion(leaf, index, &proof).is_ok());
        prop_assert_eq!(verify_inclusion(&hash, index, size, &spoilt, &root), theirs);
        prop_assert_eq!(theirs, spoilt == proof);
    }

    #[test]
    fn a_leaf_is_found_at_its_own_place_only(
        leaves in leaves(), at in any::<Index>(), elsewhere in any::<Index>(), other in any::<Hash>(),
    ) {
        let hashes = leaf_hashes(&leaves);
        let (at, elsewhere) = (at.index(hashes.len()), elsewhere.index(hashes.len()));
        let index = u64::try_from(at).unwrap();
        let hash = *hashes.get(at).unwrap();
        let (size, root) = (size(&leaves), root(&hashes));
        let proof = inclusion_proof(&hashes, index).unwrap();

        let there = u64::try_from(elsewhere).unwrap();
        // Two equal leaves side by side are each other's proof.
        let is_twin = hashes.get(elsewhere) == Some(&hash)
            && inclusion_proof(&hashes, there).as_ref() == Some(&proof);
        prop_assert_eq!(verify_inclusion(&hash, there, size, &proof, &root), is_twin);
        prop_assert!(!verify_inclusion(&other, index, size, &proof, &root));
        prop_assert!(!verify_inclusion(&hash, index, size, &proof, &other));
        prop_assert!(!verify_inclusion(&hash, size, size, &proof, &root));
    }

    #[test]
    fn growth_is_proved_and_checked_as_by_the_oracle(
        leaves in leaves(), old in any::<Index>(), harm in Harm::any(),
    ) {
        let (hashes, oracle) = (leaf_hashes(&leaves), oracle(&leaves));
        let old = old.index(leaves.len()).saturating_add(1);
        let added = leaves.len().saturating_sub(old);
        let (old_hashes, _) = hashes.split_at(old);
        let (old, new) = (u64::try_from(old).unwrap(), size(&leaves));
        let (old_root, new_root) = (root(old_hashes), root(&hashes));

        let proof = consistency_proof(&hashes, old).unwrap();
        let theirs = oracle.prove_consistency(added);
        prop_assert_eq!(proof.as_flattened(), theirs.as_bytes());
        prop_assert!(verify_consistency(old, &old_root, new, &new_root, &proof));

        let spoilt = harm.of(&proof);
        let their_old_root = RootHash::new(old_root.into(), old);
        let theirs = ConsistencyProof::try_from_bytes(spoilt.as_flattened().to_vec())
            .is_ok_and(|proof| oracle.root().verify_consistency(&their_old_root, &proof).is_ok());
        prop_assert_eq!(verify_consistency(old, &old_root, new, &new_root, &spoilt), theirs);
        prop_assert_eq!(theirs, spoilt == proof);
    }

    #[test]
    fn a_log_with_one_leaf_rewritten_did_not_grow_out_of_the_old_one(
        leaves in leaves(), old in any::<Index>(), rewritten in any::<Index>(),
    ) {
        let hashes = leaf_hashes(&leaves);
        let old = old.index(leaves.len()).saturating_add(1);
        let (old_hashes, _) = hashes.split_at(old);
        let old_root = root(old_hashes);

        let mut forged = hashes.clone();
        let (kept, _) = forged.split_at_mut(old);
        *rewritten.get_mut(kept) = [0; 32];
        let old = u64::try_from(old).unwrap();
        let proof = consistency_proof(&forged, old).unwrap();
        let new = size(&leaves);
        prop_assert!(!verify_consistency(old, &old_root, new, &root(&forged), &proof));
    }

    #[test]
    fn no_proof_makes_the_checks_panic(
        old in any::<u64>(), new in any::<u64>(), hash in any::<Hash>(), proof in vec(any::<Hash>(), 0..70),
    ) {
        prop_assert!(!verify_inclusion(&hash, old, new, &proof, &[0; 32]));
        prop_assert!(!verify_consistency(old, &hash, new, &[0; 32], &proof));
    }

    #[test]
    fn records_read_back_and_differ_as_their_bytes_do(one in record(), other in record()) {
        let (one_bytes, other_bytes) = (written(&one), written(&other));
        prop_assert_eq!(one == other, one_bytes == other_bytes);
        prop_assert_eq!(read(&one_bytes), Ok(one));
    }

    #[test]
    fn any_bytes_are_one_record_or_none(bytes in vec(prop_oneof![Just(0), Just(0xFF), 0..9_u8], 0..40)) {
        if let Ok(record) = read(&bytes) {
            prop_assert_eq!(written(&record), bytes);
        }
    }

    #[test]
    fn every_checkpoint_can_be_signed_and_opened(
        origin in "[^\\x00-\\x1f]{1,30}", size in any::<u64>(), root in any::<Hash>(),
        extensions in vec("[^\\x00-\\x1f]{1,10}", 0..3), secret in any::<Hash>(), name in "[a-z./]{1,20}",
    ) {
        let checkpoint = Checkpoint { origin, size, root, extensions };
        let signer = Signer::new(name, secret).unwrap();
        prop_assert_eq!(open(&signer.sign(&checkpoint), &signer.verifier()), Ok(checkpoint));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn a_note_with_one_byte_changed_does_not_open(at in any::<Index>(), byte in any::<u8>()) {
        let origin = "fund.example.org/ledger".to_owned();
        let signer = Signer::new(origin.clone(), [7; 32]).unwrap();
        let checkpoint = Checkpoint { origin, size: 19, root: [0xC0; 32], extensions: vec![] };
        let note = signer.sign(&checkpoint);
        let mut changed = note.clone().into_bytes();
        *at.get_mut(&mut changed) = byte;
        if let Ok(changed) = String::from_utf8(changed) {
            prop_assert_eq!(open(&changed, &signer.verifier()).is_ok(), changed == note);
        }
    }
}

fn record() -> impl Strategy<Value = Vec<Option<Vec<u8>>>> {
    vec(proptest::option::of(vec(any::<u8>(), 0..3)), 0..4)
}

fn written(record: &[Option<Vec<u8>>]) -> Vec<u8> {
    let mut canon = Canon::new();
    for field in record {
        match field {
            Some(bytes) => canon.bytes(bytes),
            None => canon.absent(),
        };
    }
    canon.finish()
}

fn read(bytes: &[u8]) -> Result<Vec<Option<Vec<u8>>>, CanonError> {
    let mut fields = Fields::new(bytes);
    let mut record = Vec::new();
    while !fields.is_at_end() {
        record.push(fields.next()?.map(<[u8]>::to_vec));
    }
    Ok(record)
}
