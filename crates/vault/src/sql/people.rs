//! People: taken in, changed, revealed, found by what they share to the letter.

use chrono::{DateTime, Utc};
use sqlx::Row as _;
use uuid::Uuid;

use super::driver::Connection;
use super::{erase, head, keys, rows};
use crate::blind::Exact;
use crate::cipher::{Place, open_field, seal_field};
use crate::error::VaultError;
use crate::identity::{Checked, Field, Identity};
use crate::key::Key;
use crate::keys::Keys;
use crate::note::Commitment;
use crate::person::{Foreseen, PersonKind, Put, Stored, Version};
use crate::tables::{BLIND, Cell, HOLDER_KEY, PERSON, PERSON_VERSION, Row};

/// What [`put`] would come to.
pub(crate) async fn foresee(
    connection: &mut Connection,
    opened: &Keys,
    put: &Put,
    now: DateTime<Utc>,
) -> Result<Foreseen, VaultError> {
    erase::refuse(connection, put.person).await?;
    let row = rows::one(connection, &PERSON, "person_id", put.person).await?;
    let change = checked(put.identity.clone(), now)?;
    let (key, checked, changes) = match row {
        None => (keys::own(connection, opened, put.person).await?, change, true),
        Some(row) if PersonKind::parse(row.text("kind")?) != Some(put.kind) => {
            return Err(VaultError::OtherKind);
        }
        Some(_) => {
            let (before, _) = latest(connection, opened, put.person).await?;
            let mut after = before.clone();
            after.apply(&change.identity);
            let after = self::checked(after, now)?;
            let changes = after.identity != before;
            (keys::of(connection, opened, put.person).await?, after, changes)
        }
    };
    let commitment = committed(&key, &checked.identity, &Field::ALL);
    Ok(Foreseen { commitment, changes, warnings: checked.warnings })
}

/// Takes a person in, or changes what is known; says what is known now.
pub(crate) async fn put(
    connection: &mut Connection,
    opened: &Keys,
    put: &Put,
    now: DateTime<Utc>,
) -> Result<(Stored, Identity), VaultError> {
    erase::refuse(connection, put.person).await?;
    let row = rows::one(connection, &PERSON, "person_id", put.person).await?;
    let Some(mut row) = row else {
        let Checked { identity, warnings } = checked(put.identity.clone(), now)?;
        let key = keys::own(connection, opened, put.person).await?;
        let version = 1;
        rows::insert(connection, &PERSON, &person_cells(put.person, put.kind, version, now))
            .await?;
        insert_version(connection, opened, &key, (put.person, version), &identity, now).await?;
        insert_blinds(connection, opened, put.person, &identity).await?;
        return Ok((Stored { version, warnings }, identity));
    };
    if PersonKind::parse(row.text("kind")?) != Some(put.kind) {
        return Err(VaultError::OtherKind);
    }
    let (before, version) = latest(connection, opened, put.person).await?;
    let mut after = before.clone();
    after.apply(&checked(put.identity.clone(), now)?.identity);
    let Checked { identity, warnings } = checked(after, now)?;
    if identity == before {
        return Ok((Stored { version, warnings }, identity));
    }
    let version = version.saturating_add(1);
    let key = keys::of(connection, opened, put.person).await?;
    row.set("version", Cell::Int(version));
    row.set("changed_at", Cell::Instant(now));
    rows::update(connection, &row).await?;
    insert_version(connection, opened, &key, (put.person, version), &identity, now).await?;
    rows::delete(connection, &BLIND, "person_id", put.person).await?;
    insert_blinds(connection, opened, put.person, &identity).await?;
    Ok((Stored { version, warnings }, identity))
}

fn checked(identity: Identity, now: DateTime<Utc>) -> Result<Checked, VaultError> {
    identity.checked(now.date_naive()).map_err(|(field, fault)| VaultError::Field { field, fault })
}

