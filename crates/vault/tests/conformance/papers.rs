//! Notes and files.

use almoner_vault::attachment::{MediaType, Owner};
use almoner_vault::error::VaultError;
use almoner_vault::note::NewNote;
use almoner_vault::person::PersonKind;
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::support::{Fresh, at, named, now, put, reference};

fn note(id: &str, person: &str, text: &str) -> NewNote {
    let text = Zeroizing::new(text.to_owned());
    NewNote {
        id: reference(id),
        person: reference(person),
        about: Some(reference("request")),
        text,
    }
}

fn file(bytes: &[u8]) -> Zeroizing<Vec<u8>> {
    Zeroizing::new(bytes.to_vec())
}

pub(crate) async fn a_note_is_kept_once_and_read_again(fresh: Fresh) {
    let (vault, _) = fresh.vault().await;
    put(&vault, "ana", &named("Проба", "", "")).await;
    let first = vault.write_note(note("n1", "ana", "наод: проба"), now()).await.unwrap();
    assert_eq!(vault.write_note(note("n1", "ana", "наод: проба"), now()).await, Ok(first));
    let other = vault.write_note(note("n1", "ana", "друг наод"), now()).await;
    assert_eq!(other, Err(VaultError::IdTaken));
    // The same words under another salt are another commitment.
    let later = at("2026-03-11T09:00:00Z");
    assert_ne!(vault.write_note(note("n2", "ana", "наод: проба"), later).await, Ok(first));
    let read = vault.note(reference("n1")).await.unwrap();
    assert_eq!((read.text.as_str(), read.commitment), ("наод: проба", first));
    assert_eq!((read.person, read.about), (reference("ana"), Some(reference("request"))));
    let ids: Vec<Uuid> =
        vault.notes_of(reference("ana")).await.unwrap().iter().map(|note| note.id).collect();
    assert_eq!(ids, [reference("n1"), reference("n2")]);

    let unknown = vault.write_note(note("n3", "nobody", "проба"), now()).await;
    assert_eq!(unknown, Err(VaultError::Unknown));
    for text in ["  ", &"x".repeat(64 * 1024 + 1)] {
        let refused = vault.write_note(note("n3", "ana", text), now()).await;
        assert!(matches!(refused, Err(VaultError::NoteLength { .. })));
    }
    assert_eq!(vault.note(reference("n3")).await.err(), Some(VaultError::UnknownNote));
}

pub(crate) async fn a_file_comes_back_as_it_was(fresh: Fresh) {
    let (vault, _) = fresh.vault().await;
    put(&vault, "ana", &named("Проба", "", "")).await;
    let owner = Owner::Person(reference("ana"));
    for (number, size) in [5, 261_632, 261_633, 600_000].into_iter().enumerate() {
        let mut bytes: Vec<u8> = (0..size).map(|at| u8::try_from(at % 251).unwrap()).collect();
        bytes[..5].copy_from_slice(b"%PDF-");
        let id = reference(&format!("file {number}"));
        let attached = vault.attach(id, owner, file(&bytes), now()).await.unwrap();
        assert_eq!(
            (attached.media, attached.bytes),
            (MediaType::Pdf, u64::try_from(size).unwrap())
        );
        assert_eq!(attached.reused_in, []);
        let again = vault.attach(id, owner, file(&bytes), now()).await.unwrap();
        assert_eq!(again.commitment, attached.commitment);
        let back = vault.attachment(id).await.unwrap();
        assert!(*back.bytes == bytes);
        assert_eq!((back.owner, back.commitment), (owner, attached.commitment));
    }
    assert_eq!(fresh.count("attachment_chunk").await, 1 + 1 + 2 + 3);
    let listed = vault.attachments_of_person(reference("ana")).await.unwrap();
    assert_eq!(listed.len(), 4);
    let taken = vault.attach(reference("file 0"), owner, file(b"%PDF-other"), now()).await;
    assert_eq!(taken, Err(VaultError::IdTaken));
    assert!(vault.check().await.unwrap().is_sound());
    fresh.behind("delete from attachment_chunk where number = 1").await;
    let cut = vault.attachment(reference("file 3")).await.err();
    assert!(matches!(cut, Some(VaultError::Corrupt { table: "attachment_chunk", .. })));
}

