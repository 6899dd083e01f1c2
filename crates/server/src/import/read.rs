//! Bytes become rows.

use std::collections::{BTreeMap, BTreeSet};

use csv::{ByteRecord, ReaderBuilder};

use almoner_proof::hash::{Hash, sha256};

use crate::import::cells::Cells;
use crate::import::charset::Charset;
use crate::import::fingerprint::Mark;
use crate::import::format::Format;
use crate::import::mapping::Mapping;
use crate::import::problem::{Why, glimpse};
use crate::import::row::{Giver, Row, RowReader};
use crate::import::shape::{self, FileError, Limits};

const UTF8_MARK: &[u8] = b"\xef\xbb\xbf";

/// A file that could be read, with rows that perhaps could not.
#[derive(Clone, Debug)]
pub struct Sheet {
    pub hash: Hash,
    pub rows: Vec<Row>,
    /// Columns of the file that the profile has no use for.
    pub unused_columns: Vec<String>,
}

/// Reads a file by a profile. Only the outer shape can fail it; what is wrong inside a row stays with the row.
pub fn read(bytes: &[u8], mapping: &Mapping, limits: &Limits) -> Result<Sheet, FileError> {
    let layout = Layout { format: mapping.format, headers: mapping.headers().collect() };
    let mut rows = Vec::new();
    let unused_columns = records(bytes, &layout, limits, |number, header, record| {
        let cells =
            Cells { format: mapping.format, places: &header.places, record, problems: Vec::new() };
        rows.push(RowReader { mapping, cells, respelt: Vec::new() }.read(number, header.columns));
    })?;
    number_equal_rows(&mut rows, mapping);
    Ok(Sheet { hash: sha256(&[bytes]), rows, unused_columns })
}

/// How a file is written, and which headers it must have.
pub(super) struct Layout<'a> {
    pub(super) format: Format,
    pub(super) headers: BTreeSet<&'a str>,
}

/// Hands every record over with its number, counted from 1 after the header, empty lines apart; answers which columns of
/// the file nobody asked for.
pub(super) fn records(
    bytes: &[u8],
    layout: &Layout<'_>,
    limits: &Limits,
    mut take: impl FnMut(i64, &Header, &ByteRecord),
) -> Result<Vec<String>, FileError> {
    if limits.bytes < bytes.len() {
        return Err(FileError::TooLarge { most: limits.bytes });
    }
    let text = without_mark(bytes, layout.format.charset)?;
    if shape::check(text, layout.format.delimiter, limits)? == 0 {
        return Err(FileError::Empty);
    }
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(layout.format.delimiter)
        .from_reader(text);
    let mut record = ByteRecord::new();
    reader.read_byte_record(&mut record).map_err(|_| FileError::Unreadable)?;
    let header = header(&record, layout)?;
    let mut number = 0_i64;
    while reader.read_byte_record(&mut record).map_err(|_| FileError::Unreadable)? {
        number = number.saturating_add(1);
        take(number, &header, &record);
    }
    Ok(header.unused)
}

impl Sheet {
    /// What the books must be asked about before the dry run.
    pub fn fingerprints(&self) -> impl Iterator<Item = &Hash> {
        self.rows.iter().filter_map(|row| row.fingerprint.as_ref())
    }

    /// Who is named in the file, each time.
    pub fn givers(&self) -> impl Iterator<Item = &Giver> {
        self.rows.iter().map(|row| &row.giver)
    }
}

fn without_mark(bytes: &[u8], charset: Charset) -> Result<&[u8], FileError> {
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        return Err(FileError::Utf16);
    }
    match (bytes.strip_prefix(UTF8_MARK), charset) {
        (Some(rest), Charset::Utf8) => Ok(rest),
        (Some(_), Charset::Windows1251) => Err(FileError::Utf8Mark),
        (None, _) => Ok(bytes),
    }
}

pub(super) struct Header {
    /// Where each stands.
    pub(super) places: BTreeMap<String, usize>,
    /// How many cells a row has.
    pub(super) columns: usize,
    unused: Vec<String>,
}

fn header(record: &ByteRecord, layout: &Layout<'_>) -> Result<Header, FileError> {
    let mut places = BTreeMap::new();
    let mut found = Vec::new();
    for (place, cell) in record.iter().enumerate() {
        let name = layout.format.charset.decode(cell)?.trim().to_owned();
        if name.is_empty() {
            continue;
        }
        if places.insert(name.clone(), place).is_some() {
            return Err(FileError::DuplicateHeader { name: glimpse(&name) });
        }
        found.push(name);
    }
    let wanted = &layout.headers;
    if let Some(missing) = wanted.iter().find(|name| !places.contains_key(**name)) {
        // A file without a header shows its first row here, of which no more than needed is repeated.
        let found = found.iter().map(|name| glimpse(name)).collect();
        return Err(FileError::ColumnMissing { name: (*missing).to_owned(), found });
    }
    let unused = found.into_iter().filter(|name| !wanted.contains(name.as_str())).collect();
    Ok(Header { places, columns: record.len(), unused })
}

/// Gives each row its ordinal and fingerprint. Rows that will be excluded count too: whether a row is the second of its
/// kind must not hang on who imports it.
fn number_equal_rows(rows: &mut [Row], mapping: &Mapping) {
    let counted = mapping.columns.ordinal.is_none();
    let mut equal: BTreeMap<Mark, i64> = BTreeMap::new();
    let mut seen: BTreeMap<Hash, i64> = BTreeMap::new();
    for row in rows {
        let Some(mark) = row.mark() else { continue };
        if counted {
            let count = equal.entry(mark.clone()).or_insert(0);
            *count = count.saturating_add(1);
            row.ordinal = Some(*count);
        }
        let Some(ordinal) = row.ordinal else { continue };
        let fingerprint = mark.fingerprint(ordinal);
        row.fingerprint = Some(fingerprint);
        if let Some(earlier) = seen.insert(fingerprint, row.number) {
            row.problems.push(Why::OrdinalRepeated { earlier }.alone());
        }
    }
}
