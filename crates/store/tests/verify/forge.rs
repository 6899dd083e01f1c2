//! A skilful forger: an act with its payload, leaf, tree and head, all of them as the program would have written them.

use almoner_ledger::act::Act;
use almoner_ledger::cell::Value;
use almoner_ledger::codes::{
    Combined, Duty, MatchHow, PayoutState, PeriodState, Purpose, RevealScope, SubjectKind,
};
use almoner_ledger::record::{Class, Record};
use almoner_ledger::rows::Row;
use almoner_ledger::rows::aid::{DutyDone, Payout, PayoutEvent};
use almoner_ledger::rows::asset::{Asset, Depreciation};
use almoner_ledger::rows::books::LawValue;
use almoner_ledger::rows::identity::Reveal;
use almoner_ledger::rows::request::MatchFound;
use almoner_ledger::rows::year::FiscalYear;
use almoner_proof::leaf::{Leaf, payload_hash};
use almoner_proof::tree::Frontier;
use chrono::{DateTime, Utc};
use sqlx::{AssertSqlSafe, SqliteConnection};
use uuid::Uuid;

/// The case worker who proposed a payout approves it, and no money is booked.
pub(crate) async fn approval_by_the_proposer(connection: &mut SqliteConnection) {
    let (payout, proposer): (i64, Uuid) = sqlx::query_as(
        "select duty.payout_seq, duty.person_id from duty join payout on payout.seq = duty.payout_seq
         where duty = 'propose' and state = 'approved' limit 1",
    )
    .fetch_one(&mut *connection)
    .await
    .unwrap();
    let signed = (Duty::Approve, PayoutState::Approved);
    let rows = step(connection, (payout, proposer), signed).await;
    act(connection, proposer, "payout.approved", rows).await;
}

/// A releaser lets go what doubles other aid, as the act itself says, though nobody has allowed it.
pub(crate) async fn release_over_other_aid(connection: &mut SqliteConnection) {
    let (payout, request, releaser, aid): (i64, i64, Uuid, i64) = sqlx::query_as(
        "select payout.seq, payout.request_seq, grant_of.person_id, other.request_seq
         from payout
         join role_grant as grant_of on grant_of.role = 'releaser'
         join payout as other on other.state = 'paid' and other.request_seq <> payout.request_seq
         where payout.state = 'approved' limit 1",
    )
    .fetch_one(&mut *connection)
    .await
    .unwrap();
    let signed = (Duty::Release, PayoutState::Released);
    let mut rows = step(connection, (payout, releaser), signed).await;
    let (seq, at) = next(connection).await;
    rows.push(Row::from(MatchFound {
        seq,
        line: 1,
        request_seq: request,
        recipient_seq: 1,
        other_seq: 1,
        aid_seq: aid,
        how: MatchHow::Person,
        level: Combined::Hard,
        until_on: at.date_naive(),
        allowed_by: None,
        reason: None,
    }));
    act(connection, releaser, "payout.released", rows).await;
}

/// The treasurer raises a limit on her own, in an act that calls itself by another name.
pub(crate) async fn a_limit_raised_alone(connection: &mut SqliteConnection) {
    let sql = "select person_id from role_grant where role = 'treasurer' limit 1";
    let (treasurer,): (Uuid,) = sqlx::query_as(sql).fetch_one(&mut *connection).await.unwrap();
    let (seq, at) = next(connection).await;
    let raised = LawValue {
        seq,
        line: 1,
        name: "emergency_payout_max".to_owned(),
        value: "900000000".to_owned(),
        unit: "mkd_minor".to_owned(),
        valid_from: at.date_naive(),
        valid_to: None,
        source: "Одлука".to_owned(),
        verified: false,
    };
    act(connection, treasurer, "source.edited", vec![Row::from(raised)]).await;
}

/// The treasurer says that the year was closed, and books nothing.
pub(crate) async fn a_year_closed_in_name_only(connection: &mut SqliteConnection) {
    let sql = "select person_id from role_grant where role = 'treasurer' limit 1";
    let (treasurer,): (Uuid,) = sqlx::query_as(sql).fetch_one(&mut *connection).await.unwrap();
    let (seq, _) = next(connection).await;
    let closed = FiscalYear {
        year: 2026,
        state: PeriodState::Closed,
        entry_seq: None,
        inventory_seq: None,
        seq,
        version: 1,
    };
    act(connection, treasurer, "year.closed", vec![Row::from(closed)]).await;
}

