//! Typed text about somebody, and the commitment by which the log can prove it without showing it.

use chrono::{DateTime, Utc};
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::key::Key;

pub const NOTE_BYTES_MAX: usize = 64 * 1024;

/// A note is never changed: what is to be said anew is another note.
#[derive(Clone)]
pub struct NewNote {
    pub id: Uuid,
    pub person: Uuid,
    /// The request, payout or decision it was written for.
    pub about: Option<Uuid>,
    pub text: Zeroizing<String>,
}

impl std::fmt::Debug for NewNote {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NewNote").field("id", &self.id).finish_non_exhaustive()
    }
}

#[derive(Clone)]
pub struct Note {
    pub id: Uuid,
    pub person: Uuid,
    pub about: Option<Uuid>,
    pub written_at: DateTime<Utc>,
    pub text: Zeroizing<String>,
    pub commitment: Commitment,
}

impl std::fmt::Debug for Note {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Note").field("id", &self.id).finish_non_exhaustive()
    }
}

/// A digest keyed by a salt that is kept sealed: it binds us to the bytes, and says nothing once the salt is destroyed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Commitment(pub [u8; 32]);

impl Commitment {
    pub(crate) fn of(salt: &[u8; 32], domain: &str, parts: &[&[u8]]) -> Self {
        let parts: Vec<&[u8]> =
            [domain.as_bytes()].into_iter().chain(parts.iter().copied()).collect();
        Self(Key::new(*salt).mac(&parts))
    }
}
