//! Who may be the same person. Exact matches come from the blind indexes; likely ones from an index of folded names that
//! lives in memory while the vault is unlocked and is never written anywhere.

pub(crate) mod index;
mod score;
mod spelling;
mod wiped;

use uuid::Uuid;

use crate::blind::Exact;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    pub person: Uuid,
    pub kind: MatchKind,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MatchKind {
    /// The same to the letter: a second person and a reason are needed to go on.
    Hard(Exact),
    /// Likely the same, in thousandths, and what speaks for it: a warning.
    Soft { score: u16, reasons: Vec<Reason> },
}

/// Which parts agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Every word of the name, in any order and spelling.
    SameName,
    /// Every word of the shorter name; the other has more.
    PartOfName,
    /// As the same or part of the name, but for so many letters.
    NameButForLetters(u8),
    SameBirthYear,
    /// One year off, or one digit wrong, or two exchanged.
    NearBirthYear,
    SameSettlement,
}