fn person_cells(person: Uuid, kind: PersonKind, version: i64, now: DateTime<Utc>) -> [Cell; 4] {
    [Cell::Uuid(person), Cell::Text(kind.word().to_owned()), Cell::Int(version), Cell::Instant(now)]
}

fn place(person: Uuid, version: i64, field: Field) -> Place<'static> {
    Place {
        table: PERSON_VERSION.name,
        column: field.column(),
        holder: person,
        row: person,
        about: None,
        version,
    }
}

async fn insert_version(
    connection: &mut Connection,
    opened: &Keys,
    key: &Key,
    (person, version): (Uuid, i64),
    identity: &Identity,
    now: DateTime<Utc>,
) -> Result<(), VaultError> {
    let mut cells = vec![Cell::Uuid(person), Cell::Int(version), Cell::Instant(now)];
    for field in Field::ALL {
        let text = identity.get(field).unwrap_or_default();
        let place = place(person, version, field);
        let sealed = seal_field(key, &place, field.bucket(), text.as_bytes(), &opened.entropy);
        cells.push(Cell::Bytes(sealed));
    }
    rows::insert(connection, &PERSON_VERSION, &cells).await
}

pub(crate) async fn insert_blinds(
    connection: &mut Connection,
    opened: &Keys,
    person: Uuid,
    identity: &Identity,
) -> Result<(), VaultError> {
    for blind in opened.index.blinds(identity) {
        let kind = Cell::Text(blind.kind.word().to_owned());
        let cells = [Cell::Bytes(blind.digest), Cell::Uuid(person), kind];
        rows::insert(connection, &BLIND, &cells).await?;
    }
    Ok(())
}

/// Opens the fields that are asked for, of one stored version.
pub(crate) fn open_row(key: &Key, row: &Row, fields: &[Field]) -> Result<Identity, VaultError> {
    let person = row.uuid("person_id")?;
    let version = row.int("version")?;
    let mut identity = Identity::new();
    for field in fields {
        let sealed = row.bytes(field.column())?;
        let text = open_field(key, &place(person, version, *field), sealed)
            .map_err(|_| row.corrupt(field.column()))?;
        let text = std::str::from_utf8(&text).map_err(|_| row.corrupt(field.column()))?;
        if !text.is_empty() {
            identity.set(*field, text);
        }
    }
    Ok(identity)
}

/// Some fields of a version, or of the latest.
pub(crate) async fn reveal(
    connection: &mut Connection,
    opened: &Keys,
    person: Uuid,
    version: Option<i64>,
    fields: &[Field],
) -> Result<(Identity, i64), VaultError> {
    let key = keys::of(connection, opened, person).await?;
    let row = rows::one(connection, &PERSON, "person_id", person).await?;
    let latest = row.ok_or(VaultError::Unknown)?.int("version")?;
    let wanted = version.unwrap_or(latest);
    for row in rows::with(connection, &PERSON_VERSION, "person_id", person).await? {
        if row.int("version")? == wanted {
            return Ok((open_row(&key, &row, fields)?, wanted));
        }
    }
    match version {
        Some(_) => Err(VaultError::UnknownVersion),
        None => Err(VaultError::Corrupt { table: PERSON_VERSION.name, column: "version" }),
    }
}

pub(crate) async fn latest(
    connection: &mut Connection,
    opened: &Keys,
    person: Uuid,
) -> Result<(Identity, i64), VaultError> {
    reveal(connection, opened, person, None, &Field::ALL).await
}

pub(crate) async fn kind(
    connection: &mut Connection,
    person: Uuid,
) -> Result<PersonKind, VaultError> {
    erase::refuse(connection, person).await?;
    let row = rows::one(connection, &PERSON, "person_id", person).await?;
    let row = row.ok_or(VaultError::Unknown)?;
    PersonKind::parse(row.text("kind")?).ok_or(row.corrupt("kind"))
}

