//! Opening, locking, and every way of not getting in.

use almoner_vault::attachment::Owner;
use almoner_vault::error::VaultError;
use almoner_vault::identity::{Field, Identity};
use almoner_vault::note::NewNote;
use almoner_vault::passphrase::Passphrase;
use almoner_vault::person::PersonKind;
use almoner_vault::recovery::RecoveryCode;
use almoner_vault::vault::Vault;
use zeroize::Zeroizing;

use crate::support::{Fresh, named, now, passphrase, put, reference};

pub(crate) async fn a_locked_vault_names_itself_in_every_answer(fresh: Fresh) {
    let (vault, _) = fresh.vault().await;
    put(&vault, "ana", &named("Проба Пробиќ", "1980", "Скопје")).await;
    vault.close().await;
    let vault = Vault::open(fresh.config()).await.unwrap();
    assert!(vault.is_locked());
    let (ana, locked) = (reference("ana"), Some(VaultError::Locked));
    let identity = Identity::new();
    let put = vault.put(ana, PersonKind::Recipient, &identity, now()).await;
    assert_eq!(put.err(), locked);
    assert_eq!(vault.reveal(ana, &[Field::Name]).await.err(), locked);
    assert_eq!(vault.history(ana).await.err(), locked);
    assert_eq!(vault.kind(ana).await.err(), locked);
    assert_eq!(vault.commitment(ana, &[Field::Name]).await.err(), locked);
    assert_eq!(vault.matches(&identity, None, now()).await.err(), locked);
    let text = Zeroizing::new("текст".to_owned());
    let note = NewNote { id: reference("note"), person: ana, about: None, text };
    assert_eq!(vault.write_note(note, now()).await.err(), locked);
    assert_eq!(vault.note(ana).await.err(), locked);
    assert_eq!(vault.notes_of(ana).await.err(), locked);
    let bytes = Zeroizing::new(b"%PDF-".to_vec());
    assert_eq!(vault.attach(ana, Owner::Person(ana), bytes, now()).await.err(), locked);
    assert_eq!(vault.attachment(ana).await.err(), locked);
    assert_eq!(vault.reused_in(ana).await.err(), locked);
    assert_eq!(vault.attachments_of_person(ana).await.err(), locked);
    assert_eq!(vault.attachments_of_request(ana).await.err(), locked);
    assert_eq!(vault.set_passphrase(&passphrase()).await.err(), locked);
    assert_eq!(vault.renew_recovery().await.err(), locked);
    assert_eq!(vault.rotate_keys(&passphrase()).await.err(), locked);
    assert_eq!(vault.rotate_index().await.err(), locked);

    assert_eq!(vault.unlock(&passphrase()).await, Ok(1));
    assert_eq!(
        vault.reveal(ana, &[Field::Name]).await.unwrap().get(Field::Name),
        Some("Проба Пробиќ")
    );
    vault.lock();
    assert_eq!(vault.reveal(ana, &[Field::Name]).await.err(), locked);
}

pub(crate) async fn a_wrong_passphrase_and_a_wrong_code_are_told_apart(fresh: Fresh) {
    let (vault, codes) = fresh.vault().await;
    vault.lock();
    let wrong = Passphrase::parse("пробна лозинка за пробa").unwrap();
    assert_eq!(vault.unlock(&wrong).await, Err(VaultError::WrongPassphrase));
    let elsewhere = fresh.another().await;
    let (_, other) = elsewhere.vault().await;
    assert_eq!(vault.recover(&other.first, &wrong).await, Err(VaultError::WrongCode));
    assert!(vault.is_locked());
    let written = codes.first.write_down();
    let last = if written.ends_with('A') { "B" } else { "A" };
    let typo = format!("{}{last}", &written[..written.len() - 1]);
    assert_eq!(RecoveryCode::parse(&typo).err(), Some(VaultError::CodeTypo { group: 8 }));
    // What failed has changed nothing.
    assert!(vault.unlock(&passphrase()).await.is_ok());
}

