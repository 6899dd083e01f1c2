//! The hand that writes the story: one command or many, as one of the staff, on the day that the story has reached.

use almoner_ledger::codes::DocumentKind;
use almoner_ledger::command::{Actor, Command, Deed, Document};
use almoner_ledger::money::Amount;
use almoner_ledger::refusal::Refusal;
use almoner_ledger::text::{Code, Text};
use almoner_store::error::WriteError;
use almoner_store::store::Store;
use almoner_store::write::{Answer, Request};
use chrono::{NaiveDate, NaiveTime};
use futures_util::future::join_all;

use crate::clock::Clock;
use crate::demo::DemoError;
use crate::demo::chance::Chance;
use crate::demo::staff::Staff;

pub struct Scribe {
    pub store: Store,
    clock: Clock,
    pub chance: Chance,
    pub today: NaiveDate,
    pub staff: Staff,
    /// The funds, in the order in which the story opened them.
    pub funds: Vec<i64>,
}

impl Scribe {
    pub fn new(store: Store, clock: Clock, chance: Chance, today: NaiveDate) -> Self {
        let mut scribe =
            Self { store, clock, chance, today, staff: Staff::default(), funds: Vec::new() };
        scribe.turn_to(today);
        scribe
    }

    /// Turns to a day, at nine in the morning.
    pub fn turn_to(&mut self, day: NaiveDate) {
        self.today = day;
        let nine = NaiveTime::from_hms_opt(8, 0, 0).unwrap_or_default();
        self.clock.set(day.and_time(nine).and_utc());
    }

    pub fn clock(&self) -> Clock {
        self.clock.clone()
    }

    pub async fn head(&self) -> Result<i64, DemoError> {
        Ok(self.store.health().await?.head_seq)
    }

    /// Gives a command that the books take.
    pub async fn give(&self, actor: Actor, command: Command) -> Result<Answer, DemoError> {
        let answer = self.store.write(Request { command, actor, key: None }).await;
        answer.map_err(|error| self.failed(error))
    }

    /// Gives many at once, in this order, so that they share their commits.
    pub async fn give_all(
        &self,
        commands: Vec<(Actor, Command)>,
    ) -> Result<Vec<Answer>, DemoError> {
        let mut answers = Vec::with_capacity(commands.len());
        for outcome in self.ask_all(commands).await {
            answers.push(outcome.map_err(|error| self.failed(error))?);
        }
        Ok(answers)
    }

    /// As [`Self::give_all`], where the books may say no: to a payout that its fund cannot pay, for example.
    pub async fn try_all(
        &self,
        commands: Vec<(Actor, Command)>,
    ) -> Result<Vec<Result<Answer, Refusal>>, DemoError> {
        let mut answers = Vec::with_capacity(commands.len());
        for outcome in self.ask_all(commands).await {
            answers.push(match outcome {
                Ok(answer) => Ok(answer),
                Err(WriteError::Refused(refusal)) => Err(refusal),
                Err(error) => return Err(DemoError::Unwritten(error)),
            });
        }
        Ok(answers)
    }

    async fn ask_all(&self, commands: Vec<(Actor, Command)>) -> Vec<Result<Answer, WriteError>> {
        let asked = commands
            .into_iter()
            .map(|(actor, command)| self.store.write(Request { command, actor, key: None }));
        join_all(asked).await
    }

    /// Has two persons decide something.
    pub async fn decide(
        &self,
        first: Actor,
        second: Actor,
        deed: Deed,
    ) -> Result<Answer, DemoError> {
        let decision = self.give(first, Command::ProposeDecision { deed, reason: None }).await?.seq;
        self.give(second, Command::ConfirmDecision { decision }).await
    }

    /// As [`Self::decide`], where the books may say no to the second person; then the first takes it back.
    pub async fn try_decide(
        &self,
        first: Actor,
        second: Actor,
        deed: Deed,
    ) -> Result<bool, DemoError> {
        let propose = Command::ProposeDecision { deed, reason: None };
        let Some(Ok(proposed)) = self.try_all(vec![(first, propose)]).await?.pop() else {
            return Ok(false);
        };
        let decision = proposed.seq;
        let confirm = Command::ConfirmDecision { decision };
        let done =
            self.try_all(vec![(second, confirm)]).await?.pop().is_some_and(|done| done.is_ok());
        if !done {
            self.give(first, Command::WithdrawDecision { decision }).await?;
        }
        Ok(done)
    }

    fn failed(&self, error: WriteError) -> DemoError {
        match error {
            WriteError::Refused(refusal) => DemoError::Refused { on: self.today, refusal },
            error @ (WriteError::Busy
            | WriteError::Full
            | WriteError::OutcomeUnknown
            | WriteError::Unavailable(_)
            | WriteError::Stopping) => DemoError::Unwritten(error),
        }
    }

    /// A paper of today.
    pub fn paper(&self, kind: DocumentKind, number: &str) -> Result<Document, DemoError> {
        Ok(Document::Paper { kind, number: code(number)?, dated_on: self.today, issuer: None })
    }

    /// The bank's statement of today.
    pub fn statement(&self) -> Result<Document, DemoError> {
        self.paper(DocumentKind::BankStatement, &format!("izvod-{}", self.today.format("%j")))
    }
}

pub fn code(text: &str) -> Result<Code, DemoError> {
    Ok(Code::parse(text)?)
}

pub fn line(text: &str) -> Result<Text, DemoError> {
    Ok(Text::line(text)?)
}

pub fn amount(minor: i64) -> Result<Amount, DemoError> {
    Amount::from_minor(minor).map_err(|_| DemoError::Untold("an amount"))
}
