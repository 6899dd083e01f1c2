//! The key file: the slots as a few lines of text, replaced whole or not at all.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use uuid::Uuid;

use crate::error::VaultError;
use crate::hex;
use crate::passphrase::Cost;
use crate::slots::{PassphraseSlot, RecoverySlot, SlotName, Slots};

const FIRST_LINE: &str = "almoner vault keys 1";

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct KeyFile {
    pub(crate) vault: Uuid,
    pub(crate) slots: Vec<Slots>,
}

impl KeyFile {
    pub(crate) fn read(path: &Path) -> Result<Self, VaultError> {
        match fs::read_to_string(path) {
            Ok(text) => Self::parse(&text),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                Err(VaultError::MissingKeyFile(path.to_owned()))
            }
            Err(error) if error.kind() == io::ErrorKind::InvalidData => {
                Err(VaultError::KeyFileDamaged { line: 1 })
            }
            Err(error) => Err(refused("reading", path)(error)),
        }
    }

    /// The slots of the key that the database names.
    pub(crate) fn slots_of(&self, vault: Uuid, kek_id: Uuid) -> Result<&Slots, VaultError> {
        if self.vault != vault {
            return Err(VaultError::KeyFileOfAnotherVault);
        }
        self.slots
            .iter()
            .find(|slots| slots.kek_id == kek_id)
            .ok_or(VaultError::KeyFileOfAnotherDay)
    }

    pub(crate) fn write_new(&self, path: &Path) -> Result<(), VaultError> {
        if path.exists() {
            return Err(VaultError::Exists(path.to_owned()));
        }
        self.replace(path)
    }

    pub(crate) fn replace(&self, path: &Path) -> Result<(), VaultError> {
        let mut part = path.as_os_str().to_owned();
        part.push(".part");
        let part = PathBuf::from(part);
        write(&part, &self.to_text()).map_err(refused("writing", &part))?;
        fs::rename(&part, path).map_err(refused("naming", path))?;
        sync_folder(path).map_err(refused("syncing the folder of", path))
    }

    fn to_text(&self) -> String {
        let mut lines = vec![FIRST_LINE.to_owned(), format!("vault {}", self.vault)];
        for slots in &self.slots {
            lines.push(format!("key {}", slots.kek_id));
            if let Some(PassphraseSlot { cost, salt, sealed }) = &slots.passphrase {
                let Cost { memory_kib, passes, lanes } = cost;
                let (name, salt, sealed) =
                    (SlotName::Passphrase.word(), hex::encode(salt), hex::encode(sealed));
                lines
                    .push(format!("{name} argon2id {memory_kib} {passes} {lanes} {salt} {sealed}"));
            }
            let recovery = [
                (SlotName::FirstRecovery, &slots.first),
                (SlotName::SecondRecovery, &slots.second),
            ];
            for (name, slot) in recovery {
                if let Some(RecoverySlot { salt, sealed }) = slot {
                    let (salt, sealed) = (hex::encode(salt), hex::encode(sealed));
                    lines.push(format!("{} hkdf {salt} {sealed}", name.word()));
                }
            }
        }
        lines.push(String::new());
        lines.join("\n")
    }

    fn parse(text: &str) -> Result<Self, VaultError> {
        let mut lines = text.lines().zip(1..);
        if lines.next().map(|(line, _)| line) != Some(FIRST_LINE) {
            return Err(VaultError::KeyFileDamaged { line: 1 });
        }
        let vault = lines.next().and_then(|(line, _)| uuid(line.strip_prefix("vault ")?));
        let mut file =
            Self { vault: vault.ok_or(VaultError::KeyFileDamaged { line: 2 })?, slots: Vec::new() };
        for (line, number) in lines {
            file.take(line).ok_or(VaultError::KeyFileDamaged { line: number })?;
        }
        Ok(file)
    }

    fn take(&mut self, line: &str) -> Option<()> {
        let words: Vec<&str> = line.split(' ').collect();
        if let ["key", id] = words.as_slice() {
            self.slots.push(Slots::empty(uuid(id)?));
            return Some(());
        }
        let slots = self.slots.last_mut()?;
        match words.as_slice() {
            ["passphrase", "argon2id", memory_kib, passes, lanes, salt, sealed] => {
                let cost = Cost {
                    memory_kib: memory_kib.parse().ok()?,
                    passes: passes.parse().ok()?,
                    lanes: lanes.parse().ok()?,
                };
                slots.passphrase = Some(PassphraseSlot {
                    cost,
                    salt: salt_of(salt)?,
                    sealed: hex::decode(sealed)?,
                });
            }
            [name, "hkdf", salt, sealed] => {
                let slot =
                    Some(RecoverySlot { salt: salt_of(salt)?, sealed: hex::decode(sealed)? });
                match *name {
                    "recovery-1" => slots.first = slot,
                    "recovery-2" => slots.second = slot,
                    _ => return None,
                }
            }
            _ => return None,
        }
        Some(())
    }
}

