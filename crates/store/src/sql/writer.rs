//! The one writer: it takes what has queued up, decides it in order, writes it with one commit, and answers everybody.
//!
//! While one group is being written, the next is already decided, on the books as they will stand then. The head of the
//! log says whether they did come to stand so: where another process has written meanwhile, where a key was used before,
//! or where the first group failed, the second is decided again on what is on the disk. What has to be read from there
//! before it can be decided waits its turn. Never is a caller answered before the commit, and never does a caller that
//! goes away stop one.

use std::collections::VecDeque;

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

use super::driver::{BEGIN_WRITE, Connection, analyse, connect, settle, wipe};
use super::{answer, apply, facts};
use crate::config::Config;
use crate::error::{StoreError, WriteError};
use crate::group::{Group, Stamp};
use crate::head::Head;
use crate::store::{Job, Outcome};
use crate::write::{Answer, Request, Warned};

/// So many acts are worth a first look of the planner.
const ANALYSE_FIRST: usize = 20_000;
/// Times a group is tried again where the database asks for it.
const TRIES: usize = 5;

pub(crate) struct Writer {
    config: Config,
    connection: Option<Connection>,
    /// The books after everything that was decided, if that is known.
    facts: Option<Known>,
    /// Commands decided ahead of the disk.
    ahead: Plan,
    /// Commands that must be decided on what is on the disk, in the order they came.
    held: VecDeque<Job>,
    /// Acts since the planner last learned; a bulk load makes its statistics stale.
    since_analysis: usize,
    analyse_after: usize,
}

/// The facts after everything that was decided, and the tree of the log with it.
struct Known {
    facts: Facts,
    frontier: Frontier,
}

/// Decided commands on their way to the disk.
#[derive(Default)]
struct Plan {
    jobs: Vec<Job>,
    decided: Decisions,
}

async fn learn(config: &Config) -> Result<(), StoreError> {
    let mut connection = connect(config).await?;
    analyse(&mut connection).await?;
    Ok(sqlx::Connection::close(connection).await?)
}

/// What a group of commands came to, in their order, and everything it writes.
#[derive(Default)]
struct Decisions {
    /// The size of the log that the first of them was decided on.
    size: i64,
    verdicts: Vec<Verdict>,
    group: Group,
    /// The tree of the log after the last of them.
    frontier: Frontier,
    latest: Option<DateTime<Utc>>,
}

/// What one command of a group led to, before the commit.
enum Verdict {
    Acts(Answer),
    Earlier(i64),
    Refused(WriteError),
}

/// What became of a group decided ahead.
enum Landed {
    Written(Connection, Vec<Outcome>),
    /// The books do not stand as was thought; nothing was written.
    Stale(Connection),
}

impl Writer {
    pub(crate) fn new(config: Config, connection: Connection) -> Self {
        Self {
            config,
            connection: Some(connection),
            facts: None,
            ahead: Plan::default(),
            held: VecDeque::new(),
            since_analysis: 0,
            analyse_after: ANALYSE_FIRST,
        }
    }

    /// Works until every sender is gone; what has been queued is still done.
    pub(crate) async fn run(mut self, mut queue: Receiver<Job>) {
        loop {
            if self.ahead.jobs.is_empty() && self.held.is_empty() {
                let Some(job) = queue.recv().await else { break };
                self.take(job);
            }
            self.take_waiting(&mut queue);
            if self.ahead.jobs.is_empty() {
                let most = self.held.len().min(self.config.group_max);
                let jobs = self.held.drain(..most).collect();
                self.serve(jobs).await;
            } else {
                self.write_ahead(&mut queue).await;
            }
        }
        if let Some(mut connection) = self.connection.take() {
            if let Err(error) = settle(&mut connection).await {
                tracing::warn!(%error, "the log of the database was left beside its file");
            }
            drop(sqlx::Connection::close(connection).await);
        }
    }

    /// What was erased must not lie on in what the database keeps beside its tables.
    fn wipe(&self) {
        let config = self.config.clone();
        drop(tokio::spawn(async move {
            if let Err(error) = wipe(&config).await {
                tracing::warn!(%error, "what was erased may still lie in the log of the database; stop the program once");
            }
        }));
    }

    /// Takes what already waits, as far as a group has room for it.
    fn take_waiting(&mut self, queue: &mut Receiver<Job>) {
        while self.ahead.jobs.len().max(self.held.len()) < self.config.group_max {
            let Ok(job) = queue.try_recv() else { break };
            self.take(job);
        }
    }

    /// Decides a command ahead where nothing needs to be read for it, and keeps it for later otherwise.
    fn take(&mut self, job: Job) {
        let known = match &mut self.facts {
            Some(known) if self.held.is_empty() => known,
            Some(_) | None => return self.held.push_back(job),
        };
        let needs = Needs::of(&known.facts, &job.request.command);
        if !needs.are_met_by(&known.facts) {
            return self.held.push_back(job);
        }
        if self.ahead.jobs.is_empty() {
            self.ahead.decided = Decisions::on(known);
        }
        self.ahead.decided.add(&self.config, &job.request, known);
        self.ahead.jobs.push(job);
    }

