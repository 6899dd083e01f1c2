//! The one writer: it takes what has queued up, decides it in order, writes it with one commit, and answers everybody.
//!
//! A group is decided on facts kept between groups; where another process has written meanwhile, the head says so and
//! they are read anew. Never is a caller answered before the commit, and never does a caller that goes away stop one.

use almoner_ledger::act::Act;
use almoner_ledger::command::Context;
use almoner_ledger::decide::{Decided, Key, decide};
use almoner_ledger::facts::Facts;
use almoner_ledger::needs::Needs;
use almoner_ledger::rows::Row;
use almoner_proof::tree::Frontier;
use chrono::{DateTime, SubsecRound as _, Utc};
use sqlx::Executor as _;
use tokio::sync::mpsc::Receiver;

use super::driver::{BEGIN_WRITE, Connection, analyse, connect};
use super::{answer, apply, facts};
use crate::config::Config;
use crate::error::{StoreError, WriteError};
use crate::group::{Group, Stamp};
use crate::store::{Job, Outcome};
use crate::write::{Answer, Request};

/// Times a group is tried again where the database asks for it.
const TRIES: usize = 5;

pub(crate) struct Writer {
    config: Config,
    connection: Option<Connection>,
    facts: Option<Facts>,
    /// Acts since the planner last learned; a bulk load makes its statistics stale.
    since_analysis: usize,
}

/// What one command of a group led to, before the commit.
enum Verdict {
    Acts(Answer),
    Earlier(i64),
    Refused(WriteError),
}

impl Writer {
    pub(crate) fn new(config: Config, connection: Connection) -> Self {
        Self { config, connection: Some(connection), facts: None, since_analysis: 0 }
    }

    /// Works until every sender is gone; what has been queued is still done.
    pub(crate) async fn run(mut self, mut queue: Receiver<Job>) {
        while let Some(first) = queue.recv().await {
            let mut jobs = vec![first];
            while jobs.len() < self.config.group_max {
                let Ok(job) = queue.try_recv() else { break };
                jobs.push(job);
            }
            self.serve(jobs).await;
        }
        if let Some(connection) = self.connection.take() {
            drop(sqlx::Connection::close(connection).await);
        }
    }

    async fn serve(&mut self, jobs: Vec<Job>) {
        let requests: Vec<&Request> = jobs.iter().map(|job| &job.request).collect();
        let mut outcomes = self.attempt(&requests).await;
        // One row the database refuses must not take its neighbours down: they are tried one by one.
        if matches!(outcomes, Err(StoreError::Constraint(_) | StoreError::Corrupt(_)))
            && 1 < requests.len()
        {
            let mut single = Vec::with_capacity(requests.len());
            for request in requests {
                single.push(match self.attempt(&[request]).await {
                    Ok(mut one) => one.pop().unwrap_or(Err(WriteError::OutcomeUnknown)),
                    Err(error) => Err(failure(error)),
                });
            }
            outcomes = Ok(single);
        }
        match outcomes {
            Ok(outcomes) => {
                for (job, outcome) in jobs.into_iter().zip(outcomes) {
                    drop(job.reply.send(outcome));
                }
            }
            Err(error) => {
                tracing::error!(error = %error, waiting = jobs.len(), "a group of writes failed");
                let kind = error.to_string();
                let mut first = Some(error);
                for job in jobs {
                    let error = first.take().unwrap_or_else(|| again(&kind));
                    drop(job.reply.send(Err(failure(error))));
                }
            }
        }
    }

    /// Tries a group until the database no longer asks to try again.
    async fn attempt(&mut self, requests: &[&Request]) -> Result<Vec<Outcome>, StoreError> {
        let mut tries = 0_usize;
        loop {
            let result = self.group(requests).await;
            if let Err(error) = &result {
                // After an error nothing of this connection or of what was believed is trusted.
                self.facts = None;
                self.connection = None;
                tries = tries.saturating_add(1);
                if matches!(error, StoreError::Busy) && tries < TRIES {
                    tracing::warn!(tries, "the database was busy; trying the group again");
                    tokio::time::sleep(std::time::Duration::from_millis(20)).await;
                    continue;
                }
            }
            return result;
        }
    }

