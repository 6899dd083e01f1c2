//! Files about people and requests: what may be kept, told by its bytes and never by its name.

use chrono::{DateTime, Utc};
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::cipher::OVERHEAD;
use crate::error::VaultError;
use crate::note::Commitment;

/// With padding and what sealing adds, a row of chunks stays below 256 KiB.
pub(crate) const CHUNK_BYTES: usize = 256 * 1024 - 512;
const _: () = assert!(CHUNK_BYTES + 256 + OVERHEAD <= 256 * 1024);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MediaType {
    Pdf,
    Jpeg,
    Png,
    PlainText,
}

impl MediaType {
    pub const fn mime(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::PlainText => "text/plain; charset=utf-8",
        }
    }

    const fn code(self) -> u8 {
        match self {
            Self::Pdf => 1,
            Self::Jpeg => 2,
            Self::Png => 3,
            Self::PlainText => 4,
        }
    }

    fn of_code(code: u8) -> Option<Self> {
        [Self::Pdf, Self::Jpeg, Self::Png, Self::PlainText]
            .into_iter()
            .find(|kind| kind.code() == code)
    }

    /// What the bytes are.
    pub fn recognise(bytes: &[u8]) -> Result<Self, VaultError> {
        match bytes {
            [b'%', b'P', b'D', b'F', b'-', ..] => Ok(Self::Pdf),
            [0xFF, 0xD8, 0xFF, ..] => Ok(Self::Jpeg),
            [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1A, b'\n', ..] => Ok(Self::Png),
            [_, ..] if is_text(bytes) => Ok(Self::PlainText),
            _ => Err(VaultError::AttachmentType),
        }
    }
}

fn is_text(bytes: &[u8]) -> bool {
    let readable = |letter: char| !letter.is_control() || "\t\r\n".contains(letter);
    std::str::from_utf8(bytes).is_ok_and(|text| text.chars().all(readable))
}

/// To whom or what a file belongs, and so with whom it is erased.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    Person(Uuid),
    /// A request about somebody known: the file goes when they are erased.
    RequestAbout {
        request: Uuid,
        person: Uuid,
    },
    /// A request about nobody known: it has a key of its own, and is erased by its own reference.
    Request(Uuid),
}

impl Owner {
    pub(crate) const fn holder(self) -> Uuid {
        match self {
            Self::Person(person) | Self::RequestAbout { person, .. } => person,
            Self::Request(request) => request,
        }
    }

    pub(crate) const fn request(self) -> Option<Uuid> {
        match self {
            Self::Person(_) => None,
            Self::RequestAbout { request, .. } | Self::Request(request) => Some(request),
        }
    }

    pub(crate) fn of(holder: Uuid, request: Option<Uuid>) -> Self {
        match request {
            None => Self::Person(holder),
            Some(request) if request == holder => Self::Request(request),
            Some(request) => Self::RequestAbout { request, person: holder },
        }
    }
}

/// What was taken in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attached {
    pub id: Uuid,
    pub media: MediaType,
    pub bytes: u64,
    /// For the log.
    pub commitment: Commitment,
    /// Other attachments with the same bytes: a paper that was handed in before.
    pub reused_in: Vec<Reuse>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reuse {
    pub attachment: Uuid,
    pub owner: Owner,
    pub attached_at: DateTime<Utc>,
}

/// An attachment and what the log knows it by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    pub attachment: Uuid,
    pub commitment: Commitment,
}

#[derive(Clone)]
pub struct Attachment {
    pub id: Uuid,
    pub owner: Owner,
    pub media: MediaType,
    pub attached_at: DateTime<Utc>,
    pub bytes: Zeroizing<Vec<u8>>,
    pub commitment: Commitment,
}

impl std::fmt::Debug for Attachment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Attachment").field("id", &self.id).finish_non_exhaustive()
    }
}

/// What is sealed at the head of an attachment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Head {
    pub(crate) media: MediaType,
    pub(crate) length: u64,
    pub(crate) digest: [u8; 32],
    pub(crate) salt: [u8; 32],
}

impl Head {
    pub(crate) fn encode(&self) -> Zeroizing<Vec<u8>> {
        let code = [self.media.code()];
        Zeroizing::new(
            [&code, self.length.to_be_bytes().as_slice(), &self.digest, &self.salt].concat(),
        )
    }

    pub(crate) fn decode(bytes: &[u8]) -> Option<Self> {
        let (code, rest) = bytes.split_first()?;
        let (length, rest) = rest.split_first_chunk::<8>()?;
        let (digest, salt) = rest.split_first_chunk::<32>()?;
        Some(Self {
            media: MediaType::of_code(*code)?,
            length: u64::from_be_bytes(*length),
            digest: *digest,
            salt: salt.try_into().ok()?,
        })
    }

    pub(crate) fn commitment(&self) -> Commitment {
        Commitment::of(&self.salt, "almoner/attachment/v1", &[&self.digest])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_known_by_their_bytes() {
        let kind = MediaType::recognise;
        assert_eq!(kind(b"%PDF-1.7 ..."), Ok(MediaType::Pdf));
        assert_eq!(kind(&[0xFF, 0xD8, 0xFF, 0xE0, 0, 0]), Ok(MediaType::Jpeg));
        assert_eq!(kind(b"\x89PNG\r\n\x1a\n...."), Ok(MediaType::Png));
        assert_eq!(kind("Изјава,\r\n\tна рака".as_bytes()), Ok(MediaType::PlainText));
        for refused in [&b""[..], b"MZ\x90\x00", b"PK\x03\x04", b"\x00", b"GIF89a\x01", &[0xD0]] {
            assert_eq!(kind(refused), Err(VaultError::AttachmentType), "{refused:?}");
        }
    }

    #[test]
    fn a_head_reads_as_it_was_written() {
        let head = Head { media: MediaType::Png, length: 7, digest: [1; 32], salt: [2; 32] };
        assert_eq!(Head::decode(&head.encode()), Some(head));
        assert_eq!(Head::decode(&head.encode()[..72]), None);
    }
}
