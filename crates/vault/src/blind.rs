//! Blind indexes: keyed digests that find the same number again without showing it.
//!
//! Without the key they say nothing: thirteen digits could be tried in an afternoon, a key of 32 bytes cannot.

use crate::fold;
use crate::identity::{Field, Identity};
use crate::key::Key;

/// What two people can share to the letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exact {
    IdentityNumber,
    Phone,
    Account,
    Address,
}

impl Exact {
    const ALL: [Self; 4] = [Self::IdentityNumber, Self::Phone, Self::Account, Self::Address];

    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::IdentityNumber => "identity_number",
            Self::Phone => "phone",
            Self::Account => "account",
            Self::Address => "address",
        }
    }
}

pub(crate) struct Blind {
    pub(crate) kind: Exact,
    pub(crate) digest: Vec<u8>,
}

/// The keys of the indexes, all from one that is kept wrapped.
pub(crate) struct IndexKey {
    people: Key,
    files: Key,
}

impl IndexKey {
    pub(crate) fn new(root: &Key) -> Self {
        Self { people: root.derive("almoner/blind/v1"), files: root.derive("almoner/files/v1") }
    }

    /// The digests of a checked identity.
    pub(crate) fn blinds(&self, identity: &Identity) -> Vec<Blind> {
        let mut blinds = Vec::new();
        for kind in Exact::ALL {
            let Some(value) = value(kind, identity) else { continue };
            let mac = self.people.mac(&[kind.word().as_bytes(), value.as_bytes()]);
            blinds.push(Blind { kind, digest: mac.iter().copied().take(16).collect() });
        }
        blinds
    }

    /// The digest under which the same bytes are found again.
    pub(crate) fn file(&self, digest: &[u8]) -> Vec<u8> {
        self.files.mac(&[digest]).to_vec()
    }
}

fn value(kind: Exact, identity: &Identity) -> Option<zeroize::Zeroizing<String>> {
    let plain = |field| identity.get(field).map(|value| zeroize::Zeroizing::new(value.to_owned()));
    match kind {
        Exact::IdentityNumber => plain(Field::IdentityNumber),
        Exact::Phone => plain(Field::Phone),
        Exact::Account => plain(Field::Account),
        Exact::Address => address(identity),
    }
}

/// A door: street and number, in any alphabet, with the settlement. A street without a number is no door.
fn address(identity: &Identity) -> Option<zeroize::Zeroizing<String>> {
    /// „улица“, „број“ and their kin, folded.
    const LEFT_OUT: [&str; 9] = ["ul", "ulica", "br", "broi", "nr", "rr", "rruga", "ruga", "no"];
    let street = identity.get(Field::Address)?;
    let mut door = fold::words(street);
    door.retain(|word| !LEFT_OUT.contains(&word.as_str()));
    if !door.iter().any(|word| word.chars().any(char::is_numeric)) {
        return None;
    }
    let place = identity.get(Field::Settlement).map(fold::line).unwrap_or_default();
    let mut text = zeroize::Zeroizing::new(String::new());
    for word in door.iter().chain([&place]) {
        text.push_str(word);
        text.push('|');
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn digests(identity: &Identity) -> Vec<(Exact, Vec<u8>)> {
        let key = IndexKey::new(&Key::new([5; 32]));
        key.blinds(identity).into_iter().map(|blind| (blind.kind, blind.digest)).collect()
    }

    fn at(address: &str, settlement: &str) -> Vec<(Exact, Vec<u8>)> {
        let identity =
            Identity::new().with(Field::Address, address).with(Field::Settlement, settlement);
        digests(&identity)
    }

    #[test]
    fn the_same_door_is_the_same_in_every_spelling() {
        let door = at("ул. Партизанска бр. 12", "Скопје");
        assert_eq!(door.len(), 1);
        assert_eq!(at("Partizanska 12", "Skopje"), door);
        assert_eq!(at("PARTIZANSKA br.12", "Скопје"), door);
        assert_ne!(at("Партизанска 11", "Скопје"), door);
        assert_ne!(at("Партизанска 12", "Битола"), door);
        assert_eq!(at("Партизанска", "Скопје"), []);
    }

    #[test]
    fn the_same_digits_in_another_field_are_something_else() {
        let number = Identity::new().with(Field::IdentityNumber, "0101990450006");
        let phone = Identity::new().with(Field::Phone, "0101990450006");
        assert_ne!(digests(&number)[0].1, digests(&phone)[0].1);
        assert_eq!(digests(&number)[0].1.len(), 16);
    }

    #[test]
    fn another_key_gives_other_digests() {
        let number = Identity::new().with(Field::IdentityNumber, "0101990450006");
        let other = IndexKey::new(&Key::new([6; 32])).blinds(&number);
        assert_ne!(digests(&number)[0].1, other[0].digest);
    }
}
