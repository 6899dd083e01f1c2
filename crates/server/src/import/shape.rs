//! The outer shape of a file, checked byte by byte before anything in it is believed.
//!
//! CSV readers forgive: an unclosed quote swallows the rest of a file into one cell, and a letter behind a closing quote
//! is glued on. Forgiving is guessing, so both are refused here, together with what is too large to be an honest file.

/// How large a file may be. The command line, where a person reads a file of their own, may raise it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    pub bytes: usize,
    pub rows: i64,
    pub columns: usize,
    pub cell_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { bytes: 2 * 1024 * 1024, rows: 50_000, columns: 64, cell_bytes: 4 * 1024 }
    }
}

/// Why a file is not read at all. Row 0 is the header; rows are counted after it, empty lines apart.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FileError {
    #[error("the file is larger than {most} bytes; split it, or raise the limit")]
    TooLarge { most: usize },
    #[error("the file has more than {most} rows; split it")]
    TooManyRows { most: i64 },
    #[error("{} has more than {most} columns", place(*row))]
    TooManyColumns { row: i64, most: usize },
    #[error("{}, column {column}: the text is longer than {most} bytes", place(*row))]
    CellTooLong { row: i64, column: usize, most: usize },
    #[error("{}, column {column}: a NUL byte; this is no CSV text (UTF-16 saved by a spreadsheet has them)", place(*row))]
    Nul { row: i64, column: usize },
    #[error("{}, column {column}: the quote that opens here is never closed", place(*row))]
    UnclosedQuote { row: i64, column: usize },
    #[error("{}, column {column}: text stands behind a closing quote; a quote inside quotes is written twice", place(*row))]
    TextAfterQuote { row: i64, column: usize },
    #[error("the file is in UTF-16; save it as UTF-8 or as the profile says")]
    Utf16,
    #[error("the file says by its first bytes that it is UTF-8, and the profile says windows-1251")]
    Utf8Mark,
    #[error("the file is empty; its first line must name the columns")]
    Empty,
    #[error("the column names: {0}")]
    HeaderCharset(#[from] crate::import::charset::CharsetError),
    #[error("the column {name:?} is there twice")]
    DuplicateHeader { name: String },
    #[error("the column {name:?} is missing; the profile needs it (the file has: {})", found.join(", "))]
    ColumnMissing { name: String, found: Vec<String> },
    #[error("row {row} cannot be excluded: the file has rows 1 to {rows}")]
    ExclusionUnknown { row: i64, rows: i64 },
    #[error("the amounts of the file add up to more than books can hold")]
    TotalTooLarge,
    #[error("the file could not be split into rows")]
    Unreadable,
}

impl FileError {
    pub const fn name(&self) -> &'static str {
        match self {
            Self::TooLarge { .. } => "file-too-large",
            Self::TooManyRows { .. } => "too-many-rows",
            Self::TooManyColumns { .. } => "too-many-columns",
            Self::CellTooLong { .. } => "cell-too-long",
            Self::Nul { .. } => "nul-byte",
            Self::UnclosedQuote { .. } => "unclosed-quote",
            Self::TextAfterQuote { .. } => "text-after-quote",
            Self::Utf16 => "utf-16",
            Self::Utf8Mark => "utf-8-mark",
            Self::Empty => "file-empty",
            Self::HeaderCharset(_) => "header-charset",
            Self::DuplicateHeader { .. } => "duplicate-header",
            Self::ColumnMissing { .. } => "column-missing",
            Self::ExclusionUnknown { .. } => "exclusion-unknown",
            Self::TotalTooLarge => "total-too-large",
            Self::Unreadable => "file-unreadable",
        }
    }
}

fn place(row: i64) -> String {
    if row == 0 { "the header".to_owned() } else { format!("row {row}") }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    CellStart,
    Plain,
    Quoted,
    /// Behind a quote inside quotes: either the second of a pair or the closing one.
    QuoteSeen,
}

struct Scanner<'a> {
    limits: &'a Limits,
    delimiter: u8,
    state: State,
    row: i64,
    column: usize,
    /// Bytes of the cell so far.
    length: usize,
    records: i64,
}

/// Walks the file once, and answers how many records it has, the header among them.
///
/// It works on bytes: in both charsets that are read, no letter contains a quote, a delimiter or a line break.
pub fn check(bytes: &[u8], delimiter: u8, limits: &Limits) -> Result<i64, FileError> {
    let mut scanner = Scanner {
        limits,
        delimiter,
        state: State::CellStart,
        row: 0,
        column: 1,
        length: 0,
        records: 0,
    };
    for (place, byte) in bytes.iter().enumerate() {
        scanner.step(*byte, bytes, place)?;
    }
    scanner.end()?;
    Ok(scanner.records)
}

