//! One way to write a record as bytes, so that its hash means one record only.
//!
//! Fields stand in a fixed order, each behind its length as a big-endian
//! `u32`. No text format and no database decides how a number or a date looks:
//! the same record has the same bytes in every version of either.

/// The length that says "no value here", which an empty value does not say.
const ABSENT: u32 = u32::MAX;

/// Writes fields one after the other.
///
/// It has no `Debug`: the bytes may be those of a person, on their way into a
/// [commitment](crate::hash::commitment).
#[derive(Clone, Default)]
pub struct Canon(Vec<u8>);

impl Canon {
    pub fn new() -> Self {
        Self::default()
    }

    pub fn with_capacity(bytes: usize) -> Self {
        Self(Vec::with_capacity(bytes))
    }

    /// # Panics
    ///
    /// If the field is 4 GiB long or longer; limits far below are the callers'.
    pub fn bytes(&mut self, field: &[u8]) -> &mut Self {
        let length = u32::try_from(field.len())
            .ok()
            .filter(|length| *length != ABSENT)
            .expect("a field is shorter than 4 GiB");
        self.0.extend_from_slice(&length.to_be_bytes());
        self.0.extend_from_slice(field);
        self
    }

    /// Writes UTF-8 as it stands; the caller has brought it to NFC.
    pub fn text(&mut self, field: &str) -> &mut Self {
        self.bytes(field.as_bytes())
    }

    pub fn int(&mut self, field: i64) -> &mut Self {
        self.bytes(&field.to_be_bytes())
    }

    pub fn absent(&mut self) -> &mut Self {
        self.0.extend_from_slice(&ABSENT.to_be_bytes());
        self
    }

    pub fn finish(self) -> Vec<u8> {
        self.0
    }

    pub fn as_slice(&self) -> &[u8] {
        &self.0
    }
}

/// Reads what [`Canon`] wrote; an absent field is `None`.
///
/// Stop at the first error: where the reader then stands is not promised. And
/// ask [`is_at_end`](Self::is_at_end) after the last field, or something added
/// behind it goes unnoticed.
#[derive(Clone)]
pub struct Fields<'a> {
    rest: &'a [u8],
}

impl<'a> Fields<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    #[expect(
        clippy::should_implement_trait,
        reason = "an iterator would end silently where a record is short of a field"
    )]
    pub fn next(&mut self) -> Result<Option<&'a [u8]>, CanonError> {
        if self.is_at_end() {
            return Err(CanonError::Ended);
        }
        let (length, rest) = self.rest.split_first_chunk().ok_or(CanonError::Truncated)?;
        let length = u32::from_be_bytes(*length);
        if length == ABSENT {
            self.rest = rest;
            return Ok(None);
        }
        let length = usize::try_from(length).map_err(|_| CanonError::Truncated)?;
        let (field, rest) = rest.split_at_checked(length).ok_or(CanonError::Truncated)?;
        self.rest = rest;
        Ok(Some(field))
    }

    pub fn int(&mut self) -> Result<Option<i64>, CanonError> {
        let Some(field) = self.next()? else { return Ok(None) };
        let bytes = field.try_into().map_err(|_| CanonError::NotAnInteger)?;
        Ok(Some(i64::from_be_bytes(bytes)))
    }

    pub fn text(&mut self) -> Result<Option<&'a str>, CanonError> {
        let Some(field) = self.next()? else { return Ok(None) };
        let text = std::str::from_utf8(field).map_err(|_| CanonError::NotText)?;
        Ok(Some(text))
    }

    pub fn is_at_end(&self) -> bool {
        self.rest.is_empty()
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CanonError {
    #[error("no field is left to read")]
    Ended,
    #[error("the bytes end inside a field")]
    Truncated,
    #[error("an integer field is not 8 bytes long")]
    NotAnInteger,
    #[error("a text field is not UTF-8")]
    NotText,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_absent_field_is_not_an_empty_one() {
        let mut canon = Canon::new();
        canon.absent().text("");
        assert_eq!(canon.as_slice(), [0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0]);

        let mut fields = Fields::new(canon.as_slice());
        assert_eq!(fields.text(), Ok(None));
        assert_eq!(fields.text(), Ok(Some("")));
        assert!(fields.is_at_end());
    }

    #[test]
    fn fields_cannot_borrow_bytes_from_their_neighbours() {
        let mut one = Canon::new();
        one.text("ab").text("c");
        let mut other = Canon::with_capacity(16);
        other.text("a").text("bc");
        assert_ne!(one.finish(), other.finish());
    }

    #[test]
    fn reading_past_the_last_field_is_refused() {
        assert_eq!(Fields::new(&[]).next(), Err(CanonError::Ended));
        assert_eq!(Fields::new(&[]).int(), Err(CanonError::Ended));
        assert_eq!(Fields::new(&[]).text(), Err(CanonError::Ended));
    }

    #[test]
    fn a_record_cut_anywhere_is_refused() {
        let mut canon = Canon::new();
        canon.text("Битола");
        let whole = canon.finish();
        for (cut, _) in whole.iter().enumerate().skip(1) {
            let (short, _) = whole.split_at(cut);
            assert_eq!(Fields::new(short).next(), Err(CanonError::Truncated), "cut at {cut}");
        }
    }

    #[test]
    fn an_integer_is_eight_bytes_and_nothing_else() {
        for wrong in [&[][..], &[1], &[0; 7], &[0; 9]] {
            let mut canon = Canon::new();
            canon.bytes(wrong);
            assert_eq!(Fields::new(canon.as_slice()).int(), Err(CanonError::NotAnInteger));
        }
    }

    #[test]
    fn text_that_is_not_utf_8_is_refused() {
        let mut canon = Canon::new();
        canon.bytes(&[0xC3, 0x28]);
        assert_eq!(Fields::new(canon.as_slice()).text(), Err(CanonError::NotText));
    }
}