/// The treasurer charges more of an asset than its rate says, and books as much.
pub(crate) async fn a_charge_beyond_the_rate(connection: &mut SqliteConnection) {
    let sql = "select person_id from role_grant where role = 'treasurer' limit 1";
    let (treasurer,): (Uuid,) = sqlx::query_as(sql).fetch_one(&mut *connection).await.unwrap();
    let sql = "select seq from asset where left_on is null limit 1";
    let (asset,): (i64,) = sqlx::query_as(sql).fetch_one(&mut *connection).await.unwrap();
    let asset: Asset = read(connection, asset).await;
    let (seq, _) = next(connection).await;
    let (through, minor) = (202_603, 100_000);
    let charged = Depreciation { seq, line: 1, asset_seq: asset.seq, through, minor };
    let after = Asset {
        depreciated_minor: asset.depreciated_minor + minor,
        depreciated_through: through,
        version: asset.version + 1,
        ..asset
    };
    let rows = vec![Row::from(charged), Row::from(after)];
    act(connection, treasurer, "assets.depreciated", rows).await;
}

/// A case worker has everything about somebody shown to pay them, and pays nobody.
pub(crate) async fn a_payment_without_a_payout_as_purpose(connection: &mut SqliteConnection) {
    let sql = "select person_id from role_grant where role = 'case_worker' limit 1";
    let (person_id,): (Uuid,) = sqlx::query_as(sql).fetch_one(&mut *connection).await.unwrap();
    let (seq, at) = next(connection).await;
    let shown = Reveal {
        seq,
        line: 1,
        subject: SubjectKind::Recipient,
        subject_seq: 1,
        scope: RevealScope::AmberRed,
        purpose: Purpose::Payment,
        payout_seq: None,
        evidence_seq: None,
        income_seq: None,
        person_id,
        revealed_on: at.date_naive(),
    };
    act(connection, person_id, "identity.revealed", vec![Row::from(shown)]).await;
}

/// A payout was paid the day before it was let go.
pub(crate) async fn a_payment_before_the_release(connection: &mut SqliteConnection) {
    let sql =
        "select payout.seq, duty.person_id from payout join duty on duty.payout_seq = payout.seq
               where payout.state = 'released' and duty.duty = 'release' limit 1";
    let signed: (i64, Uuid) = sqlx::query_as(sql).fetch_one(&mut *connection).await.unwrap();
    let mut rows = step(connection, signed, (Duty::Release, PayoutState::Paid)).await;
    rows.retain(|row| !matches!(row, Row::DutyDone(_)));
    let released = rows
        .iter()
        .find_map(|row| if let Row::Payout(payout) = row { payout.released_on } else { None });
    for row in &mut rows {
        if let Row::PayoutEvent(event) = row {
            event.effective_on = released.unwrap().pred_opt().unwrap();
        }
    }
    act(connection, signed.1, "payout.paid", rows).await;
}

/// The rows by which somebody brings a payout into a state.
async fn step(
    connection: &mut SqliteConnection,
    (payout, person_id): (i64, Uuid),
    (duty, state): (Duty, PayoutState),
) -> Vec<Row> {
    let (seq, at) = next(connection).await;
    let payout: Payout = read(connection, payout).await;
    let payout_seq = payout.seq;
    let payout_digest = payout.digest.clone();
    let effective_on = at.date_naive();
    vec![
        Row::from(DutyDone { seq, payout_seq, person_id, duty, conflict: false, payout_digest }),
        Row::from(PayoutEvent { seq, payout_seq, state, effective_on, reason: None }),
        Row::from(Payout { state, version: payout.version + 1, ..payout }),
    ]
}

/// The number of the next act, and the time of the last.
async fn next(connection: &mut SqliteConnection) -> (i64, DateTime<Utc>) {
    let (size, at): (i64, DateTime<Utc>) = sqlx::query_as("select size, recorded_at from head")
        .fetch_one(&mut *connection)
        .await
        .unwrap();
    (size + 1, at)
}

