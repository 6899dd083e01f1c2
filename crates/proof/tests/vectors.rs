//! The bytes in `vectors/` are what any implementation must arrive at, now and
//! in twenty years. They were not written by this one: a separate script, with
//! another language's hashing and signing, computed them. A change that needs
//! a vector edited breaks every log that exists.

#![expect(clippy::unwrap_used, reason = "a panic is a failed test")]

use almoner_proof::canon::{Canon, Fields};
use almoner_proof::checkpoint::{Checkpoint, NoteError, Signer, Verifier, open};
use almoner_proof::hash::{Hash, commitment, sha256};
use almoner_proof::leaf::{Leaf, payload_hash};
use almoner_proof::tree::{
    Frontier, consistency_proof, inclusion_proof, root, verify_consistency, verify_inclusion,
};

/// The lines of a file as (word, rest), without comments and empty ones.
fn lines(file: &str) -> impl Iterator<Item = (&str, &str)> {
    let said = file.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    said.map(|line| line.split_once(' ').unwrap_or((line, "")))
}

/// The next line, which must start with this word.
fn expect<'a>(lines: &mut impl Iterator<Item = (&'a str, &'a str)>, word: &str) -> &'a str {
    let (found, rest) = lines.next().unwrap();
    assert_eq!(found, word);
    rest
}

fn unhex(text: &str) -> Vec<u8> {
    let (pairs, []) = text.as_bytes().as_chunks::<2>() else {
        panic!("half a byte in {text:?}");
    };
    pairs
        .iter()
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap())
        .collect()
}

fn hash(text: &str) -> Hash {
    unhex(text).try_into().unwrap()
}

fn hashes<'a>(texts: impl Iterator<Item = &'a str>) -> Vec<Hash> {
    texts.map(hash).collect()
}

#[test]
fn canonical_bytes_are_as_written_and_read_back() {
    let mut record = Vec::new();
    let mut cases = 0;
    for (kind, value) in lines(include_str!("vectors/canon.txt")) {
        if kind == "=" {
            check_record(&record, &unhex(value));
            record.clear();
            cases += 1;
        } else {
            record.push((kind, value));
        }
    }
    assert_eq!((cases, record.len()), (6, 0));
}

fn check_record(record: &[(&str, &str)], expected: &[u8]) {
    let mut canon = Canon::new();
    for (kind, value) in record {
        match *kind {
            "absent" => canon.absent(),
            "bytes" => canon.bytes(&unhex(value)),
            "text" => canon.text(value),
            "int" => canon.int(value.parse().unwrap()),
            _ => panic!("no field is {kind:?}"),
        };
    }
    assert_eq!(canon.as_slice(), expected, "{record:?}");

    let mut fields = Fields::new(expected);
    for (kind, value) in record {
        match *kind {
            "absent" => assert_eq!(fields.next(), Ok(None)),
            "bytes" => assert_eq!(fields.next(), Ok(Some(&unhex(value)[..]))),
            "text" => assert_eq!(fields.text(), Ok(Some(*value))),
            _ => assert_eq!(fields.int(), Ok(Some(value.parse().unwrap()))),
        }
    }
    assert!(fields.is_at_end());
}

#[test]
fn commitments_are_as_written() {
    let mut lines = lines(include_str!("vectors/commitment.txt")).peekable();
    let mut cases = 0;
    while lines.peek().is_some() {
        let salt = unhex(expect(&mut lines, "salt"));
        let domain = expect(&mut lines, "domain");
        let bytes = unhex(expect(&mut lines, "bytes"));
        let expected = hash(expect(&mut lines, "commitment"));
        assert_eq!(commitment(&salt, domain, &bytes), expected);
        cases += 1;
    }
    assert_eq!(cases, 4);
}

#[test]
fn leaves_are_as_written() {
    let mut lines = lines(include_str!("vectors/leaf.txt")).peekable();
    let mut cases = 0;
    while lines.peek().is_some() {
        let salt = hash(expect(&mut lines, "salt"));
        let seq = expect(&mut lines, "seq").parse().unwrap();
        let recorded_at_us = expect(&mut lines, "recorded_at_us").parse().unwrap();
        let actor = unhex(expect(&mut lines, "actor")).try_into().unwrap();
        let kind = expect(&mut lines, "kind");
        let kind_version = expect(&mut lines, "kind_version").parse().unwrap();
        let payload_hash = payload_hash(&unhex(expect(&mut lines, "payload")));
        assert_eq!(payload_hash, hash(expect(&mut lines, "payload_hash")));

        let leaf = Leaf { salt, seq, recorded_at_us, actor, kind, kind_version, payload_hash };
        assert_eq!(leaf.bytes(), unhex(expect(&mut lines, "bytes")), "{leaf:?}");
        assert_eq!(leaf.hash(), hash(expect(&mut lines, "hash")), "{leaf:?}");
        cases += 1;
    }
    assert_eq!(cases, 4);
}

