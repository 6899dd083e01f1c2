//! What the database itself can add up and look for, over rows that have been compared with the log in the same snapshot.

use almoner_ledger::codes::AllocationEvent;
use futures_util::TryStreamExt as _;
use sqlx::AssertSqlSafe;

use super::super::driver::Connection;
use super::super::traced::of_all;
use super::rows::derived;
use crate::error::StoreError;
use crate::verify::{Audit, Findings, Place, Traced, TracedRow};

pub(super) async fn check(
    connection: &mut Connection,
    audit: &mut Audit<'_>,
) -> Result<(), StoreError> {
    lots(connection, &mut audit.findings).await?;
    drawn_too_far(connection, &mut audit.findings).await?;
    agreements(connection, &mut audit.findings).await?;
    twice(connection, &mut audit.findings).await?;
    references(connection, &mut audit.findings).await?;
    let lots: Vec<(i64, i64, i64)> = sqlx::query_as(
        "select fund_seq, cast(sum(left_value_minor) as bigint),
             cast(sum(case when deferred_account is null then 0 else left_value_minor end) as bigint)
         from lot group by fund_seq",
    )
    .fetch_all(&mut *connection)
    .await?;
    let overdrawn: Vec<(i64, i64)> =
        sqlx::query_as("select seq, overdrawn_minor from fund order by seq")
            .fetch_all(&mut *connection)
            .await?;
    audit.funds(&lots, &overdrawn);
    paid_before_reserved(connection, &mut audit.findings).await?;
    files(connection, audit).await?;
    traces(connection, audit).await
}

/// The bytes of every issued paper, one at a time.
async fn files(connection: &mut Connection, audit: &mut Audit<'_>) -> Result<(), StoreError> {
    let text = "select seq, line, content from issued_file order by seq, line";
    let mut rows = sqlx::query_as::<_, (i64, i64, Vec<u8>)>(text).fetch(&mut *connection);
    while let Some((seq, line, content)) = rows.try_next().await? {
        audit.issued_file((seq, line), &content);
    }
    Ok(())
}

/// Nothing is spent on a payout beyond what of this lot is reserved for it at that moment.
async fn paid_before_reserved(
    connection: &mut Connection,
    findings: &mut Findings,
) -> Result<(), StoreError> {
    let text = "select seq, line, payout_seq from (
             select seq, line, payout_seq, event, sum(
                 case event when 'reserve' then value_minor when 'spend' then - value_minor else 0 end
             ) over (
                 partition by payout_seq, lot_seq, lot_line order by seq, line
             ) as reserved_then
             from allocation where payout_seq is not null
         ) as running
         where event = 'spend' and reserved_then < 0
         order by seq, line";
    let mut rows = sqlx::query_as::<_, (i64, i64, i64)>(text).fetch(&mut *connection);
    while let Some((seq, line, payout)) = rows.try_next().await? {
        let what = format!("more of this lot was spent than was reserved for payout {payout}");
        findings.row(Place::line("allocation", seq, line), what);
    }
    Ok(())
}

/// What the traces of funds and agreements are answered from.
async fn traces(connection: &mut Connection, audit: &mut Audit<'_>) -> Result<(), StoreError> {
    let mut traced = Traced::default();
    for (is_erased, told) in [(false, "told.erased = 0"), (true, "told.erased = 1")] {
        let text = format!(
            "select fund_seq, agreement_seq, axis, part, event, value_minor from ({}) as summed
             where value_minor <> 0",
            of_all(told)
        );
        let mut rows = sqlx::query_as::<_, TracedRow>(AssertSqlSafe(text)).fetch(&mut *connection);
        while let Some(row) = rows.try_next().await? {
            traced.add(row, is_erased);
        }
    }
    let kept: Vec<TracedRow> = sqlx::query_as(
        "select fund_seq, agreement_seq, axis, part, event, value_minor from trace_sum
         where axis in ('target_group', 'municipality')
         order by fund_seq, agreement_seq, axis, part, event",
    )
    .fetch_all(&mut *connection)
    .await?;
    traced.settle(&kept);
    let left: Vec<(i64, i64, i64)> = sqlx::query_as(
        "select fund_seq, agreement, cast(sum(left_value_minor) as bigint) from (
             select fund_seq, coalesce(agreement_seq, 0) as agreement, left_value_minor from lot
         ) as lots
         group by fund_seq, agreement order by fund_seq, agreement",
    )
    .fetch_all(&mut *connection)
    .await?;
    let mut merge = audit.traces(&traced, &left);
    derived(connection, &mut merge, &mut audit.findings).await?;
    let rows = merge.end(&mut audit.findings);
    audit.count(rows);
    Ok(())
}

