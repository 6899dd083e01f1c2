//! Somebody in the vault: what kind of person, which versions, what was kept.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::embg::EmbgWarning;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PersonKind {
    /// Somebody whom we help.
    Recipient,
    /// A natural person who gives.
    Giver,
    /// A third party that is paid for somebody: a landlord, a pharmacy, also a company's account.
    Payee,
}

impl PersonKind {
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Recipient => "recipient",
            Self::Giver => "giver",
            Self::Payee => "payee",
        }
    }

    pub(crate) fn parse(word: &str) -> Option<Self> {
        [Self::Recipient, Self::Giver, Self::Payee].into_iter().find(|kind| kind.word() == word)
    }
}

/// What is to be known of a person from now on.
#[derive(Clone, Debug)]
pub struct Put {
    /// The random reference that the books use.
    pub person: Uuid,
    pub kind: PersonKind,
    pub identity: crate::identity::Identity,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    /// One more than before, or as before where nothing changed.
    pub version: i64,
    /// What a person should look at; the identity is kept all the same.
    pub warnings: Vec<EmbgWarning>,
}

/// What putting somebody would come to, so that it can be logged before it is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Foreseen {
    /// The commitment to all fields as they would be.
    pub commitment: crate::note::Commitment,
    /// `false` where the same is known already.
    pub changes: bool,
    pub warnings: Vec<EmbgWarning>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Version {
    pub version: i64,
    pub recorded_at: DateTime<Utc>,
}

/// That somebody was erased, and when: what a restored copy must be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Erasure {
    pub person: Uuid,
    pub at: DateTime<Utc>,
}