fn uuid(text: &str) -> Option<Uuid> {
    Uuid::try_parse(text).ok()
}

fn salt_of(text: &str) -> Option<[u8; 32]> {
    hex::decode(text)?.try_into().ok()
}

fn write(path: &Path, text: &str) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

/// A new name is safe only once its folder is.
pub(crate) fn sync_folder(path: &Path) -> io::Result<()> {
    let folder =
        path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder)?.sync_all()
}

pub(crate) fn refused(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> VaultError {
    let path = path.to_owned();
    move |error| VaultError::File { doing, path, error: error.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file() -> KeyFile {
        let recovery = |byte| Some(RecoverySlot { salt: [byte; 32], sealed: vec![byte; 72] });
        let slots = Slots {
            kek_id: Uuid::from_u128(2),
            passphrase: Some(PassphraseSlot {
                cost: Cost::STRONG,
                salt: [3; 32],
                sealed: vec![4; 72],
            }),
            first: recovery(5),
            second: recovery(6),
        };
        let older = Slots { kek_id: Uuid::from_u128(9), passphrase: None, ..slots.clone() };
        KeyFile { vault: Uuid::from_u128(1), slots: vec![slots, older] }
    }

    #[test]
    fn what_is_written_is_read_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("vault.keys");
        assert_eq!(KeyFile::read(&path), Err(VaultError::MissingKeyFile(path.clone())));
        file().write_new(&path).unwrap();
        assert_eq!(KeyFile::read(&path), Ok(file()));
        assert_eq!(file().write_new(&path), Err(VaultError::Exists(path)));
    }

    #[cfg(unix)]
    #[test]
    fn only_its_owner_may_read_it() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("vault.keys");
        file().write_new(&path).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }

    #[test]
    fn a_damaged_line_is_named() {
        let text = file().to_text();
        let lines: Vec<&str> = text.lines().collect();
        for at in 0..lines.len() {
            let mut damaged = lines.clone();
            damaged[at] = &damaged[at][..damaged[at].len() - 1];
            let found = KeyFile::parse(&damaged.join("\n"));
            assert_eq!(found, Err(VaultError::KeyFileDamaged { line: at + 1 }));
        }
    }

    #[test]
    fn slots_are_those_of_the_key_that_is_asked_for() {
        let file = file();
        let key =
            |id| file.slots_of(Uuid::from_u128(1), Uuid::from_u128(id)).map(|slots| slots.kek_id);
        assert_eq!(key(9), Ok(Uuid::from_u128(9)));
        assert_eq!(key(3), Err(VaultError::KeyFileOfAnotherDay));
        let other = file.slots_of(Uuid::from_u128(5), Uuid::from_u128(2)).map(|slots| slots.kek_id);
        assert_eq!(other, Err(VaultError::KeyFileOfAnotherVault));
    }
}
