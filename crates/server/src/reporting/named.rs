//! Papers that name a natural person who gives: the books are told first who is shown, and for which income.

use almoner_ledger::codes::{Purpose, RevealScope, SubjectKind};
use almoner_ledger::command::{Reveal, Subject};
use almoner_proof::hash::Hash;
use almoner_store::write::Answer;
use almoner_vault::identity::Field;

use super::paper::{self, Maker, Want};
use super::{Made, ReportError, Wanted};
use crate::app::App;
use crate::auth;
use crate::problem::Problem;

impl App {
    pub async fn named_report(
        &self,
        (who, key): (&auth::Identity, Option<Hash>),
        mut wanted: Wanted,
    ) -> Result<(Answer, Made), Problem> {
        if paper::find(&wanted.report).is_none_or(|paper| paper.made_by != Maker::Donors) {
            return Err(ReportError::Unknown(wanted.report).into());
        }
        // What cannot be made shows nobody.
        self.report(&wanted).await?;
        let (source, income) = self.giver_of(&wanted).await?;
        let subject = Subject { kind: SubjectKind::Giver, seq: source };
        let reveal = Reveal {
            subjects: vec![subject],
            scope: RevealScope::Amber,
            purpose: Purpose::GiverPapers,
            payout: None,
            paper: None,
            income,
            why: None,
        };
        let (answer, shown) = self.reveal((who, key), reveal).await?;
        let name = shown.first().and_then(|(_, identity)| identity.get(Field::Name));
        let nameless = || {
            Problem::own("not-found")
                .detail("the vault knows no name of who gave this; record it and ask again")
        };
        wanted.giver = Some(name.map(str::to_owned).ok_or_else(nameless)?);
        Ok((answer, self.report(&wanted).await?))
    }

    /// Whom a paper is for, and the income it is about.
    async fn giver_of(&self, wanted: &Wanted) -> Result<(i64, Option<i64>), Problem> {
        let nobody = || Problem::own("not-found").detail("nobody is known to have given this");
        if let Some(income) = wanted.about.get(&Want::Income) {
            let seq = income.parse().map_err(|_| nobody())?;
            let found = self.store.income(seq).await?.ok_or_else(nobody)?;
            return Ok((found.income.source_seq.ok_or_else(nobody)?, Some(seq)));
        }
        let facts = self.store.facts_for_reading().await?;
        let of_agreement = wanted.about.get(&Want::Agreement).and_then(|number| {
            let mut agreements = facts.agreements.values();
            agreements.find(|row| row.number == *number).map(|row| row.source_seq)
        });
        let of_source = wanted.about.get(&Want::Source).and_then(|said| {
            let mut sources = facts.sources.values();
            sources.find(|row| row.name == *said || row.seq.to_string() == *said).map(|row| row.seq)
        });
        Ok((of_agreement.or(of_source).ok_or_else(nobody)?, None))
    }
}
