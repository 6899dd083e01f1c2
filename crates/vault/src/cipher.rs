//! Sealing and opening: XChaCha20-Poly1305, a random nonce before each ciphertext, and an address that it only opens at.

use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::config::Entropy;
use crate::key::{Key, length};

const NONCE: usize = 24;
/// What sealing adds to the padded text: the nonce and the tag.
pub(crate) const OVERHEAD: usize = NONCE + 16;
const PREFIX: usize = 4;
const SMALL: usize = 64;
const LARGE: usize = 256;

/// The ciphertext does not open: another key, another address, or not the bytes that were written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct DoesNotOpen;

/// Where a sealed value belongs. Moved to another row, column, person or version, it no longer opens.
pub(crate) struct Place<'a> {
    pub(crate) table: &'a str,
    pub(crate) column: &'a str,
    pub(crate) holder: Uuid,
    pub(crate) row: Uuid,
    /// The request or decision that the row names, so that this cannot be exchanged either.
    pub(crate) about: Option<Uuid>,
    pub(crate) version: i64,
}

impl Place<'_> {
    fn address(&self) -> Vec<u8> {
        address(&[
            b"field/v1",
            self.table.as_bytes(),
            self.column.as_bytes(),
            self.holder.as_bytes(),
            self.row.as_bytes(),
            self.about.as_ref().map_or(&[][..], |about| about.as_bytes().as_slice()),
            &self.version.to_be_bytes(),
        ])
    }
}

/// Parts that cannot run into each other.
pub(crate) fn address(parts: &[&[u8]]) -> Vec<u8> {
    parts.iter().flat_map(|part| length(part).into_iter().chain(part.iter().copied())).collect()
}

pub(crate) fn seal(key: &Key, address: &[u8], text: &[u8], entropy: &Entropy) -> Vec<u8> {
    let random = entropy();
    let nonce: [u8; NONCE] = std::array::from_fn(|at| random.get(at).copied().unwrap_or_default());
    let cipher = XChaCha20Poly1305::new(key.bytes().into());
    let sealed = cipher
        .encrypt(&XNonce::from(nonce), Payload { msg: text, aad: address })
        .expect("what is sealed here is far below the largest message");
    [nonce.as_slice(), &sealed].concat()
}

pub(crate) fn open(
    key: &Key,
    address: &[u8],
    sealed: &[u8],
) -> Result<Zeroizing<Vec<u8>>, DoesNotOpen> {
    let (nonce, sealed) = sealed.split_first_chunk::<NONCE>().ok_or(DoesNotOpen)?;
    let cipher = XChaCha20Poly1305::new(key.bytes().into());
    cipher
        .decrypt(&XNonce::from(*nonce), Payload { msg: sealed, aad: address })
        .map(Zeroizing::new)
        .map_err(|_| DoesNotOpen)
}

/// How finely the length of a value shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Bucket {
    /// 64 bytes, and multiples of 256 above: a name, a number.
    Small,
    /// Multiples of 256 bytes, so that an empty story looks like a short one.
    Large,
}

/// Seals a value for its place, padded; no value at all looks like an empty one.
pub(crate) fn seal_field(
    key: &Key,
    place: &Place<'_>,
    bucket: Bucket,
    text: &[u8],
    entropy: &Entropy,
) -> Vec<u8> {
    seal(key, &place.address(), &pad(bucket, text), entropy)
}

pub(crate) fn open_field(
    key: &Key,
    place: &Place<'_>,
    sealed: &[u8],
) -> Result<Zeroizing<Vec<u8>>, DoesNotOpen> {
    let padded = open(key, &place.address(), sealed)?;
    let (prefix, rest) = padded.split_first_chunk::<PREFIX>().ok_or(DoesNotOpen)?;
    let size = usize::try_from(u32::from_be_bytes(*prefix)).map_err(|_| DoesNotOpen)?;
    rest.get(..size).map(|text| Zeroizing::new(text.to_vec())).ok_or(DoesNotOpen)
}

fn pad(bucket: Bucket, text: &[u8]) -> Zeroizing<Vec<u8>> {
    let size = text.len().saturating_add(PREFIX);
    let size = match bucket {
        Bucket::Small if size <= SMALL => SMALL,
        Bucket::Small | Bucket::Large => size.next_multiple_of(LARGE),
    };
    let mut padded = Zeroizing::new(Vec::with_capacity(size));
    padded.extend_from_slice(&u32::try_from(text.len()).unwrap_or(u32::MAX).to_be_bytes());
    padded.extend_from_slice(text);
    padded.resize(size, 0);
    padded
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    fn entropy() -> Entropy {
        Arc::new(|| [9; 32])
    }

    fn place(column: &str, person: u128, version: i64) -> Place<'_> {
        let holder = Uuid::from_u128(person);
        Place { table: "person_version", column, holder, row: holder, about: None, version }
    }

    #[test]
    fn a_value_opens_only_at_its_own_place_under_its_own_key() {
        let key = Key::new([1; 32]);
        let home = place("name", 1, 1);
        let sealed = seal_field(&key, &home, Bucket::Small, "Проба".as_bytes(), &entropy());
        assert_eq!(*open_field(&key, &home, &sealed).unwrap(), "Проба".as_bytes());
        for elsewhere in [place("phone", 1, 1), place("name", 2, 1), place("name", 1, 2)] {
            assert_eq!(open_field(&key, &elsewhere, &sealed), Err(DoesNotOpen));
        }
        let other_request = Place { about: Some(Uuid::from_u128(1)), ..place("name", 1, 1) };
        assert_eq!(open_field(&key, &other_request, &sealed), Err(DoesNotOpen));
        let other_table = Place { table: "note", ..place("name", 1, 1) };
        assert_eq!(open_field(&key, &other_table, &sealed), Err(DoesNotOpen));
        assert_eq!(open_field(&Key::new([2; 32]), &home, &sealed), Err(DoesNotOpen));
    }

    #[test]
    fn every_changed_bit_is_noticed() {
        let key = Key::new([1; 32]);
        let home = place("name", 1, 1);
        let sealed = seal_field(&key, &home, Bucket::Small, b"x", &entropy());
        for at in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert_eq!(open_field(&key, &home, &changed), Err(DoesNotOpen), "byte {at}");
        }
        assert_eq!(open_field(&key, &home, &sealed[..20]), Err(DoesNotOpen));
    }

    #[test]
    fn lengths_show_only_by_bucket() {
        let sizes = |bucket, size: usize| pad(bucket, &vec![7; size]).len();
        assert_eq!(sizes(Bucket::Small, 0), 64);
        assert_eq!(sizes(Bucket::Small, 60), 64);
        assert_eq!(sizes(Bucket::Small, 61), 256);
        assert_eq!(sizes(Bucket::Large, 0), 256);
        assert_eq!(sizes(Bucket::Large, 252), 256);
        assert_eq!(sizes(Bucket::Large, 253), 512);
    }

    #[test]
    fn parts_of_an_address_do_not_run_together() {
        assert_ne!(address(&[b"ab", b"c"]), address(&[b"a", b"bc"]));
    }
}
