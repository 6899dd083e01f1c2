//! Copies of the vault.

use std::os::unix::fs::PermissionsExt as _;

use almoner_vault::attachment::Owner;
use almoner_vault::error::VaultError;
use almoner_vault::identity::Field;
use almoner_vault::note::NewNote;
use almoner_vault::person::Erasure;
use almoner_vault::vault::Vault;
use zeroize::Zeroizing;

use crate::people::whole;
use crate::support::{Fresh, named, now, passphrase, put, reference};

async fn filled(fresh: &Fresh) -> Vault {
    let (vault, _) = fresh.vault().await;
    put(&vault, "ana", &whole()).await;
    put(&vault, "ana", &named("Друга Проба", "1990", "Скопје")).await;
    put(&vault, "boris", &whole()).await;
    let text = Zeroizing::new("наод".to_owned());
    let note = NewNote { id: reference("n"), person: reference("ana"), about: None, text };
    vault.write_note(note, now()).await.unwrap();
    let bytes = Zeroizing::new([b"%PDF-".as_slice(), &[b'x'; 300_000]].concat());
    let owner = Owner::RequestAbout { request: reference("r"), person: reference("boris") };
    vault.attach(reference("f"), owner, bytes, now()).await.unwrap();
    vault.erase(reference("gone"), now()).await.unwrap();
    vault
}

/// The place of a copy: always an SQLite file, with the key file of the vault it came from.
fn place_of(fresh: &Fresh, name: &str) -> almoner_vault::config::Config {
    let mut config = fresh.config();
    config.url = format!("sqlite:{}", fresh.path(name).display());
    config
}

async fn is_as_filled(vault: &Vault) {
    let ana = vault.reveal(reference("ana"), &Field::ALL).await.unwrap();
    assert_eq!(ana.get(Field::Name), Some("Друга Проба"));
    let before = vault.reveal_version(reference("ana"), Some(1), &Field::ALL).await.unwrap();
    assert_eq!(before.get(Field::Name), whole().get(Field::Name));
    assert_eq!(vault.note(reference("n")).await.unwrap().text.as_str(), "наод");
    assert_eq!(vault.attachment(reference("f")).await.unwrap().bytes.len(), 300_005);
    assert_eq!(vault.erasures().await.unwrap().len(), 1);
    assert!(!vault.matches(&whole(), None, now()).await.unwrap().is_empty());
    assert!(vault.check().await.unwrap().is_sound());
}

pub(crate) async fn a_copy_opens_with_the_same_keys(fresh: Fresh) {
    let vault = filled(&fresh).await;
    let backup = vault.backup(&fresh.path("copy.db")).await.unwrap();
    let counts = (
        backup.report.people,
        backup.report.versions,
        backup.report.notes,
        backup.report.attachments,
    );
    assert!(backup.report.opened && backup.report.is_sound());
    assert_eq!(counts, (2, 3, 1, 1));
    let mode = std::fs::metadata(fresh.path("copy.db")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600, "for its owner alone");
    vault.lock();
    let locked = vault.backup(&fresh.path("locked.db")).await.unwrap();
    assert!(!locked.report.opened);
    for name in ["copy.db", "locked.db"] {
        let copy = Vault::open(place_of(&fresh, name)).await.unwrap();
        assert_eq!(copy.unlock(&passphrase()).await, Ok(2));
        is_as_filled(&copy).await;
        copy.close().await;
    }
}

pub(crate) async fn a_copy_never_replaces_a_file(fresh: Fresh) {
    let vault = filled(&fresh).await;
    let path = fresh.path("copy.db");
    std::fs::write(&path, "precious").unwrap();
    assert_eq!(vault.backup(&path).await, Err(VaultError::Exists(path.clone())));
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "precious");
    vault.backup(&fresh.path("good.db")).await.unwrap();
    let restored =
        Vault::restore(&fresh.path("good.db"), place_of(&fresh, "copy.db"), vec![]).await;
    assert_eq!(restored.err(), Some(VaultError::Exists(path.clone())));
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "precious");
    let missing = Vault::restore(&fresh.path("nowhere"), place_of(&fresh, "new.db"), vec![]).await;
    assert_eq!(missing.err(), Some(VaultError::MissingDatabase));
    // What is left of a lost vault would be played into the one that comes back.
    std::fs::write(fresh.path("new.db-wal"), "left over").unwrap();
    let beside = Vault::restore(&fresh.path("good.db"), place_of(&fresh, "new.db"), vec![]).await;
    assert_eq!(beside.err(), Some(VaultError::Remains(fresh.path("new.db"))));
    std::fs::remove_file(fresh.path("new.db-wal")).unwrap();
    let back = Vault::restore(&fresh.path("good.db"), place_of(&fresh, "new.db"), vec![]).await;
    back.unwrap().close().await;
}

pub(crate) async fn a_copy_that_is_not_sound_gets_no_name(fresh: Fresh) {
    let vault = filled(&fresh).await;
    fresh.behind("update person_version set phone = account").await;
    assert_eq!(vault.backup(&fresh.path("copy.db")).await, Err(VaultError::NotSound));
    vault.lock();
    fresh.behind("delete from attachment_chunk where number = 1").await;
    assert_eq!(vault.backup(&fresh.path("copy.db")).await, Err(VaultError::NotSound));
    let left: Vec<_> = std::fs::read_dir(fresh.folder.path()).unwrap().flatten().collect();
    let names = left.iter().map(|entry| entry.file_name().into_string().unwrap());
    let copies: Vec<String> = names.filter(|name| name.starts_with("copy")).collect();
    assert_eq!(copies, Vec::<String>::new());
}

pub(crate) async fn a_copy_taken_back_forgets_who_was_erased_since(fresh: Fresh) {
    let vault = filled(&fresh).await;
    vault.backup(&fresh.path("copy.db")).await.unwrap();
    let before = std::fs::read(fresh.path("copy.db")).unwrap();
    vault.erase(reference("ana"), now()).await.unwrap();
    let erasures: Vec<Erasure> = vault.erasures().await.unwrap();
    let to = place_of(&fresh, "back.db");
    let back = Vault::restore(&fresh.path("copy.db"), to, erasures).await.unwrap();
    let gone = VaultError::Erased { at: now() };
    assert_eq!(back.unlock(&passphrase()).await, Ok(1));
    assert_eq!(back.reveal(reference("ana"), &Field::ALL).await.err(), Some(gone));
    assert!(back.reveal(reference("boris"), &Field::ALL).await.is_ok());
    assert_eq!(back.note(reference("n")).await.err(), Some(VaultError::UnknownNote));
    assert!(back.check().await.unwrap().is_sound());
    assert!(std::fs::read(fresh.path("copy.db")).unwrap() == before, "the copy is only read");
}

pub(crate) async fn a_vault_moves_between_databases(fresh: Fresh) {
    let vault = filled(&fresh).await;
    vault.backup(&fresh.path("copy.db")).await.unwrap();
    let elsewhere = fresh.another().await;
    std::fs::copy(fresh.path("vault.keys"), elsewhere.path("vault.keys")).unwrap();
    let moved = Vault::restore(&fresh.path("copy.db"), elsewhere.config(), vec![]).await.unwrap();
    assert_eq!(moved.unlock(&passphrase()).await, Ok(2));
    is_as_filled(&moved).await;
    let again = Vault::restore(&fresh.path("copy.db"), elsewhere.config(), vec![]).await.err();
    assert!(matches!(again, Some(VaultError::Exists(_) | VaultError::VaultExists)));
}
