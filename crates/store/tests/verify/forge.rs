//! A skilful forger: an act with its payload, leaf, tree and head, all of them as the program would have written them.

use almoner_ledger::act::Act;
use almoner_ledger::cell::Value;
use almoner_ledger::codes::{Duty, PayoutState};
use almoner_ledger::record::Record;
use almoner_ledger::rows::aid::{DutyDone, Payout, PayoutEvent};
use almoner_proof::leaf::{Leaf, payload_hash};
use almoner_proof::tree::Frontier;
use chrono::{DateTime, Utc};
use sqlx::SqliteConnection;
use uuid::Uuid;

/// The case worker who proposed a payout approves it, and no money is booked.
pub(crate) async fn approval_by_the_proposer(connection: &mut SqliteConnection) {
    let (size, frontier, at): (i64, Vec<u8>, DateTime<Utc>) =
        sqlx::query_as("select size, frontier, recorded_at from head")
            .fetch_one(&mut *connection)
            .await
            .unwrap();
    let seq = size + 1;
    let (payout, proposer): (i64, Uuid) = sqlx::query_as(
        "select duty.payout_seq, duty.person_id from duty join payout on payout.seq = duty.payout_seq
         where duty = 'propose' and state = 'approved' limit 1",
    )
    .fetch_one(&mut *connection)
    .await
    .unwrap();
    let payout = read(connection, payout).await;
    let changed =
        Payout { state: PayoutState::Approved, version: payout.version + 1, ..payout.clone() };
    let mut act = Act::new(seq, "payout.approved");
    let duty = DutyDone {
        seq,
        payout_seq: payout.seq,
        person_id: proposer,
        duty: Duty::Approve,
        conflict: false,
        payout_digest: payout.digest.clone(),
    };
    let event = PayoutEvent {
        seq,
        payout_seq: payout.seq,
        state: PayoutState::Approved,
        effective_on: at.date_naive(),
        reason: None,
    };
    act.push(duty.clone());
    act.push(changed.clone());
    act.push(event.clone());
    let payload = act.payload();
    let leaf = Leaf {
        salt: [9; 32],
        seq,
        recorded_at_us: at.timestamp_micros(),
        actor: *proposer.as_bytes(),
        kind: act.kind,
        kind_version: 1,
        payload_hash: payload_hash(&payload),
    };
    let mut tree = Frontier::from_bytes(&frontier).unwrap();
    tree.push(leaf.hash());
    let insert =
        "insert into leaf (seq, recorded_at, actor_id, kind, kind_version, salt, payload, hash)
                  values ($1, $2, $3, $4, 1, $5, $6, $7)";
    let query = sqlx::query(insert).bind(seq).bind(at).bind(proposer).bind(act.kind);
    let query = query.bind(leaf.salt.to_vec()).bind(payload).bind(leaf.hash().to_vec());
    query.execute(&mut *connection).await.unwrap();
    let update =
        sqlx::query("update head set size = $1, frontier = $2").bind(seq).bind(tree.to_bytes());
    update.execute(&mut *connection).await.unwrap();
    insert_rows(connection, (&duty, &changed, &event)).await;
}

async fn read(connection: &mut SqliteConnection, seq: i64) -> Payout {
    let payload: Vec<Vec<u8>> = sqlx::query_scalar("select payload from leaf order by seq")
        .fetch_all(&mut *connection)
        .await
        .unwrap();
    let mut images =
        payload.iter().flat_map(|payload| almoner_ledger::act::read_payload(payload).unwrap());
    let last = images
        .rfind(|image| image.table.name == "payout" && image.key() == vec![Value::Int(seq)])
        .unwrap();
    let mut logged = last.logged.into_iter();
    let values = Payout::TABLE.columns.iter().map(|column| match column.class {
        almoner_ledger::record::Class::Key | almoner_ledger::record::Class::Logged => {
            logged.next().unwrap()
        }
        almoner_ledger::record::Class::Derived | almoner_ledger::record::Class::Erasable => {
            Value::Null
        }
    });
    Payout::from_values(values.collect()).unwrap()
}

async fn insert_rows(
    connection: &mut SqliteConnection,
    (duty, payout, event): (&DutyDone, &Payout, &PayoutEvent),
) {
    // The table as a copy of itself has no primary key that would refuse a second duty.
    for step in [
        "create table duties as select * from duty",
        "drop table duty",
        "alter table duties rename to duty",
    ] {
        sqlx::query(step).execute(&mut *connection).await.unwrap();
    }
    let insert = "insert into duty (seq, payout_seq, person_id, duty, payout_digest)
                  values ($1, $2, $3, 'approve', $4)";
    let query = sqlx::query(insert).bind(duty.seq).bind(duty.payout_seq).bind(duty.person_id);
    query.bind(&duty.payout_digest).execute(&mut *connection).await.unwrap();
    let update = sqlx::query("update payout set version = $1 where seq = $2");
    update.bind(payout.version).bind(payout.seq).execute(&mut *connection).await.unwrap();
    let insert = "insert into payout_event (seq, payout_seq, state, effective_on)
                  values ($1, $2, 'approved', $3)";
    let query = sqlx::query(insert).bind(event.seq).bind(event.payout_seq);
    query.bind(event.effective_on).execute(&mut *connection).await.unwrap();
}
