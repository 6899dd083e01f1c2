//! Notes: written once, read, counted among what is erased.

use chrono::{DateTime, Utc};
use uuid::Uuid;
use zeroize::Zeroizing;

use super::driver::Connection;
use super::{keys, rows};
use crate::cipher::{Bucket, Place, open_field, seal_field};
use crate::error::VaultError;
use crate::key::Key;
use crate::keys::Keys;
use crate::note::{Commitment, NOTE_BYTES_MAX, NewNote, Note};
use crate::tables::{Cell, NOTE, Row};

const DOMAIN: &str = "almoner/note/v1";

pub(crate) async fn write(
    connection: &mut Connection,
    opened: &Keys,
    new: &NewNote,
    now: DateTime<Utc>,
) -> Result<Commitment, VaultError> {
    if new.text.trim().is_empty() || new.text.len() > NOTE_BYTES_MAX {
        return Err(VaultError::NoteLength { bytes_max: NOTE_BYTES_MAX });
    }
    let key = keys::of(connection, opened, new.person).await?;
    if let Some(row) = rows::one(connection, &NOTE, "note_id", new.id).await? {
        let same =
            row.uuid("holder_id")? == new.person && row.uuid_or_none("about_id") == new.about;
        let known = if same { Some(open(&key, &row)?) } else { None };
        return match known {
            Some(known) if known.text == new.text => Ok(known.commitment),
            _ => Err(VaultError::IdTaken),
        };
    }
    let salt = (opened.entropy)();
    let seal = |column, bucket, text: &[u8]| {
        let place = place(new.person, new.id, new.about, column);
        Cell::Bytes(seal_field(&key, &place, bucket, text, &opened.entropy))
    };
    let cells = [
        Cell::Uuid(new.id),
        Cell::Uuid(new.person),
        Cell::from(new.about),
        Cell::Instant(now),
        seal("salt", Bucket::Small, &salt),
        seal("body", Bucket::Large, new.text.as_bytes()),
    ];
    rows::insert(connection, &NOTE, &cells).await?;
    Ok(Commitment::of(&salt, DOMAIN, &[new.text.as_bytes()]))
}

pub(crate) async fn one(
    connection: &mut Connection,
    opened: &Keys,
    id: Uuid,
) -> Result<Note, VaultError> {
    let row = rows::one(connection, &NOTE, "note_id", id).await?.ok_or(VaultError::UnknownNote)?;
    let key = keys::of(connection, opened, row.uuid("holder_id")?).await?;
    open(&key, &row)
}

/// Everything written about a person, oldest first.
pub(crate) async fn of(
    connection: &mut Connection,
    opened: &Keys,
    person: Uuid,
) -> Result<Vec<Note>, VaultError> {
    let key = keys::of(connection, opened, person).await?;
    let rows = rows::with(connection, &NOTE, "holder_id", person).await?;
    let mut notes = rows.iter().map(|row| open(&key, row)).collect::<Result<Vec<_>, _>>()?;
    notes.sort_by_key(|note| (note.written_at, note.id));
    Ok(notes)
}

fn place(holder: Uuid, note: Uuid, about: Option<Uuid>, column: &'static str) -> Place<'static> {
    Place { table: NOTE.name, column, holder, row: note, about, version: 1 }
}

pub(crate) fn open(key: &Key, row: &Row) -> Result<Note, VaultError> {
    let (id, person) = (row.uuid("note_id")?, row.uuid("holder_id")?);
    let about = row.uuid_or_none("about_id");
    let field = |column| {
        open_field(key, &place(person, id, about, column), row.bytes(column)?)
            .map_err(|_| row.corrupt(column))
    };
    let salt: [u8; 32] = field("salt")?.as_slice().try_into().map_err(|_| row.corrupt("salt"))?;
    let body = field("body")?;
    let text = std::str::from_utf8(&body).map_err(|_| row.corrupt("body"))?;
    Ok(Note {
        id,
        person,
        about,
        written_at: row.instant("written_at")?,
        commitment: Commitment::of(&salt, DOMAIN, &[text.as_bytes()]),
        text: Zeroizing::new(text.to_owned()),
    })
}