#[test]
fn trees_and_proofs_are_as_written() {
    let file = include_str!("vectors/tree.txt");
    let leaves: Vec<Hash> = lines(file)
        .filter(|(word, _)| *word == "leaf")
        .map(|(_, bytes)| sha256(&[&[0x00], &unhex(bytes)]))
        .collect();
    let first = |size: &str| leaves.split_at(size.parse().unwrap()).0;

    let mut frontier = Frontier::new();
    for (word, rest) in lines(file) {
        let mut words = rest.split(' ');
        match word {
            "leaf" => {}
            "root" => {
                let leaves = first(words.next().unwrap());
                let expected = hash(words.next().unwrap());
                assert_eq!(root(leaves), expected, "{rest}");
                leaves.iter().skip(frontier.size().try_into().unwrap()).for_each(|leaf| {
                    frontier.push(*leaf);
                });
                assert_eq!(frontier.root(), expected, "{rest}");
            }
            "inclusion" => {
                let index: u64 = words.next().unwrap().parse().unwrap();
                let leaves = first(words.next().unwrap());
                let proof = hashes(words);
                assert_eq!(inclusion_proof(leaves, index).as_ref(), Some(&proof), "{rest}");
                let leaf = leaves.get(usize::try_from(index).unwrap()).unwrap();
                let size = count(leaves);
                assert!(verify_inclusion(leaf, index, size, &proof, &root(leaves)), "{rest}");
            }
            "consistency" => {
                let old = first(words.next().unwrap());
                let new = first(words.next().unwrap());
                let (old_size, new_size) = (count(old), count(new));
                let proof = hashes(words);
                assert_eq!(consistency_proof(new, old_size).as_ref(), Some(&proof), "{rest}");
                let (old, new) = (root(old), root(new));
                assert!(verify_consistency(old_size, &old, new_size, &new, &proof), "{rest}");
            }
            _ => panic!("{word:?} says nothing about trees"),
        }
    }
    assert_eq!((leaves.len(), frontier.size()), (19, 19));
}

fn count(leaves: &[Hash]) -> u64 {
    leaves.len().try_into().unwrap()
}

#[test]
fn a_signed_checkpoint_is_as_written() {
    let note = include_str!("vectors/checkpoint-note.txt");
    let mut key = lines(include_str!("vectors/checkpoint-key.txt"));
    let secret = hash(expect(&mut key, "secret"));
    let vkey = expect(&mut key, "vkey");

    let verifier = Verifier::parse(vkey).unwrap();
    let checkpoint = open(note, &verifier).unwrap();
    let size = 19;
    let (_, expected) = lines(include_str!("vectors/tree.txt"))
        .filter_map(|(_, rest)| rest.split_once(' '))
        .find(|(first, _)| *first == size.to_string())
        .unwrap();
    let origin = verifier.name().to_owned();
    let root = hash(expected);
    assert_eq!(checkpoint, Checkpoint { origin, size, root, extensions: vec![] });

    // Ed25519 has one signature for one text and key, so the note comes out
    // the same to the letter.
    let signer = Signer::new(verifier.name().to_owned(), secret).unwrap();
    assert_eq!(signer.verifier().to_vkey(), vkey);
    assert_eq!(signer.sign(&checkpoint), note);
}

/// The example in the documentation of the program from which the note format
/// comes. It is no checkpoint, and that is all that is wrong with it.
#[test]
fn a_note_signed_by_another_program_is_verified() {
    let vkey = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
    let note = "If you think cryptography is the answer to your problem,\n\
        then you don't know what your problem is.\n\
        \n\
        — PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
    let verifier = Verifier::parse(vkey).unwrap();
    assert_eq!(verifier.to_vkey(), vkey);
    assert_eq!(open(note, &verifier), Err(NoteError::SizeMalformed));
    let forged = note.replace("answer", "question");
    assert_eq!(open(&forged, &verifier), Err(NoteError::SignatureInvalid));
}
