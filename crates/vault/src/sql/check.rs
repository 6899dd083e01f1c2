//! The check: does everything hang together, and does every sealed value open where it stands?

use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::driver::{Connection, is_whole};
use super::{files, head, keys, notes, people};
use crate::check::{Astray, Report};
use crate::error::VaultError;
use crate::identity::{Field, Identity};
use crate::key::Key;
use crate::keys::Keys;
use crate::tables::{
    ATTACHMENT, BLIND, CHUNK, HOLDER_KEY, NOTE, PERSON, PERSON_VERSION, Row, VAULT,
};

pub(crate) async fn check(
    connection: &mut Connection,
    opened: Option<&Keys>,
) -> Result<Report, VaultError> {
    let mut report = Report { opened: opened.is_some(), ..Report::default() };
    if !is_whole(connection).await? {
        report.find(VAULT.name, Uuid::nil(), Astray::File);
        return Ok(report);
    }
    head::read(connection).await?.ok_or(VaultError::NoVault)?;
    outside(connection, &mut report).await?;
    if let Some(opened) = opened {
        inside(connection, opened, &mut report).await?;
    }
    Ok(report)
}

/// What can be seen without keys.
async fn outside(connection: &mut Connection, report: &mut Report) -> Result<(), VaultError> {
    let questions: [(&str, &str, Astray); 5] = [
        (PERSON.name, "select p.person_id from person as p where not exists (select 1 from person_version as v
            where v.person_id = p.person_id and v.version = p.version)", Astray::Missing),
        (PERSON.name, "select p.person_id from person as p where p.version <>
            (select count(*) from person_version as v where v.person_id = p.person_id)", Astray::Missing),
        (HOLDER_KEY.name, "select e.holder_id from erased as e where exists
            (select 1 from holder_key as k where k.holder_id = e.holder_id)", Astray::NotErased),
        (ATTACHMENT.name, "select a.attachment_id from attachment as a where a.chunks <>
            (select count(*) from attachment_chunk as c where c.attachment_id = a.attachment_id)", Astray::Missing),
        (HOLDER_KEY.name, "select k.holder_id from holder_key as k, vault as v where k.kek_id <> v.kek_id", Astray::Key),
    ];
    for (table, question, fault) in questions {
        let rows: Vec<Uuid> = sqlx::query_scalar(question).fetch_all(&mut *connection).await?;
        for row in rows {
            report.find(table, row, fault);
        }
    }
    let counts = [
        ("select count(*) from person", &mut report.people),
        ("select count(*) from person_version", &mut report.versions),
        ("select count(*) from note", &mut report.notes),
        ("select count(*) from attachment", &mut report.attachments),
    ];
    for (question, count) in counts {
        let number: i64 = sqlx::query_scalar(question).fetch_one(&mut *connection).await?;
        *count = u64::try_from(number).unwrap_or_default();
    }
    Ok(())
}

async fn inside(
    connection: &mut Connection,
    opened: &Keys,
    report: &mut Report,
) -> Result<(), VaultError> {
    let (keys, closed) = keys::all(connection, opened).await?;
    for holder in closed {
        report.find(HOLDER_KEY.name, holder, Astray::Key);
    }
    versions(connection, opened, &keys, report).await?;
    written(connection, &keys, report).await?;
    attachments(connection, opened, &keys, report).await
}

/// Every field of every version, and the index of the latest.
async fn versions(
    connection: &mut Connection,
    opened: &Keys,
    keys: &BTreeMap<Uuid, Key>,
    report: &mut Report,
) -> Result<(), VaultError> {
    let mut expected = BTreeSet::new();
    let mut latest: Option<(Uuid, Identity)> = None;
    let mut expect = |latest: Option<(Uuid, Identity)>| {
        if let Some((person, identity)) = latest {
            let blinds = opened.index.blinds(&identity).into_iter();
            expected.extend(blinds.map(|blind| (blind.digest, person)));
        }
    };
    let mut after: Option<Row> = None;
    loop {
        let page = head::pages(connection, &PERSON_VERSION, after.as_ref()).await?;
        let Some(last) = page.last().cloned() else { break };
        for row in &page {
            let (person, version) = (row.uuid("person_id")?, row.int("version")?);
            let Some(key) = keys.get(&person) else { continue };
            let mut identity = Identity::new();
            for field in Field::ALL {
                match people::open_row(key, row, &[field]) {
                    Ok(one) => identity.set(field, one.get(field).unwrap_or_default()),
                    Err(_) => {
                        let fault = Astray::DoesNotOpen { column: field.column(), version };
                        report.find(PERSON_VERSION.name, person, fault);
                    }
                }
            }
            // Versions of one person come in order; the one before another person is the latest.
            if let Some(before) = latest.replace((person, identity))
                && before.0 != person
            {
                expect(Some(before));
            }
        }
        after = Some(last);
    }
    expect(latest);
    let mut after: Option<Row> = None;
    loop {
        let page = head::pages(connection, &BLIND, after.as_ref()).await?;
        let Some(last) = page.last().cloned() else { break };
        for row in &page {
            let person = row.uuid("person_id")?;
            if !expected.remove(&(row.bytes("digest")?.to_vec(), person)) {
                report.find(BLIND.name, person, Astray::Index);
            }
        }
        after = Some(last);
    }
    for (_, person) in expected {
        report.find(BLIND.name, person, Astray::Index);
    }
    Ok(())
}

async fn written(
    connection: &mut Connection,
    keys: &BTreeMap<Uuid, Key>,
    report: &mut Report,
) -> Result<(), VaultError> {
    let mut after: Option<Row> = None;
    loop {
        let page = head::pages(connection, &NOTE, after.as_ref()).await?;
        let Some(last) = page.last().cloned() else { break };
        for row in &page {
            let key = keys.get(&row.uuid("holder_id")?);
            if key.is_some_and(|key| notes::open(key, row).is_err()) {
                let fault = Astray::DoesNotOpen { column: "body", version: 1 };
                report.find(NOTE.name, row.uuid("note_id")?, fault);
            }
        }
        after = Some(last);
    }
    Ok(())
}

/// Heads first; then chunks, which come in the order of attachments and numbers.
async fn attachments(
    connection: &mut Connection,
    opened: &Keys,
    keys: &BTreeMap<Uuid, Key>,
    report: &mut Report,
) -> Result<(), VaultError> {
    let mut digests = BTreeMap::new();
    let mut after: Option<Row> = None;
    loop {
        let page = head::pages(connection, &ATTACHMENT, after.as_ref()).await?;
        let Some(last) = page.last().cloned() else { break };
        for row in &page {
            let (id, holder) = (row.uuid("attachment_id")?, row.uuid("holder_id")?);
            let Some(key) = keys.get(&holder) else { continue };
            match files::open_head(key, row) {
                Ok(head) => {
                    if row.bytes("digest")? != opened.index.file(&head.digest) {
                        report.find(ATTACHMENT.name, id, Astray::Index);
                    }
                    digests.insert(id, (holder, key, head.digest, Sha256::new()));
                }
                Err(_) => {
                    let fault = Astray::DoesNotOpen { column: "head", version: 1 };
                    report.find(ATTACHMENT.name, id, fault);
                }
            }
        }
        after = Some(last);
    }
    let mut after: Option<Row> = None;
    loop {
        let page = head::pages(connection, &CHUNK, after.as_ref()).await?;
        let Some(last) = page.last().cloned() else { break };
        for row in &page {
            let id = row.uuid("attachment_id")?;
            let Some((holder, key, _, hasher)) = digests.get_mut(&id) else { continue };
            match files::open_chunk(key, *holder, row) {
                Ok(chunk) => hasher.update(&chunk),
                Err(_) => {
                    let version = row.int("number")?;
                    let fault = Astray::DoesNotOpen { column: "sealed", version };
                    report.find(CHUNK.name, id, fault);
                }
            }
        }
        after = Some(last);
    }
    for (id, (_, _, digest, hasher)) in digests {
        if <[u8; 32]>::from(hasher.finalize()) != digest {
            report.find(ATTACHMENT.name, id, Astray::Missing);
        }
    }
    Ok(())
}