pub(crate) async fn the_same_bytes_elsewhere_are_named(fresh: Fresh) {
    let (vault, _) = fresh.vault().await;
    put(&vault, "ana", &named("Проба", "", "")).await;
    put(&vault, "boris", &named("Друга Проба", "", "")).await;
    let first = Owner::Person(reference("ana"));
    vault.attach(reference("f1"), first, file(b"%PDF-bill"), now()).await.unwrap();
    let second = Owner::RequestAbout { request: reference("request"), person: reference("boris") };
    let attached = vault.attach(reference("f2"), second, file(b"%PDF-bill"), now()).await.unwrap();
    let reused: Vec<_> = attached.reused_in.iter().map(|one| (one.attachment, one.owner)).collect();
    assert_eq!(reused, [(reference("f1"), first)]);
    let back = vault.reused_in(reference("f1")).await.unwrap();
    assert_eq!(back.iter().map(|one| one.owner).collect::<Vec<_>>(), [second]);
    let of_request = vault.attachments_of_request(reference("request")).await.unwrap();
    assert_eq!(of_request[0].attachment, reference("f2"));
    let one = vault.attachment(reference("f1")).await.unwrap().commitment;
    assert_ne!(one, attached.commitment, "the log does not show that two files are the same");
    vault.erase(reference("ana"), now()).await.unwrap();
    assert_eq!(vault.reused_in(reference("f2")).await, Ok(vec![]));
}

pub(crate) async fn files_are_refused_by_what_they_are(fresh: Fresh) {
    let mut config = fresh.config();
    config.attachment_max = 100;
    let passphrase = crate::support::passphrase();
    let (vault, _) = almoner_vault::vault::Vault::create(config, &passphrase, now()).await.unwrap();
    put(&vault, "ana", &named("Проба", "", "")).await;
    let owner = Owner::Person(reference("ana"));
    let attach =
        async |bytes: &[u8]| vault.attach(reference("f"), owner, file(bytes), now()).await.err();
    assert_eq!(attach(b"MZ\x90\x00").await, Some(VaultError::AttachmentType));
    assert_eq!(attach(b"").await, Some(VaultError::AttachmentType));
    let large = [b'a'; 101];
    assert_eq!(attach(&large).await, Some(VaultError::AttachmentTooLarge { bytes_max: 100 }));
    assert_eq!(attach(&large[..100]).await, None);
    let nobody = Owner::Person(reference("nobody"));
    let refused = vault.attach(reference("g"), nobody, file(b"a"), now()).await.err();
    assert_eq!(refused, Some(VaultError::Unknown));
    assert_eq!(vault.attachment(reference("g")).await.err(), Some(VaultError::UnknownAttachment));
}

pub(crate) async fn a_request_about_nobody_known_has_a_key_of_its_own(fresh: Fresh) {
    let (vault, _) = fresh.vault().await;
    let (request, id) = (reference("blankets"), reference("list"));
    for one in [id, reference("second list")] {
        vault.attach(one, Owner::Request(request), file("ќебиња".as_bytes()), now()).await.unwrap();
    }
    assert_eq!(vault.attachment(id).await.unwrap().bytes.as_slice(), "ќебиња".as_bytes());
    // Somebody whose papers came first may be known by name later, under the same key.
    let as_person = vault.put(request, PersonKind::Recipient, &named("Проба", "", ""), now()).await;
    assert_eq!(as_person.map(|stored| stored.version), Ok(1));
    assert!(vault.check().await.unwrap().is_sound());
    vault.erase(request, now()).await.unwrap();
    assert_eq!(vault.attachment(id).await.err(), Some(VaultError::UnknownAttachment));
    let again = vault.attach(id, Owner::Request(request), file(b"a"), now()).await.err();
    assert_eq!(again, Some(VaultError::Erased { at: now() }));
}

pub(crate) async fn a_paper_may_come_before_the_name_and_goes_with_the_person(fresh: Fresh) {
    let (vault, _) = fresh.vault().await;
    let owner = Owner::RequestAbout { request: reference("request"), person: reference("ana") };
    let bill = vault.attach(reference("f1"), owner, file(b"%PDF-bill"), now()).await.unwrap();
    vault.attach(reference("f2"), owner, file(b"%PDF-other"), now()).await.unwrap();
    put(&vault, "ana", &named("Проба", "", "")).await;
    let found = vault.attachment_of(reference("request"), bill.commitment).await.unwrap();
    assert_eq!((found.id, found.bytes.as_slice()), (reference("f1"), &b"%PDF-bill"[..]));
    let elsewhere = vault.attachment_of(reference("another"), bill.commitment).await.err();
    assert_eq!(elsewhere, Some(VaultError::UnknownAttachment));
    vault.detach(reference("f2")).await.unwrap();
    let stamps = vault.attachment_stamps().await.unwrap();
    assert_eq!(stamps, [vault.attachment_stamp(reference("f1")).await.unwrap()]);
    assert_eq!(stamps[0].commitment, bill.commitment);
    assert!(vault.check().await.unwrap().is_sound());
    vault.erase(reference("ana"), now()).await.unwrap();
    let gone = vault.attachment_of(reference("request"), bill.commitment).await.err();
    assert_eq!(gone, Some(VaultError::UnknownAttachment));
    assert_eq!(fresh.count("attachment_chunk").await, 0);
}
