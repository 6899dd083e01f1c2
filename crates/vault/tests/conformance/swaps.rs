//! Ciphertext that was moved opens nowhere.

use almoner_vault::attachment::Owner;
use almoner_vault::check::{Astray, Finding};
use almoner_vault::error::VaultError;
use almoner_vault::identity::{Field, Identity};
use almoner_vault::note::NewNote;
use almoner_vault::vault::Vault;
use zeroize::Zeroizing;

use crate::support::{Fresh, now, put, reference};

/// Every field short enough for the same bucket, so that only the place tells them apart.
fn everything(mark: &str) -> Identity {
    Field::ALL.into_iter().fold(Identity::new(), |identity, field| {
        identity.with(
            field,
            match field {
                Field::IdentityNumber => "0101990450006",
                Field::Phone => "070123456",
                Field::Account => "300000000000133",
                Field::BirthYear => "1990",
                Field::BirthOn => "1990-01-01",
                Field::Name
                | Field::Address
                | Field::Settlement
                | Field::Guardian
                | Field::Notes
                | Field::Health
                | Field::Violence
                | Field::Sleeping => mark,
            },
        )
    })
}

async fn opens(vault: &Vault, person: &str, field: Field) -> bool {
    match vault.reveal(reference(person), &[field]).await {
        Ok(_) => true,
        Err(error) => {
            let column = field.column();
            assert_eq!(error, VaultError::Corrupt { table: "person_version", column });
            false
        }
    }
}

fn bytes_of(person: &str, fresh: &Fresh) -> String {
    let hex = reference(person).simple().to_string();
    if fresh.is_sqlite() { format!("x'{hex}'") } else { format!("'{hex}'") }
}

pub(crate) async fn no_field_opens_in_another_place(fresh: Fresh) {
    let (vault, _) = fresh.vault().await;
    put(&vault, "ana", &everything("проба а")).await;
    put(&vault, "boris", &everything("проба б")).await;
    let (ana, boris) = (bytes_of("ana", &fresh), bytes_of("boris", &fresh));
    fresh.behind("create table kept as select * from person_version").await;
    let restore = async || {
        fresh.behind("delete from person_version").await;
        fresh.behind("insert into person_version select * from kept").await;
    };
    // Between any two columns of one person.
    for from in Field::ALL {
        let sets: Vec<String> = Field::ALL
            .into_iter()
            .filter(|to| *to != from)
            .map(|to| format!("{} = {}", to.column(), from.column()))
            .collect();
        fresh.behind(&format!("update person_version set {}", sets.join(", "))).await;
        for to in Field::ALL {
            assert_eq!(opens(&vault, "ana", to).await, to == from, "{from} in {to}");
        }
        restore().await;
    }
    // Between two people, every column.
    for field in Field::ALL {
        let column = field.column();
        fresh.behind(&format!(
            "update person_version set {column} = (select k.{column} from kept as k where k.person_id = {boris})
             where person_id = {ana}"
        )).await;
        assert!(!opens(&vault, "ana", field).await, "{field}");
        restore().await;
        assert!(opens(&vault, "ana", field).await, "{field}");
    }
    // Between two versions of one person.
    put(&vault, "ana", &everything("проба в")).await;
    for field in Field::ALL {
        let column = field.column();
        fresh.behind(&format!(
            "update person_version set {column} = (select k.{column} from kept as k where k.person_id = {ana})
             where person_id = {ana} and version = 2"
        )).await;
        assert!(!opens(&vault, "ana", field).await, "{field}");
    }
    // The key of somebody else in place of one's own.
    fresh.behind(&format!(
        "update holder_key set sealed = (select sealed from holder_key where holder_id = {boris}) where holder_id = {ana}"
    )).await;
    let refused = vault.reveal(reference("ana"), &[Field::Name]).await.err();
    assert_eq!(refused, Some(VaultError::Corrupt { table: "holder_key", column: "sealed" }));
}

