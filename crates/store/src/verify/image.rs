//! Finding the row images in a payload without reading what is in them.
//!
//! Most rows are as they were recorded, and then their canonical bytes are the same bytes: only where they differ is an
//! image read column by column, to say which.

use std::ops::Range;

use almoner_ledger::act::PayloadError;
use almoner_ledger::cell::Value;
use almoner_ledger::record::{Class, Table};
use almoner_ledger::rows::{Row, TABLES};
use almoner_proof::canon::{CanonError, Fields};

/// Where one image stands in its payload.
#[derive(Clone)]
pub(crate) struct Image {
    pub(crate) table: &'static Table,
    pub(crate) bytes: Range<usize>,
}

/// The images of a payload in order.
pub(crate) fn split(payload: &[u8]) -> Result<Vec<Image>, PayloadError> {
    let mut images = Vec::with_capacity(8);
    let mut at = 0_usize;
    while at < payload.len() {
        let (name, behind) = field(payload, at)?;
        let known = TABLES.iter().copied().find(|table| table.name.as_bytes() == name);
        let table = known.ok_or(PayloadError::Unknown)?;
        let start = behind;
        at = behind;
        for _ in table.logged() {
            at = field(payload, at)?.1;
        }
        images.push(Image { table, bytes: start..at });
    }
    Ok(images)
}

/// A field (empty where it is absent), and where the next begins.
fn field(bytes: &[u8], at: usize) -> Result<(&[u8], usize), CanonError> {
    let rest = bytes.get(at..).ok_or(CanonError::Truncated)?;
    let (length, rest) = rest.split_first_chunk().ok_or(CanonError::Truncated)?;
    let length = u32::from_be_bytes(*length);
    let at = at.saturating_add(4);
    if length == u32::MAX {
        return Ok((&[], at));
    }
    let length = usize::try_from(length).map_err(|_| CanonError::Truncated)?;
    let field = rest.get(..length).ok_or(CanonError::Truncated)?;
    Ok((field, at.saturating_add(length)))
}

/// The whole-number keys of a row of an append table; a key of one part has 0 for the line.
pub(crate) fn number_key(table: &Table, image: &[u8]) -> Result<(i64, i64), PayloadError> {
    let mut fields = Fields::new(image);
    let mut key = [0_i64; 2];
    let keys = table.columns.iter().filter(|column| column.class == Class::Key).count();
    let mut places = key.iter_mut().take(keys);
    for column in table.logged() {
        // Keys stand first, so most of the image need not be read.
        if places.len() == 0 {
            break;
        }
        let value = Value::read(&mut fields, column.kind)?;
        if column.class == Class::Key
            && let (Value::Int(number), Some(place)) = (value, places.next())
        {
            *place = number;
        }
    }
    let [seq, line] = key;
    Ok((seq, line))
}

/// A row in its own type, as far as the log knows it: derived columns are zero, erasable ones absent.
pub(crate) fn typed(table: &'static Table, image: &[u8]) -> Result<Row, PayloadError> {
    let mut fields = Fields::new(image);
    let mut values = Vec::with_capacity(table.columns.len());
    for column in table.columns {
        values.push(match column.class {
            Class::Key | Class::Logged => Value::read(&mut fields, column.kind)?,
            Class::Derived => Value::Int(0),
            Class::Erasable => Value::Null,
        });
    }
    match Row::from_values(table.name, values) {
        Some(Ok(row)) => Ok(row),
        Some(Err(_)) | None => Err(PayloadError::Malformed),
    }
}
