//! Changing keys.

use almoner_vault::attachment::Owner;
use almoner_vault::error::VaultError;
use almoner_vault::identity::Field;
use almoner_vault::passphrase::Passphrase;
use almoner_vault::vault::Vault;
use zeroize::Zeroizing;

use crate::people::whole;
use crate::support::{Fresh, now, passphrase, put, reference};

fn other() -> Passphrase {
    Passphrase::parse("друга лозинка за проби").unwrap()
}

pub(crate) async fn new_keys_open_everything_and_the_old_ones_nothing(fresh: Fresh) {
    let (vault, old_codes) = fresh.vault().await;
    for number in 0..5 {
        put(&vault, &format!("p{number}"), &whole()).await;
    }
    std::fs::copy(fresh.path("vault.keys"), fresh.path("old.keys")).unwrap();
    let rotated = vault.rotate_keys(&other()).await.unwrap();
    assert!(rotated.old_slots_gone);
    // Those who are in go on; those who come need the new keys.
    let revealed = vault.reveal(reference("p3"), &[Field::Name]).await.unwrap();
    assert_eq!(revealed.get(Field::Name), whole().get(Field::Name));
    put(&vault, "p9", &whole()).await;
    assert!(vault.check().await.unwrap().is_sound());
    vault.lock();
    assert_eq!(vault.unlock(&passphrase()).await, Err(VaultError::WrongPassphrase));
    assert_eq!(vault.recover(&old_codes.first, &other()).await, Err(VaultError::WrongCode));
    assert_eq!(vault.recover(&rotated.codes.second, &other()).await, Ok(6));
    vault.lock();
    assert_eq!(vault.unlock(&other()).await, Ok(6));
    assert!(vault.check().await.unwrap().is_sound());
    // The key file of yesterday is refused by name.
    std::fs::copy(fresh.path("old.keys"), fresh.path("vault.keys")).unwrap();
    vault.lock();
    assert_eq!(vault.unlock(&passphrase()).await, Err(VaultError::KeyFileOfAnotherDay));
}

pub(crate) async fn a_change_of_keys_that_was_broken_off_harms_nothing(fresh: Fresh) {
    let (vault, _) = fresh.vault().await;
    put(&vault, "ana", &whole()).await;
    let before = std::fs::read_to_string(fresh.path("vault.keys")).unwrap();
    vault.rotate_keys(&other()).await.unwrap();
    let after = std::fs::read_to_string(fresh.path("vault.keys")).unwrap();
    // Broken off after the database was done: both generations are in the file.
    let old: String = before.lines().skip(2).map(|line| format!("{line}\n")).collect();
    std::fs::write(fresh.path("vault.keys"), format!("{after}{old}")).unwrap();
    vault.lock();
    assert_eq!(vault.unlock(&other()).await, Ok(1));
    assert_eq!(std::fs::read_to_string(fresh.path("vault.keys")).unwrap(), after);
    // Broken off before: a generation that the database never heard of.
    let unheard = old.replacen("key ", "key 00000000-0000-4000-8000-000000000000\nkey ", 1);
    std::fs::write(fresh.path("vault.keys"), format!("{after}{unheard}")).unwrap();
    vault.lock();
    assert_eq!(vault.unlock(&other()).await, Ok(1));
    // One key file that cannot be written stops the change before anything happens.
    std::fs::create_dir(fresh.path("vault.keys.part")).unwrap();
    let refused = vault.rotate_keys(&passphrase()).await.err();
    assert!(matches!(refused, Some(VaultError::File { .. })));
    assert!(vault.reveal(reference("ana"), &Field::ALL).await.is_ok());
    vault.lock();
    assert_eq!(vault.unlock(&other()).await, Ok(1));
}

pub(crate) async fn a_new_index_key_finds_the_same_people(fresh: Fresh) {
    let (vault, _) = fresh.vault().await;
    put(&vault, "ana", &whole()).await;
    let owner = Owner::Person(reference("ana"));
    for id in ["f1", "f2"] {
        let bytes = Zeroizing::new(b"%PDF-1".to_vec());
        vault.attach(reference(id), owner, bytes, now()).await.unwrap();
    }
    let before = vault.matches(&whole(), None, now()).await.unwrap();
    assert_eq!(before.len(), 5);
    vault.rotate_index().await.unwrap();
    assert_eq!(vault.matches(&whole(), None, now()).await.unwrap(), before);
    assert_eq!(vault.reused_in(reference("f1")).await.unwrap().len(), 1);
    assert!(vault.check().await.unwrap().is_sound());
    vault.lock();
    vault.unlock(&passphrase()).await.unwrap();
    assert_eq!(vault.matches(&whole(), None, now()).await.unwrap(), before);
}

pub(crate) async fn keys_changed_by_another_process_are_noticed(fresh: Fresh) {
    let (vault, _) = fresh.vault().await;
    put(&vault, "ana", &whole()).await;
    let other_process = Vault::open(fresh.config()).await.unwrap();
    other_process.unlock(&passphrase()).await.unwrap();
    other_process.rotate_keys(&other()).await.unwrap();
    let changed = Some(VaultError::KeysChanged);
    assert_eq!(vault.reveal(reference("ana"), &Field::ALL).await.err(), changed);
    let kind = almoner_vault::person::PersonKind::Giver;
    assert_eq!(vault.put(reference("new"), kind, &whole(), now()).await.err(), changed);
    vault.lock();
    assert_eq!(vault.unlock(&other()).await, Ok(1));
}

pub(crate) async fn recovery_copies_are_made_anew(fresh: Fresh) {
    let (vault, old) = fresh.vault().await;
    let new = vault.renew_recovery().await.unwrap();
    vault.lock();
    assert_eq!(vault.recover(&old.first, &other()).await, Err(VaultError::WrongCode));
    assert_eq!(vault.recover(&old.second, &other()).await, Err(VaultError::WrongCode));
    assert!(vault.unlock(&passphrase()).await.is_ok());
    vault.lock();
    assert_eq!(vault.recover(&new.first, &other()).await, Ok(0));
    vault.set_passphrase(&passphrase()).await.unwrap();
    vault.lock();
    assert_eq!(vault.unlock(&other()).await, Err(VaultError::WrongPassphrase));
    assert_eq!(vault.unlock(&passphrase()).await, Ok(0));
}