    /// Writes what was decided ahead, and meanwhile decides the next.
    async fn write_ahead(&mut self, queue: &mut Receiver<Job>) {
        let Plan { jobs, mut decided } = std::mem::take(&mut self.ahead);
        if let Some(known) = &self.facts {
            decided.frontier = known.frontier.clone();
        }
        let acts = decided.group.acts;
        let erases = !decided.group.erased.is_empty();
        let config = self.config.clone();
        let landed = {
            let flight = write_ahead(&config, self.connection.take(), &jobs, decided);
            tokio::pin!(flight);
            let mut open = true;
            loop {
                let room = self.held.is_empty() && self.ahead.jobs.len() < self.config.group_max;
                tokio::select! {
                    biased;
                    landed = &mut flight => break landed,
                    job = queue.recv(), if open && room => match job {
                        Some(job) => {
                            self.take(job);
                            self.take_waiting(queue);
                        }
                        None => open = false,
                    },
                }
            }
        };
        match landed {
            Ok(Landed::Written(connection, outcomes)) => {
                // Callers wake up while the next group is on its way.
                drop(tokio::spawn(async move { reply(jobs, outcomes) }));
                if let Some(known) = &mut self.facts {
                    known.facts.forget_loaded();
                    known.facts.forget_spent();
                }
                self.learn(acts);
                self.connection = Some(connection);
                if erases {
                    self.wipe();
                }
            }
            Ok(Landed::Stale(connection)) => {
                self.connection = Some(connection);
                self.forget_ahead();
                self.serve(jobs).await;
            }
            // Whether it was written is not known: only their callers' keys can tell, so nothing is tried again here.
            Err(StoreError::OutcomeUnknown) => {
                self.forget_ahead();
                refuse(jobs, StoreError::OutcomeUnknown);
            }
            Err(error) => {
                tracing::warn!(%error, "a group decided ahead failed and is tried on what is on the disk");
                self.forget_ahead();
                self.serve(jobs).await;
            }
        }
    }