/// People who share something to the letter.
pub(crate) async fn sharing(
    connection: &mut Connection,
    opened: &Keys,
    identity: &Identity,
) -> Result<Vec<(Exact, Uuid)>, VaultError> {
    let mut found = Vec::new();
    for blind in opened.index.blinds(identity) {
        let people: Vec<Uuid> = sqlx::query_scalar(
            "select person_id from blind where digest = $1 order by person_id limit 100",
        )
        .bind(blind.digest)
        .fetch_all(&mut *connection)
        .await?;
        found.extend(people.into_iter().map(|person| (blind.kind, person)));
    }
    Ok(found)
}

/// What the index in memory needs of the next people: name, year and place.
pub(crate) async fn for_index(
    connection: &mut Connection,
    opened: &Keys,
    after: Uuid,
) -> Result<Vec<(Uuid, Identity)>, VaultError> {
    const FIELDS: [Field; 3] = [Field::Name, Field::BirthYear, Field::Settlement];
    let rows = sqlx::query(
        "select p.person_id, p.version, k.kek_id, k.sealed, v.name, v.birth_year, v.settlement
         from person as p
         join holder_key as k on k.holder_id = p.person_id
         join person_version as v on v.person_id = p.person_id and v.version = p.version
         where p.person_id > $1
         order by p.person_id
         limit 1000",
    )
    .bind(after)
    .fetch_all(&mut *connection)
    .await?;
    let mut people = Vec::with_capacity(rows.len());
    for row in rows {
        let person: Uuid = row.try_get(0)?;
        let version: i64 = row.try_get(1)?;
        let wrapped =
            vec![Cell::Uuid(person), Cell::Uuid(row.try_get(2)?), Cell::Bytes(row.try_get(3)?)];
        let key = opened.unwrap(&Row { table: &HOLDER_KEY, cells: wrapped })?;
        let mut identity = Identity::new();
        for (at, field) in (4..).zip(FIELDS) {
            let corrupt =
                VaultError::Corrupt { table: PERSON_VERSION.name, column: field.column() };
            let sealed: Vec<u8> = row.try_get(at)?;
            let text = open_field(&key, &place(person, version, field), &sealed);
            let text = text.map_err(|_| corrupt.clone())?;
            identity.set(field, std::str::from_utf8(&text).map_err(|_| corrupt)?);
        }
        people.push((person, identity));
    }
    Ok(people)
}

/// Whether the keys in memory are those of the vault, and people can be written.
pub(crate) async fn ready(connection: &mut Connection, opened: &Keys) -> Result<(), VaultError> {
    head::lock_with(connection, opened).await.map(drop)
}

pub(crate) async fn history(
    connection: &mut Connection,
    person: Uuid,
) -> Result<Vec<Version>, VaultError> {
    kind(connection, person).await?;
    let rows: Vec<(i64, DateTime<Utc>)> = sqlx::query_as(
        "select version, recorded_at from person_version where person_id = $1 order by version",
    )
    .bind(person)
    .fetch_all(&mut *connection)
    .await?;
    Ok(rows.into_iter().map(|(version, recorded_at)| Version { version, recorded_at }).collect())
}

pub(crate) async fn commitment(
    connection: &mut Connection,
    opened: &Keys,
    person: Uuid,
    fields: &[Field],
) -> Result<Commitment, VaultError> {
    let (identity, _) = reveal(connection, opened, person, None, fields).await?;
    Ok(committed(&keys::of(connection, opened, person).await?, &identity, fields))
}

fn committed(key: &Key, identity: &Identity, fields: &[Field]) -> Commitment {
    let key = key.derive("almoner/commitment/v1");
    let mut parts: Vec<&[u8]> = Vec::new();
    for field in fields {
        parts.push(field.column().as_bytes());
        parts.push(identity.get(*field).unwrap_or_default().as_bytes());
    }
    Commitment::of(key.bytes(), "almoner/identity/v1", &parts)
}
