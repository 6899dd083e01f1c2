//! A year of a small Skopje association that does not exist, given through the very commands that the API gives.
//!
//! Everything follows from one seed and the last day, so two demos of one day hold the same books but for their tokens,
//! which are random. The books are marked as a demo for ever.

mod aid;
mod around;
mod assets;
pub mod chance;
mod costs;
mod givers;
mod incomes;
mod months;
pub mod names;
pub mod scribe;
pub mod staff;
mod travel;
mod year;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use almoner_ledger::month::Month;
use almoner_ledger::refusal::Refusal;
use almoner_ledger::text::TextError;
use almoner_proof::checkpoint::{NoteError, Signer};
use almoner_proof::hash::{Hash, sha256};
use almoner_store::config::{Config, Entropy};
use almoner_store::error::{StoreError, WriteError};
use almoner_store::store::Store;
use chrono::{Datelike as _, Months, NaiveDate, NaiveTime, TimeDelta, Weekday};
use uuid::Uuid;

use crate::clock::Clock;
use crate::founding::FoundingError;
use chance::Chance;
use scribe::Scribe;
use staff::Staff;

const SEED: &[u8] = b"almoner/demo/v1\n";

/// What a demo is made of.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The last day of the year that is told.
    pub until: NaiveDate,
    /// Of every so many events one is told: 1 for the whole year, more for a quick test.
    pub thinned: i64,
}

/// How much was told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Told {
    pub sources: u64,
    pub incomes: u64,
    pub payouts: u64,
    pub acts: i64,
}

#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    #[error("on {on} the books refused what the demo tells")]
    Refused {
        on: NaiveDate,
        #[source]
        refusal: Refusal,
    },
    #[error("the demo cannot be written")]
    Unwritten(#[source] WriteError),
    #[error("the demo cannot be read back")]
    Unread(#[from] StoreError),
    #[error("the demo cannot be opened")]
    Founding(#[from] FoundingError),
    #[error("the demo's last state cannot be signed")]
    Unsigned(#[from] almoner_store::checkpoint::CheckpointError),
    #[error("the demo's key cannot sign")]
    Key(#[from] NoteError),
    #[error("the papers of the demo's year cannot be made")]
    Paper(#[from] crate::reporting::ReportError),
    #[error("the demo tells something that is not fit for the books")]
    Text(#[from] TextError),
    #[error("the demo names something it has not told: {0}")]
    Untold(&'static str),
}

/// The key that signs a demo's checkpoints. It is no secret, like everything in a demo.
pub fn signer() -> Result<Signer, NoteError> {
    Signer::new(crate::founding::origin(uid()), sha256(&[SEED, b"signing key"]))
}

fn uid() -> Uuid {
    Uuid::from_u128(0xa1_0e_e2_de_00_00_40_00_80_00_00_00_00_00_00_01)
}

/// Bytes that are as good as random for a story, and the same every time.
fn entropy() -> Entropy {
    let count = Arc::new(AtomicU64::new(0));
    Arc::new(move || -> Hash {
        let number = count.fetch_add(1, Ordering::Relaxed);
        sha256(&[SEED, b"entropy", &number.to_be_bytes()])
    })
}

/// The first day of a year that ends on a day.
pub fn first_day(until: NaiveDate) -> NaiveDate {
    let earlier = until.checked_sub_months(Months::new(12)).unwrap_or(until);
    Month::of(earlier).first_day()
}

/// The last day to tell: the one before today. Of today the morning may still be to come, and books that are ahead of the
/// clock know nobody who is let in now.
pub fn last_day(today: NaiveDate) -> NaiveDate {
    today.pred_opt().unwrap_or(today)
}

/// Tells the year into empty books; `step` hears after every day how many are told, of how many.
pub async fn tell(url: &str, plan: &Plan, step: impl Fn(u64, u64)) -> Result<Told, DemoError> {
    let first = first_day(plan.until);
    let clock = Clock::standing(first.and_time(NaiveTime::MIN).and_utc());
    let store = Store::open(Config::new(url, clock.for_store(), entropy())).await?;
    let outcome = Story::begin(store.clone(), clock, plan.clone(), first).await;
    let outcome = match outcome {
        Ok(story) => story.run(step).await,
        Err(error) => Err(error),
    };
    store.close().await;
    outcome
}

struct Story {
    scribe: Scribe,
    plan: Plan,
    first: NaiveDate,
    givers: givers::Givers,
    incomes: incomes::Incomes,
    aid: aid::Aid,
    around: around::Around,
}

impl Story {
    async fn begin(
        store: Store,
        clock: Clock,
        plan: Plan,
        first: NaiveDate,
    ) -> Result<Self, DemoError> {
        let mut scribe = Scribe::new(store, clock, Chance::new(2_026), first);
        let staff = Staff::hire(&scribe, uid(), &signer()?).await?;
        scribe.staff = staff;
        let givers = givers::Givers::gather(&mut scribe, first).await?;
        scribe.funds.clone_from(&givers.funds);
        givers.open(&scribe).await?;
        Ok(Self {
            scribe,
            plan,
            first,
            givers,
            incomes: incomes::Incomes::default(),
            aid: aid::Aid::default(),
            around: around::Around::default(),
        })
    }

    async fn run(mut self, step: impl Fn(u64, u64)) -> Result<Told, DemoError> {
        let days = self.plan.until.signed_duration_since(self.first).num_days();
        let days = u64::try_from(days).unwrap_or(0).saturating_add(1);
        for told in 0..days {
            let offset = TimeDelta::try_days(i64::try_from(told).unwrap_or(0)).unwrap_or_default();
            let Some(day) = self.first.checked_add_signed(offset) else { break };
            self.scribe.turn_to(day);
            self.day(day).await?;
            step(told.saturating_add(1), days);
        }
        let acts = self.scribe.head().await?;
        self.scribe.store.checkpoint(&signer()?).await?;
        Ok(Told {
            sources: self.givers.count(),
            incomes: self.incomes.told,
            payouts: self.aid.told,
            acts,
        })
    }

    async fn day(&mut self, day: NaiveDate) -> Result<(), DemoError> {
        self.givers.instalments(&self.scribe, day).await?;
        costs::tell(&mut self.scribe, &self.givers, self.first, day).await?;
        self.around.tell(&self.scribe, &self.givers, day).await?;
        travel::tell(&self.scribe, &self.givers, day).await?;
        assets::tell(&self.scribe, &self.givers, day).await?;
        match day.weekday() {
            Weekday::Mon | Weekday::Wed | Weekday::Fri => {
                self.incomes.tell(&mut self.scribe, &self.givers, self.plan.thinned).await?;
            }
            Weekday::Thu => self.aid.meet(&mut self.scribe, &self.givers, &self.plan).await?,
            Weekday::Tue => self.givers.sell(&mut self.scribe).await?,
            Weekday::Sat | Weekday::Sun => {}
        }
        self.givers.revalue(&self.scribe, day).await?;
        if day.day() == 21 && day.month0().checked_rem(3) == Some(0) {
            self.aid.fire(&mut self.scribe, &self.givers).await?;
        }
        if day.day() == 10 {
            self.incomes.explain(&mut self.scribe, &self.givers).await?;
        }
        if day.day() == 12 {
            let month = Month::of(day).previous();
            if Month::of(self.first) <= month && month < Month::of(self.plan.until).previous() {
                months::close(&self.scribe, month).await?;
                if month.next().year() != month.year() {
                    year::close(&self.scribe, month.year()).await?;
                }
            }
        }
        Ok(())
    }
}
