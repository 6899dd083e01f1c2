//! The key slots: one key of the vault, closed three times, for whoever knows the passphrase or holds a recovery copy.

use std::fmt;

use uuid::Uuid;

use crate::cipher::{address, open, seal};
use crate::config::Entropy;
use crate::error::VaultError;
use crate::key::Key;
use crate::passphrase::{Cost, Passphrase};
use crate::recovery::{RecoveryCode, RecoveryCodes};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SlotName {
    Passphrase,
    FirstRecovery,
    SecondRecovery,
}

impl SlotName {
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Passphrase => "passphrase",
            Self::FirstRecovery => "recovery-1",
            Self::SecondRecovery => "recovery-2",
        }
    }
}

impl fmt::Display for SlotName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Passphrase => "the passphrase",
            Self::FirstRecovery => "the first recovery copy",
            Self::SecondRecovery => "the second recovery copy",
        })
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PassphraseSlot {
    pub(crate) cost: Cost,
    pub(crate) salt: [u8; 32],
    pub(crate) sealed: Vec<u8>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RecoverySlot {
    pub(crate) salt: [u8; 32],
    pub(crate) sealed: Vec<u8>,
}

/// The slots of one key. While keys are changed, a key file holds those of the old and of the new one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Slots {
    pub(crate) kek_id: Uuid,
    pub(crate) passphrase: Option<PassphraseSlot>,
    pub(crate) first: Option<RecoverySlot>,
    pub(crate) second: Option<RecoverySlot>,
}

impl Slots {
    pub(crate) const fn empty(kek_id: Uuid) -> Self {
        Self { kek_id, passphrase: None, first: None, second: None }
    }

    fn place(&self, vault: Uuid, name: SlotName, cost: Option<Cost>) -> Vec<u8> {
        let cost = cost.map_or([0; 3], |cost| [cost.memory_kib, cost.passes, cost.lanes]);
        let cost: Vec<u8> = cost.iter().flat_map(|part| part.to_be_bytes()).collect();
        address(&[
            b"slot/v1",
            vault.as_bytes(),
            self.kek_id.as_bytes(),
            name.word().as_bytes(),
            &cost,
        ])
    }

    pub(crate) fn set_passphrase(
        &mut self,
        vault: Uuid,
        kek: &Key,
        passphrase: &Passphrase,
        cost: Cost,
        entropy: &Entropy,
    ) -> Result<(), VaultError> {
        let salt = entropy();
        let key = passphrase.stretch(cost, &salt)?;
        let place = self.place(vault, SlotName::Passphrase, Some(cost));
        let sealed = seal(&key, &place, kek.bytes(), entropy);
        self.passphrase = Some(PassphraseSlot { cost, salt, sealed });
        Ok(())
    }

    /// Makes both recovery copies anew; those written down before open nothing any more.
    pub(crate) fn set_recovery(
        &mut self,
        vault: Uuid,
        kek: &Key,
        entropy: &Entropy,
    ) -> RecoveryCodes {
        let make = |name| {
            let code = RecoveryCode::new(&entropy());
            let salt = entropy();
            let place = self.place(vault, name, None);
            let sealed = seal(&code.stretch(&salt), &place, kek.bytes(), entropy);
            (code, Some(RecoverySlot { salt, sealed }))
        };
        let (first, first_slot) = make(SlotName::FirstRecovery);
        let (second, second_slot) = make(SlotName::SecondRecovery);
        (self.first, self.second) = (first_slot, second_slot);
        RecoveryCodes { first, second }
    }

    pub(crate) fn open_with_passphrase(
        &self,
        vault: Uuid,
        passphrase: &Passphrase,
    ) -> Result<Key, VaultError> {
        let slot = self.passphrase.as_ref().ok_or(VaultError::MissingSlot(SlotName::Passphrase))?;
        let key = passphrase.stretch(slot.cost, &slot.salt)?;
        let place = self.place(vault, SlotName::Passphrase, Some(slot.cost));
        let kek = open(&key, &place, &slot.sealed).map_err(|_| VaultError::WrongPassphrase)?;
        Key::from_slice(&kek).ok_or(VaultError::WrongPassphrase)
    }