    async fn group(&mut self, requests: &[&Request]) -> Result<Vec<Outcome>, StoreError> {
        let mut connection = match self.connection.take() {
            Some(connection) => connection,
            None => connect(&self.config).await?,
        };
        connection.execute(BEGIN_WRITE).await?;
        let head = facts::lock_head(&mut connection).await?;
        let mut known = match self.facts.take() {
            Some(facts) if facts.next_seq == head.size.saturating_add(1) => facts,
            _ => facts::whole(&mut connection, &head).await?,
        };
        let mut needs = Needs::default();
        for request in requests {
            needs.add(&known, &request.command);
        }
        let keys =
            requests.iter().filter_map(|request| request.key.map(|key| key.to_vec())).collect();
        facts::load_keys(&mut connection, &mut known, keys).await?;
        facts::load(&mut connection, &mut known, &needs).await?;

        let mut group = Group::default();
        let mut frontier = head.frontier;
        let mut latest = head.recorded_at;
        let verdicts: Vec<Verdict> = requests
            .iter()
            .map(|request| self.decide(request, &mut known, &mut group, &mut frontier, &mut latest))
            .collect();
        if group.acts != 0 {
            let recorded_at = latest.unwrap_or_default();
            apply::write(&mut connection, &group, &frontier, recorded_at).await?;
        }
        let mut outcomes = Vec::with_capacity(verdicts.len());
        for verdict in verdicts {
            outcomes.push(match verdict {
                Verdict::Acts(answer) => Ok(answer),
                Verdict::Earlier(seq) => Ok(answer::answer(&mut connection, seq).await?),
                Verdict::Refused(error) => Err(error),
            });
        }
        if group.acts == 0 {
            connection.execute("rollback").await?;
        } else {
            connection.execute("commit").await.map_err(after_commit)?;
        }
        known.forget_loaded();
        known.lots.retain(|_, lot| 0 < lot.left_quantity_minor);
        let whole = known.lots_of.clone();
        known.lots.retain(|_, lot| whole.contains(&lot.fund_seq));
        self.facts = Some(known);
        self.learn(&mut connection, group.acts).await;
        self.connection = Some(connection);
        Ok(outcomes)
    }

    fn decide(
        &self,
        request: &Request,
        known: &mut Facts,
        group: &mut Group,
        frontier: &mut Frontier,
        latest: &mut Option<DateTime<Utc>>,
    ) -> Verdict {
        let (now, today) = (self.config.clock)();
        // Both databases keep microseconds; time in the log never runs backwards.
        let now = now.trunc_subsecs(6);
        let now = latest.map_or(now, |latest| latest.max(now));
        let context =
            Context { actor: request.actor, now, today, entropy: (self.config.entropy)() };
        match decide(known, &request.command, request.key.map(|hash| Key { hash }), &context) {
            Ok(Decided::Acts(acts)) => {
                for act in &acts {
                    let stamp =
                        Stamp { actor: request.actor, at: now, salt: (self.config.entropy)() };
                    group.add(known, act, &stamp, frontier);
                    known.apply(act);
                }
                *latest = Some(now);
                known.recorded_at = Some(now);
                acts.first().map_or(Verdict::Refused(WriteError::OutcomeUnknown), |first| {
                    Verdict::Acts(told(first, now))
                })
            }
            Ok(Decided::Earlier { seq }) => Verdict::Earlier(seq),
            Err(refusal) => Verdict::Refused(refusal.into()),
        }
    }

    /// Lets the planner learn after much has been added; a failure costs speed, not truth.
    async fn learn(&mut self, connection: &mut Connection, acts: usize) {
        self.since_analysis = self.since_analysis.saturating_add(acts);
        if 20_000 < self.since_analysis {
            self.since_analysis = 0;
            if let Err(error) = analyse(connection).await {
                tracing::warn!(%error, "the planner's statistics could not be renewed");
            }
        }
    }
}

/// The answer of a new act, the same as [`answer::answer`] would read back.
fn told(act: &Act, recorded_at: DateTime<Utc>) -> Answer {
    let mut answer = Answer {
        seq: act.seq,
        kind: act.kind.to_owned(),
        recorded_at,
        entry: None,
        receipt: None,
        slips: Vec::new(),
        acts: 1,
        replayed: false,
    };
    for row in &act.rows {
        if let Row::Entry(row) = row {
            answer.entry = Some((row.year, row.number));
        }
        if let Row::Income(row) = row {
            answer.receipt = row.receipt_year.zip(row.receipt_number);
        }
        if let Row::CashVoucher(row) = row {
            answer.slips.push((row.year, row.direction.code().to_owned(), row.number));
        }
        if let Row::Import(row) = row {
            answer.acts = row.rows_new;
        }
        if let Row::ImportUndo(row) = row {
            answer.acts = row.incomes;
        }
    }
    answer
}

fn after_commit(error: sqlx::Error) -> StoreError {
    match StoreError::from(error) {
        // These say that nothing was committed.
        known @ (StoreError::Full | StoreError::Busy | StoreError::Constraint(_)) => known,
        StoreError::Address(_)
        | StoreError::Setting(_)
        | StoreError::Corrupt(_)
        | StoreError::Database(_)
        | StoreError::OutcomeUnknown
        | StoreError::NotFound(_) => StoreError::OutcomeUnknown,
    }
}

fn failure(error: StoreError) -> WriteError {
    match error {
        StoreError::Full => WriteError::Full,
        StoreError::Busy => WriteError::Busy,
        StoreError::OutcomeUnknown => WriteError::OutcomeUnknown,
        other @ (StoreError::Address(_)
        | StoreError::Setting(_)
        | StoreError::Corrupt(_)
        | StoreError::Database(_)
        | StoreError::Constraint(_)
        | StoreError::NotFound(_)) => WriteError::Unavailable(other),
    }
}

/// The same error for the next caller of a failed group.
fn again(text: &str) -> StoreError {
    for known in [StoreError::Full, StoreError::Busy, StoreError::OutcomeUnknown] {
        if known.to_string() == text {
            return known;
        }
    }
    StoreError::Database(text.to_owned())
}