impl Scanner<'_> {
    fn step(&mut self, byte: u8, bytes: &[u8], place: usize) -> Result<(), FileError> {
        let (row, column) = (self.row, self.column);
        if byte == 0 {
            return Err(FileError::Nul { row, column });
        }
        let ends_record = matches!(byte, b'\r' | b'\n');
        match self.state {
            State::Quoted if byte == b'"' => self.state = State::QuoteSeen,
            State::Quoted => self.grow(bytes, place)?,
            State::QuoteSeen if byte == b'"' => {
                self.state = State::Quoted;
                self.grow(bytes, place)?;
            }
            State::CellStart if byte == b'"' => self.state = State::Quoted,
            // An empty line, or the second half of CR LF.
            State::CellStart if ends_record && self.column == 1 => {}
            _ if byte == self.delimiter => self.next_cell()?,
            _ if ends_record => self.end_record()?,
            State::QuoteSeen => return Err(FileError::TextAfterQuote { row, column }),
            State::CellStart | State::Plain => {
                self.state = State::Plain;
                self.grow(bytes, place)?;
            }
        }
        Ok(())
    }

    fn grow(&mut self, bytes: &[u8], place: usize) -> Result<(), FileError> {
        self.length = self.length.saturating_add(1);
        if self.length <= self.limits.cell_bytes {
            return Ok(());
        }
        let (row, column) = (self.row, self.column);
        let closes = bytes.iter().skip(place).any(|byte| *byte == b'"');
        if self.state == State::Quoted && !closes {
            return Err(FileError::UnclosedQuote { row, column });
        }
        Err(FileError::CellTooLong { row, column, most: self.limits.cell_bytes })
    }

    fn next_cell(&mut self) -> Result<(), FileError> {
        self.state = State::CellStart;
        self.length = 0;
        self.column = self.column.saturating_add(1);
        if self.limits.columns < self.column {
            return Err(FileError::TooManyColumns { row: self.row, most: self.limits.columns });
        }
        Ok(())
    }

    fn end_record(&mut self) -> Result<(), FileError> {
        if self.limits.rows < self.row {
            return Err(FileError::TooManyRows { most: self.limits.rows });
        }
        self.records = self.records.saturating_add(1);
        self.row = self.row.saturating_add(1);
        self.column = 1;
        self.length = 0;
        self.state = State::CellStart;
        Ok(())
    }

    fn end(&mut self) -> Result<(), FileError> {
        match self.state {
            State::Quoted => Err(FileError::UnclosedQuote { row: self.row, column: self.column }),
            State::CellStart if self.column == 1 => Ok(()),
            State::CellStart | State::Plain | State::QuoteSeen => self.end_record(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checked(text: &str) -> Result<i64, &'static str> {
        let limits = Limits { bytes: 1_000, rows: 3, columns: 4, cell_bytes: 8 };
        check(text.as_bytes(), b';', &limits).map_err(|error| error.name())
    }

    #[test]
    fn an_honest_file_is_counted() {
        assert_eq!(checked("a;b\n1;\"x;\n\"\"y\"\r\n\r\n2;say \"hi\""), Ok(3));
        assert_eq!(checked(""), Ok(0));
        assert_eq!(checked("\n\n"), Ok(0));
    }

    #[test]
    fn what_readers_forgive_is_refused() {
        assert_eq!(checked("a\n\"open"), Err("unclosed-quote"));
        assert_eq!(checked("a\n\"open and longer than a cell may be"), Err("unclosed-quote"));
        assert_eq!(checked("a\n\"shut\"glue"), Err("text-after-quote"));
        assert_eq!(checked("a\nx\0"), Err("nul-byte"));
    }

    #[test]
    fn what_is_too_large_is_refused() {
        assert_eq!(checked("1;2;3;4;5"), Err("too-many-columns"));
        assert_eq!(checked("a\n123456789"), Err("cell-too-long"));
        assert_eq!(checked("h\n1\n2\n3\n4"), Err("too-many-rows"));
        assert_eq!(checked("h\n1\n2\n3\n"), Ok(4));
    }

    #[test]
    fn the_place_is_named() {
        let error = check(b"a;b\n\n1;2\n3;\"x", b';', &Limits::default()).unwrap_err();
        assert_eq!(error.to_string(), "row 2, column 2: the quote that opens here is never closed");
    }

    /// Every text of six bytes over the signs that matter: where the shape is accepted, the reader that follows finds
    /// as many records.
    #[test]
    fn the_shape_and_the_reader_agree() {
        let signs = [b'a', b'"', b';', b'\n', b'\r'];
        for mut number in 0..5_usize.pow(6) {
            let mut text = Vec::new();
            for _ in 0..6 {
                text.push(signs[number % 5]);
                number /= 5;
            }
            let limits = Limits { columns: 9, ..Limits::default() };
            let Ok(expected) = check(&text, b';', &limits) else { continue };
            let found = csv::ReaderBuilder::new()
                .has_headers(false)
                .flexible(true)
                .delimiter(b';')
                .from_reader(text.as_slice())
                .byte_records()
                .count();
            assert_eq!(i64::try_from(found), Ok(expected), "{:?}", String::from_utf8_lossy(&text));
        }
    }
}
