//! Aid: requests, and payouts through all their states, each step by its own person. The committee meets on Thursdays.

mod bank;
mod fire;
mod intake;
mod need;
mod payment;

use std::collections::{BTreeMap, VecDeque};

use almoner_ledger::codes::{EvidenceKind, PayeeKind, Reason, WarningCode};
use almoner_ledger::command::{Actor, Command, ProposePayout, Seen};
use almoner_ledger::refusal::Refusal;
use almoner_proof::hash::Hash;
use chrono::NaiveDate;
use uuid::Uuid;

use crate::demo::givers::{FREE, Givers};
use crate::demo::scribe::{Scribe, amount, line};
use crate::demo::{DemoError, Plan};
use need::Need;

/// A payout on its way.
#[derive(Clone, Debug)]
pub(super) struct Payout {
    seq: i64,
    digest: Hash,
    need: Need,
    decided_on: NaiveDate,
}

#[derive(Debug, Default)]
pub(super) struct Aid {
    pub(super) told: u64,
    recipients: Vec<Uuid>,
    /// Who is paid for others.
    payees: Vec<(PayeeKind, Uuid)>,
    /// Each recipient's, in the order of the recipients.
    landlords: Vec<Uuid>,
    recurring: Vec<Need>,
    approved: Vec<Payout>,
    sent: Vec<Payout>,
    paid: Vec<Payout>,
    /// Approved, but nobody came: their time will run out.
    forgotten: Vec<Payout>,
}

impl Aid {
    /// One Thursday: last week's payouts go on, then this week's needs are heard.
    pub(super) async fn meet(
        &mut self,
        scribe: &mut Scribe,
        givers: &Givers,
        plan: &Plan,
    ) -> Result<(), DemoError> {
        self.confirm(scribe).await?;
        self.pay_sent(scribe).await?;
        self.release(scribe).await?;
        self.expire(scribe).await?;
        let needs = need::hear(scribe, self, plan.thinned).await?;
        let last_week = plan.until.signed_duration_since(scribe.today).num_days() < 7;
        self.decide(scribe, givers, needs, last_week).await
    }

    /// Proposes and approves: one payout of each fund at a time, so that each finds its lots free.
    async fn decide(
        &mut self,
        scribe: &mut Scribe,
        givers: &Givers,
        needs: Vec<Need>,
        last_week: bool,
    ) -> Result<(), DemoError> {
        let mut queues: BTreeMap<usize, VecDeque<Need>> = BTreeMap::new();
        for need in needs {
            queues.entry(need.fund).or_default().push_back(need);
        }
        while queues.values().any(|queue| !queue.is_empty()) {
            let round: Vec<Need> = queues.values_mut().filter_map(VecDeque::pop_front).collect();
            let commands = round
                .iter()
                .map(|need| propose(need, givers))
                .collect::<Result<Vec<_>, DemoError>>()?;
            let answers = scribe.try_all(commands).await?;
            let mut proposed = Vec::new();
            for (need, answer) in round.into_iter().zip(answers) {
                match answer {
                    Ok(answer) => {
                        let digest = digest_of(scribe, answer.seq).await?;
                        proposed.push(Payout {
                            seq: answer.seq,
                            digest,
                            need,
                            decided_on: scribe.today,
                        });
                    }
                    // What the fund for it cannot pay, the free fund may.
                    Err(refusal) if need.fund != FREE && money_is_missing(&refusal) => {
                        queues.entry(FREE).or_default().push_back(Need { fund: FREE, ..need });
                    }
                    // Two of one person in one week: the other case worker looks at it, and it comes up again.
                    Err(Refusal::DoubleAid { .. }) => {
                        if intake::twice(scribe, &need).await? {
                            queues.entry(need.fund).or_default().push_back(need);
                        }
                    }
                    Err(refusal) if money_is_missing(&refusal) => {}
                    Err(refusal) => return Err(DemoError::Refused { on: scribe.today, refusal }),
                }
            }
            self.told = self.told.saturating_add(u64::try_from(proposed.len()).unwrap_or(0));
            self.approve(scribe, proposed, last_week).await?;
        }
        Ok(())
    }

