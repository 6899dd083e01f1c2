//! Two ways to write a CSV, and never a compromise between them.

use chrono::NaiveDate;

use crate::csv::number::NumberFormat;

/// Who the file is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// For programs: RFC 4180, comma, decimal point, ISO dates, UTF-8 without a mark, English names.
    Data,
    /// For Excel as set up in Macedonia: byte order mark, semicolon, decimal comma, `31.12.2026`, Macedonian names.
    ///
    /// There is no `sep=;` line: it would switch off the reading of the mark, and with it the Cyrillic.
    ExcelMk,
}

impl Dialect {
    pub const ALL: [Self; 2] = [Self::Data, Self::ExcelMk];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Data => "data",
            Self::ExcelMk => "excel-mk",
        }
    }

    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|dialect| dialect.code() == code)
    }

    /// What goes before the first record.
    pub const fn prologue(self) -> &'static [u8] {
        match self {
            Self::Data => b"",
            Self::ExcelMk => b"\xef\xbb\xbf",
        }
    }

    pub const fn number(self) -> NumberFormat {
        match self {
            Self::Data => NumberFormat::POINT,
            Self::ExcelMk => NumberFormat::COMMA,
        }
    }

    pub fn day(self, day: NaiveDate) -> String {
        match self {
            Self::Data => day.format("%Y-%m-%d").to_string(),
            Self::ExcelMk => day.format("%d.%m.%Y").to_string(),
        }
    }

    /// Of two names the one that the dialect's reader knows.
    pub const fn say(self, english: &'static str, macedonian: &'static str) -> &'static str {
        match self {
            Self::Data => english,
            Self::ExcelMk => macedonian,
        }
    }

    /// Appends one record. Both dialects end it with CR LF, as RFC 4180 has it.
    pub fn record<'a>(
        self,
        cells: impl IntoIterator<Item = &'a str>,
        out: &mut Vec<u8>,
    ) -> Result<(), csv::Error> {
        let delimiter = match self {
            Self::Data => b',',
            Self::ExcelMk => b';',
        };
        let mut writer = csv::WriterBuilder::new()
            .delimiter(delimiter)
            .terminator(csv::Terminator::CRLF)
            .buffer_capacity(512)
            .from_writer(out);
        writer.write_record(cells)?;
        writer.flush().map_err(csv::Error::from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_dialect_is_found_by_its_code() {
        for dialect in Dialect::ALL {
            assert_eq!(Dialect::parse(dialect.code()), Some(dialect));
        }
        assert_eq!(Dialect::parse("excel"), None);
    }

    #[test]
    fn what_would_split_a_cell_is_quoted() {
        let cells = ["a;b", "c,d", "say \"yes\"", "two\nlines", ""];
        let written = |dialect: Dialect| {
            let mut out = dialect.prologue().to_vec();
            dialect.record(cells, &mut out).unwrap();
            String::from_utf8(out).unwrap()
        };
        assert_eq!(written(Dialect::Data), "a;b,\"c,d\",\"say \"\"yes\"\"\",\"two\nlines\",\r\n");
        assert_eq!(
            written(Dialect::ExcelMk),
            "\u{feff}\"a;b\";c,d;\"say \"\"yes\"\"\";\"two\nlines\";\r\n"
        );
    }
}