pub(crate) async fn the_check_names_what_was_moved(fresh: Fresh) {
    let (vault, _) = fresh.vault().await;
    put(&vault, "ana", &everything("проба а")).await;
    put(&vault, "boris", &everything("проба б")).await;
    let text = |text: &str| Zeroizing::new(text.to_owned());
    for (id, person) in [("n1", "ana"), ("n2", "boris")] {
        let note =
            NewNote { id: reference(id), person: reference(person), about: None, text: text(id) };
        vault.write_note(note, now()).await.unwrap();
        let bytes = Zeroizing::new(format!("%PDF-{id}").into_bytes());
        let file = reference(&format!("f {id}"));
        vault.attach(file, Owner::Person(reference(person)), bytes, now()).await.unwrap();
    }
    assert!(vault.check().await.unwrap().is_sound());
    let (ana, boris) = (bytes_of("ana", &fresh), bytes_of("boris", &fresh));
    let cases = cases(&ana, &boris);
    for (number, (statement, count, fault)) in cases.into_iter().enumerate() {
        let tables = [
            "holder_key",
            "person",
            "person_version",
            "blind",
            "note",
            "attachment",
            "attachment_chunk",
        ];
        for table in tables {
            fresh.behind(&format!("create table k_{table} as select * from {table}")).await;
        }
        fresh.behind(&statement).await;
        let report = vault.check().await.unwrap();
        let faults: Vec<&Finding> =
            report.findings.iter().filter(|one| one.fault == fault).collect();
        assert_eq!(faults.len(), count, "case {number}: {:?}", report.findings);
        if number != 0 {
            assert!(faults.iter().all(|one| one.row != reference("boris")));
        }
        for table in tables.into_iter().rev() {
            fresh.behind(&format!("delete from {table}")).await;
        }
        for table in tables {
            fresh.behind(&format!("insert into {table} select * from k_{table}")).await;
            fresh.behind(&format!("drop table k_{table}")).await;
        }
        assert!(vault.check().await.unwrap().is_sound(), "case {number} is mended");
    }
}

/// A statement behind the vault's back, how many findings name it, and how.
fn cases(ana: &str, boris: &str) -> Vec<(String, usize, Astray)> {
    let other = |table: &str, column: &str, key: &str| {
        format!(
            "update {table} set {column} = (select o.{column} from {table} as o where o.{key} = {boris}) where {key} = {ana}"
        )
    };
    vec![
        (
            "update person_version set health = violence where version = 1".to_owned(),
            2,
            Astray::DoesNotOpen { column: "health", version: 1 },
        ),
        (
            other("person_version", "name", "person_id"),
            1,
            Astray::DoesNotOpen { column: "name", version: 1 },
        ),
        (other("holder_key", "sealed", "holder_id"), 1, Astray::Key),
        (other("note", "body", "holder_id"), 1, Astray::DoesNotOpen { column: "body", version: 1 }),
        (
            other("attachment", "head", "holder_id"),
            1,
            Astray::DoesNotOpen { column: "head", version: 1 },
        ),
        (
            format!("update note set about_id = {boris} where holder_id = {ana}"),
            1,
            Astray::DoesNotOpen { column: "body", version: 1 },
        ),
        (
            format!("update attachment set request_id = {boris} where holder_id = {ana}"),
            1,
            Astray::DoesNotOpen { column: "head", version: 1 },
        ),
        (other("attachment", "digest", "holder_id"), 1, Astray::Index),
        (format!("delete from blind where person_id = {ana} and kind = 'phone'"), 1, Astray::Index),
        (format!("update person set version = 2 where person_id = {ana}"), 2, Astray::Missing),
        (format!("update attachment set chunks = 2 where holder_id = {ana}"), 1, Astray::Missing),
        (
            format!(
                "delete from attachment_chunk where attachment_id in (select attachment_id from attachment where holder_id = {ana})"
            ),
            2,
            Astray::Missing,
        ),
    ]
}
