//! What was done for a request, what papers it has, and whose other aid it looks like.

use chrono::NaiveDate;
use uuid::Uuid;

use crate::codes::{Category, Combined, EvidenceKind, MatchHow, MediaType, Reason, Step};
use crate::record;

record! {
    /// A person doing something for a request.
    RequestStep = "request_step" Append {
        key seq: i64,
        log request_seq: i64,
        log person_id: Uuid,
        log step: Step,
        log reason: Option<Reason>,
    }
}

record! {
    /// A paper of a request. What it says is kept in the vault; here is what it is and a commitment to its bytes.
    Evidence = "evidence" Append {
        key seq: i64,
        key line: i64,
        log request_seq: i64,
        log kind: EvidenceKind,
        log number: Option<String>,
        log dated_on: Option<NaiveDate>,
        log amount_minor: Option<i64>,
        log media_type: MediaType,
        log size_bytes: i64,
        log content: Vec<u8>,
    }
}

record! {
    /// Other aid that this request looks like: seen, or allowed by a second person.
    MatchFound = "match_found" Append {
        key seq: i64,
        key line: i64,
        log request_seq: i64,
        log recipient_seq: i64,
        /// The recipient of the other aid; the same one where one person asks twice.
        log other_seq: i64,
        /// The request that the other aid answers.
        log aid_seq: i64,
        log how: MatchHow,
        log level: Combined,
        /// The last day on which the two are too close.
        log until_on: NaiveDate,
        log allowed_by: Option<Uuid>,
        log reason: Option<Reason>,
    }
}

record! {
    /// Two recipients whom somebody looked at and found to be two people; the lower number first.
    PairJudged = "pair_judged" Append {
        key seq: i64,
        log one_seq: i64,
        log other_seq: i64,
        log person_id: Uuid,
        log reason: Reason,
    }
}

record! {
    /// Whether two kinds of aid go together. Absent stands for every category; all of one act make one table.
    Combination = "combination" Append {
        key seq: i64,
        key line: i64,
        log valid_from: NaiveDate,
        log one: Option<Category>,
        log other: Option<Category>,
        log window_days: i64,
        log level: Combined,
        log source: String,
        log verified: bool,
    }
}