    pub(crate) fn open_with_code(
        &self,
        vault: Uuid,
        code: &RecoveryCode,
    ) -> Result<Key, VaultError> {
        let slots =
            [(SlotName::FirstRecovery, &self.first), (SlotName::SecondRecovery, &self.second)];
        let mut error = VaultError::WrongCode;
        for (name, slot) in slots {
            let Some(slot) = slot else {
                error = VaultError::MissingSlot(name);
                continue;
            };
            let place = self.place(vault, name, None);
            if let Ok(kek) = open(&code.stretch(&slot.salt), &place, &slot.sealed) {
                return Key::from_slice(&kek).ok_or(VaultError::WrongCode);
            }
        }
        Err(error)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU8, Ordering};

    use super::*;

    fn entropy() -> Entropy {
        let count = AtomicU8::new(0);
        Arc::new(move || [count.fetch_add(1, Ordering::Relaxed); 32])
    }

    fn filled(vault: Uuid) -> (Slots, RecoveryCodes) {
        let (kek, entropy) = (Key::new([42; 32]), entropy());
        let mut slots = Slots::empty(Uuid::from_u128(7));
        let passphrase = Passphrase::parse("доволно долга лозинка").unwrap();
        slots.set_passphrase(vault, &kek, &passphrase, Cost::WEAK, &entropy).unwrap();
        let codes = slots.set_recovery(vault, &kek, &entropy);
        (slots, codes)
    }

    #[test]
    fn the_passphrase_and_each_copy_open_and_nothing_else_does() {
        let vault = Uuid::from_u128(1);
        let (slots, codes) = filled(vault);
        let right = Passphrase::parse("доволно долга лозинка").unwrap();
        let wrong = Passphrase::parse("доволно долга лозинки").unwrap();
        assert_eq!(*slots.open_with_passphrase(vault, &right).unwrap().bytes(), [42; 32]);
        let refused = slots.open_with_passphrase(vault, &wrong).map(|_| ());
        assert_eq!(refused, Err(VaultError::WrongPassphrase));
        for code in [&codes.first, &codes.second] {
            assert_eq!(*slots.open_with_code(vault, code).unwrap().bytes(), [42; 32]);
        }
        let other = RecoveryCode::new(&[77; 32]);
        assert_eq!(slots.open_with_code(vault, &other).map(|_| ()), Err(VaultError::WrongCode));
    }

    #[test]
    fn slots_do_not_open_in_another_place() {
        let vault = Uuid::from_u128(1);
        let (slots, codes) = filled(vault);
        let right = Passphrase::parse("доволно долга лозинка").unwrap();
        let exchanged =
            Slots { first: slots.second.clone(), second: slots.first.clone(), ..slots.clone() };
        assert!(exchanged.open_with_code(vault, &codes.first).is_err());
        assert!(slots.open_with_code(Uuid::from_u128(2), &codes.first).is_err());
        assert!(slots.open_with_passphrase(Uuid::from_u128(2), &right).is_err());
        let other_key = Slots { kek_id: Uuid::from_u128(8), ..slots.clone() };
        assert!(other_key.open_with_passphrase(vault, &right).is_err());
        let mut cheaper = slots;
        cheaper.passphrase.as_mut().unwrap().cost.passes = 2;
        assert!(cheaper.open_with_passphrase(vault, &right).is_err());
    }

    #[test]
    fn a_missing_slot_is_named() {
        let empty = Slots::empty(Uuid::from_u128(7));
        let passphrase = Passphrase::parse("доволно долга лозинка").unwrap();
        let refused = empty.open_with_passphrase(Uuid::nil(), &passphrase).map(|_| ());
        assert_eq!(refused, Err(VaultError::MissingSlot(SlotName::Passphrase)));
        let refused = empty.open_with_code(Uuid::nil(), &RecoveryCode::new(&[1; 32])).map(|_| ());
        assert!(matches!(refused, Err(VaultError::MissingSlot(_))));
    }
}
