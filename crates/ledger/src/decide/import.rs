//! A file of incomes, taken in as a whole: one act for the file, one for each new source, one for each row.

use crate::act::Act;
use crate::command::{Context, ImportIncomes, RecordIncome};
use crate::decide::giving::add_source;
use crate::decide::income;
use crate::facts::Facts;
use crate::refusal::Refusal;
use crate::rows::giving::Import;

pub(super) fn incomes(
    facts: &Facts,
    import: &ImportIncomes,
    context: &Context,
) -> Result<Vec<Act>, Refusal> {
    // A row that the books know, or that stands in the file twice, is counted as known and left alone.
    let mut seen = facts.fingerprints.clone();
    let fresh: Vec<_> =
        import.rows.iter().filter(|row| seen.insert(row.fingerprint.to_vec())).collect();
    if fresh.is_empty() {
        return Err(Refusal::NothingToImport);
    }
    let count = |size: usize| i64::try_from(size).unwrap_or(i64::MAX);
    let skipped = count(import.rows.len().saturating_sub(fresh.len()));
    let excluded: Vec<_> =
        import.excluded.iter().map(|out| (out.row, out.reason.as_str().to_owned())).collect();
    let import_seq = facts.next_seq;
    let head = Act::new(import_seq, "import.taken").with(Import {
        seq: import_seq,
        profile: import.profile.as_str().to_owned(),
        file_hash: import.file_hash.to_vec(),
        rows_read: import.rows_read,
        rows_new: count(fresh.len()),
        rows_known: import.rows_known.saturating_add(skipped),
        excluded: serde_json::to_string(&excluded).unwrap_or_default(),
        currency: import.currency,
        total_minor: import.total,
    });
    // Each row is decided on what the rows before it left, exactly as if it had come alone.
    let mut staged = facts.clone();
    staged.apply(&head);
    let mut acts = vec![head];
    let mut sources = Vec::new();
    for details in &import.sources {
        let act = add_source(&staged, details, staged.next_seq, context)?;
        sources.push(act.seq);
        staged.apply(&act);
        acts.push(act);
    }
    for row in fresh {
        let source = match row.new_source {
            Some(index) => sources.get(index).copied(),
            None => row.income.source,
        };
        let wanted = RecordIncome { source, ..row.income.clone() };
        let mark = income::Imported { import: import_seq, fingerprint: row.fingerprint.to_vec() };
        let act = income::record(&staged, &wanted, Some(&mark), context)
            .map_err(|refusal| Refusal::ImportRow { row: row.row, refusal: Box::new(refusal) })?;
        staged.apply(&act);
        acts.push(act);
    }
    Ok(acts)
}
