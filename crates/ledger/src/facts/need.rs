//! Requests as they come to be known: what was done for them, their papers, and the other aid they look like.

use crate::facts::Facts;
use crate::rows::Row;

impl Facts {
    pub(super) fn apply_need(&mut self, row: &Row) {
        if let Row::Request(row) = row {
            // A later version of a row brings nothing new from its file.
            if row.version == 1 {
                self.fingerprints.extend(row.fingerprint.clone());
                if let Some(imported) = row.import_seq.and_then(|seq| self.imports.get_mut(&seq)) {
                    imported.requests.push(row.seq);
                }
            }
            self.requests.insert(row.seq, row.clone());
        } else if let Row::RequestStep(row) = row {
            self.request_steps.entry(row.request_seq).or_default().push(row.clone());
        } else if let Row::Evidence(row) = row {
            self.evidence.entry(row.request_seq).or_default().push(row.clone());
        } else if let Row::MatchFound(row) = row {
            self.matches.entry(row.request_seq).or_default().push(row.clone());
        } else if let Row::PairJudged(row) = row {
            self.judged.insert((row.one_seq, row.other_seq));
        }
    }
}
