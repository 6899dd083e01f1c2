//! A list of needs from the command line.

use std::path::Path;

use almoner_ledger::authority::RECIPIENTS;

use crate::cli::import::{Import, failure, read, standing};
use crate::cli::progress::spinner;
use crate::cli::session::{self, Session};
use crate::cli::{Failure, Outcome};
use crate::import::needs::dry_run::Stated;
use crate::import::needs::profile::{NeedProfile, SHIPPED};
use crate::needs_intake::{self, NeedFile, NeedsTaken};

impl Import {
    pub(super) async fn run_needs(&self, path: &Path) -> Outcome {
        if self.states_money() {
            return Err(anyhow::anyhow!(
                "--account, --fund, --income-kind, --source-kind and --rate are for incomes; a list of needs has none of them"
            )
            .into());
        }
        let profile = if SHIPPED.iter().any(|(name, _)| *name == self.profile) {
            NeedProfile::shipped(&self.profile)?
        } else {
            NeedProfile::parse(&self.profile_text()?)?
        };
        let stated = Stated {
            excluded: self.excluded.iter().cloned().collect(),
            accept_odd_numbers: self.accept_odd_numbers,
        };
        let file = NeedFile { bytes: read(path)?, mapping: profile.settle()?, stated };
        let mut session = Session::begin(&self.database, &self.sign_in).await?;
        session.app = session::with_vault(session.app, &self.vault, &self.database).await;
        let outcome = self.show_and_take_needs(&session, file).await;
        session.end().await;
        outcome
    }

    const fn states_money(&self) -> bool {
        self.account.is_some()
            || self.fund.is_some()
            || self.income_kind.is_some()
            || self.source_kind.is_some()
            || self.rate.is_some()
    }

    async fn show_and_take_needs(&self, session: &Session, file: NeedFile) -> Outcome {
        let role = session.identity.role;
        if !RECIPIENTS.roles.contains(&role) {
            return Err(Failure::Refused(format!("the role {role} does not take needs in")));
        }
        let spinner = spinner("reading the file");
        let run = needs_intake::try_out(&session.app, &session.identity, file.clone()).await;
        spinner.finish_and_clear();
        let run = run.map_err(failure)?;
        if self.json {
            println!("{}", serde_json::to_string_pretty(&run)?);
        } else {
            print!("{run}");
        }
        standing(run.counts.refused)?;
        if self.dry_run { Ok(()) } else { take(session, file).await }
    }
}

async fn take(session: &Session, file: NeedFile) -> Outcome {
    let began = std::time::Instant::now();
    let spinner = spinner("recording");
    let taken = needs_intake::take(&session.app, &session.identity, None, file).await;
    spinner.finish_and_clear();
    let took_ms = began.elapsed().as_millis();
    match taken.map_err(failure)? {
        NeedsTaken::Recorded { answer, counts } => {
            eprintln!("taken in as import {}: {} needs in {took_ms} ms", answer.seq, counts.new);
        }
        NeedsTaken::NothingNew(_) => eprintln!("nothing in this file is new; nothing was recorded"),
    }
    Ok(())
}
