//! Issuing the papers of a closed year: their bytes are kept, and their hashes are in the leaf.

use std::collections::BTreeSet;

use almoner_proof::hash::sha256;

use crate::act::Act;
use crate::codes::PeriodState;
use crate::command::IssuePapers;
use crate::facts::Facts;
use crate::refusal::Refusal;
use crate::rows::year::{Issued, IssuedFile};

const PAPERS_MAX: usize = 60;

/// A paper weighs at most this much.
const ISSUED_BYTES_MAX: usize = 10_485_760;

pub(crate) fn issue(facts: &Facts, issue: &IssuePapers) -> Result<Act, Refusal> {
    let year = issue.year;
    let closed = facts.years.get(&year).filter(|known| known.state == PeriodState::Closed);
    let closed = closed.ok_or(Refusal::YearOpen { year })?;
    if closed.seq != issue.closed_seq {
        return Err(Refusal::StaleVersion { version: closed.version });
    }
    let mut papers = BTreeSet::new();
    let fit = issue.papers.iter().all(|paper| {
        let name = (paper.document.as_str(), paper.language.as_str(), paper.face.as_str());
        papers.insert(name) && (1..=ISSUED_BYTES_MAX).contains(&paper.content.len())
    });
    if !fit || !(1..=PAPERS_MAX).contains(&papers.len()) {
        return Err(Refusal::IssueSize);
    }
    let before = facts.issued.values().find(|row| {
        let name = (row.document.as_str(), row.language.as_str(), row.face.as_str());
        row.closed_seq == closed.seq && papers.contains(&name)
    });
    if let Some(row) = before {
        return Err(Refusal::AlreadyIssued { document: row.document.clone() });
    }
    let seq = facts.next_seq;
    let mut act = Act::new(seq, "papers.issued");
    for (paper, line) in issue.papers.iter().zip(1_i64..) {
        act.push(Issued {
            seq,
            line,
            year,
            document: paper.document.as_str().to_owned(),
            language: paper.language.as_str().to_owned(),
            face: paper.face.as_str().to_owned(),
            hash: sha256(&[&paper.content]).to_vec(),
            size_bytes: i64::try_from(paper.content.len()).map_err(|_| Refusal::IssueSize)?,
            as_of_seq: issue.as_of_seq,
            closed_seq: closed.seq,
        });
        act.push(IssuedFile { seq, line, content: paper.content.clone() });
    }
    Ok(act)
}
