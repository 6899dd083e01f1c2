//! A file taken in as a whole: of incomes, one act for the file, one for each new source, one for each row.

pub(crate) mod requests;
pub(super) mod undo;

use almoner_proof::hash::Hash;

use crate::act::Act;
use crate::codes::{Currency, ImportKind};
use crate::command::{Context, ExcludedRow, ImportIncomes, RecordIncome};
use crate::decide::giving::add_source;
use crate::decide::income;
use crate::facts::Facts;
use crate::refusal::Refusal;
use crate::rows::giving::Import;
use crate::text::Code;

pub(super) fn incomes(
    facts: &Facts,
    import: &ImportIncomes,
    context: &Context,
) -> Result<Vec<Act>, Refusal> {
    let fresh = fresh(facts, &import.rows, |row| &row.fingerprint);
    if fresh.is_empty() {
        return Err(Refusal::NothingToImport);
    }
    let import_seq = facts.next_seq;
    let head = head(
        facts,
        Stated {
            kind: ImportKind::Incomes,
            profile: &import.profile,
            file_hash: &import.file_hash,
            rows_read: import.rows_read,
            rows_new: fresh.len(),
            rows_known: import.rows_known.saturating_add(count(import.rows.len())),
            excluded: &import.excluded,
            currency: import.currency,
            total: import.total,
        },
    );
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

/// What is said of a file as a whole.
struct Stated<'a> {
    kind: ImportKind,
    profile: &'a Code,
    file_hash: &'a Hash,
    rows_read: i64,
    rows_new: usize,
    /// Those that the file's reader passed by, and all that came to the books.
    rows_known: i64,
    excluded: &'a [ExcludedRow],
    currency: Currency,
    total: i64,
}

fn head(facts: &Facts, file: Stated<'_>) -> Act {
    let excluded: Vec<_> =
        file.excluded.iter().map(|out| (out.row, out.reason.as_str().to_owned())).collect();
    let kind = match file.kind {
        ImportKind::Incomes => "import.taken",
        ImportKind::Requests => "requests.taken",
    };
    let rows_new = count(file.rows_new);
    Act::new(facts.next_seq, kind).with(Import {
        seq: facts.next_seq,
        kind: file.kind,
        profile: file.profile.as_str().to_owned(),
        file_hash: file.file_hash.to_vec(),
        rows_read: file.rows_read,
        rows_new,
        rows_known: file.rows_known.saturating_sub(rows_new),
        excluded: serde_json::to_string(&excluded).unwrap_or_default(),
        currency: file.currency,
        total_minor: file.total,
    })
}

fn count(size: usize) -> i64 {
    i64::try_from(size).unwrap_or(i64::MAX)
}

/// The rows that are new, each once: one that the books know, or that stands in the file twice, is left alone.
fn fresh<'a, R>(facts: &Facts, rows: &'a [R], mark: impl Fn(&R) -> &Hash) -> Vec<&'a R> {
    let mut seen = facts.fingerprints.clone();
    rows.iter().filter(|row| seen.insert(mark(row).to_vec())).collect()
}