/// The sign of each event, from the ledger's own list.
fn sign() -> String {
    let cases: Vec<String> = AllocationEvent::ALL
        .iter()
        .map(|event| format!("when '{}' then {}", event.code(), event.sign()))
        .collect();
    format!("case event {} else 0 end", cases.join(" "))
}

/// What is left of a lot is what it was, less what was taken, with what was given back.
async fn lots(connection: &mut Connection, findings: &mut Findings) -> Result<(), StoreError> {
    let sign = sign();
    let text = format!(
        "select seq, line, left_quantity_minor, left_value_minor, due_quantity, due_value from (
             select lot.seq, lot.line, lot.left_quantity_minor, lot.left_value_minor,
                 cast(lot.quantity_minor + coalesce(moved.quantity, 0) as bigint) as due_quantity,
                 cast(lot.value_minor + coalesce(moved.value, 0) as bigint) as due_value
             from lot left join (
                 select lot_seq, lot_line, cast(sum({sign} * quantity_minor) as bigint) as quantity,
                     cast(sum({sign} * value_minor) as bigint) as value
                 from allocation group by lot_seq, lot_line
             ) as moved on moved.lot_seq = lot.seq and moved.lot_line = lot.line
         ) as compared
         where left_quantity_minor <> due_quantity or left_value_minor <> due_value
             or due_quantity < 0 or due_value < 0 or (due_quantity = 0 and due_value <> 0)
         order by seq, line"
    );
    let mut rows = sqlx::query_as::<_, (i64, i64, i64, i64, i64, i64)>(AssertSqlSafe(text))
        .fetch(&mut *connection);
    while let Some((seq, line, quantity, value, due_quantity, due_value)) = rows.try_next().await? {
        let pairs = [
            ("left_quantity_minor", quantity, due_quantity),
            ("left_value_minor", value, due_value),
        ];
        for (column, said, due) in pairs.into_iter().filter(|(_, said, due)| said != due) {
            let what = format!("its allocations leave {due} and this says {said}");
            findings.column(Place::line("lot", seq, line), column, what);
        }
        if due_quantity < 0 || due_value < 0 {
            findings
                .row(Place::line("lot", seq, line), "more was taken from this lot than was in it");
        }
        if due_quantity == 0 && due_value != 0 {
            findings
                .row(Place::line("lot", seq, line), "nothing is left of this lot but its value");
        }
    }
    Ok(())
}

/// No act took more from a lot than was left at that moment.
async fn drawn_too_far(
    connection: &mut Connection,
    findings: &mut Findings,
) -> Result<(), StoreError> {
    let sign = sign();
    let text = format!(
        "select seq, line, lot_seq, lot_line from (
             select allocation.seq, allocation.line, allocation.lot_seq, allocation.lot_line,
                 lot.quantity_minor + sum({sign} * allocation.quantity_minor) over (
                     partition by allocation.lot_seq, allocation.lot_line order by allocation.seq
                 ) as left_then
             from allocation
             left join lot on lot.seq = allocation.lot_seq and lot.line = allocation.lot_line
         ) as running
         where left_then is null or left_then < 0
         order by seq, line"
    );
    let mut rows =
        sqlx::query_as::<_, (i64, i64, i64, i64)>(AssertSqlSafe(text)).fetch(&mut *connection);
    while let Some((seq, line, lot, lot_line)) = rows.try_next().await? {
        let what =
            format!("lot {lot}, line {lot_line}, is not there or had less left at that moment");
        findings.row(Place::line("allocation", seq, line), what);
    }
    Ok(())
}

