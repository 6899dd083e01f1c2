//! What belongs to the books as a whole.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use crate::codes::{DecisionKind, DecisionState, NoteKind, PeriodState};
use crate::record;

record! {
    /// The one row that says whose books these are.
    Books = "books" State {
        key id: i64,
        log uid: Uuid,
        log name: String,
        log currency: String,
        log time_zone: String,
        /// The name under which checkpoints are signed.
        log origin: String,
        /// Made by `demo`: marked so for ever.
        log demo: bool,
        log law: String,
        log opened_at: DateTime<Utc>,
        log seq: i64,
        log version: i64,
    }
}

record! {
    /// Whose books these are, as offices ask, from a day on. What an association says of itself is public.
    AssociationData = "association" Append {
        key seq: i64,
        log valid_from: NaiveDate,
        log name: String,
        log seat: String,
        /// ЕМБС.
        log register_number: Option<String>,
        /// ЕДБ.
        log tax_number: Option<String>,
        /// Шифра на дејност (НКД).
        log activity: Option<String>,
        log phone: Option<String>,
        log email: Option<String>,
        /// What the legal representative is called: the function, never the person.
        log representative: Option<String>,
    }
}

record! {
    /// The public half of a key that signs checkpoints.
    SigningKey = "signing_key" Append {
        key seq: i64,
        log name: String,
        log public_key: Vec<u8>,
    }
}

record! {
    /// An answered request: the same key with the same digest is answered again, not done again.
    Idempotency = "idempotency" Append {
        key seq: i64,
        /// SHA-256 of a hash of actor, route and key that stands nowhere.
        log key_hash: Vec<u8>,
        /// SHA-256 of the command under that hash: without the key nobody can guess what was asked.
        log digest: Vec<u8>,
    }
}

record! {
    /// A dated figure that the legislature or the board may change.
    LawValue = "law_value" Append {
        key seq: i64,
        key line: i64,
        log name: String,
        log value: String,
        log unit: String,
        log valid_from: NaiveDate,
        log valid_to: Option<NaiveDate>,
        log source: String,
        log verified: bool,
    }
}

record! {
    /// Typed text about an act: erasable, vouched for by its commitment.
    Note = "note" Append {
        key seq: i64,
        key line: i64,
        log kind: NoteKind,
        erasable body: Option<String>,
        erasable salt: Option<Vec<u8>>,
        log commitment: Vec<u8>,
    }
}

record! {
    /// Something that takes two persons: proposed by one, confirmed by another.
    Decision = "decision" State {
        key seq: i64,
        log kind: DecisionKind,
        /// The act in JSON, exactly as it will be carried out.
        log act: String,
        log proposed_by: Uuid,
        log decided_by: Option<Uuid>,
        log decided_seq: Option<i64>,
        log state: DecisionState,
        log version: i64,
    }
}

record! {
    /// A month that has been closed, and perhaps opened again.
    Period = "period" State {
        key month: i64,
        log state: PeriodState,
        log seq: i64,
        log version: i64,
    }
}
