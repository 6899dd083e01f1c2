//! A list of needs: one act for the file, one for each person the books do not know by their case, one for each need.

use std::collections::BTreeMap;

use uuid::Uuid;

use crate::act::Act;
use crate::codes::{Currency, ImportKind};
use crate::command::{Context, ImportRequests, NeedRow, SubmitRequest};
use crate::decide::import::{Stated, count, fresh, head};
use crate::decide::request::recipient::{self, Newcomer};
use crate::decide::request::submit::{self, Imported};
use crate::facts::Facts;
use crate::refusal::Refusal;
use crate::rows::Row;
use crate::rows::request::MatchFound;

pub(in crate::decide) fn take(
    facts: &Facts,
    import: &ImportRequests,
    context: &Context,
) -> Result<Vec<Act>, Refusal> {
    let fresh = fresh(facts, &import.rows, |row| &row.fingerprint);
    if fresh.is_empty() {
        return Err(Refusal::NothingToImport);
    }
    let first = opening(facts, import, fresh.len());
    let mut taking = Taking::new(facts, &first, context);
    let mut acts = vec![first];
    for row in fresh {
        let taken = taking.take(row);
        acts.extend(
            taken.map_err(|refusal| Refusal::ImportRow {
                row: row.row,
                refusal: Box::new(refusal),
            })?,
        );
    }
    Ok(acts)
}

fn opening(facts: &Facts, import: &ImportRequests, rows_new: usize) -> Act {
    head(
        facts,
        Stated {
            kind: ImportKind::Requests,
            profile: &import.profile,
            file_hash: &import.file_hash,
            rows_read: import.rows_read,
            rows_new,
            rows_known: count(import.rows.len()),
            excluded: &import.excluded,
            currency: Currency::Mkd,
            total: import.total,
        },
    )
}

/// What would become of one need, by the very rule that decides it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Prospect {
    /// The recipient as the books know them by now, and other aid that the need looks like.
    New {
        recipient: Option<i64>,
        alike: Vec<Foreseen>,
    },
    Known,
    Refused(Refusal),
}

/// Other aid that a need looks like; what answers an earlier row of the same file has no number yet but that row's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Foreseen {
    pub found: MatchFound,
    pub row: Option<i64>,
}

/// The same for every row, each on what the rows before it would leave.
pub fn prospects(facts: &Facts, import: &ImportRequests, context: &Context) -> Vec<Prospect> {
    let first = opening(facts, import, import.rows.len());
    let mut taking = Taking::new(facts, &first, context);
    let mut seen = facts.fingerprints.clone();
    let mut prospects = Vec::with_capacity(import.rows.len());
    let mut rows: BTreeMap<i64, i64> = BTreeMap::new();
    for row in &import.rows {
        if !seen.insert(row.fingerprint.to_vec()) {
            prospects.push(Prospect::Known);
            continue;
        }
        let known = taking.cases.get(row.case.as_slice());
        let known = known.and_then(|reference| facts.recipients.get(reference));
        let recipient = known.map(|row| row.seq);
        prospects.push(match taking.take(row) {
            Ok(acts) => {
                let foreseen = |found: MatchFound| {
                    let row = rows.get(&found.aid_seq).copied();
                    Foreseen { found, row }
                };
                let alike = acts.iter().flat_map(alike).map(foreseen).collect();
                rows.extend(acts.iter().map(|act| (act.seq, row.row)));
                Prospect::New { recipient, alike }
            }
            Err(refusal) => Prospect::Refused(refusal),
        });
    }
    prospects
}

fn alike(act: &Act) -> impl Iterator<Item = MatchFound> {
    act.rows
        .iter()
        .filter_map(|row| if let Row::MatchFound(found) = row { Some(found.clone()) } else { None })
}

/// The books as the rows before left them.
struct Taking<'a> {
    staged: Facts,
    import_seq: i64,
    context: &'a Context,
    cases: BTreeMap<Vec<u8>, Uuid>,
    households: BTreeMap<Vec<u8>, Uuid>,
}

impl<'a> Taking<'a> {
    fn new(facts: &Facts, first: &Act, context: &'a Context) -> Self {
        let mut staged = facts.clone();
        staged.apply(first);
        let (mut cases, mut households) = (BTreeMap::new(), BTreeMap::new());
        for row in facts.recipients.values() {
            if let (Some(mark), Some(reference)) = (&row.case_mark, row.reference) {
                cases.insert(mark.clone(), reference);
            }
            if let (Some(mark), Some(household)) = (&row.household_mark, row.household) {
                households.insert(mark.clone(), household);
            }
        }
        Self { staged, import_seq: first.seq, context, cases, households }
    }

    fn take(&mut self, row: &NeedRow) -> Result<Vec<Act>, Refusal> {
        let mut acts = Vec::new();
        let recipient = match self.cases.get(row.case.as_slice()) {
            Some(known) => *known,
            None => {
                let (act, reference) = self.newcomer(row)?;
                self.staged.apply(&act);
                acts.push(act);
                reference
            }
        };
        let need = SubmitRequest {
            recipient,
            category: row.category,
            urgency: row.urgency,
            asked: row.asked,
            received_on: row.received_on,
            target_group: row.target_group,
            municipality: row.municipality.clone(),
            payee_kind: row.payee_kind,
            payee: row.payee,
            signs: row.signs,
            recurring: None,
            story: None,
            seen: row.seen.clone(),
        };
        let mark = Imported { import_seq: self.import_seq, fingerprint: row.fingerprint.to_vec() };
        let act = submit::imported(&self.staged, &need, mark, self.context)?;
        self.staged.apply(&act);
        acts.push(act);
        Ok(acts)
    }

    fn newcomer(&mut self, row: &NeedRow) -> Result<(Act, Uuid), Refusal> {
        let known = row.household.and_then(|mark| self.households.get(mark.as_slice()).copied());
        let marks = Newcomer {
            household: known,
            birth_year: row.birth_year,
            case_mark: Some(row.case.to_vec()),
            household_mark: row.household.map(|mark| mark.to_vec()),
        };
        let (act, made) = recipient::take_in(&self.staged, marks, self.context)?;
        let (Some(reference), Some(household)) = (made.reference, made.household) else {
            return Err(Refusal::RecipientUnknown);
        };
        self.cases.insert(row.case.to_vec(), reference);
        if let Some(mark) = row.household {
            self.households.insert(mark.to_vec(), household);
        }
        Ok((act, reference))
    }
}
