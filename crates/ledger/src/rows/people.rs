//! Who may sign in, as what, and with which token.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::codes::{PersonState, Role};
use crate::record;

record! {
    /// A member of the staff or board; one account per person.
    Person = "person" State {
        key id: Uuid,
        log login: String,
        log name: String,
        log state: PersonState,
        log seq: i64,
        log version: i64,
    }
}

record! {
    /// A role given to a person by two administrators.
    RoleGrant = "role_grant" State {
        key seq: i64,
        log person_id: Uuid,
        log role: Role,
        /// When it was decided: a role settles from then on.
        log granted_at: DateTime<Utc>,
        log from_at: DateTime<Utc>,
        log until_at: Option<DateTime<Utc>>,
        /// The person whose absence this deputy covers.
        log stands_in_for: Option<Uuid>,
        log revoked_seq: Option<i64>,
        log version: i64,
    }
}

record! {
    /// A bearer token, of which only the hash is kept.
    Token = "token" State {
        key seq: i64,
        log person_id: Uuid,
        log role: Role,
        log label: String,
        log hash: Vec<u8>,
        log expires_at: DateTime<Utc>,
        log revoked_seq: Option<i64>,
        log version: i64,
    }
}
