//! The register of members, with the fees that they paid within the period.

use std::collections::BTreeMap;

use almoner_ledger::codes::IncomeKind;
use almoner_reports::registers::members::{self, Membership};
use almoner_reports::report::Report;
use almoner_store::read::income::IncomeFilter;

use super::paper::{Maker, Paper};
use super::{ReportError, Task, registers};

pub(super) const PAPERS: &[Paper] = &[Paper::new("members", &[], Maker::Members)];

pub(super) async fn make(task: &Task<'_>) -> Result<Report, ReportError> {
    let mut fees = fees(task).await?;
    let facts = &task.inputs.facts;
    let mut held: Vec<Membership> = Vec::new();
    for row in facts.members.values() {
        let over = row.left_on.is_some_and(|left| left < task.wanted.from);
        if task.wanted.to < row.joined_on || over {
            continue;
        }
        let source = facts.sources.get(&row.source_seq);
        held.push(Membership {
            member: source.map_or_else(|| registers::nobody(task), |source| source.name.clone()),
            kind: source
                .map(|source| registers::term(task, &task.law.source_kinds, source.kind.code())),
            joined_on: row.joined_on,
            left_on: row.left_on.filter(|left| *left <= task.wanted.to),
            // Whoever has two lines paid once: it stands with the first.
            fees_minor: fees.remove(&row.source_seq).unwrap_or(0),
        });
    }
    held.sort_by(|one, other| (one.joined_on, &one.member).cmp(&(other.joined_on, &other.member)));
    let others_minor = fees.into_values().fold(0_i64, i64::saturating_add);
    Ok(members::build(task.frame, &held, others_minor)?)
}

/// What each source paid as a member within the period.
async fn fees(task: &Task<'_>) -> Result<BTreeMap<i64, i64>, ReportError> {
    let filter = IncomeFilter {
        from_on: Some(task.wanted.from),
        to_on: Some(task.wanted.to),
        kind: Some(IncomeKind::MembershipFee),
        ..IncomeFilter::default()
    };
    let mut fees: BTreeMap<i64, i64> = BTreeMap::new();
    for income in registers::incomes_of(task, filter).await? {
        let taken_back = income.reversed_by_seq.is_some_and(|seq| seq <= task.inputs.as_of_seq);
        if let Some(source) = income.source_seq.filter(|_| !taken_back) {
            let sum = fees.entry(source).or_default();
            *sum = sum.saturating_add(income.value_minor);
        }
    }
    Ok(fees)
}
