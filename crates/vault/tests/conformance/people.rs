//! People: taken in, changed, revealed.

use almoner_vault::account::AccountError;
use almoner_vault::embg::{EmbgError, EmbgWarning};
use almoner_vault::error::VaultError;
use almoner_vault::identity::{Class, Fault, Field, Identity};
use almoner_vault::person::{PersonKind, Put, Version};

use crate::support::{Fresh, at, named, now, put, reference};

pub(crate) fn whole() -> Identity {
    named("Проба Пробиќ", "1990", "Скопје")
        .with(Field::IdentityNumber, "0101990450006")
        .with(Field::Phone, "+38970123456")
        .with(Field::Account, "300000000000133")
        .with(Field::Address, "Пробна 12")
        .with(Field::BirthOn, "1990-01-01")
        .with(Field::Guardian, "Пробен старател")
        .with(Field::Notes, &"долга белешка ".repeat(50))
        .with(Field::Health, "проба")
        .with(Field::Violence, "проба")
        .with(Field::Sleeping, "под пробниот мост")
}

pub(crate) async fn what_was_put_is_revealed_field_by_field(fresh: Fresh) {
    let (vault, _) = fresh.vault().await;
    put(&vault, "ana", &whole()).await;
    let ana = reference("ana");
    for field in Field::ALL {
        let revealed = vault.reveal(ana, &[field]).await.unwrap();
        assert_eq!(revealed.get(field), whole().get(field));
        for other in Field::ALL.into_iter().filter(|other| *other != field) {
            assert_eq!(revealed.get(other), None, "{other} was not asked for");
        }
    }
    let amber = vault.reveal(ana, &Field::of(&[Class::Amber])).await.unwrap();
    assert_eq!((amber.get(Field::Phone), amber.get(Field::Sleeping)), (Some("+38970123456"), None));
    let red = vault.reveal(ana, &Field::of(&[Class::Red])).await.unwrap();
    assert_eq!((red.get(Field::Phone), red.get(Field::Health)), (None, Some("проба")));
    let nobody = vault.reveal(reference("nobody"), &Field::ALL).await;
    assert_eq!(nobody.err(), Some(VaultError::Unknown));
}

pub(crate) async fn every_change_is_a_version_and_the_same_again_is_none(fresh: Fresh) {
    let (vault, _) = fresh.vault().await;
    let ana = reference("ana");
    assert_eq!(put(&vault, "ana", &whole()).await.version, 1);
    assert_eq!(put(&vault, "ana", &whole()).await.version, 1);
    let later = at("2026-03-11T09:00:00Z");
    let change = Identity::new().with(Field::Phone, "071 123 456");
    let changed = vault.put(ana, PersonKind::Recipient, &change, later).await.unwrap();
    assert_eq!(changed.version, 2);
    let history = vault.history(ana).await.unwrap();
    let versions = [(1, now()), (2, later)];
    assert_eq!(history, versions.map(|(version, recorded_at)| Version { version, recorded_at }));
    let phone = async |version| {
        let revealed = vault.reveal_version(ana, version, &[Field::Phone]).await;
        revealed.map(|identity| identity.get(Field::Phone).unwrap().to_owned())
    };
    assert_eq!(phone(Some(1)).await, Ok("+38970123456".to_owned()));
    assert_eq!(phone(Some(2)).await, Ok("+38971123456".to_owned()));
    assert_eq!(phone(None).await, Ok("+38971123456".to_owned()));
    assert_eq!(phone(Some(3)).await, Err(VaultError::UnknownVersion));
}

pub(crate) async fn a_change_leaves_what_it_does_not_name(fresh: Fresh) {
    let (vault, _) = fresh.vault().await;
    put(&vault, "ana", &whole()).await;
    put(&vault, "ana", &Identity::new().with(Field::Account, "").with(Field::Name, "Друга Проба"))
        .await;
    let after = vault.reveal(reference("ana"), &Field::ALL).await.unwrap();
    assert_eq!(after.get(Field::Account), None);
    assert_eq!(after.get(Field::Name), Some("Друга Проба"));
    assert_eq!(after.get(Field::Health), whole().get(Field::Health));
}

pub(crate) async fn numbers_that_cannot_be_are_refused_and_leave_no_trace(fresh: Fresh) {
    let (vault, _) = fresh.vault().await;
    let wrong = [
        (Field::Account, "300000000000134", Fault::Account(AccountError::CheckDigits)),
        (Field::Account, "MK07300000000000134", Fault::Account(AccountError::CheckDigits)),
        (
            Field::IdentityNumber,
            "010199045000",
            Fault::IdentityNumber(EmbgError::NotThirteenDigits),
        ),
        (Field::BirthYear, "1790", Fault::Year),
    ];
    for (field, value, fault) in wrong {
        let identity = whole().with(field, value);
        let refused = vault.put(reference("ana"), PersonKind::Recipient, &identity, now()).await;
        assert_eq!(refused, Err(VaultError::Field { field, fault }));
    }
    assert_eq!(fresh.count("person").await, 0);
    assert_eq!(fresh.count("holder_key").await, 0);
}