/// What an agreement has brought is what came in under it in its currency, less what was taken back.
async fn agreements(
    connection: &mut Connection,
    findings: &mut Findings,
) -> Result<(), StoreError> {
    let text = "select seq, received_minor, due from (
             select agreement.seq, agreement.received_minor, cast(coalesce((
                 select sum(income.quantity_minor) from income
                 where income.agreement_seq = agreement.seq and income.currency = agreement.currency
                     and not exists (select 1 from reversal where reversal.reversed_seq = income.seq)
             ), 0) as bigint) as due
             from agreement
         ) as compared
         where received_minor <> due
         order by seq";
    let mut rows = sqlx::query_as::<_, (i64, i64, i64)>(text).fetch(&mut *connection);
    while let Some((seq, received, due)) = rows.try_next().await? {
        let what = format!("its incomes add up to {due} and this says {received}");
        findings.column(
            Place::new("agreement", format!("seq {seq}"), None),
            "received_minor",
            what,
        );
    }
    Ok(())
}

/// What happens once: a reversal, an answer to a key, the explanation of a receipt, the undoing of an import.
async fn twice(connection: &mut Connection, findings: &mut Findings) -> Result<(), StoreError> {
    let checks = [
        (
            "reversal",
            "reversed_seq",
            "the entry has been taken back before",
            "select seq from reversal where exists (
                 select 1 from reversal as other where other.reversed_seq = reversal.reversed_seq
                     and (other.seq < reversal.seq or (other.seq = reversal.seq and other.line < reversal.line))
             ) order by seq",
        ),
        (
            "idempotency",
            "key_hash",
            "this key was answered before",
            "select seq from idempotency where exists (
                 select 1 from idempotency as other where other.key_hash = idempotency.key_hash and other.seq < idempotency.seq
             ) order by seq",
        ),
        (
            "income",
            "explains_seq",
            "the receipt had been explained already",
            "select seq from income where explains_seq is not null
             and not exists (select 1 from reversal where reversal.reversed_seq = income.seq)
             and exists (
                 select 1 from income as other where other.explains_seq = income.explains_seq and other.seq < income.seq
                     and not exists (select 1 from reversal where reversal.reversed_seq = other.seq)
             ) order by seq",
        ),
        (
            "import_undo",
            "import_seq",
            "the import had been undone already",
            "select seq from import_undo where exists (
                 select 1 from import_undo as other where other.import_seq = import_undo.import_seq and other.seq < import_undo.seq
             ) order by seq",
        ),
    ];
    look(connection, findings, &checks).await
}

/// What points back points to something that is there and came before.
async fn references(
    connection: &mut Connection,
    findings: &mut Findings,
) -> Result<(), StoreError> {
    let checks = [
        (
            "reversal",
            "reversed_seq",
            "there is no earlier entry that it could take back",
            "select seq from reversal where not exists (
                 select 1 from entry where entry.seq = reversal.reversed_seq and entry.seq < reversal.seq
             ) order by seq",
        ),
        (
            "income",
            "seq",
            "an income without an entry",
            "select seq from income where not exists (select 1 from entry where entry.seq = income.seq) order by seq",
        ),
        (
            "idempotency",
            "seq",
            "it answers with an act that is not in the log",
            "select seq from idempotency where not exists (select 1 from leaf where leaf.seq = idempotency.seq) order by seq",
        ),
    ];
    look(connection, findings, &checks).await
}

/// Table, column, sentence, and the statement that finds the acts concerned.
type Check = (&'static str, &'static str, &'static str, &'static str);

async fn look(
    connection: &mut Connection,
    findings: &mut Findings,
    checks: &[Check],
) -> Result<(), StoreError> {
    for (table, column, what, text) in checks.iter().copied() {
        let mut rows = sqlx::query_scalar::<_, i64>(text).fetch(&mut *connection);
        while let Some(seq) = rows.try_next().await? {
            findings.column(Place::act(table, seq), column, what);
        }
    }
    Ok(())
}
