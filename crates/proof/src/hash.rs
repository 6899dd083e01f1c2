//! The one hash function, and the one way to hide something under it.

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

pub type Hash = [u8; 32];

/// Hashes the parts as if they were written one after the other.
pub fn sha256(parts: &[&[u8]]) -> Hash {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update(part);
    }
    hasher.finalize().into()
}

/// Binds us to some bytes without showing them: HMAC-SHA256 keyed by a random
/// salt, over a length-prefixed domain and the bytes.
///
/// A bare hash of an identity number or an account is no secret, since all of
/// them can be tried in an afternoon. This one can be tried only by who holds
/// the salt, and when the salt is erased it says nothing about anybody any
/// more.
///
/// The salt is 32 random bytes. HMAC pads a short key with zeros, so salts of
/// differing lengths are not told apart by their trailing zeros.
///
/// # Panics
///
/// If the domain, which is a constant of the program, is 4 GiB long.
pub fn commitment(salt: &[u8], domain: &str, bytes: &[u8]) -> Hash {
    let mut prefix = crate::canon::Canon::new();
    prefix.text(domain);
    let mut mac = Hmac::<Sha256>::new_from_slice(salt).expect("HMAC takes a key of any length");
    mac.update(prefix.as_slice());
    mac.update(bytes);
    mac.finalize().into_bytes().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_hashed_as_one() {
        assert_eq!(sha256(&[b"al", b"", b"moner"]), sha256(&[b"almoner"]));
    }

    #[test]
    fn a_commitment_depends_on_salt_domain_and_bytes() {
        let of = commitment(&[7; 32], "payee", b"200-0000000000-00");
        assert_ne!(of, commitment(&[8; 32], "payee", b"200-0000000000-00"));
        assert_ne!(of, commitment(&[7; 32], "payer", b"200-0000000000-00"));
        assert_ne!(of, commitment(&[7; 32], "payee", b"200-0000000000-01"));
    }

    #[test]
    fn a_domain_cannot_run_into_the_bytes() {
        assert_ne!(commitment(&[7; 32], "ab", b"c"), commitment(&[7; 32], "a", b"bc"));
    }
}
