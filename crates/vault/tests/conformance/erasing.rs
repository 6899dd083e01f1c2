//! Erasing people.

use almoner_vault::attachment::Owner;
use almoner_vault::error::VaultError;
use almoner_vault::identity::Field;
use almoner_vault::note::NewNote;
use almoner_vault::person::{Erasure, PersonKind};
use almoner_vault::vault::Vault;
use zeroize::Zeroizing;

use crate::people::whole;
use crate::support::{Fresh, at, named, now, passphrase, put, reference};

pub(crate) async fn an_erased_person_is_gone_everywhere(fresh: Fresh) {
    let (vault, _) = fresh.vault().await;
    put(&vault, "ana", &whole()).await;
    put(&vault, "ana", &named("Друга Проба", "1990", "Скопје")).await;
    put(&vault, "boris", &named("Борис Пробиќ", "1980", "Битола")).await;
    let ana = reference("ana");
    let text = Zeroizing::new("наод".to_owned());
    vault
        .write_note(NewNote { id: reference("n"), person: ana, about: None, text }, now())
        .await
        .unwrap();
    let bytes = Zeroizing::new(b"%PDF-1".to_vec());
    vault.attach(reference("f"), Owner::Person(ana), bytes, now()).await.unwrap();

    let erased = vault.erase(ana, now()).await.unwrap();
    assert_eq!(erased, Erasure { person: ana, at: now() });
    assert_eq!(vault.erasures().await, Ok(vec![erased]));
    for (table, left) in [
        ("holder_key", 1),
        ("person", 1),
        ("person_version", 1),
        ("blind", 0),
        ("note", 0),
        ("attachment", 0),
        ("attachment_chunk", 0),
        ("erased", 1),
    ] {
        assert_eq!(fresh.count(table).await, left, "{table}");
    }
    let gone = Some(VaultError::Erased { at: now() });
    assert_eq!(vault.reveal(ana, &Field::ALL).await.err(), gone);
    assert_eq!(vault.history(ana).await.err(), gone);
    assert_eq!(vault.kind(ana).await.err(), gone);
    assert_eq!(vault.notes_of(ana).await.err(), gone);
    assert_eq!(vault.commitment(ana, &[Field::Name]).await.err(), gone);
    let asked = named("Друга Проба", "1990", "Скопје");
    assert_eq!(vault.matches(&asked, None, now()).await, Ok(vec![]));
    assert_eq!(vault.matches(&whole(), None, now()).await, Ok(vec![]));
    assert_eq!(vault.indexed(), Ok(1));
    assert!(vault.check().await.unwrap().is_sound());
    assert!(vault.reveal(reference("boris"), &Field::ALL).await.is_ok());
}

pub(crate) async fn erasing_needs_no_passphrase_and_is_done_once(fresh: Fresh) {
    let (vault, _) = fresh.vault().await;
    put(&vault, "ana", &whole()).await;
    vault.lock();
    let ana = reference("ana");
    let first = vault.erase(ana, now()).await.unwrap();
    let later = at("2026-04-01T09:00:00Z");
    assert_eq!(vault.erase(ana, later).await, Ok(first));
    vault.replay_erasures(vec![Erasure { person: ana, at: later }]).await.unwrap();
    assert_eq!(vault.erasures().await, Ok(vec![first]));
    assert_eq!(vault.unlock(&passphrase()).await, Ok(0));
}

pub(crate) async fn an_erased_reference_is_never_used_again(fresh: Fresh) {
    let (vault, _) = fresh.vault().await;
    // Known or not: a copy from another day may know them.
    for name in ["ana", "never known"] {
        if name == "ana" {
            put(&vault, name, &whole()).await;
        }
        vault.erase(reference(name), now()).await.unwrap();
        let again = vault.put(reference(name), PersonKind::Recipient, &whole(), now()).await;
        assert_eq!(again, Err(VaultError::Erased { at: now() }));
    }
    assert_eq!(fresh.count("person").await, 0);
}

pub(crate) async fn an_erasure_that_was_broken_off_is_finished(fresh: Fresh) {
    let (vault, _) = fresh.vault().await;
    put(&vault, "ana", &whole()).await;
    vault.close().await;
    fresh.behind("update vault set shred_due = 1").await;
    let vault = Vault::open(fresh.config()).await.unwrap();
    vault.close().await;
    assert_eq!(fresh.count("vault where shred_due = 1").await, 0);
}

/// Not only deleted: overwritten, in the file and in what lies beside it.
pub(crate) async fn the_destroyed_key_is_in_no_file_of_the_vault(fresh: Fresh) {
    let (vault, _) = fresh.vault().await;
    for number in 0..50 {
        put(&vault, &format!("p{number}"), &whole()).await;
    }
    let person = reference("p25");
    let mut remains = fresh.bytes("sealed", "holder_key", "holder_id", person).await;
    for column in ["name", "health"] {
        remains.extend(fresh.bytes(column, "person_version", "person_id", person).await);
    }
    assert_eq!(remains.len(), 3);
    let files_with = |remains: &[u8]| {
        let files = std::fs::read_dir(fresh.folder.path()).unwrap().flatten();
        files
            .filter(|file| {
                let bytes = std::fs::read(file.path()).unwrap();
                bytes.windows(remains.len()).any(|window| window == remains)
            })
            .count()
    };
    if fresh.is_sqlite() {
        assert!(remains.iter().all(|remains| files_with(remains) > 0), "they are there before");
    }
    vault.erase(person, now()).await.unwrap();
    for remains in &remains {
        assert_eq!(files_with(remains), 0);
    }
    assert_eq!(fresh.count("vault where shred_due = 1").await, 0);
    assert!(vault.check().await.unwrap().is_sound());
}
