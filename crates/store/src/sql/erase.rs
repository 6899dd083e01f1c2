//! Erasing somebody from the books: every column that can be erased is emptied, and what the log holds stays as it is.
//!
//! The commitments stand without their salts and say nothing any more; the check knows that such a row is sound.

use uuid::Uuid;

use super::driver::Connection;
use crate::error::StoreError;

/// The requests of somebody, for a statement that is given their reference.
macro_rules! theirs {
    ($rest:literal) => {
        concat!("(select seq from request where recipient = $1)", $rest)
    };
}

/// Typed text first, while it can still be told whose it is; the reference last.
const STATEMENTS: &[&str] = &[
    concat!(
        "update note set body = null, salt = null where seq in ",
        theirs!("")
    ),
    concat!(
        "update note set body = null, salt = null where seq in
         (select seq from request_step where request_seq in ",
        theirs!(")")
    ),
    concat!(
        "update note set body = null, salt = null where seq in
         (select seq from payout where request_seq in ",
        theirs!(")")
    ),
    concat!(
        "update note set body = null, salt = null where seq in
         (select seq from payout_event where payout_seq in
         (select seq from payout where request_seq in ",
        theirs!("))")
    ),
    concat!(
        "update note set body = null, salt = null where seq in
         (select seq from request_step where request_seq in ",
        theirs!(")")
    ),
    "update note set body = null, salt = null where seq in
     (select r.seq from reveal as r join erasure as e on e.subject = r.subject and e.subject_seq = r.subject_seq
      where e.reference = $1)",
    "update note set body = null, salt = null where seq in
     (select h.seq from hold as h join erasure as e on e.subject = h.subject and e.subject_seq = h.subject_seq
      where e.reference = $1)",
    concat!("update payout set payee = null, salt = null where request_seq in ", theirs!("")),
    "update request set recipient = null, target_group = null, municipality = null, payee = null, signs = null,
         fingerprint = null, salt = null where recipient = $1",
    "update recipient set reference = null, household = null, birth_year = null, case_mark = null, household_mark = null, salt = null where reference = $1",
    "update source set reference = null, private_name = null, salt = null where reference = $1",
    "update payee set reference = null, public_name = null, register_number = null, salt = null where reference = $1",
    "update payout set payee = null, salt = null where payee = $1",
];

pub(crate) async fn person(connection: &mut Connection, reference: Uuid) -> Result<(), StoreError> {
    for statement in STATEMENTS {
        sqlx::query(*statement).bind(reference).execute(&mut *connection).await?;
    }
    Ok(())
}