pub(crate) async fn each_recovery_copy_opens_and_sets_a_new_passphrase(fresh: Fresh) {
    let (vault, codes) = fresh.vault().await;
    put(&vault, "ana", &named("Проба Пробиќ", "1980", "Скопје")).await;
    let mut current = passphrase();
    for code in [codes.first, codes.second] {
        vault.lock();
        let typed = RecoveryCode::parse(&code.write_down().to_lowercase()).unwrap();
        let next = Passphrase::parse(&format!("нова лозинка {}", &code.write_down()[..5])).unwrap();
        assert_eq!(vault.recover(&typed, &next).await, Ok(1));
        vault.lock();
        assert_eq!(vault.unlock(&current).await, Err(VaultError::WrongPassphrase));
        assert_eq!(vault.unlock(&next).await, Ok(1));
        current = next;
    }
}

pub(crate) async fn a_missing_key_file_is_named_and_nothing_is_lost(fresh: Fresh) {
    let (vault, _) = fresh.vault().await;
    vault.close().await;
    let path = fresh.path("vault.keys");
    let away = fresh.path("away");
    std::fs::rename(&path, &away).unwrap();
    let vault = Vault::open(fresh.config()).await.unwrap();
    assert_eq!(vault.unlock(&passphrase()).await, Err(VaultError::MissingKeyFile(path.clone())));
    // What can be known without keys still is.
    assert!(vault.check().await.unwrap().is_sound());
    std::fs::write(&path, "something else").unwrap();
    assert_eq!(vault.unlock(&passphrase()).await, Err(VaultError::KeyFileDamaged { line: 1 }));
    let text = std::fs::read_to_string(&away).unwrap();
    let without: String = text
        .lines()
        .filter(|line| !line.starts_with("passphrase"))
        .map(|line| format!("{line}\n"))
        .collect();
    std::fs::write(&path, without).unwrap();
    assert!(matches!(vault.unlock(&passphrase()).await, Err(VaultError::MissingSlot(_))));
    std::fs::rename(&away, &path).unwrap();
    assert_eq!(vault.unlock(&passphrase()).await, Ok(0));
}

pub(crate) async fn a_missing_vault_is_named(fresh: Fresh) {
    let opened = Vault::open(fresh.config()).await.err();
    let missing = if fresh.is_sqlite() { VaultError::MissingDatabase } else { VaultError::NoVault };
    assert_eq!(opened, Some(missing));
    if !fresh.is_sqlite() {
        let mut config = fresh.config();
        config.url.push_str("_that_is_not_there");
        assert_eq!(Vault::open(config).await.err(), Some(VaultError::MissingDatabase));
    }
    let mut config = fresh.config();
    config.url = "mysql://nowhere".to_owned();
    assert_eq!(Vault::open(config).await.err(), Some(VaultError::Address));
}

pub(crate) async fn the_key_file_of_another_vault_is_named(fresh: Fresh) {
    let (vault, _) = fresh.vault().await;
    let elsewhere = fresh.another().await;
    let (other, _) = elsewhere.vault().await;
    other.close().await;
    std::fs::copy(elsewhere.path("vault.keys"), fresh.path("vault.keys")).unwrap();
    vault.lock();
    assert_eq!(vault.unlock(&passphrase()).await, Err(VaultError::KeyFileOfAnotherVault));
}

pub(crate) async fn a_vault_is_made_once(fresh: Fresh) {
    let (vault, _) = fresh.vault().await;
    put(&vault, "ana", &named("Проба Пробиќ", "1980", "Скопје")).await;
    vault.close().await;
    let again = Vault::create(fresh.config(), &passphrase(), now()).await.err();
    assert_eq!(again, Some(VaultError::Exists(fresh.path("vault.keys"))));
    let mut config = fresh.config();
    config.key_file = fresh.path("other.keys");
    let again = Vault::create(config, &passphrase(), now()).await.err();
    assert_eq!(again, Some(VaultError::VaultExists));
    assert!(!fresh.path("other.keys").exists());
}