    async fn approve(
        &mut self,
        scribe: &mut Scribe,
        proposed: Vec<Payout>,
        last_week: bool,
    ) -> Result<(), DemoError> {
        let [first, second] = scribe.staff.approvers;
        let [case_worker, _] = scribe.staff.case_workers;
        let mut rejected = Vec::new();
        let mut heard = Vec::new();
        for payout in proposed {
            // The year ends with some proposals on the table.
            let left_open = last_week && scribe.chance.one_in(4);
            if !left_open && scribe.chance.one_in(40) {
                let reason = Reason::NotEligible;
                rejected.push((
                    first,
                    Command::RejectPayout { payout: payout.seq, reason, note: None },
                ));
            } else if !left_open {
                heard.push(payout);
            }
        }
        scribe.give_all(rejected).await?;
        let approve = |actor: Actor, payout: &Payout| {
            (actor, Command::ApprovePayout { payout: payout.seq, digest: payout.digest })
        };
        let asked = heard.iter().map(|payout| approve(first, payout)).collect();
        let answers = scribe.try_all(asked).await?;
        let mut further = Vec::new();
        for (payout, answer) in heard.into_iter().zip(answers) {
            match answer {
                Ok(answer) => {
                    if answer.kind == "payout.approved_in_part" {
                        further.push(approve(second, &payout));
                    }
                    self.approved.push(payout);
                }
                Err(refusal) if money_is_missing(&refusal) => {
                    let reason = Reason::NeedPassed;
                    further
                        .push((case_worker, Command::CancelPayout { payout: payout.seq, reason }));
                }
                Err(refusal) => return Err(DemoError::Refused { on: scribe.today, refusal }),
            }
        }
        scribe.give_all(further).await?;
        Ok(())
    }

    /// What was approved last week is released by a third person, and goes its way by method.
    async fn release(&mut self, scribe: &mut Scribe) -> Result<(), DemoError> {
        let releaser = scribe.staff.releaser;
        let [case_worker, _] = scribe.staff.case_workers;
        let mut asked = Vec::new();
        let mut releases = Vec::new();
        let mut given = Vec::new();
        for payout in std::mem::take(&mut self.approved) {
            if scribe.chance.one_in(45) {
                self.forgotten.push(payout);
            } else if scribe.chance.one_in(45) {
                let command =
                    Command::CancelPayout { payout: payout.seq, reason: Reason::NeedPassed };
                given.push((case_worker, command));
            } else {
                releases.push((
                    releaser,
                    Command::ReleasePayout {
                        payout: payout.seq,
                        digest: payout.digest,
                        acknowledge: WarningCode::ALL.to_vec(),
                        seen: Seen::default(),
                    },
                ));
                asked.push(payout);
            }
        }
        payment::list(scribe, &asked).await?;
        let mut released = Vec::new();
        for (payout, answer) in asked.into_iter().zip(scribe.try_all(releases).await?) {
            match answer {
                Ok(_) => released.push(payout),
                // Somebody of the household has been helped in the meantime.
                Err(Refusal::DoubleAid { .. }) => {
                    let reason = Reason::Duplicate;
                    given.push((case_worker, Command::CancelPayout { payout: payout.seq, reason }));
                }
                Err(refusal) => return Err(DemoError::Refused { on: scribe.today, refusal }),
            }
        }
        scribe.give_all(given).await?;
        self.go(scribe, released).await
    }

    async fn go(&mut self, scribe: &mut Scribe, released: Vec<Payout>) -> Result<(), DemoError> {
        let releaser = scribe.staff.releaser;
        let mut given = Vec::new();
        let mut handed_over = Vec::new();
        let mut ordered = Vec::new();
        for payout in released {
            if scribe.chance.one_in(50) {
                given.push((
                    releaser,
                    Command::VoidPayout { payout: payout.seq, reason: Reason::WrongPayee },
                ));
            } else if payout.need.method.is_by_bank() {
                ordered.push(payout);
            } else {
                handed_over.push(payout);
            }
        }
        scribe.give_all(given).await?;
        bank::order(scribe, &ordered).await?;
        self.sent.extend(ordered);
        payment::bring_cash(scribe, &handed_over).await?;
        payment::pay(scribe, &handed_over).await?;
        self.paid.extend(handed_over);
        Ok(())
    }

