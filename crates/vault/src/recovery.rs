//! A recovery copy: a key written down as groups of letters and digits, each with a check letter of its own.

use std::fmt;

use zeroize::{Zeroize as _, Zeroizing};

use crate::error::VaultError;
use crate::key::Key;

/// No I, L, O or U: nothing that looks like something else, or like a word.
const LETTERS: [char; 32] = [
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'J',
    'K', 'M', 'N', 'P', 'Q', 'R', 'S', 'T', 'V', 'W', 'X', 'Y', 'Z',
];
const GROUPS: usize = 8;
/// Letters of a group that carry the secret; one more checks them.
const CARRYING: usize = 4;

/// 160 random bits, written as `XXXXX-XXXXX-…`: eight groups of five.
///
/// The check letter of a group notices any one wrong letter, any two letters exchanged, and groups out of order.
#[derive(Clone, PartialEq, Eq)]
pub struct RecoveryCode(Zeroizing<[u8; GROUPS * CARRYING]>);

impl RecoveryCode {
    pub(crate) fn new(random: &[u8; 32]) -> Self {
        Self(Zeroizing::new(random.map(|byte| byte & 31)))
    }

    pub fn parse(typed: &str) -> Result<Self, VaultError> {
        let mut values = Zeroizing::new(Vec::with_capacity(GROUPS * (CARRYING + 1)));
        for letter in typed.chars().filter(|letter| letter.is_alphanumeric()) {
            let group = (values.len() / (CARRYING + 1)).saturating_add(1);
            values.push(value(letter).ok_or(VaultError::CodeTypo { group })?);
        }
        let mut code = Self(Zeroizing::new([0; GROUPS * CARRYING]));
        let groups = values.chunks(CARRYING + 1);
        let places = code.0.chunks_mut(CARRYING);
        for ((group, place), number) in groups.zip(places).zip(1..) {
            let (carrying, check_letter) =
                group.split_at_checked(CARRYING).ok_or(VaultError::CodeTypo { group: number })?;
            if check_letter != [check(number, carrying)] {
                return Err(VaultError::CodeTypo { group: number });
            }
            place.copy_from_slice(carrying);
        }
        if values.len() != GROUPS * (CARRYING + 1) {
            return Err(VaultError::CodeLength {
                groups: GROUPS,
                found: values.len() / (CARRYING + 1),
            });
        }
        Ok(code)
    }

    /// The code as it is to be written down.
    pub fn write_down(&self) -> Zeroizing<String> {
        let mut text = Zeroizing::new(String::with_capacity(GROUPS * (CARRYING + 2)));
        for (group, number) in self.0.chunks(CARRYING).zip(1..) {
            if number > 1 {
                text.push('-');
            }
            for value in group.iter().chain([&check(number, group)]) {
                text.push(LETTERS.get(usize::from(*value)).copied().unwrap_or('0'));
            }
        }
        text
    }

    /// Nobody can guess 160 random bits, so nothing needs to be slow here.
    pub(crate) fn stretch(&self, salt: &[u8]) -> Key {
        let mut random = *self.0;
        let key = Key::new(random).derive("almoner/recovery/v1");
        random.zeroize();
        Key::new(key.mac(&[salt]))
    }
}

impl fmt::Debug for RecoveryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecoveryCode(…)")
    }
}

/// Two papers, for two people, kept in two places. Each alone opens the vault.
#[derive(Clone, Debug)]
pub struct RecoveryCodes {
    pub first: RecoveryCode,
    pub second: RecoveryCode,
}

fn value(letter: char) -> Option<u8> {
    let letter = match letter.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        letter => letter,
    };
    LETTERS.iter().position(|known| *known == letter).and_then(|at| u8::try_from(at).ok())
}

/// A polynomial over the field of 32 elements: each place has a weight of its own, so exchanges show too.
fn check(group: usize, values: &[u8]) -> u8 {
    let sum = values.iter().fold(0, |sum: u8, value| double(sum ^ value));
    sum ^ (u8::try_from(group).unwrap_or_default() & 31)
}

const fn double(value: u8) -> u8 {
    let doubled = value << 1;
    if doubled & 32 == 0 { doubled } else { (doubled ^ 0b10_0101) & 31 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code() -> RecoveryCode {
        RecoveryCode::new(&std::array::from_fn(|at| u8::try_from(at).unwrap().wrapping_mul(37)))
    }

    #[test]
    fn a_code_reads_as_it_was_written() {
        let written = code().write_down();
        assert_eq!(written.len(), 47);
        assert!(RecoveryCode::parse(&written) == Ok(code()));
        let sloppy = written.to_lowercase().replace('-', "  ").replace('0', "o").replace('1', "l");
        assert!(RecoveryCode::parse(&sloppy) == Ok(code()));
    }

    #[test]
    fn every_wrong_letter_is_named_with_its_group() {
        let written: Vec<char> = code().write_down().chars().collect();
        for at in 0..written.len() {
            if written[at] == '-' {
                continue;
            }
            for wrong in LETTERS.into_iter().chain(['u', 'ж']).filter(|l| *l != written[at]) {
                let mut typed = written.clone();
                typed[at] = wrong;
                let typed: String = typed.into_iter().collect();
                let found = RecoveryCode::parse(&typed);
                assert!(found == Err(VaultError::CodeTypo { group: at / 6 + 1 }), "{typed}");
            }
        }
    }

    #[test]
    fn exchanged_letters_and_groups_are_named() {
        let written: Vec<char> = code().write_down().chars().collect();
        for at in (0..written.len() - 1).filter(|at| at % 6 < 4) {
            let mut typed = written.clone();
            typed.swap(at, at + 1);
            if typed != written {
                let found = RecoveryCode::parse(&typed.into_iter().collect::<String>());
                assert!(found == Err(VaultError::CodeTypo { group: at / 6 + 1 }));
            }
        }
        let text = code().write_down();
        let mut groups: Vec<&str> = text.split('-').collect();
        groups.swap(2, 5);
        assert!(RecoveryCode::parse(&groups.join("-")) == Err(VaultError::CodeTypo { group: 3 }));
    }

    #[test]
    fn a_code_cut_short_is_named() {
        let text = code().write_down();
        let found = RecoveryCode::parse(&text[..41]);
        assert!(found == Err(VaultError::CodeLength { groups: 8, found: 7 }));
        assert!(RecoveryCode::parse(&text[..44]) == Err(VaultError::CodeTypo { group: 8 }));
        let longer = format!("{}-00000", text.as_str());
        assert!(
            RecoveryCode::parse(&longer) == Err(VaultError::CodeLength { groups: 8, found: 9 })
        );
    }
}