pub(crate) async fn a_wrong_check_digit_of_a_person_is_said_and_kept(fresh: Fresh) {
    let (vault, _) = fresh.vault().await;
    let stored =
        put(&vault, "ana", &Identity::new().with(Field::IdentityNumber, "0101990450007")).await;
    assert_eq!(stored.warnings, [EmbgWarning::CheckDigit]);
    let kept = vault.reveal(reference("ana"), &[Field::IdentityNumber]).await.unwrap();
    assert_eq!(kept.get(Field::IdentityNumber), Some("0101990450007"));
    // A child of the street has neither number nor papers.
    let stored = put(&vault, "child", &Identity::new().with(Field::Name, "Проба")).await;
    assert_eq!((stored.version, stored.warnings), (1, vec![]));
}

pub(crate) async fn a_reference_keeps_its_kind(fresh: Fresh) {
    let (vault, _) = fresh.vault().await;
    let landlord = reference("landlord");
    vault.put(landlord, PersonKind::Payee, &whole(), now()).await.unwrap();
    assert_eq!(vault.kind(landlord).await, Ok(PersonKind::Payee));
    let other = vault.put(landlord, PersonKind::Giver, &whole(), now()).await;
    assert_eq!(other, Err(VaultError::OtherKind));
}

pub(crate) async fn a_commitment_follows_the_fields_it_names(fresh: Fresh) {
    let (vault, _) = fresh.vault().await;
    put(&vault, "ana", &whole()).await;
    put(&vault, "twin", &whole()).await;
    let fields = [Field::Name, Field::Account];
    let of = async |name| vault.commitment(reference(name), &fields).await.unwrap();
    let before = of("ana").await;
    assert_eq!(of("ana").await, before);
    assert_ne!(of("twin").await, before, "two people with the same account show nothing of it");
    put(&vault, "ana", &Identity::new().with(Field::Address, "Друга 1")).await;
    assert_eq!(of("ana").await, before);
    put(&vault, "ana", &Identity::new().with(Field::Account, "100000000063095")).await;
    assert_ne!(of("ana").await, before);
    put(&vault, "ana", &Identity::new().with(Field::Account, "300000000000133")).await;
    assert_eq!(of("ana").await, before);
}

pub(crate) async fn many_are_taken_in_together_or_not_at_all(fresh: Fresh) {
    let (vault, _) = fresh.vault().await;
    let one = |name: &str, identity| Put {
        person: reference(name),
        kind: PersonKind::Recipient,
        identity,
    };
    let wrong = whole().with(Field::Account, "1");
    let refused = vault.put_all(vec![one("a", whole()), one("b", wrong)], now()).await;
    assert!(refused.is_err());
    assert_eq!(vault.indexed(), Ok(0));
    assert_eq!(fresh.count("person").await, 0);
    let stored = vault.put_all(vec![one("a", whole()), one("b", whole())], now()).await.unwrap();
    assert_eq!(stored.len(), 2);
    assert_eq!(vault.indexed(), Ok(2));
}

pub(crate) async fn what_is_foreseen_is_what_comes(fresh: Fresh) {
    let (vault, _) = fresh.vault().await;
    let ana = reference("ana");
    let kind = PersonKind::Recipient;
    let first = vault.foresee(ana, kind, &whole(), now()).await.unwrap();
    assert!(first.changes);
    assert_eq!(vault.history(ana).await, Err(VaultError::Unknown), "nothing is written yet");
    put(&vault, "ana", &whole()).await;
    assert_eq!(vault.commitment(ana, &Field::ALL).await.unwrap(), first.commitment);
    let again = vault.foresee(ana, kind, &whole(), now()).await.unwrap();
    assert!(!again.changes && again.commitment == first.commitment);
    let change = Identity::new().with(Field::Phone, "071 123 456");
    let next = vault.foresee(ana, kind, &change, now()).await.unwrap();
    assert!(next.changes && next.commitment != first.commitment);
    vault.put(ana, kind, &change, now()).await.unwrap();
    assert_eq!(vault.commitment(ana, &Field::ALL).await.unwrap(), next.commitment);
    assert!(vault.check().await.unwrap().is_sound());
}