    /// The bank has done last week's orders, but for the few it refused.
    async fn pay_sent(&mut self, scribe: &mut Scribe) -> Result<(), DemoError> {
        let mut done = Vec::new();
        let mut failed = Vec::new();
        for payout in std::mem::take(&mut self.sent) {
            if scribe.chance.one_in(35) {
                let command =
                    Command::FailPayout { payout: payout.seq, reason: Reason::BankRefused };
                failed.push((scribe.staff.releaser, command));
            } else {
                done.push(payout);
            }
        }
        scribe.give_all(failed).await?;
        payment::pay(scribe, &done).await?;
        self.paid.extend(done);
        Ok(())
    }

    /// Most who were helped sign for it within the week; some money comes back.
    async fn confirm(&mut self, scribe: &mut Scribe) -> Result<(), DemoError> {
        let [case_worker, _] = scribe.staff.case_workers;
        let mut given = Vec::new();
        for payout in std::mem::take(&mut self.paid) {
            if scribe.chance.one_in(40) && payout.need.method.is_by_bank() {
                given.push((scribe.staff.treasurer, payment::come_back(scribe, &payout)?));
            } else if !scribe.chance.one_in(15) {
                // What no bank has moved is confirmed by another than who proposed it.
                let by_bank = payout.need.method.is_by_bank();
                let who = if by_bank { case_worker } else { scribe.staff.releaser };
                given.push((who, payment::arrived(scribe, &payout)?));
                // The final invoice comes with the receipt, now and then over another sum, and sometimes not yet.
                if let Some(minor) = payout.need.pro_forma
                    && !scribe.chance.one_in(6)
                {
                    let more = if scribe.chance.one_in(10) { 15_000 } else { 0 };
                    let minor = minor.saturating_add(more);
                    let bill = intake::bill(EvidenceKind::FinalInvoice, &payout.need, minor)?;
                    given.push((case_worker, bill));
                }
            }
        }
        scribe.give_all(given).await?;
        Ok(())
    }

    async fn expire(&mut self, scribe: &mut Scribe) -> Result<(), DemoError> {
        let today = scribe.today;
        let over = |payout: &Payout| 31 < today.signed_duration_since(payout.decided_on).num_days();
        let (gone, waiting) = std::mem::take(&mut self.forgotten).into_iter().partition(over);
        self.forgotten = waiting;
        let gone: Vec<Payout> = gone;
        if !gone.is_empty() {
            let payouts = gone.iter().map(|payout| payout.seq).collect();
            scribe.give(scribe.staff.treasurer, Command::ExpireDue { payouts }).await?;
        }
        Ok(())
    }
}

fn propose(need: &Need, givers: &Givers) -> Result<(Actor, Command), DemoError> {
    let amount = if need.goods.is_none() { Some(amount(need.net_minor())?) } else { None };
    let goods = match need.goods {
        Some((item, count)) => Some((line(item)?, count)),
        None => None,
    };
    let command = Command::ProposePayout(ProposePayout {
        request: need.request,
        fund: givers.fund(need.fund),
        method: need.method,
        amount,
        tax: Some(need.tax),
        goods,
        chosen: None,
        retry_of: None,
    });
    Ok((need.case_worker, command))
}

async fn digest_of(scribe: &Scribe, payout: i64) -> Result<Hash, DemoError> {
    let digest = scribe.store.payout_digest(payout).await?;
    let digest = digest.and_then(|digest| Hash::try_from(digest).ok());
    digest.ok_or(DemoError::Untold("a payout's digest"))
}

/// Whether the books said no because the money is not there, or not for this.
fn money_is_missing(refusal: &Refusal) -> bool {
    matches!(
        refusal,
        Refusal::FundShort { .. }
            | Refusal::RestrictionForbids { .. }
            | Refusal::AgreementEnded { .. }
            | Refusal::GoodsShort { .. }
            | Refusal::LotNoLongerFree { .. }
            | Refusal::FundOverdrawn { .. }
            | Refusal::BeyondFinding { .. }
    )
}