/// Writes an act with its leaf, tree and head, and its rows.
async fn act(connection: &mut SqliteConnection, actor: Uuid, kind: &'static str, rows: Vec<Row>) {
    let (seq, at) = next(connection).await;
    let frontier: Vec<u8> =
        sqlx::query_scalar("select frontier from head").fetch_one(&mut *connection).await.unwrap();
    let act = Act { seq, kind, rows };
    let payload = act.payload();
    let leaf = Leaf {
        salt: [9; 32],
        seq,
        recorded_at_us: at.timestamp_micros(),
        actor: *actor.as_bytes(),
        kind,
        kind_version: 1,
        payload_hash: payload_hash(&payload),
    };
    let mut tree = Frontier::from_bytes(&frontier).unwrap();
    tree.push(leaf.hash());
    let insert =
        "insert into leaf (seq, recorded_at, actor_id, kind, kind_version, salt, payload, hash)
                  values ($1, $2, $3, $4, 1, $5, $6, $7)";
    let query = sqlx::query(insert).bind(seq).bind(at).bind(actor).bind(kind);
    let query = query.bind(leaf.salt.to_vec()).bind(payload).bind(leaf.hash().to_vec());
    query.execute(&mut *connection).await.unwrap();
    let update =
        sqlx::query("update head set size = $1, frontier = $2").bind(seq).bind(tree.to_bytes());
    update.execute(&mut *connection).await.unwrap();
    for row in &act.rows {
        put(connection, row).await;
    }
}

async fn read<R: Record>(connection: &mut SqliteConnection, seq: i64) -> R {
    let payload: Vec<Vec<u8>> = sqlx::query_scalar("select payload from leaf order by seq")
        .fetch_all(&mut *connection)
        .await
        .unwrap();
    let mut images =
        payload.iter().flat_map(|payload| almoner_ledger::act::read_payload(payload).unwrap());
    let last = images
        .rfind(|image| image.table.name == R::TABLE.name && image.key() == vec![Value::Int(seq)])
        .unwrap();
    let mut logged = last.logged.into_iter();
    let values = R::TABLE.columns.iter().map(|column| match column.class {
        almoner_ledger::record::Class::Key | almoner_ledger::record::Class::Logged => {
            logged.next().unwrap()
        }
        almoner_ledger::record::Class::Derived | almoner_ledger::record::Class::Erasable => {
            Value::Null
        }
    });
    R::from_values(values.collect()).unwrap()
}

/// Puts a row in the place of any with its key. The table as a copy of itself has no keys and checks that would refuse it.
async fn put(connection: &mut SqliteConnection, row: &Row) {
    let table = row.table();
    let name = table.name;
    let columns: Vec<&str> = table.columns.iter().map(|column| column.name).collect();
    let keys = table.columns.iter().filter(|column| column.class == Class::Key);
    let keys: Vec<String> =
        keys.zip(1..).map(|(column, at)| format!("{} = ${at}", column.name)).collect();
    let places: Vec<String> = (1..=columns.len()).map(|at| format!("${at}")).collect();
    for (text, values) in [
        (format!("create table copied as select * from {name}"), Vec::new()),
        (format!("drop table {name}"), Vec::new()),
        (format!("alter table copied rename to {name}"), Vec::new()),
        (format!("delete from {name} where {}", keys.join(" and ")), table.key(&row.values())),
        (
            format!("insert into {name} ({}) values ({})", columns.join(", "), places.join(", ")),
            row.values(),
        ),
    ] {
        let mut query = sqlx::query(AssertSqlSafe(text));
        for value in values {
            query = match value {
                Value::Null => query.bind(None::<i64>),
                Value::Int(number) => query.bind(number),
                Value::Text(text) => query.bind(text),
                Value::Bytes(bytes) => query.bind(bytes),
                Value::Date(day) => query.bind(day),
                Value::Instant(at) => query.bind(at),
                Value::Bool(yes) => query.bind(yes),
                Value::Uuid(id) => query.bind(id),
            };
        }
        query.execute(&mut *connection).await.unwrap();
    }
}