    /// What was decided ahead was decided on books that did not come to be: it waits to be decided again.
    fn forget_ahead(&mut self) {
        self.facts = None;
        for job in std::mem::take(&mut self.ahead).jobs.into_iter().rev() {
            self.held.push_front(job);
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
            Ok(outcomes) => reply(jobs, outcomes),
            Err(error) => refuse(jobs, error),
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

    /// Decides a group on what is on the disk, and writes it.
    async fn group(&mut self, requests: &[&Request]) -> Result<Vec<Outcome>, StoreError> {
        let mut connection = match self.connection.take() {
            Some(connection) => connection,
            None => connect(&self.config).await?,
        };
        connection.execute(BEGIN_WRITE).await?;
        let head = facts::lock_head(&mut connection).await?;
        let mut known = match self.facts.take() {
            Some(known) if known.stands_on(&head) => known,
            _ => {
                let facts = facts::whole(&mut connection, &head).await?;
                Known { facts, frontier: head.frontier }
            }
        };
        let mut needs = Needs::default();
        for request in requests {
            needs.add(&known.facts, &request.command);
        }
        facts::load_keys(&mut connection, &mut known.facts, keys(requests.iter().copied())).await?;
        facts::load(&mut connection, &mut known.facts, &needs).await?;
        let mut decided = Decisions::on(&known);
        for request in requests {
            decided.add(&self.config, request, &mut known);
        }
        decided.frontier = known.frontier.clone();
        let acts = decided.group.acts;
        let erases = !decided.group.erased.is_empty();
        let outcomes = write(&mut connection, decided).await?;
        known.facts.forget_loaded();
        known.facts.forget_spent();
        self.facts = Some(known);
        self.learn(acts);
        self.connection = Some(connection);
        if erases {
            self.wipe();
        }
        Ok(outcomes)
    }

    /// Lets the planner learn whenever the books have about doubled; a failure costs speed, not truth. Nobody waits for it.
    fn learn(&mut self, acts: usize) {
        self.since_analysis = self.since_analysis.saturating_add(acts);
        if self.analyse_after < self.since_analysis {
            self.since_analysis = 0;
            self.analyse_after = self.analyse_after.saturating_mul(2);
            let config = self.config.clone();
            drop(tokio::spawn(async move {
                if let Err(error) = learn(&config).await {
                    tracing::warn!(%error, "the planner's statistics could not be renewed");
                }
            }));
        }
    }
}

impl Known {
    fn stands_on(&self, head: &Head) -> bool {
        self.facts.next_seq == head.size.saturating_add(1)
    }
}

impl Decisions {
    fn on(known: &Known) -> Self {
        Self {
            size: known.facts.next_seq.saturating_sub(1),
            latest: known.facts.recorded_at,
            ..Self::default()
        }
    }

    /// Decides one more command on the books as those before it leave them.
    fn add(&mut self, config: &Config, request: &Request, known: &mut Known) {
        let (now, today) = (config.clock)();
        // Both databases keep microseconds; time in the log never runs backwards.
        let now = now.trunc_subsecs(6);
        let now = self.latest.map_or(now, |latest| latest.max(now));
        let context = Context { actor: request.actor, now, today, entropy: (config.entropy)() };
        let key = request.key.map(|hash| Key { hash });
        let verdict = match decide(&known.facts, &request.command, key, &context) {
            Ok(Decided::Acts(acts)) => {
                for act in &acts {
                    let stamp = Stamp { actor: request.actor, at: now, salt: (config.entropy)() };
                    self.group.add(&known.facts, act, &stamp, &mut known.frontier);
                    known.facts.apply(act);
                }
                self.latest = Some(now);
                known.facts.recorded_at = Some(now);
                acts.first().map_or(Verdict::Refused(WriteError::OutcomeUnknown), |first| {
                    Verdict::Acts(told(first, now))
                })
            }
            Ok(Decided::Earlier { seq }) => Verdict::Earlier(seq),
            Err(refusal) => Verdict::Refused(refusal.into()),
        };
        self.verdicts.push(verdict);
    }
}

/// Writes commands that were decided ahead, if the books stand as was thought when they were.
async fn write_ahead(
    config: &Config,
    connection: Option<Connection>,
    jobs: &[Job],
    decided: Decisions,
) -> Result<Landed, StoreError> {
    let mut connection = match connection {
        Some(connection) => connection,
        None => connect(config).await?,
    };
    connection.execute(BEGIN_WRITE).await?;
    let head = facts::lock_head(&mut connection).await?;
    let keys = keys(jobs.iter().map(|job| &job.request));
    if head.size != decided.size || facts::any_key_used(&mut connection, keys).await? {
        connection.execute("rollback").await?;
        return Ok(Landed::Stale(connection));
    }
    let outcomes = write(&mut connection, decided).await?;
    Ok(Landed::Written(connection, outcomes))
}

/// Writes a decided group in the transaction that is open, commits, and says what to answer.
async fn write(
    connection: &mut Connection,
    decided: Decisions,
) -> Result<Vec<Outcome>, StoreError> {
    let Decisions { verdicts, group, frontier, latest, .. } = decided;
    if group.acts != 0 {
        apply::write(connection, &group, &frontier, latest.unwrap_or_default()).await?;
    }
    let mut outcomes = Vec::with_capacity(verdicts.len());
    for verdict in verdicts {
        outcomes.push(match verdict {
            Verdict::Acts(answer) => Ok(answer),
            Verdict::Earlier(seq) => Ok(answer::answer(connection, seq).await?),
            Verdict::Refused(error) => Err(error),
        });
    }
    if group.acts == 0 {
        connection.execute("rollback").await?;
    } else {
        connection.execute("commit").await.map_err(after_commit)?;
    }
    Ok(outcomes)
}

fn keys<'a>(requests: impl Iterator<Item = &'a Request>) -> Vec<Vec<u8>> {
    requests.filter_map(|request| Some(Key { hash: request.key? }.kept().to_vec())).collect()
}

fn reply(jobs: Vec<Job>, outcomes: Vec<Outcome>) {
    for (job, outcome) in jobs.into_iter().zip(outcomes) {
        drop(job.reply.send(outcome));
    }
}

/// Tells every caller of a failed group why.
fn refuse(jobs: Vec<Job>, error: StoreError) {
    tracing::error!(%error, waiting = jobs.len(), "a group of writes failed");
    let kind = error.to_string();
    let mut first = Some(error);
    for job in jobs {
        let error = first.take().unwrap_or_else(|| again(&kind));
        drop(job.reply.send(Err(failure(error))));
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
        warnings: Vec::new(),
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
            answer.acts = row.rows_undone;
        }
        if let Row::Batch(row) = row {
            answer.acts = row.item_count.saturating_add(1);
        }
        if let Row::PaymentList(row) = row {
            answer.acts = row.item_count.saturating_add(1);
        }
        if let Row::Expiry(row) = row {
            answer.acts = row.payouts.saturating_add(1);
        }
        if let Row::Warning(row) = row {
            answer.warnings.push(Warned {
                code: row.code,
                law_name: row.law_name.clone(),
                law_value: row.law_value.clone(),
                verified: row.verified,
                acknowledged: row.acknowledged,
            });
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
        | StoreError::OutcomeUnknown => StoreError::OutcomeUnknown,
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
        | StoreError::Constraint(_)) => WriteError::Unavailable(other),
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
