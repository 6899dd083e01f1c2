//! What a person types to open the vault, and how dear it is to guess.

use std::fmt;

use argon2::{Algorithm, Argon2, Params, Version};
use unicode_normalization::UnicodeNormalization as _;
use zeroize::Zeroizing;

use crate::error::VaultError;
use crate::key::Key;

/// The cost of trying one passphrase with argon2id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cost {
    pub memory_kib: u32,
    pub passes: u32,
    pub lanes: u32,
}

impl Cost {
    /// 256 MiB, four passes: about a second for us, years for who must try them all.
    pub const STRONG: Self = Self { memory_kib: 256 * 1024, passes: 4, lanes: 1 };
    /// The least the algorithm allows: for tests, never for people.
    pub const WEAK: Self = Self { memory_kib: 8, passes: 1, lanes: 1 };
    /// A key file must not be able to ask for all the memory there is.
    const MEMORY_MAX: u32 = 4 * 1024 * 1024;
    const PASSES_MAX: u32 = 64;
    const LANES_MAX: u32 = 16;

    pub(crate) fn params(self) -> Result<Params, VaultError> {
        if self.memory_kib > Self::MEMORY_MAX
            || self.passes > Self::PASSES_MAX
            || self.lanes > Self::LANES_MAX
        {
            return Err(VaultError::Cost);
        }
        Params::new(self.memory_kib, self.passes, self.lanes, Some(32))
            .map_err(|_| VaultError::Cost)
    }
}

#[derive(Clone)]
pub struct Passphrase(Zeroizing<String>);

impl Passphrase {
    pub const CHARS_MIN: usize = 12;

    /// Takes what was typed; composed and decomposed letters are the same, whatever keyboard they come from.
    pub fn parse(typed: &str) -> Result<Self, VaultError> {
        let text: Zeroizing<String> = Zeroizing::new(typed.nfc().collect());
        if text.trim().chars().count() < Self::CHARS_MIN {
            return Err(VaultError::PassphraseShort { chars_min: Self::CHARS_MIN });
        }
        Ok(Self(text))
    }

    /// Takes long on purpose: not to be called where others wait.
    pub(crate) fn stretch(&self, cost: Cost, salt: &[u8]) -> Result<Key, VaultError> {
        let mut bytes = Zeroizing::new([0; 32]);
        Argon2::new(Algorithm::Argon2id, Version::V0x13, cost.params()?)
            .hash_password_into(self.0.as_bytes(), salt, bytes.as_mut())
            .map_err(|_| VaultError::Cost)?;
        Ok(Key::new(*bytes))
    }
}

impl fmt::Debug for Passphrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Passphrase(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_passphrase_is_refused() {
        assert!(matches!(Passphrase::parse("кратка"), Err(VaultError::PassphraseShort { .. })));
        assert!(matches!(
            Passphrase::parse("кратка       "),
            Err(VaultError::PassphraseShort { .. })
        ));
        assert!(Passphrase::parse("доволно долга лозинка").is_ok());
    }

    #[test]
    fn the_same_letters_from_another_keyboard_are_the_same() {
        let composed = Passphrase::parse("ѓурѓовден ќерка").unwrap();
        let apart = Passphrase::parse("г\u{301}ург\u{301}овден к\u{301}ерка").unwrap();
        let key =
            |passphrase: &Passphrase| *passphrase.stretch(Cost::WEAK, &[1; 16]).unwrap().bytes();
        assert_eq!(key(&composed), key(&apart));
    }

    #[test]
    fn a_cost_beyond_reason_is_refused() {
        let cost = Cost { memory_kib: u32::MAX, ..Cost::STRONG };
        assert!(matches!(cost.params(), Err(VaultError::Cost)));
        assert!(Cost::STRONG.params().is_ok() && Cost::WEAK.params().is_ok());
    }
}
